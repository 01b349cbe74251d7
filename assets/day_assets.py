"""The one factory of assets by day: the tables of a stage, made in one step, marked day by day."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from itertools import chain

import dagster as dg

from assets.event_log import store_materializations
from assets.partitions import BACKFILL, DAYS
from assets.reporting import describe_day, explained_errors, logged_progress
from assets.resource import BroadsheetResource
from assets.specs import make_spec
from broadsheet.run.runner import Failures, announce, run_days
from broadsheet.stages.code_version import compute_code_version
from broadsheet.stages.context import StageContext
from broadsheet.stages.empty_days import note_empty_days
from broadsheet.stages.polls import describe_past_days
from broadsheet.stages.registry import FIRST_STAGE, get_stage, list_from
from broadsheet.stages.report import DayReport

# Of a failing disk every day says the same.
_MOST_TOLD = 5


def make_day_assets(name: str, deps: tuple[str, ...] = ()) -> dg.AssetsDefinition:
    """The assets of a stage of a day. deps: what its first table reads beside the tables of earlier stages."""
    stage = get_stage(name)
    code = compute_code_version(name)

    @dg.multi_asset(
        name=name,
        # The main table that a stage reads stands for all: one pass writes them, and a person draws one line.
        specs=[make_spec(table, (*stage.reads[:1], *deps), code, DAYS, skippable=True) for table in stage.writes],
        backfill_policy=BACKFILL,
    )
    def compute(
        context: dg.AssetExecutionContext, broadsheet: BroadsheetResource
    ) -> Iterator[dg.MaterializeResult[None]]:
        days = sorted(date.fromisoformat(key) for key in context.partition_keys)
        if name == FIRST_STAGE:
            _tell_of_past_days(context, days, broadsheet)
        failures: Failures = {}
        done: list[DayReport] = []
        try:
            with explained_errors(), logged_progress(context.log):
                announce(broadsheet.context, name, days)
                for report in run_days(broadsheet.context, name, days, failures):
                    log_day(context, report)
                    done.append(report)
            if failures:
                raise dg.Failure(description=describe_failures(failures), allow_retries=False)
        except BaseException:
            # The days that were written are marked materialized all the same.
            store_materializations(context, chain.from_iterable(map(list_materializations, done)))
            raise
        if all(report.is_empty for report in done) and mark_empty_days(context, name, days, broadsheet.context):
            return
        for report in done:
            for table in report.tables:
                metadata = describe_day(report, table)
                context.add_asset_metadata(metadata, asset_key=table, partition_key=str(report.day))
        for key in sorted(context.selected_asset_keys):
            yield dg.MaterializeResult(asset_key=key)

    return compute


def mark_empty_days(
    context: dg.AssetExecutionContext | dg.OpExecutionContext, first: str, days: Collection[date], stages: StageContext
) -> bool:
    """Note and mark days as empty for a stage and all after it. Returns whether they are, every one for every stage.

    Then nothing that follows has anything to do, so no output is given and Dagster skips it.
    """
    reports = [report for stage in list_from(first) for report in note_empty_days(stages, stage.name, days)]
    store_materializations(context, chain.from_iterable(map(list_materializations, reports)))
    if reports:
        context.log.info(f"{len({report.day for report in reports})} days are empty: no file holds a page of them")
    return len(reports) == len(days) * len(list_from(first))


def _tell_of_past_days(context: dg.AssetExecutionContext, days: list[date], broadsheet: BroadsheetResource) -> None:
    with explained_errors():
        told = describe_past_days(broadsheet.sources, days, datetime.now(UTC).date())
    if told:
        context.log.info(told)


def log_day(context: dg.AssetExecutionContext | dg.OpExecutionContext, report: DayReport) -> None:
    """Say in the run's log that a day is done."""
    if not report.is_empty:
        context.log.info(f"{report.stage} of {report.day}: {report.row_count} rows in {report.seconds:.1f} s")


def list_materializations(report: DayReport) -> Iterator[dg.AssetMaterialization]:
    """A day's event for each of its tables."""
    for table in report.tables:
        yield dg.AssetMaterialization(table, partition=str(report.day), metadata=describe_day(report, table))


def describe_failures(failures: Failures) -> str:
    """The days that failed with their reasons, the first few of them."""
    told = [f"{day}: {reason}" for day, reason in sorted(failures.items())[:_MOST_TOLD]]
    more = len(failures) - len(told)
    return "; ".join(told) + (f"; and {more} more days" if more else "")
