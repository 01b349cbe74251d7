"""What a run shows of its progress: counts, rates, days, time left; a bar on a terminal, lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from broadsheet.run.amounts import count_pages_of
from broadsheet.run.events import RunEvent, listening
from broadsheet.run.progress import ProgressLines, RunProgress
from broadsheet.settings import load_settings
from broadsheet.stages.chunks import map_days
from broadsheet.stages.context import StageContext
from broadsheet.stages.ingest import index_inbox
from tests.pipelines.inbox_pages import write_pages
from tests.pipelines.lake_rows import put

DAYS = [date(2024, 3, 5) + timedelta(days=number) for number in range(3)]


class Clock:
    """A clock that is put on by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def make_events(sizes: list[int]) -> Iterator[RunEvent]:
    """A stage at work on days of so many pages each; its days are written together at the end."""
    yield RunEvent("planned", "derive", day_count=len(sizes), page_count=sum(sizes))
    for day, size in zip(DAYS, sizes, strict=False):
        yield RunEvent("pages", day=day, page_count=0)
        yield from (RunEvent("pages", day=day, page_count=1) for _ in range(size))
    for day in DAYS[: len(sizes)]:
        yield RunEvent("day", "derive", day, row_count=9)


# Pages of three days, two seconds each; events taken in; the line that stands there.
SHOWN = {
    "planned": (1, "derive 0/6 pages, 0/3 days"),
    "begun": (2, "derive 0/6 pages, 0/3 days"),
    "the first page, which has waited for the model": (3, "derive 1/6 pages, 0/3 days"),
    "within the first day": (4, "derive 2/6 pages, 0/3 days, 0.5/s, 0:00:08 left"),
    "the second day has begun": (5, "derive 2/6 pages, 1/3 days, 0.5/s, 0:00:08 left"),
    "all pages, no day written": (10, "derive 6/6 pages, 2/3 days, 0.5/s"),
    "all written": (13, "derive 6/6 pages, 3/3 days, 0.5/s"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_progress_moves_within_a_stage(name: str) -> None:
    count, shown = SHOWN[name]
    clock = Clock()
    progress = RunProgress(clock)
    for _, event in zip(range(count), make_events([2, 3, 1]), strict=False):
        clock.now += 2.0 * event.page_count if event.kind == "pages" else 0
        progress.listen(event)
    assert progress.describe() == shown


def read_day(progress: RunProgress, day: date, count: int) -> None:
    progress.listen(RunEvent("pages", day=day, page_count=0))
    for _ in range(count):
        progress.listen(RunEvent("pages", day=day, page_count=1))


def test_pages_of_a_day_that_is_read_again_count_once() -> None:
    progress = RunProgress(Clock())
    progress.listen(RunEvent("planned", "ingest", day_count=2, page_count=9))
    for count, shown in ((4, 4), (1, 4), (3, 4), (4, 4)):
        read_day(progress, DAYS[0], count)
        assert progress.describe() == f"ingest {shown}/9 pages, 0/2 days"
    read_day(progress, DAYS[1], 3)
    assert progress.describe() == "ingest 7/9 pages, 1/2 days"
    read_day(progress, DAYS[1], 5)
    assert progress.describe() == "ingest 9/9 pages, 1/2 days"


def test_more_pages_than_were_planned_are_all_shown() -> None:
    progress = RunProgress(Clock())
    progress.listen(RunEvent("planned", "ingest", day_count=1, page_count=2))
    read_day(progress, DAYS[0], 3)
    assert progress.describe() == "ingest 3/3 pages, 0/1 days"


def test_the_rate_forgets_how_long_the_first_page_took() -> None:
    clock = Clock()
    progress = RunProgress(clock)
    progress.listen(RunEvent("planned", "derive", day_count=1, page_count=10_000))
    clock.now += 300
    for _ in range(1000):
        clock.now += 0.1
        progress.listen(RunEvent("pages", day=DAYS[0], page_count=1))
    assert progress.pages_per_second == pytest.approx(10, rel=0.02)
    assert progress.seconds_left == pytest.approx(900, rel=0.02)


def test_time_left_grows_while_no_page_gets_through() -> None:
    clock = Clock()
    progress = RunProgress(clock)
    progress.listen(RunEvent("planned", "derive", day_count=1, page_count=4))
    assert progress.seconds_left is None
    left: list[float | None] = []
    for seconds in (0, 3, 60):
        progress.listen(RunEvent("pages", day=DAYS[0], page_count=int(seconds < 60)))
        clock.now += seconds
        left.append(progress.seconds_left)
    assert left == [None, pytest.approx(6), pytest.approx(126)]


def test_the_line_of_a_large_run_fits_a_terminal() -> None:
    clock = Clock()
    progress = RunProgress(clock)
    progress.listen(RunEvent("planned", "extract", day_count=2500, page_count=99_999))
    for number in range(1235):
        progress.listen(RunEvent("pages", day=DAYS[0] + timedelta(days=number), page_count=10))
        clock.now += 0.8
    assert progress.describe() == "extract 12,350/99,999 pages, 1234/2500 days, 12.3/s, 1:58:24 left"
    # A spinner and a bar of 10 columns stand before it.
    assert len(progress.describe()) <= 80 - len("| ---------- ")


def test_without_a_terminal_a_line_comes_every_ten_seconds() -> None:
    clock, lines = Clock(), list[str]()
    progress = RunProgress(clock)
    with ProgressLines(lines.append, progress, clock) as shown:
        progress.listen(RunEvent("planned", "derive", day_count=1, page_count=300))
        shown.listen(RunEvent("planned", "derive", day_count=1, page_count=300))
        for _ in range(250):
            clock.now += 0.1
            event = RunEvent("pages", day=DAYS[0], page_count=1)
            progress.listen(event)
            shown.listen(event)
        shown.listen(RunEvent("note", text="a word"))
    assert lines == [
        "derive 0/300 pages, 0/1 days",
        "derive 100/300 pages, 0/1 days, 10.0/s, 0:00:20 left",
        "derive 200/300 pages, 0/1 days, 10.0/s, 0:00:10 left",
        "a word",
    ]


def test_each_page_is_told_when_its_outcome_is_taken() -> None:
    events = list[RunEvent]()
    rows = {DAYS[0]: "ab", DAYS[1]: "", DAYS[2]: "c"}
    with listening(events.append):
        for chunk in map_days(DAYS, rows.__getitem__, iter, iter):
            for _, _, made in chunk:
                list(made)
    told = [(event.day, event.page_count) for event in events if event.kind == "pages"]
    assert told == [(DAYS[0], 0), (DAYS[0], 1), (DAYS[0], 1), (DAYS[1], 0), (DAYS[2], 0), (DAYS[2], 1)]


def test_nobody_who_listens_costs_nothing() -> None:
    made = [list(made) for chunk in map_days(DAYS, lambda day: "ab", iter, iter) for _, _, made in chunk]
    assert made == [["a", "b"]] * 3


def test_pages_of_a_stage_are_known_before_it_begins(tmp_path: Path) -> None:
    context = StageContext.of(load_settings({"BROADSHEET_HOME": str(tmp_path)}))
    lines = [(f"https://post.example/{number}", f"{DAYS[number % 2]}T09:00:00Z", "<p>a</p>") for number in range(5)]
    write_pages(context.settings.inbox / "a.jsonl", lines)
    index_inbox(context)
    put(context.lake, "captures", DAYS[0], {"capture_id": "a"}, {"capture_id": "b"})
    put(context.lake, "captures", DAYS[1], {"capture_id": "c"})
    found = {stage: count_pages_of(context, stage, DAYS[:2]) for stage in ("ingest", "extract", "derive")}
    assert found == {"ingest": 5, "extract": 3, "derive": 0}
    assert count_pages_of(context, "extract", [DAYS[1], DAYS[2]]) == 1
