"""Views told by a phrase in front: "in Holm's view, the wall is weak", "in her words, it was a shame"."""

from __future__ import annotations

from broadsheet.claims.animacy import can_speak
from broadsheet.claims.attribution import Attribution
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import Cue, Lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import span_of

_OWNERS = frozenset(["'s", "’s", "'", "’"])
_PRONOUNS = frozenset(["his", "her", "their"])
_MAX_OWNER = 6
_LEAST_CONTENT = 3


def find_view(tokens: TokenArrays, lexicon: Lexicon, noun: int) -> Attribution | None:
    """The attribution of a noun like "view" that ends a phrase in front of its sentence; None for any other noun."""
    low, high = tokens.segment_bounds(noun)
    is_front = tokens.words[low] == "in" and 1 < noun - low <= _MAX_OWNER and tokens.words[noun + 1 : noun + 2] == [","]
    if not is_front or tokens.words[noun] not in load_frames().words["views.nouns"]:
        return None
    is_owned = tokens.words[noun - 1] in _OWNERS and can_speak(tokens, lexicon, noun - 2)
    is_owned = is_owned or tokens.words[low + 1 : noun] in [[word] for word in _PRONOUNS]
    source, content = span_of(tokens, low + 1, noun), span_of(tokens, noun + 2, high)
    if not is_owned or source is None or content is None or high - noun - 2 < _LEAST_CONTENT:
        return None
    sense = Cue(tokens.words[noun], "believe", "neutral", frozenset(["that"]))
    return Attribution(source, tokens.span(noun, noun + 1), (content,), "noun_view", sense, cue_token=noun)
