"""What analysts find in a release: native tables in lake order, comments, macros, and where it all came from."""

from __future__ import annotations

import dataclasses
import re
import stat
from datetime import timedelta

import duckdb
import polars as pl
import pytest

from broadsheet.errors import ReleaseError
from broadsheet.lake import frame_of
from broadsheet.release import Macro, load_macros, open_warehouse, publish
from broadsheet.release.macros import parse_macro
from broadsheet.release.record import record_path
from broadsheet.tables import load_tables
from tests.lake.lake_stock import DAY, HEADLINE, NEXT_DAY, NOON, TABLES, TEXT, row_of, sentence_frame


def test_a_release_holds_the_rows_of_the_lake_in_their_order(settings, lake, release_now) -> None:
    lake.replace_partition("paragraphs", DAY, lake.read("paragraphs", [DAY]).reverse())
    release = release_now()
    with open_warehouse(settings) as connection:
        for table in TABLES:
            kept = [column.name for column in table.columns if column.name not in table.release_without]
            found = connection.sql(f"from {table.release_schema}.{table.name}").pl()
            assert found.equals(lake.read(table, columns=kept)), table.name
    assert {item.name: item.row_count for item in release.tables}["numbers"] == 8


def test_bodies_stay_in_the_lake(settings, release_now) -> None:
    release_now()
    with open_warehouse(settings) as connection:
        assert "body" not in connection.sql("from ops.captures").columns
        assert "body_sha256" in connection.sql("from ops.captures").columns


def test_tables_that_are_not_in_the_lake_are_there_and_empty(settings, lake) -> None:
    publish(settings, lake, list(load_tables().values()), now=NOON, code_version="c1")
    with open_warehouse(settings) as connection:
        assert connection.sql("select count(*) from mentions").fetchall() == [(0,)]
        assert connection.sql("select count(*) > 50 from ops.gold_scores where score > 0").fetchall() == [(True,)]


def test_each_language_says_what_is_found_in_it_and_why_the_rest_is_not(settings, lake, release_now) -> None:
    articles = lake.read("articles", [DAY]).with_columns(language=pl.lit("fr"))
    lake.replace_partition("articles", DAY, articles)
    release_now()
    with open_warehouse(settings) as connection:
        found = connection.sql(
            "select language, table_name, method, reason is null, article_count, row_count from ops.language_coverage"
        ).fetchall()
    assert sorted(found) == [
        ("en", "claims", "grammar", True, 2, 2),
        ("en", "numbers", "grammar", True, 2, 4),
        ("en", "sentences", "model", True, 2, 2),
        ("fr", "claims", "none", False, 2, 2),
        ("fr", "numbers", "signs", False, 2, 4),
        ("fr", "sentences", "punctuation", False, 2, 2),
    ]


def test_every_table_and_column_is_explained(settings, lake) -> None:
    publish(settings, lake, list(load_tables().values()), now=NOON, code_version="c1")
    with open_warehouse(settings) as connection:
        silent_tables = "select table_name from duckdb_tables() where coalesce(comment, '') = ''"
        silent_columns = "select table_name, column_name from duckdb_columns() where not internal and comment is null"
        assert connection.sql(silent_tables).fetchall() == []
        assert connection.sql(silent_columns).fetchall() == []
        documented = connection.sql("select table_name, column_name from ops.table_docs order by all").fetchall()
        columns = "select table_name, column_name from duckdb_columns() where not internal order by all"
        assert documented == connection.sql(columns).fetchall()
        body_bytes = connection.sql("from ops.table_docs where column_name = 'body_bytes'").pl().row(0, named=True)
        said = connection.sql("select refers_to from ops.table_docs where column_name = 'said_by_claim_id'").fetchall()
    assert said == [("claims.claim_id",)] and body_bytes["refers_to"] is None
    assert (body_bytes["unit"], body_bytes["schema_name"], body_bytes["key_columns"]) == (
        "bytes",
        "ops",
        ["capture_id"],
    )


