"""Days that hold nothing for a stage: noted as empty, many in one write, rather than run through it.

Belongs here: telling such days and noting them. Which days a run looks at belongs to `broadsheet.run`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from broadsheet.first_day import read_first_day
from broadsheet.ingest.index import fingerprint_day
from broadsheet.stages.context import StageContext
from broadsheet.stages.ingest import list_indexed_days
from broadsheet.stages.notes import fingerprint_inputs, note_runs, read_notes
from broadsheet.stages.registry import DAY_STAGES, FIRST_STAGE, Stage, get_stage
from broadsheet.stages.report import DayReport, TableReport

# Marking each of them in the web UI takes some ten milliseconds; an archive with gaps of years is marked run by run.
_MOST_AT_ONCE = 300


def note_empty_days(context: StageContext, stage: str, days: Collection[date]) -> list[DayReport]:
    """Note those of `days` for which a stage has nothing to read and nothing stored; their reports, in order."""
    found = get_stage(stage)
    filled = _list_filled(context, found) if days else set()
    empty = sorted(day for day in days if day not in filled)
    if not empty:
        return []
    fingerprint = fingerprint_inputs(context.lake, stage) if found.reads else lambda day: fingerprint_day(day, ())
    tables = {name: TableReport(0) for name in found.writes}
    reports = [DayReport(stage, day, tables, 0.0, input_version=fingerprint(day), is_empty=True) for day in empty]
    note_runs(context.lake, reports, found.load().describe(context).derivation_id)
    return reports


def list_unvisited_days(context: StageContext, today: date) -> list[date]:
    """Days from the first one to today that no run has looked at and no file holds, the newest few hundred of them."""
    settings = context.settings
    first = settings.start_day if settings.is_start_day_fixed else read_first_day(settings.home)
    if first is None:
        return []
    known = {day for stage, day in read_notes(context.lake) if stage == FIRST_STAGE}
    known |= _list_filled(context, *DAY_STAGES)
    every = (first + timedelta(days=offset) for offset in range((today - first).days + 1))
    return [day for day in every if day not in known][-_MOST_AT_ONCE:]


def _list_filled(context: StageContext, *stages: Stage) -> set[date]:
    """Days that stages have something to read of or something stored of."""
    return {day for stage in stages for day in _list_days(context, stage)}


def _list_days(context: StageContext, stage: Stage) -> Iterator[date]:
    if stage.name == FIRST_STAGE:
        yield from list_indexed_days(context)
    for table in (*stage.reads, *stage.writes):
        yield from context.lake.days(table)
