"""Checks: what must hold of tables, each a select of the rows that are wrong; no row means good.

Belongs here: the checks there are, written by hand in `sql/checks` or generated from the table definitions (laws), and
running them on some days of the lake or on a release that is being built. What a run does about a wrong row belongs to
`assets/` and broadsheet.release; what a table is, to broadsheet.tables.
"""

from broadsheet.checks.check import Check, find_wrong_rows
from broadsheet.checks.days import CheckResult, run_checks_on_days
from broadsheet.checks.every import list_checks
from broadsheet.checks.laws import KEY_LAW, list_laws, make_laws
from broadsheet.checks.written import load_checks

__all__ = [
    "KEY_LAW",
    "Check",
    "CheckResult",
    "find_wrong_rows",
    "list_checks",
    "list_laws",
    "load_checks",
    "make_laws",
    "run_checks_on_days",
]
