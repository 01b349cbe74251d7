"""Running a query and holding it to the columns that its `.toml` promises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import polars as pl

from broadsheet.errors import FaultError
from broadsheet.model.queries import Check, Query
from broadsheet.tables import Table
from broadsheet.tables.types import parse_type

# Wrong rows shown for a failed check; the count is of all.
EXAMPLE_ROWS = 5


def run_query(connection: duckdb.DuckDBPyConnection, query: Query) -> pl.DataFrame:
    """The rows of a model or view, ordered by its key so that the same input gives the same file.

    Raises FaultError where DuckDB refuses the query, or columns or types are not those of the `.toml`.
    """
    try:
        relation = connection.sql(query.text)
        _check_columns(query, relation)
        frame = relation.pl()
    except duckdb.Error as error:
        raise FaultError(f"sql/{query.stage}/{query.name}.sql fails: {error}") from error
    return _cast(query.table, frame).sort(query.table.key, nulls_last=True)


def find_wrong_rows(
    connection: duckdb.DuckDBPyConnection, check: Check, values: Mapping[str, Any]
) -> tuple[int, pl.DataFrame]:
    """How many rows break a law, and the first few of them. `values` may hold more than the check's parameters.

    Raises FaultError where DuckDB refuses the check or a parameter has no value.
    """
    missing = [name for name in check.parameters if name not in values]
    if missing:
        raise FaultError(f"Check {check.name} needs a value for {', '.join(missing)}.")
    try:
        frame = connection.sql(check.text, params={name: values[name] for name in check.parameters}).pl()
    except duckdb.Error as error:
        raise FaultError(f"sql/checks/{check.name}.sql fails: {error}") from error
    return frame.height, frame.head(EXAMPLE_ROWS)


def _check_columns(query: Query, relation: duckdb.DuckDBPyRelation) -> None:
    expected = [(column.name, parse_type(column.type).duckdb) for column in query.table.columns]
    found = list(zip(relation.columns, [str(kind) for kind in relation.types], strict=True))
    if found != expected:
        differing = next((pair for pair in zip(expected, found, strict=False) if pair[0] != pair[1]), None)
        told = f"{differing[0]} promised, {differing[1]} found" if differing else f"{len(found)} of {len(expected)}"
        raise FaultError(f"sql/{query.stage}/{query.name}.sql and its .toml disagree on columns: {told}.")


def _cast(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.col(column.name).cast(parse_type(column.type).polars) for column in table.columns)
