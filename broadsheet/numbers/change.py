"""Change: which numbers rise or fall, from where, to where and by how much, tied to each other.

Belongs here: reading "fell 3 % to 41", "rose by a third from 12 to 16", "doubled to 40". A delta carries the direction
(rise, fall or by); its ends carry from and to and point to the delta, else to each other.
"""

from __future__ import annotations

from functools import cache

from broadsheet.numbers.change_links import Change, link_changes
from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.tokens import LINE, WORD, Token

_START_WORDS = frozenset(["a", "an", "the", "just", "only", "another", "record", "revised"])
_ADJACENT_WORDS = frozenset(
    ["about", "some", "nearly", "around", "almost", "roughly", "over", "approximately", "sharply", "further"]
)
_VERBS_BEFORE_UP = load_word_set("number_contexts", "verbs_before_up_and_down")
_UNSURE = load_word_set("number_contexts", "unsure_directions")
_RISE_BEHIND = load_word_set("number_contexts", "rise_behind")
_FALL_BEHIND = load_word_set("number_contexts", "fall_behind")
_MARGIN_VERBS = load_word_set("number_contexts", "margin_verbs")
_ENDS_DIRECTION = load_word_set("number_contexts", "ends_direction")

# A change word counts for numbers at most so many tokens after it.
_REACH = 18
# Bounds that name the level a change leads to: "fell below 1%".
_LEVELS = frozenset(["below", "above", "past", "beyond", "under"])
_SKIPPED_KINDS = frozenset(
    ["year", "date_part", "time_part", "identifier", "phone", "name_part", "age", "score", "ordinal", "rank"]
)
_DOUBLING = {
    "doubled": "rise",
    "doubling": "rise",
    "doubles": "rise",
    "tripled": "rise",
    "trebled": "rise",
    "quadrupled": "rise",
    "halved": "fall",
    "halving": "fall",
    "halves": "fall",
    "tripling": "rise",
}
_COMPARED = frozenset(["compared", "against", "versus", "vs", "from"])


@cache
def _directions() -> dict[str, str]:
    lists = load_words("numbers")["change"]
    return {word: key for key in ("rise", "fall") for word in lists[key] if " " not in word}


@cache
def _noun_directions() -> dict[str, str]:
    """Nouns of change that stand before "of": "a drop of 9 percent"."""
    lists = load_words("numbers")["change_nouns"]
    return {word: key for key in ("rise", "fall") for word in lists[key]}


def find_changes(tokens: list[Token], quantities: list[Quantity]) -> dict[int, Change]:
    """Changes by index of the quantity."""
    changes: dict[int, Change] = {}
    clauses = _Clauses(tokens, quantities)
    for index, quantity in enumerate(quantities):
        if quantity.kind in _SKIPPED_KINDS:
            continue
        change = clauses.read(index, quantity, changes) or clauses.read_same(index, changes)
        if change:
            changes[index] = change
    link_changes(quantities, tokens, changes)
    return changes


