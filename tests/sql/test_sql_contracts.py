"""Every query returns the columns its .toml promises; every check runs; every recipe binds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from broadsheet.checks import find_wrong_rows, list_laws, load_checks
from broadsheet.errors import FaultError
from broadsheet.lake import Lake
from broadsheet.model import connect_inputs, load_queries, run_query
from broadsheet.model.queries import Query, read_sql
from broadsheet.release.build import NAME, attach, create_macros, create_tables
from broadsheet.release.macros import load_macros
from broadsheet.release.search import list_search_tables
from broadsheet.stages.release import list_released_tables

QUERIES = [*load_queries("model"), *load_queries("view")]
CHECKS = load_checks()
RECIPES = sorted(Path("sql/queries").glob("*.sql"))
COUNTS = {"article_count", "origin_count", "family_count"}


@pytest.fixture(scope="module")
def empty_lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return Lake(str(tmp_path_factory.mktemp("lake")))


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_query_returns_the_promised_columns(query: Query, empty_lake: Lake) -> None:
    with connect_inputs(empty_lake, query.inputs) as connection:
        frame = run_query(connection, query)
    assert frame.columns == [column.name for column in query.table.columns]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_query_begins_with_its_grain(query: Query) -> None:
    assert query.text.startswith("-- grain: one row per ")


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_query_says_by_what_it_can_be_made_anew(query: Query) -> None:
    """The columns are its own; what can only be made whole says why."""
    recompute = query.table.recompute
    assert recompute and recompute.doc, f"sql/{query.stage}/{query.name}.toml has no `recompute`"
    assert recompute.doc.startswith("Whole: ") == (not recompute.by)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_finds_nothing_wrong_in_empty_tables(check, empty_lake: Lake) -> None:
    values = {"first_day": date.min, "last_day": date.max, "derivation_ids": ["a"]}
    with connect_inputs(empty_lake, check.inputs) as connection:
        count, _ = find_wrong_rows(connection, check, values)
    assert count == 0


def test_no_law_is_broken_by_empty_tables(empty_lake: Lake) -> None:
    laws = list_laws(list_released_tables())
    with connect_inputs(empty_lake, [table.name for table in list_released_tables()]) as connection:
        assert [law for law in laws if find_wrong_rows(connection, law, {})[0]] == []
    assert len({(law.asset, law.name) for law in laws}) == len(laws)


@pytest.fixture(scope="module")
def empty_release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A release without rows, with all tables and macros."""
    tables = list_released_tables()
    with attach(tmp_path_factory.mktemp("empty") / "warehouse.duckdb") as connection:
        create_tables(connection, [*tables, *list_search_tables()])
        create_macros(connection, load_macros(), tables)
        connection.execute(f"use {NAME}")
        yield connection


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.stem)
def test_recipe_binds_to_the_released_tables(recipe: Path, empty_release: duckdb.DuckDBPyConnection) -> None:
    empty_release.sql(recipe.read_text(encoding="utf-8")).fetchall()


def test_views_about_facts_count_articles_origins_and_families() -> None:
    apart = {
        "coverage_gaps", "source_health", "pipeline_funnel", "data_quality", "source_profile", "article_changes",
        "link_network", "watch_hits", "articles_on_map",
    }  # fmt: skip
    for query in load_queries("view"):
        names = {column.name for column in query.table.columns}
        assert query.name in apart or names >= COUNTS, query.name


def test_query_that_breaks_its_promise_is_refused(empty_lake: Lake) -> None:
    good = QUERIES[0]
    broken = Query(good.name, good.stage, "select 1 as wrong", good.table)
    with duckdb.connect() as connection, pytest.raises(FaultError, match="disagree on columns"):
        run_query(connection, broken)


def test_missing_sql_file_is_named() -> None:
    with pytest.raises(FaultError, match=r"sql/view/nothing\.sql"):
        read_sql("view/nothing.sql")
