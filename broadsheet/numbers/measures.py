"""Rules for units of measure after a number: symbols, names and tiny lengths."""

from __future__ import annotations

import re
from collections.abc import Callable

from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.quantity import Cursor, Quantity
from broadsheet.numbers.rules import number_rule
from broadsheet.numbers.temperatures import resolve_degrees
from broadsheet.numbers.unit_symbols import Symbol, is_symbol
from broadsheet.numbers.units import Unit, UnitMatch, find_symbol, find_unit_name

_TINY = re.compile(r"\s?(?P<sign>[pa]m)(?!\w)")
_TINY_UNITS = {"pm": Unit("picometre", "length", 1e-12), "am": Unit("attometre", "length", 1e-18)}
_STONE_BUILDINGS = load_word_set("number_contexts", "of_stone")
_HEAVIEST_STONE = 40


@number_rule("measure", {"It is 5km away": "5 kilometre", "a plant of 12 MW": "12 megawatt"})
def unit_symbol(cursor: Cursor, quantity: Quantity) -> bool:
    """A unit by its symbol, unless a longer name begins at the same place."""
    if quantity.form == "words" and quantity.scale_text is not None:
        return False
    found = find_symbol(cursor.text, quantity.end_char)
    if found is None:
        return False
    match, is_tied = found
    named = find_unit_name(cursor.tokens, cursor.skip_dashes(quantity.last))
    if named and named[0].end_char >= match.end_char:
        return False
    if not is_symbol(Symbol(cursor, quantity, match, is_tied)):
        return False
    cursor.take_unit(quantity, match, "measure")
    resolve_degrees(cursor, quantity)
    return True


@number_rule(
    "measure", {"It is five kilometres away": "5 kilometre", "a 3-hour trip": "3 hour", "half an hour": "1/2 hour"}
)
def unit_name(cursor: Cursor, quantity: Quantity) -> bool:
    """A unit by its name in words."""
    named = find_unit_name(cursor.tokens, cursor.skip_dashes(quantity.last)) or _find_unit_of_part(cursor, quantity)
    if named is None:
        return False
    match, last = named
    test = _NAME_TESTS.get(match.unit.name)
    if test and not test(cursor, quantity, last):
        return False
    if cursor.lower(quantity.last) == "+":
        quantity.bound = "at_least"
    cursor.take_unit(quantity, match, "measure")
    quantity.last = last
    resolve_degrees(cursor, quantity)
    return True


def _find_unit_of_part(cursor: Cursor, quantity: Quantity) -> tuple[UnitMatch, int] | None:
    """The unit that a fraction is a part of: "half an hour", "three quarters of a mile"."""
    at = quantity.last + 1 if cursor.lower(quantity.last) == "of" else quantity.last
    if quantity.form != "fraction" or cursor.lower(at) not in ("a", "an"):
        return None
    return find_unit_name(cursor.tokens, at + 1)


def _is_weight(cursor: Cursor, quantity: Quantity, last: int) -> bool:
    """ "12 stone" of a person; stone walls are no weight."""
    is_light = quantity.value is not None and 0 < quantity.value <= _HEAVIEST_STONE
    return is_light and cursor.lower(last) not in _STONE_BUILDINGS


def _is_turn(cursor: Cursor, quantity: Quantity, last: int) -> bool:
    """ "two turns"; "one turn of events" is no angle."""
    return cursor.lower(last) != "of"


# Names of units that are other words too, with what must hold.
_NAME_TESTS: dict[str, Callable[[Cursor, Quantity, int], bool]] = {"stone": _is_weight, "turn": _is_turn}


@number_rule("measure", {"a bond of 212.3 pm": "2123/10 picometre"})
def tiny_length(cursor: Cursor, quantity: Quantity) -> bool:
    """Picometres and attometres; a clock has two digits after its point."""
    match = _TINY.match(cursor.text, quantity.end_char)
    decimals = cursor.text[quantity.number_start : quantity.number_end].partition(".")[2]
    if match is None or len(decimals) in (0, 2) or quantity.form != "digits":
        return False
    unit = UnitMatch(_TINY_UNITS[match["sign"]], match.start("sign"), match.end("sign"))
    cursor.take_unit(quantity, unit, "measure")
    return True
