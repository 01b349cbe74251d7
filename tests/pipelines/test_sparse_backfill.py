"""Days far apart in one run of the op that the command line starts, from the inbox to the published warehouse."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest

from assets.resource import BroadsheetResource
from broadsheet.lake import Lake
from broadsheet.settings import Settings, load_settings
from broadsheet.stages import derive
from broadsheet.stages.context import StageContext
from broadsheet.stages.ingest import index_inbox
from broadsheet.stages.registry import DAY_STAGES
from pipelines.definitions import build_definitions
from pipelines.run import run_days
from pipelines.sparse_backfill import DO_DAYS, SPARSE_BACKFILL
from tests.pipelines.inbox_pages import PARAGRAPHS, build_page, write_pages

pytestmark = pytest.mark.usefixtures("only_days_with_pages")

DAYS = [date(2021, 6, 1), date(2022, 7, 2), date(2023, 8, 3), date(2024, 9, 4)]


def make_settings(home: Path) -> Settings:
    """Four days, each with two articles of its own and one that the others have as well."""
    settings = load_settings({"BROADSHEET_HOME": str(home), "BROADSHEET_WORKERS": "1"})
    pages = [("https://echo.example/dock", f"{day}T09:00:00Z", build_page("Dock", PARAGRAPHS, DAYS[0])) for day in DAYS]
    for number, day in enumerate(DAYS):
        for name in ("harbour", "ferry"):
            texts = [f"{text} The {name} count was {number + 3}." for text in PARAGRAPHS]
            page = build_page(f"News of the {name} {number}", texts, day)
            pages.append((f"https://post.example/{name}{number}", f"{day}T10:00:00Z", page))
    write_pages(settings.inbox / "years.jsonl", pages)
    return settings


def read_facts(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    lake = Lake(settings.lake_uri)
    return {table: lake.read(table).rows() for stage in DAY_STAGES[1:] for table in stage.writes}


def run_stages(settings: Settings, days: list[date]) -> None:
    """All stages of one day after the other, without Dagster."""
    context = StageContext.of(settings)
    index_inbox(context)
    for day in days:
        for stage in DAY_STAGES:
            assert [report.day for report in stage.load().run_days(context, [day])] == [day]


def find_marked(settings: Settings, table: str) -> set[str]:
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        return instance.get_materialized_partitions(dg.AssetKey(table))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = make_settings(tmp_path_factory.mktemp("home"))
    summary = run_days(settings)
    assert summary.failures == [] and summary.is_published
    # index, the days, publish: no run for each day.
    assert len(summary.run_ids) == 3
    assert summary.days == {stage: set(DAYS) for stage in ("ingest", "extract", "derive")}
    return settings


@pytest.fixture
def copied(home: Settings, tmp_path: Path) -> Settings:
    """A home of its own with the same content."""
    shutil.copytree(home.home, tmp_path / "home", symlinks=True)
    return load_settings({"BROADSHEET_HOME": str(tmp_path / "home"), "BROADSHEET_WORKERS": "1"})


@pytest.mark.slow
def test_days_in_one_run_have_the_rows_of_one_day_at_a_time(home: Settings, tmp_path: Path) -> None:
    alone = make_settings(tmp_path)
    run_stages(alone, DAYS)
    assert read_facts(alone) == read_facts(home)
    assert Lake(home.lake_uri).read("articles").height == 9


@pytest.mark.slow
def test_each_day_is_marked_and_each_check_is_told(home: Settings) -> None:
    for table in ("captures", "articles", "claims"):
        # And days without a page.
        assert find_marked(home, table) >= {str(day) for day in DAYS}
    with dg.DagsterInstance.from_config(str(home.dagster_home)) as instance:
        event = instance.get_latest_materialization_event(dg.AssetKey("articles"))
        assert event is not None and event.asset_materialization is not None
        assert {"rows", "seconds", "preview"} <= set(event.asset_materialization.metadata)
        for table, check in (("skipped", "captures_accounted_for"), ("sentences", "evidence"), ("claims", "key")):
            key = dg.AssetCheckKey(dg.AssetKey(table), check)
            (record,) = instance.event_log_storage.get_asset_check_execution_history(key, limit=5)
            assert record.status.value == "SUCCEEDED", check
    assert run_days(home).is_up_to_date


@pytest.mark.slow
def test_a_corrupt_day_fails_alone_and_is_done_when_repaired(copied: Settings) -> None:
    settings, lake = copied, Lake(copied.lake_uri)
    expected = read_facts(settings)
    for table in ("runs", "articles", "claims"):
        shutil.rmtree(lake.table_uri(table))
    (file,) = [Path(file) for file in lake.files("captures", days=[DAYS[1]])]
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    failures = [failure for failure in run_days(settings).failures if failure.job != "publish"]
    assert failures and all(str(DAYS[1]) in failure.message for failure in failures)
    assert "--force" in failures[0].message and str(DAYS[2]) not in failures[0].message
    assert lake.days("articles") == lake.days("claims") == [DAYS[0], DAYS[2], DAYS[3]]
    file.write_bytes(whole)
    assert run_days(settings).failures == []
    assert read_facts(settings) == expected


@pytest.mark.slow
@pytest.mark.parametrize("table", ["captures", "paragraphs", "claims"])
def test_a_day_that_cannot_be_read_is_made_again(table: str, copied: Settings) -> None:
    settings, lake = copied, Lake(copied.lake_uri)
    expected = read_facts(settings)
    (file,) = [Path(file) for file in lake.files(table, days=[DAYS[1]])]
    file.write_bytes(file.read_bytes()[:-50])
    # Something new, so that there is a release to publish.
    late = (DAYS[3].replace(day=5), build_page("Late", [f"{text} Late." for text in PARAGRAPHS], DAYS[3]))
    write_pages(settings.inbox / "late.jsonl", [("https://post.example/late", f"{late[0]}T01:00:00Z", late[1])])
    if table == "captures":
        assert run_days(settings).failures
        run_days(settings, [DAYS[1]], force=True)
    summary = run_days(settings)
    assert summary.failures == []
    found = read_facts(settings)
    assert {name: [row for row in rows if late[0] not in row] for name, rows in found.items()} == expected


@pytest.mark.slow
def test_a_broken_law_fails_the_run_and_names_the_check(copied: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    build = derive._build_frames

    def build_wrongly(articles: Any, outcomes: Any, day: date, derivation: Any) -> dict[str, pl.DataFrame]:
        frames = build(articles, outcomes, day, derivation)
        surface = pl.lit("never written") if day == DAYS[0] else pl.col("surface")
        return frames | {"claims": frames["claims"].with_columns(surface.alias("surface"))}

    settings = copied
    monkeypatch.setattr(derive, "_build_frames", build_wrongly)
    job = build_definitions(BroadsheetResource.from_settings(settings)).resolve_job_def(SPARSE_BACKFILL)
    for day, is_well in ((DAYS[0], False), (DAYS[1], True)):
        config = {"ops": {DO_DAYS: {"config": {"derive": {str(day): "forced"}}}}}
        with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
            result = job.execute_in_process(instance=instance, run_config=config, raise_on_error=False)
        assert result.success == is_well
        told = {
            (found.asset_key.to_user_string(), found.check_name): found.passed
            for found in result.get_asset_check_evaluations()
        }
        assert told["claims", "evidence"] == is_well and told["unanalysed", "articles_analysed"]
