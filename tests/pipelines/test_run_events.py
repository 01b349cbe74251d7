"""Events of old runs are deleted; the runs, what is materialized, and young and unfinished runs stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from broadsheet.settings import load_settings
from pipelines import run_events
from pipelines.home import open_instance
from pipelines.run_events import KEEP_DAYS, forget_old_events

DAYS = dg.DailyPartitionsDefinition("2024-03-01", end_date="2024-03-03")
LATER = datetime.now(UTC) + timedelta(days=KEEP_DAYS, hours=1)


@dg.asset(partitions_def=DAYS)
def claims() -> None:
    """A table of a day."""


def run_day(instance: dg.DagsterInstance, day: str) -> str:
    job = dg.Definitions([claims], jobs=[dg.define_asset_job("days")]).resolve_job_def("days")
    return job.execute_in_process(instance=instance, partition_key=day).run_id


def test_events_of_old_runs_go_and_what_they_made_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_events, "_EMPTY_BYTES", 0)
    with open_instance(load_settings({"BROADSHEET_HOME": str(tmp_path)})) as instance:
        old, unfinished = run_day(instance, "2024-03-01"), instance.create_run_for_job(_make_job())
        instance.report_engine_event("begins", unfinished)
        assert forget_old_events(instance) == 0
        file = Path(instance.event_log_storage.path_for_shard(old))
        before = file.stat().st_size
        assert forget_old_events(instance, LATER) == 1
        assert file.stat().st_size < before
        assert not instance.all_logs(old, of_type=dg.DagsterEventType.STEP_SUCCESS)
        assert instance.all_logs(unfinished.run_id)
        run = instance.get_run_by_id(old)
        assert run is not None and run.status is dg.DagsterRunStatus.SUCCESS
        assert instance.get_materialized_partitions(dg.AssetKey("claims")) == {"2024-03-01"}
        # The next run is as ever.
        young = run_day(instance, "2024-03-02")
        assert instance.all_logs(young, of_type=dg.DagsterEventType.STEP_SUCCESS)
        assert instance.get_materialized_partitions(dg.AssetKey("claims")) == {"2024-03-01", "2024-03-02"}


def test_a_database_of_the_user_s_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        monkeypatch.setattr(type(instance.event_log_storage), "path_for_shard", None, raising=False)
        monkeypatch.setattr("pipelines.run_events.SqliteEventLogStorage", int)
        assert forget_old_events(instance, LATER) == 0


def _make_job() -> dg.JobDefinition:
    return dg.Definitions([claims], jobs=[dg.define_asset_job("days")]).resolve_job_def("days")
