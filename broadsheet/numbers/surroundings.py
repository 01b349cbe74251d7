"""A quantity with the tokens and names around it, as the rules of its kind look at it.

Belongs here: looking at neighbours and at word lists. What the neighbours say is told by the rules in kind_rules.py,
ages.py and designations.py.
"""

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

    def _starts_sentence(self, index: int) -> bool:
        before = self._token(index - 1)
        return before is None or before.kind == LINE or before.text in '.!?:"“‘•-–—'

    def _in_name(self, quantity: Quantity) -> bool:
        index = bisect_right(self.names, quantity.number_start, key=lambda name: name[0]) - 1
        return index >= 0 and quantity.number_end <= self.names[index][1]

    def _is_noun(self, token: Token | None) -> bool:
        return token is not None and token.kind == WORD and token.lower not in listed("stops")


class Context(Surrounded):
    """One quantity in its text. Steps count tokens away from it: -1 is the one before it, 1 the one after it."""

    def __init__(self, text: str, tokens: list[Token], names: Spans, quantity: Quantity) -> None:
        super().__init__(text, tokens, names)
        self.quantity = quantity
        self.before = self._token(quantity.first - 1)
        self.after = self._token(quantity.last)

    def token(self, step: int) -> Token | None:
        """The token at a step; None outside the text."""
        return self._token(self.quantity.first + step if step < 0 else self.quantity.last + step - 1)

    def word(self, step: int) -> str:
        """The token at a step in lower case; empty outside the text."""
        return self._lower(self.quantity.first + step if step < 0 else self.quantity.last + step - 1)

    @property
    def surface(self) -> str:
        """The numeral as printed."""
        return self.text[self.quantity.number_start : self.quantity.number_end]

    @property
    def is_inside_name(self) -> bool:
        """Whether a name holds the numeral."""
        return self._in_name(self.quantity)

    @property
    def starts_sentence(self) -> bool:
        """Whether the quantity begins a sentence, a line or a quote."""
        return self._starts_sentence(self.quantity.first)

    @property
    def is_tied_to_next(self) -> bool:
        """Whether the next token follows without a blank."""
        return self.after is not None and not self.after.gap

    @property
    def precedes_noun(self) -> bool:
        """Whether the next token is a word that a number may count."""
        return self._is_noun(self.after)

    def is_near(self, words: frozenset[str], reach: int = 8) -> bool:
        """Whether one of the words stands within so many tokens on either side."""
        low, high = max(self.quantity.first - reach, 0), min(self.quantity.last + reach, len(self.tokens))
        return any(self.tokens[index].lower in words for index in range(low, high))


@cache
def listed(section: str) -> frozenset[str]:
    """The words of a section of the list for what is counted."""
    return frozenset(load_words("counted")[section]["words"])


@cache
def month_names() -> frozenset[str]:
    """Months and weekdays."""
    lists = load_words("dates")
    return frozenset([*lists["months"], *lists["weekdays"]])
