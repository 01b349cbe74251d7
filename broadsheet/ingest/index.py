"""The file index (`inbox_files`): which capture days a file holds, so that a day reads just the files it needs.

A file is read when it is new or its size or time changed, and again where it could not be read before; all others keep
their row. A file that is gone loses its row. Its captures stay in the lake: the captures, not the inbox, are what the
later stages are made from, and people clear inboxes. What a rerun of such a day does: broadsheet.ingest.days.
"""

from __future__ import annotations

import dataclasses
import errno
import os
import stat
from collections.abc import Sequence, Set
from datetime import date
from pathlib import Path

import polars as pl

from broadsheet.errors import CorruptionError
from broadsheet.ids import hash_id
from broadsheet.ingest.archive_lists import open_address
from broadsheet.ingest.files import SourceFile, list_files, printable_path
from broadsheet.ingest.inbox_rows import MAX_PROBLEMS, DayCount, InboxFile, index_rows
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.publishers import Publishers
from broadsheet.ingest.reading import read_records
from broadsheet.ingest.sources import Source, list_publishers
from broadsheet.ingest.streams import RawSource
from broadsheet.records import Capture


def update_index(
    sources: Sequence[Source], previous: pl.DataFrame | Sequence[InboxFile] = (), *, rescan: bool = False
) -> tuple[InboxFile, ...]:
    """The index of all files of `sources` by source and path; only new and changed files are read.

    previous: the index before, as rows or as read from the lake. rescan: read every file, as after a change of the
    readers. Raises nothing for whatever lies in the folders: it becomes a problem of its file.
    """
    rows = index_rows(previous) if isinstance(previous, pl.DataFrame) else previous
    known = {} if rescan else {(row.source_id, row.path): row for row in rows}
    publishers = list_publishers(sources)
    index = []
    for item in list_files(sources):
        row = known.get((item.source.id, item.path))
        index.append(row if row is not None and _is_current(row, item) else _scan(item, publishers))
    return tuple(sorted(index, key=lambda row: (row.source_id, row.path)))


def is_index_current(sources: Sequence[Source], previous: pl.DataFrame | Sequence[InboxFile]) -> bool:
    """Whether an index says what lies in the folders now, by names, sizes and times; no file is opened.

    A file that could not be read is looked at again, so an index with one is never current.
    """
    rows = index_rows(previous) if isinstance(previous, pl.DataFrame) else previous
    known = {(row.source_id, row.path): row for row in rows}
    listed = {(item.source.id, item.path): item for item in list_files(sources)}
    return known.keys() == listed.keys() and all(_is_current(known[key], item) for key, item in listed.items())


def fingerprint_listing(sources: Sequence[Source]) -> str:
    """Changes when a file of a source comes, goes or changes its size or time; no file is opened."""
    listed = sorted((item.source.id, item.path, item.file_bytes, str(item.modified_at)) for item in list_files(sources))
    return hash_id(*(part for entry in listed for part in entry))


def list_days(index: Sequence[InboxFile]) -> dict[date, int]:
    """Capture days in the index, in order, with their count of captures."""
    counts: dict[date, int] = {}
    for row in index:
        for day in row.days:
            counts[day.captured_on] = counts.get(day.captured_on, 0) + day.record_count
    return dict(sorted(counts.items()))


def files_of_days(days: Set[date], index: Sequence[InboxFile]) -> tuple[InboxFile, ...]:
    """The files that hold captures of any of `days`, by source and path."""
    held = [row for row in index if any(item.captured_on in days for item in row.days)]
    return tuple(sorted(held, key=lambda row: (row.source_id, row.path)))


def fingerprint_day(day: date, index: Sequence[InboxFile], sources: Sequence[Source] = ()) -> str:
    """Changes when the files that hold `day` change: a hash of their sources, paths and bytes.

    Files whose captures carry the file's time count with that time too. With `sources`, what they say of domains and
    languages counts as well, since captures carry it. A day that no file holds any more has a fingerprint of its own,
    so that a caller who compares with the one of the last run sees it stale.
    """
    parts: list[object] = []
    for row in files_of_days({day}, index):
        shows_time = row.uses_file_time or row.sha256 is None
        content = row.sha256 or row.file_bytes  # files of lists are not opened
        parts += (row.source_id, row.path, content, row.modified_at.isoformat() if shows_time else "")
    for source in sources:
        parts += (source.id, source.domain, source.language)
    return hash_id(*parts)


