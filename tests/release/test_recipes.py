"""Recipes run on a release of the example pages, as its users find them there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from broadsheet.errors import FaultError
from broadsheet.release.recipes import list_recipe_rows, load_recipes, parse_recipe
from broadsheet.release.search import list_search_tables
from broadsheet.stages.release import list_released_tables

ROOT = Path(__file__).parents[2]
RECIPES = {recipe.name: recipe for recipe in load_recipes()}
# What a row of the answer holds. None: the example pages come from no live source, so that there is no answer.
EXPECTED: dict[str, tuple[object, ...] | None] = {
    "claims_relayed_twice": ("Harriet Osei", "Harbour Gazette"),
    "demo_copies_are_not_sources": ("Coastwire News Agency", 4),
    "demo_live_health": None,
    "demo_live_preferences": None,
    "demo_live_requests": None,
    "demo_one_figure_many_values": ("180",),
    "demo_who_says_what": ("River and Tides Authority",),
    "every_figure_someone_gave": ("Dawn Pereira", 600.0, "homes"),
    "how_did_this_figure_change": ("homes", 241.0),
    "what_did_they_deny": ("Leonard Voss", "denied"),
    "what_do_sites_say_about_ai": None,
    "what_is_said_about_someone": ("the county council", "announced"),
    "what_stands_behind_a_figure": ("1,150",),
    "what_to_check_first": (1,),
    "what_was_changed_after_publication": ("The Harbour Gazette",),
    "where_do_figures_contradict": ("homes", 241.0),
    "where_is_this_name_mentioned": ("Port Merrin",),
    "which_articles_are_about_this": ("Barrier failure floods homes in Port Merrin, 1,150 moved to safety", 2),
    "which_articles_are_like_this_one": ("Noordwal Energie",),
    "which_articles_may_train_a_model": ("coastwire",),
    "which_figures_rest_on_one_source": ("1,150", "copies_of_one_story"),
    "which_names_are_new": ("Harriet Osei", "PERSON"),
    "which_places_are_in_the_news": ("Rotterdam", "NL"),
    "who_accuses_whom": ("Philippa Stroud", "Labour"),
    "who_copies_whom": ("Coastwire News Agency", "Northshore Herald"),
    "who_is_quoted_most": ("River and Tides Authority", "organisation"),
    "who_is_spoken_about_together": ("Netherlands", "Noordwal Energie"),
    "who_reported_it_first": ("Coastwire News Agency", 4),
    "who_said_that": ("Moira Fenwick",),
    "why_was_a_page_left_out": ("consent_wall",),
}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    home = tmp_path_factory.mktemp("recipes") / "home"
    environment = os.environ | {"BROADSHEET_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pipelines", "demo"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=300)
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        yield connection


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPECTED)
def test_a_recipe_answers_its_question(release: duckdb.DuckDBPyConnection, name: str) -> None:
    [(statement,)] = release.execute("select sql from ops.recipes where name = $name", {"name": name}).fetchall()
    rows = release.sql(statement).fetchall()
    wanted = EXPECTED[name]
    assert rows == [] if wanted is None else any(set(wanted) <= {*map(_plain, row)} for row in rows), rows[:5]


@pytest.mark.slow
def test_the_readme_prints_what_its_question_answers(release: duckdb.DuckDBPyConnection) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    printed = [[cell.strip() for cell in line.split("│")[1:-1]] for line in readme.splitlines() if line.startswith("│")]
    query = (ROOT / "sql/queries/demo_one_figure_many_values.sql").read_text(encoding="utf-8")
    assert query.partition("\n")[2].strip() in readme
    assert printed == [["" if value is None else str(value) for value in row] for row in release.sql(query).fetchall()]


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float) else str(value)


def test_every_recipe_is_run_on_the_example_pages() -> None:
    assert EXPECTED.keys() == RECIPES.keys() and len(RECIPES) >= 30


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_reads_tables_that_a_release_holds(name: str) -> None:
    present = {table.name for table in [*list_released_tables(), *list_search_tables()]}
    missing = set(RECIPES[name].tables) - present
    assert not missing, f"sql/queries/{name}.sql reads tables that no release holds: {', '.join(sorted(missing))}"


def test_a_recipe_without_its_tables_is_left_out_of_a_release() -> None:
    listed = list_recipe_rows({"skipped"})
    assert listed["name"].to_list() == ["why_was_a_page_left_out"] and listed["tables"].to_list() == [["skipped"]]


def test_the_tables_behind_a_macro_are_named() -> None:
    recipe = parse_recipe("who", "-- Who?\n-- Change it.\nselect a.url from claims_by('X') as a")
    assert recipe.question == "Who? Change it." and recipe.macros == ("claims_by",) and "claims" in recipe.tables
    with pytest.raises(FaultError, match="begin with its question"):
        parse_recipe("who", "select 1")
