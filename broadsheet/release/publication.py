"""Publishing: build a release beside the others, check it, then switch the one link that everyone opens.

Whatever happens (a failed check, a full disk, kill -9 at any line), the link leads to the old or to the new release,
and either is whole.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from broadsheet.errors import ReleaseBusyError, ReleaseError
from broadsheet.lake import Lake, frame_of
from broadsheet.release.base import (
    Base,
    Changes,
    Parts,
    copy_base,
    find_base,
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
from broadsheet.release.macros import Macro, load_macros
from broadsheet.release.recipes import RECIPES_TABLE, list_recipe_rows
from broadsheet.release.record import find_release_fault, read_release_record, record_path, write_record
from broadsheet.release.scores import GOLD_SCORES, read_pinned_scores
from broadsheet.release.search import SEARCHED, fill_search, list_search_tables
from broadsheet.settings import Settings
from broadsheet.tables import Table

KEPT_RELEASES = 3
_SHOWN_PROBLEMS = 20
_OWN_TABLES = (RELEASE_TABLE, RELEASES_TABLE, DOCS_TABLE, COVERAGE_TABLE, RECIPES_TABLE, *list_search_tables())
# Tables of the lake that a release adds rows of its own to.
_MADE_ANEW = frozenset({GOLD_SCORES.name, ENTITY_CHANGES.name})
_RELEASE_FILE = re.compile(r"warehouse-(\d{6})-\d{8}T\d{6}Z\.duckdb")


@dataclass(frozen=True, slots=True)
class Release:
    """A published release. `release_id` is its number and time; numbers only ever grow."""

    release_id: str
    path: Path
    released_at: datetime
    code_version: str
    tables: tuple[ReleasedTable, ...]


def publish(
    settings: Settings,
    lake: Lake,
    tables: Sequence[Table],
    *,
    now: datetime,
    code_version: str,
    macros: Iterable[Macro] | None = None,
    wait: bool = True,
    find_input_version: Callable[[], str] | None = None,
    is_whole: bool = False,
) -> Release | None:
    """Build a release of `tables` from the newest state of the lake and make it the warehouse.

    macros: default those of `sql/macros`. wait: whether a publisher that finds another at work waits for it.
    find_input_version: fingerprint of all that the release is built from, asked once the lock is held; where the
    release in place was built from the same and is whole, nothing is published and the answer is None, so that two
    publishers at the same moment make one release. is_whole: publish in any case, take nothing over from the release
    in place, and prove all rows again.
    Raises ReleaseBusyError (wait false), CorruptTableError naming a data file, or ReleaseError with all problems that
    the checks found. The old release stays in place then, and nothing of the new one is left.
    """
    settings.releases.mkdir(parents=True, exist_ok=True)
    if settings.warehouse.exists() and not settings.warehouse.is_symlink():
        raise ReleaseError(f"{settings.warehouse} is a file of its own, not a link to a release. Move it away first.")
    with _lock(settings.releases / "publish.lock", wait):
        _remove_leftovers(settings)
        input_version = find_input_version() if find_input_version else ""
        if input_version and not is_whole and _is_in_place(settings, input_version):
            return None
        release_id = _choose_id(settings, now)
        released = tuple(ReleasedTable(table, lake.snapshot(table)) for table in tables)
        release = Release(release_id, settings.releases / f"warehouse-{release_id}.duckdb", now, code_version, released)
        building = settings.releases / f"building-{release_id}.duckdb"
        plan = _Plan(settings, lake, release, building, tuple(load_macros() if macros is None else macros))
        try:
            _make(plan, input_version, is_whole)
        except (OSError, duckdb.Error) as error:
            raise ReleaseError(f"The release was not published; the old one stays. {error}") from error
        finally:
            _remove_leftovers(settings)
        _remove_old(settings)
        return release


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is built, from what and where."""

    settings: Settings
    lake: Lake
    release: Release
    building: Path
    macros: tuple[Macro, ...]

    @property
    def tables(self) -> list[Table]:
        return [item.table for item in self.release.tables]


def _make(plan: _Plan, input_version: str, is_whole: bool) -> None:
    """Build on the release in place where it serves, else all of it, and switch to what was built."""
    released = plan.release.tables
    parts = find_parts(plan.lake, released)
    layout = find_layout([*plan.tables, *_OWN_TABLES], plan.macros)
    base = None if is_whole else find_base(plan.settings, released, parts, layout, _MADE_ANEW)
    if base is None or not _build_on(plan, base):
        _build(plan)
    _switch(plan.settings, plan.release, plan.building, input_version, layout, parts)


def _build(plan: _Plan) -> None:
    """Build all of it. Raises ReleaseError with what the checks found."""
    with closing(attach(plan.building)) as connection:
        create_tables(connection, [*plan.tables, *_OWN_TABLES])
        for item in plan.release.tables:
            fill_table(connection, plan.lake, item)
        _prove(connection, plan, None)
        _describe(connection, plan)
        create_macros(connection, plan.macros, plan.tables)
        fill_search(connection, {table.name for table in plan.tables})
        _close(connection, plan)


