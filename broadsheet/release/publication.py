"""Publishing: have a release made beside the others, then switch the one link that everyone opens.

Whatever happens (a failed check, a full disk, kill -9 at any line), the link leads to the old or to the new release,
and either is whole.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

from broadsheet.errors import ReleaseBusyError, ReleaseError
from broadsheet.lake import Lake
from broadsheet.linked import ENDING
from broadsheet.release.base import Parts
from broadsheet.release.build import ReleasedTable
from broadsheet.release.links import choose_linked
from broadsheet.release.macros import Macro, load_macros
from broadsheet.release.making import MADE_ANEW, Plan, Release, make_file
from broadsheet.release.record import find_release_fault, read_record, read_release_record, record_path, write_record
from broadsheet.settings import Settings
from broadsheet.tables import Table

KEPT_RELEASES = 3
_RELEASE_FILE = re.compile(r"warehouse-(\d{6})-\d{8}T\d{6}Z(?:\.linked)?\.duckdb")


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
        linked = choose_linked(settings.release_form, lake, tables, MADE_ANEW)
        release_id = _choose_id(settings, now)
        released = tuple(ReleasedTable(table, lake.snapshot(table)) for table in tables)
        file = settings.releases / f"warehouse-{release_id}{ENDING if linked else '.duckdb'}"
        release = Release(release_id, file, now, code_version, released, linked)
        building = settings.releases / f"building-{release_id}.duckdb"
        plan = Plan(settings, lake, release, building, tuple(load_macros() if macros is None else macros))
        try:
            layout, parts = make_file(plan, is_whole)
            _switch(settings, release, building, input_version, layout, parts)
        except (OSError, duckdb.Error) as error:
            raise ReleaseError(f"The release was not published; the old one stays. {error}") from error
        finally:
            _remove_leftovers(settings)
        _remove_old(settings)
        return release


def _is_in_place(settings: Settings, input_version: str) -> bool:
    record = read_release_record(settings)
    return record is not None and record.input_version == input_version and find_release_fault(settings) is None


def _switch(
    settings: Settings, release: Release, building: Path, input_version: str, layout: str, parts: Parts
) -> None:
    _sync(building)
    building.chmod(0o444)
    building.rename(release.path)
    versions = {item.name: item.lake_version for item in release.tables if item.name in release.linked}
    _sync(write_record(release.release_id, release.path, input_version, layout, parts, versions))
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


def find_linked_versions(settings: Settings) -> dict[str, list[int]]:
    """By table, the versions of the lake whose files the kept linked releases read."""
    found: dict[str, set[int]] = {}
    for path in _list_releases(settings) if settings.releases.exists() else []:
        record = read_record(path)
        for name, version in (record.linked if record is not None else {}).items():
            found.setdefault(name, set()).add(version)
    return {name: sorted(versions) for name, versions in found.items()}


def _remove_old(settings: Settings) -> None:
    for path in _list_releases(settings)[:-KEPT_RELEASES]:
        _remove(path)


def _remove(release: Path) -> None:
    release.unlink()
    record_path(release).unlink(missing_ok=True)


def _list_releases(settings: Settings) -> list[Path]:
    return sorted(path for path in settings.releases.iterdir() if _RELEASE_FILE.fullmatch(path.name))


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
