"""What each page shows: the questions it asks and the rows it draws, by kind of page.

Belongs here: one function per kind. How rows look belongs in the templates.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from broadsheet.browse.charts import draw_days, draw_series
from broadsheet.browse.diffs import compare_texts
from broadsheet.browse.marks import Mark, Stretch, cut_blocks, cut_text
from broadsheet.browse.store import Asker, Rows

# Days of coverage that the start page looks at.
_RECENT_DAYS = 7
_LONGEST_WORDS = 100
_SHORTEST_WORDS = 2
# Characters on either side of a statement on its page.
_CONTEXT_CHARS = 350
_BLANK_LINES = re.compile(r"\n\s*\n")
# What is asked of an entity and of a search, after sql/browse/entity_<name>.sql and search_<name>.sql.
_OF_ENTITIES = (
    "days", "aliases", "claims", "numbers", "accusations", "together", "company", "articles", "judgements", "changes",
)  # fmt: skip
_SEARCHED = ("entities", "numbers", "claims", "articles")


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be drawn: its template, its title and what the template shows."""

    template: str
    title: str
    shown: dict[str, Any]


def make_page(asker: Asker, kind: str, page_id: str) -> Page | None:
    """The page of that kind and id; None where the release has no such row."""
    maker = _MAKERS.get(kind)
    return maker(asker, page_id) if maker else None


def find_page(asker: Asker, row_id: str) -> tuple[str, str, str | None] | None:
    """Kind and id of the page that shows a row, and the row's id where it stands on the page of another."""
    found = asker.ask_one("find_row", id=row_id)
    return (found["kind"], found["page_id"], found["row_id"]) if found else None


def make_article(asker: Asker, page_id: str, at: str = "") -> Page | None:
    """An article in one version, with every fact marked in its text.

    at: a span to mark too, as 120-145 in the text or headline-0-12; anything else marks nothing.
    """
    article = asker.ask_one("article", id=page_id)
    if article is None:
        return None
    values = {"id": page_id, "captured_on": article["captured_on"], "article_id": article["article_id"]}
    facts = {
        "claim": asker.ask("article_claims", **values),
        "number": asker.ask("article_numbers", **values),
        "name": asker.ask("article_mentions", **values),
        "date": asker.ask("article_dates", **values),
    }
    head_marks = _make_marks(facts, True) + _read_span(at, "headline-")
    text_marks = _make_marks(facts, False) + _read_span(at, "")
    headline = article["headline"] or ""
    shown = {
        "article": article,
        "authors": asker.ask("article_authors", **values),
        "headline": cut_text(headline, 0, len(headline), head_marks) if headline else [],
        "blocks": cut_blocks(article["text"], asker.ask("article_paragraphs", **values), text_marks),
        "facts": facts,
        "names": group_names(facts["name"]),
        "states": asker.ask("article_states", **values),
    }
    return Page("article.html", headline or "Article without a headline", shown)


def make_claim(asker: Asker, page_id: str) -> Page | None:
    """A statement in its place, with the chain it came by, other versions of it and who says otherwise."""
    claim = asker.ask_one("claim", id=page_id)
    if claim is None:
        return None
    numbers = asker.ask("claim_numbers", **claim)
    measures = sorted({row["measure_key"] for row in numbers if row["measure_key"]})
    own = {(row["measure_key"], row["bound"], *value_range(row)) for row in numbers}
    shown = {
        "claim": claim,
        "place": cut_context(claim),
        "chain": asker.ask("claim_chain", **claim),
        "numbers": numbers,
        "versions": asker.ask("claim_versions", **claim),
        "otherwise": asker.ask("claim_otherwise", measure_keys=measures) if measures else [],
        "own_values": own,
        "disagreements": asker.ask("claim_disagreements", **claim),
    }
    return Page("claim.html", _shorten(" … ".join(claim["content_text"].split("\n")), 90), shown)


def make_entity(asker: Asker, page_id: str) -> Page | None:
    """A person, organisation or place: when it was named, what it said and gave, who is named with it."""
    entity = asker.ask_one("entity", id=page_id)
    if entity is None:
        return None
    shown = asker.ask_all({name: f"entity_{name}" for name in _OF_ENTITIES}, id=page_id)
    chart = draw_days(shown["days"])
    return Page("entity.html", entity["canonical_name"], {"entity": entity, "chart": chart, **shown})


def make_moved(asker: Asker, page_id: str) -> Page | None:
    """Where an entity of an earlier release went; None where no release knew it."""
    places = asker.ask("entity_moved", id=page_id)
    if not places:
        return None
    there = [row for row in places if row["entity_id"]]
    return Page("moved.html", places[0]["old_name"] or "Entity of an earlier release", {"places": there})


def make_series(asker: Asker, page_id: str) -> Page | None:
    """All values given for one measure over time, as a chart and a table of who says what."""
    values = asker.ask("series", id=page_id)
    if not values:
        return None
    asked = next(row for row in values if row["figure_id"] == page_id)
    place = f" in {asked['scope_place']}" if asked["scope_place"] else ""
    counted = asked["counted_text"] or asked["unit"]
    title = ", ".join(dict.fromkeys(part for part in (counted, asked["measure"]) if part)) or asked["measure_key"]
    return Page("series.html", title + place, {"asked": asked, "values": values, "chart": draw_series(values)})


def make_story(asker: Asker, page_id: str) -> Page | None:
    """A reported text and its copies: who had it first, who printed it how much later, and what they share."""
    story = asker.ask_one("story", id=page_id)
    if story is None:
        return None
    articles = asker.ask("story_articles", id=page_id)
    shown = {"story": story, "articles": articles, "claims": asker.ask("story_claims", id=page_id)}
    return Page("story.html", story["headline"] or "Story without a headline", shown)


