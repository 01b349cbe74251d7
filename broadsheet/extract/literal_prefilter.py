"""Literal prefilter: strings one of which is in every match of a pattern; looking for them is cheap.

Belongs here: deriving the literals from a regular expression. Without a safe set there is none, and the pattern always
runs.
"""

from __future__ import annotations

import re

_FEWEST_CHARS = 3
# A piece of a pattern: an escape, a character class, a parenthesis, a bar or one character; and its quantifier.
_PIECE = re.compile(r"(\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?:|\(\?.|\(|\)|\||.)([?*+]|\{\d*,?\d*\})?[?+]?", re.DOTALL)
_LITERAL = re.compile(r"[^\\^$.\[\]()|?*+{}]|\\[^\w\s]", re.DOTALL)

Literals = frozenset[str]


def find_literals(pattern: str) -> Literals | None:
    """Strings in lower case, one of which is in every text that the pattern matches; None if no such set is known.

    >>> sorted(find_literals(r".*\\b(?:accept|reject) (?:all )?cookies\\b|.*our partners") or ())
    ['cookies', 'our partners']
    """
    pieces = [(found[1], found[2] or "") for found in _PIECE.finditer(pattern)]
    if any(piece.startswith("(") and piece not in ("(", "(?:") for piece, _ in pieces):
        return None
    words, _ = _read_branches(pieces, 0)
    return words


def may_match(text: str, literals: Literals | None) -> bool:
    """Whether a text in lower case can match the pattern that the literals come from."""
    return literals is None or any(map(text.__contains__, literals))


def _read_branches(pieces: list[tuple[str, str]], place: int) -> tuple[Literals | None, int]:
    """The words of alternatives from a place on, and the place of the bracket that closes them."""
    branches: list[Literals | None] = []
    known: list[Literals | None] = []
    literal = ""
    while place < len(pieces) and pieces[place][0] != ")":
        piece, quantifier = pieces[place]
        if _LITERAL.fullmatch(piece) and not _may_be_missing(quantifier):
            literal += piece[-1].lower()
            if quantifier:
                known, literal = [*known, _keep(literal)], ""
        else:
            known, literal = [*known, _keep(literal)], ""
            if piece in ("(", "(?:"):
                inner, place = _read_group(pieces, place + 1)
                known.append(inner)
            elif piece == "|":
                branches, known = [*branches, _choose(known)], []
        place += 1
    branches.append(_choose([*known, _keep(literal)]))
    sure = [words for words in branches if words is not None]
    return (frozenset().union(*sure) if len(sure) == len(branches) else None), place


def _read_group(pieces: list[tuple[str, str]], place: int) -> tuple[Literals | None, int]:
    """The words of a group, None where it may be missing, and the place of the bracket that closes it."""
    inner, place = _read_branches(pieces, place)
    quantifier = pieces[place][1] if place < len(pieces) else ""
    return (None if _may_be_missing(quantifier) else inner), place


def _may_be_missing(quantifier: str) -> bool:
    return quantifier[:1] in ("?", "*") or quantifier.startswith(("{0", "{,"))


def _keep(literal: str) -> Literals | None:
    return frozenset((literal,)) if len(literal) >= _FEWEST_CHARS else None


def _choose(known: list[Literals | None]) -> Literals | None:
    """Of the words of pieces that all must match, those whose shortest is longest, hence rarest."""
    sure = [words for words in known if words]
    return max(sure, key=lambda words: min(map(len, words)), default=None)
