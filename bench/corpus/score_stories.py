"""Copies, events and first reporters against the gold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

import duckdb

from bench.corpus.gold import Record
from bench.corpus.scores import Score, has_table, score_pairs

_ARTICLES = "select url, article_id, story_id, is_origin from articles_current"


def score_stories(connection: duckdb.DuckDBPyConnection, gold: dict[str, list[Record]]) -> Iterator[Score]:
    """Pages that became articles; pairs of copies, with what is wrongly joined by kind; origins; events."""
    found = {row[0]: row[1:] for row in connection.execute(_ARTICLES).fetchall()}
    articles = [record for record in gold["articles"] if record["url"] in found]
    yield Score("pages that became articles", 0, 0, len(articles), len(gold["articles"]))
    stories = {record["url"]: found[record["url"]][1] for record in articles}
    units = [(record["url"], record["story_url"], stories[record["url"]]) for record in articles]
    yield score_pairs("stories, pairs of copies", units, ".98/.95")
    yield _score_apart("kept apart: reports of one event", articles, stories, lambda record: record["event_id"])
    yield _score_apart("kept apart: what one outlet prints daily", articles, stories, _daily_of)
    yield _score_origins(articles, found)
    yield from _score_events(connection, gold, articles, stories)


def _daily_of(record: Record) -> str | None:
    return record["outlet_id"] if record["kind"] == "daily" else None


def _score_apart(
    name: str, articles: list[Record], stories: Mapping[str, str], group_of: Callable[[Record], str | None]
) -> Score:
    """Pairs of one group and of different stories: the share that is not joined, as precision."""
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in articles:
        if group := group_of(record):
            groups[group].append(record)
    apart = total = 0
    wrong = []
    for members in groups.values():
        for one, other in combinations(members, 2):
            if one["story_url"] != other["story_url"]:
                total += 1
                if stories[one["url"]] != stories[other["url"]]:
                    apart += 1
                else:
                    wrong.append(f"{one['url']} = {other['url']}")
    return Score(name, apart, total, aim=".98", examples=tuple(wrong))


def _score_origins(articles: list[Record], found: Mapping[str, tuple[str, str, bool]]) -> Score:
    """Stories with copies: the share whose origin is the text that was copied, as recall."""
    copied = Counter(record["story_url"] for record in articles if record["kind"] == "copy")
    wanted = [url for url in copied if url in found]
    wrong = [url for url in wanted if not found[url][2]]
    return Score(
        "origin of a story with copies", 0, 0, len(wanted) - len(wrong), len(wanted), "1", examples=tuple(wrong)
    )


def _score_events(
    connection: duckdb.DuckDBPyConnection,
    gold: dict[str, list[Record]],
    articles: list[Record],
    stories: Mapping[str, str],
) -> Iterator[Score]:
    """Pairs of articles of one event. Reports of later days count neither way."""
    if not has_table(connection, "event_members", "story_id", "event_id"):
        yield Score("events, pairs of articles", aim=".90/.85", note="no table event_members")
        yield Score("first reporters", aim="all", note="no view first_reporter")
        return
    members = dict(connection.execute("select story_id, event_id from event_members").fetchall())
    events = {url: members.get(story, story) for url, story in stories.items()}
    told = [record for record in articles if record["kind"] != "later"]
    units = [(record["url"], record["event_id"] or record["url"], events[record["url"]]) for record in told]
    yield score_pairs("events, pairs of articles", units, ".90/.85")
    if not has_table(connection, "first_reporter", "event_id", "first_source_id"):
        yield Score("first reporters", aim="all", note="no view first_reporter")
        return
    firsts = dict(connection.execute("select event_id, first_source_id from first_reporter").fetchall())
    outlets: dict[str, set[str]] = defaultdict(set)
    for record in told:
        outlets[record["event_id"] or ""].add(record["outlet_id"])
    wanted = [found for found in gold["first_reporters"] if len(outlets[found["event_id"]]) > 1]
    wrong = [found["url"] for found in wanted if firsts.get(events.get(found["url"], "")) != found["outlet_id"]]
    yield Score("first reporters", 0, 0, len(wanted) - len(wrong), len(wanted), "all", examples=tuple(wrong))
