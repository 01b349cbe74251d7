"""Asking the selects of sql/judgements of a release."""

from __future__ import annotations

from typing import Any

import duckdb

from broadsheet.errors import ReleaseError
from broadsheet.model import read_sql

Rows = list[dict[str, Any]]


def ask(connection: duckdb.DuckDBPyConnection, name: str, **values: Any) -> Rows:
    """The rows of sql/judgements/<name>.sql. Raises ReleaseError where the release is older than its tables."""
    try:
        connection.execute(read_sql(f"judgements/{name}.sql"), values)
        names = [column[0] for column in connection.description or ()]
        return [dict(zip(names, row, strict=True)) for row in connection.fetchall()]
    except duckdb.CatalogException as error:
        raise ReleaseError(
            "The release in place was made before there were judgements. `broadsheet run` publishes a new one."
        ) from error


def ask_one(connection: duckdb.DuckDBPyConnection, name: str, **values: Any) -> dict[str, Any] | None:
    """The first row, None where there is none."""
    return next(iter(ask(connection, name, **values)), None)
