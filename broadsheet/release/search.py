"""The tables behind the macros `search` and `similar_passages`, filled from the rows of the release being built.

Belongs here: the order of the steps of `sql/search`, and which articles they are run on. In a copy of a release that is
in place only those that changed are: each row follows from its own article, and vectors of passages also from those of
words, which the articles of the first days decide. How a text is cut into words stands in `sql/macros`, for the words
of a question are cut by the same.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import duckdb
import polars as pl

from broadsheet.coverage import GRAMMAR_LANGUAGE
from broadsheet.model.queries import list_names, read_sql, read_toml
from broadsheet.release.build import NAME, insert_frame, literal, place_of
from broadsheet.release.passage_vectors import place_passages
from broadsheet.release.word_vectors import FITTED_ARTICLES, find_last_fitted, fit_words
from broadsheet.tables import Table, parse_table

STAGE = "search"
_TABLES = ("passage_words", "passages", "search_articles", "search_postings")
_FILLED_FROM = frozenset({"articles", "paragraphs", "articles_current"})
# All tables that decide what a search finds.
SEARCHED = _FILLED_FROM | {"sentences"}
# Passages that are placed at a time, in articles.
_PLACED_ARTICLES = 20_000


def list_search_tables() -> list[Table]:
    """The tables that a search reads, by name."""
    return [parse_table(name, STAGE, read_toml(f"{STAGE}/{name}.toml"), {}) for name in _TABLES]


def read_search_steps() -> list[str]:
    """The texts of all that decides rows of these tables, with the words that a search leaves out."""
    return [read_sql(f"{STAGE}/{name}.sql") for name in list_names(STAGE)]


def fill_search(
    connection: duckdb.DuckDBPyConnection, tables: Collection[str], changed_days: Collection[date] = ()
) -> None:
    """Bring them up to date, where the release holds the tables of articles; otherwise they stay empty.

    The macros must be there already. tables: names of those that the release holds. changed_days: days of captures
    whose articles, paragraphs or sentences are not those from which the rows that are there were made.
    """
    if not _FILLED_FROM.issubset(tables):
        return
    connection.execute(f"set search_path = {literal(f'{NAME}.main,{NAME}.ops')}")
    made = {table.name: table for table in list_search_tables()}
    days = pl.DataFrame({"captured_on": sorted(changed_days)}, schema={"captured_on": pl.Date})
    connection.register("changed_days", days.to_arrow())
    _run(connection, "leaving")
    for name, key in (("search_postings", "article_number"), ("passages", "article_version_id")):
        connection.execute(f"delete from {place_of(made[name])} where {key} in (select {key} from temp.leaving)")
    connection.execute(
        f"delete from {place_of(made['search_articles'])}"
        " where article_number in (select article_number from temp.leaving)"
    )
    _run(connection, "arriving")
    _run(connection, "article_terms", {"default_language": GRAMMAR_LANGUAGE})
    _fill(connection, made["search_articles"])
    _fill(connection, made["search_postings"])
    if "sentences" in tables:
        _fill_passages(connection, made, changed_days)
    for step in ("leaving", "arriving", "article_terms"):
        connection.execute(f"drop table temp.{step}")
    connection.unregister("changed_days")
    connection.execute("use memory")


def _fill_passages(
    connection: duckdb.DuckDBPyConnection, made: dict[str, Table], changed_days: Collection[date]
) -> None:
    """Place the passages of articles that arrived, or those of all where the vectors of words are no longer those."""
    words, passages = made["passage_words"], made["passages"]
    placed = "temp.arriving"
    if _fit(connection, words, changed_days):
        connection.execute(f"delete from {place_of(passages)}")
        placed = place_of(made["search_articles"])
    vectors = connection.sql(f"from {place_of(words)} order by term").pl()
    [(count,)] = connection.execute(f"select count(*) from {placed}").fetchall()
    for start in range(0, count, _PLACED_ARTICLES):
        openings = _read_openings(
            connection,
            f"select article_number, article_version_id, captured_on from {placed}"
            f" order by article_number limit {_PLACED_ARTICLES} offset {start}",
        )
        insert_frame(connection, passages, place_passages(openings, vectors))


def _fit(connection: duckdb.DuckDBPyConnection, words: Table, changed_days: Collection[date]) -> bool:
    """Fit the vectors of words anew; False where those that are there would be the same."""
    counts = connection.execute(
        "select captured_on, count(*) from articles group by captured_on order by captured_on"
    ).fetchall()
    fitted_until = find_last_fitted(counts)
    known = connection.execute(f"select fitted_until from {place_of(words)} limit 1").fetchall()
    if fitted_until is not None and known == [(fitted_until,)] and all(day > fitted_until for day in changed_days):
        return False
    connection.execute(f"delete from {place_of(words)}")
    if fitted_until is None:
        return True
    article_count = sum(count for day, count in counts if day <= fitted_until)
    step = -(-article_count // FITTED_ARTICLES)
    fitted = read_sql(f"{STAGE}/fitted_articles.sql")
    openings = _read_openings(connection, fitted, {"fitted_until": fitted_until, "step": step})
    insert_frame(connection, words, fit_words(openings, fitted_until))
    return True


def _read_openings(
    connection: duckdb.DuckDBPyConnection, chosen: str, values: dict[str, object] | None = None
) -> pl.DataFrame:
    """The terms in the openings of the articles that a select gives."""
    connection.execute(f"create temp table chosen as {chosen}", values or {})
    openings: pl.DataFrame = connection.sql(
        read_sql(f"{STAGE}/openings.sql"), params={"default_language": GRAMMAR_LANGUAGE}
    ).pl()
    connection.execute("drop table temp.chosen")
    return openings


def _run(connection: duckdb.DuckDBPyConnection, step: str, values: dict[str, object] | None = None) -> None:
    """Keep the rows of a step until the tables are filled."""
    connection.execute(f"create temp table {step} as {read_sql(f'{STAGE}/{step}.sql')}", values or {})


def _fill(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    connection.execute(f"insert into {place_of(table)} by name {read_sql(f'{STAGE}/{table.name}.sql')}")
