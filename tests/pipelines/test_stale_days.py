"""What is new or stale: the plan of a run, over a lake written by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.lake import Lake, frame_of
from broadsheet.runs import DayRange, StaleDay, cut_ranges, find_stale_days, find_unsettled_days, note_run
from broadsheet.stages.report import DayReport, TableReport
from broadsheet.tables import get_table
from tests.sql.conftest import fill_row

DAY = date(2024, 3, 5)
NEXT = DAY + timedelta(days=1)
CODE = {"ingest": "i1", "extract": "e1", "derive": "d1"}


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "lake"))


def put(lake: Lake, table: str, day: date, *rows: dict[str, object]) -> None:
    definition = get_table(table)
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    filled = [fill_row(definition, {"captured_on": day} | row) for row in rows]
    filled = [row | {"captured_at": at} if "captured_at" in row else row for row in filled]
    lake.replace_partition(table, day, frame_of(definition, filled))


def note_all(lake: Lake, day: date, code: dict[str, str] = CODE) -> None:
    from broadsheet.runs import fingerprint_inputs

    for stage in ("ingest", "extract", "derive"):
        report = DayReport(stage, day, {"t": TableReport(1)}, 0.1)
        note_run(lake, report, code[stage], "files" if stage == "ingest" else fingerprint_inputs(lake, stage)(day))


def test_new_day_begins_with_ingest(lake: Lake) -> None:
    assert find_stale_days(lake, {DAY: "files"}, CODE) == [StaleDay(DAY, "ingest", "never run")]


def test_day_that_is_done_is_not_stale(lake: Lake) -> None:
    put(lake, "captures", DAY, {"capture_id": "a"})
    note_all(lake, DAY)
    assert find_stale_days(lake, {DAY: "files"}, CODE) == []


def test_changed_files_start_with_ingest(lake: Lake) -> None:
    note_all(lake, DAY)
    assert [item.stage for item in find_stale_days(lake, {DAY: "other files"}, CODE)] == ["ingest"]


def test_new_captures_start_with_extract(lake: Lake) -> None:
    note_all(lake, DAY)
    put(lake, "captures", DAY, {"capture_id": "a"})
    assert [item.stage for item in find_stale_days(lake, {DAY: "files"}, CODE)] == ["extract"]


def test_new_derive_code_touches_derive_only(lake: Lake) -> None:
    note_all(lake, DAY)
    assert find_stale_days(lake, {DAY: "files"}, CODE | {"derive": "d2"}) == [
        StaleDay(DAY, "derive", "its code changed")
    ]


def test_day_whose_files_are_gone_is_left_alone(lake: Lake) -> None:
    note_all(lake, DAY)
    assert find_stale_days(lake, {}, CODE) == []


def test_version_that_an_earlier_day_brought_makes_the_later_day_unsettled(lake: Lake) -> None:
    put(lake, "articles", NEXT, {"article_version_id": "v"})
    assert find_unsettled_days(lake) == set()
    put(lake, "articles", DAY, {"article_version_id": "v"})
    assert find_unsettled_days(lake) == {NEXT}


def test_duplicate_without_its_original_is_unsettled(lake: Lake) -> None:
    put(lake, "captures", NEXT, {"capture_id": "b", "body_sha256": "x"}, {"capture_id": "c", "body_sha256": "y"})
    put(lake, "skipped", NEXT, {"capture_id": "b", "reason": "unchanged_text", "repeats_version_id": "v"})
    assert find_unsettled_days(lake) == {NEXT}
    put(lake, "articles", DAY, {"article_version_id": "v"})
    assert find_unsettled_days(lake) == set()
    put(lake, "skipped", NEXT, {"capture_id": "c", "reason": "duplicate_capture", "repeats_version_id": "v"})
    assert find_unsettled_days(lake) == {NEXT}


def test_ranges_bridge_short_empty_gaps_but_no_day_that_is_done() -> None:
    days = [DAY + timedelta(days=offset) for offset in (0, 1, 4, 30)]
    stale = [StaleDay(day, "ingest", "-") for day in days]
    assert cut_ranges(stale, set()) == [DayRange(days[0], days[2], "ingest"), DayRange(days[3], days[3], "ingest")]
    done = {DAY + timedelta(days=2)}
    assert len(cut_ranges(stale, done)) == 3


def test_ranges_part_where_another_stage_begins() -> None:
    stale = [StaleDay(DAY, "extract", "-"), StaleDay(NEXT, "derive", "-")]
    assert [span.stage for span in cut_ranges(stale, set())] == ["extract", "derive"]
