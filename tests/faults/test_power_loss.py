"""After a power cut the release opens, and the next run ends with the tables of a clean one."""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path

import pytest

from broadsheet.lake import Lake, frame_of
from broadsheet.release import open_warehouse
from broadsheet.settings import Settings
from tests.endings.harness import PATIENCE_S, compare, open_home, put_day, run_to_the_end, start
from tests.faults.power import cut_power, lose, read_synced, start_watched, wait_until
from tests.lake.lake_stock import DAY, row_of

TIMES = int(os.environ.get("FAULT_TIMES", "2"))


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, float]:
    """A home with one day, the same after a second one, and how long the run of that took."""
    folder = tmp_path_factory.mktemp("power")
    base, clean = open_home(folder / "base"), folder / "clean"
    put_day(base, 0, 3)
    run_to_the_end(base)
    shutil.copytree(base.home, clean, symlinks=True)
    put_day(open_home(clean), 1, 3)
    begun = time.monotonic()
    run_to_the_end(open_home(clean))
    return base.home, clean, time.monotonic() - begun


def run_again(settings: Settings) -> None:
    """Run, and where a table that no stage makes again is named, do what the message says, once."""
    with start(settings, "-m", "pipelines", "run") as process:
        _, told = process.communicate(timeout=PATIENCE_S)
    if process.returncode:
        assert "Traceback" not in told and "captures" in told and "move" in told, told
        shutil.move(f"{settings.lake_uri}/ingest/captures", settings.home / "captures-moved-away")
    run_to_the_end(settings)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(TIMES))
def test_after_a_power_cut_the_next_run_ends_as_a_clean_one(
    homes: tuple[Path, Path, float], tmp_path: Path, seed: int
) -> None:
    base, clean, usual_s = homes
    settings = open_home(tmp_path / "home")
    shutil.copytree(base, settings.home, symlinks=True)
    # Only what the run itself writes is younger than this.
    begun = time.time() + 0.1
    put_day(settings, 1, 3)
    os.utime(settings.inbox / "2026-10-02.jsonl", (begun - 60, begun - 60))
    time.sleep(0.2)
    process = start_watched(settings, tmp_path / "watched", "run")
    wait_until(process, random.Random(seed).uniform(0.1, 1.0) * usual_s)
    cut_power(settings, tmp_path / "watched", process, begun, seed)
    with open_warehouse(settings) as warehouse:
        assert warehouse.execute("select count(*) > 0 from articles").fetchall() == [(True,)]
    run_again(settings)
    assert compare(settings, open_home(clean))[1] == {}


def test_a_commit_is_on_the_disk_before_the_next_one_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    real = os.fsync

    def sync(descriptor: int) -> None:
        real(descriptor)
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))

    monkeypatch.setattr(os, "fsync", sync)
    lake = Lake(str(tmp_path / "lake"))
    for name in ("a", "b"):
        synced.clear()
        captures = frame_of("captures", [row_of("captures", capture_id=name, captured_on=DAY)])
        lake.replace_partition("captures", DAY, captures)
        table = tmp_path / "lake" / "ingest" / "captures"
        (data,) = (path for path in lake.files("captures"))
        log = max((table / "_delta_log").glob("*.json"))
        # First the rows, then the commit that names them, then the folders that name both.
        places = [synced.index(str(path)) for path in (data, log, log.parent, Path(data).parent)]
        assert places[0] < places[1] < min(places[2:])


def test_what_was_not_synced_is_lost_and_the_rest_is_kept(tmp_path: Path) -> None:
    begun = time.time() - 1
    for name in ("kept", "half", "lost"):
        (tmp_path / name).write_bytes(b"x" * 100)
    synced = read_synced([f"100 {tmp_path / 'kept'}", f"40 {tmp_path / 'half'}"])
    seen = set()
    for seed in range(40):
        (tmp_path / "half").write_bytes(b"x" * 100)
        (tmp_path / "lost").write_bytes(b"x" * 100)
        lose(tmp_path, synced, begun, random.Random(seed))
        assert (tmp_path / "kept").stat().st_size == 100 and (tmp_path / "half").stat().st_size >= 40
        seen.add((tmp_path / "lost").stat().st_size if (tmp_path / "lost").exists() else -1)
    assert {-1, 0, 100} < seen
