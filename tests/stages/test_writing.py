"""Days that are written together: one that does not fit its table costs itself only."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from broadsheet.errors import SchemaMismatchError
from broadsheet.lake import Lake, empty_frame
from broadsheet.stages.notes import read_notes
from broadsheet.stages.writing import DayWriter

DAYS = [date(2024, 3, 5) + timedelta(days=offset) for offset in range(4)]


def make_frame(*, fits: bool = True) -> pl.DataFrame:
    frame = empty_frame("article_authors")
    return frame if fits else frame.cast({"name": pl.Int64})


def test_days_are_written_together_and_noted(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path))
    writer = DayWriter(lake, "extract", "d")
    for day in DAYS:
        assert list(writer.add(day, {"article_authors": make_frame()}, {}, "in")) == []
    assert [report.day for report in writer.flush()] == DAYS
    assert {day for _, day in read_notes(lake)} == set(DAYS)
    assert list(writer.flush()) == []


def test_a_day_that_does_not_fit_stops_after_those_before_it(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path))
    writer = DayWriter(lake, "extract", "d")
    for day in DAYS:
        list(writer.add(day, {"article_authors": make_frame(fits=day != DAYS[2])}, {}, "in"))
    done = []
    with pytest.raises(SchemaMismatchError, match="name"):
        for report in writer.flush():
            done.append(report.day)
    assert done == DAYS[:2]
    assert {day for _, day in read_notes(lake)} == set(DAYS[:2])
