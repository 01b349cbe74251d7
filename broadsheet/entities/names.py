"""A name found in a part of the article, its normalised form, and its span.

Belongs here: the candidate that the other modules pass around, and trimming. Folding belongs to `broadsheet.folding`,
types to `label_consistency`, clusters to `clusters`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadsheet.folding import fold_name

__all__ = ["Name", "fold_name", "trim_extent"]

_POSSESSIVE = re.compile(r"(?:['’‘]s|(?<=s)['’‘])$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\S)", re.IGNORECASE)
_EDGES = " \t\r\n\u00a0\u200b\"“”„«»‘’'`*•|,;:!?()[]{}<>_/\\–—-"
# Marks of footnotes behind a name: "Orme.[1", "Orme³", "Orme†".
_FOOTNOTE = re.compile(r"[.,]?(?:\[\w{0,3}|[¹²³⁰⁴-⁹†‡]+)$")
# The full stop behind a number of kings and wars: "World War I."
_NUMERAL = re.compile(r"[A-Za-z]{3} I\.$")
_DOT_ENDINGS = re.compile(r"(?:^|[\s.])(?:\w|Jr|Sr|Inc|Co|Corp|Ltd|Bros|St|Mt|D\.C|No)\.$")


@dataclass(frozen=True, slots=True)
class Name:
    """A candidate. `part_index` counts the parts of the article; offsets are into that part's text.

    usual: the name in its usual order, where it is written in another one ("Jane Roe" of "Roe, Jane").
    """

    part_index: int
    start_char: int
    end_char: int
    surface: str
    mention_type: str
    rule: str
    confidence: float | None = None
    usual: str | None = None

    @property
    def full(self) -> str:
        """The name in its usual order."""
        return self.usual or self.surface


def trim_extent(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a name without whitespace, quotes, brackets, leading article, possessive and footnote; may be empty.

    >>> trim_extent("The Harbour Board's", 0, 19)
    (4, 17)
    """
    while True:
        before = (start, end)
        while start < end and text[start] in _EDGES:
            start += 1
        while start < end and (text[end - 1] in _EDGES or _is_loose_dot(text, start, end)):
            end -= 1
        if article := _ARTICLE.match(text[start : min(end, start + 8)]):
            start += article.end()
        end = _drop_tail(text, start, end)
        start, end = _drop_open_bracket(text, start, end)
        if (start, end) == before or start >= end:
            return start, max(start, end)


def _drop_tail(text: str, start: int, end: int) -> int:
    """The end of a name before its possessive or the mark of a footnote."""
    if footnote := _FOOTNOTE.search(text[max(start, end - 6) : end]):
        return end - len(footnote[0])
    possessive = _POSSESSIVE.search(text[max(start, end - 2) : end])
    return end - len(possessive[0]) if possessive else end


def _is_loose_dot(text: str, start: int, end: int) -> bool:
    ending = text[max(start, end - 6) : end]
    return text[end - 1] == "." and (_NUMERAL.search(ending) is not None or not _DOT_ENDINGS.search(ending))


def _drop_open_bracket(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut "Bank (BK" at the bracket; a whole "Bank (UK) Ltd" stays."""
    if end - start > 200:
        return start, end
    opened = text.rfind("(", start, end)
    if opened > start and ")" not in text[opened:end]:
        return start, opened
    return start, end
