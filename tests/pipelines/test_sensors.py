"""The sensors compare plans: what is new is asked for once, and a release follows whatever was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from assets.process import PROCESS_TAG, describe_process
from assets.resource import BroadsheetResource
from broadsheet.ingest import index as inbox_index
from broadsheet.settings import load_settings
from broadsheet.stages.context import StageContext
from broadsheet.stages.ingest import index_inbox, is_inbox_known
from broadsheet.stages.notes import fingerprint_inputs
from broadsheet.stages.publishers import read_publishers
from broadsheet.stages.registry import DAY_STAGES
from pipelines import sensors
from pipelines.sensors import follow_up, stale_days
from pipelines.sparse_backfill import DO_DAYS
from tests.pipelines.inbox_pages import write_pages
from tests.pipelines.lake_rows import note, put

DAY = date(2024, 3, 6)


@pytest.fixture
def context(tmp_path: Path) -> StageContext:
    return StageContext.of(load_settings({"BROADSHEET_HOME": str(tmp_path)}))


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def ask(sensor: dg.SensorDefinition, context: StageContext, instance: dg.DagsterInstance) -> list[Any]:
    resources = {"broadsheet": BroadsheetResource.from_settings(context.settings)}
    found = sensor(dg.build_sensor_context(instance, resources=resources))
    return list(found) if isinstance(found, Iterator) else [found]


def test_new_files_ask_for_the_index_and_then_for_their_days(
    context: StageContext, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    know_inbox(context)
    (skipped,) = ask(stale_days, context, instance)
    assert isinstance(skipped, dg.SkipReason)
    page = ("https://post.example/a", f"{DAY}T09:00:00Z", "<p>text</p>")
    write_pages(context.settings.inbox / "a.jsonl", [page])
    with monkeypatch.context() as patch:
        patch.setattr(inbox_index, "open_raw", lambda file: pytest.fail(f"a tick opened {file}"))
        (first,) = ask(stale_days, context, instance)
        (again,) = ask(stale_days, context, instance)
    assert first.job_name == "index" and first.run_key == again.run_key
    know_inbox(context)
    (asked,) = ask(stale_days, context, instance)
    config = asked.run_config["ops"][DO_DAYS]["config"]
    assert asked.job_name == "sparse_backfill"
    assert config["ingest"] == {str(DAY): "new files"} and config["derive"] == {str(DAY): "never run"}


def test_new_code_is_asked_for_where_it_does_not_take_long(
    context: StageContext, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    know_inbox(context)
    put(context.lake, "captures", DAY, {"capture_id": "a"})
    make_done(context, derive="older")
    (asked,) = ask(stale_days, context, instance)
    assert list(asked.run_config["ops"][DO_DAYS]["config"]) == ["derive"]
    assert asked.run_config["ops"][DO_DAYS]["config"]["derive"][str(DAY)].startswith("changed code")
    monkeypatch.setattr(sensors, "LONGEST_ASKED_S", 1.0)
    (skipped,) = ask(stale_days, context, instance)
    assert "--accept" in skipped.skip_message


def test_later_stages_of_changed_days_follow_but_no_new_files_or_code(
    context: StageContext, instance: dg.DagsterInstance
) -> None:
    write_pages(context.settings.inbox / "a.jsonl", [("https://post.example/a", "2024-03-07T09:00:00Z", "<p>x</p>")])
    know_inbox(context)
    make_done(context, derive="older")
    put(context.lake, "captures", DAY, {"capture_id": "a"})
    (asked,) = ask(follow_up, context, instance)
    config = asked.run_config["ops"][DO_DAYS]["config"]
    assert "ingest" not in config and set(config["extract"]) == {str(DAY)}


def test_a_release_follows_and_waits_for_runs_at_work(context: StageContext, instance: dg.DagsterInstance) -> None:
    know_inbox(context)
    put(context.lake, "captures", DAY, {"capture_id": "a"})
    make_done(context)
    (asked,) = ask(follow_up, context, instance)
    assert asked.job_name == "publish" and "nothing is published yet" in asked.run_key
    instance.add_run(dg.DagsterRun(job_name="poll", status=dg.DagsterRunStatus.STARTED))
    assert isinstance(ask(follow_up, context, instance)[0], dg.RunRequest)
    instance.add_run(dg.DagsterRun(job_name="days", status=dg.DagsterRunStatus.STARTED))
    (skipped,) = ask(follow_up, context, instance)
    assert skipped.skip_message.startswith("waits for run")


def test_days_that_wait_for_a_person_are_named_in_the_reason(
    context: StageContext, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sensors, "find_publish_reason", lambda stages, reads_file: None)
    know_inbox(context)
    put(context.lake, "captures", DAY, {"capture_id": "a"})
    make_done(context)
    (skipped,) = ask(follow_up, context, instance)
    assert skipped.skip_message == "the release in place shows what the lake holds"
    write_pages(context.settings.inbox / "a.jsonl", [("https://post.example/a", "2024-03-07T09:00:00Z", "<p>x</p>")])
    know_inbox(context)
    make_done(context, derive="older")
    (skipped,) = ask(follow_up, context, instance)
    assert "2 days wait (changed code, never run, new files)" in skipped.skip_message
    assert "`broadsheet run` starts them" in skipped.skip_message


def test_what_a_person_cancelled_is_not_begun_again(context: StageContext, instance: dg.DagsterInstance) -> None:
    know_inbox(context)
    put(context.lake, "captures", DAY, {"capture_id": "a"})
    instance.add_run(dg.DagsterRun(job_name="days", status=dg.DagsterRunStatus.CANCELED))
    (skipped,) = ask(follow_up, context, instance)
    assert "of days was cancelled" in skipped.skip_message and "broadsheet run" in skipped.skip_message
    instance.add_run(dg.DagsterRun(job_name="days", status=dg.DagsterRunStatus.SUCCESS))
    (asked,) = ask(follow_up, context, instance)
    assert asked.job_name == "sparse_backfill"


def test_a_run_whose_process_was_killed_is_not_waited_for(context: StageContext, instance: dg.DagsterInstance) -> None:
    know_inbox(context)
    tags = describe_process() | {PROCESS_TAG: str(2**22 + 1)}
    instance.add_run(dg.DagsterRun(job_name="days", status=dg.DagsterRunStatus.STARTED, tags=tags))
    (skipped,) = ask(follow_up, context, instance)
    assert not skipped.skip_message.startswith("waits")


def test_a_damaged_log_asks_for_its_repair(context: StageContext, instance: dg.DagsterInstance) -> None:
    know_inbox(context)
    put(context.lake, "captures", DAY, {"capture_id": "a"})
    put(context.lake, "articles", DAY, {"capture_id": "a"})
    commit = max((Path(context.lake.table_uri("articles")) / "_delta_log").glob("*.json"))
    commit.write_bytes(b"{")
    (asked,) = ask(follow_up, context, instance)
    assert asked.job_name == "sparse_backfill" and not any(asked.run_config["ops"][DO_DAYS]["config"].values())


def test_an_empty_warehouse_asks_for_nothing(context: StageContext, instance: dg.DagsterInstance) -> None:
    (skipped,) = ask(follow_up, context, instance)
    assert isinstance(skipped, dg.SkipReason)


def know_inbox(context: StageContext) -> None:
    """Bring both tables about the inbox up to date, as the index job does."""
    index_inbox(context)
    context.lake.replace("publishers", read_publishers(context.sources, context.settings.sources_path))


def test_what_the_user_says_of_publishers_is_asked_for(context: StageContext, instance: dg.DagsterInstance) -> None:
    know_inbox(context)
    assert is_inbox_known(context)
    (context.settings.home / "sources.csv").write_text("source_id,name\npost,The Post\n", encoding="utf-8")
    assert not is_inbox_known(context)
    (first,) = ask(stale_days, context, instance)
    (context.settings.home / "sources.csv").write_text("source_id,name\npost,A Post\n", encoding="utf-8")
    (second,) = ask(stale_days, context, instance)
    assert first.job_name == second.job_name == "index" and first.run_key != second.run_key


def make_done(context: StageContext, **codes: str) -> None:
    """Say that all stages of the day are done, by the code of today but for `codes`."""
    for stage in DAY_STAGES:
        made = codes.get(stage.name) or stage.load().describe(context).derivation_id
        version = fingerprint_inputs(context.lake, stage.name)(DAY) if stage.reads else "files"
        note(context.lake, stage.name, DAY, made, version, datetime(2026, 3, 1, tzinfo=UTC))
