"""What each of the numbers of a text counts, with what only its surroundings tell.

Belongs here: the order in which a number's own words, its table, its brackets, the numbers beside it and the sentences
before it are asked. Reading its own words is in counted.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeGuard

from spacy.tokens import Doc

from broadsheet.numbers.bracketed import (
    EXPLAINING,
    continues,
    find_before_brackets,
    find_explained,
    is_converted,
    is_told_again,
)
from broadsheet.numbers.carried_nouns import carry_noun
from broadsheet.numbers.compound_modifiers import COMPOUND
from broadsheet.numbers.counted import COUNTS_NOTHING, find_counted
from broadsheet.numbers.counted_syntax import Counted
from broadsheet.numbers.paid_for import PURPOSE, find_paid_for
from broadsheet.numbers.pointed_back import find_pointed
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.repeated import is_compared, repeat_counted
from broadsheet.numbers.syntax import find_span, has_syntax
from broadsheet.numbers.table_cells import IN_TABLE, find_in_table, is_in_cell
from broadsheet.numbers.tokens import Token

# How a noun was found that a later number may repeat.
_NOUNS_OF_THEIR_OWN = frozenset(["syntax", "following_words"])
_COMPARED = frozenset(["percent", "money", "measure", "ratio"])
_CONVERTED = "converted"
# A number points back at most so many numbers.
_BACK = 12
# How phrases were found of which nothing is said that holds for their number.
_UNSAID = frozenset([IN_TABLE, PURPOSE, COMPOUND, _CONVERTED])


def find_all_counted(
    text: str, tokens: list[Token], quantities: list[Quantity], doc: Doc | None
) -> list[Counted | None]:
    """What each of the quantities of a text counts, in their order."""
    units = frozenset(start for quantity in quantities for start in _find_unit_words(tokens, quantity))
    found: list[Counted | None] = []
    counted: list[Counted] = []
    for index, quantity in enumerate(quantities):
        before = quantities[index - 1] if index else None
        own = _find_shown(text, doc, quantity, before)
        if own is None and not _is_in_cell(text, quantity):
            own = repeat_counted(doc, quantity, find_counted(tokens, quantity, doc, units), counted)
            if own is None and before is not None and quantity.kind == before.kind:
                own = _repeat_compared(doc, quantity, found[-1])
            own = carry_noun(doc, quantity, own)
            own = own or _find_around(text, doc, quantities[max(index - _BACK, 0) : index + 1], found[-_BACK:])
        found.append(own)
        if _is_of_noun(own, quantity):
            counted.append(own)
    return found


def _is_of_noun(counted: Counted | None, quantity: Quantity) -> TypeGuard[Counted]:
    """Whether a number counts a noun of its own, which a later one may repeat."""
    return counted is not None and quantity.kind == "count" and counted.rule in _NOUNS_OF_THEIR_OWN


def leave_unsaid(counted: Counted | None) -> Counted | None:
    """What a number counts as its key sees it: nothing where what is said of the phrase is not said of the number."""
    return None if counted is None or counted.rule in _UNSAID else counted


def _is_in_cell(text: str, quantity: Quantity) -> bool:
    return quantity.kind not in COUNTS_NOTHING and is_in_cell(text, quantity)


def _find_shown(text: str, doc: Doc | None, quantity: Quantity, before: Quantity | None) -> Counted | None:
    """What the table or the brackets around a number say that it counts."""
    if _is_in_cell(text, quantity):
        return find_in_table(text, quantity)
    if not has_syntax(doc) or (before is not None and is_told_again(quantity, before)):
        return None
    return find_before_brackets(text, doc, quantity)


def _find_around(text: str, doc: Doc | None, quantities: list[Quantity], found: list[Counted | None]) -> Counted | None:
    """What the last of some quantities counts that has no noun of its own. found: what those before it count."""
    *before, quantity = quantities
    if not has_syntax(doc) or quantity.kind in COUNTS_NOTHING:
        return None
    if before and found[-1] is not None and _repeats_last(text, doc, quantity, before[-1], found[-1]):
        return replace(found[-1], rule=_CONVERTED)
    own = find_explained(doc, quantity) or find_paid_for(doc, quantity)
    if own is not None:
        return own
    pairs = [(one, counted) for one, counted in zip(before, found, strict=True) if counted is not None]
    return find_pointed(text, doc, quantity, pairs)


def _repeat_compared(doc: Doc | None, quantity: Quantity, before: Counted | None) -> Counted | None:
    """What the number before counts, for the one that it is compared with: "91 percent, compared with 89 percent"."""
    span = find_span(doc, quantity.start_char, quantity.end_char) if has_syntax(doc) else None
    if before is None or span is None or quantity.kind not in _COMPARED or not is_compared(span):
        return None
    is_here = span.sent.start_char <= before.start_char < quantity.start_char
    return replace(before, rule="repeated") if is_here else None


def _find_unit_words(tokens: list[Token], quantity: Quantity) -> Iterator[int]:
    """Where the words of a unit begin."""
    if quantity.unit_start is not None and quantity.unit_end is not None:
        for token in tokens[quantity.first : quantity.last]:
            if quantity.unit_start <= token.start_char < quantity.unit_end:
                yield token.start_char


def _repeats_last(text: str, doc: Doc, quantity: Quantity, before: Quantity, counted: Counted) -> bool:
    """Whether a number is the one before it in another currency, or is joined to it: "$126 and $278"."""
    if is_converted(text, quantity, before):
        return True
    if counted.rule == PURPOSE or quantity.kind != before.kind or quantity.kind not in EXPLAINING:
        return False
    span = find_span(doc, quantity.start_char, quantity.end_char)
    return span is not None and continues(span, before)
