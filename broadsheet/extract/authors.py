"""Who wrote it: the byline, split into names and cleaned of what is no name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.extract.page import Page, listed, tidy
from broadsheet.extract.records import ArticleAuthor

_SPLIT = re.compile(r"\s*(?:;|,|/|\||&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\boch\b|\bog\b|\ben\b)\s*")
_LEAD = re.compile(
    r"^(?:by|von|par|por|di|da|door|af|av|autor(?:in)?|author|reporting by|written by)\b[:\s]+", re.IGNORECASE
)
_AGENCY = re.compile(
    r"\b(?:reuters|associated press|afp|agence france|dpa|apa|efe|ansa|tass|xinhua|bloomberg|pa media|"
    r"press association|upi|ians|pti|kyodo|yonhap|interfax|dts|sda|ntb|tt|ritzau|ap)\b",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"\b(?:staff|team|desk|editors?|editorial|redaktion|newsroom|news|online|media|correspondent|reporters?)\b",
    re.IGNORECASE,
)


def read_authors(page: Page, fallback: str | None) -> tuple[ArticleAuthor, ...]:
    """The authors in the order of the byline. `fallback`: the extractor's own guess, names parted by semicolons."""
    for method, bylines in (
        ("json_ld", list(_read_json_ld(page))),
        ("meta", _read_metas(page)),
        ("page", listed(fallback)),
    ):
        authors = _make_authors(bylines, method)
        if authors:
            return authors
    return ()


def _read_json_ld(page: Page) -> Iterator[str]:
    for item in listed(page.article.get("author")):
        name = item.get("name") if isinstance(item, dict) else item
        for text in listed(name):
            if isinstance(text, str) and text.strip():
                yield text


def _read_metas(page: Page) -> list[str]:
    return [
        content
        for name, content in page.metas
        if name in ("author", "byl", "dc.creator", "parsely-author", "article:author")
    ]


def _make_authors(bylines: list[str], method: str) -> tuple[ArticleAuthor, ...]:
    names: dict[str, ArticleAuthor] = {}
    for byline in bylines:
        raw = tidy(byline)
        for part in _SPLIT.split(_LEAD.sub("", raw)):
            name = _LEAD.sub("", part).strip(" .,-–|")
            if (
                name
                and "/" not in name
                and "@" not in name
                and len(name) <= 80
                and any(char.isalpha() for char in name)
            ):
                names.setdefault(name.casefold(), ArticleAuthor(len(names), name, raw[:500], _tell_role(name), method))
    return tuple(names.values())


def _tell_role(name: str) -> str:
    if _AGENCY.search(name):
        return "agency"
    return "organisation" if _STAFF.search(name) else "staff"
