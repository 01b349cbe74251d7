"""A fortnight with late files, a full disk and new code in the middle ends with the tables of one clean run."""

from __future__ import annotations

import dataclasses
import errno
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from broadsheet.errors import SourceError
from broadsheet.lake import Lake, stored
from broadsheet.run import runner
from broadsheet.run.plan import make_plan
from broadsheet.run.runner import Failures, run_plan
from broadsheet.settings import Settings, load_settings
from broadsheet.stages import derivations
from broadsheet.stages.context import StageContext
from broadsheet.stages.ingest import index_inbox
from broadsheet.stages.registry import DAY_STAGES
from tests.pipelines.inbox_pages import PARAGRAPHS, build_page, write_pages

FIRST = date(2026, 10, 1)
DAYS = [FIRST + timedelta(days=offset) for offset in range(14)]
FULL_DISK, NEW_CODE = 6, 9
# By the day on which a file arrives, how much earlier its pages were captured.
LATE = {4: 3, 8: 1, 12: 6}


def put_file(settings: Settings, number: int) -> None:
    """What arrives on a day: its own page, one that every day repeats, and in some a page of days before."""
    day = DAYS[number]
    pages = [
        (f"https://post.example/{number}", day, [f"{PARAGRAPHS[number % 4]} It was day {number}.", PARAGRAPHS[3]]),
        ("https://echo.example/dock", day, PARAGRAPHS),
    ]
    if number in LATE:
        earlier = day - timedelta(days=LATE[number])
        pages.append((f"https://post.example/late/{number}", earlier, [*PARAGRAPHS[:2], f"Late report {number}."]))
    told = [(url, f"{at}T10:00:00Z", build_page(f"Dock {url[-2:]}", texts, at)) for url, at, texts in pages]
    write_pages(settings.inbox / f"{day}.jsonl", told)


def run_evening(settings: Settings) -> Failures:
    context, failures = StageContext.of(settings), Failures()
    index_inbox(context)
    list(run_plan(context, make_plan(context), failures))
    return failures


def read_facts(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    lake = Lake(settings.lake_uri)
    return {table: lake.read(table).rows() for stage in DAY_STAGES for table in stage.writes if table != "captures"}


def fail_to_write(*arguments: Any, **options: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.slow
def test_a_fortnight_with_everything_ends_as_one_clean_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lived, clean = (
        load_settings({"BROADSHEET_HOME": str(tmp_path / name), "BROADSHEET_WORKERS": "1"}) for name in ("a", "b")
    )
    monkeypatch.setattr(runner, "RETRY_WAIT_S", 0.0)
    real = derivations.read_stage_code
    for number in range(len(DAYS)):
        put_file(lived, number)
        put_file(clean, number)
        if number == FULL_DISK:
            with monkeypatch.context() as patch, pytest.raises(SourceError, match="No space left"):
                patch.setattr(stored, "write_deltalake", fail_to_write)
                run_evening(lived)
            continue
        if number == NEW_CODE:
            monkeypatch.setattr(
                derivations,
                "read_stage_code",
                lambda stage: dataclasses.replace(real(stage), parts={**real(stage).parts, "newer": "1"}),
            )
        assert run_evening(lived) == {}
    assert not make_plan(StageContext.of(lived)).items
    assert run_evening(clean) == {}
    assert read_facts(lived) == read_facts(clean)
    assert Lake(lived.lake_uri).days("captures") == DAYS
