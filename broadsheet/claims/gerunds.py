"""Gerunds as contents of a verb: "advocated closing the mill"."""

from __future__ import annotations

from broadsheet.claims.clausal_complements import VerbContent
from broadsheet.claims.lexicon import CueVerb
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import before_conjunct, children, span_of, subtree_bounds


def find_gerund(tokens: TokenArrays, entry: CueVerb, verb: int) -> VerbContent | None:
    """ "Advocated closing the mill", "denied taking it": a gerund as the object."""
    sense, after = entry.sense("obj"), verb + 1
    if sense is None or children(tokens, verb, "obj", "iobj"):
        return None
    if after >= len(tokens.words):
        return None
    # "Denied | having taken it": the auxiliary stands first.
    clause = tokens.heads[after] if tokens.words[after] in ("having", "being") and tokens.pos[after] == "AUX" else after
    is_gerund = tokens.heads[clause] == verb and tokens.deps[clause] in ("xcomp", "ccomp", "advcl")
    if (
        not is_gerund
        or (clause == after and tokens.deps[clause] == "advcl")
        or not tokens.words[after].endswith("ing")
        or sense.kind not in ("order", "deny")
    ):
        return None
    span = span_of(tokens, after, before_conjunct(tokens, verb, after, subtree_bounds(tokens, clause)[1]))
    return VerbContent((span,), "verb_object", sense, is_noun=True) if span else None
