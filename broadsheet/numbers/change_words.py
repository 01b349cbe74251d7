"""Words of change near a number and the direction they give: "fell 3 %", "a 5% rise", "down from 12".

Belongs here: looking for the word before, right before and after a number. What the number is in the change (amount,
start, end) is told in change.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.tokens import LINE, WORD, Token, is_tied_to_next, lower_at

# A change word counts for numbers at most so many tokens after it, one after a number within so many.
_REACH_BEFORE, _REACH_AFTER = 18, 3
_HEDGES = load_word_set("number_contexts", "between_change_and_number")
_VERBS_BEFORE_UP = load_word_set("number_contexts", "verbs_before_up_and_down")
_UNSURE = load_word_set("number_contexts", "unsure_directions")
_VERBS_WITH_SHARE = load_word_set("number_contexts", "changes_by_share")
_ENDS_SEARCH = load_word_set("number_contexts", "ends_direction")
_LEVEL_WORDS = load_word_set("number_contexts", "level_words")
_SHARES = frozenset(["percent", "multiple", "ratio"])
_RATES = frozenset(["percent", "percentage_point"])
# "The index ended up 1%" rose; "cut its growth forecast by 1 point" fell.
_CLOSES = frozenset(["end", "ends", "ended", "opened"])
_FORECASTS = frozenset(
    ["forecast", "forecasts", "estimate", "estimates", "outlook", "target", "projection", "projections"]
)
_AMOUNTS = _SHARES | {"money", "measure"}
# Words that are a change only after some kinds of numbers: "5% more", but "5 more".
_KINDS_BEFORE = {
    "more": _SHARES,
    "growth": _SHARES,
    "boost": _SHARES,
    "less": _AMOUNTS,
    "fewer": _AMOUNTS,
    "up": _RATES,
    "down": _RATES,
}
# Words that are one only right after the number.
_ADJACENT = frozenset(["more", "growth", "boost", "up", "down"])
# "A 5% down payment", "40% up to now": after these words no "up" or "down" is a change.
_NO_CHANGES = frozenset(["to", "payment", "payments", "front"])


@cache
def _directions() -> Mapping[str, str]:
    """Rise or fall by the single words of change."""
    lists = load_words("numbers")["change"]
    return {word: key for key in ("rise", "fall") for word in lists[key] if " " not in word}


@cache
def _noun_directions() -> Mapping[str, str]:
    """Nouns of change that stand before "of": "a drop of 9 percent"."""
    lists = load_words("numbers")["change_nouns"]
    return {word: key for key in ("rise", "fall") for word in lists[key]}


@cache
def _directions_after() -> Mapping[str, str]:
    words = {"fall": "fall_after", "rise": "rise_after"}
    return {word: key for key, section in words.items() for word in load_word_set("number_contexts", section)}


@cache
def multiple_directions() -> Mapping[str, str]:
    """Rise or fall by the words that are a multiple themselves: "doubled", "halved"."""
    lists = load_words("number_contexts")["multiple_directions"]
    return {word: key for key in ("rise", "fall") for word in lists[key]}


@cache
def _directions_before() -> Mapping[str, str]:
    return {**_directions(), **multiple_directions()}


def find_direction_before(tokens: list[Token], at: int) -> str | None:
    """The direction of the nearest word of change at a place or before it in the same sentence."""
    for index in range(at, max(at - _REACH_BEFORE, -1), -1):
        token = tokens[index]
        if token.kind == LINE or (token.text in ".!?;" and not is_tied_to_next(tokens, index)):
            return None
        direction = _directions_before().get(token.lower)
        if token.lower == "growth" and lower_at(tokens, index + 1) in _FORECASTS:
            continue
        if direction and not (index == at and token.lower in _LEVEL_WORDS):
            return direction
    return None


def find_direction_right_before(tokens: list[Token], at: int, quantity: Quantity) -> str | None:
    """The direction of the word that ends at a place: "fell 3%", "up 5 points", "rose about 10", "a drop of 9"."""
    if at >= 0 and tokens[at].lower in _HEDGES:
        at -= 1
    word = tokens[at].lower if at >= 0 else ""
    before = tokens[at - 1].lower if at > 0 else ""
    if word == "of":
        return _noun_directions().get(before)
    if word in ("up", "down") and _is_particle(before, quantity):
        return None
    is_unsure = word in _UNSURE and not (word in _VERBS_WITH_SHARE and _is_share(tokens, quantity))
    return None if is_unsure else _directions().get(word)


def _is_particle(verb: str, quantity: Quantity) -> bool:
    """Whether "up" or "down" belongs to the verb before it: "shot down 36 drones", not "ended up 1.1%"."""
    return verb in _VERBS_BEFORE_UP and not (verb in _CLOSES and quantity.kind == "percent")


def _is_share(tokens: list[Token], quantity: Quantity) -> bool:
    """ "added 3 points", "lost 2%": what may be added only as a change."""
    is_points = quantity.last < len(tokens) and tokens[quantity.last].lower in ("points", "point")
    return is_points or quantity.kind in ("percent", "percentage_point", "ratio")


def find_direction_after(tokens: list[Token], quantity: Quantity) -> str | None:
    """The direction of the word of change after a number: "a 5% rise", "3 points higher", "20 per cent more than"."""
    first = quantity.last
    if first < len(tokens) and tokens[first].lower in ("-", "point", "points"):
        first += 1
    for step, token in enumerate(tokens[first : first + _REACH_AFTER]):
        if token.kind != WORD or token.lower in _ENDS_SEARCH:
            return None
        direction = _directions_after().get(token.lower)
        if token.lower in ("up", "down") and lower_at(tokens, first + step + 1) in _NO_CHANGES:
            return None
        if direction is not None:
            return direction if _changes(token.lower, step, quantity.kind) else None
    return None


def _changes(word: str, step: int, kind: str) -> bool:
    """Whether a word so many tokens after a number of this kind says that it is a change."""
    return kind in _KINDS_BEFORE.get(word, (kind,)) and not (step and word in _ADJACENT)
