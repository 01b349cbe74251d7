"""A run is ended in the middle of a step: nothing is published, and the next run gives the tables of a clean one."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from broadsheet.lake import Lake
from broadsheet.settings import Settings, load_settings
from broadsheet.stages.registry import DAY_STAGES
from pipelines.home import open_instance
from pipelines.run import run_days
from tests.pipelines.inbox_pages import PARAGRAPHS, build_page, write_pages
from tests.pipelines.test_sparse_backfill import read_facts, run_stages

# Not long ago, because each day since the first one is marked as empty.
DAYS = [datetime.now(UTC).date() - timedelta(days=number) for number in (20, 1)]
PATIENCE_S = 240.0


def make_settings(home: Path) -> Settings:
    settings = load_settings({"BROADSHEET_HOME": str(home), "BROADSHEET_WORKERS": "2"})
    pages = [
        (f"https://post.example/{day}/{number}", f"{day}T10:00:00Z", build_page(f"Dock {number} {day}", [text], day))
        for day in DAYS
        for number in range(6)
        for text in [f"{PARAGRAPHS[number % 3]} It was day {day}, report {number}."]
    ]
    write_pages(settings.inbox / "pages.jsonl", pages)
    return settings


def count_notes(settings: Settings, stage: str) -> int:
    """How many days a stage has done; empty ones are noted before."""
    runs = Lake(settings.lake_uri).read("runs", columns=["stage", "row_count"])
    return runs.filter(pl.col("row_count") > 0, stage=stage).height


def end_while(settings: Settings, stage: str, end: Callable[[subprocess.Popen[str]], None]) -> tuple[int, str]:
    """Start `broadsheet run`, end it once `stage` is done and the next at work; its exit status and what it says."""
    environment = os.environ | {"BROADSHEET_HOME": str(settings.home), "BROADSHEET_WORKERS": "2"}
    command = [sys.executable, "-m", "pipelines", "run"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        last = time.monotonic() + PATIENCE_S
        while not count_notes(settings, stage) and time.monotonic() < last and process.poll() is None:
            time.sleep(0.05)
        end(process)
        _, errors = process.communicate(timeout=60)
    return process.returncode, errors


def cancel(settings: Settings) -> Callable[[subprocess.Popen[str]], None]:
    """As the web UI does: it can only say so in the instance."""

    def cancel_run(process: subprocess.Popen[str]) -> None:
        with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
            (run,) = instance.get_runs(filters=dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
            instance.report_run_canceling(run)

    return cancel_run


@pytest.mark.slow
def test_an_ended_run_publishes_nothing_says_what_is_done_and_is_gone_on_with(tmp_path: Path) -> None:
    settings, whole = make_settings(tmp_path / "ended"), make_settings(tmp_path / "whole")
    status, told = end_while(settings, "ingest", lambda process: process.send_signal(signal.SIGINT))
    assert status == 130 and "Traceback" not in told
    assert re.search("Interrupted. Done: ingest of [0-2] of 2 days.*`broadsheet run` goes on", told)
    status, told = end_while(settings, "extract", cancel(settings))
    assert status == 130 and re.search("extract of [0-2] of 2 days.*Nothing was published", told)
    assert not settings.warehouse.exists()
    with open_instance(settings) as instance:
        runs = instance.get_runs(filters=dg.RunsFilter(job_name="sparse_backfill"))
    assert [run.status for run in runs] == [dg.DagsterRunStatus.CANCELED] * 2
    summary = run_days(settings)
    assert summary.failures == [] and set(summary.days) == {DAY_STAGES[-1].name} and summary.is_published
    run_stages(whole, DAYS)
    assert read_facts(settings) == read_facts(whole)
