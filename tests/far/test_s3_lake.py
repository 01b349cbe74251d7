"""A lake in an object store: the same tables and release, writers at once, a store that goes away."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from broadsheet.errors import BroadsheetError
from broadsheet.lake import Lake
from broadsheet.release import find_release_file
from broadsheet.settings import Settings, load_settings
from broadsheet.stages.registry import DAY_STAGES
from tests.far.conftest import ObjectStore, start_run
from tests.pipelines.inbox_pages import PARAGRAPHS, build_page, write_pages
from tests.pipelines.lake_rows import put

FIRST = date(2026, 3, 3)
# Columns that tell when and of which run, not what was found.
_OF_THE_RUN = {"started_at", "finished_at", "seconds", "released_at", "indexed_at"}
_WRITER = """
import sys
from datetime import date, timedelta
from broadsheet.lake import Lake
from broadsheet.settings import load_settings
from tests.pipelines.lake_rows import put

who, count, same = sys.argv[1:]
settings = load_settings()
lake = Lake(settings.lake_uri, settings.storage_options)
for number in range(int(count)):
    day = date(2026, 1, 1) + timedelta(days=0 if same == "same" else 2 * number + (who == "b"))
    put(lake, "articles", day, {"article_version_id": f"{who}{number}", "article_id": who})
"""


def put_pages(settings: Settings, number: int) -> None:
    day = FIRST + timedelta(days=number)
    told = [
        (f"https://{paper}.example/{number}", f"{day}T10:00:00Z", build_page(f"Dock {number}", texts, day))
        for paper, texts in (("post", [*PARAGRAPHS[:3], f"It was day {number}."]), ("echo", PARAGRAPHS))
    ]
    write_pages(settings.inbox / f"{day}.jsonl", told)


def read_lake(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    lake = Lake(settings.lake_uri, settings.storage_options)
    tables = sorted(table for stage in DAY_STAGES for table in stage.writes)
    return {table: sorted(drop_times(lake.read(table)).rows(), key=repr) for table in tables}


def drop_times(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.drop(_OF_THE_RUN & set(frame.columns))


def read_release(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(find_release_file(settings)), read_only=True) as release:
        names = [
            name
            for (name,) in release.execute(
                "select table_name from duckdb_tables() where schema_name = 'main' and table_name != '_release'"
            ).fetchall()
        ]
        return {name: sorted(release.execute(f"from main.{name}").fetchall(), key=repr) for name in names}


@pytest.mark.slow
def test_a_run_on_s3_gives_the_tables_and_the_release_of_a_local_one(object_store: ObjectStore, tmp_path: Path) -> None:
    of_near = {"BROADSHEET_HOME": str(tmp_path / "near")}
    of_far = object_store.name_variables(tmp_path / "far", "whole")
    near, far = load_settings(of_near), load_settings(of_far)
    for settings, variables in ((near, of_near), (far, of_far)):
        # The second day comes late, so that a release is also made from the one before.
        for number in range(2):
            put_pages(settings, number)
            run = start_run(variables)
            told, _ = run.communicate(timeout=900)
            assert run.returncode == 0, told
    assert read_lake(far) == read_lake(near)
    found, expected = read_release(far), read_release(near)
    assert found.keys() == expected.keys() and len(expected["claims"]) > 5
    assert [name for name in expected if found[name] != expected[name]] == []
    assert not (tmp_path / "far" / "lake").exists()


def start_writer(store: ObjectStore, lake: str, who: str, count: int, same: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _WRITER, who, str(count), same]
    environment = os.environ | store.name_variables(Path("/nowhere"), lake)
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


def write_at_once(store: ObjectStore, lake: str, count: int, same: str) -> list[str]:
    writers = [start_writer(store, lake, who, count, same) for who in ("a", "b")]
    told = [writer.communicate(timeout=300)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], told
    frame = store.open_lake(lake).read("articles")
    return sorted(frame["article_version_id"].to_list())


@pytest.mark.slow
def test_two_machines_that_write_days_of_one_table_lose_none(object_store: ObjectStore) -> None:
    found = write_at_once(object_store, "days", 8, "own")
    assert found == sorted(f"{who}{number}" for who in "ab" for number in range(8))


@pytest.mark.slow
def test_two_machines_that_write_one_day_leave_the_rows_of_one(object_store: ObjectStore) -> None:
    assert write_at_once(object_store, "day", 6, "same") in (["a5"], ["b5"])


@pytest.mark.slow
def test_a_store_that_goes_away_is_named_and_has_lost_nothing(object_store: ObjectStore, tmp_path: Path) -> None:
    lake = object_store.open_lake("gone")
    put(lake, "articles", FIRST, {"article_version_id": "v1"})
    object_store.stop()
    try:
        with pytest.raises(BroadsheetError, match="articles"):
            put(lake, "articles", FIRST, {"article_version_id": "v2"})
    finally:
        object_store.start()
    again = object_store.open_lake("gone")
    assert again.read("articles")["article_version_id"].to_list() == ["v1"]
    put(again, "articles", FIRST, {"article_version_id": "v2"})
    assert again.read("articles")["article_version_id"].to_list() == ["v2"]
