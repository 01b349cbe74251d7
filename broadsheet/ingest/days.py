"""Captures of one day: read from the files that hold it, in order, and as the table `captures`.

What a rerun of a day does: captures of files that are in the index are read afresh, so edits and repairs of a file
take effect. Captures of files that are gone stay as they are (`keep_vanished`): clearing or tidying the inbox loses
nothing, and a file that was only renamed gives no second copy. To drop a file's captures on purpose, leave an empty
file of the same name in its place and rerun the day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

import polars as pl

from broadsheet.ingest.files import find_file
from broadsheet.ingest.inbox_rows import InboxFile
from broadsheet.ingest.index import files_of_days, open_item
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.reading import read_records
from broadsheet.ingest.sources import Source, list_publishers
from broadsheet.ingest.spool import Spool, SpooledDay
from broadsheet.records import Capture
from broadsheet.tables import get_table
from broadsheet.tables.types import parse_type

# Days that are read together, each file once for all of them: their captures wait on disk until the last is written.
_DAYS_AT_ONCE = 30
_GROUP_BYTES = 512 << 20
# What a frame of captures holds at most: bodies of that many bytes, or one body that is larger.
PIECE_BYTES = 32 << 20
OnProblem = Callable[[InboxFile, Problem], None]
_SAME_DOCUMENT = ("source_id", "url", "captured_at", "body_sha256")
LIGHT_COLUMNS = ("capture_id", "captured_at", "origin_path", "source_id", "url", "body_sha256", "body_bytes")


def read_day(
    day: date, index: Sequence[InboxFile], sources: Sequence[Source], on_problem: OnProblem | None = None
) -> Iterator[Capture]:
    """Captures of `day` ordered by captured_at and capture_id; only files that hold the day are opened.

    on_problem: told of each file that was there for the index and cannot be opened now. A file that changed since is
    read as it is now; the next index sees it changed and its days stale.
    """
    with Spool() as spool:
        spool.add(_read_files({day}, index, sources, on_problem))
        yield from spool.of_day(day)


def read_days(
    days: Iterable[date], index: Sequence[InboxFile], sources: Sequence[Source], on_problem: OnProblem | None = None
) -> Iterator[tuple[date, SpooledDay]]:
    """Each of `days` in order with its captures as read_day gives them, but every file is read once for all days.

    Take the captures of a day before the next day. They wait on disk, so give a group of days (`group_days`).
    """
    wanted = sorted(set(days))
    with Spool() as spool:
        spool.add(_read_files(set(wanted), index, sources, on_problem))
        for day in wanted:
            yield day, spool.of_day(day)


def group_days(days: Iterable[date], index: Sequence[InboxFile]) -> Iterator[list[date]]:
    """`days` in order, in groups that share files: a month at most, and not too many bytes of files."""
    group: list[date] = []
    held: dict[tuple[str, str], int] = {}
    for day in sorted(set(days)):
        files = {(row.source_id, row.path): row.file_bytes for row in files_of_days({day}, index)}
        is_full = sum(held.values()) + sum(size for key, size in files.items() if key not in held) > _GROUP_BYTES
        if group and (len(group) >= _DAYS_AT_ONCE or (is_full and not files.keys() <= held.keys())):
            yield group
            group, held = [], {}
        group.append(day)
        held |= files
    if group:
        yield group


def cut_pieces(captures: Iterable[Capture]) -> Iterator[pl.DataFrame]:
    """`captures` as frames of the table `captures`, each of PIECE_BYTES of bodies at most or of one row."""
    piece: list[Capture] = []
    size = 0
    for capture in captures:
        if piece and size + capture.body_bytes > PIECE_BYTES:
            yield captures_frame(piece)
            piece, size = [], 0
        piece.append(capture)
        size += capture.body_bytes
    if piece:
        yield captures_frame(piece)


def captures_of(frame: pl.DataFrame) -> Iterator[Capture]:
    """The rows of the table `captures` as captures; the inverse of captures_frame."""
    for row in frame.iter_rows(named=True):
        row.pop("captured_on")
        row.pop("body_bytes")
        row["redirect_urls"] = tuple(row["redirect_urls"])
        row["http_headers"] = tuple((header["name"], header["value"]) for header in row["http_headers"])
        yield Capture(**row)


def captures_frame(captures: Iterable[Capture]) -> pl.DataFrame:
    """`captures` as the table `captures`, in the given order."""
    columns = {column.name: parse_type(column.type).polars for column in get_table("captures").columns}
    rows = [_to_row(capture, tuple(columns)) for capture in captures]
    return pl.DataFrame(rows, schema=columns, orient="row")


def find_vanished(previous: pl.DataFrame, fresh: Iterable[Capture], index: Sequence[InboxFile]) -> list[str]:
    """The capture_ids of rows of `previous` that stay because their file has no row in `index` any more.

    previous: rows of the table `captures` of one day, of which LIGHT_COLUMNS are looked at; fresh: the captures of
    that day from this run. A document that `fresh` holds with the same source, address, time and bytes has only moved
    and is not kept twice.
    """
    there = [f"{row.source_id}/{row.path}" for row in index]
    gone = previous.filter(~pl.col("origin_path").is_in(there))
    if gone.is_empty():
        return []
    documents = {(item.source_id, item.url, item.captured_at, item.body_sha256) for item in fresh}
    columns = ("capture_id", *_SAME_DOCUMENT)
    return [
        capture_id for capture_id, *document in gone.select(columns).iter_rows() if tuple(document) not in documents
    ]


def keep_vanished(previous: pl.DataFrame, fresh: pl.DataFrame, index: Sequence[InboxFile]) -> pl.DataFrame:
    """`fresh`, and the rows of `previous` that find_vanished names; ordered as read_day does."""
    kept = previous.filter(pl.col("capture_id").is_in(find_vanished(previous, captures_of(fresh), index)))
    return pl.concat([fresh, kept.select(fresh.columns)]).sort("captured_at", "capture_id")


def _read_files(
    days: set[date], index: Sequence[InboxFile], sources: Sequence[Source], on_problem: OnProblem | None
) -> Iterator[Capture]:
    publishers = list_publishers(sources)
    by_id = {source.id: source for source in sources}
    for row in files_of_days(days, index):
        source = by_id.get(row.source_id)
        item = find_file(source, row.path) if source else None
        try:
            if item is None or item.fault is not None:
                raise FileNotFoundError("the file is gone")
            raw = open_item(item)
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
