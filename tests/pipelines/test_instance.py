"""Dagster tells the same of a run whether its events are written one by one or together."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from assets.process import describe_process
from assets.resource import BroadsheetResource
from broadsheet.errors import SettingsError
from broadsheet.settings import load_settings
from pipelines.home import open_instance, prepare_dagster_home
from pipelines.instance import QuickEventLogStorage, WarehouseInstance

DAYS = dg.DailyPartitionsDefinition("2024-03-01", end_date="2024-03-11")
RANGE = {"dagster/asset_partition_range_start": "2024-03-02", "dagster/asset_partition_range_end": "2024-03-09"}
NAMES = ["articles", "claims", "numbers"]


@dg.multi_asset(
    specs=[dg.AssetSpec(name, partitions_def=DAYS, tags={"kind": "text"}) for name in NAMES],
    check_specs=[dg.AssetCheckSpec("whole", asset="claims")],
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def compute(context: dg.AssetExecutionContext) -> Iterator[Any]:
    for number, name in enumerate(NAMES):
        for day in context.partition_keys:
            context.add_asset_metadata({"rows": number, "day": day}, asset_key=name, partition_key=day)
        yield dg.MaterializeResult(asset_key=name)
    yield dg.AssetCheckResult(asset_key="claims", check_name="whole", passed=True)


def read_told(home: Path, configuration: str) -> dict[str, object]:
    """What an instance tells of a run of eight days, without ids and times."""
    home.mkdir()
    (home / "dagster.yaml").write_text(configuration, encoding="utf-8")
    with dg.DagsterInstance.from_config(str(home)) as instance:
        job = dg.Definitions([compute], jobs=[dg.define_asset_job("days")]).resolve_job_def("days")
        result = job.execute_in_process(instance=instance, tags=RANGE)
        keys = [dg.AssetKey(name) for name in NAMES]
        records = [instance.get_latest_materialization_event(key) for key in keys]
        materialized = [instance.fetch_materializations(key, limit=50).records for key in keys]
        return {
            "is_batched": isinstance(instance.event_log_storage, QuickEventLogStorage),
            "events": [
                (entry.dagster_event_type, entry.get_dagster_event().partition, entry.step_key)
                for entry in instance.all_logs(result.run_id)
                if entry.dagster_event_type not in {dg.DagsterEventType.LOGS_CAPTURED, None}
            ],
            "days": [sorted(instance.get_materialized_partitions(key)) for key in keys],
            "newest": [record.get_dagster_event().partition for record in records if record],
            "metadata": [[dict(record.asset_materialization.metadata) for record in each] for each in materialized],
            "tags": [[sorted(record.asset_materialization.tags) for record in each] for each in materialized],
            "checks": [
                (record.status.value, record.partition)
                for record in instance.event_log_storage.get_asset_check_execution_history(
                    dg.AssetCheckKey(keys[1], "whole"), limit=5
                )
            ],
            "in_progress": instance.get_status_by_partition(keys[0], DAYS.get_partition_keys(), DAYS),
        }


def test_a_run_of_whatever_origin_is_tagged_with_its_process(tmp_path: Path) -> None:
    @dg.op
    def ask(broadsheet: BroadsheetResource) -> None:
        assert broadsheet.home == str(tmp_path)

    resource = BroadsheetResource.from_settings(load_settings({"BROADSHEET_HOME": str(tmp_path)}))
    with dg.DagsterInstance.ephemeral() as instance:
        job = dg.GraphDefinition("asked", node_defs=[ask]).to_job(resource_defs={"broadsheet": resource})
        run_id = job.execute_in_process(instance=instance).run_id
        run = instance.get_run_by_id(run_id)
        assert run is not None and describe_process().items() <= run.tags.items()


def test_all_that_a_run_announces_is_written_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone: list[str] = []
    with open_instance(load_settings({"BROADSHEET_HOME": str(tmp_path)})) as instance:
        monkeypatch.setattr(
            QuickEventLogStorage, "store_event", lambda storage, event: alone.append(event.dagster_event_type.value)
        )
        job = dg.Definitions([compute], jobs=[dg.define_asset_job("days")]).resolve_job_def("days")
        run_id = instance.create_run_for_job(job, tags=RANGE, asset_selection=None).run_id
        kinds = [entry.dagster_event_type for entry in instance.all_logs(run_id)]
    assert alone == []
    assert kinds.count(dg.DagsterEventType.ASSET_MATERIALIZATION_PLANNED) == 24
    assert kinds.count(dg.DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED) == 1


@pytest.mark.slow
def test_a_run_is_told_of_as_by_the_storage_of_dagster(tmp_path: Path) -> None:
    ours = prepare_dagster_home(load_settings({"BROADSHEET_HOME": str(tmp_path / "home")})) / "dagster.yaml"
    configuration = ours.read_text(encoding="utf-8")
    start = configuration.index("instance_class")
    plain = configuration[:start] + configuration[configuration.index("telemetry") :]
    together, alone = read_told(tmp_path / "together", configuration), read_told(tmp_path / "alone", plain)
    assert (together.pop("is_batched"), alone.pop("is_batched")) == (True, False)
    assert together == alone
    assert together["days"] == [[f"2024-03-{day:02d}" for day in range(2, 10)]] * 3


def test_a_new_warehouse_has_the_instance_that_writes_events_together(tmp_path: Path) -> None:
    with open_instance(load_settings({"BROADSHEET_HOME": str(tmp_path)})) as instance:
        assert isinstance(instance, WarehouseInstance)
        assert instance.root_directory == str(tmp_path / "dagster")


def test_a_storage_that_is_named_stays_as_it_is(tmp_path: Path) -> None:
    home = prepare_dagster_home(load_settings({"BROADSHEET_HOME": str(tmp_path)}))
    with (home / "dagster.yaml").open("a", encoding="utf-8") as file:
        file.write(f"storage:\n  sqlite:\n    base_dir: {tmp_path / 'elsewhere'}\n")
    with dg.DagsterInstance.from_config(str(home)) as instance:
        assert not isinstance(instance.event_log_storage, QuickEventLogStorage)
        assert (tmp_path / "elsewhere").is_dir()


def test_records_that_cannot_be_opened_are_named_with_their_file_and_no_password(tmp_path: Path) -> None:
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path)})
    with (prepare_dagster_home(settings) / "dagster.yaml").open("a", encoding="utf-8") as file:
        file.write("storage:\n  sqlite:\n    no_such_key: db://me:canary@records.example\n")
    with pytest.raises(SettingsError, match=r"dagster\.yaml says") as caught, open_instance(settings):
        pass
    assert "Start the database" in str(caught.value) and "canary" not in str(caught.value)
