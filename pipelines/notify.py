"""Sensors that tell people what went wrong: runs that failed, and checks that broke without failing their run.

They hear of runs of the command line too. On by default where a setting names somebody to tell, else off.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import dagster as dg

from pipelines.notices import Notice, send_notice
from pipelines.service_settings import load_service_settings

_STATUS = dg.DefaultSensorStatus.RUNNING if load_service_settings().is_anyone_told else dg.DefaultSensorStatus.STOPPED
# Runs of so many checks back tell whether one was broken before.
_HISTORY = 5


@dg.run_failure_sensor(
    name="tell_of_failed_runs",
    default_status=_STATUS,
    description="Tells by file, webhook or e-mail of each run that failed, with its error and the checks that broke.",
)
def tell_of_failed_runs(context: dg.RunFailureSensorContext) -> None:
    send_notice(describe_failure(context.instance, context.dagster_run), load_service_settings())


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS,
    name="tell_of_broken_checks",
    default_status=_STATUS,
    description="Tells of checks that warn, once, when they break.",
)
def tell_of_broken_checks(context: dg.RunStatusSensorContext) -> dg.SkipReason | None:
    notice = describe_broken_checks(context.instance, context.dagster_run)
    if notice is None:
        return dg.SkipReason(f"no check broke in run {context.dagster_run.run_id[:8]}")
    send_notice(notice, load_service_settings())
    return None


NOTICE_SENSORS: list[dg.SensorDefinition] = [tell_of_failed_runs, tell_of_broken_checks]


def describe_failure(instance: dg.DagsterInstance, run: dg.DagsterRun) -> Notice:
    """The notice of a run that failed: the innermost error of each step, and the checks that broke in it."""
    checks = tuple(sorted(_name(found) for found in _list_broken(instance, run)))
    errors = "\n".join(_list_errors(instance, run)) or "The run failed without a message; see the web UI."
    return Notice("run_failed", run.job_name, run.run_id, _find_end(instance, run), errors, checks)


def describe_broken_checks(instance: dg.DagsterInstance, run: dg.DagsterRun) -> Notice | None:
    """The notice of checks that broke in a run and had not been broken before it; None where there are none."""
    broken = [found for found in _list_broken(instance, run) if not _was_broken(instance, found, run)]
    if not broken:
        return None
    checks = tuple(sorted(_name(found) for found in broken))
    return Notice("checks_failed", run.job_name, run.run_id, _find_end(instance, run), checks=checks)


def _list_errors(instance: dg.DagsterInstance, run: dg.DagsterRun) -> Iterator[str]:
    for entry in instance.all_logs(run.run_id, of_type=dg.DagsterEventType.STEP_FAILURE):
        event = entry.get_dagster_event()
        error = event.step_failure_data.error
        while error is not None and error.cause is not None:
            error = error.cause
        if error is not None:
            yield f"{event.step_key}: {error.message.strip()}"


def _list_broken(instance: dg.DagsterInstance, run: dg.DagsterRun) -> Iterator[dg.AssetCheckEvaluation]:
    for entry in instance.all_logs(run.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION):
        found = entry.get_dagster_event().event_specific_data
        if isinstance(found, dg.AssetCheckEvaluation) and not found.passed:
            yield found


def _was_broken(instance: dg.DagsterInstance, found: dg.AssetCheckEvaluation, run: dg.DagsterRun) -> bool:
    history = instance.event_log_storage.get_asset_check_execution_history(found.asset_check_key, limit=_HISTORY)
    earlier = next((record for record in history if record.run_id != run.run_id), None)
    return earlier is not None and earlier.status.value == "FAILED"


def _name(found: dg.AssetCheckEvaluation) -> str:
    return f"{found.asset_key.to_user_string()}: {found.check_name}"


def _find_end(instance: dg.DagsterInstance, run: dg.DagsterRun) -> str:
    record = instance.get_run_record_by_id(run.run_id)
    end = record.end_time if record is not None else None
    return datetime.fromtimestamp(end, UTC).isoformat(timespec="seconds") if end else "an unknown time"
