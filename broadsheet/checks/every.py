"""The one list of checks, from which runs in the web UI, the command line and the release all take theirs."""

from __future__ import annotations

from collections.abc import Iterable

from broadsheet.checks.check import Check
from broadsheet.checks.laws import list_laws
from broadsheet.checks.written import load_checks
from broadsheet.tables import Table


def list_checks(tables: Iterable[Table]) -> list[Check]:
    """Every check of these tables: those written by hand that read no other table, then the laws, table by table.

    A release proves all that have a `problem`, which every blocking one has; a run proves those of the days it did.
    """
    known = {table.name: table for table in tables}
    return [*(check for check in load_checks() if known.keys() >= set(check.inputs)), *list_laws(known.values())]
