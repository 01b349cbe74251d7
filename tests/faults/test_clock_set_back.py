"""A clock that was set back: what is new is published, releases do not go backwards, pages keep their day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.release import open_warehouse
from broadsheet.settings import Settings
from tests.endings.harness import PATIENCE_S, open_home, put_day, run_to_the_end, start


def read_releases(settings: Settings) -> tuple[str, datetime, int]:
    with open_warehouse(settings) as warehouse:
        ((release_id, count),) = warehouse.sql(
            "select (select release_id from _release), (select count(*) from articles)"
        ).fetchall()
    at = datetime.strptime(release_id.partition("-")[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return release_id, at, count


@pytest.mark.slow
@pytest.mark.parametrize("late", [timedelta(hours=1), timedelta(days=1)], ids=str)
def test_a_run_with_the_clock_set_back_publishes_what_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, late: timedelta
) -> None:
    settings = open_home(tmp_path / "home")
    put_day(settings, 0, 3)
    run_to_the_end(settings)
    old = read_releases(settings)
    monkeypatch.setenv("CLOCK_LATE_S", str(late.total_seconds()))
    put_day(settings, 1, 3)
    with start(settings, "-m", "tests.faults.late", "run") as process:
        _, told = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, told
    new = read_releases(settings)
    assert new[0] > old[0] and new[1] < old[1] and new[2] > old[2]
    # The clock is right again: nothing is left to do, and the next pages come in as ever.
    monkeypatch.delenv("CLOCK_LATE_S")
    put_day(settings, 2, 3)
    run_to_the_end(settings)
    assert read_releases(settings)[0] > new[0] and read_releases(settings)[2] > new[2]
