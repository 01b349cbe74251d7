"""Reads a page a second time where its markup makes the parser lose the rest of it.

A tree deeper than the parser's limit (255 levels), a comment or script that is never closed and an end of the page in
its middle cut an article: of 8,992 characters 317 were left. Belongs here: noticing that, repairing the bytes and
choosing between the two trees. What an article's method says of it is `Reading.note`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree, html
from lxml.etree import LxmlError

from broadsheet.extract.trafilatura_adapter import met_depth_limit, parse_page

# Elements whose content is text up to their end tag (https://html.spec.whatwg.org/#parsing-html-fragments).
_RAW_TAGS = (b"script", b"style", b"textarea", b"title", b"iframe", b"xmp", b"noembed", b"noframes")
_BLOCKS = rb"p|div|h[1-6]|section|article|ul|ol|figure|main|blockquote|table|footer|header|body|/\w+"
_UNCLOSED_RAW = rb"<%s\b[^>]*>.*?(?=<(?:" + _BLOCKS + rb")\b|\Z)"
_COMMENT = re.compile(rb"<!--[^<>]*")
_ENDS = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
_WRAPPERS = re.compile(rb"</?(?:div|span|font|b|i|em|strong|center|section|a|small|big|u)\b[^<>]*>", re.IGNORECASE)
_FEWEST_PARAGRAPHS = 2
_UNSHOWN = frozenset(("script", "style", "title", "textarea", "iframe", "xmp", "noembed", "noframes", "template"))
_GAIN, _GAIN_CHARS = 1.2, 200
_TABLE_TAGS = ("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th")
# Pages laid out by tables nest them some ten deep.
_MOST_TABLES = 30


@dataclass(frozen=True, slots=True)
class Reading:
    """A parsed page; note: why it was read again, or empty; is_cut: it is known to lack the rest of the page."""

    tree: Any
    note: str = ""
    is_cut: bool = False


def read_markup(body: bytes | str) -> Reading | None:
    """The page as parsed, from repaired bytes where that brings much more text; None where it cannot be parsed."""
    first = parse_page(body)
    if first is None or isinstance(body, str):
        return None if first is None else Reading(first)
    is_deep = met_depth_limit()
    repaired, faults = _repair(body)
    if not is_deep and not faults:
        return Reading(first)
    second, is_cut = _parse_deep(repaired)
    known = _measure(first)
    if second is None or _measure(second) < max(_GAIN * known, known + _GAIN_CHARS):
        return Reading(first, is_cut=is_deep)
    return Reading(second, ", ".join([*faults, *(["nested too deep"] if is_deep else [])]), is_cut)


def _repair(body: bytes) -> tuple[bytes, list[str]]:
    """The bytes with what was never closed closed at once, and the faults by name."""
    lower = body.lower()
    faults: list[str] = []
    start = _find_unclosed_comment(lower)
    if start >= 0:
        body = body[:start] + _COMMENT.sub(b"", body[start:], count=1)
        faults.append("unclosed comment")
        lower = body.lower()
    for tag in _RAW_TAGS:
        start = lower.rfind(b"<" + tag)
        if (
            start >= 0
            and lower.find(b"</" + tag, start) < 0
            and lower[start + 1 + len(tag) : start + 2 + len(tag)] in b" >\n\t/"
        ):
            rest = re.sub(_UNCLOSED_RAW % tag, b"", body[start:], count=1, flags=re.IGNORECASE | re.DOTALL)
            body = body[:start] + rest
            faults.append(f"unclosed {tag.decode()}")
            lower = body.lower()
    end = lower.find(b"</html")
    end = lower.find(b"</body") if end < 0 else end
    if end >= 0 and lower.count(b"<p", end) >= _FEWEST_PARAGRAPHS:
        body = _ENDS.sub(b"", body)
        faults.append("ends in its middle")
    return body, faults


def _find_unclosed_comment(lower: bytes) -> int:
    """Where a comment begins that no mark closes, or only that of a later comment, with paragraphs between; else -1."""
    start = lower.find(b"<!--")
    while start >= 0:
        end = lower.find(b"-->", start + 2)
        if end < 0:
            return start if lower.find(b"--!>", start) < 0 else -1
        following = lower.find(b"<!--", start + 4)
        if 0 <= following < end and lower.count(b"<p", start, following) >= _FEWEST_PARAGRAPHS:
            return start if not lower.startswith(b"<!--[if", start) else -1
        start = lower.find(b"<!--", end)
    return -1


def _parse_deep(body: bytes) -> tuple[Any | None, bool]:
    """(tree, whether it is cut all the same), parsed with the wider limit; without wrapping elements beyond that."""
    tree, is_cut = _parse_huge(body)
    return _parse_huge(_WRAPPERS.sub(b" ", body)) if is_cut else (tree, False)


def _parse_huge(body: bytes) -> tuple[Any | None, bool]:
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = html.document_fromstring(body, parser=parser)
    except (LxmlError, ValueError):
        return None, False
    _flatten_tables(tree)
    last = parser.error_log.last_error
    return tree, last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT


def _flatten_tables(tree: Any) -> None:
    """Make plain blocks of the tables within more than _MOST_TABLES others: reading them costs the cube of their depth.

    940 tables, each in the one before it, took 20 s.
    """
    depth, deep = 0, []
    for event, element in etree.iterwalk(tree, events=("start", "end"), tag=_TABLE_TAGS):
        if element.tag == "table":
            depth += 1 if event == "start" else -1
        if event == "start" and depth > _MOST_TABLES:
            deep.append(element)
    for element in deep:
        element.tag = "div"


def _measure(tree: Any) -> int:
    """Characters that a tree shows."""
    return sum(
        len((element.text or "").strip()) * (element.tag not in _UNSHOWN) + len((element.tail or "").strip())
        for element in tree.iter(etree.Element)
    )
