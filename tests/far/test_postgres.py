"""Dagster's records in a real Postgres: runs, events and days stand there, two runs at once, a server that is gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import dagster as dg
import pytest

from broadsheet.release import find_release_file
from broadsheet.settings import Settings, load_settings
from pipelines.home import prepare_dagster_home
from tests.far.conftest import Postgres, start_run
from tests.pipelines.inbox_pages import PARAGRAPHS, build_page, write_pages
from tests.pipelines.test_instance import read_told

FIRST = date(2026, 3, 3)


def make_home(postgres: Postgres, folder: Path, days: int) -> Settings:
    settings = load_settings({"BROADSHEET_HOME": str(folder), "BROADSHEET_WORKERS": "1"})
    configuration = prepare_dagster_home(settings) / "dagster.yaml"
    configuration.write_text(configuration.read_text(encoding="utf-8") + postgres.configuration, encoding="utf-8")
    for number in range(days):
        day = FIRST + timedelta(days=number)
        page = build_page(f"Dock {number}", [*PARAGRAPHS[:2], f"It was day {number}."], day)
        write_pages(settings.inbox / f"{day}.jsonl", [(f"https://post.example/{day}", f"{day}T10:00:00Z", page)])
    return settings


def read_runs(settings: Settings) -> tuple[Sequence[dg.DagsterRun], set[str]]:
    """The runs that Postgres knows, and the days of captures that it calls materialized."""
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        assert "Postgres" in type(instance.event_log_storage).__name__
        return instance.get_runs(), set(instance.get_materialized_partitions(dg.AssetKey("captures")))


@pytest.mark.slow
def test_dagster_tells_the_same_from_postgres_as_from_its_files(postgres: Postgres, tmp_path: Path) -> None:
    ours = prepare_dagster_home(load_settings({"BROADSHEET_HOME": str(tmp_path / "home")})) / "dagster.yaml"
    files = read_told(tmp_path / "files", ours.read_text(encoding="utf-8"))
    told = read_told(tmp_path / "postgres", ours.read_text(encoding="utf-8") + postgres.configuration)
    assert files.pop("is_batched") and not told.pop("is_batched")
    assert told == files


@pytest.mark.slow
def test_two_runs_at_once_stand_in_postgres_and_all_days_are_there(postgres: Postgres, tmp_path: Path) -> None:
    settings = make_home(postgres, tmp_path / "home", 2)
    before = len(read_runs(settings)[0])
    runs = [
        start_run({"BROADSHEET_HOME": str(settings.home)}, "--days", str(FIRST + timedelta(days=number)))
        for number in range(2)
    ]
    told = [run.communicate(timeout=600)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    known, days = read_runs(settings)
    assert len(known) > before and {run.status for run in known} == {dg.DagsterRunStatus.SUCCESS}
    assert days >= {"2026-03-03", "2026-03-04"}
    assert find_release_file(settings).exists()
    assert not list(settings.dagster_home.glob("history/*.db"))


@pytest.mark.slow
def test_a_run_without_its_postgres_says_so_and_the_next_one_goes_on(postgres: Postgres, tmp_path: Path) -> None:
    settings = make_home(postgres, tmp_path / "home", 1)
    postgres.stop("immediate")
    try:
        run = start_run({"BROADSHEET_HOME": str(settings.home)})
        told = run.communicate(timeout=600)[0]
        assert run.returncode == 1 and "dagster.yaml says" in told and "Start the database" in " ".join(told.split())
        assert "Traceback" not in told
        assert not settings.warehouse.exists()
    finally:
        postgres.start()
    again = start_run({"BROADSHEET_HOME": str(settings.home)})
    assert again.communicate(timeout=600)[0] and again.returncode == 0
    assert find_release_file(settings).exists()