def make_source(asker: Asker, page_id: str) -> Page | None:
    """A publisher: how it works, what came in from it, and whose texts it prints."""
    source = asker.ask_one("source", id=page_id)
    if source is None:
        return None
    shown = {
        "source": source,
        "health": asker.ask("source_health", id=page_id),
        "days": asker.ask("source_days", id=page_id),
        "pairs": asker.ask("source_pairs", id=page_id),
        "articles": asker.ask("source_articles", id=page_id),
    }
    return Page("source.html", source["name"], shown)


def make_change(asker: Asker, page_id: str) -> Page | None:
    """What a version changed in the one before it, word by word and in its facts."""
    change = asker.ask_one("change", id=page_id)
    if change is None:
        return None
    before = change["headline_before"] or change["headline"] or ""
    shown = {
        "change": change,
        "headline": compare_texts(before, change["headline"] or ""),
        "text": compare_texts(change["text_before"], change["text"]),
    }
    return Page("change.html", f"Change: {change['headline'] or 'article without a headline'}", shown)


def make_sources(asker: Asker) -> Page:
    """All publishers with articles."""
    return Page("sources.html", "Sources", {"sources": asker.ask("sources")})


def make_start(asker: Asker) -> Page:
    """What the last days brought: attention, bursts, contradictions, accusations, corrections, statements, stories."""
    shown = {
        "counts": asker.ask_one("start_counts"),
        "attention": asker.ask("start_attention", days=_RECENT_DAYS),
        "bursts": asker.ask("start_bursts", days=_RECENT_DAYS),
        "conflicts": asker.ask("start_conflicts"),
        "accusations": asker.ask("start_accusations"),
        "changes": asker.ask("start_changes"),
        "claims": asker.ask("start_claims"),
        "stories": asker.ask("start_stories"),
    }
    return Page("start.html", "Today", shown)


def make_search(asker: Asker, words: str) -> Page:
    """Names, figures, statements and articles that hold the words; nothing is asked for fewer than two letters."""
    words = " ".join(words.split())[:_LONGEST_WORDS]
    shown: dict[str, Any] = {"words": words}
    if len(words) >= _SHORTEST_WORDS:
        counts = asker.ask_one("search_counts", words=words) or {}
        # Where no article holds them all DuckDB would still read each statement.
        asked = [name for name in _SEARCHED if name != "claims" or counts.get("article_count")]
        shown |= {"claims": []} | counts | asker.ask_all({name: f"search_{name}" for name in asked}, words=words)
    return Page("search.html", f"Search: {words}" if words else "Search", shown)


_MAKERS: dict[str, Callable[[Asker, str], Page | None]] = {
    "article": make_article,
    "claim": make_claim,
    "entity": make_entity,
    "series": make_series,
    "story": make_story,
    "source": make_source,
    "change": make_change,
}
_ID_COLUMNS = {"claim": "claim_id", "number": "number_id", "name": "mention_id", "date": "date_id"}


def _make_marks(facts: dict[str, Rows], in_headline: bool) -> list[Mark]:
    return [
        Mark(kind, row[_ID_COLUMNS[kind]], row["start_char"], row["end_char"])
        for kind, rows in facts.items()
        for row in rows
        if row["in_headline"] is in_headline
    ]


def _read_span(at: str, prefix: str) -> list[Mark]:
    found = re.fullmatch(prefix + r"(\d{1,9})-(\d{1,9})", at)
    if not found or int(found[1]) >= int(found[2]):
        return []
    return [Mark("hit", f"at-{at}", int(found[1]), int(found[2]))]


def value_range(row: dict[str, Any]) -> tuple[float | None, float | None]:
    """The ends of the value of a row of numbers; both are its value where it is no range."""
    return (row["value_low"], row["value_high"]) if row["value"] is None else (row["value"], row["value"])


def group_names(mentions: Rows) -> Rows:
    """One row per entity of the article, most mentioned first, each with its mentions."""
    grouped: dict[str, dict[str, Any]] = {}
    for row in mentions:
        key = row["entity_id"] or row["entity_name"]
        entry = grouped.setdefault(key, {**row, "mentions": []})
        entry["mentions"].append(row)
        entry["role_text"] = entry["role_text"] or row["role_text"]
    return sorted(grouped.values(), key=lambda entry: -len(entry["mentions"]))


def cut_context(claim: dict[str, Any]) -> list[Any]:
    """The text around a statement in stretches, its source, cue and content marked."""
    text = (claim["headline"] or "") if claim["in_headline"] else claim["text"]
    start = max(0, claim["start_char"] - _CONTEXT_CHARS)
    end = min(len(text), claim["end_char"] + _CONTEXT_CHARS)
    spans = [("source", claim["source"]), ("cue", claim["cue"]), ("target", claim["target"])]
    spans += [("content", span) for span in claim["content"]]
    marks = [Mark(kind, kind, span["start_char"], span["end_char"]) for kind, span in spans if span]
    while 0 < start < claim["start_char"] and text[start - 1 : start].strip():
        start += 1
    while claim["end_char"] < end < len(text) and text[end : end + 1].strip():
        end -= 1
    # Paragraphs of a cutting stand close together.
    pieces = [replace(piece, text=_BLANK_LINES.sub("\n", piece.text)) for piece in cut_text(text, start, end, marks)]
    before = [Stretch("… ", start, (), ())] if text[:start].strip() else []
    return before + pieces + ([Stretch(" …", end, (), ())] if text[end:].strip() else [])


def _shorten(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