def open_raw(file: Path) -> RawSource:
    """The file's bytes, as many as it has now. The one place that opens a file of a source. Raises OSError.

    What became a pipe or device since it was listed is not waited for.
    """
    opened = os.fdopen(os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    status = os.fstat(opened.fileno())
    if not stat.S_ISREG(status.st_mode):
        opened.close()
        raise OSError(errno.EINVAL, "no regular file any more")
    return RawSource(opened, status.st_size)


def open_item(item: SourceFile) -> RawSource:
    """The bytes of a file of a source, wherever it lies. Raises OSError."""
    if item.address is not None and "://" in item.address:
        return RawSource(open_address(item.address))
    return open_raw(item.file)


def _is_current(row: InboxFile, item: SourceFile) -> bool:
    is_same = (row.file_bytes, row.modified_at, row.reader) == (item.file_bytes, item.modified_at, item.reader)
    return is_same and not any(problem.reason == "unreadable_file" for problem in row.problems)


def _scan(item: SourceFile, publishers: Publishers) -> InboxFile:
    if item.fault is not None:
        return _build_row(item, None, _Tally([item.fault]))
    if item.address is not None:
        return _build_listed(item)
    if item.reader == "none":
        return _build_row(item, None, _Tally([Problem(0, "unknown_kind", printable_path(item.file.suffix)[:40])]))
    tally = _Tally()
    try:
        raw = open_raw(item.file)
    except OSError as error:
        tally.add(Problem(0, "unreadable_file", error.strerror or str(error)))
        return _build_row(item, None, tally)
    sha256: str | None
    with raw:
        for found in read_records(item, raw, publishers):
            tally.add(found)
        try:
            sha256 = raw.finish()
        except CorruptionError as damage:
            tally.add(Problem(0, damage.reason, damage.detail))
            sha256 = None
    if tally.is_empty:
        tally.add(Problem(0, "empty_file", "no records"))
    return _build_row(item, sha256, tally)


def _build_listed(item: SourceFile) -> InboxFile:
    """The row of a file that a list names: the days of its name, and nothing that would need it opened."""
    days = tuple(DayCount(day, 0) for day in item.listed_days)
    tally = _Tally() if days else _Tally([Problem(0, "no_day_in_name", item.path[-80:])])
    return dataclasses.replace(_build_row(item, None, tally), days=days)


class _Tally:
    """Counts of one scan. Lost records are listed one by one, notes once per reason with their count."""

    def __init__(self, problems: Sequence[Problem] = ()) -> None:
        self.days: dict[date, int] = {}
        self.record_count = 0
        self.lost_count = 0
        self._lost: list[Problem] = []
        self._notes: dict[str, tuple[Problem, int]] = {}
        for problem in problems:
            self.add(problem)

    @property
    def is_empty(self) -> bool:
        return not self.record_count and not self.lost_count

    def add(self, found: Capture | Problem) -> None:
        if isinstance(found, Capture):
            self.record_count += 1
            self.days[found.captured_on] = self.days.get(found.captured_on, 0) + 1
        elif found.is_lost:
            self.lost_count += 1
            if len(self._lost) < MAX_PROBLEMS:
                self._lost.append(found)
            elif found.reason == "given_up":
                self._lost[-1] = found  # why the rest of the file is missing is always among the first
        else:
            first, count = self._notes.get(found.reason, (found, 0))
            self._notes[found.reason] = (first, count + 1)

    def list_problems(self) -> tuple[Problem, ...]:
        notes = [
            first if count == 1 else Problem(first.record_offset, first.reason, f"{first.detail} (first of {count})")
            for first, count in self._notes.values()
        ]
        return tuple(notes + self._lost)[:MAX_PROBLEMS]


def _build_row(item: SourceFile, sha256: str | None, tally: _Tally) -> InboxFile:
    return InboxFile(
        source_id=item.source.id,
        path=item.path,
        sha256=sha256,
        file_bytes=item.file_bytes,
        modified_at=item.modified_at,
        reader=item.reader,
        days=tuple(DayCount(day, count) for day, count in sorted(tally.days.items())),
        record_count=tally.record_count,
        problem_count=tally.lost_count,
        problems=tally.list_problems(),
    )
