"""The ingest stage: the index of files, and the captures of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from broadsheet.errors import CorruptTableError
from broadsheet.first_day import record_first_day
from broadsheet.ids import hash_id
from broadsheet.ingest.days import PIECE_BYTES, captures_frame, cut_pieces, find_vanished, group_days, read_days
from broadsheet.ingest.inbox_rows import InboxFile, index_frame, index_rows
from broadsheet.ingest.index import fingerprint_day, fingerprint_listing, is_index_current, list_days, update_index
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.spool import Spool, SpooledDay
from broadsheet.stages.captures import StoredCaptures
from broadsheet.stages.context import StageContext
from broadsheet.stages.declared import DECLARED, are_declared_stored, read_declared
from broadsheet.stages.derivations import Derivation, describe_derivation, find_accepted, store_derivation
from broadsheet.stages.notes import read_notes
from broadsheet.stages.progress import count_pages
from broadsheet.stages.report import DayReport
from broadsheet.stages.writing import DayWriter


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
    """Whether the lake holds what lies in the inbox and what the user's own files say."""
    return is_indexed(context) and are_declared_stored(context)


def fingerprint_inbox(context: StageContext) -> str:
    """Changes when a file of a source comes, goes or changes its size or time, or the user says other things."""
    said = [row for table in DECLARED for row in read_declared(context, table).rows()]
    return hash_id(fingerprint_listing(context.sources), *said)


def _is_code_new(context: StageContext) -> bool:
    """Whether the last day was stored by other readers than those of today, or than those accepted as good enough."""
    notes = [note for (stage, _), note in read_notes(context.lake).items() if stage == "ingest"]
    if not notes:
        return False
    latest = max(notes, key=lambda note: note.finished_at)
    return latest.code_version not in find_accepted(context.lake, describe(context))


def run_days(context: StageContext, days: Sequence[date]) -> Iterator[DayReport]:
    """Store the captures of days in their order; reports come once their days are written.

    Files are read once for a group of days, because a file often holds many. Files that came since the last index are
    indexed first. A day is held in memory only where it is small.
    """
    index = _read_index(context)
    derivation = describe(context)
    store_derivation(context.lake, derivation, datetime.now(UTC))
    wanted = sorted(days)
    held = list_days(index)
    captured = next((day for day in wanted if day in held), None)
    if captured is not None:
        record_first_day(context.settings.home, captured)
    for group in group_days(wanted, index):
        yield from _ingest_group(context, group, index, derivation)


def list_indexed_days(context: StageContext) -> list[date]:
    """Days of which the inbox holds captures now; files that came since the last index are indexed first."""
    return list(list_days(_read_index(context)))


def _read_index(context: StageContext) -> tuple[InboxFile, ...]:
    return index_rows(context.lake.read("inbox_files")) if is_indexed(context) else index_inbox(context)


def _ingest_group(
    context: StageContext, days: Sequence[date], index: Sequence[InboxFile], derivation: Derivation
) -> Iterator[DayReport]:
    unreadable: set[tuple[str, str]] = set()
    reasons: Counter[str] = Counter()

    def on_problem(file: InboxFile, problem: Problem) -> None:
        unreadable.add((file.source_id, file.path))
        reasons[problem.reason] += 1

    writer = DayWriter(context.lake, "ingest", derivation.derivation_id)
    for day, captures in read_days(days, index, context.sources, on_problem):
        # What a file brought before stays while the file cannot be opened, as it does when the file is gone.
        readable = [file for file in index if (file.source_id, file.path) not in unreadable]
        fingerprint = fingerprint_day(day, index)
        try:
            stored = StoredCaptures(context.lake, day)
            kept = find_vanished(stored.rows, captures, readable)
            with Spool() as whole:
                # With what stays the order is another, so both go through one spool.
                if kept:
                    whole.add(captures)
                    whole.add(stored.read(kept))
                rows = whole.of_day(day) if kept else captures
                yield from _write(writer, day, rows, Counter(reasons), fingerprint)
        except CorruptTableError as error:
            yield from writer.flush()
            raise _explain(error, day) from error
        reasons.clear()
    yield from writer.flush()


def _write(
    writer: DayWriter, day: date, captures: SpooledDay, reasons: Counter[str], fingerprint: str
) -> Iterator[DayReport]:
    if captures.body_bytes <= PIECE_BYTES:
        yield from writer.add(day, {"captures": captures_frame(count_pages(day, captures))}, reasons, fingerprint)
    else:
        yield from writer.add_large(
            day, "captures", lambda: cut_pieces(count_pages(day, captures)), len(captures), reasons, fingerprint
        )


def _explain(error: CorruptTableError, day: date) -> CorruptTableError:
    # Pages whose file has left the inbox may be in it and nowhere else: only a person can give them up.
    return CorruptTableError(
        f"{error} Here it may not: put that file back from a copy, or run `broadsheet run --days {day} --force`, "
        "which stores anew what the inbox still holds; pages whose files have left the inbox are lost then."
    )
