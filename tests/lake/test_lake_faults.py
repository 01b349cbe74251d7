"""Killed writers, full disks, damaged files and writers at the same moment: a day is whole, old or new."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import polars as pl
import pytest

from broadsheet.errors import CorruptTableError, SourceError
from broadsheet.lake import Lake, stored
from tests.lake.lake_stock import DAY, NEXT_DAY, run_child, sentence_frame, start_child

IMPORTS = """
import os, resource, signal, sys
from datetime import date
import polars as pl
from broadsheet.lake import Lake, empty_frame, frame_of
from broadsheet.lake import stored
from broadsheet.errors import SourceError
from tests.lake.lake_stock import DAY, NEXT_DAY, row_of, sentence_frame
lake = Lake(sys.argv[1])
"""


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake(str(tmp_path / "lake"))
    lake.replace_partition("sentences", DAY, sentence_frame(DAY, 50, "old"))
    return lake


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_damaged_file_is_named_and_writing_the_day_again_heals_it(lake: Lake, harm: str) -> None:
    lake.replace_partition("sentences", NEXT_DAY, sentence_frame(NEXT_DAY, 3))
    file = Path(lake.files("sentences", days=[DAY])[0])
    if harm == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-50])
    with pytest.raises(CorruptTableError, match=file.name):
        lake.read("sentences")
    assert lake.read("sentences", [NEXT_DAY]).height == 3
    lake.replace_partition("sentences", DAY, sentence_frame(DAY, 50, "old"))
    assert lake.read("sentences", [DAY]).equals(sentence_frame(DAY, 50, "old"))


def test_rows_that_the_disk_does_not_keep_are_told(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(SourceError, match=r"was written, but the disk does not say .* Input/output error"):
        lake.replace_partition("sentences", DAY, sentence_frame(DAY, 3, "new"))
    assert lake.read("sentences", [DAY]).height == 3


def test_a_damaged_log_is_named(lake: Lake) -> None:
    for entry in (Path(lake.table_uri("sentences")) / "_delta_log").glob("*.json"):
        entry.write_text("{ no json")
    with pytest.raises(CorruptTableError, match=r"table sentences cannot be read: .*/_delta_log/.*damaged"):
        lake.read("sentences")


def test_two_writers_of_one_empty_day_leave_one_of_them(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both see the day empty; the second to commit must notice and replace the first."""
    rival = Lake(lake.uri)
    real, rivals = stored.write_deltalake, [sentence_frame(NEXT_DAY, 3, "rival")]

    def write_after_rival(*arguments, **options) -> None:
        if rivals:
            rival.replace_partition("sentences", NEXT_DAY, rivals.pop())
        real(*arguments, **options)

    monkeypatch.setattr(stored, "write_deltalake", write_after_rival)
    lake.replace_partition("sentences", NEXT_DAY, sentence_frame(NEXT_DAY, 2, "mine"))
    assert lake.read("sentences", [NEXT_DAY]).equals(sentence_frame(NEXT_DAY, 2, "mine"))
    assert lake.read("sentences", [DAY]).height == 50


