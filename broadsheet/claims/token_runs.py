"""Runs of tokens that all pass a test, to the left or right of a position.

Belongs here: scanning. What a run means, such as a noun phrase or an apposition, belongs to the callers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from broadsheet.claims.token_arrays import TokenArrays

Accept = Callable[[int], bool]


def extend_left(end: int, low: int, accept: Accept) -> int:
    """First token of the longest run of accepted tokens that ends before `end`, not before `low`.

    >>> extend_left(5, 0, lambda token: token > 2), extend_left(5, 0, lambda token: False)
    (3, 5)
    """
    while end > low and accept(end - 1):
        end -= 1
    return end


def extend_right(start: int, high: int, accept: Accept) -> int:
    """End of the longest run of accepted tokens that begins with `start`, not after `high`.

    >>> extend_right(5, 9, lambda token: token < 7), extend_right(5, 9, lambda token: False)
    (7, 5)
    """
    while start < high and accept(start):
        start += 1
    return start


def unquoted_with(tokens: TokenArrays, tags: Collection[str], words: Collection[str] = ()) -> Accept:
    """A test for tokens outside quotations that have one of the tags or are one of the words."""
    return lambda token: tokens.quote[token] < 0 and (tokens.pos[token] in tags or tokens.words[token] in words)
