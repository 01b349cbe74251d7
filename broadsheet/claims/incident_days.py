"""Days in front of a sentence that tell when something happened: "On Tuesday, the owner said a man came in"."""

from __future__ import annotations

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children

_NEWCOMERS = frozenset(["a", "an", "someone", "somebody", "some", "another", "two", "three", "four", "several"])

_TIMES = frozenset(["after", "before", "when", "while", "once"])


def is_incident_day(tokens: TokenArrays, attribution: Attribution, last: int) -> bool:
    """Whether a day in front of "she said" may be that of a deed told without "that", by somebody new in the past.

    "On Tuesday, police said the road would close" and "on Tuesday, she said that a man came in" tell when it was said.
    last: the token behind the date.
    """
    source, cue = attribution.source, attribution.cue_token
    if source is None or cue < 0 or tokens.starts[min(last, cue)] > source.start_char:
        return False
    first = tokens.token_at(attribution.content[0].start_char)
    if first <= cue:
        return False
    if not _TIMES.isdisjoint(tokens.words[first : first + 2]):
        # "On Tuesday, she said shortly after we left, a man came in".
        return True
    deeds = [child for child in children(tokens, cue, "ccomp") if child > first]
    return tokens.words[first] in _NEWCOMERS and bool(deeds) and _is_plain_past(tokens, deeds[0])


def _is_plain_past(tokens: TokenArrays, verb: int) -> bool:
    """ "Came in", "took a note"; not "has come", "would come", "is a thief"."""
    return tokens.pos[verb] == "VERB" and not children(tokens, verb, "aux", "aux:pass", "cop")