def test_a_writer_that_is_always_overtaken_gives_up_with_a_reason(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(*arguments, **options) -> None:
        raise stored.CommitFailedError("overtaken")

    monkeypatch.setattr(stored, "write_deltalake", lose)
    monkeypatch.setattr(stored, "_LONGEST_PAUSE_S", 0)
    with pytest.raises(SourceError, match="Run it again"):
        lake.replace_partition("sentences", DAY, sentence_frame(DAY, 2, "new"))


@pytest.mark.slow
@pytest.mark.parametrize(("moment", "expected"), [("before", "old"), ("after", "new")])
def test_kill_9_around_the_commit_leaves_the_day_whole(lake: Lake, moment: str, expected: str) -> None:
    child = run_child(
        IMPORTS
        + """
real = stored.write_deltalake
def write(*arguments, **options):
    if sys.argv[2] == "after":
        real(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
stored.write_deltalake = write
lake.replace_partition("sentences", DAY, sentence_frame(DAY, 50, "new"))
""",
        lake.uri,
        moment,
    )
    assert child.returncode == -signal.SIGKILL
    assert lake.read("sentences").equals(sentence_frame(DAY, 50, expected))


@pytest.mark.slow
def test_kill_9_at_any_moment_leaves_whole_days(lake: Lake) -> None:
    sizes = {"odd": 60_001, "even": 40_000}
    code = (
        IMPORTS
        + """
print("ready", flush=True)
while True:
    for mark, size in (("odd", 60_001), ("even", 40_000)):
        lake.replace_partition("sentences", DAY, sentence_frame(DAY, size, mark))
"""
    )
    generator, seen = random.Random(7), set()
    for attempt in range(5, 20):
        child = start_child(code, lake.uri)
        assert child.stdout is not None
        child.stdout.readline()
        # A busy machine may need longer for its first commit.
        time.sleep(generator.uniform(0.05, 0.1 * attempt))
        child.kill()
        child.communicate()
        rows = lake.read("sentences", [DAY])
        mark = rows["surface"][0].rstrip("0")
        seen.add(mark)
        assert mark == "old" or rows.height == sizes[mark]
        assert rows["surface"].str.starts_with(mark).all()
        if attempt >= 9 and seen != {"old"}:
            break
    assert seen != {"old"}
    lake.replace_partition("sentences", DAY, sentence_frame(DAY, 3, "last"))
    assert lake.read("sentences").height == 3


@pytest.mark.slow
@pytest.mark.parametrize(("what", "limit"), [("data file", 100_000), ("commit", 10)])
def test_a_full_disk_changes_nothing(lake: Lake, what: str, limit: int) -> None:
    """RLIMIT_FSIZE fails a write in its middle, as a full disk does."""
    before = (lake.version("sentences"), lake.fingerprint("sentences"))
    child = run_child(
        IMPORTS
        + """
frame = sentence_frame(DAY, 50, "new").clear()
if sys.argv[3] == "data file":
    frame = sentence_frame(DAY, 30_000, os.urandom(20).hex())
    frame = frame.with_columns(derivation_id=pl.Series([os.urandom(9).hex() for _ in range(30_000)]))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    lake.replace_partition("sentences", DAY, frame)
except SourceError as error:
    print(error)
    sys.exit(3)
""",
        lake.uri,
        limit,
        what,
    )
    assert child.returncode == 3, child.stderr
    assert "Table sentences" in child.stdout
    assert "its rows are as before" in child.stdout
    assert (lake.version("sentences"), lake.fingerprint("sentences")) == before
    lake.replace_partition("sentences", DAY, sentence_frame(DAY, 5, "new"))
    assert lake.read("sentences").equals(sentence_frame(DAY, 5, "new"))


@pytest.mark.slow
def test_writers_of_different_days_all_win(lake: Lake) -> None:
    code = (
        IMPORTS
        + """
for round in range(3):
    for number in range(4):
        day = date(2024, 4, 1 + 4 * int(sys.argv[2]) + number)
        lake.replace_partition("sentences", day, sentence_frame(day, 10 + round, f"{day}-"))
"""
    )
    children = [start_child(code, lake.uri, number) for number in range(3)]
    for child in children:
        _, errors = child.communicate(timeout=120)
        assert child.returncode == 0, errors
    rows = lake.read("sentences").filter(pl.col("captured_on") != DAY)
    assert rows.height == 12 * 12
    assert (rows["surface"].str.head(10) == rows["captured_on"].cast(pl.String)).all()


@pytest.mark.slow
def test_writers_of_one_day_leave_one_whole_winner(lake: Lake) -> None:
    code = (
        IMPORTS
        + """
mark = "abcd"[int(sys.argv[2])]
for round in range(5):
    lake.replace_partition("sentences", NEXT_DAY, sentence_frame(NEXT_DAY, 100 + ord(mark), mark))
"""
    )
    children = [start_child(code, lake.uri, number) for number in range(3)]
    for child in children:
        _, errors = child.communicate(timeout=120)
        assert child.returncode == 0, errors
    rows = lake.read("sentences", [NEXT_DAY])
    mark = rows["surface"][0][0]
    assert rows.equals(sentence_frame(NEXT_DAY, 100 + ord(mark), mark))


@pytest.mark.slow
def test_upserts_at_the_same_moment_all_survive(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path / "new lake"))
    code = (
        IMPORTS
        + """
for number in range(8):
    stage = f"{sys.argv[2]}-{number}"
    lake.upsert("runs", frame_of("runs", [row_of("runs", stage=stage), row_of("runs", stage="shared")]))
"""
    )
    children = [start_child(code, lake.uri, number) for number in range(3)]
    for child in children:
        _, errors = child.communicate(timeout=120)
        assert child.returncode == 0, errors
    stages = lake.read("runs")["stage"].to_list()
    assert sorted(stages) == sorted([f"{child}-{number}" for child in range(3) for number in range(8)] + ["shared"])
