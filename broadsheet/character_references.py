"""Texts that hold HTML character references ("&quot;", "&#8220;") as plain characters, as dumps of pages do.

They are analysed decoded, and their rows are moved back, so that every offset and surface is that of the text as given.
Belongs here: decoding and moving rows. Reading HTML belongs to `extract`, which leaves no references.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from broadsheet.records import ArticleRows, ArticleText, Evidence, Paragraph, Span

_REFERENCE = re.compile(r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d{0,2});")
_MOST_LEVELS = 4


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text without character references, and where each of its characters stands in the text as given.

    starts: offsets in `text` of what the references stand for. shifts: how much longer the given text is after each.
    """

    given: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    shifts: tuple[int, ...]

    def to_given(self, span: Span) -> Span:
        """A span of the decoded text as a span of the given one.

        >>> found = decode_text("&quot;No&quot;")
        >>> found.text, found.to_given(Span(1, 3)), found.to_given(Span(0, 4))
        ('"No"', Span(start_char=6, end_char=8), Span(start_char=0, end_char=14))
        """
        before = bisect_right(self.ends, span.start_char) - 1
        last = bisect_left(self.starts, span.end_char) - 1
        start = span.start_char + (self.shifts[before] if before >= 0 else 0)
        return Span(start, span.end_char + (self.shifts[last] if last >= 0 else 0))

    def to_decoded(self, char: int) -> int:
        """A position of the given text, outside references, in the decoded one."""
        count = sum(end + shift <= char for end, shift in zip(self.ends, self.shifts, strict=True))
        return char - (self.shifts[count - 1] if count else 0)


@dataclass(frozen=True, slots=True)
class DecodedArticle:
    """An article as given, and its body and headline decoded."""

    given: ArticleText
    body: DecodedText
    headline: DecodedText


def decode_text(text: str) -> DecodedText:
    """A text with its character references replaced by what they stand for; unknown ones and line breaks stay."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    shifts: list[int] = []
    position = length = shift = 0
    for match in _REFERENCE.finditer(text) if "&" in text else ():
        meant = _decode(match.group())
        if meant == match.group() or not meant.isprintable():
            continue
        pieces += [text[position : match.start()], meant]
        length += match.start() - position + len(meant)
        shift += len(match.group()) - len(meant)
        position = match.end()
        starts.append(length - len(meant))
        ends.append(length)
        shifts.append(shift)
    return DecodedText(text, "".join([*pieces, text[position:]]), tuple(starts), tuple(ends), tuple(shifts))


def _decode(reference: str) -> str:
    """What a reference stands for, also one that was escaped again ("&amp;quot;"); a fixed space becomes a space."""
    for _ in range(_MOST_LEVELS):
        meant = html.unescape(reference)
        if meant == reference:
            break
        reference = meant
    return reference.replace("\xa0", " ")


def decode_article(article: ArticleText) -> tuple[ArticleText, DecodedArticle | None]:
    """The article to analyse, and what is needed to move its rows back; the article itself if it has no references."""
    if "&" not in article.text and "&" not in (article.headline or ""):
        return article, None
    body, headline = decode_text(article.text), decode_text(article.headline or "")
    if not body.starts and not headline.starts:
        return article, None
    decoded = replace(
        article,
        text=body.text,
        headline=headline.text if article.headline is not None else None,
        paragraphs=tuple(_decode_paragraph(paragraph, body) for paragraph in article.paragraphs),
    )
    return decoded, DecodedArticle(article, body, headline)


def _decode_paragraph(paragraph: Paragraph, body: DecodedText) -> Paragraph:
    start, end = body.to_decoded(paragraph.start_char), body.to_decoded(paragraph.end_char)
    return replace(paragraph, start_char=start, end_char=end, surface=body.text[start:end])


def restore_rows(rows: ArticleRows, decoded: DecodedArticle | None) -> ArticleRows:
    """The rows of a decoded article with the offsets and texts of the article as given."""
    if decoded is None:
        return rows
    tables = {
        name: tuple(_restore_row(row, decoded) for row in getattr(rows, name))
        for name in (field.name for field in fields(rows))
        if name != "unanalysed"
    }
    return replace(rows, **tables)


def _restore_row(row: Any, decoded: DecodedArticle) -> Any:
    """One row: its evidence, its spans and the texts that repeat what stands at them."""
    stands_apart = row.evidence.in_headline and row.evidence.end_char <= len(decoded.headline.text)
    place = decoded.headline if stands_apart else decoded.body
    changes: dict[str, Any] = {}
    for field in fields(row):
        value = getattr(row, field.name)
        if isinstance(value, Evidence):
            span = place.to_given(Span(value.start_char, value.end_char))
            surface = place.given[span.start_char : span.end_char]
            changes[field.name] = replace(value, start_char=span.start_char, end_char=span.end_char, surface=surface)
        elif isinstance(value, Span):
            changes[field.name] = place.to_given(value)
            changes |= _repeat_text(row, field.name, place, [changes[field.name]])
        elif isinstance(value, tuple) and value and isinstance(value[0], Span):
            changes[field.name] = tuple(place.to_given(span) for span in value)
            changes |= _repeat_text(row, field.name, place, changes[field.name])
    return replace(row, **changes)


def _repeat_text(row: Any, name: str, place: DecodedText, spans: Iterable[Span]) -> dict[str, str]:
    """The column that repeats the text of a span, where the row has one."""
    text = "\n".join(place.given[span.start_char : span.end_char] for span in spans)
    return {f"{name}_text": text} if getattr(row, f"{name}_text", None) is not None else {}
