"""Sources cited in passing, between a source and what it says: "according to A, citing B, C", "A said, citing B, that C".

B is neither who says C nor part of it.
"""

from __future__ import annotations

from broadsheet.claims.lexicon import load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import subtree_bounds


def find_citation_end(tokens: TokenArrays, start: int, high: int) -> int:
    """ "According to A, citing B, C": the end of ", citing B" from its comma on; `start` where nobody is cited."""
    if start + 2 >= high or tokens.words[start] != "," or not is_citing(tokens, start + 1):
        return start
    end = subtree_bounds(tokens, start + 1)[1]
    closes = start + 2 < end <= high and (end == high or tokens.words[end] in (",", ".") or tokens.words[end - 1] == ",")
    if not closes:
        end = next((t for t in range(start + 2, high) if tokens.words[t] == ","), high)
    return end


def is_citing(tokens: TokenArrays, token: int) -> bool:
    """Whether a word introduces the source of a source: "citing", "quoting"."""
    entry = load_lexicon().verbs.get(tokens.words[token])
    is_participle = tokens.words[token].endswith("ing")
    return entry is not None and is_participle and entry.lemma in ("cite", "quote")
