"""JSON-LD: parsing what publishers put into script tags, faults included, and finding the object for the article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import Any

from broadsheet.extract.addresses import normalize_url, resolve_url
from broadsheet.extract.elements import drop_controls, tidy_field

# schema.org types that are one article (https://schema.org/Article and its subtypes, as publishers use them).
ARTICLE_TYPES = frozenset((
    "AdvertiserContentArticle", "AnalysisNewsArticle", "Article", "AskPublicNewsArticle", "BackgroundNewsArticle",
    "BlogPosting", "LiveBlogPosting", "MedicalScholarlyArticle", "NewsArticle", "OpinionNewsArticle", "Report",
    "ReportageNewsArticle", "Review", "ReviewNewsArticle", "SatiricalArticle", "ScholarlyArticle",
    "SocialMediaPosting", "TechArticle",
))  # fmt: skip
_MAX_NODES = 3_000
_MAX_VALUES = 200_000
_MAX_CHARS = 2_000_000
_MOST_DIGITS = 40
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|(?://|/\*)?\s*\]\]>\s*(?:\*/)?)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BREAKS = re.compile(r"[\r\n\t]+")
_FIELD = re.compile(
    r'"(datePublished|dateModified|headline|@type|isAccessibleForFree|articleSection)"\s*:\s*"((?:[^"\\]|\\.){1,400})"'
)


def read_json_ld(scripts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the objects of script texts in order; lists, @graph and main entities are flattened.

    A script that is not valid JSON even after the usual repairs gives one object with its plain fields.
    """
    for text in scripts:
        if len(text) <= _MAX_CHARS:
            loaded = _load_json(text)
            if "\\u" in text:
                _drop_controls_within(loaded)
            yield from _flatten(loaded)


def is_type(node: dict[str, Any], names: frozenset[str]) -> bool:
    """Whether a JSON-LD object has one of the schema.org types."""
    return any(name.rsplit("/", 1)[-1] in names for name in listed(node.get("@type")) if isinstance(name, str))


def find_article(
    nodes: Sequence[dict[str, Any]], url: str | None, canonical: str | None, headings: Sequence[str]
) -> dict[str, Any]:
    """The object that is the page's article: the one of its address or heading, else the first; empty if none."""
    articles = [node for node in nodes if is_type(node, ARTICLE_TYPES)]
    if len(articles) < 2:
        return articles[0] if articles else {}
    addresses = {normalize_url(url), normalize_url(resolve_url(url, canonical) if canonical else None)} - {None}

    def rate(node: dict[str, Any]) -> tuple[bool, bool, bool]:
        headline = node.get("headline")
        named = isinstance(headline, str) and " ".join(headline.split()) in headings
        return any(normalize_url(found) in addresses for found in _addresses(node)), named, "datePublished" in node

    return max(articles, key=rate)


def listed(value: Any) -> list[Any]:
    """A JSON value as a list: nothing, one or many."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def list_items(value: Any) -> list[Any]:
    """The items of a JSON-LD value that may be a list in a list, or an object that is a list.

    >>> list_items([["a"], {"@list": ["b"]}])
    ['a', 'b']
    """
    items: list[Any] = []
    waiting = [value]
    for _ in range(_MAX_NODES):
        if not waiting:
            break
        item = waiting.pop(0)
        held = item.get("@list") or item.get("@set") if isinstance(item, dict) else item
        if isinstance(held, list):
            waiting[:0] = held[:_MAX_NODES]
        elif item is not None:
            items.append(item)
    return items


def text_of(value: Any) -> str | None:
    """The text of a JSON-LD value: a string, or the name or @value of an object; None if there is none."""
    for item in listed(value):
        if isinstance(item, dict):
            item = item.get("name") or item.get("@value") or item.get("headline")
        if isinstance(item, str) and item.strip():
            return tidy_field(item) or None
    return None


def _addresses(node: dict[str, Any]) -> Iterator[str]:
    for name in ("url", "@id", "mainEntityOfPage"):
        for value in listed(node.get(name)):
            if isinstance(value, dict):
                value = value.get("@id") or value.get("url")
            if isinstance(value, str):
                yield value


def _load_json(text: str) -> Any:
    cleaned = _WRAPPING.sub("", _CONTROL.sub(" ", text)).strip().rstrip(";")
    repaired = _TRAILING_COMMA.sub(r"\1", _BREAKS.sub(" ", cleaned))
    for attempt in (cleaned, repaired, unescape(repaired)):
        try:
            return json.loads(attempt, strict=False, parse_int=_read_integer)
        except (json.JSONDecodeError, RecursionError):
            continue
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(cleaned):
        fields.setdefault(name, value.replace('\\"', '"').replace("\\/", "/"))
    return fields or None


def _drop_controls_within(loaded: Any) -> None:
    """Take control characters that were written as escapes out of all strings of a loaded value, in place."""
    waiting = [loaded]
    for _ in range(_MAX_VALUES):
        if not waiting:
            return
        holder = waiting.pop()
        for key, value in (
            list(holder.items() if isinstance(holder, dict) else enumerate(holder))
            if isinstance(holder, (dict, list))
            else ()
        ):
            if isinstance(value, str):
                holder[key] = drop_controls(value)
            else:
                waiting.append(value)


def _read_integer(digits: str) -> int | str:
    """An integer; one too long for a date or a count stays text, since Python refuses those of 4,300 digits or more."""
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


def _flatten(loaded: Any) -> Iterator[dict[str, Any]]:
    waiting = [loaded]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting[:0] = item[:_MAX_NODES]
        elif isinstance(item, dict):
            yield item
            waiting += [
                item[name]
                for name in ("@graph", "mainEntity", "mainEntityOfPage")
                if isinstance(item.get(name), (list, dict))
            ]
