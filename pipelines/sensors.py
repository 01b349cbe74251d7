"""Sensors that compare plans: what is new or stale is asked for once, and a release follows whatever was done.

A tick reads the lake and the names, sizes and times of inbox files; it opens no file, so nothing is parsed twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import dagster as dg

from assets.partitions import BACKFILL_TAG
from assets.resource import BroadsheetResource
from broadsheet.errors import DamagedLogError
from broadsheet.ids import hash_id
from broadsheet.run.plan import Cause, Plan, make_plan
from broadsheet.stages.ingest import fingerprint_inbox, is_inbox_known
from broadsheet.stages.registry import FIRST_STAGE
from broadsheet.stages.release import find_publish_reason, fingerprint_release
from pipelines.home import end_dead_runs
from pipelines.jobs import INDEX, PUBLISH, index_job, publish_job
from pipelines.polls import POLL
from pipelines.sparse_backfill import sparse_backfill_job, write_config

# An upgrade or a folder of many years is work that a person starts, at an hour of their choice.
LONGEST_ASKED_S = 1800.0

Asked = Iterator[dg.RunRequest | dg.SkipReason]

_ACTIVE_RUNS = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
_ACTIVE_BACKFILLS = {"REQUESTED", "CANCELING", "FAILING"}
_LATEST_BACKFILLS = 25
_LATEST_RUNS = 25


@dg.sensor(
    name="follow_up",
    jobs=[sparse_backfill_job, publish_job],
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Finishes what was begun: later stages of changed days, then models, views and a release.",
)
def follow_up(context: dg.SensorEvaluationContext, broadsheet: BroadsheetResource) -> Asked:
    """Waits while a run or backfill is at work; then asks for the later stages of days whose input changed, then for a
    release where the one in place does not show what the lake holds. The same state is asked for once. What a person
    has cancelled is not begun again before somebody starts a run.
    """
    stages = broadsheet.context
    waits = _find_work_in_progress(context.instance)
    if waits:
        yield dg.SkipReason(f"waits for {waits}")
        return
    cancelled = _find_cancelled(context.instance)
    if cancelled:
        yield dg.SkipReason(f"{cancelled} was cancelled; `broadsheet run`, a run or a backfill goes on from there")
        return
    try:
        plan = make_plan(stages)
    except DamagedLogError as error:
        yield _ask_for_repair(error)
        return
    begun = _keep_causes(plan, {Cause.CHANGED_INPUT, Cause.NEVER_RUN, Cause.LATE_ARRIVALS, Cause.CORRUPT})
    if begun.items:
        yield _ask_for_days(begun)
        return
    if not stages.lake.days("captures"):
        yield dg.SkipReason("no page has been captured yet")
        return
    reason = find_publish_reason(stages, reads_file=False)
    if reason is None:
        yield dg.SkipReason(f"the release in place shows what the lake holds{_describe_waiting(plan)}")
        return
    # A publish that failed is tried again after an hour.
    hour = datetime.now(UTC).strftime("%Y-%m-%dT%H")
    yield dg.RunRequest(run_key=f"{PUBLISH}:{reason}:{fingerprint_release(stages.lake)}:{hour}", job_name=PUBLISH)


@dg.sensor(
    name="stale_days",
    jobs=[index_job, sparse_backfill_job],
    minimum_interval_seconds=60,
    description="Asks for days whose files are new, late or changed, and for days made by older code.",
)
def stale_days(context: dg.SensorEvaluationContext, broadsheet: BroadsheetResource) -> Asked:
    """Asks first for the index, where names, sizes or times of files differ from it, then for all days in the plan."""
    stages = broadsheet.context
    if not is_inbox_known(stages):
        yield dg.RunRequest(run_key=f"{INDEX}:{fingerprint_inbox(stages)}", job_name=INDEX)
        return
    waits = _find_work_in_progress(context.instance)
    if waits:
        yield dg.SkipReason(f"waits for {waits}")
        return
    plan = make_plan(stages)
    if not plan.items:
        yield dg.SkipReason("no day is new or stale")
        return
    seconds = plan.estimate_seconds() or 0.0
    if seconds > LONGEST_ASKED_S:
        yield dg.SkipReason(
            f"{len(plan.items)} stages of days would take about {timedelta(seconds=round(seconds))}: `broadsheet plan` "
            "says why; start `broadsheet run`, or keep the old rows by `broadsheet plan --accept REASON`"
        )
        return
    yield _ask_for_days(plan)


def _ask_for_days(plan: Plan) -> dg.RunRequest:
    # Days that failed are tried again the next day.
    return dg.RunRequest(
        run_key=f"{sparse_backfill_job.name}:{_fingerprint(plan)}:{datetime.now(UTC).date()}",
        job_name=sparse_backfill_job.name,
        run_config=write_config(plan),
        tags={"broadsheet/days": str(len({day for _, day in plan.items}))},
    )


def _ask_for_repair(error: DamagedLogError) -> dg.RunRequest:
    """The job sets the table aside and does its stage again; what it cannot mend it says, once an hour."""
    hour = datetime.now(UTC).strftime("%Y-%m-%dT%H")
    return dg.RunRequest(
        run_key=f"{sparse_backfill_job.name}:{hash_id(str(error))}:{hour}",
        job_name=sparse_backfill_job.name,
        run_config=write_config(Plan()),
    )


def _fingerprint(plan: Plan) -> str:
    """Changes with what is planned, why, and with what was noted of those days: the same state is asked for once."""
    parts: list[object] = []
    for item in plan.list_items():
        note = plan.notes.get((item.stage, item.day))
        parts += (item.day, item.stage, item.reason, note.finished_at if note else None)
    return hash_id(*parts)


def _keep_causes(plan: Plan, causes: set[Cause]) -> Plan:
    """The part of a plan that has one of these causes, with what follows it."""
    kept = Plan(notes=plan.notes)
    for item in plan.list_items():
        # A day whose files wait to be ingested has not been begun.
        is_waiting = item.cause is Cause.NEVER_RUN and (FIRST_STAGE, item.day) in plan.items
        if item.cause in causes and not is_waiting:
            kept.add(item)
    return kept


def _describe_waiting(plan: Plan) -> str:
    """The days of a plan that wait for somebody to start them, in words; empty where there is none."""
    days = len({day for _, day in plan.items})
    causes = sorted({item.cause.value for item in plan.items.values() if item.cause is not Cause.FOLLOWS})
    starts = f"`{stale_days.name}` or `broadsheet run` starts them"
    return f"; {days} {'day waits' if days == 1 else 'days wait'} ({', '.join(causes)}): {starts}" if days else ""


def _find_work_in_progress(instance: dg.DagsterInstance) -> str:
    """A backfill or run that is at work, in words; empty where there is none."""
    end_dead_runs(instance)
    for backfill in instance.get_backfills(limit=_LATEST_BACKFILLS):
        if backfill.status.value in _ACTIVE_BACKFILLS:
            return f"backfill {backfill.backfill_id}"
    for run in instance.get_runs(filters=dg.RunsFilter(statuses=_ACTIVE_RUNS), limit=_LATEST_RUNS):
        # A poll may take an hour; the archives that it is writing to are passed over until they are whole.
        if run.job_name != POLL:
            return f"run {run.run_id[:8]} of {run.job_name}"
    return ""


def _find_cancelled(instance: dg.DagsterInstance) -> str:
    """The latest run or backfill where it was cancelled, in words; empty where it was not."""
    records = instance.get_run_records(limit=1)
    latest = records[0] if records else None
    if latest is not None and latest.dagster_run.status is dg.DagsterRunStatus.CANCELED:
        return f"run {latest.dagster_run.run_id[:8]} of {latest.dagster_run.job_name}"
    for backfill in instance.get_backfills(limit=1):
        is_of_it = latest is not None and latest.dagster_run.tags.get(BACKFILL_TAG) == backfill.backfill_id
        is_later = latest is None or backfill.backfill_timestamp > latest.create_timestamp.timestamp()
        if backfill.status.value == "CANCELED" and (is_of_it or is_later):
            return f"backfill {backfill.backfill_id}"
    return ""


SENSORS = [follow_up, stale_days]
