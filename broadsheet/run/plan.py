"""The plan of a run: which stage of which day is to be done, and why; made once, updated as stages are done.

A stage of a day is stale where its files, its input or its code differ from what its last run noted, where late
arrivals on an earlier day have invalidated it, and where its stored rows cannot be read. Belongs here: that comparison,
and what a plan would cost. Doing it belongs to `broadsheet.run.runner`, the release to `broadsheet.stages.release`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from statistics import fmean

from broadsheet.errors import CorruptTableError
from broadsheet.ingest.inbox_rows import index_rows
from broadsheet.ingest.index import fingerprint_day, list_days
from broadsheet.run.corruption import find_corrupt_days
from broadsheet.run.late_arrivals import find_invalidated_days
from broadsheet.stages.context import StageContext
from broadsheet.stages.derivations import Derivation, explain_difference, find_accepted
from broadsheet.stages.notes import Note, fingerprint_inputs, read_notes
from broadsheet.stages.registry import DAY_STAGE_NAMES, DAY_STAGES, FIRST_STAGE, PAST_STAGE, list_from


class Cause(Enum):
    """Why a stage of a day is in a plan; the value says it to the user."""

    NEW_FILES = "new files"
    CHANGED_FILES = "changed files"
    NEVER_RUN = "never run"
    CHANGED_INPUT = "changed input"
    CHANGED_CODE = "changed code"
    LATE_ARRIVALS = "invalidated by late arrivals"
    CORRUPT = "stored rows cannot be read"
    GONE = "stored rows are gone"
    FORCED = "forced"
    FOLLOWS = "follows an earlier stage"


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One stage of one day that is to be done, and why. detail: which modules changed, say; may be empty."""

    day: date
    stage: str
    cause: Cause
    detail: str = ""

    @property
    def reason(self) -> str:
        """Cause and detail in a line."""
        return f"{self.cause.value}: {self.detail}" if self.detail else self.cause.value

    @classmethod
    def parse(cls, day: date, stage: str, reason: str) -> PlannedDay:
        """The inverse of `reason`; a reason in a user's own words is a forced one."""
        value, _, detail = reason.partition(": ")
        known = {cause.value: cause for cause in Cause}
        return cls(day, stage, known[value], detail) if value in known else cls(day, stage, Cause.FORCED, reason)


@dataclass(slots=True)
class Plan:
    """What is to be done, by stage and day.

    items: by stage and day. days_outside: days that the inbox holds and no partition has. problem_count: records of the
    inbox that could not be read. seconds: by stage, what a day took on average; empty where nothing has run yet.
    """

    items: dict[tuple[str, date], PlannedDay] = field(default_factory=dict)
    days_outside: list[date] = field(default_factory=list)
    problem_count: int = 0
    notes: Mapping[tuple[str, date], Note] = field(default_factory=dict)

    def days_of(self, stage: str) -> list[date]:
        """Days that a stage is to be done for, in order."""
        return sorted(day for name, day in self.items if name == stage)

    def list_items(self) -> Iterator[PlannedDay]:
        """Everything in the plan, by day and stage."""
        order = {name: place for place, name in enumerate(DAY_STAGE_NAMES)}
        yield from sorted(self.items.values(), key=lambda item: (item.day, order[item.stage]))

    def add(self, item: PlannedDay) -> None:
        """Plan a stage of a day, and those after it because of it; a cause of its own that is there already stays."""
        known = self.items.get((item.stage, item.day))
        if known is None or known.cause is Cause.FOLLOWS:
            self.items[item.stage, item.day] = item
        for later in list_from(item.stage)[1:]:
            self.items.setdefault((later.name, item.day), PlannedDay(item.day, later.name, Cause.FOLLOWS))

    def finish(self, stage: str, day: date) -> None:
        """Take what was done out of the plan."""
        self.items.pop((stage, day), None)

    def drop_day(self, day: date) -> None:
        """Take all that is left of a day out of the plan, because a stage of it failed."""
        for stage in DAY_STAGE_NAMES:
            self.items.pop((stage, day), None)

    def refresh(self, context: StageContext, stage: str, done: Collection[date]) -> None:
        """After a stage is done for days: leave out what would read the same input again, add what was invalidated.

        A later stage that is planned only because an earlier one ran is left out where that brought nothing new.
        """
        notes = read_notes(context.lake)
        for later in list_from(stage)[1:2]:
            fingerprint = fingerprint_inputs(context.lake, later.name)
            for day in done:
                item, note = self.items.get((later.name, day)), notes.get((later.name, day))
                if item and item.cause is Cause.FOLLOWS and note and note.input_version == fingerprint(day):
                    # What follows it depends on its rows alone, and they stay.
                    self._drop_followers(day, later.name)
        if stage == PAST_STAGE and done:
            invalidated, _ = _find_broken(context, notes)
            for day in invalidated:
                self.add(PlannedDay(day, PAST_STAGE, Cause.LATE_ARRIVALS))

    def _drop_followers(self, day: date, first: str) -> None:
        for stage in list_from(first):
            item = self.items.get((stage.name, day))
            if item is None or item.cause is not Cause.FOLLOWS:
                return
            del self.items[(stage.name, day)]

    def estimate_seconds(self) -> float | None:
        """What the plan would take, by what its days or, where they are new, others took; None before a first run."""
        spent: dict[str, list[float]] = {}
        for (stage, _), note in self.notes.items():
            if note.is_empty:
                continue
            spent.setdefault(stage, []).append(note.seconds)
        if not spent:
            return None
        total = 0.0
        for key in self.items:
            known = self.notes.get(key)
            # A day that was empty took nothing; what comes now takes what others took.
            total += known.seconds if known and not known.is_empty else fmean(spent.get(key[0], [0.0]))
        return total


