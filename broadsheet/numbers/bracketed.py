"""What a number in brackets or behind a dash is said of: the noun before it, or what the number before counts.

Belongs here: "gas (5.4%) and coal (0.5%)", "the Blue Delegates (15 of 19)", "a linen jacket (£129)", "$980bn (£720bn)",
"great wealth — at least $500,000", "disagreed on price: $126 and $278".
"""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Doc, Span
from spacy.tokens import Token as DocToken

from broadsheet.numbers.counted_syntax import Counted, make_phrase
from broadsheet.numbers.key_words import lemma
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.syntax import NOUNS, find_span, has_case

_OPENED = re.compile(r"\((?:about|around|roughly|some|or|nearly|almost|just under|just over)?\s?$")
BRACKETED = "bracketed"
"""How the noun before a bracket was found."""
_CONVERTED = re.compile(r"\s?[(/]\s?(?:about |around |roughly |some |nearly |almost |just under |just over )?")
# "(about $453, 371 euros)": a second sum in the brackets that give one in other currencies.
_NEXT_CURRENCY = frozenset([", ", " / ", "/", " or "])
_IN_BRACKETS = re.compile(r"\d\D{0,20}\($")
_CLOSED = re.compile(r"\s?[),;]")
_PART = re.compile(r"\s?of\s\d[\d,]*\s?\)")
_OF_PART = re.compile(r"\(\d[\d,]*\sof\s$")
_LONGEST_OPENING = 12
_DASHES = frozenset(["—", "–", "--", ":"])
_BESIDE = frozenset(["appos", "nmod", "dep", "parataxis"])
EXPLAINING = frozenset(["money", "percent"])
"""Kinds of numbers that may stand behind a noun to tell how much it is."""
# A sum in brackets says again what a number at most so many characters before it says.
_SAME = 25
_FOR = frozenset(["for"])
_NAMED = frozenset(["PERSON", "ORG", "GPE", "LOC", "NORP"])


def find_before_brackets(text: str, doc: Doc, quantity: Quantity) -> Counted | None:
    """The noun right before the brackets in which a number stands first; None where they hold more than it."""
    opened = _find_opening(text, quantity)
    token = _find_last_before(doc, opened) if opened is not None else None
    if token is None or not _may_tell(text, token, quantity):
        return None
    found = make_phrase(token, range(0))
    return replace(found, rule=BRACKETED) if found is not None else None


def is_converted(text: str, quantity: Quantity, before: Quantity) -> bool:
    """Whether a sum or size stands right behind the same in other units: "$980bn (£720bn)", "32°F / 0°C"."""
    one, other = (None if each.unit is None else each.unit.dimension for each in (before, quantity))
    is_same = quantity.kind == before.kind and (quantity.kind == "money" or (one is not None and one == other))
    if not is_same:
        return False
    if _CONVERTED.fullmatch(text, before.end_char, quantity.span_start) is not None:
        return True
    is_next = text[before.end_char : quantity.span_start] in _NEXT_CURRENCY and before.unit != quantity.unit
    return is_next and _IN_BRACKETS.search(text, max(before.span_start - _SAME, 0), before.span_start) is not None


def find_explained(doc: Doc, quantity: Quantity) -> Counted | None:
    """The noun before a dash or colon that a sum or share behind it explains."""
    span = find_span(doc, quantity.start_char, quantity.end_char)
    if span is None or quantity.kind not in EXPLAINING or span.root.dep_ not in _BESIDE:
        return None
    noun, first = span.root.head, min(span.root.left_edge.i, span.start)
    signs = {token.text for token in doc[max(first - 1, 0) : span.start]}
    is_before = noun.pos_ == "NOUN" and noun.i < first
    return make_phrase(noun, range(0)) if is_before and not signs.isdisjoint(_DASHES) else None


def continues(span: Span, before: Quantity) -> bool:
    """Whether a number is joined to the one before it, or to whom that is for: "$126 and $278", "$5 for pupils, $9"."""
    head = span.root.head
    if span.root.dep_ != "conj":
        return False
    joined = head.head if head.pos_ in NOUNS and has_case(head, _FOR) else head
    return before.start_char <= joined.idx < before.end_char


def is_told_again(quantity: Quantity, before: Quantity) -> bool:
    """Whether a sum in brackets gives the number before it in money: "2.3% of GDP (about £66bn)"."""
    return quantity.kind == "money" and quantity.span_start - before.end_char < _SAME and before.kind in EXPLAINING


def _find_opening(text: str, quantity: Quantity) -> int | None:
    """Where the bracket right before a number opens."""
    start = max(quantity.span_start - _LONGEST_OPENING, 0)
    opened = _OPENED.search(text, start, quantity.span_start)
    if opened is None and quantity.kind == "count":
        opened = _find_part_before(text, quantity)
    return opened.start() if opened else None


def _find_part_before(text: str, quantity: Quantity) -> re.Match[str] | None:
    """The bracket and the part before a whole: "(15 of | 19)"."""
    return _OF_PART.search(text, max(quantity.start_char - _LONGEST_OPENING, 0), quantity.start_char)


def _find_last_before(doc: Doc, place: int) -> DocToken | None:
    """The noun that ends right before a place."""
    span = find_span(doc, max(place - 2, 0), max(place - 1, 1))
    return span[-1] if span is not None and span[-1].pos_ in NOUNS else None


def _may_tell(text: str, token: DocToken, quantity: Quantity) -> bool:
    """Whether a number of this kind may be said of a noun."""
    end = quantity.end_char
    if quantity.kind == "count":
        is_part = _PART.match(text, end) is not None or _find_part_before(text, quantity) is not None
        return is_part and lemma(token.lower_) != token.lower_
    if _CLOSED.match(text, end) is None:
        return False
    return quantity.kind == "percent" or (quantity.kind == "money" and token.ent_type_ not in _NAMED)
