"""A text as tokens: words, digit strings and single signs, with code-point offsets.

The grammars of numbers and dates work on these tokens, so that they need no analysed Doc and run in linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

# One alternation, tried in order. Thousands separators: comma, thin and no-break spaces, apostrophe (Swiss), points
# where they come twice or a decimal comma follows; Indian grouping 12,34,567.
_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<digits>\d{1,3}(?:,\d{3})+(?![\d,]*\d)(?:\.\d+(?!\d*\.\d))?"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?:['’]\d{3})+(?![\d'’])(?:\.\d+)?"
    r"|\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d|,\d)"
    r"|(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?![\d.,]*\d)"
    r"|(?<![\d,])\d{1,3},\d{1,2}(?!\d|,\d)"
    r"|\d+(?:\.\d+(?!\.?\d))?"
    r"|(?<![\w.])\.\d+(?!\.?\d))"
    r"|(?P<line>\n)"
    r"|(?P<sign>[^\s])"
)
# Addresses on the web, e-mail addresses, hashtags and handles: what stands in them is no number and no date.
WEB = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)[\w.+-]{1,64}@[\w-]{1,64}\.\w[\w.]{0,64}|(?<!\w)[@#]\w+")
DIGITS, WORD, LINE, SIGN = "digits", "word", "line", "sign"


@dataclass(slots=True)
class Token:
    """One token; `lower` is its text in lower case with a straight apostrophe."""

    kind: str
    start_char: int
    end_char: int
    text: str
    lower: str
    gap: bool  # blanks stand before it


def split_tokens(text: str) -> list[Token]:
    """The tokens of a text in order.

    >>> [token.text for token in split_tokens("It's $1,200.50, up 3%")]
    ["It's", '$', '1,200.50', ',', 'up', '3', '%']
    """
    tokens = []
    last = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or SIGN
        surface = match.group()
        start = match.start()
        lower = surface.lower() if kind == WORD else surface
        if "’" in lower:
            lower = lower.replace("’", "'")
        tokens.append(Token(kind, start, match.end(), surface, lower, start > last))
        last = match.end()
    return tokens


def is_covered(spans: Sequence[tuple[int, int]], place: int) -> bool:
    """True where a place is inside one of the spans, which are in order and do not overlap."""
    index = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return index >= 0 and place < spans[index][1]


def is_tied_to_next(tokens: Sequence[Token], index: int) -> bool:
    """True where another token follows without a blank."""
    return index + 1 < len(tokens) and not tokens[index + 1].gap


def lower_at(tokens: Sequence[Token], index: int) -> str:
    """The token at an index in lower case; empty outside the text."""
    return tokens[index].lower if 0 <= index < len(tokens) else ""
