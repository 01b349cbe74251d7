"""Speakers whose name no mention covers: "he" behind them may be them, and is not guessed to be somebody before."""

from __future__ import annotations

from broadsheet.claims.coreference import Referent, ReferentIndex
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.records import Span

# Sentences in which "she" may still be the stranger.
_REACH = 2


def names_stranger(tokens: TokenArrays, source: Span) -> bool:
    """ "Registered dietitian Trista Best": whether words behind a common noun end as a name does."""
    if not tokens.has_parse:
        return False
    inside = range(tokens.token_at(source.start_char), tokens.token_after(source.end_char))
    nouns = [token for token in inside if tokens.pos[token] == "NOUN" and tokens.quote[token] < 0]
    names = [token for token in inside if tokens.pos[token] == "PROPN"]
    return bool(nouns) and bool(names) and names[-1] == nouns[0] + 1 and inside[-1] - names[-1] < 2 and names[-1] > 0


def is_stranger_nearer(referents: ReferentIndex, stranger: int, referent: Referent, source: Span) -> bool:
    """Whether a stranger spoke behind the last place of a referent, and not long before a pronoun."""
    if stranger <= referent.start_char or stranger >= source.start_char:
        return False
    return referents.sentence_at(source.start_char) - referents.sentence_at(stranger) <= _REACH
