"""Laws of the pool: order kept, rows independent of workers and batches, no process left, the parent stays light."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import count, islice

import pytest

from broadsheet.derive_job import DeriveJob
from broadsheet.derive_worker import analyse_batch
from broadsheet.pool import Pool, close_engines, get_engine
from broadsheet.records import ArticleText
from tests.pool.small_job import DoubleJob


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool[int, object]]:
    with Pool(DoubleJob(), 2) as pool:
        yield pool


def list_pids(pool: Pool[int, object]) -> set[int]:
    return {worker.process.pid for worker in pool._workers}


def test_outcomes_keep_the_order_and_faults_their_place(pool: Pool[int, object]) -> None:
    expected: list[object] = [2 * number for number in range(100)]
    expected[13], expected[77] = "error", "crash"
    assert list(pool.map(range(100))) == expected
    assert list(pool.map([3, -1, -1, 4])) == [6, "refused", "refused", 8]
    assert list(pool.map([])) == []


def test_reading_ahead_is_bounded(pool: Pool[int, object]) -> None:
    taken: list[int] = []
    numbers = (taken.append(number) or number for number in count(100))
    assert list(islice(pool.map(numbers), 3)) == [200, 202, 204]
    assert len(taken) <= 2 * 16 + 4


def test_a_caller_that_stops_early_can_go_on_with_the_pool(pool: Pool[int, object]) -> None:
    first = pool.map(range(20, 60))
    assert next(first) == 40
    assert list(pool.map([1, 2, 3])) == [2, 4, 6]
    assert next(first) == 42
    first.close()  # type: ignore[attr-defined]
    assert list(pool.map([1, 2, 3])) == [2, 4, 6]


def test_an_error_of_the_caller_s_items_passes_through(pool: Pool[int, object]) -> None:
    def fail() -> Iterator[int]:
        yield from range(6)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(pool.map(fail()))
    assert list(pool.map([5])) == [10]


def test_workers_leave_an_interrupt_to_the_parent(pool: Pool[int, object]) -> None:
    assert list(pool.map(range(8))) == list(range(0, 16, 2))
    before = list_pids(pool)
    for pid in before:
        os.kill(pid, signal.SIGINT)
    assert list(pool.map(range(8))) == list(range(0, 16, 2))
    assert list_pids(pool) == before


def test_a_worker_killed_between_runs_is_replaced(pool: Pool[int, object]) -> None:
    assert list(pool.map([1])) == [2]
    before = list_pids(pool)
    for worker in pool._workers:
        worker.process.kill()
        worker.process.wait()
    assert list(pool.map([1, 2, 3])) == [2, 4, 6]
    assert list_pids(pool) - before


def test_closing_leaves_no_process_and_the_pool_can_start_again() -> None:
    pool = get_engine(DoubleJob(), 1)
    assert get_engine(DoubleJob(), 1) is pool
    assert list(pool.map([1])) == [2]
    pids = list_pids(pool)
    close_engines()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    with Pool(DoubleJob()) as again:
        assert list(again.map([2])) == [4]


@pytest.mark.slow
def test_rows_do_not_depend_on_workers_or_batches() -> None:
    articles = [
        ArticleText(
            f"v{number}",
            f"The mayor said on Monday that {number} boats left. " * (1 + number % 5),
            headline=f"Boats leave {number}",
            language="en" if number % 4 else "de",
        )
        for number in range(23)
    ]
    expected = analyse_batch(articles, "")
    assert all(rows.claims or articles[place].language == "de" for place, rows in enumerate(expected))
    for workers, batch_items in ((1, 16), (2, 3)):
        with Pool(DeriveJob(batch_items=batch_items), workers) as pool:
            assert list(pool.map(articles)) == expected


LIGHT = """
import sys
from broadsheet.derive_job import DeriveJob
from broadsheet.pool import Pool
from broadsheet.records import ArticleText
with Pool(DeriveJob(), 1) as pool:
    [rows] = pool.map([ArticleText("v", "The mayor said that 12 boats left on Monday.")])
assert rows.claims and rows.numbers and rows.dates
heavy = {"spacy", "onnxruntime", "broadsheet.derive", "broadsheet.claims"} & set(sys.modules)
assert not heavy, heavy
from broadsheet.language.pipeline import load_language_model
from broadsheet.settings import load_settings
from broadsheet.stages.context import StageContext
from broadsheet.stages.derive import describe
assert describe(StageContext.of(load_settings({}))).model_version.startswith("en_broadsheet-")
assert load_language_model.cache_info().currsize == 0
"""


@pytest.mark.slow
def test_the_parent_loads_no_model_and_no_finder_even_with_one_worker() -> None:
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
