"""Killed publishers, full disks, several publishers and busy readers: the link leads to a whole release, always."""

from __future__ import annotations

import random
import signal
import time
from datetime import timedelta

import duckdb
import pytest

from broadsheet.errors import ReleaseError
from broadsheet.release import making, open_warehouse, publication
from broadsheet.release.record import record_path
from tests.lake.lake_stock import DAY, NOON, fill_day, run_child, start_child

IMPORTS = """
import os, resource, signal, sys
from datetime import timedelta
from pathlib import Path
import duckdb
from broadsheet.errors import ReleaseBusyError, ReleaseError
from broadsheet.lake import Lake
from broadsheet.release import publish
from broadsheet.release.record import record_path
from broadsheet.settings import load_settings
from tests.lake.lake_stock import DAY, NOON, TABLES, fill_day
settings = load_settings({"BROADSHEET_HOME": sys.argv[1]})
lake = Lake(settings.lake_uri)
"""
# Functions of the publisher, whether the process dies before or after their work, and what is in place then.
STEPS = [
    ("find_parts", "after", "old"),
    ("copy_base", "before", "old"),
    ("copy_base", "after", "old"),
    ("make_room", "after", "old"),
    ("_fill_copy", "after", "old"),
    ("find_problems", "before", "old"),
    ("_switch", "before", "old"),
    ("Path.chmod", "after", "old"),
    ("Path.rename", "after", "old"),
    ("Path.symlink_to", "after", "old"),
    ("Path.replace", "before", "old"),
    ("Path.replace", "after", "new"),
    ("_remove_old", "before", "new"),
]


