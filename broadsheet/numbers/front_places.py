"""The place with which a sentence or clause begins: "In Orme 140 cases were reported", "but in Varn only 3 are open".

Belongs here: where the clause of a number begins, and the name there. When it is believed is told in clause_places.py.
"""

from __future__ import annotations

from spacy.tokens import Token as DocToken

from broadsheet.numbers.place_phrases import WHERE
from broadsheet.numbers.places import Places
from broadsheet.numbers.syntax import NOUNS, SUBJECTS, find_span

# A place with which a clause begins ends within so many words.
_FRONT = 6
_BREAKS = frozenset([",", ";", "—", "–", ":"])
_CLAUSE_OPENERS = frozenset(["while", "whereas", "and", "but", "although", "though"])


def find_front(number: DocToken) -> DocToken:
    """The first word of the clause of a number, after a comma and "while" too; of the sentence after "In X,"."""
    first, index = number.sent.start, number.i
    while index > first and number.doc[index - 1].text not in _BREAKS:
        index -= 1
    if index > first and index - first <= _FRONT + 1:
        return number.doc[first]
    while index < number.i and number.doc[index].lower_ in _CLAUSE_OPENERS:
        index += 1
    return number.doc[index]


def _ends_front(name: DocToken) -> bool:
    """Whether a place is a phrase of its own, not "In Orme talks": a comma, a verb, a number or a subject follows."""
    if name.i + 1 >= len(name.doc):
        return False
    following = name.nbor()
    if following.pos_ in NOUNS:
        is_told = following.dep_ in SUBJECTS and following.i != name.head.i
        return is_told or (following.dep_ in SUBJECTS and following.lower_.endswith("s"))
    return following.text not in ("and", "or", "'s", "’s")


def find_front_name(places: Places, first: DocToken) -> DocToken | None:
    """The name after the word of place with which a clause begins; None where it is no phrase of its own."""
    if first.lower_ not in WHERE:
        return None
    for token in first.doc[first.i + 1 : first.i + _FRONT]:
        mention = places.mention_at(token)
        if mention is not None:
            name = find_span(first.doc, mention.evidence.start_char, mention.evidence.end_char)
            return token if name is not None and _ends_front(name[-1]) else None
        if token.pos_ not in ("ADJ", "DET"):
            return None
    return None
