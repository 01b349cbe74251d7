"""Clauses without "that" behind a verb of speech which the parser has not attached to it, by word order."""

from __future__ import annotations

from broadsheet.claims.clauses import find_main_clause_start
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import RELATIVES, span_of
from broadsheet.records import Span

_QUESTION_WORDS = frozenset(["how", "why", "whether", "what", "when", "where"])
_TIMES = frozenset(["after", "before", "when", "while", "once", "since"])
_CLAUSE_STARTS = frozenset(["PRON", "PROPN", "DET", "NOUN", "NUM", "ADJ"])


def find_bare_clause(tokens: TokenArrays, verb: int) -> Span | None:
    """ "They say taxes rise": the words after the verb, if they begin like a clause."""
    low, high = tokens.segment_bounds(verb)
    starts = verb + 1
    asks = _QUESTION_WORDS.intersection(tokens.words[max(low, verb - 5) : verb])
    is_reflexive = tokens.words[starts].endswith(("self", "selves"))
    if _opens_with_time(tokens, starts, high) and not asks:
        return span_of(tokens, starts, min(high, verb + 160))
    if tokens.pos[starts] not in _CLAUSE_STARTS or tokens.quote[starts] >= 0 or asks or is_reflexive:
        # "He repeated himself when nobody heard him": himself opens no clause.
        return None
    return span_of(tokens, starts, min(high, verb + 160, find_main_clause_start(tokens, verb, verb)))


def _opens_with_time(tokens: TokenArrays, first: int, high: int) -> bool:
    """ "Said | shortly after we left, someone took a note": a clause of time, a comma, and then what is said."""
    opening = next((t for t in range(first, min(high, first + 3)) if tokens.words[t] in _TIMES), -1)
    comma = next((t for t in range(max(opening, first), min(high, first + 15)) if tokens.words[t] == ","), -1)
    if opening < 0 or comma < opening + 2 or not has_clause(tokens, opening, comma):
        return False
    return tokens.pos[comma + 1] in _CLAUSE_STARTS and has_clause(tokens, comma + 1, high)


def has_clause(tokens: TokenArrays, first: int, high: int) -> bool:
    """Whether a subject outside relative clauses follows soon (unlike "reported trouble in towns that they left")."""
    for token in range(first, min(high, first + 15)):
        if tokens.words[token] in (";", ":") or tokens.words[token] in RELATIVES:
            return False
        if tokens.deps[token].startswith("nsubj"):
            return not tokens.deps[tokens.heads[token]].startswith("acl")
    return False
