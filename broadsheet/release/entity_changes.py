"""`ops.entity_changes`: what became of entities since the release before, added to what that release knew already.

Belongs here: reading the release in place beside the one that is being built. Which change is which is decided in
sql/ops/entity_changes.sql.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import duckdb

from broadsheet.model import read_sql
from broadsheet.release.build import NAME, literal, place_of, quote, released_columns
from broadsheet.tables import get_table

ENTITY_CHANGES = get_table("entity_changes")
_NEEDED = {"article_entities", "entities", "entity_changes"}


def add_entity_changes(
    connection: duckdb.DuckDBPyConnection, release_id: str, before: Path, tables: Collection[str]
) -> None:
    """Fill the table of the release that is being built.

    before: the release in place; one that is not there, cannot be read or knows no such tables starts a new history.
    tables: names of those that the new release holds.
    """
    if not _NEEDED.issubset(tables) or not before.exists():
        return
    try:
        connection.execute(f"attach {literal(str(before.resolve()))} as before (read_only)")
    except duckdb.Error:
        return
    try:
        _copy_history(connection)
        _compare(connection, release_id)
    finally:
        connection.execute("detach before")


def _copy_history(connection: duckdb.DuckDBPyConnection) -> None:
    columns = ", ".join(quote(column.name) for column in released_columns(ENTITY_CHANGES))
    try:
        connection.execute(
            f"insert into {place_of(ENTITY_CHANGES)} by name select {columns} from before.ops.entity_changes"
        )
    except duckdb.Error:  # a release of an earlier version
        connection.execute(f"delete from {place_of(ENTITY_CHANGES)}")


def _compare(connection: duckdb.DuckDBPyConnection, release_id: str) -> None:
    sources = {f"old_{name}": f"before.main.{name}" for name in ("article_entities", "entities")}
    sources |= {"article_entities": f"{NAME}.main.article_entities"}
    try:
        for name, source in sources.items():
            connection.execute(f"create temp view {name} as from {source}")
    except duckdb.Error:  # a release of an earlier version
        _drop(connection, sources)
        return
    connection.execute(
        f"insert into {place_of(ENTITY_CHANGES)} by name "
        f"select $release_id as release_id, changes.* from ({read_sql('ops/entity_changes.sql')}) as changes",
        {"release_id": release_id},
    )
    _drop(connection, sources)


def _drop(connection: duckdb.DuckDBPyConnection, views: Iterable[str]) -> None:
    for name in views:
        connection.execute(f"drop view if exists temp.{name}")
