"""The lake as a candidate sees it: articles are those of the lake, derived tables lie beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from broadsheet.errors import TableError
from broadsheet.lake import Lake
from broadsheet.lake.frames import resolve
from broadsheet.lake.stored import StoredTable
from broadsheet.stages.context import StageContext
from broadsheet.stages.derivations import Derivation, store_derivation
from broadsheet.stages.notes import Note, fingerprint_inputs, read_notes
from broadsheet.stages.registry import get_stage
from broadsheet.stages.report import DayReport
from broadsheet.stages.writing import DayWriter
from broadsheet.tables import Table

STAGE = "derive"
FOLDER = "candidate"
_BESIDE = frozenset({*get_stage(STAGE).writes, "runs", "derivations"})


class CandidateLake(Lake):
    """Reads of articles go to the lake; what the derive stage writes goes to the folder `candidate` in it."""

    def __init__(self, lake: Lake) -> None:
        super().__init__(lake.uri, lake.storage_options)

    def _at(self, table: str | Table) -> StoredTable:
        definition = resolve(table)
        root = f"{self.uri}/{FOLDER}" if definition.name in _BESIDE else self.uri
        return StoredTable(definition, f"{root}/{definition.path}", self.storage_options)


def derive_candidate(context: StageContext, days: Sequence[date]) -> Iterator[DayReport]:
    """Derive days by the code, model and settings of this process, beside the rows in place."""
    beside = StageContext(context.settings, CandidateLake(context.lake))
    yield from get_stage(STAGE).load().run_days(beside, sorted(days))


def list_candidate_days(lake: Lake) -> dict[date, Note]:
    """The days that a candidate has been made of, with the note of its last run, in order."""
    notes = read_notes(CandidateLake(lake))
    return {day: note for (_, day), note in sorted(notes.items(), key=lambda item: item[0][1])}


def promote(lake: Lake, days: Sequence[date] | None = None) -> Iterator[DayReport]:
    """Make the candidate's rows of these days (default: all it has) the current ones.

    Raises TableError where there is no candidate, or where a day's articles have changed since it was made.
    """
    beside, notes = CandidateLake(lake), list_candidate_days(lake)
    wanted = _choose_days(notes, days)
    fingerprint = fingerprint_inputs(lake, STAGE)
    stale = [day for day in wanted if notes[day].input_version != fingerprint(day)]
    if stale:
        raise TableError(
            f"The articles of {stale[0]} have changed since the candidate was made. Make it again: "
            f"broadsheet derive --candidate --days {stale[0]}"
        )
    for row in beside.read("derivations").to_dicts():
        store_derivation(lake, Derivation(**{k: v for k, v in row.items() if k != "first_used_at"}), datetime.now(UTC))
    for derivation_id in sorted({notes[day].code_version for day in wanted}):
        writer = DayWriter(lake, STAGE, derivation_id)
        for day in (day for day in wanted if notes[day].code_version == derivation_id):
            frames = {name: beside.read(name, days=[day]) for name in get_stage(STAGE).writes}
            yield from writer.add(day, frames, {}, notes[day].input_version)
        yield from writer.flush()


def _choose_days(notes: dict[date, Note], days: Sequence[date] | None) -> list[date]:
    """The wanted days in order, all of the candidate where none are named. Raises TableError where it lacks one."""
    wanted = sorted(notes) if days is None else sorted(set(days))
    missing = [day for day in wanted if day not in notes]
    if missing or not wanted:
        told = f"of {missing[0]}" if missing else "at all"
        raise TableError(f"There is no candidate {told}. Make one: broadsheet derive --candidate --days A..B")
    return wanted
