"""What a number counts: the phrase after it or before it, by syntax where the Doc has it, else by patterns.

Belongs here: from a quantity to the span and head of what is counted. Keys that meet across articles are made in
measure.py.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from spacy.tokens import Doc

from broadsheet.numbers.counted_syntax import (
    AFTER_PARTICIPLE,
    Counted,
    counted_words,
    read_parse,
    read_subject,
    trim_verb,
)
from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.tokens import DIGITS, LINE, WORD, Token

_COUNTS_NOTHING = frozenset(["year", "date_part", "time_part", "identifier", "phone", "name_part", "score", "age"])

# A counted phrase has at most so many words.
_LONGEST = 7
_ARTICLES = frozenset(["the", "its", "their", "all", "those", "these", "his", "her", "our", "a", "an"])


def find_counted(text: str, tokens: list[Token], quantity: Quantity, doc: Doc | None) -> Counted | None:
    """The phrase that says what a quantity counts; None where the text does not say."""
    if quantity.kind in _COUNTS_NOTHING:
        return None
    found = read_parse(doc, quantity) if doc is not None and doc.has_annotation("DEP") else None
    found = found or trim_verb(_read_following(text, tokens, quantity), text, doc)
    if found and found.head in _change_nouns():
        found = _read_changed(text, tokens, found) or read_subject(doc, quantity) or found
    return found or read_subject(doc, quantity) or _read_measure(text, tokens, quantity)


@cache
def _change_nouns() -> frozenset[str]:
    return frozenset(load_words("counted")["change_nouns"]["words"])


def _read_changed(text: str, tokens: list[Token], found: Counted) -> Counted | None:
    """ "a 5% rise in rents": what rises stands after in or of."""
    index = bisect_left(tokens, found.end_char, key=lambda token: token.start_char)
    if index >= len(tokens) or tokens[index].lower not in ("in", "of"):
        return None
    first = index + 1
    while first < len(tokens) and tokens[first].lower in _ARTICLES:
        first += 1
    last = _end_of_group(tokens, first)
    if last == first:
        return None
    return Counted(tokens[first].start_char, tokens[last - 1].end_char, tokens[last - 1].lower, "changed_noun")


def _read_following(text: str, tokens: list[Token], quantity: Quantity) -> Counted | None:
    """The group of words right after the number, with a participle after it."""
    index = quantity.last
    while index < len(tokens) and quantity.bound_end is not None and tokens[index].start_char < quantity.bound_end:
        index += 1
    if index < len(tokens) and quantity.form == "ordinal" and tokens[index].text == "-":
        return None
    if index < len(tokens) and tokens[index].lower == "-" and not tokens[index].gap:
        index += 1
    if index < len(tokens) and tokens[index].lower == "of":
        index += 1
        while index < len(tokens) and tokens[index].lower in _ARTICLES:
            index += 1
        while index < len(tokens) and (tokens[index].kind == DIGITS or tokens[index].lower in _scales()):
            index += 1
    elif (
        (quantity.kind in ("percent", "ratio") and quantity.unit is not None)
        or quantity.form == "fraction"
        or quantity.kind in ("money", "percentage_point")
    ):
        return None
    first = index
    last = _end_of_group(tokens, first)
    if last == first:
        if index < len(tokens) and tokens[index].lower in counted_words("participles") and tokens[index].gap:
            return Counted(tokens[index].start_char, tokens[index].end_char, tokens[index].lower, "participle")
        return None
    head = tokens[last - 1]
    if last < len(tokens) and tokens[last].lower in counted_words("participles") and _takes_no_object(tokens, last):
        last += 1
    return Counted(tokens[first].start_char, tokens[last - 1].end_char, head.lower, "following_words")


@cache
def _scales() -> frozenset[str]:
    return frozenset(load_words("numbers")["scales"])


def _takes_no_object(tokens: list[Token], index: int) -> bool:
    """True where a participle ends its phrase ("soldiers killed since May"), not where it is a verb of its own."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return after is None or after.kind != WORD or after.lower in AFTER_PARTICIPLE


def _end_of_group(tokens: list[Token], first: int) -> int:
    """Index after the noun group that begins at `first`: words up to a stop word, verb or sign."""
    stops, participles = counted_words("stops"), counted_words("participles")
    index = first
    while index < len(tokens) and index - first < _LONGEST:
        token = tokens[index]
        if token.kind == LINE:
            break
        if (
            token.text in "-‐‑'’"
            and index > first
            and index + 1 < len(tokens)
            and not token.gap
            and not tokens[index + 1].gap
            and tokens[index + 1].kind == WORD
        ):
            index += 2
            continue
        if token.kind != WORD or token.lower in stops:
            break
        if token.lower in participles and index > first:
            break
        if (
            index > first
            and tokens[index - 1].lower.endswith("s")
            and token.lower.endswith(("ed", "ing"))
            and len(token.lower) > 4
        ):
            break
        if index > first and _is_plural(tokens[index - 1]) and not token.text[:1].isupper():
            break
        if token.lower.endswith("'s"):
            return index + 1 if index == first else index
        index += 1
    return index


def _is_plural(token: Token) -> bool:
    word = token.lower
    return word in ("people", "children", "men", "women") or (
        word.endswith("s")
        and not word.endswith(("ss", "us", "is", "ous"))
        and len(word) > 3
        and token.text[:1].islower()
    )


def _read_measure(text: str, tokens: list[Token], quantity: Quantity) -> Counted | None:
    """A noun of measure before the number in the same sentence: "the death toll rose to 12"."""
    measures = counted_words("measures")
    low = max(quantity.first - 14, 0)
    for index in range(quantity.first - 1, low - 1, -1):
        token = tokens[index]
        if token.kind == LINE or (
            token.text in ".!?;:" and not (token.text == "." and index + 1 < len(tokens) and not tokens[index + 1].gap)
        ):
            return None
        if token.kind == WORD and token.lower in measures and tokens[max(index - 1, 0)].lower not in ("per", "each"):
            first = index
            while (
                first > low
                and tokens[first - 1].kind == WORD
                and tokens[first - 1].lower not in counted_words("stops")
                and tokens[first].gap
                and index - first < 4
            ):
                first -= 1
            return Counted(tokens[first].start_char, token.end_char, token.lower, "measure_noun")
    return None
