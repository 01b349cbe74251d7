"""A quantity with the tokens and names around it, as those that tell its kind look at it."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.tokens import LINE, WORD, Token

Spans = list[tuple[int, int, str]]


class Surrounded:
    """A text with its tokens and the spans of its names, in order of start."""

    def __init__(self, text: str, tokens: list[Token], names: Spans) -> None:
        self.text = text
        self.tokens = tokens
        self.names = names

    def _token(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def _lower(self, index: int) -> str:
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def _near(self, quantity: Quantity, words: frozenset[str], reach: int = 8) -> bool:
        low, high = max(quantity.first - reach, 0), min(quantity.last + reach, len(self.tokens))
        return any(self.tokens[index].lower in words for index in range(low, high))

    def _starts_sentence(self, index: int) -> bool:
        before = self._token(index - 1)
        return before is None or before.kind == LINE or before.text in '.!?:"“‘•-–—'

    def _in_name(self, quantity: Quantity) -> bool:
        index = bisect_right(self.names, quantity.number_start, key=lambda name: name[0]) - 1
        return index >= 0 and quantity.number_end <= self.names[index][1]

    def _is_noun(self, token: Token | None) -> bool:
        return token is not None and token.kind == WORD and token.lower not in listed("stops")


@cache
def listed(section: str) -> frozenset[str]:
    """The words of a section of the list for what is counted."""
    return frozenset(load_words("counted")[section]["words"])


@cache
def month_names() -> frozenset[str]:
    """Months and weekdays."""
    lists = load_words("dates")
    return frozenset([*lists["months"], *lists["weekdays"]])
