"""Gerunds as contents of a verb: "advocated closing the mill"."""

from __future__ import annotations

from broadsheet.claims.clausal_complements import VerbContent
from broadsheet.claims.lexicon import CueVerb
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import before_conjunct, children, span_of, subtree_bounds


def find_gerund(tokens: TokenArrays, entry: CueVerb, verb: int) -> VerbContent | None:
    """ "Advocated closing the mill", "denied taking it": a gerund as the object."""
    sense, after = entry.sense("obj"), verb + 1
    if sense is None or sense.kind not in ("order", "deny") or children(tokens, verb, "obj", "iobj"):
        return None
    clause = _find_clause(tokens, verb, after) if after < len(tokens.words) else -1
    if clause < 0:
        return None
    span = span_of(tokens, after, before_conjunct(tokens, verb, after, subtree_bounds(tokens, clause)[1]))
    return VerbContent((span,), "verb_object", sense, is_noun=True) if span else None


def _find_clause(tokens: TokenArrays, verb: int, first: int) -> int:
    """The verb of the gerund that begins behind a verb ("denied | having | taken | it"); -1 if none does."""
    is_auxiliary = tokens.words[first] in ("having", "being") and tokens.pos[first] == "AUX"
    clause = tokens.heads[first] if is_auxiliary else first
    labels = ("xcomp", "ccomp", "advcl") if is_auxiliary else ("xcomp", "ccomp")
    is_own = tokens.heads[clause] == verb and tokens.deps[clause] in labels
    return clause if is_own and tokens.words[first].endswith("ing") else -1
