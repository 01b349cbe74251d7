"""Turns of hosts: delays, back-off, rests, and who is asked at the same moment."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.crawl.hosts import (
    FAILURES_BEFORE_REST,
    FIRST_REST_S,
    LONGEST_REST_S,
    HostState,
    Pacer,
    note_answer,
    read_retry_after,
)
from broadsheet.crawl.queues import Job, JobQueues, Stop
from broadsheet.crawl.state import State
from broadsheet.fetch.exchange import Exchange, Hop
from broadsheet.ingest.sources import Source
from tests.crawl.simulated import START, Clock, http_date

HOST = "mill.example"


def answer(outcome: str, status: int | None = None, **headers: str) -> Exchange:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    hop = Hop(f"https://{HOST}/", START, 0.1, status=status, headers=pairs)
    return Exchange(hop.url, outcome, "", (hop,))


def wait_s(state: HostState) -> float:
    return ((state.not_before_at or START) - START).total_seconds()


RETRY_AFTER = {
    "seconds": ("120", 120.0),
    "nought": ("0", 0.0),
    "a date": (http_date(START + timedelta(minutes=5)), 300.0),
    "a date that is past": (http_date(START - timedelta(minutes=5)), 0.0),
    "a year": ("31536000", 86400.0),
    "a number without end": ("9" * 400, 86400.0),
    "words": ("soon", None),
    "a negative number": ("-5", None),
    "other digits": ("١٢٠", None),
    "a date that is none": ("Tue, 99 Mar 2024 99:99:99 GMT", None),
    "empty": ("", None),
    "nothing": (None, None),
}


@pytest.mark.parametrize("name", RETRY_AFTER)
def test_retry_after_is_read(name: str) -> None:
    written, seconds = RETRY_AFTER[name]
    assert read_retry_after(written, START) == seconds


def test_a_date_without_zone_is_utc() -> None:
    assert read_retry_after("Mon, 04 Mar 2024 06:01:00", datetime(2024, 3, 4, 6, tzinfo=UTC)) == 60.0


@pytest.mark.parametrize("status", [429, 503])
def test_a_throttled_host_is_left_alone_longer_each_time(status: int) -> None:
    state, waits = HostState(HOST), []
    for _ in range(10):
        state = note_answer(state, answer("throttled", status), START, lambda: 0.0)
        waits.append(wait_s(state))
    assert waits[:4] == [30.0, 60.0, 120.0, 240.0]
    assert waits[-1] == 3600.0


def test_jitter_only_adds() -> None:
    shortest = note_answer(HostState(HOST), answer("throttled", 429), START, lambda: 0.0)
    longest = note_answer(HostState(HOST), answer("throttled", 429), START, lambda: 1.0)
    assert (wait_s(shortest), wait_s(longest)) == (30.0, 45.0)


def test_what_the_host_asks_for_is_the_least() -> None:
    state = note_answer(HostState(HOST), answer("throttled", 429, Retry_After="600"), START, lambda: 0.0)
    assert wait_s(state) == 600.0
    short = note_answer(HostState(HOST), answer("throttled", 429, Retry_After="1"), START, lambda: 0.0)
    assert wait_s(short) == 30.0


FAILURES = [
    ("timed_out", None),
    ("unresolved", None),
    ("connect_failed", None),
    ("tls_failed", None),
    ("http_error", 500),
]


@pytest.mark.parametrize(("outcome", "status"), FAILURES)
def test_a_host_that_fails_in_a_row_rests_longer_each_time(outcome: str, status: int | None) -> None:
    state, waits = HostState(HOST), []
    for _ in range(FAILURES_BEFORE_REST + 6):
        state = note_answer(state, answer(outcome, status), START, lambda: 0.0)
        waits.append(wait_s(state))
    assert waits[: FAILURES_BEFORE_REST - 1] == [0.0] * (FAILURES_BEFORE_REST - 1)
    assert waits[FAILURES_BEFORE_REST - 1 : FAILURES_BEFORE_REST + 1] == [FIRST_REST_S, 2 * FIRST_REST_S]
    assert waits[-1] == LONGEST_REST_S


@pytest.mark.parametrize(
    ("outcome", "status"), [("fetched", 200), ("gone", 404), ("not_modified", 304), ("http_error", 418)]
)
def test_an_answer_makes_all_well_again(outcome: str, status: int) -> None:
    state = HostState(HOST, throttled_count=3, failure_count=7, rest_count=2, not_before_at=START, reason="x")
    assert note_answer(state, answer(outcome, status), START, lambda: 0.0) == HostState(HOST)


def make_pacer(folder: Path, clock: Clock, **options: float) -> Pacer:
    folder.mkdir(exist_ok=True)
    return Pacer(
        State(folder),
        clock=clock,
        sleep=clock.sleep,
        draw=lambda: 0.0,
        should_stop=lambda: False,
        longest_wait_s=options.get("longest_wait_s", 300.0),
    )


def test_the_delay_counts_from_the_end_of_the_answer(tmp_path: Path) -> None:
    clock = Clock()
    pacer = make_pacer(tmp_path, clock)
    starts = []
    for _ in range(3):
        assert pacer.acquire(HOST, 5.0) is None
        starts.append((clock.now - START).total_seconds())
        clock.sleep(2.0)
        pacer.release(HOST, answer("fetched", 200))
    assert starts == [0.0, 7.0, 14.0]


def test_a_long_wait_is_refused_with_its_reason(tmp_path: Path) -> None:
    clock = Clock()
    pacer = make_pacer(tmp_path, clock)
    assert pacer.acquire(HOST, 5.0) is None
    pacer.release(HOST, answer("throttled", 429, Retry_After="900"))
    refusal = pacer.acquire(HOST, 5.0)
    assert refusal is not None and "900 s" in refusal and "later" in refusal
    assert clock.now == START


def test_another_process_knows_what_a_host_asked_for(tmp_path: Path) -> None:
    clock = Clock()
    pacer = make_pacer(tmp_path, clock)
    assert pacer.acquire(HOST, 5.0) is None
    pacer.release(HOST, answer("throttled", 429, Retry_After="900"))
    assert make_pacer(tmp_path, clock).wait_s(HOST, 5.0) == 900.0


def test_one_host_is_asked_by_one_thread_at_a_time(tmp_path: Path) -> None:
    clock = Clock()
    pacer = make_pacer(tmp_path, clock)
    at_once, most, lock = [0], [0], threading.Lock()

    def ask() -> None:
        for _ in range(20):
            assert pacer.acquire(HOST, 0.0) is None
            with lock:
                at_once[0] += 1
                most[0] = max(most[0], at_once[0])
            with lock:
                at_once[0] -= 1
            pacer.release(HOST)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert most == [1]


SOURCE = Source("mill", None, "feed", url=f"https://{HOST}/feed")


def make_queues(clock: Clock, done: list[str], **options: object) -> JobQueues:
    known: dict[str, object] = {
        "wait_s": lambda job: 0.0,
        "longest_wait_s": 300.0,
        "sleep": clock.sleep,
        "stop": Stop(lambda: False),
        "worker_count": 1,
    }
    return JobQueues(lambda job: done.append(job.url), **(known | options))  # type: ignore[arg-type]


def test_hosts_take_turns_and_keep_their_order() -> None:
    done: list[str] = []
    queues = make_queues(Clock(), done)
    for url in ("https://a.example/1", "https://a.example/2", "https://b.example/1"):
        queues.add(Job("page", SOURCE, {"url": url}))
    assert queues.count == 3
    assert len(list(queues.run(lambda job, wait, count: None))) == 3
    assert done.index("https://a.example/1") < done.index("https://a.example/2")


def test_a_host_that_is_not_ready_for_long_is_left() -> None:
    done: list[str] = []
    left: list[tuple[str, float, int]] = []
    queues = make_queues(Clock(), done, wait_s=lambda job: 900.0 if "a.example" in job.url else 0.0)
    for url in ("https://a.example/1", "https://a.example/2", "https://b.example/1"):
        queues.add(Job("page", SOURCE, {"url": url}))
    list(queues.run(lambda job, wait, count: left.append((job.url, wait, count))))
    assert done == ["https://b.example/1"]
    assert left == [("https://a.example/1", 900.0, 2)]


@pytest.mark.parametrize("worker_count", [1, 4])
def test_a_job_that_fails_ends_all(worker_count: int) -> None:
    def fail(job: Job) -> None:
        raise OSError("the disk is full")

    stop = Stop(lambda: False)
    queues = JobQueues(
        fail, wait_s=lambda job: 0.0, longest_wait_s=1.0, sleep=Clock().sleep, stop=stop, worker_count=worker_count
    )
    for number in range(8):
        queues.add(Job("page", SOURCE, {"url": f"https://h{number}.example/"}))
    with pytest.raises(OSError, match="disk"):
        list(queues.run(lambda job, wait, count: None))
    assert stop()
