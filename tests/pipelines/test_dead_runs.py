"""Runs that were killed hold nothing: neither their state nor their place in a pool."""

from __future__ import annotations

import socket
from pathlib import Path

import dagster as dg
import pytest

from assets.process import HOST_TAG, PROCESS_TAG, describe_process
from broadsheet.settings import load_settings
from pipelines import home
from pipelines.home import CancelWatch, open_instance

STARTED, FAILURE = dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.FAILURE
# More than any process number.
GONE = {PROCESS_TAG: str(2**22 + 1), HOST_TAG: socket.gethostname()}


@dg.op(pool="release")
def publish_all() -> None:
    """Something in a pool of one place."""


@dg.job
def publish() -> None:
    publish_all()


def hold_place(instance: dg.DagsterInstance, status: dg.DagsterRunStatus, tags: dict[str, str]) -> str:
    """A run of that state that holds the one place of the pool."""
    run = instance.create_run_for_job(publish, status=status, tags=tags)
    storage = instance.event_log_storage
    storage.initialize_concurrency_limit_to_default("release")
    assert storage.claim_concurrency_slot("release", run.run_id, "publish_all").is_claimed
    return run.run_id


def list_holders(instance: dg.DagsterInstance) -> set[str]:
    return instance.event_log_storage.get_concurrency_info("release").active_run_ids


@pytest.mark.parametrize("status", [STARTED, FAILURE], ids=lambda status: status.value)
def test_the_place_of_a_killed_run_is_free_for_the_next(tmp_path: Path, status: dg.DagsterRunStatus) -> None:
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path)})
    with open_instance(settings) as instance:
        killed = hold_place(instance, status, GONE)
        assert list_holders(instance) == {killed}
    with open_instance(settings) as instance:
        assert list_holders(instance) == set()
        run = instance.get_run_by_id(killed)
        assert run is not None and run.status is FAILURE
        assert publish.execute_in_process(instance=instance).success


def test_a_process_that_got_the_number_of_a_killed_one_is_another(tmp_path: Path) -> None:
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path)})
    number, _, start = describe_process()[PROCESS_TAG].partition(" ")
    assert start.isdecimal()
    with open_instance(settings) as instance:
        killed = hold_place(instance, STARTED, GONE | {PROCESS_TAG: f"{number} {int(start) - 1}"})
        # As an earlier version of ours wrote it.
        running = instance.create_run_for_job(publish, status=STARTED, tags=GONE | {PROCESS_TAG: number}).run_id
    with open_instance(settings) as instance:
        statuses = {run.run_id: run.status for run in instance.get_runs()}
        assert statuses == {killed: FAILURE, running: STARTED} and list_holders(instance) == set()


def test_the_place_of_a_run_at_work_is_its_own(tmp_path: Path) -> None:
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path)})
    with open_instance(settings) as instance:
        busy = hold_place(instance, STARTED, describe_process())
    with open_instance(settings) as instance:
        assert list_holders(instance) == {busy}


def test_a_run_that_waits_frees_the_place_of_one_killed_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_instance(load_settings({"BROADSHEET_HOME": str(tmp_path)})) as instance:
        waiting = instance.create_run_for_job(publish, status=STARTED, tags=describe_process())
        hold_place(instance, STARTED, GONE)
        watch = CancelWatch(instance, waiting.run_id)
        assert not watch() and list_holders(instance)
        monkeypatch.setattr(home, "_END_DEAD_EVERY_S", 0.0)
        assert not watch() and not list_holders(instance)
