"""Recipes: questions with the SQL that answers them, read from `sql/queries/*.sql` and carried in `ops.recipes`.

One select a file, named after its question. The comment lines on top are the question; its tables are read from the
SQL.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import polars as pl

from broadsheet.errors import FaultError
from broadsheet.lake import frame_of
from broadsheet.model.queries import find_inputs, list_names, read_sql
from broadsheet.release.macros import load_macros
from broadsheet.tables import Column, Table

FOLDER = "queries"
_MACRO_CALL = re.compile(r"\b(?:from|join)\s+(\w+)\(")
RECIPES_TABLE = Table(
    "recipes", "ops", "one question", "Questions with the SQL that answers them: run the text in the column sql.",
    ("name",),
    (
        Column("name", "string", "Name of the question"),
        Column("question", "string", "The question, and what to change in the SQL"),
        Column("sql", "string", "One select"),
        Column("tables", "list<string>", "Tables that it reads, those behind its macros included"),
        Column("macros", "list<string>", "Table macros that it calls"),
    ),
    release_schema="ops",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipe:
    """One question. tables: those it names and those that its macros need, in alphabetical order."""

    name: str
    question: str
    text: str
    tables: tuple[str, ...]
    macros: tuple[str, ...]


@cache
def load_recipes() -> tuple[Recipe, ...]:
    """Every recipe by name. Raises FaultError for a file without a question or with more than one select."""
    return tuple(parse_recipe(name, read_sql(f"{FOLDER}/{name}.sql")) for name in list_names(FOLDER))


def parse_recipe(name: str, text: str) -> Recipe:
    """Read one file's text.

    >>> parse_recipe("who_spoke", "-- Who spoke?\\nselect claims.speaker_name from claims").question
    'Who spoke?'
    """
    lines = text.strip().splitlines()
    count = next((number for number, line in enumerate(lines) if not line.startswith("--")), len(lines))
    question = " ".join(line.removeprefix("--").strip() for line in lines[:count])
    if not question:
        raise FaultError(f"sql/{FOLDER}/{name}.sql must begin with its question, as a comment.")
    statement = "\n".join(lines[count:])
    known = {macro.name: macro for macro in load_macros() if macro.is_table}
    called = tuple(sorted(set(_MACRO_CALL.findall(statement)) & known.keys()))
    behind = {table for macro in called for table in known[macro].needs}
    return Recipe(name, question, statement, tuple(sorted(behind | set(find_tables(statement)))), called)


def find_tables(statement: str) -> tuple[str, ...]:
    """Tables that a select names, without their schema: also those of `ops`."""
    # Our macro `search` is a function of another database to the parser.
    renamed = re.sub(r"\b(from|join)\s+(\w+)\(", r"\1 macro_\2(", statement)
    return find_inputs(re.sub(r"\bops\.(?=\w)", "", renamed))


def list_recipe_rows(tables: Collection[str]) -> pl.DataFrame:
    """The rows of `ops.recipes` for a release that holds these tables; a recipe that needs another is left out."""
    present = {*tables, RECIPES_TABLE.name}
    rows = [
        {
            "name": recipe.name,
            "question": recipe.question,
            "sql": recipe.text,
            "tables": list(recipe.tables),
            "macros": list(recipe.macros),
        }
        for recipe in load_recipes()
        if present.issuperset(recipe.tables)
    ]
    return frame_of(RECIPES_TABLE, rows)
