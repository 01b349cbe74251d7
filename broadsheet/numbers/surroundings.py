"""A quantity with the tokens and names around it, as the rules of its kind look at it.

Belongs here: looking at neighbours and at word lists. What the neighbours say is told by the rules of kinds
and ages.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.tokens import LINE, WORD, Token, lower_at

Spans = list[tuple[int, int, str]]


class Context:
    """One quantity in its text, with the spans of names in order of start.

    Steps count tokens away from it: -1 is the one before it, 1 the one after it.
    """

    def __init__(self, text: str, tokens: list[Token], names: Spans, quantity: Quantity) -> None:
        self.text = text
        self.tokens = tokens
        self.names = names
        self.quantity = quantity
        self.before = self.token(-1)
        self.after = self.token(1)

    def _index(self, step: int) -> int:
        return self.quantity.first + step if step < 0 else self.quantity.last + step - 1

    def token(self, step: int) -> Token | None:
        """The token at a step; None outside the text."""
        index = self._index(step)
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def word(self, step: int) -> str:
        """The token at a step in lower case; empty outside the text."""
        return lower_at(self.tokens, self._index(step))

    @property
    def surface(self) -> str:
        """The numeral as printed."""
        return self.text[self.quantity.number_start : self.quantity.number_end]

    @property
    def is_inside_name(self) -> bool:
        """Whether a name holds the numeral."""
        index = bisect_right(self.names, self.quantity.number_start, key=lambda name: name[0]) - 1
        return index >= 0 and self.quantity.number_end <= self.names[index][1]

    @property
    def starts_sentence(self) -> bool:
        """Whether the quantity begins a sentence, a line or a quote."""
        return self.starts_sentence_at(0)

    def starts_sentence_at(self, step: int) -> bool:
        """Whether the token at a step before the quantity (0 is its own first) begins a sentence, a line or a quote."""
        before = self.token(step - 1)
        return before is None or before.kind == LINE or before.text in '.!?:"“‘•-–—'

    @property
    def is_tied_to_previous(self) -> bool:
        """Whether the quantity follows the token before it without a blank."""
        return not self.tokens[self.quantity.first].gap

    @property
    def is_tied_to_next(self) -> bool:
        """Whether the next token follows without a blank."""
        return self.after is not None and not self.after.gap

    @property
    def precedes_noun(self) -> bool:
        """Whether the next token is a word that a number may count."""
        return is_noun(self.after)

    def is_near(self, words: frozenset[str], reach: int = 8) -> bool:
        """Whether one of the words stands within so many tokens on either side."""
        low, high = max(self.quantity.first - reach, 0), min(self.quantity.last + reach, len(self.tokens))
        return any(self.tokens[index].lower in words for index in range(low, high))


def is_noun(token: Token | None) -> bool:
    """Whether a token is a word that may be counted, that is none of the common words of grammar."""
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
