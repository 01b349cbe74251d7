"""Rules for a point before three digits: a decimal point in English, a mark of thousands in other countries.

Belongs here: one point alone ("1.500 houses"). Several points, or a point with a decimal comma, are marks of thousands
anywhere and are read with the digits (tokens.py).
"""

from __future__ import annotations

import re

from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.quantity import Cursor, Quantity
from broadsheet.numbers.rules import number_rule

_ONE_POINT = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_WRITTEN_BEFORE = re.compile(r"(?<![\w.,])[1-9]\d{0,2}\.\d{3} (people|men|women|children|[a-z]{3,}s)\b")
# So many characters before a number are read for another one written the same way.
_NEAR = 150
_POINT_COUNTRIES = frozenset(load_words("number_contexts")["point_between_thousands"]["countries"])
_DIVISIBLE = load_word_set("number_contexts", "counted_in_parts")
_AVERAGES = frozenset(["average", "averages", "averaged", "averaging", "mean", "median", "per", "rate", "ratio"])
_PLURALS = frozenset(["people", "men", "women", "children", "police"])


@number_rule("grouping", {"DE: It hit 1.500 houses": "1500", "DE: It cost €1.500": "1500 euro"})
def point_between_thousands(cursor: Cursor, quantity: Quantity) -> bool:
    """Thousands by a point, in a source of a country that writes them so; the base of a rate leaves it a decimal."""
    if cursor.country not in _POINT_COUNTRIES or not _has_one_point(cursor, quantity) or quantity.value is None:
        return False
    if quantity.kind not in ("count", "money") or cursor.lower(quantity.last) in ("per", "a", "each", "to"):
        return False
    if quantity.kind == "count" and not _counts_whole_things(cursor, quantity):
        return False
    quantity.value *= 1000
    return True


@number_rule("grouping", {"It hit 1.500 houses": "None", "It hit 1.500 houses, then 2.250": "None"})
def unsure_point(cursor: Cursor, quantity: Quantity) -> bool:
    """No value where a point before three digits stands before things counted whole, or behind such a number."""
    if quantity.kind != "count" or not _has_one_point(cursor, quantity):
        return False
    is_unsure = _counts_whole_things(cursor, quantity) or _repeats_writing(cursor, quantity)
    if is_unsure:
        quantity.value = None
    return is_unsure


def _repeats_writing(cursor: Cursor, quantity: Quantity) -> bool:
    """Whether a number before things counted whole is written so shortly before: "18.700 people, not 9.650"."""
    near = cursor.text[max(quantity.number_start - _NEAR, 0) : quantity.number_start].rpartition("\n")[2]
    nouns = _WRITTEN_BEFORE.findall(near)
    return any(noun.lower() in _PLURALS or noun.lower() not in _DIVISIBLE for noun in nouns)


def _has_one_point(cursor: Cursor, quantity: Quantity) -> bool:
    surface = cursor.text[quantity.number_start : quantity.number_end]
    return quantity.form == "digits" and not quantity.scale_text and _ONE_POINT.fullmatch(surface) is not None


def _counts_whole_things(cursor: Cursor, quantity: Quantity) -> bool:
    """ "1.500 houses"; "averages 2.125 goals" and "1.125 points" have decimals."""
    noun = cursor.lower(quantity.last)
    is_plural = noun in _PLURALS or (noun.isalpha() and noun.endswith("s") and len(noun) > len("its"))
    return is_plural and noun not in _DIVISIBLE and not cursor.near(quantity, 6, 4) & _AVERAGES
