"""Whole runs in a home of their own, from the inbox to the published warehouse."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import dagster as dg
import pytest

from broadsheet.lake import Lake
from broadsheet.release import open_warehouse
from broadsheet.settings import Settings, load_settings
from broadsheet.stages.registry import DAY_STAGES
from pipelines.home import CODE_LOCATION
from pipelines.run import run_days
from tests.pipelines.inbox_pages import PARAGRAPHS, build_page, write_pages

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("only_days_with_pages")]

DAY = date(2024, 3, 5)
POST, ECHO = "https://www.post.example/harbour", "https://echo.example/dock"
PAGE = build_page("Harbour of Nordhaven closes", PARAGRAPHS, DAY)
NEWER = build_page("Harbour of Nordhaven closes", [text.replace("14 cracks", "17 cracks") for text in PARAGRAPHS], DAY)


def make_settings(home: Path) -> Settings:
    settings = load_settings({"BROADSHEET_HOME": str(home), "BROADSHEET_WORKERS": "1"})
    write_pages(
        settings.inbox / "march.jsonl",
        [
            (POST, "2024-03-06T09:00:00Z", PAGE),
            (ECHO, "2024-03-06T10:00:00Z", PAGE),
            ("https://echo.example/picture", "2024-03-06T10:05:00Z", "\x89PNG\r\n"),
            (POST, "2024-03-07T09:00:00Z", PAGE),
            (POST, "2024-03-08T09:00:00Z", NEWER),
            (POST, "1999-01-01T00:00:00Z", PAGE),
        ],
    )
    return settings


def read_facts(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """Every table of extract and derive as it stands in the lake."""
    lake = Lake(settings.lake_uri)
    return {table: lake.read(table).rows() for stage in DAY_STAGES[1:] for table in stage.writes}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = make_settings(tmp_path_factory.mktemp("home"))
    summary = run_days(settings)
    assert summary.failures == []
    assert summary.is_published
    assert summary.days_outside == [date(1999, 1, 1)]
    return settings


def test_each_capture_is_an_article_or_has_a_reason(home: Settings) -> None:
    with open_warehouse(home) as warehouse:
        reasons = warehouse.sql("select reason from ops.skipped order by reason").fetchall()
        versions = warehouse.sql("select count(*) from articles").fetchall()
    assert len(reasons) == 2 and ("duplicate_capture",) in reasons
    assert versions == [(3,)]


def test_same_text_of_two_publishers_is_one_story(home: Settings) -> None:
    with open_warehouse(home) as warehouse:
        told = warehouse.sql("select article_count, family_count from stories").fetchall()
    assert told == [(2, 2)]


def test_second_run_does_nothing_and_says_so(home: Settings) -> None:
    release = home.warehouse.resolve()
    assert run_days(home).is_up_to_date
    assert home.warehouse.resolve() == release


NO_DAGSTER = """
import sys
from pipelines.cli import app
app(["run"], standalone_mode=False)
print("dagster" in sys.modules, "spacy" in sys.modules)
"""


def test_a_run_with_nothing_to_do_loads_neither_dagster_nor_the_language_model(home: Settings) -> None:
    environment = os.environ | {"BROADSHEET_HOME": str(home.home), "BROADSHEET_WORKERS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", NO_DAGSTER], env=environment, capture_output=True, text=True, check=True
    )
    assert "Nothing to do" in done.stderr.replace("\n", " ") and done.stdout.split() == ["False", "False"]


def test_a_truncated_release_is_published_anew(home: Settings, tmp_path: Path) -> None:
    shutil.copytree(home.home, tmp_path / "home", symlinks=True)
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path / "home"), "BROADSHEET_WORKERS": "1"})
    release = settings.warehouse.resolve()
    release.chmod(0o644)
    os.truncate(release, 10_000)
    summary = run_days(settings)
    assert summary.is_published and not summary.days and summary.failures == []
    with open_warehouse(settings) as warehouse:
        assert warehouse.sql("select count(*) from articles").fetchall() == [(3,)]


def test_forced_run_gives_identical_tables(home: Settings) -> None:
    before = read_facts(home)
    summary = run_days(home, [DAY.replace(day=6), DAY.replace(day=7), DAY.replace(day=8)], force=True)
    assert summary.failures == [] and len(summary.days["derive"]) == 3
    assert read_facts(home) == before


def test_runs_and_partitions_show_in_the_instance(home: Settings) -> None:
    with dg.DagsterInstance.from_config(str(home.dagster_home)) as instance:
        assert instance.get_materialized_partitions(dg.AssetKey("claims")) >= {"2024-03-06", "2024-03-08"}
        event = instance.get_latest_materialization_event(dg.AssetKey("articles"))
        assert event is not None and event.asset_materialization is not None
        assert {"rows", "seconds", "left_out", "preview"} <= set(event.asset_materialization.metadata)


def test_late_earlier_day_takes_the_version_and_later_days_are_run_again(tmp_path: Path) -> None:
    in_order = make_settings(tmp_path / "in_order")
    late = make_settings(tmp_path / "late")
    run_days(late)
    for settings in (in_order, late):
        write_pages(settings.inbox / "late.jsonl", [(POST, "2024-03-04T07:00:00Z", PAGE)])
        assert run_days(settings).failures == []
    lake = Lake(late.lake_uri)
    post = lake.read("articles").filter(source_id="post.example")
    assert post["captured_on"].to_list() == [date(2024, 3, 4), date(2024, 3, 8)]
    assert read_facts(late) == read_facts(in_order)


def test_days_restrict_the_run(tmp_path: Path) -> None:
    settings = replace(make_settings(tmp_path), workers=1)
    summary = run_days(settings, [date(2024, 3, 8)])
    assert summary.days["ingest"] == {date(2024, 3, 8)}
    assert Lake(settings.lake_uri).days("captures") == [date(2024, 3, 8)]


def test_runs_of_the_command_line_stand_under_their_job(home: Settings) -> None:
    with dg.DagsterInstance.from_config(str(home.dagster_home)) as instance:
        runs = instance.get_runs()
    origins = [run.remote_job_origin for run in runs]
    assert {run.job_name for run in runs} >= {"index", "sparse_backfill", "publish"}
    assert {origin.location_name if origin else None for origin in origins} == {CODE_LOCATION}
    assert [origin.job_name if origin else None for origin in origins] == [run.job_name for run in runs]


def test_the_code_location_has_one_name() -> None:
    workspace = Path(__file__).parents[2] / "workspace.yaml"
    assert f"location_name: {CODE_LOCATION}\n" in workspace.read_text(encoding="utf-8")
