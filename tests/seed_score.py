"""Compares what the pipeline makes of the first article with what a careful reader takes from it (gold.json).

The article is read from the shared folder, never from the project. Each check has a name, so that a report can say
what is right and what is not yet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.extract import read_plain_text
from broadsheet.extract.boilerplate import label_boilerplate
from broadsheet.language.pipeline import load_language_model
from broadsheet.records import ArticleRows, ArticleText
from broadsheet.rows import to_row

# The article carries no date of its own; it was captured in the year of its events.
CAPTURED_AT = datetime(2022, 8, 1, tzinfo=UTC)
Gold = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing the reader expects. `got` says what came out instead where it is not right."""

    group: str
    name: str
    is_right: bool
    got: str = ""


def run_seed(folder: Path) -> tuple[ArticleText, ArticleRows]:
    """The first article through the plain-text path and the derive pass."""
    text = (folder / "article.txt").read_text(encoding="utf-8")
    headline, paragraphs = read_plain_text(text)
    article = ArticleText(
        "seed", text, headline, captured_at=CAPTURED_AT, paragraphs=tuple(label_boilerplate(paragraphs))
    )
    analysed = next(iter(analyse_articles([article], load_language_model())))
    return article, derive_rows(analysed)


def check_seed(folder: Path) -> list[Check]:
    """Every check on the first article, in the order of gold.json."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    article, rows = run_seed(folder)
    return [
        Check("headline", "headline", article.headline == gold["headline"]["text"], str(article.headline)),
        *_check_boilerplate(gold, article),
        *_check_entities(gold, rows),
        *_check_claims(gold, rows),
        *_check_numbers(gold, rows),
        *_check_dates(gold, rows),
    ]


def _check_boilerplate(gold: Gold, article: ArticleText) -> Iterator[Check]:
    labelled = {p.surface.strip() for p in article.paragraphs if p.is_boilerplate}
    wanted = {item["text"].strip() for item in gold["boilerplate"]}
    for text in sorted(wanted):
        yield Check("boilerplate", text[:40], text in labelled)
    yield Check("boilerplate", "nothing else", not labelled - wanted, str(labelled - wanted))


def _check_entities(gold: Gold, rows: ArticleRows) -> Iterator[Check]:
    by_place = {(m.evidence.start_char, m.evidence.end_char): m for m in rows.mentions}
    for entity in gold["entities"]:
        found = [by_place.get((place["start"], place["end"])) for place in entity["body_mentions"]]
        missing = [place for place, mention in zip(entity["body_mentions"], found, strict=True) if mention is None]
        name = entity["canonical_name"]
        yield Check("mentions", f"{name}: all places", not missing, str(missing))
        present = [mention for mention in found if mention]
        if present:
            kinds = {mention.mention_type for mention in present}
            yield Check("mentions", f"{name}: type", kinds == {entity["type"]}, str(kinds))
            names = {mention.entity_name for mention in present}
            yield Check("mentions", f"{name}: one entity", names == {name}, str(names))
            codes = {mention.country_code for mention in present}
            if entity["country_code"]:
                yield Check("mentions", f"{name}: country", codes == {entity["country_code"]}, str(codes))


def _check_claims(gold: Gold, rows: ArticleRows) -> Iterator[Check]:
    claims = [to_row(claim) for claim in rows.claims if claim.speaker_kind != "outlet"]
    matched = {wanted["id"]: _best_claim(wanted, claims) for wanted in gold["claims"]}
    for wanted in gold["claims"]:
        claim = matched[wanted["id"]]
        yield Check("claims", f"{wanted['id']}: found", claim is not None)
        if claim is None:
            continue
        for name, right, got in _compare_claim(wanted, claim, matched):
            yield Check("claims", f"{wanted['id']}: {name}", right, got)


def _best_claim(wanted: Gold, claims: list[Gold]) -> Gold | None:
    goal = {i for span in wanted["content"] for i in range(span["start"], span["end"])}
    best, best_share = None, 0.3
    for claim in claims:
        held = {i for span in claim["content"] for i in range(span["start_char"], span["end_char"])}
        share = len(goal & held) / len(goal | held)
        if share > best_share:
            best, best_share = claim, share
    return best


def _compare_claim(wanted: Gold, claim: Gold, matched: dict[str, Gold | None]) -> Iterator[tuple[str, bool, str]]:
    for part in ("source", "cue"):
        yield part, _pair(claim[part]) == (wanted[part]["start"], wanted[part]["end"]), str(claim[f"{part}_text"])
    contents = [(span["start"], span["end"]) for span in wanted["content"]]
    yield "content", [_pair(span) for span in claim["content"]] == contents, claim["content_text"][:200]
    yield "quote_type", claim["quote_type"] == wanted["quote_type"], claim["quote_type"]
    yield "speaker", claim["speaker_name"] == wanted.get("speaker"), str(claim["speaker_name"])
    yield "speaker_kind", claim["speaker_kind"] == wanted["speaker_kind"], claim["speaker_kind"]
    if "stated_on" in wanted:
        yield "stated_on", str(claim["stated_on"]) == wanted["stated_on"], str(claim["stated_on"])
    if "hedges" in wanted:
        yield "hedges", set(wanted["hedges"]) <= set(claim["hedges"]), str(claim["hedges"])
    if "addressee" in wanted:
        yield "addressee", claim["addressee_text"] == wanted["addressee"], str(claim["addressee_text"])
    if "relayed_by" in wanted:
        outer = matched[wanted["relayed_by"]]
        right = outer is not None and claim["relayed_by_claim_id"] == outer["claim_id"]
        yield "relayed_by", right, str(claim["relayed_by_claim_id"])
    if "source_refers_to" in wanted:
        got = claim["source_refers_to_text"]
        yield "source_refers_to", got == wanted["source_refers_to"], str(got)
    if wanted.get("in_headline"):
        yield "in_headline", claim["in_headline"], str(claim["in_headline"])


def _pair(span: Gold | None) -> tuple[int, int] | None:
    return (span["start_char"], span["end_char"]) if span else None


def _check_numbers(gold: Gold, rows: ArticleRows) -> Iterator[Check]:
    found = [to_row(number) for number in rows.numbers]
    for wanted in [*gold["numbers"], *gold["numbers_in_boilerplate"]]:
        place = wanted["surface"]
        text = place["text"]
        near = [n for n in found if n["start_char"] < place["end"] and place["start"] < n["end_char"]]
        number = next(iter(near), None)
        yield Check("numbers", f"{text}: found", number is not None)
        if number is None:
            continue
        yield Check("numbers", f"{text}: value", number["value"] == wanted["value"], str(number["value"]))
        yield Check("numbers", f"{text}: kind", number["kind"] == wanted["kind"], number["kind"])
        if wanted.get("counted"):
            right = number["counted_text"] == wanted["counted"]
            yield Check("numbers", f"{text}: counted", right, str(number["counted_text"]))
        if wanted.get("said_by"):
            yield Check("numbers", f"{text}: said_by", number["said_by"] == wanted["said_by"], str(number["said_by"]))
        if wanted.get("period"):
            got = str(number["period_start"])
            yield Check("numbers", f"{text}: period", got.startswith("2022-02"), got)
        if wanted.get("bound"):
            yield Check("numbers", f"{text}: bound", number["bound"] == wanted["bound"], number["bound"])
        in_boilerplate = wanted in gold["numbers_in_boilerplate"]
        yield Check("numbers", f"{text}: is_boilerplate", number["is_boilerplate"] == in_boilerplate)


def _check_dates(gold: Gold, rows: ArticleRows) -> Iterator[Check]:
    for wanted in gold["dates"]:
        place = wanted["surface"]
        near = [
            date
            for date in rows.dates
            if date.evidence.start_char < place["end"] and place["start"] < date.evidence.end_char
        ]
        name = f"{place['text']} at {place['start']}"
        exact = [d for d in near if (d.evidence.start_char, d.evidence.end_char) == (place["start"], place["end"])]
        yield Check("dates", f"{name}: span", bool(exact), str([d.evidence.surface for d in near]))
        values = [date.value for date in near]
        yield Check("dates", f"{name}: value", wanted["value"] in values, str(values))
