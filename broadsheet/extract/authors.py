"""Who wrote it: the byline, split into names, without anything that is not a name.

Bylines are tried in this order: JSON-LD, meta tags, what the page marks or shows as its byline, the extractor's guess;
a byline that names only the site is replaced by a later one with a person in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from broadsheet.extract.bylines import load_words
from broadsheet.extract.elements import tidy
from broadsheet.extract.headline import read_site_name
from broadsheet.extract.json_ld import is_type, listed
from broadsheet.extract.page import Page
from broadsheet.extract.records import ArticleAuthor

_META_NAMES = (
    "author", "byl", "sailthru.author", "parsely-author", "dc.creator", "dcterms.creator", "citation_author",
    "article:author_name", "article:author", "article.author", "cxenseparse:author", "dcsext.author", "rbauthors",
    "twitter:data1", "author_name",
)  # fmt: skip
_ORGANISATIONS = frozenset(("Organization", "NewsMediaOrganization", "Corporation", "GovernmentOrganization", "NGO"))
_BRACKETED = re.compile(r"\s*[(\[（][^)\]）]{0,60}[)\]）]\.?")
_ADDRESS = re.compile(r"https?:|www\.|@|/\w|^\S+\.(?:com|org|net|de|uk)$", re.IGNORECASE)
_AFTER_DASH = re.compile(r"\s+[–—|•·-]+\s+.*$|\s+(?:for|in|at|from|aus|für) (?=[A-Z]).*$")
_TITLE = re.compile(r"(?:[A-Z]\.?){1,6}")  # MD, RD, Ph.D. after a name
_NUMBERS = re.compile(r"\d{3,}")
_MOST_WORDS, _MOST_CHARS = 6, 60
_MOST_AUTHORS = 40


def read_authors(page: Page, search: Callable[[], str | None]) -> tuple[ArticleAuthor, ...]:
    """The authors in the order of the byline. `search`: the extractor's guess, tried last, names separated by ";"."""
    site = _fold(read_site_name(page) or "")
    fallback: tuple[ArticleAuthor, ...] = ()
    readers: tuple[tuple[str, Callable[[], Iterable[tuple[str, bool]]]], ...] = (
        ("json_ld", lambda: _read_json_ld(page)),
        ("meta", lambda: _read_metas(page)),
        ("byline", lambda: [(text, True) for text in page.bylines]),
    )
    for method, read in readers:
        authors = tuple(_make_authors(read(), method, site))
        if any(_reads_as_person(author) for author in authors):
            return authors
        fallback = fallback or authors
    # The extractor's guess copies the whole tree, so it is used only where nothing else names anybody.
    return fallback or tuple(_make_authors(((found, True) for found in listed(search())), "search", site))


def _read_json_ld(page: Page) -> Iterator[tuple[str, bool]]:
    """Yield (byline, whether it may hold several names)."""
    for item in listed(page.article.get("author")):
        yield from _read_author(item, page.nodes)


def _read_author(item: Any, nodes: Iterable[dict[str, Any]]) -> Iterator[tuple[str, bool]]:
    if isinstance(item, dict) and "name" not in item and "@id" in item:
        item = next((node for node in nodes if node.get("@id") == item["@id"] and "name" in node), item)
    names = listed(item.get("name")) if isinstance(item, dict) else [item]
    is_one = isinstance(item, dict) and is_type(item, _ORGANISATIONS)
    for name in names:
        if isinstance(name, str) and name.strip():
            yield name, not is_one


def _read_metas(page: Page) -> Iterator[tuple[str, bool]]:
    for wanted in _META_NAMES:
        found = [content for name, content in page.metas if name == wanted and not _ADDRESS.search(content)]
        names = [content for content in found if content[:1] not in "([" and not content.isdigit()]
        if names and (
            wanted != "twitter:data1" or page.find_meta("twitter:label1") in ("Written by", "Verfasst von", "Author")
        ):
            yield from ((content, True) for content in names)
            return


def _make_authors(bylines: Iterable[tuple[str, bool]], method: str, site: str) -> Iterator[ArticleAuthor]:
    seen: set[str] = set()
    for byline, may_split in bylines:
        raw = tidy(byline)[:500]
        parts = _split(raw) if may_split else [raw]
        for place, part in enumerate(parts):
            name = _clean(part)
            is_aside = place > 0 and _classify_role(name, site) != "agency" and _is_aside(name, site)
            if not _reads_as_name(name) or is_aside or _fold(name) in seen or len(seen) >= _MOST_AUTHORS:
                continue
            seen.add(_fold(name))
            yield ArticleAuthor(len(seen) - 1, name, raw, _classify_role(name, site), method)


def _split(byline: str) -> list[str]:
    bare = _lead().sub("", byline)
    parts = [part for part in _splitter().split(bare) if part.strip()]
    if len(parts) > 1 and _has_word(bare, "organisations") and any(len(part.split()) == 1 for part in parts):
        return [bare]  # "Center for Evaluation and Research" is one name
    return parts


def _clean(part: str) -> str:
    name = _BRACKETED.sub("", _lead().sub("", part.strip()))
    if not _has_word(name, "organisations"):
        name = _AFTER_DASH.sub("", name)
    return name.strip(" .,:;-–|•·*\"'“”")


def _reads_as_name(name: str) -> bool:
    return (
        1 < len(name) <= _MOST_CHARS
        and len(name.split()) <= _MOST_WORDS
        and any(char.isalpha() for char in name)
        and not _ADDRESS.search(name)
        and not _NUMBERS.search(name)
        and name.casefold() not in load_words("leads")
    )


def _reads_as_person(author: ArticleAuthor) -> bool:
    words = author.name.split()
    cased = [word for word in words if word[0].isalpha() and word[0].lower() != word[0].upper()]
    named = [word for word in cased if word[0].isupper()]
    return (
        author.role == "staff"
        and ":" not in author.name
        and (not cased or (2 <= len(words) <= 5 and len(named) >= max(2, len(cased) - 2)))
    )


def _classify_role(name: str, site: str) -> str:
    if name.casefold() in load_words("agencies"):
        return "agency"
    if _names_site(name, site) or _has_word(name, "organisations"):
        return "organisation"
    return "staff"


def _is_aside(name: str, site: str) -> bool:
    """Whether a later part of a byline is a role, a degree or the site's name."""
    return _has_word(name, "roles") or _names_site(name, site) or bool(_TITLE.fullmatch(name))


def _names_site(name: str, site: str) -> bool:
    folded = _fold(name)
    return bool(site) and bool(folded) and (folded in site or site in folded)


def _has_word(name: str, words: str) -> bool:
    return any(word.strip(".,:()").casefold() in load_words(words) for word in name.replace("-", " ").split())


def _fold(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


@cache
def _splitter() -> re.Pattern[str]:
    joins = "|".join(re.escape(word) for word in load_words("joins"))
    return re.compile(rf"\s*(?:[;,、，/|&•·\n]\s*(?:(?:{joins})\s)?|\s(?:{joins})\s)\s*", re.IGNORECASE)


@cache
def _lead() -> re.Pattern[str]:
    leads = "|".join(re.escape(word) for word in sorted(load_words("leads"), key=len, reverse=True))
    return re.compile(rf"^\s*(?:{leads})(?:\s*[:：]\s*|\s+)", re.IGNORECASE)
