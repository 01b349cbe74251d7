"""Names of those told: "told Coast News’ Morning show the number had fallen", joined by the parser."""

from __future__ import annotations

from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import RELATIVES

_PROGRAMMES = frozenset(["show", "programme", "program", "podcast", "newspaper", "radio", "website", "channel"])
_IN_NAMES = _PROGRAMMES | {"of", "&", "'", "’", "'s", "’s"}


def skip_addressed_name(tokens: TokenArrays, first: int, clause: int) -> int:
    """ "Told Rest of Coast | a few firms have moved": behind a name the article or pronoun of the clause itself."""
    last = first
    while last < clause and _is_in_name(tokens, last):
        last += 1
    ends_name = tokens.pos[last - 1] == "PROPN" or tokens.words[last - 1] in _PROGRAMMES
    is_next = last < clause and tokens.pos[last] in ("DET", "PRON") and ends_name
    return last if last > first and is_next and tokens.words[last] not in RELATIVES else first


def _is_in_name(tokens: TokenArrays, token: int) -> bool:
    """Whether a word is part of a name: "Orme News’ Morning | show", "Friends of | the | Bay"."""
    is_article = tokens.words[token] == "the" and tokens.words[token - 1] == "of"
    return tokens.text[tokens.starts[token]].isupper() or tokens.words[token] in _IN_NAMES or is_article
