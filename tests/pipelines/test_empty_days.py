"""Days without a page: cheap, told apart from days that were done, and no reason for a release."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from assets.partitions import BACKFILL_TAG, FIRST_DAY_TAG, LAST_DAY_TAG
from assets.resource import BroadsheetResource
from broadsheet.first_day import read_first_day, record_first_day
from broadsheet.run.plan import Cause, make_plan
from broadsheet.settings import Settings, load_settings
from broadsheet.stages.context import StageContext
from broadsheet.stages.empty_days import list_unvisited_days, note_empty_days
from broadsheet.stages.notes import read_notes
from broadsheet.stages.registry import DAY_STAGES
from pipelines.definitions import build_definitions
from pipelines.jobs import DAILY
from pipelines.run import run_days
from tests.pipelines.inbox_pages import PARAGRAPHS, build_page, write_pages
from tests.pipelines.lake_rows import put

DAY, LAST = date(2024, 3, 6), date(2024, 4, 14)
TABLES = [table for stage in DAY_STAGES for table in stage.writes]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"BROADSHEET_HOME": str(tmp_path), "BROADSHEET_WORKERS": "1"})


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


@pytest.mark.slow
def test_a_range_without_a_page_is_marked_empty_in_one_step_and_publishes_nothing(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    job = build_definitions(BroadsheetResource.from_settings(settings)).resolve_job_def(DAILY)
    tags = {FIRST_DAY_TAG: str(DAY), LAST_DAY_TAG: str(LAST), BACKFILL_TAG: "autumn"}
    result = job.execute_in_process(instance=instance, tags=tags)
    assert result.success
    days = {str(DAY + timedelta(days=offset)) for offset in range(40)}
    for table in TABLES:
        assert instance.get_materialized_partitions(dg.AssetKey(table)) == days, table
    skipped = {event.step_key for event in result.all_events if event.is_step_skipped}
    assert {"extract", "derive", "compute_models", "compute_views", "warehouse"} <= skipped
    notes = read_notes(StageContext.of(settings).lake)
    assert len(notes) == 40 * len(DAY_STAGES) and all(note.is_empty for note in notes.values())
    assert not settings.warehouse.exists()


@pytest.mark.slow
def test_after_a_run_no_partition_is_missing_and_a_backfill_leaves_publishing_to_its_end(settings: Settings) -> None:
    today = datetime.now(UTC).date()
    first = today - timedelta(days=9)
    page = build_page("Harbour closes", PARAGRAPHS, first)
    write_pages(settings.inbox / "a.jsonl", [("https://post.example/a", f"{first}T09:00:00Z", page)])
    assert run_days(settings).failures == []
    assert read_first_day(settings.home) == first
    started = load_settings({"BROADSHEET_HOME": str(settings.home)})
    assert (started.start_day, started.earliest_day) == (first, date(2020, 1, 1))
    days = {str(first + timedelta(days=offset)) for offset in range(10)}
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        for table in TABLES:
            assert instance.get_materialized_partitions(dg.AssetKey(table)) == days, table
        of_today = dg.AssetRecordsFilter(dg.AssetKey("claims"), asset_partitions=[str(today)])
        (record,) = instance.fetch_materializations(of_today, limit=5).records
        assert record.asset_materialization is not None
        assert record.asset_materialization.metadata["empty"].value is True
        release = settings.warehouse.resolve()
        job = build_definitions(BroadsheetResource.from_settings(settings)).resolve_job_def(DAILY)
        tags = {FIRST_DAY_TAG: str(first), LAST_DAY_TAG: str(first + timedelta(days=1)), BACKFILL_TAG: "autumn"}
        result = job.execute_in_process(instance=instance, tags=tags)
        assert result.success and settings.warehouse.resolve() == release
        told = {event.asset_key.to_user_string() for event in result.get_asset_materialization_events()}
        assert "claims" in told and told.isdisjoint({"articles_current", "speakers", "warehouse"})


def test_an_empty_day_is_not_stale_by_new_code_and_is_new_when_a_file_comes(settings: Settings) -> None:
    context = StageContext.of(settings)
    reports = [report for stage in DAY_STAGES for report in note_empty_days(context, stage.name, [DAY, LAST])]
    assert [report.row_count for report in reports] == [0] * 6 and all(report.is_empty for report in reports)
    older = context.lake.read("runs").with_columns(code_version=pl.lit("older"))
    context.lake.replace("runs", older)
    assert not make_plan(context).items and make_plan(context).estimate_seconds() is None
    write_pages(settings.inbox / "a.jsonl", [("https://post.example/a", f"{DAY}T09:00:00Z", "<p>late</p>")])
    assert note_empty_days(context, "ingest", [DAY]) == []
    plan = make_plan(context)
    assert plan.items["ingest", DAY].cause is Cause.NEW_FILES and LAST not in plan.days_of("ingest")


def test_a_day_that_holds_anything_is_left_to_its_stage(settings: Settings) -> None:
    context = StageContext.of(settings)
    put(context.lake, "captures", DAY, {"capture_id": "a"})
    put(context.lake, "skipped", LAST, {"capture_id": "b"})
    assert note_empty_days(context, "extract", [DAY, LAST]) == []
    assert [report.day for report in note_empty_days(context, "derive", [DAY])] == [DAY]


def test_days_that_no_run_has_looked_at_start_at_the_first_one(settings: Settings) -> None:
    context = StageContext.of(settings)
    assert list_unvisited_days(context, LAST) == []
    record_first_day(settings.home, DAY)
    record_first_day(settings.home, LAST)
    put(context.lake, "captures", DAY, {"capture_id": "a"})
    found = list_unvisited_days(context, LAST)
    assert (found[0], found[-1], len(found)) == (DAY + timedelta(days=1), LAST, 39)
    note_empty_days(context, "ingest", found)
    assert list_unvisited_days(context, LAST) == []
