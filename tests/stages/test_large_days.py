"""A day larger than memory: stored and read in pieces, with the same rows as in one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from broadsheet.ingest import days as days_module
from broadsheet.settings import load_settings
from broadsheet.stages import captures as captures_module
from broadsheet.stages import ingest
from broadsheet.stages.captures import StoredCaptures
from broadsheet.stages.context import StageContext
from broadsheet.stages.report import DayReport

DAY = date(2026, 3, 5)


def write_lines(path: Path, first: int, last: int) -> None:
    """Texts of the day, their times in no order, one of them far larger than the others."""
    lines = []
    for number in range(first, last):
        text = f"{number} " * (500 if number == 7 else 20)
        at = f"2026-03-05T0{number * 7 % 10}:00:00Z"
        lines.append({"text": text, "captured_at": at, "url": f"https://post.example/{number}"})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def run(home: Path) -> tuple[StageContext, DayReport]:
    context = StageContext.of(load_settings({"BROADSHEET_HOME": str(home)}))
    ingest.index_inbox(context)
    (report,) = ingest.run_days(context, [DAY])
    return context, report


def live_through(home: Path) -> tuple[pl.DataFrame, list[int], StageContext]:
    """Two files, of which one goes and a third comes with a document that has moved: rows and counts at the end."""
    write_lines(home / "inbox/a.jsonl", 0, 6)
    write_lines(home / "inbox/b.jsonl", 6, 12)
    counts = [run(home)[1].row_count]
    (home / "inbox/a.jsonl").unlink()
    write_lines(home / "inbox/c.jsonl", 4, 6)
    context, report = run(home)
    return context.lake.read("captures"), [*counts, report.row_count], context


def test_a_day_in_pieces_has_the_rows_of_a_day_in_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, counts, _ = live_through(tmp_path / "whole")
    for module in (days_module, captures_module, ingest):
        monkeypatch.setattr(module, "PIECE_BYTES", 200)
    pieces, counts_in_pieces, context = live_through(tmp_path / "pieces")
    assert counts == counts_in_pieces == [12, 12]
    assert pieces.equals(whole)
    assert pieces["captured_at"].is_sorted()
    assert len(context.lake.files("captures")) > 3
    stored = StoredCaptures(context.lake, DAY)
    assert [capture.capture_id for capture in stored] == whole["capture_id"].to_list()
    wanted = whole["capture_id"].to_list()[3:5]
    assert [capture.capture_id for capture in stored.read(wanted)] == wanted


def test_a_rerun_of_a_large_day_writes_nothing_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days_module, "PIECE_BYTES", 200)
    monkeypatch.setattr(ingest, "PIECE_BYTES", 200)
    write_lines(tmp_path / "inbox/a.jsonl", 0, 12)
    context, first = run(tmp_path)
    version = context.lake.version("captures")
    _, second = run(tmp_path)
    assert context.lake.version("captures") == version
    assert (second.row_count, second.tables["captures"].preview) == (12, first.tables["captures"].preview)
