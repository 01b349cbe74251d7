"""The log file of a run: its lines, its name, and how many are kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.errors import SourceError
from broadsheet.run.events import RunEvent
from broadsheet.settings import Settings, load_settings
from pipelines.run_log import KEPT_LOGS, RunLog, list_logs

NOW = datetime(2024, 3, 5, 9, 30, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"BROADSHEET_HOME": str(tmp_path)})


def test_each_line_carries_its_time_and_a_long_story_is_indented(settings: Settings) -> None:
    log = RunLog(settings, lambda: NOW)
    log.write("failed: publish\nTraceback:\n  a line\n")
    log.listen(RunEvent("day", "derive", date(2024, 3, 4), row_count=12, seconds=1.25))
    log.listen(RunEvent("stage", "view", row_count=3, seconds=0.5, text="syndication"))
    log.listen(RunEvent("note", text="two days\ud800 are run again"))
    log.listen(RunEvent("pages", day=date(2024, 3, 4), page_count=1))
    assert log.path.name == "run-20240305T093000Z.log"
    assert log.path.read_text(encoding="utf-8") == (
        "2024-03-05T09:30:00Z failed: publish\n    Traceback:\n      a line\n"
        "2024-03-05T09:30:00Z derive of 2024-03-04: 12 rows in 1.2 s\n"
        "2024-03-05T09:30:00Z view: syndication, 3 rows in 0.5 s\n"
        "2024-03-05T09:30:00Z two days\\ud800 are run again\n"
    )


def test_two_runs_of_one_second_have_a_file_each(settings: Settings) -> None:
    paths = {RunLog(settings, lambda: NOW).path for _ in range(3)}
    assert len(paths) == 3 and set(list_logs(settings.logs)) == paths


def test_only_the_last_logs_are_kept_and_other_files_stay(settings: Settings) -> None:
    settings.logs.mkdir(parents=True)
    (settings.logs / "notes.txt").write_text("mine", encoding="utf-8")
    made = [RunLog(settings, lambda at=NOW + timedelta(minutes=n): at).path for n in range(KEPT_LOGS + 5)]
    assert list_logs(settings.logs) == made[5:]
    assert (settings.logs / "notes.txt").exists()


def test_a_log_that_cannot_be_written_ends_no_run(settings: Settings) -> None:
    log = RunLog(settings)
    log.path.unlink()
    log.path.mkdir()
    log.write("a line")
    assert log.fault


def test_a_folder_of_logs_that_cannot_be_made_is_named(settings: Settings) -> None:
    settings.logs.write_text("a file in its place", encoding="utf-8")
    with pytest.raises(SourceError, match="logs"):
        RunLog(settings)