def read_release(settings) -> tuple[str, int]:
    """Id of the release in place and its claims, once it is known to be whole."""
    with open_warehouse(settings) as connection:
        release_id, tables = connection.sql("select release_id, tables from _release").fetchall()[0]
        counts = {item["table_name"]: item["row_count"] for item in tables}
        for name in ("claims", "numbers", "articles"):
            assert connection.sql(f"select count(*) from {name}").fetchall() == [(counts[name],)]
        assert connection.sql("select count(*) from ops.table_docs").fetchall()[0][0] > 100
    return release_id, counts["claims"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "is_whole"),
    [
        *((step, False) for step in ("find_parts", "copy_base", "make_room", "find_problems", "_close", "_sync")),
        *((step, True) for step in ("attach", "create_tables", "_copy_history", "create_macros")),
    ],
)
def test_a_failure_at_any_step_leaves_the_old_release_alone(
    settings, release_now, monkeypatch, step: str, is_whole: bool
) -> None:
    def fail(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    old = release_now()
    monkeypatch.setattr(making if hasattr(making, step) else publication, step, fail)
    with pytest.raises(ReleaseError, match=r"the old one stays.*No space left"):
        release_now(is_whole=is_whole)
    monkeypatch.undo()
    assert read_release(settings) == (old.release_id, 4)
    assert sorted(path.name for path in settings.releases.iterdir()) == sorted(
        ["publish.lock", old.path.name, record_path(old.path).name]
    )
    assert sorted(path.name for path in settings.home.iterdir()) == ["lake", "releases", "warehouse.duckdb"]


def test_a_failed_switch_takes_the_new_file_away(settings, release_now, monkeypatch) -> None:
    old = release_now()
    new_link = publication._new_link(settings)
    monkeypatch.setattr(publication, "_new_link", lambda settings: settings.home / "no" / "such" / "folder")
    with pytest.raises(ReleaseError, match="No such file"):
        release_now()
    monkeypatch.undo()
    assert [path.name for path in settings.releases.glob("*.duckdb")] == [old.path.name]
    assert not new_link.is_symlink()


@pytest.mark.slow
def test_vacuum_during_a_publish_takes_nothing_it_needs(settings, lake, release_now, monkeypatch) -> None:
    real = making.create_tables

    def replace_and_vacuum(*arguments) -> None:
        fill_day(lake, DAY, derivation_id="d2", article_count=1)
        for name in ("articles", "claims", "numbers"):
            lake.vacuum(name, keep_hours=1)
        real(*arguments)

    monkeypatch.setattr(making, "create_tables", replace_and_vacuum)
    release_now()
    assert read_release(settings)[1] == 4
    monkeypatch.undo()
    release_now()
    assert read_release(settings)[1] == 3


@pytest.mark.slow
def test_kill_9_at_any_step_leaves_the_old_or_the_new(settings, lake, release_now) -> None:
    release_now()
    code = (
        IMPORTS
        + """
from broadsheet.release import making, publication
name = sys.argv[2].removeprefix("Path.")
owner = Path if name != sys.argv[2] else making if hasattr(making, name) else publication
real = getattr(owner, name)
def die(*arguments, **options):
    if sys.argv[3] == "after":
        real(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(owner, name, die)
publish(settings, lake, TABLES, now=NOON, code_version="killed")
"""
    )
    for number, (function, moment, expected) in enumerate(STEPS):
        old_id, old_count = read_release(settings)
        fill_day(lake, DAY, article_count=3 + number)
        child = run_child(code, settings.home, function, moment)
        assert child.returncode == -signal.SIGKILL, child.stderr
        release_id, claim_count = read_release(settings)
        if expected == "old":
            assert (release_id, claim_count) == (old_id, old_count), function
        else:
            assert release_id > old_id, function
            assert claim_count == 5 + number, function
    release_now()
    assert read_release(settings)[1] == 4 + len(STEPS)
    names = sorted(path.name for path in settings.releases.iterdir())
    assert names[0] == "publish.lock"
    assert len(names) == 1 + 2 * 3  # each with its record
    assert all(name.startswith("warehouse-") for name in names[1:])


@pytest.mark.slow
def test_the_next_run_clears_what_a_publisher_killed_while_it_wrote_left(settings, lake, release_now) -> None:
    old = release_now()
    fill_day(lake, DAY, article_count=5)
    code = (
        IMPORTS
        + """
from broadsheet.release import making
making.find_problems = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
publish(settings, lake, TABLES, now=NOON + timedelta(hours=1), code_version="killed")
"""
    )
    assert run_child(code, settings.home).returncode == -signal.SIGKILL
    (left,) = settings.releases.glob("building-*.duckdb")
    assert left.stat().st_size > 0
    assert read_release(settings) == (old.release_id, 4)
    new = release_now()
    assert not list(settings.releases.glob("building-*"))
    assert read_release(settings) == (new.release_id, 7)


@pytest.mark.slow
def test_kill_9_at_any_moment_leaves_a_whole_release(settings, lake, release_now) -> None:
    numbers = [release_now().release_id]
    code = (
        IMPORTS
        + """
print("ready", flush=True)
while True:
    for count in (2, 5):
        fill_day(lake, DAY, article_count=count)
        publish(settings, lake, TABLES, now=NOON, code_version="c1")
"""
    )
    generator = random.Random(11)
    for _ in range(5):
        child = start_child(code, settings.home)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(generator.uniform(0.1, 2.5))
        child.kill()
        child.communicate()
        numbers.append(read_release(settings)[0])
    assert numbers == sorted(numbers)
    fill_day(lake, DAY, article_count=3)
    release_now()
    assert read_release(settings)[1] == 5
    assert not list(settings.releases.glob("building-*"))


@pytest.mark.slow
def test_a_reader_in_a_loop_sees_no_error_and_no_step_back(settings, lake, release_now) -> None:
    release_now()
    reader = start_child(
        IMPORTS
        + """
print("ready", flush=True)
count, last = 0, ""
while not Path(sys.argv[2]).exists():
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        release_id, tables = connection.sql("select release_id, tables from _release").fetchall()[0]
        claims = connection.sql("select count(*) from claims").fetchall()[0][0]
    assert claims == {item["table_name"]: item["row_count"] for item in tables}["claims"]
    assert release_id >= last, (release_id, last)
    count, last = count + 1, release_id
print(count, last)
""",
        settings.home,
        settings.home / "stop",
    )
    assert reader.stdout is not None
    reader.stdout.readline()
    for number in range(8):
        fill_day(lake, DAY, article_count=number + 1)
        release = release_now(NOON + timedelta(minutes=number))
    time.sleep(0.5)
    (settings.home / "stop").touch()
    output, errors = reader.communicate(timeout=60)
    assert reader.returncode == 0, errors
    count, last = output.split()
    assert int(count) >= 10
    assert last == release.release_id


@pytest.mark.slow
def test_a_reader_keeps_its_release_while_newer_ones_push_it_out(settings, release_now) -> None:
    first = release_now()
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        for number in range(4):
            release_now(NOON + timedelta(minutes=number))
        assert not first.path.exists()
        assert connection.sql("select release_id from _release").fetchall() == [(first.release_id,)]
        assert connection.sql("select count(*) from claims").fetchall() == [(4,)]


@pytest.mark.slow
def test_publishers_at_the_same_moment_wait_or_step_back(settings, lake) -> None:
    code = (
        IMPORTS
        + """
made = busy = 0
for number in range(3):
    try:
        publish(settings, lake, TABLES, now=NOON, code_version="c1", wait=sys.argv[2] == "wait")
        made += 1
    except ReleaseBusyError:
        busy += 1
print(made, busy)
"""
    )
    children = [start_child(code, settings.home, how) for how in ("wait", "wait", "skip")]
    results = []
    for child in children:
        output, errors = child.communicate(timeout=120)
        assert child.returncode == 0, errors
        results.append(tuple(map(int, output.split())))
    assert results[:2] == [(3, 0), (3, 0)]
    made = sum(result[0] for result in results)
    assert read_release(settings)[0].startswith(f"{made:06d}-")
    with open_warehouse(settings) as connection:
        assert connection.sql("select count(*) from ops.releases").fetchall() == [(made,)]


@pytest.mark.slow
@pytest.mark.parametrize("limit", [20_000, 300_000])
def test_a_full_disk_leaves_the_old_release_alone(settings, lake, release_now, limit: int) -> None:
    """RLIMIT_FSIZE fails a write in its middle, as a full disk does."""
    old = release_now()
    child = run_child(
        IMPORTS
        + """
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    publish(settings, lake, TABLES, now=NOON, code_version="c1")
except ReleaseError as error:
    print(error)
    sys.exit(3)
""",
        settings.home,
        limit,
    )
    assert child.returncode == 3, child.stderr
    assert "the old one stays" in child.stdout
    assert read_release(settings) == (old.release_id, 4)
    assert sorted(path.name for path in settings.releases.iterdir()) == sorted(
        ["publish.lock", old.path.name, record_path(old.path).name]
    )
