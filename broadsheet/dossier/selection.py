"""The rows of a dossier and the articles they stand in, read from a release."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from broadsheet.errors import QueryError
from broadsheet.model.queries import read_sql

_ID = re.compile(r"[0-9a-f]{32}")
FOUND_ROWS, CITED_ARTICLES = "dossier/found_rows.sql", "dossier/cited_articles.sql"


@dataclass(frozen=True, slots=True)
class Selection:
    """What a dossier cites.

    rows: as `sql/dossier/found_rows.sql` gives them, each with `citation`, counted from 1. articles: as
    `cited_articles.sql`. release_id: the release they were read from.
    """

    question: str
    release_id: str
    rows: tuple[dict[str, Any], ...]
    articles: tuple[dict[str, Any], ...]


def select_rows(connection: duckdb.DuckDBPyConnection, asked: Sequence[str], most: int) -> Selection:
    """Rows of the ids in `asked` (claims, numbers, mentions, dates), and those whose text has all its other words.

    most: at most so many rows, the most check-worthy first. Raises QueryError where an id or the words find nothing.
    """
    ids = [item for item in asked if _ID.fullmatch(item)]
    words = [word.lower() for item in asked if not _ID.fullmatch(item) for word in item.split()]
    rows = _fetch(connection, FOUND_ROWS, {"ids": ids, "words": words, "most": most})
    missing = sorted(set(ids) - {row["row_id"] for row in rows})
    if missing:
        raise QueryError(f"No row of claims, numbers, mentions or dates has the id {missing[0]}. Look it up again.")
    if not rows:
        raise QueryError(f"No claim or figure has all of: {' '.join(words)}. Ask with fewer or other words.")
    versions = sorted({row["article_version_id"] for row in rows})
    articles = _fetch(connection, CITED_ARTICLES, {"article_version_ids": versions})
    places = {article["article_version_id"]: number for number, article in enumerate(articles)}
    ordered = sorted(rows, key=lambda row: places[row["article_version_id"]])
    cited = tuple(row | {"citation": number} for number, row in enumerate(ordered, start=1))
    release = connection.execute("select release_id from _release").fetchone()
    return Selection(" ".join(asked), str(release[0]) if release else "", cited, tuple(articles))


def _fetch(connection: duckdb.DuckDBPyConnection, path: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    result = connection.execute(read_sql(path), parameters)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
