"""One letter for a scale without money: "5m people", "1.2b", or m for metres."""

from __future__ import annotations

import re

from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.quantity import Cursor, Quantity
from broadsheet.numbers.tokens import DIGITS, LINE

_PLURAL_NOUN = re.compile(
    r"\s(?:(?:more|new|extra|other|young|British|American|[a-z]+(?:an|ish|ese|al|ed))\s)?([a-z]*[a-rt-z]s|people|children|[a-z]*men|[a-z]*women)\b",
    re.IGNORECASE,
)

_LENGTH_NOUNS = load_word_set("number_contexts", "length_nouns")

_TOTALS = frozenset(["total", "population", "number", "numbers", "figure", "audience"])

_MILLIONS = frozenset(["m", "million", "mn", "bn", "billion"])


class ShortScaleReader(Cursor):
    """Tells m for million from m for metre."""

    def _is_in_millions(self, quantity: Quantity) -> bool:
        """ "from 168.6m": m is million after a number in millions of the same sentence, or after a total."""
        for index in range(quantity.first - 1, max(quantity.first - 28, -1), -1):
            token = self.tokens[index]
            if token.kind == LINE or (
                token.text in ".;?!" and index + 1 < quantity.first and self.tokens[index + 1].gap
            ):
                return False
            if index >= quantity.first - 5 and token.lower in _TOTALS:
                return True
            if (
                token.start_char < self.floor
                and token.lower in _MILLIONS
                and index
                and self.tokens[index - 1].kind == DIGITS
            ):
                return token.lower != "m" or self._counts_people(token.end_char)
        return False

    def _counts_people(self, char: int) -> bool:
        """ "5m people", "2m jobs": m is million before a plural noun."""
        match = _PLURAL_NOUN.match(self.text, char)
        return match is not None and match[1].lower() not in _LENGTH_NOUNS

    def _add_short_scale(self, quantity: Quantity) -> bool:
        """m, b, t without money: "5m people", "10M", "1.2b"."""
        if quantity.value is None or quantity.form != "digits" or quantity.scale_text:
            return False
        lists = load_words("numbers")["short_money"]
        token = self.tokens[quantity.last] if quantity.last < len(self.tokens) else None
        if token is None or token.lower not in lists or token.lower == "t":
            return False
        if token.gap and not (token.text in "MG" and not self._lower_at(token.end_char)[:1].isalpha()):
            return False
        is_sure = self._counts_people(token.end_char) or (token.text == "m" and self._is_in_millions(quantity))
        if token.text in ("m", "g") and not is_sure:
            return False
        if token.lower == "b" and quantity.value >= 1000:
            return False
        if token.text in ("G", "B", "b") and quantity.value < 10 and token.text == "G":
            return False
        quantity.value *= lists[token.lower]
        quantity.scale_text = token.text
        quantity.last += 1
        quantity.end_char = quantity.number_end = token.end_char
        return True
