"""A parsed page with what its head says: meta tags, JSON-LD, canonical address, language.

Belongs here: reading, once, what several modules ask for. What the values mean belongs in the modules that ask.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from broadsheet.extract.addresses import resolve_url

# schema.org types that are one article (https://schema.org/Article and its subtypes, as publishers use them).
ARTICLE_TYPES = frozenset((
    "AdvertiserContentArticle", "AnalysisNewsArticle", "Article", "AskPublicNewsArticle", "BackgroundNewsArticle",
    "BlogPosting", "LiveBlogPosting", "MedicalScholarlyArticle", "NewsArticle", "OpinionNewsArticle", "Report",
    "ReportageNewsArticle", "Review", "ReviewNewsArticle", "SatiricalArticle", "ScholarlyArticle",
    "SocialMediaPosting", "TechArticle",
))  # fmt: skip
_MAX_NODES = 5_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_RAW_NEWLINE = re.compile(r"[\r\n\t]+")


@dataclass(frozen=True, slots=True)
class Page:
    """One parsed page.

    tree: lxml.html element. metas: (name in lower case, content) of meta tags in order; the name is that of property,
    name, itemprop or http-equiv. nodes: JSON-LD objects in order, those in @graph and lists flattened. article: the
    first of these that is an article.
    """

    tree: Any
    url: str | None
    metas: tuple[tuple[str, str], ...]
    nodes: tuple[dict[str, Any], ...]
    canonical_url: str | None
    html_language: str | None

    def find_meta(self, *names: str) -> str | None:
        """Content of the first meta tag with one of the names, the names tried in order."""
        for name in names:
            for known, content in self.metas:
                if known == name:
                    return content
        return None

    @property
    def article(self) -> dict[str, Any]:
        """The JSON-LD object of the article; empty where there is none."""
        return next((node for node in self.nodes if is_type(node, ARTICLE_TYPES)), {})


def read_page(tree: Any, url: str | None) -> Page:
    """Read the head of a parsed page."""
    return Page(
        tree=tree,
        url=url,
        metas=tuple(_read_metas(tree)),
        nodes=tuple(_read_json_ld(tree)),
        canonical_url=_read_canonical(tree, url),
        html_language=read_language_code(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")),
    )


def is_type(node: dict[str, Any], names: frozenset[str]) -> bool:
    """Whether a JSON-LD object has one of the schema.org types."""
    return any(name.rsplit("/", 1)[-1] in names for name in listed(node.get("@type")) if isinstance(name, str))


def listed(value: Any) -> list[Any]:
    """A JSON value as a list: nothing, one or many."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def text_of(value: Any) -> str | None:
    """The text of a JSON-LD value: a string, or the name or @value of an object; None where there is none."""
    for item in listed(value):
        if isinstance(item, dict):
            item = item.get("name") or item.get("@value") or item.get("headline")
        if isinstance(item, str) and item.strip():
            return tidy(item)
    return None


def tidy(text: str) -> str:
    """One line, single blanks, entities resolved, soft hyphens gone."""
    return " ".join(unescape(text).replace("\u00ad", "").replace("\u200b", "").split())


def read_language_code(label: str | None) -> str | None:
    """The ISO 639-1 code of a language label, or None.

    >>> read_language_code("en-GB"), read_language_code("no_NO"), read_language_code("x")
    ('en', 'no', None)
    """
    found = re.match(r"\s*([A-Za-z]{2})(?:[-_]|\s*$)", label or "")
    return found[1].lower() if found else None


def _read_metas(tree: Any) -> Iterator[tuple[str, str]]:
    for element in tree.iter("meta"):
        content = element.get("content")
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        if content and name and content.strip():
            yield name.strip().lower(), tidy(content)


def _read_canonical(tree: Any, url: str | None) -> str | None:
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split() and element.get("href"):
            return resolve_url(url, element.get("href"))
    return None


def _read_json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            yield from _flatten(_load_json(script.text))


def _load_json(text: str) -> Any:
    """The JSON of a script tag, common faults repaired; None where it cannot be read."""
    cleaned = _WRAPPING.sub("", _CONTROL.sub(" ", text)).strip().rstrip(";")
    for attempt in (cleaned, _TRAILING_COMMA.sub(r"\1", _RAW_NEWLINE.sub(" ", cleaned)), unescape(cleaned)):
        try:
            return json.loads(attempt, strict=False)
        except (json.JSONDecodeError, RecursionError):
            continue
    return None


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
            for name in ("@graph", "mainEntity", "mainEntityOfPage"):
                if isinstance(item.get(name), (list, dict)):
                    waiting.append(item[name])
