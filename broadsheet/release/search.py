"""The tables behind the macros `search` and `similar_passages`, filled from the rows of the release being built.

Belongs here: the order of the steps of `sql/search`. How a text is cut into words stands in `sql/macros`, for the words
of a question are cut by the same.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from broadsheet.coverage import GRAMMAR_LANGUAGE
from broadsheet.model.queries import list_names, read_sql, read_toml
from broadsheet.release.build import NAME, insert_frame, literal, place_of
from broadsheet.release.passage_vectors import place_passages
from broadsheet.tables import Table, parse_table

STAGE = "search"
_TABLES = ("passages", "search_articles", "search_postings", "search_terms")
_FILLED_FROM = frozenset({"articles", "paragraphs", "articles_current"})
# All tables that decide what a search finds.
SEARCHED = _FILLED_FROM | {"sentences"}


def list_search_tables() -> list[Table]:
    """The tables that a search reads, by name."""
    return [parse_table(name, STAGE, read_toml(f"{STAGE}/{name}.toml"), {}) for name in _TABLES]


def read_search_steps() -> list[str]:
    """The texts of all that decides rows of these tables, with the words that a search leaves out."""
    return [read_sql(f"{STAGE}/{name}.sql") for name in list_names(STAGE)]


def fill_search(connection: duckdb.DuckDBPyConnection, tables: Collection[str]) -> None:
    """Fill them, where the release holds the tables of articles; otherwise they stay empty.

    The macros must be there already. tables: names of those that the release holds.
    """
    if not _FILLED_FROM.issubset(tables):
        return
    connection.execute(f"set search_path = {literal(f'{NAME}.main,{NAME}.ops')}")
    made = {table.name: table for table in list_search_tables()}
    _fill(connection, made["search_articles"])
    connection.execute(
        f"create temp table article_terms as {read_sql(f'{STAGE}/article_terms.sql')}",
        {"default_language": GRAMMAR_LANGUAGE},
    )
    _fill(connection, made["search_terms"])
    _fill(connection, made["search_postings"])
    connection.execute("drop table temp.article_terms")
    if "sentences" in tables:
        openings = connection.sql(read_sql(f"{STAGE}/openings.sql")).pl()
        insert_frame(connection, made["passages"], place_passages(openings))
    connection.execute("use memory")


def _fill(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    connection.execute(f"insert into {place_of(table)} by name {read_sql(f'{STAGE}/{table.name}.sql')}")
