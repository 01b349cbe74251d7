"""The Dagster instance of a warehouse: its folder, its settings, and runs that died with their process."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.definitions.repository_definition.valid_definitions import SINGLETON_REPOSITORY_NAME
from dagster._core.remote_origin import RegisteredCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin
from sqlalchemy.exc import DBAPIError

from assets.process import HOST_TAG, PROCESS_TAG, is_process_alive
from broadsheet.errors import SettingsError, SourceError
from broadsheet.masking import mask_address
from broadsheet.private_files import make_private_folder
from broadsheet.settings import Settings

# The name of the code location in workspace.yaml: by it the web UI finds the job of a run.
CODE_LOCATION = "broadsheet"
_RUNNING = [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.NOT_STARTED]

_END_DEAD_EVERY_S = 10.0
_CANCELLED = [dg.DagsterRunStatus.CANCELING, dg.DagsterRunStatus.CANCELED]


def prepare_dagster_home(settings: Settings) -> Path:
    """The folder of the instance, with a `dagster.yaml` in it; one that is there already is left alone."""
    make_private_folder(settings.dagster_home)
    target = settings.dagster_home / "dagster.yaml"
    if not target.exists():
        text = files("pipelines").joinpath("dagster_home", "dagster.yaml").read_text(encoding="utf-8")
        target.write_text(text, encoding="utf-8")
    return settings.dagster_home


@contextmanager
def open_instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """The instance that the web UI shows; runs whose process is gone are marked as failed.

    Runs made with it stand under their job in the web UI, on the timeline too. Raises SettingsError where the records
    cannot be opened, as when their database does not answer.
    """
    with open_records(prepare_dagster_home(settings)) as instance:
        end_dead_runs(instance)
        _show_under_jobs(instance)
        yield instance


def open_records(folder: Path) -> dg.DagsterInstance:
    """The instance of a prepared folder as it is. Raises SettingsError where its records cannot be opened."""
    try:
        return dg.DagsterInstance.from_config(str(folder))
    except Exception as error:
        # Each storage has errors of its own, and a package that is missing is one too.
        cause = error.__cause__ or error
        told = (str(cause).splitlines() or [type(cause).__name__])[0]
        raise SettingsError(
            f"Dagster's records cannot be opened as {folder / 'dagster.yaml'} says: {mask_address(told)}. Start the "
            "database that it names, or mend that file; the lake and the releases are whole."
        ) from error


@contextmanager
def telling_of_records(settings: Settings) -> Iterator[None]:
    """Say in a sentence why Dagster's records fail while a run goes on: a full disk, a database that went away.

    Raises SourceError for what their database raises.
    """
    try:
        yield
    except DBAPIError as error:
        told = (str(error.orig).splitlines() or [type(error).__name__])[0]
        raise SourceError(
            f"Dagster's records in {settings.dagster_home} cannot be read or written: {mask_address(told)}. Make room "
            "on that disk, or start the database that its dagster.yaml names, then run again; what is done is kept."
        ) from error


def _show_under_jobs(instance: dg.DagsterInstance) -> None:
    """Let each new run say which code location its job belongs to, as runs of the web UI do.

    `execute_in_process` has no argument for it, and the timeline leaves out runs without it.
    """
    create = instance.create_run_for_job
    repository = RemoteRepositoryOrigin(RegisteredCodeLocationOrigin(CODE_LOCATION), SINGLETON_REPOSITORY_NAME)

    def create_run_for_job(job_def: dg.JobDefinition, **arguments: Any) -> dg.DagsterRun:
        return create(job_def, **arguments, remote_job_origin=RemoteJobOrigin(repository, job_def.name))

    instance.create_run_for_job = create_run_for_job  # type: ignore[method-assign, assignment]


def describe_errors(settings: Settings, run_ids: Iterable[str]) -> Iterator[str]:
    """The errors that ended steps of these runs, each with its causes and where it was raised."""
    with open_instance(settings) as instance:
        for run_id in run_ids:
            for entry in instance.all_logs(run_id, of_type=dg.DagsterEventType.STEP_FAILURE):
                event = entry.get_dagster_event()
                error = event.step_failure_data.error
                if error is not None:
                    yield f"{event.job_name}, step {event.step_key}, run {run_id}\n{error.to_string()}"


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
    """Mark runs on this machine as failed where their process is gone, as after kill -9; queued ones wait for them.

    Dagster watches a run of the web UI until it begins, and of a process that goes later it never hears.
    """
    wanted = dg.RunsFilter(statuses=_RUNNING, tags={HOST_TAG: socket.gethostname()})
    for run in instance.get_runs(filters=wanted):
        if not is_process_alive(run.tags.get(PROCESS_TAG, "")):
            instance.report_run_failed(run, "The process of this run is gone. Run it again: whole days stay whole.")
    _free_slots(instance)


def _free_slots(instance: dg.DagsterInstance) -> None:
    """Free the places in pools that ended runs still hold: Dagster's daemon alone would, and the next run waits for it.

    A publisher that was killed held the one place of the pool `release`; without a daemon all later runs waited.
    """
    storage = instance.event_log_storage
    if not storage.supports_global_concurrency_limits:
        return
    for key in storage.get_concurrency_keys():
        for run_id in storage.get_concurrency_info(key).active_run_ids:
            run = instance.get_run_by_id(run_id)
            if run is None or run.is_finished:
                storage.free_concurrency_slots_for_run(run_id)


class CancelWatch:
    """Whether a run of this process was cancelled elsewhere; to be called once a second.

    Now and then it ends dead runs too, since a run may wait for a place in a pool that another one takes with it when
    it is killed.
    """

    def __init__(self, instance: dg.DagsterInstance, run_id: str) -> None:
        self._instance, self._run_id = instance, run_id
        self._ended_at = time.monotonic()

    def __call__(self) -> bool:
        if time.monotonic() - self._ended_at > _END_DEAD_EVERY_S:
            self._ended_at = time.monotonic()
            end_dead_runs(self._instance)
        return is_cancelled(self._instance, self._run_id)
