"""A linked release shows what a native one shows, keeps the files it reads, and lets no SQL change them."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from broadsheet.errors import CorruptTableError, QueryError, SettingsError
from broadsheet.lake import Lake
from broadsheet.linked import is_linked, read_linked_files
from broadsheet.locked import open_locked
from broadsheet.release import find_linked_versions, find_release_fault, open_warehouse, publish, read_release_record
from broadsheet.release.links import choose_linked
from broadsheet.settings import Settings, load_settings
from broadsheet.shell.options import SqlOptions
from broadsheet.shell.session import Session
from broadsheet.stages.maintenance import vacuum_tables
from tests.lake.lake_stock import DAY, NEXT_DAY, NOON, fill_day
from tests.release.test_release_base import ALL

DAYS_LATER = timedelta(days=1)


@pytest.fixture
def linked(settings: Settings) -> Settings:
    return replace(settings, release_form="linked")


def publish_all(settings: Settings, lake: Lake, number: int = 0, **options: bool) -> None:
    made = publish(settings, lake, ALL, now=NOON + number * DAYS_LATER, code_version="c1", **options)
    assert made is not None and made.path == settings.warehouse.resolve()


def read_all(settings: Settings) -> dict[str, object]:
    """Rows in their order, types and comments of every table."""
    with open_warehouse(settings) as connection:
        found: dict[str, object] = {
            table.name: connection.sql(f"from {table.release_schema}.{table.name}").fetchall() for table in ALL
        }
        found["columns"] = connection.sql(
            "select schema_name, table_name, column_name, data_type, comment from duckdb_columns() where not internal"
            " order by table_name, column_index"
        ).fetchall()
        found["comments"] = connection.sql(
            "select table_name, comment from duckdb_tables() union all"
            " select view_name, comment from duckdb_views() where not internal order by all"
        ).fetchall()
        found["found"] = connection.sql("select article_version_id from search('harbour')").fetchall()
    return found


def hash_files(folder: Path) -> dict[str, str]:
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def test_it_shows_what_a_native_release_shows(settings: Settings, linked: Settings, lake: Lake) -> None:
    publish_all(settings, lake)
    native = read_all(settings)
    publish_all(linked, lake, 1)
    assert read_all(linked) == native
    with open_warehouse(linked) as connection:
        assert set(read_linked_files(connection)) >= set(lake.files("articles"))
        views = {
            name for (name,) in connection.sql("select view_name from duckdb_views() where not internal").fetchall()
        }
    assert views >= {"articles", "sentences", "captures"} and "derivations" not in views
    assert is_linked(linked.warehouse.resolve()) and find_release_fault(linked) is None


def test_a_later_one_shows_what_changed_and_an_earlier_one_what_was(
    settings: Settings, linked: Settings, lake: Lake
) -> None:
    publish_all(linked, lake)
    first, before = linked.warehouse.resolve(), read_all(linked)
    fill_day(lake, NEXT_DAY, "d1", 5)
    fill_day(lake, NEXT_DAY + DAYS_LATER, "d1", 1)
    publish_all(linked, lake, 1)
    after = read_all(linked)
    publish_all(settings, lake, 2)
    assert after == read_all(settings) != before
    linked.warehouse.unlink()
    linked.warehouse.symlink_to(first)
    assert read_all(linked) == before


def test_files_that_it_reads_are_kept_while_it_is_one_of_the_last(
    linked: Settings, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_all(linked, lake)
    old = set(lake.files("sentences", days=[DAY]))
    before = read_all(linked)
    fill_day(lake, DAY, "d2", 3)
    assert old.isdisjoint(lake.files("sentences", days=[DAY]))
    assert find_linked_versions(linked)["sentences"] == [dict(read_release_record(linked).linked)["sentences"]]  # type: ignore[union-attr]
    monkeypatch.setattr("broadsheet.lake.lake._SHORTEST_KEEP_HOURS", 0)
    vacuum_tables(lake, linked, keep_hours=0)
    assert read_all(linked) == before
    native = replace(linked, release_form="native")
    for number in range(1, 4):
        publish_all(native, lake, number, is_whole=True)
    assert find_linked_versions(linked) == {}
    vacuum_tables(lake, linked, keep_hours=0)
    assert not any(Path(file).exists() for file in old)


def test_the_same_rows_in_other_files_are_linked_anew(linked: Settings, lake: Lake) -> None:
    publish_all(linked, lake)
    before, old = read_all(linked), lake.files("articles", days=[NEXT_DAY])
    fill_day(lake, NEXT_DAY, "d1", 5)
    fill_day(lake, NEXT_DAY)
    new = lake.files("articles", days=[NEXT_DAY])
    assert new != old and Path(new[0]).read_bytes() == Path(old[0]).read_bytes()
    publish_all(linked, lake, 1)
    with open_warehouse(linked) as connection:
        assert set(new) <= set(read_linked_files(connection)) and not set(old) & set(read_linked_files(connection))
        for file in old:
            Path(file).unlink()
        assert connection.sql("from articles").fetchall() == before["articles"]


def test_nothing_is_deleted_where_the_log_has_forgotten_a_version(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    old = lake.files("sentences", days=[DAY])
    fill_day(lake, DAY, "d2", 3)
    monkeypatch.setattr("broadsheet.lake.lake._SHORTEST_KEEP_HOURS", 0)
    assert lake.vacuum("sentences", 0, [999]) == [] and all(Path(file).exists() for file in old)
    assert lake.vacuum("sentences", 0) and not any(Path(file).exists() for file in old)


def test_a_file_that_is_not_whole_is_named(linked: Settings, lake: Lake) -> None:
    file = Path(lake.files("sentences", days=[DAY])[0])
    file.write_bytes(file.read_bytes()[:-50])
    with pytest.raises(CorruptTableError, match=file.name):
        publish_all(linked, lake)


# {lake}: a data file of the lake that the release reads; {dir}: a folder beside.
ATTACKS = [
    "copy (select 1 as a) to '{lake}'",
    "copy (select 1 as a) to '{lake}' (use_tmp_file false)",
    "copy (select 1 as a) to '{lake}' (format parquet, use_tmp_file false)",
    "copy (select 1 as a) to '{dir}/out.csv'",
    "export database '{dir}/export'",
    "attach '{lake}' as other",
    "attach '{dir}/other.duckdb' as other",
    "prepare harm as copy (select 1 as a) to '{lake}' (use_tmp_file false)",
    "execute harm",
    "explain analyze copy (select 1 as a) to '{lake}' (use_tmp_file false)",
    "select 1; copy (select 1 as a) to '{lake}' (use_tmp_file false)",
    "create temp table harm as from read_blob('{lake}')",
    "create temp macro harm() as table from read_blob('{lake}')",
    "call enable_logging('QueryLog', storage = 'file', storage_path = '{lake}')",
    "pragma enable_profiling = 'json'",
    "set profile_output = '{lake}'",
    "set allowed_paths = ['/']",
    "set enable_external_access = true",
    "from read_text('/etc/hostname')",
    "from read_text('{dir}/secret.csv')",
    "from read_text('{lake}/../../../../../../elsewhere/secret.csv')",
    "from glob('{dir}/*')",
    "from query('copy (select 1 as a) to ''{lake}'' (use_tmp_file false)')",
    "insert into ops._release default values",
    "drop view articles",
    "create or replace view articles as select 1",
]


def test_no_sql_changes_a_file_that_it_reads(linked: Settings, lake: Lake, tmp_path: Path) -> None:
    publish_all(linked, lake)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "secret.csv").write_text("secret\nhush\n")
    places = {"lake": lake.files("articles")[0], "dir": str(folder)}
    before, answered = hash_files(tmp_path), []
    with closing(Session(linked, SqlOptions(memory_mb=256, threads=1))) as session:
        for attack in ATTACKS:
            try:
                for result in session.run(attack.format(**places)):
                    answered.append((attack, [*result.pieces]))
            except QueryError:
                pass
        assert [attack for attack, pieces in answered if pieces != [[(1,)]]] == []
        [counted] = session.run("select count(*) from articles")
        assert [*counted.pieces] == [[(4,)]]
        [described] = session.run("describe articles")
        assert described.names[0] == "column_name"
    assert hash_files(tmp_path) == before


def test_the_file_system_is_open_for_its_files_alone(linked: Settings, lake: Lake, tmp_path: Path) -> None:
    publish_all(linked, lake)
    (tmp_path / "secret.csv").write_text("secret\nhush\n")
    with closing(open_locked(linked.warehouse.resolve(), memory_mb=256, threads=1)) as connection:
        assert connection.execute("select count(*) from sentences").fetchall() == [(4,)]
        for refused in (f"from read_text('{tmp_path}/secret.csv')", "set lock_configuration = false", "load httpfs"):
            with pytest.raises(duckdb.Error):
                connection.execute(refused)


def test_a_lake_in_an_object_store_gets_a_native_release() -> None:
    away = Lake("s3://news/lake", {"AWS_ACCESS_KEY_ID": "a"})
    assert choose_linked("linked", away, ALL, ()) == choose_linked("native", Lake("/tmp/lake"), ALL, ()) == frozenset()


def test_a_form_that_there_is_not_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"BROADSHEET_RELEASE_FORM is 'loose'\. Set it to one of: native, linked"):
        load_settings({"BROADSHEET_RELEASE_FORM": "loose"})
