"""The job for any list of days in one run: late pages and sparse archives, for which a run a day would cost too much.

Dagster's runs of assets know one day or one range. This one is an op that does the same work by the same functions
and says of each day, as it is done, that its tables are materialized; then it proves the checks of the stage.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import date

import dagster as dg

from assets.day_work import DayWork, find_day_work
from assets.reporting import MAX_RETRIES, RETRY_WAIT_S, describe_day, tell_day
from assets.resource import BroadsheetResource
from assets.sql_checks import prove_stage
from broadsheet.errors import BroadsheetError, FaultError, SettingsError, SourceError
from broadsheet.runs import DAY_STAGES
from broadsheet.stages import DayReport

LISTED_DAYS, DO_DAYS = "listed_days", "do_days"
# Of a failing disk every day says the same.
_MOST_TOLD = 5

Event = dg.AssetMaterialization | dg.AssetCheckEvaluation | dg.Output[None]


@dg.op(
    name=DO_DAYS,
    description="Does the stages of the days named in its configuration, stage by stage, in the order of days.",
    config_schema={stage: dg.Field([str], is_required=False, default_value=[]) for stage in DAY_STAGES},
    out=dg.Out(dg.Nothing),
)
def do_days(context: dg.OpExecutionContext, broadsheet: BroadsheetResource) -> Iterator[Event]:
    """Yields a materialization per table and day, then the checks, stage by stage.

    A day that fails is left out of the later stages and the others go on; the run fails at the end, with the days and
    their reasons. A stage whose blocking check fails ends the run at once.
    """
    failures: dict[date, str] = {}
    for stage in DAY_STAGES:
        days = [day for day in sorted(map(date.fromisoformat, context.op_config[stage])) if day not in failures]
        for report in work_through(find_day_work(stage, broadsheet), days, failures):
            tell_day(context, report)
            for name in report.tables:
                yield dg.AssetMaterialization(name, partition=str(report.day), metadata=describe_day(report, name))
        yield from _prove(context, stage, [day for day in days if day not in failures], broadsheet)
    if failures:
        raise dg.Failure(description=_describe(failures), allow_retries=False)
    yield dg.Output(None)


def work_through(work: DayWork, days: Sequence[date], failures: dict[date, str]) -> Iterator[DayReport]:
    """Reports of all days that can be done; the others get a row in `failures` with their reason.

    work: does days in their order and raises at the first that fails. Where the world failed (SourceError) that day is
    tried again. What no other day would escape (a wrong setting, our own fault) is raised.
    """
    waiting, tries = sorted(days), 0
    while waiting:
        try:
            for report in work(list(waiting)):
                waiting.remove(report.day)
                tries = 0
                yield report
            return
        except (FaultError, SettingsError):
            raise
        except BroadsheetError as error:
            if isinstance(error, SourceError) and tries < MAX_RETRIES:
                tries += 1
                time.sleep(RETRY_WAIT_S)
            else:
                tries = 0
                failures[waiting.pop(0)] = str(error)


def _prove(
    context: dg.OpExecutionContext, stage: str, days: Sequence[date], broadsheet: BroadsheetResource
) -> Iterator[dg.AssetCheckEvaluation]:
    broken: list[str] = []
    for evaluation in prove_stage(stage, days, broadsheet) if days else ():
        yield evaluation
        if evaluation.blocking and not evaluation.passed:
            broken.append(evaluation.check_name)
    if broken:
        raise dg.Failure(
            description=f"Checks of {stage} failed: {', '.join(broken)}. Their pages in the web UI show wrong rows.",
            allow_retries=False,
        )


def _describe(failures: dict[date, str]) -> str:
    told = [f"{day}: {reason}" for day, reason in sorted(failures.items())[:_MOST_TOLD]]
    more = len(failures) - len(told)
    return "; ".join(told) + (f"; and {more} more days" if more else "")


@dg.job(name=LISTED_DAYS, description="Does any list of days in one run; `broadsheet run` starts it for sparse days.")
def listed_days_job() -> None:
    do_days()
