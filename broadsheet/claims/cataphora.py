"""Pronouns that point forward: in "In its release, the ministry said" the pronoun is the ministry, nobody before it.

Belongs here: whether a pronoun in a fronted phrase may refer to the subject that follows. What other pronouns refer to
is told in `coreference`.
"""

from __future__ import annotations

from broadsheet.claims.animacy import can_speak, classify_noun
from broadsheet.claims.lexicon import Lexicon
from broadsheet.claims.token_arrays import TokenArrays

_MAX_STEPS = 6
_POSSESSIVES = frozenset(["his", "her", "their", "its"])
_FITS = {
    "he": frozenset(["person"]),
    "she": frozenset(["person"]),
    "it": frozenset(["organisation"]),
    "they": frozenset(["organisation", "people"]),
}
_PERSON_TYPES = frozenset(["PERSON", "PER"])


def points_forward(tokens: TokenArrays, lexicon: Lexicon, pronoun: str, char: int) -> bool:
    """Whether a possessive at a code point stands in a phrase before a subject that it fits.

    pronoun: he, she, it or they.
    """
    token = tokens.token_at(char)
    if not tokens.has_parse or token >= len(tokens.words) or tokens.words[token] not in _POSSESSIVES:
        return False
    subject = _find_following_subject(tokens, token)
    return subject >= 0 and _fits(tokens, lexicon, pronoun, subject)


def _find_following_subject(tokens: TokenArrays, token: int) -> int:
    """The subject, behind a comma, of the clause that a token stands in a fronted phrase of; -1 if there is none."""
    node = token
    for _ in range(_MAX_STEPS):
        if tokens.heads[node] == node or tokens.deps[node].startswith("nsubj"):
            return -1
        is_fronted = tokens.deps[node] in ("obl", "advcl", "advmod", "nmod") and tokens.heads[node] > node
        node = tokens.heads[node]
        if is_fronted:
            subjects = (child for child in tokens.children[node] if tokens.deps[child].startswith("nsubj"))
            subject = next((child for child in subjects if token < child), -1)
            return subject if subject >= 0 and "," in tokens.words[token:subject] else -1
    return -1


def _fits(tokens: TokenArrays, lexicon: Lexicon, pronoun: str, subject: int) -> bool:
    """Whether the subject is a name or noun of the kind that a pronoun takes; another pronoun tells nothing."""
    if tokens.pos[subject] == "PRON" or not can_speak(tokens, lexicon, subject):
        return False
    if tokens.pos[subject] == "PROPN":
        is_person = tokens.part.doc[subject].ent_type_ in _PERSON_TYPES
        return pronoun == "they" or is_person == (pronoun in ("he", "she"))
    return classify_noun(tokens.words[subject], lexicon) in _FITS[pronoun]
