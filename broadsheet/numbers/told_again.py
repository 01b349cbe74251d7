"""Numbers that are printed twice, in words and in digits: "eleven (11) other customers".

Belongs here: the words past which a number goes on to what it counts.
"""

from __future__ import annotations

from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.tokens import Token, lower_at

# Digits in brackets are so many tokens.
_BRACKETED = 3
_QUOTES = frozenset(['"', "”", "’", "''"])


def skip_told_again(tokens: list[Token], quantity: Quantity, index: int) -> int:
    """The index past what only tells a number again: its digits in brackets, "eleven (11) | other customers".

    Also past the bracket behind those digits, and past the quotation mark behind a scale: "“thousands” | of votes".
    """
    behind = [token.lower for token in tokens[index : index + _BRACKETED]]
    if quantity.form == "words" and behind[:1] == ["("] and behind[2:] == [")"] and behind[1] == str(quantity.value):
        return index + _BRACKETED
    is_told = behind[:1] == [")"] and lower_at(tokens, quantity.first - 1) == "("
    if is_told and lower_at(tokens, quantity.first - 2) in load_words("numbers")["cardinals"]:
        return index + 1
    return index + 1 if behind[:1] and behind[0] in _QUOTES and behind[1:2] == ["of"] else index
