"""SQL in a session reads the tables of the warehouse and nothing else, whatever is tried."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.errors import QueryError
from broadsheet.settings import Settings
from broadsheet.shell.options import SqlOptions
from broadsheet.shell.session import Session

Rows = Callable[[str], list[tuple[object, ...]]]

# {dir}: a folder with secret.csv, secret.parquet and other.duckdb; {file}: the release; {link}: the warehouse's link.
REFUSED = [
    "copy (select 1) to '{link}'",
    "copy (select 1) to '{file}'",
    "copy (select 1) to '{file}' (use_tmp_file false)",
    "copy (select 1) to '{file}.wal' (use_tmp_file false)",
    "copy (select 1) to '{dir}/out.csv'",
    "copy (select 1) to '{dir}/out.parquet' (format parquet)",
    "copy (select 1) to '/dev/stdout'",
    "copy articles from '{dir}/secret.csv'",
    "copy from database warehouse to memory",
    "export database '{dir}/export'",
    "import database '{dir}'",
    "attach '{dir}/other.duckdb'",
    "attach '{dir}/new.duckdb' as fresh",
    "attach ':memory:' as fresh",
    'detach "{name}"',
    "install httpfs",
    "install '{dir}/x.duckdb_extension'",
    "load httpfs",
    "load '{dir}/x.duckdb_extension'",
    "from read_csv('{dir}/secret.csv')",
    "from read_parquet('{dir}/secret.parquet')",
    "from read_text('{dir}/secret.csv')",
    "from read_blob('{dir}/secret.csv')",
    "from read_blob('{file}')",
    "from read_json('{dir}/secret.csv')",
    "from read_duckdb('{dir}/other.duckdb')",
    "from parquet_metadata('{dir}/secret.parquet')",
    "from sniff_csv('{dir}/secret.csv')",
    "from glob('{dir}/*')",
    "from '{dir}/secret.csv'",
    "from '{dir}/secret.parquet'",
    "from query_table('{dir}/secret.csv')",
    "from query('from read_text(''{dir}/secret.csv'')')",
    "from 'https://example.org/x.csv'",
    "from local_frame",
    "create temp view peek as from read_text('{dir}/secret.csv')",
    "create temp macro peek() as table from read_text('{dir}/secret.csv')",
    "create temp table peek as from read_text('{dir}/secret.csv')",
    "set variable peek = (select content from read_text('{dir}/secret.csv'))",
    "prepare peek as copy (select 1) to '{dir}/out.csv'",
    "prepare peek as from read_text('{dir}/secret.csv')",
    "explain analyze copy (select 1) to '{dir}/out.csv'",
    "select 1; copy (select 1) to '{dir}/out.csv'",
    "set enable_external_access = true",
    "set disabled_filesystems = ''",
    "set lock_configuration = false",
    "set memory_limit = '64GB'",
    "set temp_directory = '{dir}'",
    "set threads = 8",
    "set timezone = 'Asia/Tokyo'",
    "set home_directory = '{dir}'",
    "reset memory_limit",
    "reset disabled_filesystems",
    "pragma threads = 8",
    "pragma memory_limit = '64GB'",
    "call enable_logging('QueryLog', storage = 'file', storage_path = '{dir}/log')",
    "pragma enable_profiling = 'json'",
    "set profile_output = '{dir}/profile.json'",
    "create secret key (type s3, key_id 'a', secret 'b')",
    "create persistent secret key (type http, bearer_token 'b')",
    "create table kept as select 1",
    "create view kept as select 1",
    "insert into articles by name select 'x' as headline",
    "update articles set headline = 'x'",
    "delete from articles",
    "drop table articles",
    "alter table articles add column extra integer",
    "comment on table articles is 'x'",
    "vacuum",
]


@pytest.fixture
def places(tmp_path: Path, settings: Settings) -> dict[str, str]:
    """Names of the places that attacks are about, with files in them."""
    import duckdb

    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "secret.csv").write_text("secret\nhush\n")
    with duckdb.connect(str(folder / "other.duckdb")) as other:
        other.execute(f"copy (select 'hush' as secret) to '{folder / 'secret.parquet'}'")
    file = settings.warehouse.resolve()
    return {"dir": str(folder), "file": str(file), "link": str(settings.warehouse), "name": file.stem}


def _tree(folder: Path) -> dict[str, tuple[int, int, bool]]:
    found = sorted(folder.rglob("*"))
    return {
        str(path): (path.lstat().st_size, path.lstat().st_mtime_ns, path.is_symlink())
        for path in found if path.is_symlink() or path.is_file()
    }  # fmt: skip


def test_no_attack_reads_or_writes_a_file(
    session: Session, rows_of: Rows, places: dict[str, str], tmp_path: Path
) -> None:
    local_frame = [1]
    before = _tree(tmp_path)
    answered = []
    for attack in REFUSED:
        try:
            answered.append((attack, rows_of(attack.format(**places))))
        except QueryError:
            session.connection.execute("select 1")
    assert answered == []
    assert _tree(tmp_path) == before
    assert rows_of("select count(*) from articles") == [(3,)]
    assert local_frame == [1]


def test_the_configuration_shows_the_locks(rows_of: Rows) -> None:
    names = ("enable_external_access", "lock_configuration", "memory_limit", "temp_directory", "TimeZone")
    text = "select " + ", ".join(f"current_setting('{name}')" for name in names)
    assert rows_of(text) == [(False, True, "256.0 MiB", "", "UTC")]


def test_a_second_connection_of_the_process_stands_behind_the_same_locks(session: Session, settings: Settings) -> None:
    second = Session(settings, SqlOptions(memory_mb=256, threads=1))
    (result,) = second.run("select current_setting('TimeZone'), current_setting('lock_configuration')")
    assert list(result.pieces) == [[("UTC", True)]]
    with pytest.raises(QueryError, match="--output FILE"):
        list(second.run("from read_text('/etc/hostname')"))
    second.close()


def test_temporary_tables_and_variables_live_as_long_as_the_session(session: Session, rows_of: Rows) -> None:
    rows_of("create temp table watch as select 'mayor' as word; set variable least = 0.2;")
    assert session.has_state
    asked = "select content_text from claims, watch where contains(speaker_name, word) and 0.25 > getvariable('least')"
    assert rows_of(asked) == [("rain fell",)]


def test_an_error_says_where_a_result_can_go(rows_of: Rows) -> None:
    with pytest.raises(QueryError, match="--output FILE"):
        rows_of("copy (select 1) to 'x.csv'")
    with pytest.raises(QueryError, match="--time-zone"):
        rows_of("set timezone = 'UTC'")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a limit of address space")
def test_memory_that_the_limit_of_duckdb_does_not_count_is_bounded_too(settings: Settings) -> None:
    greedy = "create temp table big as select repeat('abc', 50000000 + range::integer) as word from range(60)"
    script = (
        "import sys; from pipelines.cli import main; "
        f"sys.argv = ['broadsheet', 'sql', '--memory', '64MB', {greedy!r}]; main()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], env={"BROADSHEET_HOME": str(settings.home)}, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert (ended.returncode, "needs more memory" in ended.stderr) == (1, True), ended.stderr
