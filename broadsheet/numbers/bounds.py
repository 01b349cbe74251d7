"""Bounds of a number: words before it ("at least") or after it ("or more").

Belongs here: finding the phrase and giving its bound to the quantity. Phrases are data (`numbers.toml`); where one of
them says something else is told by the rules of bound_exceptions.py.
"""

from __future__ import annotations

from functools import cache

from broadsheet.numbers.bound_exceptions import NO_BOUND_AFTER, NO_BOUND_BEFORE, BoundPhrase
from broadsheet.numbers.lexicon import Phrases, index_phrases, load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.rules import number_rule
from broadsheet.numbers.tokens import LINE, Token

# Before one of these a bound may stand after the number too: "about 500 or more".
_LOOSE = frozenset(["about", "exact", "more_than", "less_than"])
_NEGATED = {"more_than": "at_most", "less_than": "at_least"}
_ARTICLES = frozenset(["the", "a", "an", "another"])


@cache
def _bounds() -> tuple[Phrases, Phrases]:
    lists = load_words("numbers")
    return index_phrases(lists["bounds_before"], by_last=True), index_phrases(lists["bounds_after"])


def add_bound(tokens: list[Token], quantity: Quantity) -> None:
    """Give a quantity the bound of the words before or after it; a range keeps its own.

    Words after it win: "about 500 or more". What stood before stays in the span of the bound, but for "about".
    """
    if quantity.bound == "between":
        return
    before = bound_before(tokens, quantity)
    after = bound_after(tokens, quantity) if before is None or before.bound in _LOOSE else None
    last = after or before
    if last is None:
        return
    first = last if before is None or before.bound == "about" else before
    quantity.bound = last.bound
    quantity.read_by.append(bound_before.__name__ if after is None else bound_after.__name__)
    quantity.bound_start = tokens[first.first].start_char
    quantity.bound_end = tokens[last.last - 1].end_char


@number_rule("bound", {"At least 9 people came.": "9 at_least", "It cost no more than £5.": "£5 at_most"})
def bound_before(tokens: list[Token], quantity: Quantity) -> BoundPhrase | None:
    """The bound of the words before a number, an article between them: "at least 9", "up to a third"."""
    last = quantity.first
    if last > 0 and tokens[last - 1].lower in _ARTICLES:
        last -= 1
    phrases = _bounds()[0].get(tokens[last - 1].lower, ()) if last > 0 else ()
    for words, bound in phrases:
        found = BoundPhrase(words, bound, last - len(words), last, quantity, tokens)
        if found.is_printed and not any(rule.apply(found) for rule in NO_BOUND_BEFORE):
            return _negate(found)
    return None


def _negate(found: BoundPhrase) -> BoundPhrase:
    """A bound with the "no" or "not" that turns it round: "no more than 5"."""
    if found.before not in ("no", "not") or found.bound not in _NEGATED:
        return found
    return BoundPhrase(
        (found.before, *found.words), _NEGATED[found.bound], found.first - 1, found.last, found.quantity, found.tokens
    )


@number_rule("bound", {"It needs 500 or more votes.": "500 at_least", "It took 40-odd men.": "40 about"})
def bound_after(tokens: list[Token], quantity: Quantity) -> BoundPhrase | None:
    """The bound of the words right after a number or after the noun it counts: "500 or more", "500 votes or more"."""
    for first in (quantity.last, quantity.last + 1):
        if first >= len(tokens) or tokens[first].kind == LINE:
            return None
        for words, bound in _bounds()[1].get(tokens[first].lower, ()):
            found = BoundPhrase(words, bound, first, first + len(words), quantity, tokens)
            if found.is_printed and not any(rule.apply(found) for rule in NO_BOUND_AFTER):
                return found
    return None
