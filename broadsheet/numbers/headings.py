"""What the price at the end of a heading is of: "Norda Loop Pro for $235".

Belongs here: lines without a verb that name a thing and its price.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span

from broadsheet.numbers.counted_syntax import Counted
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.syntax import VERBS, find_span

_LONGEST = 10
_OF_CLAUSES = frozenset(["ROOT", "conj", "advcl", "ccomp", "xcomp", "parataxis"])


def find_priced_heading(doc: Doc, quantity: Quantity) -> Counted | None:
    """The words before "for" and a sum that ends a line of its own; None where the line is a sentence."""
    if quantity.kind != "money" or not _ends_line(doc, quantity):
        return None
    text, start = doc.text, quantity.start_char  # built anew on each call, so only for the few that end a line
    first = text.rfind("\n", 0, start) + 1
    before = text[first:start]
    named = before.rstrip().removesuffix(" for")
    span = find_span(doc, first, first + len(named)) if before.endswith(" for ") else None
    if span is None or len(span) > _LONGEST or not named[:1].isupper() or _has_verb(span):
        return None
    return Counted(first, first + len(named), span[-1].lower_, "heading")


def _ends_line(doc: Doc, quantity: Quantity) -> bool:
    """Whether the text ends, or a line break stands, right behind a sum."""
    number = find_span(doc, quantity.start_char, quantity.end_char)
    after = doc[number.end] if number is not None and number.end < len(doc) else None
    return after is None or (after.idx == quantity.end_char and after.text.startswith("\n"))


def _has_verb(words: Span) -> bool:
    return any(word.pos_ in VERBS and word.dep_ in _OF_CLAUSES for word in words)
