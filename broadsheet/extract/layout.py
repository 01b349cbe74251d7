"""Features of a page's layout from 0 to 1, for the page classifier: its classes, links, headings and repeated cards.

Belongs here: what the markup and the outline show. What the text says and what meta tags declare is measured in
broadsheet.extract.features. The cues are data: broadsheet/lang/page_cues.toml.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Any

from lxml import etree

from broadsheet.extract.addresses import split_address
from broadsheet.extract.blocks import BodyText
from broadsheet.extract.cues import load_layout_cues
from broadsheet.extract.page import Page

_HEADINGS = ("h2", "h3", "h4", "h5")
# More elements than this with the class of an article's body are a list of articles.
_MOST_BODIES = 8
_PLENTY_ALIKE, _PLENTY_CARDS, _PLENTY_DAYS = 12, 20, 5
_LINE_CHARS = 160
_DAY = re.compile(
    r"\b\d{1,2}(?:\. ?|(?:st|nd|rd|th)? )[^\W\d_]{3,12}\.?,? (?:19|20)\d\d\b"
    r"|\b[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d\b"
    r"|\b\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b|\b(?:19|20)\d\d[-./]\d\d[-./]\d\d\b"
)
_FEWEST_WORDS = 3
# Plain strings: lxml's smart strings, which know their element, cost five times as much.
_find_classes = etree.XPath(".//body//@class", smart_strings=False)
_find_links = etree.XPath(".//a/@href", smart_strings=False)
_NAMED_SHARE = 0.6


def measure_layout(page: Page, body: BodyText) -> dict[str, float]:
    """Features of a page's markup by name, each 0 to 1."""
    return {**_measure_classes(page.tree), **_measure_outline(page.tree), **_measure_heading(page, body)}


def _measure_classes(tree: Any) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for words, number in Counter(_find_classes(tree)).items():
        for mark in _find_marks(words):
            counts[mark] += number
    body = next(tree.iter("body"), None)
    own = "" if body is None else f"{body.get('class') or ''} {body.get('id') or ''}"
    is_single = bool(load_layout_cues()["single"].search(own))
    kinds = {
        name: not is_single and bool(load_layout_cues()[name].search(own)) for name in ("plain_page", "index_page")
    }
    return {
        "body_marked": float(1 <= counts["body_marked"] <= _MOST_BODIES),
        "cards_marked": min(1.0, counts["cards_marked"] / _PLENTY_CARDS),
        **{name: float(found) for name, found in kinds.items()},
    }


def _measure_outline(tree: Any) -> dict[str, float]:
    """Links that share the page, and headings whose containers look alike."""
    share = load_layout_cues()["share_link"]
    addresses = _find_links(tree)
    containers = {heading.getparent() for heading in tree.iter(*_HEADINGS)} - {None}
    groups = Counter((around.tag, around.get("class")) for around in containers)
    return {
        "share_link": float(any(share.search(address) for address in addresses)),
        "alike_headings": min(1.0, max(groups.values(), default=0) / _PLENTY_ALIKE),
    }


def _measure_heading(page: Page, body: BodyText) -> dict[str, float]:
    """Whether the address repeats the heading, and how many lines of the text contain a day."""
    _, last = split_address(page.url)
    named = set(_split(last))
    shared = named & set(_split(page.headings[0])) if page.headings else set()
    days = sum(len(part.surface) < _LINE_CHARS and bool(_DAY.search(part.surface)) for part in body.paragraphs)
    return {
        "address_heading": float(len(named) >= _FEWEST_WORDS and len(shared) >= _NAMED_SHARE * len(named)),
        "day_lines": min(1.0, max(0, days - 1) / _PLENTY_DAYS),
    }


def _split(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", text.lower()) if word not in ("html", "htm", "php", "aspx")]


@lru_cache(maxsize=4096)  # a page repeats its classes
def _find_marks(words: str) -> tuple[str, ...]:
    return tuple(mark for mark in ("body_marked", "cards_marked") if load_layout_cues()[mark].search(words))
