"""Sources cited in passing: B in "according to A, citing B, C" and "A said, citing B, that C".

B is neither who says C nor part of it.
"""

from __future__ import annotations

from broadsheet.claims.lexicon import load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import RELATIVES


def find_citation_end(tokens: TokenArrays, start: int, high: int) -> int:
    """ "According to A, citing B, C": the end of ", citing B" from its comma on; `start` where nobody is cited."""
    if start + 2 >= high or tokens.words[start] != "," or not is_citing(tokens, start + 1):
        return start
    commas = (t for t in range(start + 2, high - 1) if tokens.words[t] == ",")
    return next((comma for comma in commas if _opens_clause(tokens, comma + 1, high)), high)


def _opens_clause(tokens: TokenArrays, first: int, high: int) -> bool:
    """Whether a clause with a subject of its own begins, before any other comma."""
    if tokens.words[first] == "that":
        return True
    for token in range(first, min(high, first + 15)):
        if tokens.words[token] == "," or tokens.words[token] in RELATIVES:
            return False
        if tokens.deps[token].startswith("nsubj"):
            return tokens.heads[token] > token
    return False


def is_citing(tokens: TokenArrays, token: int) -> bool:
    """Whether a word introduces the source of a source: "citing", "quoting"."""
    entry = load_lexicon().verbs.get(tokens.words[token])
    is_participle = tokens.words[token].endswith("ing")
    return entry is not None and is_participle and entry.lemma in ("cite", "quote")
