"""Clauses of circumstance that "with" opens: "with the bank predicting that rates will fall, saving is dear"."""

from __future__ import annotations

from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import RELATIVES

_FINITE = frozenset(["AUX", "VERB"])
_GOING_ON = RELATIVES | {"and", "or", "but", "while", "so", "nor", "yet"}


def find_main_clause(tokens: TokenArrays, verb: int, first: int, high: int) -> int:
    """The comma before the main clause of a sentence that "with" and a participle open; `high` in all others.

    verb: the participle. first: where what it says begins. high: end of the sentence.
    """
    if tokens.words[tokens.segment_bounds(verb)[0]] != "with" or not tokens.words[verb].endswith("ing"):
        return high
    finite = next((t for t in range(first, high) if tokens.pos[t] in _FINITE), high)
    comma = next((t for t in range(finite, high - 1) if tokens.words[t] == ","), high)
    has_verb = any(tokens.pos[t] in _FINITE for t in range(comma + 1, high))
    return comma if has_verb and tokens.words[comma + 1] not in _GOING_ON else high
