"""A run of days that lie apart is killed while it derives: what it has done stays done, and the next run ends it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from broadsheet.lake import Lake
from broadsheet.settings import Settings, load_settings
from pipelines.run import run_days
from tests.pipelines.inbox_pages import PARAGRAPHS, build_page, write_pages
from tests.pipelines.test_sparse_backfill import run_stages

# Not long ago, because each day since the first one is marked as empty.
DAYS = [datetime.now(UTC).date() - timedelta(days=3 * number) for number in range(10, 0, -1)]
# More than are written together, so that a kill finds some days done and others not.
ARTICLES_A_DAY = 35
PATIENCE_S = 240.0


def make_settings(home: Path) -> Settings:
    settings = load_settings({"BROADSHEET_HOME": str(home), "BROADSHEET_WORKERS": "1"})
    pages = [
        (f"https://post.example/{day}/{number}", f"{day}T10:00:00Z", build_page(f"Dock {number} {day}", texts, day))
        for day in DAYS
        for number in range(ARTICLES_A_DAY)
        if (texts := [f"{PARAGRAPHS[number % 3]} It was day {day}, report {number}."])
    ]
    write_pages(settings.inbox / "pages.jsonl", pages)
    return settings


def list_derived(settings: Settings) -> set[str]:
    """The days that a stage has worked on; empty ones are noted before."""
    runs = Lake(settings.lake_uri).read("runs", columns=["stage", "captured_on", "row_count"])
    return {str(day) for stage, day, row_count in runs.iter_rows() if stage == "derive" and row_count}


def kill_while_deriving(settings: Settings) -> None:
    """Start `broadsheet run` in a process of its own and kill it once some days are derived."""
    environment = os.environ | {"BROADSHEET_HOME": str(settings.home), "BROADSHEET_WORKERS": "1"}
    command = [sys.executable, "-m", "pipelines", "run"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + PATIENCE_S
        while not list_derived(settings) and time.monotonic() < end and process.poll() is None:
            time.sleep(0.05)
        process.kill()
    assert process.returncode == -9


@pytest.mark.slow
def test_days_done_before_a_kill_stay_done_and_marked(tmp_path: Path) -> None:
    killed, whole = make_settings(tmp_path / "killed"), make_settings(tmp_path / "whole")
    kill_while_deriving(killed)
    derived = list_derived(killed)
    assert 1 <= len(derived) < len(DAYS)
    with dg.DagsterInstance.from_config(str(killed.dagster_home)) as instance:
        marked = instance.get_materialized_partitions(dg.AssetKey("claims")) & {str(day) for day in DAYS}
    # The last ones may have been written a moment before Dagster was told.
    assert marked <= derived
    summary = run_days(killed)
    assert (
        summary.failures == [] and {str(day) for day in summary.days["derive"]} == {str(day) for day in DAYS} - derived
    )
    run_stages(whole, DAYS)
    for table in ("articles", "claims", "numbers", "skipped"):
        assert Lake(killed.lake_uri).read(table).rows() == Lake(whole.lake_uri).read(table).rows()
