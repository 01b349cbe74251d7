"""Posts of a live ticker whose only times are printed: "18:40", "6.40 pm", "5 minutes ago" above each post.

Belongs here: pages that call themselves live and mark no post. Marked posts belong to broadsheet.extract.live. The
printed clock has no day and no zone, so the time of such a post stays unknown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from broadsheet.extract.elements import tidy
from broadsheet.extract.page import Page
from broadsheet.extract.records import LivePost

_LIVE = re.compile(
    r"\blive\b|live-?(?:blog|ticker)|\bticker\b|newsticker|as it happened|minute[- ]by[- ]minute|en direct|en vivo"
    r"|minuto a minuto|in diretta|ao vivo|livefeed|liverapport|na żywo|\bdirekte\b",
    re.IGNORECASE,
)
_ZONES = r"uhr|h|hrs|GMT|UTC|BST|CES?T|MES?Z|[ECMP][SD]?T"
_UNITS = r"secs?|seconds?|mins?|minutes?|hours?|hrs?|h|m|minuten?|stunden?|min\.|heures?|horas?|minutos"
# A whole line that is a time of day or an age, in the ways tickers write them.
_CLOCK = re.compile(
    r"(?:(?:updated|posted|um|at)\s)?(?:\d{1,2}[./]\d{1,2}[./]\d{2,4},?\s)?[\[(]?(?:[01]?\d|2[0-3])(?:[:.h]|\sh\s)[0-5]\d(?:[:.][0-5]\d)?(?:\s?[ap]\.?m\.?)?"
    rf"(?:\s?(?:{_ZONES}))?[\])]?\s?[:–—|-]?|\d{{1,2}}\s?[ap]\.?m\.?(?:\s[A-Z]{{2,4}})?"
    rf"|(?:vor |il y a |hace |about |há )?\d{{1,2}}\s?(?:{_UNITS})(?:\s(?:ago|fa|atrás))?"
    r"|just now|gerade eben|à l'instant",
    re.IGNORECASE,
)
_CLOCK_CHARS = 24
_HEADING_CHARS = 200
_HEADING_TAGS = frozenset(("h2", "h3", "h4", "h5", "h6", "b", "strong"))
_DASHES = (" – ", " — ", " - ", " | ", ": ")
_LABEL_TAGS = (
    "b",
    "strong",
    "span",
    "p",
    "div",
    "time",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "dt",
    "small",
    "em",
    "i",
    "a",
    "td",
)
_FEWEST_POSTS, _MOST_POSTS = 3, 1_000
_FEWEST_CHARS, _MOST_CHARS = 30, 20_000


def read_clock_posts(page: Page) -> list[LivePost]:
    """The posts in the page's order; empty where the page does not call itself live or has fewer than three."""
    path = urlsplit(page.url).path if page.url else ""
    if page.tree is None or not _LIVE.search(" ".join((page.title, *page.headings, path))):
        return []
    labels = list(_find_labels(page.tree))
    if not _FEWEST_POSTS <= len(labels) <= _MOST_POSTS:
        return []
    shared = {
        outer
        for outer, count in Counter(outer for label in labels for outer in label.iterancestors()).items()
        if count > 1
    }
    blocks = [_find_block(label, shared) for label in labels]
    posts = [
        LivePost(0, posted_at=None, headline=_read_headline(label), text=text[:_MOST_CHARS], url=None, method="page")
        for label, block in zip(labels, blocks, strict=True)
        if len(text := _read_text(label, block, set(blocks))) >= _FEWEST_CHARS
    ]
    return posts if len(posts) >= _FEWEST_POSTS else []


def _find_labels(tree: Any) -> Iterator[Any]:
    """Yield the elements that begin with a clock as their whole text; the innermost where several do."""
    for element in tree.iter(*_LABEL_TAGS):
        text = element.text
        if not text or len(text) > _HEADING_CHARS:
            continue
        line = tidy(text)
        if _reads_as_clock(line) or (element.tag in _HEADING_TAGS and _reads_as_clock(_read_before_dash(line))):
            yield element


def _reads_as_clock(line: str) -> bool:
    return 0 < len(line) <= _CLOCK_CHARS and _CLOCK.fullmatch(line) is not None


def _read_before_dash(line: str) -> str:
    """What stands before the headline of a post: "18:40 GMT" of "18:40 GMT – Vote ends"; empty without a dash."""
    return line.removesuffix(_read_after_dash(line)).rstrip(" –—-|:") if _read_after_dash(line) else ""


def _read_after_dash(line: str) -> str:
    dash = next((mark for mark in _DASHES if mark in line), "\n")
    return line.partition(dash)[2]


def _read_headline(label: Any) -> str | None:
    """The headline of a post behind its clock, where they share a heading."""
    return _read_after_dash(tidy(label.text or "")) or None


def _find_block(label: Any, shared: set[Any]) -> Any:
    """The largest element around a label that holds no other one."""
    block = label
    for outer in label.iterancestors():
        if outer in shared or outer.tag in ("body", "html"):
            break
        block = outer
    return block


def _read_text(label: Any, block: Any, blocks: set[Any]) -> str:
    """The text of a post: its block without the label, or what follows up to the next block."""
    own = tidy(" ".join(block.itertext())).removeprefix(tidy(label.text or "")).strip(" :–—|-")
    if len(own) >= _FEWEST_CHARS:
        return own
    pieces = [own, tidy(block.tail or "")]
    for sibling in block.itersiblings():
        if sibling in blocks or next((True for inner in sibling.iter(etree.Element) if inner in blocks), False):
            break
        pieces.append(tidy(" ".join(sibling.itertext())) if isinstance(sibling.tag, str) else "")
        pieces.append(tidy(sibling.tail or ""))
    return " ".join(piece for piece in pieces if piece)
