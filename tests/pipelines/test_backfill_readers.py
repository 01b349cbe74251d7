"""A reader opens the warehouse in a loop while thirty days are run: no error, and never an older release."""

from __future__ import annotations

import multiprocessing
import time
from datetime import date, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import pytest

from broadsheet.release import open_warehouse
from broadsheet.settings import load_settings
from pipelines.run import run_days
from tests.pipelines.inbox_pages import PARAGRAPHS, build_page, write_pages

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("only_days_with_pages")]

FIRST = date(2024, 2, 1)


def read_in_a_loop(home: str, stop: Event, answers: Any) -> None:
    """Count articles until told to stop; put the counts, or the error."""
    settings = load_settings({"BROADSHEET_HOME": home})
    counts: list[int] = []
    while not stop.is_set():
        with open_warehouse(settings) as warehouse:
            ((count,),) = warehouse.sql("select count(*) from articles").fetchall()
        counts.append(count)
        time.sleep(0.02)
    answers.put(counts)


def test_reader_loop_sees_no_error_during_a_backfill_of_thirty_days(tmp_path: Path) -> None:
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path), "BROADSHEET_WORKERS": "1"})
    pages = []
    for offset in range(30):
        day = FIRST + timedelta(days=offset)
        texts = [f"{text} It was day {offset}." for text in PARAGRAPHS]
        pages.append((f"https://post.example/{offset}", f"{day}T10:00:00Z", build_page(f"Day {offset}", texts, day)))
    write_pages(settings.inbox / "first.jsonl", pages[:1])
    run_days(settings)
    context = multiprocessing.get_context("spawn")
    stop, answers = context.Event(), context.Queue()
    reader = context.Process(target=read_in_a_loop, args=(str(tmp_path), stop, answers))
    reader.start()
    write_pages(settings.inbox / "rest.jsonl", pages[1:])
    summary = run_days(settings)
    stop.set()
    counts = answers.get(timeout=60)
    reader.join(timeout=60)
    assert summary.failures == [] and reader.exitcode == 0
    assert counts == sorted(counts) and counts[0] == 1
    with open_warehouse(settings) as warehouse:
        assert warehouse.sql("select count(*) from articles").fetchall() == [(30,)]
