"""The Dagster instance of a warehouse: its folder, its settings, and runs that died with their process."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import dagster as dg

from broadsheet.settings import Settings

# Tags by which a later run knows whether the process of an earlier one is still there.
PROCESS_TAG, HOST_TAG = "broadsheet/process", "broadsheet/host"
_RUNNING = [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.NOT_STARTED]

_CANCELLED = [dg.DagsterRunStatus.CANCELING, dg.DagsterRunStatus.CANCELED]


def prepare_dagster_home(settings: Settings) -> Path:
    """The folder of the instance, with a `dagster.yaml` in it; one that is there already is left alone."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    target = settings.dagster_home / "dagster.yaml"
    if not target.exists():
        text = files("pipelines").joinpath("dagster_home", "dagster.yaml").read_text(encoding="utf-8")
        target.write_text(text, encoding="utf-8")
    return settings.dagster_home


@contextmanager
def open_instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """The instance that the web UI shows; runs whose process is gone are marked as failed."""
    with dg.DagsterInstance.from_config(str(prepare_dagster_home(settings))) as instance:
        end_dead_runs(instance)
        yield instance


def describe_process() -> dict[str, str]:
    """Tags of a run of this process."""
    return {PROCESS_TAG: str(os.getpid()), HOST_TAG: socket.gethostname()}


def is_cancelled(instance: dg.DagsterInstance, run_id: str) -> bool:
    """Whether somebody has cancelled that run, as the web UI does for runs of any process."""
    run = instance.get_run_by_id(run_id)
    return run is not None and run.status in _CANCELLED


def mark_cancelled(instance: dg.DagsterInstance, run_id: str) -> None:
    """Tell an interrupted run from a failed one: Dagster takes an interrupt that it did not send for a failure."""
    run = instance.get_run_by_id(run_id)
    if run is not None and run.status is not dg.DagsterRunStatus.CANCELED:
        instance.report_run_canceled(run, "Interrupted from the command line; what is written stays.")


def end_dead_runs(instance: dg.DagsterInstance) -> None:
    """Mark runs of commands on this machine as failed where their process is gone, as after kill -9."""
    wanted = dg.RunsFilter(statuses=_RUNNING, tags={HOST_TAG: socket.gethostname()})
    for run in instance.get_runs(filters=wanted):
        if not _is_alive(int(run.tags.get(PROCESS_TAG, "0"))):
            instance.report_run_failed(run, "The process of this run is gone. Run it again: whole days stay whole.")


def _is_alive(process: int) -> bool:
    if process <= 0:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
