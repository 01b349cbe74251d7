"""Whom "it", "its", "he" and "her" stand for beside a number: the one subject that the words before allow.

Belongs here: from a pronoun to the name that it stands for, only where a single name fits. Speakers of claims have a
finder of their own, which weighs several.
"""

from __future__ import annotations

from spacy.tokens import Token as DocToken

from broadsheet.numbers.places import Places
from broadsheet.numbers.syntax import SUBJECTS
from broadsheet.records import Mention

# A pronoun stands for a subject at most so many tokens before it.
_REACH = 60
_KINDS = {
    "it": "ORG",
    "its": "ORG",
    "he": "PERSON",
    "his": "PERSON",
    "she": "PERSON",
    "her": "PERSON",
}


def find_stood_for(places: Places, pronoun: DocToken) -> str | None:
    """The name that a pronoun stands for: the only one of its kind in its sentence before it, else the one before.

    It must be a subject. None where two names are there, or a place might be meant.
    """
    kind = _KINDS.get(pronoun.lower_)
    if kind is None:
        return None
    here = _find_subjects(places, pronoun, pronoun.sent.start, pronoun.i)
    start = pronoun.sent.start
    if not here and start:
        before = pronoun.doc[start - 1].sent
        here = _find_subjects(places, pronoun, max(before.start, start - _REACH), start)
    if len({mention.entity_name for mention in here}) != 1 or here[0].mention_type != kind:
        return None
    return here[0].entity_name


def _find_subjects(places: Places, pronoun: DocToken, first: int, last: int) -> list[Mention]:
    """The names in a run of tokens for which a pronoun may stand, one of them a subject: an "it" for a place too."""
    kinds = ("PERSON",) if _KINDS[pronoun.lower_] == "PERSON" else ("ORG", "LOC", "PRODUCT", "MISC")
    found = []
    for token in pronoun.doc[first:last]:
        mention = places.mention_at(token)
        if mention is not None and mention.mention_type in kinds:
            found.append(mention)
    is_subject = any(places.mention_at(token) in found for token in pronoun.doc[first:last] if token.dep_ in SUBJECTS)
    return found if is_subject else []
