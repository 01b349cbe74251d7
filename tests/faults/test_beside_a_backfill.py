"""`broadsheet run` beside a backfill of the web UI: both end, and the tables are those of one run alone."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.execution.backfill import BulkActionStatus

from broadsheet.settings import Settings
from tests.endings.backfills import launch_backfill
from tests.endings.harness import PATIENCE_S, compare, open_home, put_day, run_to_the_end, start

DAYS = 4


def wait_for_backfill(settings: Settings) -> list[dg.DagsterRunStatus]:
    """Wait until the backfill has ended; how each of its runs did."""
    last = time.monotonic() + PATIENCE_S
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        while any(each.status is BulkActionStatus.REQUESTED for each in instance.get_backfills(limit=5)):
            assert time.monotonic() < last, "the backfill does not end"
            time.sleep(1.0)
        (backfill,) = instance.get_backfills(limit=1)
        return [run.status for run in instance.get_runs(filters=dg.RunsFilter.for_backfill(backfill.backfill_id))]


@pytest.mark.slow
def test_a_run_beside_a_backfill_ends_as_one_after_the_other(tmp_path: Path) -> None:
    lived, clean = open_home(tmp_path / "lived"), open_home(tmp_path / "clean")
    put_day(lived, 0, 3)
    run_to_the_end(lived)
    for number in range(1, DAYS):
        put_day(lived, number, 3)
    daemon = start(lived, "-m", "dagster._daemon", "run", "-w", "workspace.yaml", is_read=False)
    try:
        launch_backfill(lived, DAYS)
        with start(lived, "-m", "pipelines", "run") as process:
            _, told = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0, told
        statuses = wait_for_backfill(lived)
        assert statuses and set(statuses) == {dg.DagsterRunStatus.SUCCESS}
    finally:
        with suppress(ProcessLookupError):
            os.killpg(daemon.pid, signal.SIGTERM)
        daemon.wait(timeout=PATIENCE_S)
    run_to_the_end(lived)
    for number in range(DAYS):
        put_day(clean, number, 3)
    run_to_the_end(clean)
    assert compare(lived, clean)[1] == {}
