"""The engine on a real Ray of two machines: the rows of one machine, whatever is lost on the way."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from broadsheet.errors import FaultError, SourceError
from broadsheet.pool import Engine, Pool, close_engines, get_engine
from broadsheet.pool.ray_engine import get_crew
from broadsheet.pool.same_code import describe_code
from broadsheet.settings import load_settings
from tests.far.conftest import RayCluster, start_run
from tests.far.test_s3_lake import put_pages, read_lake, read_release
from tests.pool.small_job import DoubleJob
from tests.pool.test_derive_faults import ARTICLES, FAULTY

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class SlowJob(DoubleJob):
    """A tenth of a second an item, so that there is time to lose something."""

    work: str = "tests.pool.small_job:prepare_slow"


@pytest.fixture
def engine(ray_cluster: RayCluster) -> Iterator[Engine[int, object]]:
    ray_cluster.add_machine()
    yield get_engine(SlowJob(), 0, "ray")
    close_engines()


def list_hosts() -> list[int]:
    """The processes of actors."""
    return [
        int(folder.name)
        for folder in Path("/proc").iterdir()
        if folder.name.isdigit() and _read_name(folder).startswith("ray::Host")
    ]


def _read_name(folder: Path) -> str:
    try:
        return (folder / "cmdline").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def test_order_is_kept_and_faults_keep_their_place(ray_cluster: RayCluster) -> None:
    ray_cluster.add_machine()
    engine = get_engine(DoubleJob(), 0, "ray")
    expected: list[object] = [2 * number for number in range(100)]
    expected[13], expected[77] = "error", "crash"
    assert list(engine.map(range(100))) == expected
    assert list(engine.map([3, -1, -1, 4])) == [6, "refused", "refused", 8]
    assert list(engine.map([])) == []
    close_engines()
    assert list(get_engine(DoubleJob(), 1, "ray").map([5])) == [10]
    close_engines()


def test_a_caller_that_stops_early_can_go_on(engine: Engine[int, object]) -> None:
    first = engine.map(range(20, 60))
    assert next(first) == 40
    first.close()  # type: ignore[attr-defined]
    assert list(engine.map([1, 2, 3])) == [2, 4, 6]


def test_a_killed_actor_costs_nothing(engine: Engine[int, object]) -> None:
    found = engine.map(range(100, 260))
    got = [next(found) for _ in range(20)]
    hosts = list_hosts()
    assert len(hosts) == 2
    os.kill(hosts[0], signal.SIGKILL)
    assert [*got, *found] == [2 * number for number in range(100, 260)]


def test_a_lost_machine_costs_nothing_and_a_new_one_is_used(
    engine: Engine[int, object], ray_cluster: RayCluster
) -> None:
    found = engine.map(range(100, 260))
    got = [next(found) for _ in range(20)]
    ray_cluster.lose_machine()
    assert [*got, *found] == [2 * number for number in range(100, 260)]
    assert len(list_hosts()) == 1
    ray_cluster.add_machine()
    assert list(engine.map(range(100, 300))) == [2 * number for number in range(100, 300)]
    assert len(list_hosts()) >= 2  # more where the lost machine is not yet known to be gone


def test_where_all_actors_are_lost_again_and_again_the_run_ends_and_no_item_is_blamed(
    engine: Engine[int, object],
) -> None:
    found, got, is_over = engine.map(range(100, 400)), [], threading.Event()

    def kill_all() -> None:
        while not is_over.wait(0.3):
            for host in list_hosts():
                with suppress(ProcessLookupError):
                    os.kill(host, signal.SIGKILL)

    killer = threading.Thread(target=kill_all)
    killer.start()
    try:
        with pytest.raises(SourceError, match="lost the machine or process of one batch or start 5 times"):
            got.extend(found)
    finally:
        is_over.set()
        killer.join()
    assert got == [2 * number for number in range(100, 100 + len(got))]


def test_articles_that_spin_crash_or_eat_memory_end_as_on_one_machine(ray_cluster: RayCluster) -> None:
    ray_cluster.add_machine()
    with Pool(FAULTY, 1) as pool:
        expected = list(pool.map(ARTICLES))
    assert list(get_engine(FAULTY, 0, "ray").map(ARTICLES)) == expected
    close_engines()


def test_a_fault_of_ours_ends_the_run(ray_cluster: RayCluster) -> None:
    engine: Engine[Any, Any] = get_engine(FAULTY, 0, "ray")
    with pytest.raises(FaultError, match="ferries"):
        list(engine.map([ARTICLES[0].__class__("v", "The ferry sails. [lacks a word list]")]))
    close_engines()


def test_a_machine_with_other_code_is_refused(ray_cluster: RayCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = get_engine(DoubleJob(), 1, "ray")
    monkeypatch.setattr(get_crew(1), "_code", describe_code() | {"numpy": "1.0"})
    with pytest.raises(FaultError, match=r"other code: numpy 1\.0 here"):
        list(engine.map([1]))
    close_engines()


def test_a_run_on_ray_gives_the_tables_and_the_release_of_a_local_one(ray_cluster: RayCluster, tmp_path: Path) -> None:
    ray_cluster.add_machine()
    near = {"BROADSHEET_HOME": str(tmp_path / "near"), "RAY_ADDRESS": ""}
    far = {"BROADSHEET_HOME": str(tmp_path / "far"), "BROADSHEET_ENGINE": "ray", "BROADSHEET_WORKERS": ""}
    found = []
    for variables in (near, far):
        settings = load_settings(variables)
        for number in range(3):
            put_pages(settings, number)
        run = start_run(variables)
        told, _ = run.communicate(timeout=900)
        assert run.returncode == 0, told
        found.append((read_lake(settings), read_release(settings)))
    assert len(found[0][0]["claims"]) > 5
    assert found[0] == found[1]


def test_a_run_on_ray_ends_by_ctrl_c_and_the_next_one_goes_on(ray_cluster: RayCluster, tmp_path: Path) -> None:
    variables = {"BROADSHEET_HOME": str(tmp_path), "BROADSHEET_ENGINE": "ray"}
    for number in range(12):
        put_pages(load_settings(variables), number)
    run = start_run(variables)
    while not list_hosts() and run.poll() is None:
        time.sleep(0.1)
    run.send_signal(signal.SIGINT)
    started = time.monotonic()
    told, _ = run.communicate(timeout=120)
    assert run.returncode == 130 and time.monotonic() - started < 30, told
    assert start_run(variables).wait(timeout=600) == 0
    assert len(read_lake(load_settings(variables))["articles"]) == 24


def test_a_run_without_its_cluster_says_so(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="Ray is not installed: make test-far")
    put_pages(load_settings({"BROADSHEET_HOME": str(tmp_path)}), 0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    run = start_run({"BROADSHEET_HOME": str(tmp_path), "BROADSHEET_ENGINE": "ray", "RAY_ADDRESS": address})
    told = " ".join(run.communicate(timeout=300)[0].split())
    assert run.returncode == 1 and f"The Ray cluster at {address} does not answer" in told
    assert "Traceback" not in told
