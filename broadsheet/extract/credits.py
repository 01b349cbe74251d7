"""Agency and "first published by" credits: whose text an article is, where it says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from broadsheet.extract.bylines import load_words
from broadsheet.extract.json_ld import text_of
from broadsheet.extract.page import Page
from broadsheet.records import Paragraph

_LINES_ASKED = 4
_CREDIT_CHARS = 60
_STATED = re.compile(
    r"(?:(?:this (?:article|story|piece) )?(?:was )?(?:originally|first) (?:published|appeared) (?:by|in|on|at)"
    r"|(?:source|quelle|fuente|fonte|kilde|bron|źródło|источник)\s*:"
    r"|with (?:reporting|files|material) (?:by|from)|via:?)"
    r"\s+(?:the )?([^.,;|()]{2,60})",
    re.IGNORECASE,
)
_READ_ON = re.compile(r"read|click|full|article|story|http", re.IGNORECASE)


def find_credit(paragraphs: Sequence[Paragraph], page: Page | None = None) -> str | None:
    """The agency or outlet that a text is credited to, as printed, or None.

    Asked in turn: the dateline in brackets of the first blocks, the last blocks, and JSON-LD's sourceOrganization.
    """
    for paragraph in paragraphs[:_LINES_ASKED]:
        found = _dateline().search(paragraph.surface[:160])
        if found:
            return found[1]
    for paragraph in reversed(paragraphs[-_LINES_ASKED:]):
        found = _closing().search(paragraph.surface[-_CREDIT_CHARS:])
        if found:
            return found[1]
        stated = _STATED.match(paragraph.surface[:200])
        if stated and not _READ_ON.search(stated[1]):
            return stated[1].strip()
    return text_of(page.article.get("sourceOrganization")) if page else None


@cache
def _agencies() -> str:
    return "|".join(re.escape(name) for name in sorted(load_words("agencies"), key=len, reverse=True))


@cache
def _dateline() -> re.Pattern[str]:
    """WASHINGTON (AP) — or LONDON, May 3 (Reuters) -"""
    return re.compile(rf"^[^a-z\n]?[^()\n]{{0,60}}\(((?i:{_agencies()}))(?:/\w+)?\)\s?[-–—:.]")


@cache
def _closing() -> re.Pattern[str]:
    """(Reuters) or - dpa or © AFP at the end of a text."""
    return re.compile(rf"(?:^|[(©/–—-]\s?)((?i:{_agencies()}))\)?\s*\.?$")
