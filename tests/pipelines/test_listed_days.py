"""Days far apart: one run for all of them, and what becomes of the others where one fails."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from assets.resource import BroadsheetResource
from broadsheet.errors import BroadsheetError, DamagedTableError, LanguageModelError, SettingsError, SourceError
from broadsheet.lake import Lake
from broadsheet.settings import Settings, load_settings
from broadsheet.stages import (
    DERIVE_TABLES,
    EXTRACT_TABLES,
    DayReport,
    TableReport,
    derive_days,
    extract_days,
    index_inbox,
    ingest_days,
)
from broadsheet.stages.frames import replace_day
from pipelines import listed_days
from pipelines.definitions import build_definitions
from pipelines.listed_days import DO_DAYS, LISTED_DAYS, work_through
from pipelines.run import run_days
from tests.pipelines.inbox_pages import PARAGRAPHS, build_page, write_pages

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
    return {table: lake.read(table).rows() for table in (*EXTRACT_TABLES, *DERIVE_TABLES)}


def run_stages(settings: Settings, days: list[date]) -> None:
    """All stages of one day after the other, without Dagster."""
    lake, sources = Lake(settings.lake_uri), BroadsheetResource.from_settings(settings).sources
    index_inbox(lake, sources)
    for day in days:
        for reports in (
            ingest_days(lake, [day], sources),
            extract_days(lake, [day], 1),
            derive_days(lake, [day], 1, settings.language_model, {}),
        ):
            assert [report.day for report in reports] == [day]


def find_marked(settings: Settings, table: str) -> set[str]:
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        return instance.get_materialized_partitions(dg.AssetKey(table))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = make_settings(tmp_path_factory.mktemp("home"))
    summary = run_days(settings)
    assert summary.failures == [] and summary.is_published
    # index, ingest, extract with derive, publish: no run for each day.
    assert len(summary.run_ids) == 4
    assert summary.days == {stage: set(DAYS) for stage in ("ingest", "extract", "derive")}
    return settings


@pytest.fixture
def copied(home: Settings, tmp_path: Path) -> Settings:
    """A home of its own with the same content."""
    shutil.copytree(home.home, tmp_path / "home", symlinks=True)
    return load_settings({"BROADSHEET_HOME": str(tmp_path / "home"), "BROADSHEET_WORKERS": "1"})


@pytest.mark.slow
def test_a_list_of_days_gives_the_rows_of_one_day_at_a_time(home: Settings, tmp_path: Path) -> None:
    alone = make_settings(tmp_path)
    run_stages(alone, DAYS)
    assert read_facts(alone) == read_facts(home)
    assert Lake(home.lake_uri).read("articles").height == 9


@pytest.mark.slow
def test_each_day_is_marked_and_each_check_is_told(home: Settings) -> None:
    for table in ("captures", "articles", "claims"):
        assert find_marked(home, table) == {str(day) for day in DAYS}
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
def test_a_damaged_day_fails_alone_and_is_done_when_mended(copied: Settings) -> None:
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
    def write_wrongly(lake: Lake, frames: dict[str, pl.DataFrame], day: date) -> None:
        surface = pl.lit("never written") if day == DAYS[0] else pl.col("surface")
        replace_day(lake, frames | {"claims": frames["claims"].with_columns(surface.alias("surface"))}, day)

    settings = copied
    monkeypatch.setattr("broadsheet.stages.derive.replace_day", write_wrongly)
    job = build_definitions(BroadsheetResource.from_settings(settings)).resolve_job_def(LISTED_DAYS)
    for day, is_well in ((DAYS[0], False), (DAYS[1], True)):
        config = {"ops": {DO_DAYS: {"config": {"derive": [str(day)]}}}}
        with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
            result = job.execute_in_process(instance=instance, run_config=config, raise_on_error=False)
        assert result.success == is_well
        told = {
            (found.asset_key.to_user_string(), found.check_name): found.passed
            for found in result.get_asset_check_evaluations()
        }
        assert told["claims", "evidence"] == is_well and told["unanalysed", "articles_analysed"]


FAILING: dict[str, tuple[dict[int, BroadsheetError], list[int], list[int], int]] = {
    # errors by day, days done, days failed, calls of the work
    "none": ({}, [0, 1, 2, 3], [], 1),
    "first": ({0: DamagedTableError("torn")}, [1, 2, 3], [0], 2),
    "middle and last": ({1: DamagedTableError("torn"), 3: DamagedTableError("torn")}, [0, 2], [1, 3], 2),
    "the world": ({2: SourceError("disk full")}, [0, 1, 3], [2], 4),
    "all": ({number: DamagedTableError("torn") for number in range(4)}, [], [0, 1, 2, 3], 4),
}


@pytest.mark.parametrize("name", FAILING)
def test_days_behind_a_failing_one_are_done(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    errors, done, failed, calls = FAILING[name]
    monkeypatch.setattr(listed_days, "RETRY_WAIT_S", 0.0)
    asked: list[list[date]] = []
    failures: dict[date, str] = {}
    reports = list(work_through(lambda days: work(days, errors, asked), DAYS[::-1], failures))
    assert [report.day for report in reports] == [DAYS[number] for number in done]
    assert sorted(failures) == [DAYS[number] for number in failed]
    assert len(asked) == calls


@pytest.mark.parametrize("error", [LanguageModelError("no model"), SettingsError("no such folder")], ids=str)
def test_what_no_day_would_escape_ends_the_work(error: BroadsheetError) -> None:
    asked: list[list[date]] = []
    failures: dict[date, str] = {}
    with pytest.raises(type(error)):
        list(work_through(lambda days: work(days, {1: error}, asked), DAYS, failures))
    assert len(asked) == 1 and not failures


def work(days: list[date], errors: dict[int, BroadsheetError], asked: list[list[date]]) -> Iterator[DayReport]:
    asked.append(days)
    for day in days:
        if DAYS.index(day) in errors:
            raise errors[DAYS.index(day)]
        yield DayReport("extract", day, {"articles": TableReport(1)}, 0.1)