def _build_on(plan: _Plan, base: Base) -> bool:
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


def _fill_copy(plan: _Plan, base: Base) -> bool:
    names = {table.name for table in plan.tables}
    is_search_same = not SEARCHED.intersection(base.changes)
    own = [table for table in _OWN_TABLES if not (is_search_same and table in list_search_tables())]
    with closing(attach(plan.building, is_new=False)) as connection:
        if not make_room(connection, base, plan.release.tables, own):
            return False
        whole = [table for table in plan.tables if base.changes.get(table.name, frozenset()) is None]
        create_tables(connection, [*whole, *own])
        for item in plan.release.tables:
            if item.name in base.changes:
                fill_table(connection, plan.lake, item, list_changed_files(plan.lake, item, base.changes[item.name]))
        _prove(connection, plan, base.changes)
        _describe(connection, plan)
        if not is_search_same:
            fill_search(connection, names)
        _close(connection, plan)
    return True


def _prove(connection: duckdb.DuckDBPyConnection, plan: _Plan, changes: Changes | None) -> None:
    problems = find_problems(connection, plan.release.tables, changes)
    problems += find_lost_days(connection, plan.release.tables, plan.settings.warehouse)
    if problems:
        raise ReleaseError(_describe_problems(problems))


def _describe(connection: duckdb.DuckDBPyConnection, plan: _Plan) -> None:
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
    insert_frame(connection, DOCS_TABLE, describe_columns([*tables, *_OWN_TABLES]))
    insert_frame(connection, RECIPES_TABLE, list_recipe_rows(names))


def _close(connection: duckdb.DuckDBPyConnection, plan: _Plan) -> None:
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


def _is_in_place(settings: Settings, input_version: str) -> bool:
    record = read_release_record(settings)
    return record is not None and record.input_version == input_version and find_release_fault(settings) is None


def _switch(
    settings: Settings, release: Release, building: Path, input_version: str, layout: str, parts: Parts
) -> None:
    _sync(building)
    building.chmod(0o444)
    building.rename(release.path)
    _sync(write_record(release.release_id, release.path, input_version, layout, parts))
    _sync(settings.releases)
    link = _new_link(settings)
    link.symlink_to(release.path.relative_to(settings.home))
    link.replace(settings.warehouse)
    _sync(settings.home)


def _new_link(settings: Settings) -> Path:
    return settings.home / ".warehouse.duckdb.new"


def _choose_id(settings: Settings, now: datetime) -> str:
    """Next number and the time: numbers grow even where the clock goes back."""
    taken = [
        int(match[1]) for match in (_RELEASE_FILE.fullmatch(path.name) for path in settings.releases.iterdir()) if match
    ]
    return f"{max(taken, default=0) + 1:06d}-{now:%Y%m%dT%H%M%SZ}"


def _remove_leftovers(settings: Settings) -> None:
    """Remove what a killed or failed publisher left: half-built files and releases newer than the one in place."""
    for path in settings.releases.glob("building-*"):
        if path.is_dir():
            for child in path.iterdir():
                child.unlink()
            path.rmdir()
        else:
            path.unlink()
    _new_link(settings).unlink(missing_ok=True)
    if settings.warehouse.is_symlink():
        current = settings.warehouse.readlink().name
        for path in _list_releases(settings):
            if path.name > current:
                _remove(path)
    kept = {record_path(path) for path in _list_releases(settings)}
    for path in (*settings.releases.glob("warehouse-*.json"), *settings.releases.glob("warehouse-*.partial")):
        if path not in kept:
            path.unlink()


def _remove_old(settings: Settings) -> None:
    for path in _list_releases(settings)[:-KEPT_RELEASES]:
        _remove(path)


def _remove(release: Path) -> None:
    release.unlink()
    record_path(release).unlink(missing_ok=True)


def _list_releases(settings: Settings) -> list[Path]:
    return sorted(path for path in settings.releases.iterdir() if _RELEASE_FILE.fullmatch(path.name))


def _describe_problems(problems: Sequence[str]) -> str:
    shown = "\n".join(f"- {problem}" for problem in problems[:_SHOWN_PROBLEMS])
    more = f"\n- and {len(problems) - _SHOWN_PROBLEMS} more" if len(problems) > _SHOWN_PROBLEMS else ""
    return f"The release was refused and the old one stays:\n{shown}{more}"


@contextmanager
def _lock(path: Path, wait: bool) -> Iterator[None]:
    """Hold the publisher's lock. It goes with its process, so a killed publisher never blocks the next."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ReleaseBusyError("Another process publishes a release at this moment. Try again later.") from error
        yield


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
