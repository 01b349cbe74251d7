"""`ops.language_coverage`: which derived rows exist for each language of the warehouse, and why others do not.

Belongs here: the table and its rows of one release. Which finder reads a language is decided in `broadsheet.coverage`.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb
import polars as pl

from broadsheet.coverage import GRAMMAR_LANGUAGE, describe_coverage
from broadsheet.lake import frame_of
from broadsheet.language.version import choose_model, is_shipped
from broadsheet.release.build import NAME, quote
from broadsheet.tables import Column, Table

COVERAGE_TABLE = Table(
    "language_coverage", "ops", "one derived table in one language",
    "How each derived table is filled for the languages of the articles, and why it is not.",
    ("language", "table_name"),
    (
        Column("language", "string", "ISO 639-1 code; articles whose language is not known are read as English"),
        Column("table_name", "string", "Derived table"),
        Column(
            "method", "string",
            "grammar, model, signs_and_word_list, signs (figures, money, units and dates by CLDR), word_list, "
            "punctuation or none",
        ),
        Column("reason", "string", "What is missing and how to get it; null where nothing is", nullable=True),
        Column("article_count", "int64", "Article versions in that language"),
        Column("row_count", "int64", "Rows of the table in them"),
    ),
    release_schema="ops",
)  # fmt: skip


def count_coverage(connection: duckdb.DuckDBPyConnection, language_model: str, tables: Collection[str]) -> pl.DataFrame:
    """The rows for the languages of the articles that the release holds. tables: names of those it holds."""
    if "articles" not in tables:
        return frame_of(COVERAGE_TABLE, [])
    languages = connection.execute(
        f"select coalesce(language, $default), count(*) from {NAME}.main.articles group by all order by 1",
        {"default": GRAMMAR_LANGUAGE},
    ).fetchall()
    rows = []
    for language, article_count in languages:
        has_model = bool(choose_model(language_model, language)) or is_shipped(language)
        for entry in describe_coverage(language, has_model):
            if entry.table_name in tables:
                rows.append(
                    {
                        "language": language,
                        "table_name": entry.table_name,
                        "method": entry.method,
                        "reason": entry.reason,
                        "article_count": article_count,
                        "row_count": _count_rows(connection, entry.table_name, language),
                    }
                )
    return frame_of(COVERAGE_TABLE, rows)


def _count_rows(connection: duckdb.DuckDBPyConnection, table: str, language: str) -> int:
    [(count,)] = connection.execute(
        f"""
        select count(*)
        from {NAME}.main.{quote(table)} as rows
        inner join {NAME}.main.articles as articles on rows.article_version_id = articles.article_version_id
        where coalesce(articles.language, $default) = $language
        """,
        {"default": GRAMMAR_LANGUAGE, "language": language},
    ).fetchall()
    return int(count)
