"""Numbers that hold for no time and no place of their own, whatever their clause says.

Belongs here: telling them by what stands right after them. How others are tied to their clause is told in ties.py.
"""

from __future__ import annotations

import re

from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.quantity import DASHES, Quantity

_DIRECTIONS = load_word_set("counted", "directions")
_NEXT_WORD = re.compile(r"\s+(?:or\s+so\s+)?(?:to\s+the\s+|due\s+)?([a-z-]+)")


def is_untied(text: str, quantity: Quantity) -> bool:
    """Whether a number is part of an adjective ("a four-time winner") or a way from somewhere ("20km south of it").

    >>> from broadsheet.numbers.quantity_scanner import scan_quantities
    >>> text = "The four-time winner lives 20 km south of Orme."
    >>> [is_untied(text, quantity) for quantity in scan_quantities(text)[0]]
    [True, True]
    """
    return _is_in_adjective(text, quantity) or _is_way(text, quantity)


def _is_in_adjective(text: str, quantity: Quantity) -> bool:
    after = text[quantity.end_char : quantity.end_char + 2]
    return quantity.kind == "count" and quantity.unit is None and after[:1] in DASHES and after[1:].islower()


def _is_way(text: str, quantity: Quantity) -> bool:
    if quantity.unit is None or quantity.unit.dimension != "length":
        return False
    following = _NEXT_WORD.match(text, quantity.end_char)
    return following is not None and following[1] in _DIRECTIONS
