"""Rows of `sentences` from a Doc's sentence bounds; no sentence crosses a paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.analysed import TextPart
from broadsheet.ids import hash_id
from broadsheet.records import Sentence

_OPENERS, _CLOSERS = "“«„", "”»"


def find_sentences(part: TextPart) -> Iterator[Sentence]:
    """Yield the sentences of a part in order, cut at line breaks, without surrounding whitespace."""
    for sent in part.doc.sents:
        for start, end in _cut_at_line_ends(part.text, sent.start_char, sent.end_char):
            evidence = part.cite(start, end)
            paragraph = part.paragraph_at(start)
            yield Sentence(
                evidence=evidence,
                sentence_id=hash_id(part.article_version_id, "sentence", part.is_headline, start, end),
                paragraph_index=paragraph.paragraph_index if paragraph else None,
                in_quotation=_is_quoted(part.text, paragraph.start_char if paragraph else 0, start),
                word_count=len(evidence.surface.split()),
                rule="doc_sents",
            )


def _cut_at_line_ends(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        piece = text[start:stop]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), stop - len(piece) + len(piece.rstrip())
        start = stop + 1


def _is_quoted(text: str, paragraph_start: int, start: int) -> bool:
    before = text[paragraph_start:start]
    opened = sum(before.count(mark) for mark in _OPENERS) - sum(before.count(mark) for mark in _CLOSERS)
    return opened > 0 or before.count('"') % 2 == 1
