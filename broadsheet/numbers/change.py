"""Change: which numbers rise or fall, from where, to where and by how much, tied to each other.

Belongs here: reading "fell 3 % to 41", "rose by a third from 12 to 16", "doubled to 40". A delta carries the direction
(rise, fall or by); its ends carry from and to and point to the delta, else to each other. The words of change are in
change_words.py.
"""

from __future__ import annotations

from broadsheet.numbers.change_links import Change, link_changes
from broadsheet.numbers.change_words import (
    find_direction_after,
    find_direction_before,
    find_direction_right_before,
    multiple_directions,
)
from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.rules import number_rule, rules_of
from broadsheet.numbers.tokens import Token

_SPREADS = frozenset(["range", "ranges", "ranged", "ranging", "vary", "varies", "varied", "varying"])
_SPREAD_REACH = 9
_ARTICLES = load_word_set("number_contexts", "before_changed_number")
_MARGIN_VERBS = load_word_set("number_contexts", "margin_verbs")
_MARGIN_REACH = 6
# Bounds that name the level a change leads to: "fell below 1%".
_LEVELS = frozenset(["below", "above", "past", "beyond", "under"])
# What may stand between two measures of one change: "rose $2.11, or 1.8%".
_OR = frozenset([(",", "or"), ("or",), ("(",), (",", "or", "about")])
_UNCHANGING_KINDS = frozenset(
    ["year", "date_part", "time_part", "identifier", "phone", "name_part", "age", "score", "ordinal", "rank"]
)


class Position:
    """One quantity among the tokens and quantities of its text, and the change found for the quantity before it."""

    def __init__(
        self, tokens: list[Token], quantities: list[Quantity], index: int, change_before: Change | None
    ) -> None:
        self.tokens = tokens
        self.quantity = quantities[index]
        self.previous = quantities[index - 1] if index else None
        self.following = quantities[index + 1] if index + 1 < len(quantities) else None
        self.change_before = change_before
        self.start = _find_start(tokens, self.quantity)
        self.before = tokens[self.start - 1].lower if self.start else ""

    def find_direction(self) -> str | None:
        """Rise or fall by the nearest word of change before it in its sentence."""
        return find_direction_before(self.tokens, self.start - 1)


def find_changes(tokens: list[Token], quantities: list[Quantity]) -> dict[int, Change]:
    """Changes by index of the quantity."""
    changes: dict[int, Change] = {}
    for index, quantity in enumerate(quantities):
        if quantity.kind not in _UNCHANGING_KINDS:
            change = _read(Position(tokens, quantities, index, changes.get(index - 1)))
            if change is not None:
                changes[index] = change
    link_changes(quantities, tokens, changes)
    return changes


def _read(position: Position) -> Change | None:
    first = position.tokens[position.quantity.first].lower
    is_word = position.quantity.rule == "multiple_word" and not first.endswith("fold")
    for rule in _RULES_OF_MULTIPLES if is_word else _RULES:
        change: Change | None = rule.apply(position)
        if change is not None:
            position.quantity.read_by.append(rule.name)
            return change
    return None


def _find_start(tokens: list[Token], quantity: Quantity) -> int:
    """Index of the first token of a quantity with its bound and article."""
    start = quantity.first
    if quantity.bound_start is not None and quantity.bound_start < quantity.start_char:
        while start > 0 and tokens[start - 1].start_char >= quantity.bound_start:
            start -= 1
    while start > 0 and tokens[start - 1].lower in _ARTICLES:
        start -= 1
    return start


@number_rule("change of a multiple", {"Sales doubled.": "doubled rise", "They halved it.": "halved fall"})
def change_in_a_word(position: Position) -> Change | None:
    """A rise or fall that is a multiple in one word: "doubled"."""
    direction = multiple_directions().get(position.tokens[position.quantity.first].lower)
    return Change(direction) if direction else None


@number_rule("change", {"Rents rose by 5%.": "5% rise", "She broke the record by 3 seconds.": "3 seconds by"})
def amount_after_by(position: Position) -> Change | None:
    """An amount after "by": "rose by 5%"; without a direction where a verb gives a margin: "missed it by 3"."""
    if position.before != "by":
        return None
    direction = position.find_direction()
    if direction:
        return Change(direction)
    words = position.tokens[max(position.start - 1 - _MARGIN_REACH, 0) : position.start - 1]
    return Change("by") if any(word.lower in _MARGIN_VERBS for word in words) else None


@number_rule("change", {"Rents rose to £900.": "£900 to", "It went from 12 to 16.": "16 to"})
def end_after_to(position: Position) -> Change | None:
    """The end of a change: after "to" and a word of change or a start."""
    if position.before != "to" or _tells_spread(position):
        return None
    direction = position.find_direction()
    return Change("to", direction=direction) if direction or _follows_start(position) else None


def _tells_spread(position: Position) -> bool:
    """ "Prices range from £3 to £9": the ends of a spread, and no change."""
    words = position.tokens[max(position.start - _SPREAD_REACH, 0) : position.start - 1]
    return any(word.lower in _SPREADS for word in words)


def _follows_start(position: Position) -> bool:
    """Whether the number before is the start of a change, a few words away."""
    before, previous = position.change_before, position.previous
    if before is None or previous is None:
        return False
    return before.role == "from" and position.quantity.first - previous.last <= 6


@number_rule("change", {"Rents rose from £800.": "£800 from", "It went from 12 to 16.": "12 from"})
def start_after_from(position: Position) -> Change | None:
    """The start of a change: after "from" and a word of change, or before an end."""
    if position.before != "from" or _tells_spread(position):
        return None
    direction = position.find_direction()
    return Change("from", direction=direction) if direction or _leads_to_end(position) else None


def _leads_to_end(position: Position) -> bool:
    """ "from 12 to 16" in a sentence without a word of change before it."""
    quantity, following = position.quantity, position.following
    if following is None or following.kind != quantity.kind or following.first - quantity.last > 3:
        return False
    start = _find_start(position.tokens, following)
    return start > 0 and position.tokens[start - 1].lower == "to"


@number_rule("change", {"Shares fell 3%.": "3% fall", "Inflation fell below 1%.": "1% to"})
def amount_after_word(position: Position) -> Change | None:
    """An amount right after a word of change: "fell 3%"; after a bound that names a level its end: "fell below 1%"."""
    direction = find_direction_right_before(position.tokens, position.start - 1, position.quantity)
    if direction is None:
        return None
    names_level = position.quantity.bound_start is not None and position.tokens[position.start].lower in _LEVELS
    return Change("to", direction=direction) if names_level else Change(direction)


@number_rule("change", {"They want a 5% rise.": "5% rise", "It is 20 per cent less than planned.": "20 per cent fall"})
def amount_before_word(position: Position) -> Change | None:
    """An amount before its word of change: "a 5% rise", "3 points higher"."""
    direction = find_direction_after(position.tokens, position.quantity)
    return Change(direction) if direction else None


@number_rule("change", {"Oil rose $2.11, or 1.8%.": "1.8% rise"})
def same_change(position: Position) -> Change | None:
    """The change of the number before, in another measure: "rose $2.11, or 1.8%"."""
    before, previous = position.change_before, position.previous
    if before is None or previous is None:
        return None
    between = tuple(token.lower for token in position.tokens[previous.last : position.start])
    return Change(before.role) if between in _OR else None


_RULES = rules_of("change")
_RULES_OF_MULTIPLES = (*rules_of("change of a multiple"), _RULES[-1])
