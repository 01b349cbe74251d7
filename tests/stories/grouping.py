"""Articles put through the models that find stories, as a release does, for tests and gates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import duckdb
import polars as pl

from broadsheet.lake import frame_of
from broadsheet.model import load_query, run_query
from broadsheet.model.inputs import find_table
from broadsheet.records import ArticleText
from broadsheet.rows import to_row
from broadsheet.stories import make_signature
from tests.stories.generated import OUTLETS, Made

# The models that find copies, in order.
STORY_MODELS = ("template_shares", "copy_links", "story_members")
# Those that find events of stories, in order.
EVENT_MODELS = (
    "articles_current", "stories", "news_origins", "opening_names", "opening_kinds", "opening_name_words",
    "opening_scenes", "figure_days", "opening_figures", "event_links", "event_members",
)  # fmt: skip
_SOME_TIME = datetime(2025, 3, 3, tzinfo=UTC)
# What columns hold that may not be null and that no model here looks at.
_FILLERS: Mapping[str, Any] = {
    "string": "-",
    "bool": False,
    "int32": 0,
    "int64": 0,
    "float64": 0.0,
    "date": _SOME_TIME.date(),
}


def fill(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with every column that may not be null."""
    filled = dict(row)
    for column in find_table(table).columns:
        if column.name not in filled and not column.nullable:
            is_list = column.type.startswith("list<")
            filled[column.name] = [] if is_list else _FILLERS.get(column.type, _SOME_TIME)
    return filled


def put(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """A view of that name with these rows."""
    frame = frame_of(find_table(table), [fill(table, row) for row in rows])
    connection.register(table, frame.to_arrow())


def put_articles(connection: duckdb.DuckDBPyConnection, articles: Iterable[Mapping[str, Any]]) -> None:
    """`articles` and `signatures` of rows with article_id, source_id, text and whatever else is known."""
    rows = [
        {"article_version_id": row["article_id"], "captured_at": _SOME_TIME, "captured_on": _SOME_TIME.date()} | row
        for row in articles
    ]
    put(connection, "articles", rows)
    signed = [make_signature(ArticleText(row["article_version_id"], row["text"])) for row in rows]
    put(connection, "signatures", [{"captured_on": _SOME_TIME.date(), **to_row(found)} for found in signed])


def build(connection: duckdb.DuckDBPyConnection, *models: str) -> pl.DataFrame:
    """The rows of the last of these models, each of which is there for the next."""
    for name in models:
        frame = run_query(connection, load_query("model", name))
        connection.register(name, frame.to_arrow())
    return frame


def list_rows(made: Iterable[Made]) -> list[dict[str, Any]]:
    """Rows of `articles`, with their texts, of generated articles."""
    return [
        {
            "article_id": one.article_id, "source_id": one.source_id, "headline": one.headline, "text": one.text,
            "captured_at": one.at, "captured_on": one.day, "published_at": one.at, "published_on": one.day,
            "published_precision": "time", "published_confidence": "stated", "syndication_credit": one.credit,
            "article_type": "news",
        }
        for one in made
    ]  # fmt: skip


def find_stories(articles: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Story of each article."""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        put_articles(connection, articles)
        put(connection, "publishers", [])
        members = build(connection, *STORY_MODELS)
    return dict(members.select("article_id", "story_id").iter_rows())


def find_events(made: Iterable[Made]) -> tuple[dict[str, str], dict[str, str]]:
    """Story of each generated article, and event of each story; names stand where the text has them first."""
    articles = list(made)
    names = [
        {
            "article_version_id": one.article_id, "entity_key": name, "is_boilerplate": False,
            "start_char": max(0, one.text.find(name)), "in_headline": name in one.headline,
        }
        for one in articles
        for name in one.names
    ]  # fmt: skip
    # Counts as they are printed; which of them are of one measure is not known here.
    numbers = [
        {
            "number_id": f"{one.article_id} {found.start()}", "article_version_id": one.article_id, "kind": "count",
            "value": float(found[0].replace(",", "")), "surface": found[0], "is_boilerplate": False,
            "in_headline": False, "start_char": found.start(), "end_char": found.end(),
        }
        for one in articles
        for found in re.finditer(r"\b\d+(?:[.,]\d+)*\b", one.text)
        if not re.fullmatch("(?:19|20)[0-9]{2}", found[0])
    ]  # fmt: skip
    families = [{"source_id": source_id, "publisher_family_id": source_id} for source_id in OUTLETS]
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        put_articles(connection, list_rows(articles))
        put(connection, "publishers", [])
        put(connection, "sources", families)
        put(connection, "mentions", names)
        put(connection, "numbers", numbers)
        for nothing in ("dates", "sentences"):
            put(connection, nothing, [])
        keys = ("article_version_id", "entity_key")
        entities = [{key: row[key] for key in keys} | {"entity_id": row["entity_key"]} for row in names]
        put(connection, "article_entities", entities)
        stories = build(connection, *STORY_MODELS)
        events = build(connection, *EVENT_MODELS)
    return (
        dict(stories.select("article_id", "story_id").iter_rows()),
        dict(events.select("story_id", "event_id").iter_rows()),
    )
