"""Which text is the article's: as extracted, from JSON-LD, or of several containers; and whether much was lost."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import Any

from broadsheet.extract.blocks import BodyText, read_blocks
from broadsheet.extract.decoding import clean_text
from broadsheet.extract.inline_runs import mend_cuts
from broadsheet.extract.lost import restore_lost
from broadsheet.extract.page import Page
from broadsheet.extract.plain import split_paragraphs
from broadsheet.extract.recover import join_containers
from broadsheet.extract.trafilatura_adapter import extract_body, extraction_method

# JSON-LD has a body on 28 % of the fundus pages. It replaces the extracted text only where it has blocks of its own, is
# this much longer and holds most of its words. Twice as long it is as often another text, or the same one twice.
_LONGER, _TOO_LONG = 1.6, 2.0
_SHARED_WORDS = 0.7
_FEWEST_CHARS = 400
# Where a text is this much shorter than the page's prose, its containers are joined, and the result is taken where it
# is so much longer: four of 315 pages, whose recall rises from .35-.47 to .86-1.00 with a precision of .93-1.00.
_SPLIT_SHARE = 0.6
_SPLIT_CHARS = 1_500
_JOINED_GAIN = 1.3
# A text this much shorter than the prose in the page's paragraphs has probably lost some.
_SUSPECT_SHARE = 0.4
_SUSPECT_CHARS = 2_000
_TAG = re.compile(r"<(/?)(\w+)[^>]{0,500}>")
_BLOCK_TAGS = frozenset(("p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "tr", "table"))


def extract_text(tree: Any, url: str | None) -> BodyText:
    """What the extractor finds in a parsed page, without the cuts that it makes; no text where it finds none."""
    body = extract_body(tree, url)
    if body is None:
        return BodyText("", (), (), ())
    return read_blocks(mend_cuts(tree, body, lambda page: extract_body(page, url)))


def choose_body(page: Page, extracted: BodyText) -> tuple[BodyText, str]:
    """The body to use and how it was found.

    As extracted; or JSON-LD's articleBody, or the page's containers joined, where one of those has much more text; or
    with the containers put back that were left out.
    """
    marked = _read_marked(page, extracted)
    if marked is not None:
        return marked, "json_ld articleBody"
    joined = _join_split(page, extracted)
    if joined is not None:
        return joined, f"{extraction_method()}, containers joined"
    restored = _restore(page, extracted)
    if restored is not None:
        return restored, f"{extraction_method()}, containers restored"
    return extracted, extraction_method()


def _read_marked(page: Page, extracted: BodyText) -> BodyText | None:
    marked = page.article.get("articleBody")
    if not isinstance(marked, str) or len(marked) < max(_FEWEST_CHARS, _LONGER * len(extracted.text)):
        return None
    text = _strip_tags(marked)
    words, known = Counter(extracted.text.split()), Counter(text.split())
    shared = sum((words & known).values())
    is_fitting = _LONGER * len(extracted.text) <= len(text) <= _TOO_LONG * len(extracted.text)
    paragraphs = tuple(split_paragraphs(text))
    if not is_fitting or len(paragraphs) < 2 or shared < _SHARED_WORDS * sum(words.values()):
        return None
    return BodyText(text, paragraphs, (), (0.0,) * len(paragraphs))


def _join_split(page: Page, extracted: BodyText) -> BodyText | None:
    if page.prose_chars < _SPLIT_CHARS or len(extracted.text) > _SPLIT_SHARE * page.prose_chars or page.tree is None:
        return None
    joined = join_containers(page.tree, extracted.text)
    return joined if joined and len(joined.text) >= _JOINED_GAIN * len(extracted.text) else None


def _restore(page: Page, extracted: BodyText) -> BodyText | None:
    """The text with its lost containers; not searched where the page has no more prose than the text has."""
    is_whole = page.prose_chars <= len(extracted.text)
    return None if is_whole or not extracted.text or page.tree is None else restore_lost(page.tree, extracted)


def is_suspect_loss(page: Page, text: str) -> bool:
    """Whether the page's own prose (paragraphs of a sentence or more, few links) is much longer than the text."""
    return page.prose_chars > _SUSPECT_CHARS and len(text) < _SUSPECT_SHARE * page.prose_chars


def _strip_tags(marked: str) -> str:
    """A marked-up or plain body as text: block tags become line breaks, other tags are dropped."""
    text = unescape(marked)
    if "<" in text:
        text = unescape(_TAG.sub(lambda tag: "\n" if tag[2].lower() in _BLOCK_TAGS else "", text))
    lines = (" ".join(line.split()) for line in clean_text(text).split("\n"))
    return "\n\n".join(line for line in lines if line)