def make_plan(
    context: StageContext, days: Collection[date] | None = None, *, force: bool = False, keep_old: bool = False
) -> Plan:
    """What is new or stale, by the index of the inbox as it stands in the lake.

    days: only these, however early (default: all from settings.earliest_day to today). force: all stages of all chosen
    days that have files or captures. keep_old: leave out what is stale only because code, model or settings changed.
    Raises CorruptTableError where captures and articles cannot be read and no single day is to blame.
    """
    chooser = _Chooser(context, days)
    notes = read_notes(context.lake)
    plan = Plan(notes=notes)
    index = index_rows(context.lake.read("inbox_files"))
    plan.problem_count = sum(file.problem_count for file in index)
    files = {day: fingerprint_day(day, index) for day in list_days(index)}
    plan.days_outside = [day for day in files if not chooser.is_partition(day)]
    captured = set(context.lake.days("captures"))
    if force:
        for day in chooser.choose({*files, *captured}):
            for stage in DAY_STAGE_NAMES if day in files else DAY_STAGE_NAMES[1:]:
                plan.items[stage, day] = PlannedDay(day, stage, Cause.FORCED)
        return plan
    known = _Known(context, notes, files, captured, keep_old)
    for day in chooser.choose({*files, *captured, *(day for _, day in notes)}):
        for stage in DAY_STAGE_NAMES:
            found = known.find_cause(stage, day)
            if found is not None:
                plan.add(found)
    return plan


class _Chooser:
    """Which days a plan may hold."""

    def __init__(self, context: StageContext, days: Collection[date] | None) -> None:
        settings = context.settings
        self._first, self._last = settings.earliest_day, datetime.now(UTC).date()
        if days and not settings.is_start_day_fixed:
            self._first = min(self._first, *days)
        self._wanted = None if days is None else set(days)

    def is_partition(self, day: date) -> bool:
        return self._first <= day <= self._last

    def choose(self, days: Collection[date]) -> list[date]:
        """Those of `days` that may be done, in order."""
        return [day for day in sorted(days) if self.is_partition(day) and (self._wanted is None or day in self._wanted)]


class _Known:
    """What the lake and the code of today say of any day."""

    def __init__(
        self,
        context: StageContext,
        notes: Mapping[tuple[str, date], Note],
        files: Mapping[date, str],
        captured: Collection[date],
        keep_old: bool,
    ) -> None:
        self._notes = notes
        self._files = files
        self._captured = captured
        self._keep_old = keep_old
        self._inputs = {stage.name: fingerprint_inputs(context.lake, stage.name) for stage in DAY_STAGES if stage.reads}
        self._derivations: dict[str, Derivation] = {stage.name: stage.load().describe(context) for stage in DAY_STAGES}
        self._accepted = {name: find_accepted(context.lake, made) for name, made in self._derivations.items()}
        self._recorded = {row["derivation_id"]: row for row in context.lake.read("derivations").to_dicts()}
        self._differences: dict[tuple[str, str], str] = {}
        self._invalidated, self._corrupt = _find_broken(context, notes)

    def find_cause(self, stage: str, day: date) -> PlannedDay | None:
        """Why a stage of a day must be done by itself; None where it need not."""
        note = self._notes.get((stage, day))
        if self._corrupt.get(day) == stage:
            return PlannedDay(day, stage, Cause.CORRUPT)
        if note is None:
            return self._find_first_cause(stage, day)
        if self._is_gone(stage, day, note):
            return PlannedDay(day, stage, Cause.GONE)
        fingerprint = self._files.get(day) if stage == FIRST_STAGE else self._inputs[stage](day)
        if fingerprint is not None and note.input_version != fingerprint:
            return PlannedDay(day, stage, self._name_change(stage, note))
        if stage == PAST_STAGE and day in self._invalidated:
            return PlannedDay(day, stage, Cause.LATE_ARRIVALS)
        if self._is_outdated(stage, note):
            return PlannedDay(day, stage, Cause.CHANGED_CODE, self._explain(stage, note.code_version))
        return None

    def _is_gone(self, stage: str, day: date, note: Note) -> bool:
        """Whether captures that were noted are not there, but the inbox still has them."""
        is_noted = stage == FIRST_STAGE and note.row_count > 0
        return is_noted and day in self._files and day not in self._captured

    def _is_outdated(self, stage: str, note: Note) -> bool:
        """Whether other code than that of today made the rows; of nothing, other code makes nothing else."""
        return not (self._keep_old or note.is_empty or note.code_version in self._accepted[stage])

    def _name_change(self, stage: str, note: Note) -> Cause:
        if stage != FIRST_STAGE:
            return Cause.CHANGED_INPUT
        return Cause.NEW_FILES if note.is_empty else Cause.CHANGED_FILES

    def _find_first_cause(self, stage: str, day: date) -> PlannedDay | None:
        """A day whose files have gone keeps its captures, so there is nothing to ingest."""
        if stage != FIRST_STAGE:
            return PlannedDay(day, stage, Cause.NEVER_RUN)
        return PlannedDay(day, stage, Cause.NEW_FILES) if day in self._files else None

    def _explain(self, stage: str, old: str) -> str:
        if (stage, old) not in self._differences:
            self._differences[stage, old] = explain_difference(self._recorded.get(old), self._derivations[stage])
        return self._differences[stage, old]


def _find_broken(context: StageContext, notes: Mapping[tuple[str, date], Note]) -> tuple[set[date], dict[date, str]]:
    """Invalidated days; where corruption keeps that from being known, none, and the corrupt days with their stage."""
    try:
        return find_invalidated_days(context.lake, notes), {}
    except CorruptTableError:
        corrupt = find_corrupt_days(context.lake)
        if not corrupt:
            raise
        return set(), corrupt
