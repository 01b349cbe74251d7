"""Making the file of a release: all of it, or on a copy of the one in place; proved, described and closed.

Belongs here: what stands in the file and in which order it gets there. Who may publish, and the switch of the link,
stand in publication.py; what may be taken over from the release in place, in base.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from broadsheet.errors import ReleaseError
from broadsheet.lake import Lake, frame_of
from broadsheet.release.base import (
    Base,
    Changes,
    Parts,
    copy_base,
    find_base,
    find_changed_days,
    find_layout,
    find_parts,
    list_changed_files,
    make_room,
)
from broadsheet.release.build import (
    DOCS_TABLE,
    NAME,
    RELEASE_TABLE,
    RELEASES_TABLE,
    ReleasedTable,
    attach,
    create_macros,
    create_tables,
    describe_columns,
    describe_release,
    fill_table,
    insert_frame,
    literal,
    place_of,
    quote,
    released_columns,
)
from broadsheet.release.checks import find_lost_days, find_problems
from broadsheet.release.coverage import COVERAGE_TABLE, count_coverage
from broadsheet.release.entity_changes import ENTITY_CHANGES, add_entity_changes
from broadsheet.release.links import LINKED_TABLE, link_table, list_files, list_linked_files, read_links
from broadsheet.release.macros import Macro
from broadsheet.release.recipes import RECIPES_TABLE, list_recipe_rows
from broadsheet.release.scores import GOLD_SCORES, read_pinned_scores
from broadsheet.release.search import SEARCHED, fill_search, list_search_tables
from broadsheet.settings import Settings
from broadsheet.tables import Table

_SHOWN_PROBLEMS = 20
_OWN_TABLES = (
    RELEASE_TABLE, RELEASES_TABLE, DOCS_TABLE, LINKED_TABLE, COVERAGE_TABLE, RECIPES_TABLE, *list_search_tables(),
)  # fmt: skip
# Tables of the lake that a release adds rows of its own to.
MADE_ANEW = frozenset({GOLD_SCORES.name, ENTITY_CHANGES.name})


@dataclass(frozen=True, slots=True)
class Release:
    """A published release. `release_id` is its number and time; numbers only ever grow.

    linked: names of the tables whose rows it has in the files of the lake.
    """

    release_id: str
    path: Path
    released_at: datetime
    code_version: str
    tables: tuple[ReleasedTable, ...]
    linked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is built, from what and where."""

    settings: Settings
    lake: Lake
    release: Release
    building: Path
    macros: tuple[Macro, ...]

    @property
    def tables(self) -> list[Table]:
        return [item.table for item in self.release.tables]

    def is_linked(self, table: Table) -> bool:
        """Whether the rows of a table stay in the files of the lake."""
        return table.name in self.release.linked


def make_file(plan: Plan, is_whole: bool) -> tuple[str, Parts]:
    """Write the file of a release, proved and closed; returns its layout and parts.

    It is built on the release in place where that serves, else, and with is_whole, all of it. Raises ReleaseError with
    what the checks found, duckdb.Error or OSError where it cannot be written.
    """
    released = plan.release.tables
    parts = find_parts(plan.lake, released)
    layout = find_layout([*plan.tables, *_OWN_TABLES], plan.macros, plan.lake.uri if plan.release.linked else "")
    base = None if is_whole else find_base(plan.settings, released, parts, layout, MADE_ANEW)
    if base is None or not _build_on(plan, base):
        _build(plan)
    return layout, parts


def _build(plan: Plan) -> None:
    """Build all of it. Raises ReleaseError with what the checks found."""
    with closing(attach(plan.building)) as connection:
        create_tables(connection, [table for table in plan.tables if not plan.is_linked(table)])
        create_tables(connection, _OWN_TABLES)
        for item in plan.release.tables:
            _bring(connection, plan, item)
        _prove(connection, plan, None)
        _describe(connection, plan)
        create_macros(connection, plan.macros, plan.tables)
        fill_search(connection, {table.name for table in plan.tables})
        _close(connection, plan)


def _build_on(plan: Plan, base: Base) -> bool:
    """Build it from a copy of the release in place; False, and nothing is left, where that cannot be done.

    What a check finds there is no reason to refuse yet: all is built and proved again without the base then.
    """
    try:
        if copy_base(base, plan.building) and _fill_copy(plan, base):
            return True
    except (ReleaseError, duckdb.Error):
        pass
    for path in (plan.building, plan.building.with_name(plan.building.name + ".wal")):
        path.unlink(missing_ok=True)
    return False