def test_the_release_says_what_it_was_built_from(settings, lake, release_now) -> None:
    release = release_now()
    with open_warehouse(settings) as connection:
        row = connection.sql("from _release").pl().row(0, named=True)
    assert (row["release_id"], row["released_at"], row["code_version"]) == (release.release_id, NOON, "c1")
    claims = next(item for item in row["tables"] if item["table_name"] == "claims")
    assert claims == {"table_name": "claims", "lake_version": lake.version("claims"), "row_count": 4}


@pytest.mark.slow
def test_releases_are_listed_also_when_their_files_are_gone(settings, release_now) -> None:
    made = [release_now(NOON + timedelta(hours=number)) for number in range(5)]
    with open_warehouse(settings) as connection:
        listed = connection.sql("select release_id from ops.releases").fetchall()
    assert listed == [(release.release_id,) for release in made]
    kept = sorted(path.name for path in settings.releases.glob("*.duckdb"))
    assert kept == [release.path.name for release in made[2:]]


def test_numbers_of_releases_grow_while_the_clock_goes_back(settings, release_now) -> None:
    release_now()
    later = release_now(NOON - timedelta(days=9))
    assert later.release_id.startswith("000002-2024")
    assert settings.warehouse.resolve() == later.path


def test_the_file_is_read_only_and_opens_in_duckdb_1_4(settings, release_now) -> None:
    release = release_now()
    assert stat.S_IMODE(release.path.stat().st_mode) == 0o444
    assert sorted(path.name for path in settings.releases.iterdir()) == sorted(
        ["publish.lock", release.path.name, record_path(release.path).name]
    )
    with open_warehouse(settings) as connection:
        tags = connection.sql("select tags from duckdb_databases() where not internal").fetchall()
        with pytest.raises(duckdb.InvalidInputException):
            connection.execute("delete from articles")
    assert tags[0][0]["storage_version"].startswith("v1.4.0")


