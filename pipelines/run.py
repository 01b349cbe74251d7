"""Runs started from the command line: the same assets in the same Dagster instance that the web UI shows.

Without days, whatever is new or stale is run, until nothing is: an earlier day that comes late changes what is new on
later ones, so the plan is made again after each round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import dagster as dg

from assets.partitions import DAY_TAG, FIRST_DAY_TAG, LAST_DAY_TAG
from assets.resource import BroadsheetResource
from broadsheet.damage import drop_damaged_captures, find_damaged_days
from broadsheet.derivation import compute_code_version
from broadsheet.ingest import fingerprint_day, index_rows, list_days
from broadsheet.lake import Lake
from broadsheet.run.events import OnEvent, RunEvent, listening, tell
from broadsheet.runs import DAY_STAGES, DayRange, StaleDay, cut_ranges, find_stale_days
from broadsheet.settings import Settings
from broadsheet.stages.derive import describe_derive
from broadsheet.stages.extract import describe_extract
from broadsheet.stages.release import fingerprint_release
from pipelines.definitions import build_definitions
from pipelines.home import describe_process, open_instance
from pipelines.listed_days import DO_DAYS, LISTED_DAYS

_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass(frozen=True, slots=True)
class Failure:
    """A run that failed: what it was to do and why it did not."""

    job: str
    first: date | None
    last: date | None
    message: str


@dataclass(slots=True)
class RunSummary:
    """What `run_days` did. `is_up_to_date`: there was nothing to do at all."""

    days: dict[str, set[date]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    run_ids: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    days_outside: list[date] = field(default_factory=list)
    problem_count: int = 0
    is_published: bool = False

    @property
    def is_up_to_date(self) -> bool:
        return not (self.days or self.is_published or self.failures)

    def listen(self, event: RunEvent) -> None:
        """Add what an event tells."""
        if event.kind == "day" and event.day is not None:
            self.days.setdefault(event.stage, set()).add(event.day)
        if event.kind in ("day", "stage"):
            self.rows[event.stage] = self.rows.get(event.stage, 0) + event.row_count
            self.seconds[event.stage] = self.seconds.get(event.stage, 0.0) + event.seconds


def run_days(
    settings: Settings, days: Collection[date] | None = None, *, force: bool = False, on_event: OnEvent | None = None
) -> RunSummary:
    """Bring the warehouse up to date: index the inbox, run new and stale days, publish where anything changed.

    days: only these (default: all days with captures from settings.start_day to today). force: run them again from
    ingest on although nothing changed. Raises BroadsheetError where nothing can be run at all; a failed run is a row
    of `failures`, and the others go on.
    """
    summary = RunSummary()

    def listen(event: RunEvent) -> None:
        summary.listen(event)
        if on_event is not None:
            on_event(event)

    with open_instance(settings) as instance, listening(listen):
        runner = _Runner(settings, instance, summary)
        runner.run("index")
        runner.run_ingest(days, force)
        runner.run_rest(days, force)
        runner.publish()
    return summary


class _Runner:
    """One call of run_days."""

    def __init__(self, settings: Settings, instance: dg.DagsterInstance, summary: RunSummary) -> None:
        self._settings = settings
        self._instance = instance
        self._summary = summary
        self._resource = BroadsheetResource.from_settings(settings)
        self._definitions = build_definitions(self._resource)
        self._lake: Lake = self._resource.lake

    def run_ingest(self, days: Collection[date] | None, force: bool) -> None:
        """Store the captures of days whose files are new or changed."""
        index = index_rows(self._lake.read("inbox_files"))
        self._summary.problem_count = sum(file.problem_count for file in index)
        found = {day: fingerprint_day(day, index) for day in list_days(index)}
        self._summary.days_outside = [day for day in found if not self._is_partition(day)]
        stale = [item for item in self._find_stale(days, found) if item.stage == "ingest"]
        if force:
            stale = [StaleDay(day, "ingest", "forced") for day in self._choose(found, days)]
            for item in stale:
                if drop_damaged_captures(self._lake, item.day):
                    text = f"{item.day}: its captures could not be read; what the inbox still holds is stored anew."
                    tell(RunEvent("note", "ingest", item.day, text=text))
        self._run_stale(stale, found)

    def run_rest(self, days: Collection[date] | None, force: bool) -> None:
        """Extract and derive stale days until none is left; each round can only overtake later days."""
        busy = self._choose(self._lake.days("captures"), days)
        stale = [StaleDay(day, "extract", "forced") for day in busy] if force else self._find_later_stages(days)
        tried: set[StaleDay] = set()
        while stale and not tried.issuperset(stale):
            tried.update(stale)
            self._run_stale(stale, self._lake.days("captures"))
            stale = self._find_later_stages(days)

    def publish(self) -> None:
        """Compute models and views and publish, unless the release in place shows the same."""
        version = fingerprint_release(self._lake)
        latest = self._instance.get_latest_materialization_event(dg.AssetKey("warehouse"))
        materialization = latest.asset_materialization if latest else None
        known = materialization.metadata.get("input_version") if materialization else None
        if known is not None and known.value == version and self._settings.warehouse.exists():
            return
        self._summary.is_published = self.run("publish") or (self._mend() and self.run("publish"))

    def _mend(self) -> bool:
        """After a failed publish: run days again whose rows cannot be read. Returns whether there were any."""
        damaged = {day: stage for day, stage in find_damaged_days(self._lake).items() if stage != "ingest"}
        if damaged:
            self._summary.failures.pop()
            tell(RunEvent("note", text=f"{len(damaged)} days could not be read and are run again."))
            self._run_stale([StaleDay(*item, "its rows cannot be read") for item in damaged.items()], set())
        return bool(damaged)

    def run(
        self,
        job: str,
        span: DayRange | None = None,
        groups: Iterable[str] = (),
        config: Mapping[str, Any] | None = None,
    ) -> bool:
        """Run a job in this process, for a range of days where given. Returns whether it ended well."""
        definition = self._definitions.resolve_job_def(job)
        tags = describe_process() | (_tag_days(span) if span else {})
        keys = [
            key
            for key in definition.asset_layer.selected_asset_keys
            if self._definitions.resolve_asset_graph().get(key).group_name in groups
        ]
        result = definition.execute_in_process(
            instance=self._instance,
            tags=tags,
            run_config=_QUIET | dict(config or {}),
            raise_on_error=False,
            asset_selection=keys or None,
        )
        self._summary.run_ids.append(result.run_id)
        if not result.success:
            first, last = (span.first, span.last) if span else (None, None)
            self._summary.failures.append(Failure(job, first, last, _explain(result)))
        return result.success

    def _run_stale(self, stale: Collection[StaleDay], busy: Collection[date]) -> None:
        """One stretch of days is a run of their assets, all else a run of the list."""
        ranges = cut_ranges(stale, set(busy))
        if not ranges:
            return
        stage = "ingest" if ranges[0].stage == "ingest" else "days"
        if len(ranges) > 1:
            tell(RunEvent("planned", stage, day_count=len(stale)))
            self.run(LISTED_DAYS, config=_list_stages(stale))
            return
        span = ranges[0]
        tell(RunEvent("planned", stage, day_count=sum(1 for _ in span.days())))
        self.run(stage, span, groups=() if stage == "ingest" else DAY_STAGES[DAY_STAGES.index(span.stage) :])

    def _find_later_stages(self, days: Collection[date] | None) -> list[StaleDay]:
        return [item for item in self._find_stale(days, {}) if item.stage != "ingest"]

    def _find_stale(self, days: Collection[date] | None, files: Mapping[date, str]) -> list[StaleDay]:
        versions = {
            "ingest": compute_code_version("ingest"),
            "extract": describe_extract().derivation_id,
            "derive": describe_derive(self._settings.language_model, self._resource.countries).derivation_id,
        }
        stale = find_stale_days(self._lake, files, versions)
        chosen = set(self._choose([item.day for item in stale], days))
        return [item for item in stale if item.day in chosen]

    def _choose(self, found: Iterable[date], days: Collection[date] | None) -> list[date]:
        wanted = None if days is None else set(days)
        return [day for day in sorted(found) if self._is_partition(day) and (wanted is None or day in wanted)]

    def _is_partition(self, day: date) -> bool:
        return self._settings.start_day <= day <= datetime.now(UTC).date()


def _tag_days(span: DayRange) -> dict[str, str]:
    """Tags that tell Dagster the partitions; a single day by its key, for which checks need not list all of them."""
    if span.first == span.last:
        return {DAY_TAG: span.first.isoformat()}
    return {FIRST_DAY_TAG: span.first.isoformat(), LAST_DAY_TAG: span.last.isoformat()}


def _list_stages(stale: Collection[StaleDay]) -> dict[str, Any]:
    """Configuration of the job that takes a list: each day under its first stage and, but for ingest, those after."""
    found: dict[str, list[str]] = {}
    for item in sorted(stale, key=lambda item: item.day):
        later = DAY_STAGES[DAY_STAGES.index(item.stage) :] if item.stage != "ingest" else ["ingest"]
        for stage in later:
            found.setdefault(stage, []).append(str(item.day))
    return {"ops": {DO_DAYS: {"config": found}}}


def _explain(result: dg.ExecuteInProcessResult) -> str:
    """The message of our own error behind a failed run, else the innermost message."""
    for event in result.all_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            while error is not None and error.cause is not None:
                error = error.cause
            if error is not None:
                return f"{event.step_key}: {error.message.strip()}"
    return "the run failed without a message; see the web UI"