def _fill_copy(plan: Plan, base: Base) -> bool:
    names = {table.name for table in plan.tables}
    is_search_same = not SEARCHED.intersection(base.changes)
    searched_days = find_changed_days(base, SEARCHED, plan.release.tables)
    own = [table for table in _OWN_TABLES if searched_days is None or table not in list_search_tables()]
    with closing(attach(plan.building, is_new=False)) as connection:
        known = read_links(connection)
        native = [item for item in plan.release.tables if not plan.is_linked(item.table)]
        if not make_room(connection, base, native, own):
            return False
        whole = [item.table for item in native if base.changes.get(item.name, frozenset()) is None]
        create_tables(connection, [*whole, *own])
        for item in plan.release.tables:
            if item.name in base.changes:
                _bring(connection, plan, item, list_changed_files(plan.lake, item, base.changes[item.name]))
        for item in _list_moved(plan, known):
            link_table(connection, plan.lake, item)
        _prove(connection, plan, base.changes)
        _describe(connection, plan)
        if not is_search_same:
            fill_search(connection, names, searched_days or ())
        _close(connection, plan)
    return True


def _list_moved(plan: Plan, known: Mapping[str, Sequence[str]]) -> list[ReleasedTable]:
    """Linked tables whose rows lie in other files now, be they the same bytes: the old files will go.

    known: the files that the release in place reads, by table.
    """
    linked = [item for item in plan.release.tables if plan.is_linked(item.table)]
    return [item for item in linked if known.get(item.name, []) != list_files(item)]


def _bring(
    connection: duckdb.DuckDBPyConnection, plan: Plan, item: ReleasedTable, files: Sequence[str] | None = None
) -> None:
    """Have the rows of a table in the release: as they lie in the lake, or copied, only from these files of it."""
    if plan.is_linked(item.table):
        link_table(connection, plan.lake, item)
    else:
        fill_table(connection, plan.lake, item, files)


def _prove(connection: duckdb.DuckDBPyConnection, plan: Plan, changes: Changes | None) -> None:
    problems = find_problems(connection, plan.release.tables, changes)
    problems += find_lost_days(connection, plan.release.tables, plan.settings.warehouse)
    if problems:
        raise ReleaseError(_describe_problems(problems))


def _describe(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Fill the tables that the release has of its own, but for those of search."""
    settings, release, tables = plan.settings, plan.release, plan.tables
    names = {table.name for table in tables}
    row = describe_release(release.release_id, release.released_at, release.code_version, release.tables)
    insert_frame(connection, RELEASE_TABLE, frame_of(RELEASE_TABLE, [row]))
    _copy_history(connection, settings)
    insert_frame(connection, RELEASES_TABLE, frame_of(RELEASES_TABLE, [row]))
    add_entity_changes(connection, release.release_id, settings.warehouse, names)
    if GOLD_SCORES in tables:
        insert_frame(connection, GOLD_SCORES, read_pinned_scores())
    insert_frame(connection, COVERAGE_TABLE, count_coverage(connection, settings.language_model, names))
    insert_frame(connection, LINKED_TABLE, list_linked_files(release.tables, release.linked))
    insert_frame(connection, DOCS_TABLE, describe_columns([*tables, *_OWN_TABLES]))
    insert_frame(connection, RECIPES_TABLE, list_recipe_rows(names))


def _close(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    connection.execute(f"checkpoint {NAME}")
    connection.execute(f"detach {NAME}")
    if plan.building.with_name(plan.building.name + ".wal").exists():
        raise ReleaseError(f"{plan.building} still has a write-ahead log after it was closed; it may not be whole.")


def _copy_history(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Take over the rows of `ops.releases` from the release in place; an unreadable one starts a new history."""
    if not settings.warehouse.exists():
        return
    columns = ", ".join(quote(column.name) for column in released_columns(RELEASES_TABLE))
    try:
        connection.execute(f"attach {literal(str(settings.warehouse.resolve()))} as before (read_only)")
    except duckdb.Error:
        return
    try:
        connection.execute(f"insert into {place_of(RELEASES_TABLE)} by name select {columns} from before.ops.releases")
    except duckdb.Error:
        connection.execute(f"delete from {place_of(RELEASES_TABLE)}")
    connection.execute("detach before")


def _describe_problems(problems: Sequence[str]) -> str:
    shown = "\n".join(f"- {problem}" for problem in problems[:_SHOWN_PROBLEMS])
    more = f"\n- and {len(problems) - _SHOWN_PROBLEMS} more" if len(problems) > _SHOWN_PROBLEMS else ""
    return f"The release was refused and the old one stays:\n{shown}{more}"
