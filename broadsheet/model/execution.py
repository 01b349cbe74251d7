"""Running a query and holding it to the columns that its `.toml` promises."""

from __future__ import annotations

import duckdb
import polars as pl

from broadsheet.errors import FaultError
from broadsheet.model.queries import Query
from broadsheet.tables import Table
from broadsheet.tables.types import parse_type


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


def _check_columns(query: Query, relation: duckdb.DuckDBPyRelation) -> None:
    expected = [(column.name, parse_type(column.type).duckdb) for column in query.table.columns]
    found = list(zip(relation.columns, [str(kind) for kind in relation.types], strict=True))
    if found != expected:
        differing = next((pair for pair in zip(expected, found, strict=False) if pair[0] != pair[1]), None)
        told = f"{differing[0]} promised, {differing[1]} found" if differing else f"{len(found)} of {len(expected)}"
        raise FaultError(f"sql/{query.stage}/{query.name}.sql and its .toml disagree on columns: {told}.")


def _cast(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.col(column.name).cast(parse_type(column.type).polars) for column in table.columns)
