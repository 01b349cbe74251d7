"""A bare amount that takes the money of the amount before it: "rose to 1.8 billion pounds from 1.7 billion".

Belongs here: only amounts with a scale, in one sentence, that something is compared with. Two ends of a range share
their unit in ranges.py.
"""

from __future__ import annotations

from itertools import pairwise

from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.tokens import LINE, WORD, Token, is_tied_to_next, lower_at

# The amount before stands at most so many tokens away.
_REACH = 24
_FORMER = load_word_set("number_contexts", "before_former_amounts")
_EXPECTED = load_word_set("number_contexts", "expected_amounts")
_AFTER = load_word_set("number_contexts", "after_former_amounts")
_COMPARED = frozenset(["compared", "comparison", "contrast"])


def carry_units(tokens: list[Token], quantities: list[Quantity]) -> None:
    """Give each bare amount with a scale the money of the one before, where it is what that is compared with."""
    for before, quantity in pairwise(quantities):
        if _is_bare(quantity) and _is_sum(before) and _is_compared(tokens, before, quantity):
            quantity.kind, quantity.unit = before.kind, before.unit
            quantity.read_by.append("carried_unit")


def _is_bare(quantity: Quantity) -> bool:
    return quantity.kind == "count" and quantity.unit is None and quantity.scale_text is not None


def _is_sum(quantity: Quantity) -> bool:
    return quantity.kind == "money" and quantity.unit is not None and quantity.scale_text is not None


def _is_compared(tokens: list[Token], before: Quantity, quantity: Quantity) -> bool:
    """Whether the words before an amount compare it, and no noun after it says what it counts."""
    if quantity.first - before.last > _REACH or _ends_between(tokens, before.last, quantity.first):
        return False
    start = quantity.first
    while start > before.last and tokens[start - 1].lower in ("the", "a", "about", "some", "around", "just", "nearly"):
        start -= 1
    return _names_former(tokens, start) and _counts_nothing(tokens, quantity.last)


def _names_former(tokens: list[Token], start: int) -> bool:
    """ "from", "against", "compared with", "expectations of" right before a place."""
    word, earlier = lower_at(tokens, start - 1), lower_at(tokens, start - 2)
    if word == "of":
        return earlier in _EXPECTED
    return word in _FORMER or (word in ("with", "to") and earlier in _COMPARED)


def _counts_nothing(tokens: list[Token], at: int) -> bool:
    return at >= len(tokens) or tokens[at].kind != WORD or tokens[at].lower in _AFTER


def _ends_between(tokens: list[Token], first: int, last: int) -> bool:
    between = range(first, last)
    return any(
        tokens[at].kind == LINE or (tokens[at].text in ".!?;" and not is_tied_to_next(tokens, at)) for at in between
    )
