"""Captures of one day: read from the files that hold it, in order, and as the table `captures`.

What a rerun of a day does: captures of files that are in the index are read afresh, so edits and repairs of a file
take effect. Captures of files that are gone stay as they are (`keep_vanished`): clearing or tidying the inbox loses
nothing, and a file that was only renamed gives no second copy. To drop a file's captures on purpose, leave an empty
file of the same name in its place and rerun the day.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

import polars as pl

from broadsheet.ingest.files import find_file
from broadsheet.ingest.index import InboxFile, files_of_days, open_raw
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.reading import read_records
from broadsheet.ingest.sources import Source, list_publishers
from broadsheet.records import Capture
from broadsheet.tables import get_table
from broadsheet.tables.types import parse_type

# Bodies of a day wait here until all are known and can be given in order; beyond this they lie on disk.
_SPOOL_BYTES = 64 << 20
OnProblem = Callable[[InboxFile, Problem], None]
_SAME_DOCUMENT = ("source_id", "url", "captured_at", "body_sha256")


def read_day(
    day: date, index: Sequence[InboxFile], sources: Sequence[Source], on_problem: OnProblem | None = None
) -> Iterator[Capture]:
    """Captures of `day` ordered by captured_at and capture_id; only files that hold the day are opened.

    on_problem: told of each file that was there for the index and cannot be opened now. A file that changed since is
    read as it is now; the next index sees it changed and its days stale.
    """
    return sort_captures(_read_files({day}, index, sources, on_problem))


def read_days(
    days: Iterable[date], index: Sequence[InboxFile], sources: Sequence[Source], on_problem: OnProblem | None = None
) -> Iterator[tuple[date, Iterator[Capture]]]:
    """Each of `days` in order with its captures as read_day gives them, but every file is read once for all days.

    Take the captures of a day before the next day. The bodies of all days wait on disk, so give a month, not ten years.
    """
    wanted = sorted(set(days))
    captures = sort_captures(_read_files(set(wanted), index, sources, on_problem))
    waiting = next(captures, None)

    def take(day: date) -> Iterator[Capture]:
        nonlocal waiting
        while waiting is not None and waiting.captured_on <= day:
            if waiting.captured_on == day:
                yield waiting
            waiting = next(captures, None)

    for day in wanted:
        yield day, take(day)


def sort_captures(captures: Iterable[Capture]) -> Iterator[Capture]:
    """`captures` ordered by captured_at and capture_id; their bodies wait on disk, not in memory."""
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES) as spool:
        places: list[tuple[int, int]] = []
        waiting: list[Capture] = []
        for capture in captures:
            places.append((spool.tell(), len(capture.body)))
            spool.write(capture.body)
            waiting.append(dataclasses.replace(capture, body=b""))
        order = sorted(range(len(waiting)), key=lambda n: (waiting[n].captured_at, waiting[n].capture_id))
        for number in order:
            start, size = places[number]
            spool.seek(start)
            yield dataclasses.replace(waiting[number], body=spool.read(size))


def captures_frame(captures: Iterable[Capture]) -> pl.DataFrame:
    """`captures` as the table `captures`, in the given order."""
    columns = {column.name: parse_type(column.type).polars for column in get_table("captures").columns}
    rows = [_to_row(capture, tuple(columns)) for capture in captures]
    return pl.DataFrame(rows, schema=columns, orient="row")


def keep_vanished(previous: pl.DataFrame, fresh: pl.DataFrame, index: Sequence[InboxFile]) -> pl.DataFrame:
    """`fresh`, and the rows of `previous` whose file has no row in `index` any more; ordered as read_day does.

    previous, fresh: the table `captures` of one day, before and from this run. A document that `fresh` holds with the
    same source, address, time and bytes has only moved and is not kept twice.
    """
    there = [f"{row.source_id}/{row.path}" for row in index]
    gone = previous.filter(~pl.col("origin_path").is_in(there))
    moved_on = gone.join(fresh.select(_SAME_DOCUMENT), on=_SAME_DOCUMENT, how="anti", nulls_equal=True)
    return pl.concat([fresh, moved_on.select(fresh.columns)]).sort("captured_at", "capture_id")


def _read_files(
    days: set[date], index: Sequence[InboxFile], sources: Sequence[Source], on_problem: OnProblem | None
) -> Iterator[Capture]:
    publishers = list_publishers(sources)
    by_id = {source.id: source for source in sources}
    for row in files_of_days(days, index):
        source = by_id.get(row.source_id)
        item = find_file(source, row.path) if source else None
        try:
            if item is None:
                raise FileNotFoundError("the file is gone")
            raw = open_raw(item.file)
        except OSError as error:
            if on_problem is not None:
                on_problem(row, Problem(0, "unreadable_file", error.strerror or str(error)))
            continue
        with raw:
            for found in read_records(item, raw, publishers):
                if isinstance(found, Capture) and found.captured_on in days:
                    yield found


def _to_row(capture: Capture, columns: Sequence[str]) -> tuple[object, ...]:
    values = {
        "redirect_urls": list(capture.redirect_urls),
        "http_headers": [{"name": name, "value": value} for name, value in capture.http_headers],
    }
    return tuple(values[name] if name in values else getattr(capture, name) for name in columns)
