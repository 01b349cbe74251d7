"""The ingest stage: the index of files, and the captures of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

import polars as pl

from broadsheet.errors import CorruptTableError
from broadsheet.first_day import record_first_day
from broadsheet.ids import hash_id
from broadsheet.ingest import (
    InboxFile,
    Problem,
    captures_frame,
    fingerprint_day,
    fingerprint_listing,
    index_frame,
    index_rows,
    is_index_current,
    keep_vanished,
    list_days,
    read_days,
    update_index,
)
from broadsheet.lake import Lake
from broadsheet.stages.context import StageContext
from broadsheet.stages.derivations import Derivation, describe_derivation, find_accepted, store_derivation
from broadsheet.stages.notes import read_notes
from broadsheet.stages.publishers import read_publishers
from broadsheet.stages.report import DayReport
from broadsheet.stages.writing import DayWriter

# Their bodies wait on disk until the last of them is written.
_DAYS_AT_ONCE = 30


def describe(context: StageContext) -> Derivation:
    """The derivation of the ingest stage as installed here."""
    return describe_derivation("ingest", None, {})


def index_inbox(context: StageContext) -> tuple[InboxFile, ...]:
    """Bring the table `inbox_files` up to date: new and changed files are read, all of them after a change of code."""
    lake = context.lake
    index = update_index(context.sources, lake.read("inbox_files"), rescan=_is_code_new(context))
    lake.replace("inbox_files", index_frame(index))
    today = datetime.now(UTC).date()
    first = next((day for day in list_days(index) if context.settings.earliest_day <= day <= today), None)
    if first is not None:
        record_first_day(context.settings.home, first)
    return index


def is_indexed(context: StageContext) -> bool:
    """Whether `inbox_files` says what lies in the folders now and what the readers of today see; opens no file."""
    return not _is_code_new(context) and is_index_current(context.sources, context.lake.read("inbox_files"))


def is_inbox_known(context: StageContext) -> bool:
    """Whether `inbox_files` and `publishers` hold what lies in the inbox and what the user says of publishers."""
    stored = context.lake.read("publishers")
    return is_indexed(context) and stored.equals(read_publishers(context.sources, context.settings.sources_path))


def fingerprint_inbox(context: StageContext) -> str:
    """Changes when a file of a source comes, goes or changes its size or time, or the user says other publishers."""
    said = read_publishers(context.sources, context.settings.sources_path)
    return hash_id(fingerprint_listing(context.sources), *said.rows())


def _is_code_new(context: StageContext) -> bool:
    """Whether the last day was stored by other readers than those of today, or than those accepted as good enough."""
    notes = [note for (stage, _), note in read_notes(context.lake).items() if stage == "ingest"]
    if not notes:
        return False
    latest = max(notes, key=lambda note: note.finished_at)
    return latest.code_version not in find_accepted(context.lake, describe(context))


def run_days(context: StageContext, days: Sequence[date]) -> Iterator[DayReport]:
    """Store the captures of days in their order; reports come once their days are written.

    Files are read once for a month of days, because a file often holds many. Files that came since the last index are
    indexed first.
    """
    index = _read_index(context)
    derivation = describe(context)
    store_derivation(context.lake, derivation, datetime.now(UTC))
    wanted = sorted(days)
    held = list_days(index)
    captured = next((day for day in wanted if day in held), None)
    if captured is not None:
        record_first_day(context.settings.home, captured)
    for start in range(0, len(wanted), _DAYS_AT_ONCE):
        yield from _ingest_month(context, wanted[start : start + _DAYS_AT_ONCE], index, derivation)


def list_indexed_days(context: StageContext) -> list[date]:
    """Days of which the inbox holds captures now; files that came since the last index are indexed first."""
    return list(list_days(_read_index(context)))


def _read_index(context: StageContext) -> tuple[InboxFile, ...]:
    return index_rows(context.lake.read("inbox_files")) if is_indexed(context) else index_inbox(context)


def _ingest_month(
    context: StageContext, days: Sequence[date], index: Sequence[InboxFile], derivation: Derivation
) -> Iterator[DayReport]:
    unreadable: set[tuple[str, str]] = set()
    reasons: Counter[str] = Counter()

    def on_problem(file: InboxFile, problem: Problem) -> None:
        unreadable.add((file.source_id, file.path))
        reasons[problem.reason] += 1

    writer = DayWriter(context.lake, "ingest", derivation.derivation_id)
    for day, captures in read_days(days, index, context.sources, on_problem):
        fresh = captures_frame(captures)
        # What a file brought before stays while the file cannot be opened, as it does when the file is gone.
        readable = [file for file in index if (file.source_id, file.path) not in unreadable]
        try:
            frame = keep_vanished(_read_stored(context.lake, day), fresh, readable)
        except CorruptTableError:
            yield from writer.flush()
            raise
        yield from writer.add(day, {"captures": frame}, Counter(reasons), fingerprint_day(day, index))
        reasons.clear()
    yield from writer.flush()


def _read_stored(lake: Lake, day: date) -> pl.DataFrame:
    try:
        return lake.read("captures", days=[day])
    except CorruptTableError as error:
        # Pages whose file has left the inbox may be in it and nowhere else: only a person can give them up.
        raise CorruptTableError(
            f"{error} Here it may not: put that file back from a copy, or run `broadsheet run --days {day} --force`, "
            "which stores anew what the inbox still holds; pages whose files have left the inbox are lost then."
        ) from error
