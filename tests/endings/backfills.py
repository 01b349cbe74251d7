"""Killing the daemon of the web UI together with its runs, in the middle of a backfill, and starting it again."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import dagster as dg
from dagster._core.execution.backfill import BulkActionStatus

from broadsheet.settings import Settings
from tests.endings.harness import FIRST, PATIENCE_S, Ending, start

# What is waited before a launch is asked for again.
LAUNCH_WAITS_S = (20.0, 60.0, 120.0)

_LAUNCH = """
mutation($backfill: LaunchBackfillParams!) {
  launchPartitionBackfill(backfillParams: $backfill) { __typename ... on PythonError { message } }
}
"""
# The assets by day of each home, once they were told: loading the graph takes most of a launch.
_KEYS: dict[Path, list[object]] = {}
_ASSETS = "{ assetNodes { groupName isPartitioned assetKey { path } } }"


def ask_dagster(settings: Settings, query: str, **variables: object) -> dict[str, object]:
    """The answer of the web UI's own interface, without a server."""
    command = [str(Path(sys.executable).parent / "dagster-graphql"), "-w", "workspace.yaml", "-t", query]
    environment = os.environ | {
        "BROADSHEET_HOME": str(settings.home),
        "DAGSTER_HOME": str(settings.dagster_home),
        "PYTHONPATH": str(Path.cwd()),
    }
    done = subprocess.run(
        [*command, "-v", json.dumps(variables)], env=environment, capture_output=True, text=True, timeout=PATIENCE_S
    )
    assert done.returncode == 0, done.stderr
    # Further lines may follow the answer.
    answer, _ = json.JSONDecoder().raw_decode(done.stdout, done.stdout.index("{"))
    data: dict[str, object] = answer["data"]
    return data


def launch_backfill(settings: Settings, day_count: int, wait: Callable[[float], None] = time.sleep) -> None:
    """As the web UI does by *Materialize all* on the page of the job `days`.

    On a busy machine the graph is empty until its code is loaded: asked again after a wait that is told.
    """
    days = [str(FIRST + timedelta(days=number)) for number in range(day_count)]
    for pause in LAUNCH_WAITS_S:
        told = _try_to_launch(settings, days)
        if "Success" in told:
            return
        print(f"the backfill was not launched, again in {pause:.0f} s: {told[:300]}", flush=True)
        wait(pause)
    told = _try_to_launch(settings, days)
    assert "Success" in told, told


def _try_to_launch(settings: Settings, days: list[str]) -> str:
    try:
        if not (keys := _KEYS.get(settings.home) or _list_keys(settings)):
            return "the graph is empty"
        _KEYS[settings.home] = keys
        return json.dumps(ask_dagster(settings, _LAUNCH, backfill={"assetSelection": keys, "partitionNames": days}))
    except subprocess.TimeoutExpired as error:
        return str(error)


def kill_in_backfill(settings: Settings, chance: random.Random, day_count: int) -> Ending:
    """Start the daemon, wait for a run that is at work, kill both."""
    daemon = start(settings, "-m", "dagster._daemon", "run", "-w", "workspace.yaml", is_read=False)
    begun = time.monotonic()
    try:
        with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
            if not _is_open(instance):
                launch_backfill(settings, day_count)
            while not _list_started(instance):
                assert daemon.poll() is None and time.monotonic() - begun < PATIENCE_S, "no run has begun"
                time.sleep(0.5)
            time.sleep(chance.uniform(0.0, 25.0))
            runs = _list_started(instance)
            place = ", ".join(sorted({f"run of {run.job_name.strip('_')}" for run in runs})) or "between runs"
        waited = time.monotonic() - begun
    finally:
        os.killpg(daemon.pid, signal.SIGKILL)
        daemon.wait(timeout=PATIENCE_S)
    return Ending("kill -9 of daemon and run", waited, place, daemon.returncode, 0.0, "")


def _list_keys(settings: Settings) -> list[object]:
    nodes = ask_dagster(settings, _ASSETS)["assetNodes"]
    assert isinstance(nodes, list)
    return [node["assetKey"] for node in nodes if node["isPartitioned"] and node["groupName"] != "release"]


def _is_open(instance: dg.DagsterInstance) -> bool:
    return any(backfill.status is BulkActionStatus.REQUESTED for backfill in instance.get_backfills(limit=5))


def _list_started(instance: dg.DagsterInstance) -> list[dg.DagsterRun]:
    runs = instance.get_runs(filters=dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
    return [run for run in runs if _is_alive(run)]


def _is_alive(run: dg.DagsterRun) -> bool:
    process = run.tags.get("broadsheet/process")
    return process is not None and Path(f"/proc/{process}").exists()
