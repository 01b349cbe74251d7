"""Rows written inline as DuckDB tables, so that input and answer of a query are seen together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import pytest

from broadsheet.lake import frame_of
from broadsheet.model import load_query, run_query
from broadsheet.model.inputs import find_table
from broadsheet.tables import Table

Rows = list[dict[str, Any]]
# What a column that a test does not care about holds, by its type.
_DEFAULTS: dict[str, Any] = {
    "string": "-", "bool": False, "int32": 0, "int64": 0, "float64": 0.0, "binary": b"",
    "date": date(2024, 3, 5), "timestamp": datetime(2024, 3, 5, 12, tzinfo=UTC),
}  # fmt: skip


def fill_row(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """The row with defaults for columns that may not be null."""
    filled = dict(row)
    for column in table.columns:
        if column.name not in filled and not column.nullable:
            is_list = column.type.startswith("list<")
            filled[column.name] = [] if is_list else _DEFAULTS.get(column.type, {"start_char": 0, "end_char": 0})
    return filled


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty in-memory database in UTC."""
    with duckdb.connect() as opened:
        opened.execute("set timezone = 'UTC'")
        yield opened


@pytest.fixture
def put_rows(connection: duckdb.DuckDBPyConnection) -> Callable[..., None]:
    """Put rows into tables by name; tables that are not named are not there."""

    def put(**tables: Rows) -> None:
        for name, rows in tables.items():
            table = find_table(name)
            frame = frame_of(table, [fill_row(table, row) for row in rows])
            connection.register(f"{name}_rows", frame.to_arrow())
            connection.execute(f'create or replace table "{name}" as from "{name}_rows"')

    return put


@pytest.fixture
def ask(connection: duckdb.DuckDBPyConnection, put_rows: Callable[..., None]) -> Callable[..., Rows]:
    """Rows of a query over rows given by table; inputs that are not given are empty.

    A row of article_entities that names no article version stands for every version of the mentions and claims; what
    an article names beside others is made of them, which places it means of its mentions, and the origins that are
    dated news of articles_current.
    """

    def ask_query(stage: str, name: str, **tables: Rows) -> Rows:
        query = load_query(stage, name)
        if "article_entities" in tables:
            tables["article_entities"] = _name_in_each_version(tables)
        if "article_event_names" in query.inputs and "article_event_names" not in tables:
            named = {"article_entities": tables.get("article_entities", [])}
            tables["article_event_names"] = ask_query("model", "article_event_names", **named)
        if "article_places" in query.inputs and "article_places" not in tables:
            tables["article_places"] = ask_query("model", "article_places", mentions=tables.get("mentions", []))
        if "news_origins" in query.inputs and "news_origins" not in tables:
            current = tables.pop("articles_current", [])
            tables["news_origins"] = ask_query("model", "news_origins", articles_current=current)
        put_rows(**{table: tables.get(table, []) for table in query.inputs})
        assert set(tables) <= set(query.inputs), "a table that the query does not read"
        return run_query(connection, query).to_dicts()

    return ask_query


def _name_in_each_version(tables: dict[str, Rows]) -> Rows:
    versions = {row["article_version_id"]: None for name in ("mentions", "claims") for row in tables.get(name, [])}
    return [
        {"article_version_id": version} | row
        for row in tables["article_entities"]
        for version in ([row["article_version_id"]] if "article_version_id" in row else versions)
    ]
