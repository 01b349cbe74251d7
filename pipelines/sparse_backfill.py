"""The job for any days in one run, which Dagster's runs of assets cannot do: they know one day or one range.

Its op does a plan with the same runner as the assets and says of each day, as it is done, that its tables are
materialized; after each stage it runs the stage's checks. The command line and the sensors start it.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import dagster as dg

from assets.day_assets import describe_failures, list_materializations, log_day, mark_empty_days
from assets.event_log import store_materializations
from assets.reporting import explained_errors, logged_progress
from assets.resource import BroadsheetResource
from assets.sql_checks import run_stage_checks
from broadsheet.run.corruption import set_aside_damaged_tables
from broadsheet.run.plan import Cause, Plan, PlannedDay, make_plan
from broadsheet.run.runner import Failures, StageDone, run_plan
from broadsheet.stages.context import StageContext
from broadsheet.stages.empty_days import list_unvisited_days
from broadsheet.stages.registry import DAY_STAGE_NAMES

SPARSE_BACKFILL, DO_DAYS = "sparse_backfill", "do_days"

Event = dg.AssetCheckEvaluation | dg.Output[None]

_STAGE_FIELD = dg.Field(
    {str: str},
    is_required=False,
    default_value={},
    description="Days of this stage, each with the reason why it is done: {2024-03-05: forced}.",
)


@dg.op(
    name=DO_DAYS,
    description="Does the days named in its configuration, stage by stage, in the order of days.",
    config_schema=dict.fromkeys(DAY_STAGE_NAMES, _STAGE_FIELD),
    out=dg.Out(dg.Nothing),
)
def do_days(context: dg.OpExecutionContext, broadsheet: BroadsheetResource) -> Iterator[Event]:
    """Marks the tables of each day as it is done, then yields the checks, stage by stage.

    Days of which there is no page are marked as empty first, so that none is left over as missing.
    A day that fails is left out of the later stages and the others go on; the run fails at the end, with the days and
    their reasons. A stage whose blocking check fails ends the run at once.
    """
    stages, failures = broadsheet.context, Failures()
    with explained_errors(), logged_progress(context.log):
        mark_empty_days(context, DAY_STAGE_NAMES[0], list_unvisited_days(stages, datetime.now(UTC).date()), stages)
        for report in run_plan(stages, _make_plan(context, stages), failures):
            if isinstance(report, StageDone):
                yield from _run_checks(report, stages)
                continue
            log_day(context, report)
            store_materializations(context, list_materializations(report))
    if failures:
        raise dg.Failure(description=describe_failures(failures), allow_retries=False)
    yield dg.Output(None)


@dg.job(name=SPARSE_BACKFILL, description="Does any days in one run; `broadsheet run` and the sensors start it.")
def sparse_backfill_job() -> None:
    do_days()


def _make_plan(context: dg.OpExecutionContext, stages: StageContext) -> Plan:
    """The plan of the configuration, and what must be done again because a table had to be set aside."""
    plan = read_config(context.op_config)
    moved = set_aside_damaged_tables(stages.lake, datetime.now(UTC))
    for table, folder in moved.items():
        context.log.warning(f"Table {table} could not be opened. It lies in {folder} now and is made again.")
    for item in make_plan(stages).list_items() if moved else ():
        if item.cause is Cause.NEVER_RUN:
            plan.add(item)
    return plan


def write_config(plan: Plan) -> dict[str, Any]:
    """A plan as the run configuration of the job."""
    found: dict[str, dict[str, str]] = {}
    for item in plan.list_items():
        found.setdefault(item.stage, {})[str(item.day)] = item.reason
    return {"ops": {DO_DAYS: {"config": found}}}


def read_config(config: Mapping[str, Mapping[str, str]]) -> Plan:
    """The plan of a configuration; later stages of a day that is named follow where its rows changed."""
    plan = Plan()
    for stage in DAY_STAGE_NAMES:
        for day, reason in config[stage].items():
            item = PlannedDay.parse(date.fromisoformat(day), stage, reason)
            plan.items[stage, item.day] = item
    for item in list(plan.items.values()):
        plan.add(item)
    return plan


def _run_checks(done: StageDone, context: StageContext) -> Iterator[dg.AssetCheckEvaluation]:
    broken: list[str] = []
    for evaluation in run_stage_checks(done.stage, done.days, context) if done.days else ():
        yield evaluation
        if evaluation.blocking and not evaluation.passed:
            broken.append(evaluation.check_name)
    if broken:
        raise dg.Failure(
            description=f"Checks of {done.stage} failed: {', '.join(broken)}. Their pages in the UI show wrong rows.",
            allow_retries=False,
        )
