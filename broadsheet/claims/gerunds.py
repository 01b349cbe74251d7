"""Gerunds as contents of a verb: "advocated closing the mill"."""

from __future__ import annotations

from broadsheet.claims.clausal_complements import VerbContent
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import Cue, CueVerb
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.token_runs import extend_right
from broadsheet.claims.tree import before_conjunct, children, span_of, subtree_bounds


def find_gerund(tokens: TokenArrays, entry: CueVerb, verb: int) -> VerbContent | None:
    """ "Advocated closing the mill", "denied ever taking it", "recalled seeing smoke": a gerund as the object."""
    sense, high = _find_sense(entry), len(tokens.words)
    first = extend_right(verb + 1, min(high, verb + 3), lambda token: tokens.pos[token] == "ADV")
    if sense is None or first >= high or children(tokens, verb, "obj", "iobj"):
        return None
    clause = _find_clause(tokens, verb, first)
    if clause < 0:
        return None
    span = span_of(tokens, verb + 1, before_conjunct(tokens, verb, first, subtree_bounds(tokens, clause)[1]))
    return VerbContent((span,), "verb_object", sense, is_noun=True) if span else None


def _find_sense(entry: CueVerb) -> Cue | None:
    """The sense in which a verb has a gerund; None for verbs that say nothing with one ("announced closing times")."""
    if entry.lemma in load_frames().words["gerunds.verbs"]:
        return entry.sense("obj", "that")
    sense = entry.sense("obj")
    return sense if sense is not None and sense.kind in ("order", "deny") else None


def _find_clause(tokens: TokenArrays, verb: int, first: int) -> int:
    """The verb of the gerund that begins behind a verb ("denied | having | taken | it"); -1 if none does."""
    is_auxiliary = tokens.words[first] in ("having", "being") and tokens.pos[first] == "AUX"
    clause = tokens.heads[first] if is_auxiliary else first
    labels = ("xcomp", "ccomp", "advcl") if is_auxiliary else ("xcomp", "ccomp")
    is_own = tokens.heads[clause] == verb and tokens.deps[clause] in labels
    return clause if is_own and tokens.words[first].endswith("ing") else -1
