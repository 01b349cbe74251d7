"""Claims of a source cited in passing: "according to A, citing B, C" says that B said C, relayed by A.

Only who can speak is a source: "the airline said flights were off, citing fog" names a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from broadsheet.claims.animacy import can_speak
from broadsheet.claims.attribution import Attribution
from broadsheet.claims.citations import is_citing
from broadsheet.claims.lexicon import Lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children, noun_span

_RELAYING = frozenset(["report", "assert"])
_REACH = 40


def find_cited_sources(
    tokens: TokenArrays, lexicon: Lexicon, attributions: Sequence[Attribution]
) -> Iterator[Attribution]:
    """One more attribution for each that cites a source beside its own source or cue."""
    for outer in attributions:
        relays = outer.sense is not None and outer.sense.kind in _RELAYING and outer.source is not None
        citing = _find_citing(tokens, outer) if relays and outer.cue_token >= 0 else -1
        noun = next((child for child in children(tokens, citing, "obj")), -1) if citing >= 0 else -1
        if noun < 0 or not can_speak(tokens, lexicon, noun):
            continue
        source, cue = noun_span(tokens, noun), tokens.span(citing, citing + 1)
        if source is not None and not any(
            span.start_char <= source.start_char < span.end_char for span in outer.content
        ):
            sense = lexicon.verbs[tokens.words[citing]].senses[0]
            yield Attribution(
                source, cue, outer.content, "cited_source", sense, cue_token=citing, relay_cue_token=outer.cue_token
            )


def _find_citing(tokens: TokenArrays, outer: Attribution) -> int:
    """The "citing" after a comma that depends on the cue or stands right behind the source; -1 if there is none."""
    behind = {tokens.token_after(span.end_char) + 1 for span in (outer.source, outer.cue) if span}
    low, high = tokens.segment_bounds(outer.cue_token)
    for token in range(max(low + 1, outer.cue_token - _REACH), min(high, outer.cue_token + _REACH)):
        if tokens.words[token - 1] == "," and is_citing(tokens, token):
            is_tied = tokens.heads[token] == outer.cue_token or token in behind
            return token if is_tied else -1
    return -1
