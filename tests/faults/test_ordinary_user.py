"""A user without the rights of root: what may not be written or read is named, and what is there stays.

Where the tests run as root, the commands run without its rights (`tests.faults.ordinary`).
"""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.lake import Lake
from broadsheet.release import open_warehouse
from broadsheet.settings import Settings
from tests.endings.harness import open_home, put_day
from tests.faults.ordinary import find_prefix, run_as_ordinary_user

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_prefix() is None, reason="root, and no setpriv that could lay down its rights"),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one day, made by an ordinary user."""
    settings = open_home(tmp_path_factory.mktemp("user") / "home")
    put_day(settings, 0, 2)
    status, told = run_as_ordinary_user(settings, "run")
    assert status == 0, told
    return settings.home


@pytest.fixture
def settings(base: Path, tmp_path: Path) -> Iterator[Settings]:
    """A copy of it, whose folders can be removed afterwards."""
    home = tmp_path / "home"
    shutil.copytree(base, home, symlinks=True)
    yield open_home(home)
    for path in (home, *home.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)


def lock(home: Path, names: list[str]) -> list[tuple[Path, int]]:
    """Take away the right to write these files and folders, `/**` with all below; what they had."""
    paths = [home / name for name in names if not name.endswith("/**")]
    for name in names:
        if name.endswith("/**"):
            top = home / name.removesuffix("/**")
            paths += [*top.rglob("*"), top]
    before = [(path, stat.S_IMODE(path.stat().st_mode)) for path in paths]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    return before


def count_articles(settings: Settings) -> int:
    with open_warehouse(settings) as warehouse:
        ((count,),) = warehouse.sql("select count(*) from articles").fetchall()
    return int(count)


# What cannot be written, and a word of the message that names it.
UNWRITABLE = {
    "releases": (["releases"], "releases"),
    "a table": (["lake/derive/claims", "lake/derive/claims/_delta_log"], "lake/derive/claims"),
    "records of runs": (["dagster/**"], "dagster.yaml says: attempt to write a readonly database"),
    "the home and its lock": ([".", "releases", "releases/publish.lock"], "home"),
}


@pytest.mark.parametrize("case", UNWRITABLE)
def test_what_a_user_may_not_write_is_named_and_what_is_there_stays(settings: Settings, case: str) -> None:
    names, named = UNWRITABLE[case]
    old = count_articles(settings)
    put_day(settings, 1, 2)
    before = lock(settings.home, names)
    status, told = run_as_ordinary_user(settings, "run")
    assert status == 1 and named in told and "Traceback" not in told, told
    assert "ermission denied" in told or "readonly" in told, told
    assert count_articles(settings) >= old
    for path, mode in before:
        path.chmod(mode)
    status, told = run_as_ordinary_user(settings, "run")
    assert status == 0, told
    assert count_articles(settings) > old


def test_a_file_that_cannot_be_read_costs_that_file_only(settings: Settings) -> None:
    old = count_articles(settings)
    put_day(settings, 1, 2)
    put_day(settings, 2, 2)
    closed = settings.inbox / "2026-10-02.jsonl"
    closed.chmod(0)
    status, told = run_as_ordinary_user(settings, "run")
    assert status == 0, told
    files = {Path(row["path"]).name: row for row in Lake(settings.lake_uri).read("inbox_files").iter_rows(named=True)}
    assert [problem["reason"] for problem in files[closed.name]["problems"]] == ["unreadable_file"]
    between = count_articles(settings)
    assert between > old
    closed.chmod(0o644)
    status, told = run_as_ordinary_user(settings, "run")
    assert status == 0 and count_articles(settings) > between, told


def test_asking_needs_no_right_to_write(settings: Settings) -> None:
    for path in (*settings.home.rglob("*"), settings.home):
        if not path.is_symlink():
            path.chmod(0o555 if path.is_dir() else 0o444)
    status, told = run_as_ordinary_user(settings, "sql", "select count(*) as articles from articles")
    assert status == 0 and "articles" in told, told
    for command in ("plan", "status"):
        status, told = run_as_ordinary_user(settings, command)
        assert "Traceback" not in told and status in (0, 1), told
        assert status == 0 or "ermission denied" in told or "readonly" in told, told
