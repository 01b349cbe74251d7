"""Names against gold: exact spans of PERSON, ORG and LOC of `mentions`, after memory and lists.

`blank.*` are the figures of the fallback (no trained pipeline), the others those of the pipeline that
`load_language_model` gives.

`joined.*`: worldwide_measure cuts 118 names of organisations into pieces ("University of" as organisation, "Chicago"
as place; "Kenya" and "Airways"). They are scored once more with the pieces of each as one. Read by eye on 30
November 2026, 110 of those joined are the whole name of an organisation; what is found is the same both times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import spacy

from broadsheet.derive import analyse_articles
from broadsheet.entities import find_mentions
from broadsheet.language.pipeline import LanguageModel, load_language_model
from broadsheet.records import ArticleText
from tests.gates.framework import gate

TYPES = ("PERSON", "ORG", "LOC")
Spans = list[set[tuple[int, int, str]]]


@gate(name="entities", corpus="worldwide_measure", path="gold/worldwide_measure.jsonl.gz")
def measure_worldwide(records: list[dict[str, Any]]) -> dict[str, float]:
    """News from 50 countries; no title in the span, no article."""
    gold = [
        {(s["start"], s["end"], s["ner4"]) for s in record["spans"] if s.get("ner4") in TYPES} for record in records
    ]
    joined = [join_pieces(record["text"], spans) for record, spans in zip(records, gold, strict=True)]
    return _measure(records, gold, joined)


def join_pieces(text: str, spans: Iterable[tuple[int, int, str]]) -> set[tuple[int, int, str]]:
    """The spans, those of organisations and places that touch as one organisation; of persons only one in front.

    >>> sorted(join_pieces("Oslo Trams hired Jo Berg", {(0, 4, "LOC"), (5, 10, "ORG"), (17, 24, "PERSON")}))
    [(0, 10, 'ORG'), (17, 24, 'PERSON')]
    """
    whole: set[tuple[int, int, str]] = set()
    pieces: list[tuple[int, int, str]] = []
    for span in sorted(spans):
        is_apart = not pieces or text[pieces[-1][1] : span[0]] not in ("", " ")
        if is_apart or span[2] == "PERSON":
            whole |= _make_whole(pieces)
            pieces = []
        pieces.append(span)
    return whole | _make_whole(pieces)


def _make_whole(pieces: list[tuple[int, int, str]]) -> set[tuple[int, int, str]]:
    if len(pieces) > 1 and "ORG" in {label for _, _, label in pieces}:
        return {(pieces[0][0], pieces[-1][1], "ORG")}
    return set(pieces)


@gate(name="entities", corpus="gum_ner_dev", path="gold/gum_ner.jsonl.gz")
def measure_gum(records: list[dict[str, Any]]) -> dict[str, float]:
    """Open genres of GUM, development documents, names cut out of nested phrases."""
    dev = [record for record in records if record["split"] == "dev"]
    gold = [
        {
            (s["name_start"], s["name_end"], s["ner4"])
            for s in record["spans"]
            if s.get("named") and s.get("ner4") in TYPES and s.get("name_start") is not None
        }
        for record in dev
    ]
    return _measure(dev, gold)


def _measure(records: list[dict[str, Any]], gold: Spans, joined: Spans | None = None) -> dict[str, float]:
    articles = [ArticleText(article_version_id=record["id"], text=record["text"]) for record in records]
    scores = {f"blank.{name}": score for name, score in score_spans(gold, _find_spans(articles, _load_blank())).items()}
    shipped = load_language_model()
    if not shipped.version.startswith("blank"):
        found = _find_spans(articles, shipped)
        scores |= score_spans(gold, found)
        if joined is not None:
            scores |= {f"joined.{name}": score for name, score in score_spans(joined, found).items()}
    return scores


def _load_blank() -> LanguageModel:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return LanguageModel(nlp, "blank-en")


def _find_spans(articles: Iterable[ArticleText], model: LanguageModel) -> Spans:
    return [
        {
            (mention.evidence.start_char, mention.evidence.end_char, mention.mention_type)
            for mention in find_mentions(analysed)
            if mention.mention_type in TYPES
        }
        for analysed in analyse_articles(articles, model)
    ]


def score_spans(gold: Spans, found: Spans) -> dict[str, float]:
    """F1 in points of exact spans with type, together and by type."""
    right: Counter[str] = Counter()
    expected: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for want, have in zip(gold, found, strict=True):
        expected.update(label for _, _, label in want)
        given.update(label for _, _, label in have)
        right.update(label for _, _, label in want & have)
    scores = {label: _f1(right[label], expected[label], given[label]) for label in TYPES}
    return {"F1": _f1(right.total(), expected.total(), given.total()), **scores}


def _f1(right: int, expected: int, given: int) -> float:
    return 200 * right / (expected + given) if expected + given else 0.0


@gate(name="places", corpus="geowebnews", path="gold/geowebnews.jsonl.gz")
def measure_places(records: list[dict[str, Any]]) -> dict[str, float]:
    """Places that are meant as places: how many are found as LOC, and how many of the GeoNames ids given are right.

    On the first 80 of 200 articles, to keep the gate short.
    """
    sample = records[:80]
    gold = [
        {(s["start"], s["end"]): str(s.get("geonameid", "")) for s in record["spans"] if s["label"] == "Literal"}
        for record in sample
    ]
    articles = [ArticleText(article_version_id=record["id"], text=record["text"]) for record in sample]
    counts: Counter[str] = Counter()
    for wanted, analysed in zip(gold, analyse_articles(articles, load_language_model()), strict=True):
        counts["wanted"] += len(wanted)
        for mention in find_mentions(analysed):
            place = (mention.evidence.start_char, mention.evidence.end_char)
            if mention.mention_type != "LOC" or place not in wanted:
                continue
            counts["found"] += 1
            if mention.geonames_id is not None and wanted[place].isdigit():
                counts["coded"] += 1
                counts["right"] += mention.geonames_id == int(wanted[place])
    return {
        "recall": 100 * counts["found"] / max(1, counts["wanted"]),
        "ids_given": 100 * counts["coded"] / max(1, counts["found"]),
        "ids_right": 100 * counts["right"] / max(1, counts["coded"]),
    }
