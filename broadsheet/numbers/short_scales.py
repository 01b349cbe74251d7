"""One letter for a scale without money: "5m people", "1.2b", or m for metres."""

from __future__ import annotations

import re
from collections.abc import Callable

from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.quantity import Cursor, Quantity
from broadsheet.numbers.rules import number_rule
from broadsheet.numbers.tokens import DIGITS, LINE, Token

_PLURAL_NOUN = re.compile(
    r"\s(?:(?:more|new|extra|other|young|British|American|[a-z]+(?:an|ish|ese|al|ed))\s)?([a-z]*[a-rt-z]s|people|children|[a-z]*men|[a-z]*women)\b",
    re.IGNORECASE,
)
_OF_PLURAL = re.compile(
    r"\sof\s(?:(?:its|the|these|those|our|his|her|their|all)\s(?:\w{2,14}\s){0,2}?([a-z]*[a-rt-z]s|people|children|population|[a-z]*men|[a-z]*women)|(them|whom|us|which|whose))\b",
    re.IGNORECASE,
)
_LENGTH_NOUNS = load_word_set("number_contexts", "length_nouns")
_AFTER_METRES = load_word_set("number_contexts", "after_metres")
_TOTALS = load_word_set("number_contexts", "totals")
_MILLIONS = frozenset(["m", "million", "mn", "bn", "billion"])
_SENTENCE_ENDS = frozenset(".;?!")
# How many tokens before a number the sentence is searched for millions and for a total.
_REACH = 27
_TOTAL_REACH = 5


def counts_people(cursor: Cursor, char: int) -> bool:
    """ "5m people", "2m jobs", "35m of its speakers": m is million before a plural noun, or before "of" and several."""
    match = _PLURAL_NOUN.match(cursor.text, char) or _OF_PLURAL.match(cursor.text, char)
    return match is not None and (match[1] or "").lower() not in _LENGTH_NOUNS


def is_in_millions(cursor: Cursor, quantity: Quantity) -> bool:
    """ "from 168.6m": m is million after a number in millions of the same sentence, or after a total.

    "1.4m wide" is a length anywhere.
    """
    if cursor.lower(quantity.last + 1) in _AFTER_METRES:
        return False
    for index in range(quantity.first - 1, max(quantity.first - 1 - _REACH, -1), -1):
        token = cursor.tokens[index]
        if _ends_sentence(cursor, index, quantity.first):
            return False
        if index >= quantity.first - _TOTAL_REACH and token.lower in _TOTALS:
            return True
        if _is_scale_of_number(cursor, index):
            return token.lower != "m" or counts_people(cursor, token.end_char)
    return False


def _ends_sentence(cursor: Cursor, index: int, before: int) -> bool:
    """A line ends here, or a stop with a blank after it stands before a number."""
    token = cursor.tokens[index]
    if token.kind == LINE:
        return True
    return token.text in _SENTENCE_ENDS and index + 1 <= before and cursor.tokens[index + 1].gap


def _is_scale_of_number(cursor: Cursor, index: int) -> bool:
    """A word for millions after digits that were read before."""
    token = cursor.tokens[index]
    is_scale = token.lower in _MILLIONS and token.start_char < cursor.floor
    return is_scale and index > 0 and cursor.tokens[index - 1].kind == DIGITS


@number_rule("scale", {"5m people": "5000000", "a crowd of 1.2b": "1200000000"})
def short_scale(cursor: Cursor, quantity: Quantity) -> bool:
    """Millions and billions by one letter without money."""
    if quantity.last >= len(cursor.tokens) or quantity.form != "digits":
        return False
    token = cursor.tokens[quantity.last]
    factor = load_words("numbers")["short_money"].get(token.lower)
    if factor is None or quantity.value is None or quantity.scale_text:
        return False
    if not _is_close(cursor, token) or not _LETTER_TESTS.get(token.text, _is_sure)(cursor, quantity, token):
        return False
    quantity.value *= factor
    quantity.scale_text = token.text
    quantity.last += 1
    quantity.end_char = quantity.number_end = token.end_char
    return True


def _is_close(cursor: Cursor, token: Token) -> bool:
    """Tied to the number; a capital M or G may stand apart where no word follows it."""
    following = cursor.text[token.end_char : token.end_char + 12].lstrip()
    return not token.gap or (token.text in ("M", "G") and not following[:1].isalpha())


def _is_never(cursor: Cursor, quantity: Quantity, token: Token) -> bool:
    return False


def _is_sure(cursor: Cursor, quantity: Quantity, token: Token) -> bool:
    return True


def _is_below_thousand(cursor: Cursor, quantity: Quantity, token: Token) -> bool:
    """ "1200b" is a house number or a model."""
    return quantity.value is not None and quantity.value < 1000


def _is_from_ten(cursor: Cursor, quantity: Quantity, token: Token) -> bool:
    """ "5G" is a network."""
    return quantity.value is not None and quantity.value >= 10


def _is_of_people(cursor: Cursor, quantity: Quantity, token: Token) -> bool:
    return counts_people(cursor, token.end_char)


def _is_of_people_or_millions(cursor: Cursor, quantity: Quantity, token: Token) -> bool:
    return counts_people(cursor, token.end_char) or is_in_millions(cursor, quantity)


# What must hold for a letter as it is printed; other forms ("M", "mm") are scales where they stand tied.
_LETTER_TESTS: dict[str, Callable[[Cursor, Quantity, Token], bool]] = {
    "m": _is_of_people_or_millions,
    "g": _is_of_people,
    "G": _is_from_ten,
    "b": _is_below_thousand,
    "B": _is_below_thousand,
    "t": _is_never,
    "T": _is_never,
}
