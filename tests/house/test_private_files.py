"""What only its owner may read is so from its first byte, also where the umask lets everybody read."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from broadsheet import private_files
from broadsheet.crawl.state import State, hold_lock
from broadsheet.errors import SettingsError
from broadsheet.lake import Lake
from broadsheet.model import InputViews, connect_inputs
from broadsheet.private_files import choose_spill_folder, make_private_folder, open_to_append, write_beside
from broadsheet.settings import load_settings
from broadsheet.shell.writing import open_target
from pipelines.home import prepare_dagster_home
from pipelines.run_log import RunLog


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_logs_and_records_of_runs_are_private(tmp_path: Path) -> None:
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path / "home")})
    log = RunLog(settings)
    log.write("a headline")
    assert (mode(settings.logs), mode(log.path)) == (0o700, 0o600)
    assert mode(prepare_dagster_home(settings)) == 0o700
    assert mode(settings.home) == 0o755, "the release below it is for others"


def test_the_state_of_polls_and_their_archives_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "fetched"
    with hold_lock(folder), State(folder) as state:
        state.put("hosts", {"host": "post.example"})
        files = sorted(path for path in folder.iterdir() if path.is_file())
        assert {path.name for path in files} >= {"poll.lock", "state.sqlite", "state.sqlite-wal"}
        assert {mode(path) for path in files} == {0o600} and mode(folder) == 0o700


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o750)
    assert mode(make_private_folder(tmp_path / "shared")) == 0o750


def test_a_new_file_is_private_until_it_is_whole_and_then_as_others_are(tmp_path: Path) -> None:
    target = tmp_path / "rows.csv"
    with write_beside(target) as partial:
        partial.write_text("a secret", encoding="utf-8")
        assert mode(partial) == 0o600 and not target.exists()
    assert mode(target) == 0o644 and [path.name for path in tmp_path.iterdir()] == ["rows.csv"]


def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "rows.csv"
    target.touch(mode=0o640)
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path / "home")})
    with open_target(target, settings) as partial:
        partial.write_text("a,b\n", encoding="utf-8")
    assert mode(target) == 0o640 and target.read_text(encoding="utf-8") == "a,b\n"


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), write_beside(tmp_path / "rows.csv") as partial:
        partial.write_text(str(1 // 0), encoding="utf-8")
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path / "home")})
    with pytest.raises(SettingsError), open_target(tmp_path / "no" / "rows.csv", settings):
        pass
    assert not list(tmp_path.iterdir())


def test_lines_are_added_to_a_private_file_or_to_one_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "there").touch(mode=0o664)
    (tmp_path / "there").chmod(0o664)
    for name in ("there", "new"):
        with open_to_append(tmp_path / name) as file:
            file.write(b"line\n")
    assert (mode(tmp_path / "there"), mode(tmp_path / "new")) == (0o664, 0o600)


def test_what_a_query_puts_on_disk_is_private_and_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lake = Lake(str(tmp_path / "lake"))
    views = InputViews(lake)
    with connect_inputs(lake, ["captures"]) as one:
        folders = [read_spill(one), read_spill(views.open(["captures"])), Path(choose_spill_folder())]
        assert len(set(folders)) == 3
        for folder in folders:
            assert mode(folder.parent) == 0o700 and not folder.exists()
        one.execute("set memory_limit = '40MB'")
        one.execute("create temp table large as select hash(range)::varchar as a, range as b from range(3_000_000)")
        assert folders[0].exists(), "it was needed"
    views.close()
    assert not list(folders[0].parent.iterdir()) and not list(tmp_path.glob(".tmp"))


def read_spill(connection: duckdb.DuckDBPyConnection) -> Path:
    [(folder,)] = connection.execute("select current_setting('temp_directory')").fetchall()
    return Path(folder)


def test_what_a_killed_process_put_on_disk_is_removed_and_what_is_in_use_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "from broadsheet.private_files import choose_spill_folder as choose; print(choose(), flush=True); input()"
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", code]
    with (
        subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as killed,
        subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as busy,
    ):
        assert killed.stdout is not None and busy.stdout is not None
        left, used = (Path(process.stdout.readline().strip()).parent for process in (killed, busy))
        (left / "block").write_bytes(b"x" * 1000)
        killed.kill()
        killed.wait()
        monkeypatch.setattr(private_files, "_FRESH_S", -1.0)
        private_files._remove_abandoned(tmp_path)
        assert not left.exists() and used.exists()
        busy.communicate("\n")
    assert not used.exists()
