"""Names that somebody gives a thing: "in what police described as a raid", "what the mayor calls a farce"."""

from __future__ import annotations

from broadsheet.claims.clausal_complements import VerbContent
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import CueVerb
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import span_of, subtree_bounds

_OWN = frozenset(["i", "we", "you", "some", "one"])
_ENDS = frozenset([",", ";", ":", "—", "–", "(", "."])


def find_named_thing(tokens: TokenArrays, entry: CueVerb, verb: int) -> VerbContent | None:
    """The words behind a verb of naming, or behind its "as", in a clause that "what" opens."""
    sense = entry.sense("as", "obj")
    is_naming = entry.lemma in load_frames().words["named.verbs"]
    if sense is None or not is_naming or not _is_of_what(tokens, verb):
        return None
    is_marked = tokens.words[verb + 1 : verb + 2] == ["as"]
    if entry.lemma == "describe" and not is_marked:
        return None
    first = verb + 1 + is_marked
    if not is_marked and not _is_judgement(tokens, verb, first):
        return None
    span = span_of(tokens, first, _find_end(tokens, verb, first))
    return VerbContent((span,), "verb_named", sense, is_noun=True, cue_end=first) if span else None


def _is_judgement(tokens: TokenArrays, verb: int, first: int) -> bool:
    """ "Calls | a farce", "calls | “safe”"; not "what the yard calls | the Tide Plan", "what it calls | a core"."""
    if any(number >= 0 for number in tokens.quote[first : first + 2]):
        return True
    is_brand = tokens.words[verb - 1] == "it" and tokens.words[verb].endswith("s")
    return tokens.words[first : first + 1] in (["a"], ["an"]) and not is_brand


def _is_of_what(tokens: TokenArrays, verb: int) -> bool:
    """Whether a verb is in a clause that tells what somebody names: "what | the mayor | calls"; not "what I call"."""
    low = max(tokens.segment_bounds(verb)[0], verb - 14)
    what = next((token for token in range(verb - 2, low - 1, -1) if tokens.words[token] == "what"), -1)
    is_own = what >= 0 and tokens.words[what + 1] in _OWN
    return what >= 0 and not is_own and not any(tokens.pos[t] in ("VERB", "PUNCT") for t in range(what + 1, verb))


def _find_end(tokens: TokenArrays, verb: int, first: int) -> int:
    """Where the name of the thing ends: with the clause, at a comma or mark outside quotations."""
    high = tokens.segment_bounds(verb)[1]
    last = min(high, max(subtree_bounds(tokens, verb)[1], first + 1))
    if first < high and tokens.quote[first] >= 0:
        return tokens.token_after(tokens.quotations[tokens.quote[first]].end_char)
    return next((t for t in range(first, last) if tokens.words[t] in _ENDS and tokens.quote[t] < 0), last)
