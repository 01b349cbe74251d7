"""Plain text and Markdown, which need no page extraction.

Belongs here: paragraphs and headline of a plain text. The text itself is kept exactly as decoded, except for a byte
order mark, line breaks and control characters (broadsheet.extract.decoding.clean_text); Markdown syntax stays in it,
since it may be part of the text, but for the mark of a heading that opens it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from broadsheet.records import Paragraph

# The longest headline of the fundus pages has 187 characters; 99 % have fewer than 150.
_HEADLINE_CHARS = 200
_SENTENCE_END = re.compile(r"[.:;,…]$|[.!?]\s+[A-Z]\w*\s+\w+\s+\w+.*\.")
_LIST_MARK = re.compile(r"\s*(?:[•‣◦▪●∙·*–-]|\d{1,2}[.)])\s+")
_HEADING_MARK = re.compile(r"#{1,6}\s+")


def read_plain_text(text: str) -> tuple[str | None, tuple[Paragraph, ...]]:
    """Headline and paragraphs of a plain text.

    The headline is the first paragraph if that reads like one: a single short line that does not end like a
    sentence, with more text after it. It is then also the first paragraph.

    >>> read_plain_text("Rain expected\\n\\nIt will rain on Monday, the office said.")[0]
    'Rain expected'
    """
    paragraphs = tuple(split_paragraphs(text))
    if len(paragraphs) < 2:
        return None, paragraphs
    first = paragraphs[0].surface
    rest_chars = sum(len(paragraph.surface) for paragraph in paragraphs[1:])
    is_headline = (
        len(first) <= _HEADLINE_CHARS
        and "\n" not in first
        and any(char.isalpha() for char in first)
        and not _SENTENCE_END.search(first)
        and paragraphs[0].kind in ("paragraph", "heading")
        and rest_chars > len(first) // 2
    )
    return (first if is_headline else None), paragraphs


def strip_title_mark(text: str) -> str:
    """A text without the mark of a Markdown heading before its first line; other marks stay.

    >>> strip_title_mark("\\n# Rain expected\\n\\nIt will rain.")
    'Rain expected\\n\\nIt will rain.'
    """
    bare = text.lstrip()
    mark = _HEADING_MARK.match(bare)
    return bare[mark.end() :] if mark else text


def split_paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text in order, each without surrounding whitespace.

    A paragraph is a line, or a block between blank lines where the text is wrapped by hand.
    """
    separator = r"\n[^\S\n]*(?:\n[^\S\n]*)+" if _is_hard_wrapped(text) else r"\n"
    start = index = 0
    for stop, following in _cuts(text, separator):
        piece = text[start:stop]
        surface = piece.strip()
        if surface:
            first = start + len(piece) - len(piece.lstrip())
            yield Paragraph(index, first, first + len(surface), surface, kind=_classify_kind(surface))
            index += 1
        start = following


def _cuts(text: str, separator: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(separator, text):
        yield match.start(), match.end()
    yield len(text), len(text)


def _is_hard_wrapped(text: str) -> bool:
    """Whether lines break inside sentences: most lines that are followed by another are long and of similar width."""
    lines = text.split("\n")
    inner = [line.rstrip() for line, following in pairwise(lines) if line.strip() and following.strip()]
    inner = [line for line in inner if not _LIST_MARK.match(line)]
    if len(inner) < 3 or not any(not line.strip() for line in lines[1:-1]):
        return False
    widest = max(len(line) for line in inner)
    full = sum(1 for line in inner if len(line) > widest * 0.75)
    open_ended = sum(1 for line in inner if line[-1:] not in ".!?…:\"'”’»)")
    return widest <= 110 and full >= len(inner) * 0.7 and open_ended >= len(inner) * 0.6


def _classify_kind(surface: str) -> str:
    if _HEADING_MARK.match(surface):
        return "heading"
    if _LIST_MARK.match(surface):
        return "list_item"
    if surface.startswith("> "):
        return "quote"
    return "paragraph"
