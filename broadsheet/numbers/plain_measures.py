"""Measures that a number names where nothing makes it comparable: a share of a group, a distance, a time in prison.

Belongs here: names for the column `measure` of rows without a key. Words beside units are data (`measure_keys.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from broadsheet.numbers.key_words import key_lists
from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.measured import Measured

SHARE, _SHARE_OF_VOTE, _MAGNITUDE = "share", "share_of_vote", "magnitude"
_BEFORE, _AFTER = "before", "after"
_REACH = 30
# Between "weighs" or "sentenced to" and the number.
_FILLER = r"\s+(?:(?:a|an|the|just|only|about|around|nearly|at least|up to|mere|more than|less than|over|under)\s+)*$"


def name_plain(measured: Measured) -> str | None:
    """A measure that the words beside a unit say, or the share of a whole; None where there is none."""
    if measured.kind == "measure":
        return _name_beside(measured, _AFTER) or _name_beside(measured, _BEFORE)
    if measured.kind == "count":
        return _MAGNITUDE if measured.words_before[-1:] == [_MAGNITUDE] else None
    is_share = measured.kind == "percent" and not measured.is_amount_of_change and measured.change is None
    if not is_share or measured.counted is None or not _is_of_whole(measured):
        return None
    return _SHARE_OF_VOTE if measured.main_word in key_lists().share_nouns else SHARE


def _is_of_whole(measured: Measured) -> bool:
    """Whether a percentage is of what it counts: behind "of", in brackets or of a group named before."""
    return measured.is_share or (measured.counted is not None and measured.counted.rule in ("bracketed", "repeated"))


def _name_beside(measured: Measured, side: str) -> str | None:
    pattern = _patterns().get(f"{measured.dimension}_{side}")
    if pattern is None:
        return None
    quantity, text = measured.quantity, measured.text
    if side == _AFTER:
        match = pattern.match(text, quantity.end_char, quantity.end_char + _REACH)
    else:
        match = pattern.search(text, max(quantity.span_start - _REACH, 0), quantity.span_start)
    return match.lastgroup if match else None


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """By dimension and side the words that stand there, a named group for each measure."""
    patterns = {}
    for place, names in load_words("measure_keys")["beside_units"].items():
        words = "|".join(
            f"(?P<{name}>{'|'.join(sorted(map(re.escape, phrases), key=len, reverse=True))})"
            for name, phrases in names.items()
        )
        is_after = place.endswith(_AFTER)
        patterns[place] = re.compile(rf"[\s-]+(?:{words})\b" if is_after else rf"\b(?:{words}){_FILLER}", re.IGNORECASE)
    return patterns
