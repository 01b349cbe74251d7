"""Scores on sites that nothing was fitted on: pages by registered domain in folds, each judged by the other folds.

The benches that fit weights (bench_page_classifier, bench_boilerplate) also fit one set for every fold, without the
pages of its domains, and store them in held_out_weights.toml; a gate that reads them needs no fitting of its own.
Belongs here: folds, gold by block, and what the pages hold before any weight is applied.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from broadsheet.extract.addresses import registered_domain
from broadsheet.extract.block_features import measure_blocks
from broadsheet.extract.block_scorer import label_by_features
from broadsheet.extract.body import choose_body, extract_text
from broadsheet.extract.body_words import add_words, read_english_words
from broadsheet.extract.boilerplate import label_boilerplate, match_rules
from broadsheet.extract.decoding import decode_body
from broadsheet.extract.live import find_posts
from broadsheet.extract.other_articles import separate_other_articles
from broadsheet.extract.page import read_page
from broadsheet.extract.page_classifier import (
    classify_by_rules,
    count_own_words,
    is_certain,
    measure_page,
    score_page,
)
from broadsheet.extract.trafilatura_adapter import parse_page
from broadsheet.records import Paragraph
from tests.gates.extract_metrics import WORKERS, GoldText, fold, make_capture, read_gold_text

FOLDS = 10
WEIGHTS = Path(__file__).parent / "held_out_weights.toml"


@dataclass(slots=True)
class PageReading:
    """A page before any weight is applied.

    is_rejected: by rules for wording or address. features: empty for a page without text. words: those of an English
    body. own_words: those of blocks that the stored weights do not call boilerplate.
    """

    record: dict[str, Any]
    corpus: str
    site: str
    headline: str = ""
    paragraphs: Sequence[Paragraph] = ()
    block_features: list[dict[str, float]] = field(default_factory=list)
    features: dict[str, float] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    own_words: int = 0
    is_rejected: bool = True

    @property
    def fold(self) -> int:
        return fold_of(self.site)

    def rate(self, weights: Mapping[str, float]) -> float:
        """The likelihood of an article under these weights; 0 where a rule turns the page away or it has no text."""
        if self.is_rejected:
            return 0.0
        if is_certain(self.features, self.own_words):
            return 1.0
        return score_page(add_words(self.features, self.words, weights), weights)

    def label(self, weights: Mapping[str, float]) -> list[Paragraph]:
        """The blocks with labels under these weights."""
        return label_by_features(self.paragraphs, self.block_features, weights)


def fold_of(site: str) -> int:
    """The fold of a site: the same on every machine."""
    return int(hashlib.sha256(f"0{site}".encode()).hexdigest(), 16) % FOLDS


def read_pages(records: Iterable[dict[str, Any]], corpus: str) -> list[PageReading]:
    """The readings of a corpus's pages, in their order."""
    with ProcessPoolExecutor(WORKERS) as pool:
        return list(pool.map(partial(read_one, corpus), records, chunksize=4))


def read_one(corpus: str, record: dict[str, Any]) -> PageReading:
    """The reading of one page, by the steps of broadsheet.extract.article."""
    capture = make_capture(place(record))
    site = record.get("site") or record.get("domain") or registered_domain(capture.url) or record["id"]
    reading = PageReading({key: value for key, value in record.items() if not key.startswith("html")}, corpus, site)
    decoded = decode_body(capture.body, capture.declared_charset)
    tree = parse_page(capture.body if decoded is None else decoded.encode("utf-8", "replace"))
    if tree is None:
        return reading
    page = read_page(tree, capture.url)
    if not find_posts(page):
        page, _ = separate_other_articles(page)
    body, _ = choose_body(page, extract_text(tree, capture.url))
    if not body.text:
        return reading
    ruled = match_rules(body.paragraphs)
    reading.paragraphs = ruled
    reading.block_features = measure_blocks(ruled, body.link_shares, [block.is_boilerplate for block in ruled])
    reading.features = measure_page(page, body)
    reading.words = read_english_words(body.text)
    labelled = label_boilerplate(body.paragraphs, body.link_shares)
    reading.own_words = count_own_words(labelled)
    reading.is_rejected = classify_by_rules(page, body, labelled) is not None
    reading.headline = page.headings[0] if page.headings else ""
    return reading


def place(record: dict[str, Any]) -> dict[str, Any]:
    """The record with an address: pages known by a file name only stand under their site."""
    if (record["url"] or "").startswith("http") or not record.get("site"):
        return record
    return {**record, "url": f"https://{record['site']}/{record['id'].partition('/')[2]}"}


def judge_blocks(reading: PageReading) -> Iterator[tuple[int, bool]]:
    """Yield (place, whether it is outside the story) of the blocks that the gold says something about.

    Gold is the body where there is one, else pieces that the story holds or does not hold. The page's headline and bare
    marks are not judged.
    """
    gold = reading.record["gold"]
    titles = {fold(reading.headline), fold(gold.get("title"))}
    text = read_gold_text(gold) if reading.corpus == "fundus" else gold.get("text") or ""
    pieces = {fold(piece): False for piece in gold.get("with") or ()} | {
        fold(piece): True for piece in gold.get("without") or ()
    }
    body = GoldText(text) if text else None
    for number, block in enumerate(reading.paragraphs):
        surface = fold(block.surface)
        if surface in titles or not any(char.isalnum() for char in surface):
            continue
        if body:
            yield number, not body.holds(block.surface)
            continue
        said = {is_outside for piece, is_outside in pieces.items() if piece and piece in surface}
        if len(said) == 1:
            yield number, said.pop()


def has_story(reading: PageReading) -> bool:
    """Whether the gold of the page is that of an article."""
    return reading.record.get("page_type") in (None, "article") and bool(reading.paragraphs)


@cache
def load_held_out(kind: str) -> tuple[Mapping[str, float], ...]:
    """The weights of each fold. kind: blocks or pages."""
    return tuple(tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))[kind])


def write_held_out(kind: str, folds: Sequence[Mapping[str, float]]) -> None:
    """Store the weights of each fold, keeping those of the other kind."""
    known = tomllib.loads(WEIGHTS.read_text(encoding="utf-8")) if WEIGHTS.exists() else {}
    known[kind] = [dict(weights) for weights in folds]
    lines = ["# Weights fitted without the sites of one fold, by fold: see held_out.py. Written by the benches."]
    for name, listing in sorted(known.items()):
        for weights in listing:
            lines += ["", f"[[{name}]]", *(f"{key} = {value:.3f}" for key, value in sorted(weights.items()))]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
