"""Whether the name of a currency is money where it stands: pounds weigh too, crowns are worn, "3 won" is a verb.

Belongs here: what must hold for each such name. Where names stand beside numbers is read in money.py.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.quantity import Cursor, Quantity

_NEAR_MONEY = frozenset(load_words("currencies")["context"]["money"])
_NEAR_WEIGHT = frozenset(load_words("currencies")["context"]["weight"])
_WEIGHING = frozenset(load_words("currencies")["context"]["weighing"])
_BRITISH = frozenset(["GB", "IE", "GI", "IM", "JE", "GG", "FK"])
_OTHER_POUNDS = frozenset(["EG", "LB", "SY", "SD", "SS"])
_POUND_SCALES = frozenset(["million", "billion", "m", "bn", "trillion"])
_FEWEST_CROWNS = 100
# So many pounds are rather money where nothing says weight, whatever the country.
_SURE_MONEY = 1_000_000


def _is_money_pound(cursor: Cursor, quantity: Quantity, last: int) -> bool:
    """Pounds are money after a scale from a million on or beside words of money, else weight."""
    if quantity.value is not None and quantity.scale_text in _POUND_SCALES:
        return True
    near = cursor.near(quantity, 10, last - quantity.last + 8)
    if cursor.lower(last) == "of":
        return False
    if near & _NEAR_WEIGHT:
        return bool(near & _NEAR_MONEY) and not near & _WEIGHING
    return bool(near & _NEAR_MONEY) or _are_many_pounds(cursor, quantity)


def _are_many_pounds(cursor: Cursor, quantity: Quantity) -> bool:
    """So many that they are rather money: thousands in a country that pays in pounds, millions anywhere."""
    is_british = cursor.country in _BRITISH or (cursor.country is None and "£" in cursor.text)
    size = quantity.value if quantity.value is not None else quantity.numerals[0].low or 0
    return size >= (1000 if is_british or cursor.country in _OTHER_POUNDS else _SURE_MONEY)


def _is_won(cursor: Cursor, quantity: Quantity, last: int) -> bool:
    """ "3 won" is rather a verb."""
    return bool(quantity.scale_text) or (quantity.value or Fraction(0)) >= 100


def _is_rupee(cursor: Cursor, quantity: Quantity, last: int) -> bool:
    """ "20 Rs"; "four RS-25 engines" are no rupees."""
    return cursor.tokens[last - 1].text != "RS" and cursor.lower(last) != "-"


def _are_crowns(cursor: Cursor, quantity: Quantity, last: int) -> bool:
    """Crowns are money with a scale, in hundreds, or in a country that pays in them; else of kings and teeth."""
    is_large = bool(quantity.scale_text) or (quantity.value or Fraction(0)) >= _FEWEST_CROWNS
    return is_large or cursor.country in ("SE", "NO", "DK", "CZ", "IS")


def _are_german_marks(cursor: Cursor, quantity: Quantity, last: int) -> bool:
    """Marks are money with a scale or in a German text, else marks of a school."""
    return bool(quantity.scale_text) or cursor.country == "DE"


# Names of currencies that are other words too, with what must hold.
NAME_TESTS: dict[str, Callable[[Cursor, Quantity, int], bool]] = {
    "pound": _is_money_pound,
    "pounds": _is_money_pound,
    "won": _is_won,
    "rs": _is_rupee,
    "crown": _are_crowns,
    "crowns": _are_crowns,
    "marks": _are_german_marks,
}