def test_the_link_is_relative_so_that_the_home_can_move(settings, release_now) -> None:
    release_now()
    moved = settings.home.rename(settings.home.with_name("moved"))
    with duckdb.connect(str(moved / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.sql("select count(*) from articles").fetchall() == [(4,)]


def test_offsets_are_code_points_in_sql_as_in_python(settings, release_now) -> None:
    release_now()
    with open_warehouse(settings) as connection:
        for text in (TEXT, HEADLINE):
            size = len(text)
            slices = [(start, end) for start in range(size) for end in range(start, size + 1)]
            places = pl.DataFrame(slices, schema=["start_char", "end_char"], orient="row")
            connection.register("places", places.to_arrow())
            query = "select substring($text, start_char + 1, end_char - start_char) from places"
            found = [row[0] for row in connection.execute(query, {"text": text}).fetchall()]
            assert found == [text[start:end] for start, end in slices]


def test_shipped_macros_are_explained_where_their_tables_are_there(settings, lake, release_now) -> None:
    release_now()
    with open_warehouse(settings) as connection:
        comments = dict(
            connection.sql("select function_name, comment from duckdb_functions() where not internal").fetchall()
        )
    present = {table.name for table in TABLES}
    assert comments.keys() == {macro.name for macro in load_macros() if present.issuperset(macro.needs)}
    assert all(comments.values())


@pytest.mark.parametrize("macro", load_macros(), ids=lambda macro: macro.name)
def test_macros_keep_to_what_duckdb_1_4_knows(macro: Macro) -> None:
    """1.4 opens the release too, but it has no function `if`."""
    assert not re.search(r"\bif\(", macro.statement)


def test_a_macro_in_context_marks_the_fact(settings, release_now) -> None:
    release_now()
    with open_warehouse(settings) as connection:
        assert connection.sql("select in_context('One 👍🏽 two three', 7, 10, 3)").fetchall() == [("👍🏽 [two] th",)]
        assert connection.sql("select in_context('One two', 0, 3, 60)").fetchall() == [("[One] two",)]


def test_a_macro_file_without_comment_is_refused() -> None:
    with pytest.raises(Exception, match="comment on top"):
        parse_macro("twice", "create macro twice(x) as 2 * x;")
    with pytest.raises(Exception, match="create macro twice"):
        parse_macro("twice", "-- Twice.\ncreate macro thrice(x) as 3 * x;")


def test_a_broken_macro_refuses_the_release(release_now) -> None:
    with pytest.raises(ReleaseError, match="Macro lost"):
        release_now(macros=[Macro("lost", "create macro lost() as table select * from nowhere", "Lost.")])


def test_a_column_that_came_later_is_null_in_old_files(settings, lake, release_now) -> None:
    sentences = next(table for table in TABLES if table.name == "sentences")
    column = dataclasses.replace(sentences.columns[0], name="mood", nullable=True, type="string")
    wider = dataclasses.replace(sentences, columns=(*sentences.columns, column))
    tables = [wider if table is sentences else table for table in TABLES]
    publish(settings, lake, tables, now=NOON, code_version="c1")
    frame = lake.read(wider, [NEXT_DAY]).with_columns(mood=pl.lit("grave"))
    lake.replace_partition(wider, NEXT_DAY, frame)
    publish(settings, lake, tables, now=NOON, code_version="c1")
    with open_warehouse(settings) as connection:
        moods = connection.sql("select captured_on, mood from sentences").fetchall()
    assert moods == [(DAY, None)] * 2 + [(NEXT_DAY, "grave")] * 2


def test_a_lake_in_a_store_is_packed_without_extensions(settings, lake, monkeypatch) -> None:
    monkeypatch.setattr(lake, "is_local", False)
    publish(settings, lake, TABLES, now=NOON, code_version="c1")
    with open_warehouse(settings) as connection:
        assert connection.sql("from claims").pl().equals(lake.read("claims"))


def test_opening_before_the_first_release_says_what_to_do(settings, release_now) -> None:
    empty = dataclasses.replace(settings, home=settings.home.with_name("elsewhere"))
    with pytest.raises(ReleaseError, match="Run `broadsheet run` first"):
        open_warehouse(empty)
    release_now().path.unlink()
    with pytest.raises(ReleaseError, match="not there"):
        open_warehouse(settings)


def test_the_same_process_sees_the_new_release(settings, lake, release_now) -> None:
    release_now()
    count = "select count(*) from sentences where captured_on = '2024-03-01'"
    with open_warehouse(settings) as old, duckdb.connect(str(settings.warehouse), read_only=True) as old_by_link:
        rows = [row_of("sentences", captured_on=DAY, sentence_id=f"n{number}", surface="") for number in range(3)]
        added = frame_of("sentences", rows).with_columns(
            article_version_id=pl.lit(f"{DAY}-0"), derivation_id=pl.lit("d1")
        )
        lake.replace_partition("sentences", DAY, pl.concat([lake.read("sentences", [DAY]), added]))
        release_now()
        with open_warehouse(settings) as new, duckdb.connect(str(settings.warehouse), read_only=True) as new_by_link:
            assert new.sql(count).fetchall() == new_by_link.sql(count).fetchall() == [(5,)]
        assert old.sql(count).fetchall() == old_by_link.sql(count).fetchall() == [(2,)]


@pytest.mark.slow
def test_a_large_table_keeps_its_order(settings, lake, release_now) -> None:
    frame = sentence_frame(DAY, 300_000, "s").with_columns(
        article_version_id=pl.lit(f"{DAY}-0"), derivation_id=pl.lit("d1"), surface=pl.lit("")
    )
    lake.replace_partition("sentences", DAY, pl.concat([lake.read("sentences", [DAY]), frame]))
    release_now()
    with open_warehouse(settings) as connection:
        ids = connection.sql("select sentence_id from sentences").pl()["sentence_id"]
    assert ids.equals(lake.read("sentences")["sentence_id"])
