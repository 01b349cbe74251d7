"""One check and its wrong rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl

from broadsheet.errors import FaultError

# Wrong rows shown for a failed check; the count is of all.
EXAMPLE_ROWS = 5
_COUNT = "wrong_row_count"


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold of tables, proved by a select that finds no row.

    name: unique among the checks of `asset`, the table that promises it. text: names its tables bare, so that it reads
    whatever tables of that name the connection has. is_daily: holds of some days alone, read from the files of those
    days only. blocking: a wrong row stops what follows in the same run. parameters: names of its `$values`.
    problem: a sentence for a wrong row, with its columns and {wrong_rows} to be filled in; empty for a check that is
    not proved at a release.
    """

    name: str
    asset: str
    description: str
    text: str
    inputs: tuple[str, ...]
    blocking: bool = True
    is_daily: bool = True
    parameters: tuple[str, ...] = ()
    problem: str = ""


def find_wrong_rows(
    connection: duckdb.DuckDBPyConnection, check: Check, values: Mapping[str, Any]
) -> tuple[int, pl.DataFrame]:
    """How many rows are wrong, and the first few of them. `values` may hold more than the check's parameters.

    Raises FaultError where DuckDB refuses the check or a parameter has no value.
    """
    missing = [name for name in check.parameters if name not in values]
    if missing:
        raise FaultError(f"Check {check.name} of {check.asset} needs a value for {', '.join(missing)}.")
    counted = f"select *, count(*) over () as {_COUNT} from (\n{check.text}\n) limit {EXAMPLE_ROWS}"
    try:
        frame = connection.sql(counted, params={name: values[name] for name in check.parameters}).pl()
    except duckdb.Error as error:
        raise FaultError(f"Check {check.name} of {check.asset} fails: {error}") from error
    return (int(frame[_COUNT][0]) if frame.height else 0), frame.drop(_COUNT)