class _Clauses:
    def __init__(self, tokens: list[Token], quantities: list[Quantity]) -> None:
        self.tokens = tokens
        self.quantities = quantities

    def _lower(self, index: int) -> str:
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def _start(self, quantity: Quantity) -> int:
        """Index of the first token of the quantity with its bound and article."""
        start = quantity.first
        if quantity.bound_start is not None and quantity.bound_start < quantity.start_char:
            while start > 0 and self.tokens[start - 1].start_char >= quantity.bound_start:
                start -= 1
        while start > 0 and self._lower(start - 1) in _START_WORDS:
            start -= 1
        return start

    def read(self, index: int, quantity: Quantity, changes: dict[int, Change]) -> Change | None:
        """The role of one number by the word before it and the word of change near it."""
        if quantity.rule == "multiple_word":
            direction = _DOUBLING.get(self.tokens[quantity.first].lower)
            return Change(direction) if direction else None
        start = self._start(quantity)
        before = self._lower(start - 1)
        direction = self._direction_before(start - 1)
        after = self._direction_after(quantity)
        if before == "by" and direction:
            return Change(direction)
        if before == "by" and self._has_verb(start - 1):
            return Change("by")
        if before == "to" and (direction or self._is_from_to(index, quantity, changes)):
            return Change("to", direction=direction)
        if before == "from" and (direction or self._leads_to(index)):
            return Change("from", direction=direction)
        near = self._adjacent(start - 1)
        if near:
            is_level = self._lower(start) in _LEVELS and quantity.bound_start is not None
            return Change("to", direction=near) if is_level else Change(near)
        if after:
            return Change(after)
        return None

    def read_same(self, index: int, changes: dict[int, Change]) -> Change | None:
        """ "rose $2.11, or 1.8%": the same change in another measure."""
        before = changes.get(index - 1)
        if before is None:
            return None
        between = [
            self._lower(at) for at in range(self.quantities[index - 1].last, self._start(self.quantities[index]))
        ]
        return Change(before.role) if between in ([",", "or"], ["or"], ["("], [",", "or", "about"]) else None

    def _adjacent(self, at: int) -> str | None:
        """The direction of a word of change right before a number: "fell 3%", "up 5 points", "rose more than 10"."""
        word = self._lower(at)
        if word in _ADJACENT_WORDS:
            at -= 1
            word = self._lower(at)
        if word == "of":
            return _noun_directions().get(self._lower(at - 1))
        if word in ("up", "down"):
            if self._lower(at - 1) in _VERBS_BEFORE_UP:
                return None
            return "rise" if word == "up" else "fall"
        direction = _directions().get(word)
        if direction is None or word in _UNSURE:
            return (
                direction
                if word in ("added", "cut", "lost", "shed", "raised") and self._is_delta_verb(at, word)
                else None
            )
        return direction

    def _is_delta_verb(self, at: int, word: str) -> bool:
        """ "added 3 points", "lost 2%": only with percent, points or money after."""
        index = next((i for i, quantity in enumerate(self.quantities) if quantity.first > at), None)
        if index is None or word == "raised":
            return False
        return self.quantities[index].kind in ("percent", "percentage_point", "ratio") or self._lower(
            self.quantities[index].last
        ) in ("points", "point")

    def _direction_after(self, quantity: Quantity) -> str | None:
        """ "a 5% rise", "3 points higher", "20 per cent more than"."""
        at = quantity.last
        if self._lower(at) in ("-", "point", "points"):
            at += 1
        for step in range(3):
            word = self._lower(at + step)
            if at + step >= len(self.tokens) or self.tokens[at + step].kind != WORD:
                return None
            if word in _RISE_BEHIND:
                if word in ("more", "growth", "boost") and (
                    quantity.kind not in ("percent", "multiple", "ratio") or step
                ):
                    return None
                return "rise"
            if word in _FALL_BEHIND:
                if word in ("less", "fewer") and quantity.kind not in (
                    "percent",
                    "multiple",
                    "money",
                    "measure",
                    "ratio",
                ):
                    return None
                return "fall"
            if word in _ENDS_DIRECTION:
                return None
        return None

    def _direction_before(self, at: int) -> str | None:
        """The nearest word of change before a place in the same sentence."""
        for index in range(at, max(at - _REACH, -1), -1):
            token = self.tokens[index]
            if token.kind == LINE or (
                token.text in ".!?;" and not (index + 1 < len(self.tokens) and not self.tokens[index + 1].gap)
            ):
                return None
            direction = _DOUBLING.get(token.lower) or _directions().get(token.lower)
            if direction and not (
                token.lower in ("lower", "higher", "contract", "advance", "losses", "loss") and index == at
            ):
                return direction
        return None

    def _has_verb(self, at: int) -> bool:
        return any(self._lower(index) in _MARGIN_VERBS for index in range(max(at - 6, 0), at))

    def _is_from_to(self, index: int, quantity: Quantity, changes: dict[int, Change]) -> bool:
        before = changes.get(index - 1)
        return before is not None and before.role == "from" and quantity.first - self.quantities[index - 1].last <= 6

    def _leads_to(self, index: int) -> bool:
        """ "from 12 to 16" in a sentence without a word of change before it."""
        if index + 1 >= len(self.quantities):
            return False
        left, right = self.quantities[index], self.quantities[index + 1]
        return right.first - left.last <= 3 and self._lower(self._start(right) - 1) == "to" and right.kind == left.kind
