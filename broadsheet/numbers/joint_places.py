"""Several places of one number: those that it holds for together, and those of which one is meant.

Belongs here: places beside each other. Which places are tied to a number is told in clause_places.py.
"""

from __future__ import annotations

from spacy.tokens import Token as DocToken

from broadsheet.numbers.place_phrases import WHERE
from broadsheet.numbers.places import Place, Places

_JOINTS = frozenset([",", "and", "or", "/", "&"])


def agree(found: list[Place]) -> Place | None:
    """The one place among those found, or the smaller one where the other is its country; None where they differ."""
    distinct = list(dict.fromkeys(found))
    smaller = [place for place in distinct if not any(_holds(place, other) for other in distinct)]
    return smaller[0] if len(smaller) == 1 else None


def _holds(country: Place, other: Place) -> bool:
    """Whether a place is the country of another."""
    return country != other and country.place_id is not None and country.place_id == other.country_code


def is_one_of_several(places: Places, token: DocToken) -> bool:
    """Whether a figure holds for several places together: "in Orme and Vardby", "US and Danish ships"."""
    joined = [child for child in token.children if child.dep_ == "conj"]
    joined.extend([token.head] if token.dep_ == "conj" else [])
    mentions = map(places.mention_at, joined)
    if any(mention is not None and mention.mention_type in ("LOC", "NORP") for mention in mentions):
        return True
    return _is_beside_people(places, token)


def _is_beside_people(places: Places, token: DocToken) -> bool:
    """Whether a people is named next to a place, so that the place is one of several: "US, Danish hostages"."""
    doc = token.doc
    for joint, other in ((token.i + 1, token.i + 2), (token.i - 1, token.i - 2)):
        if other not in range(len(doc)) or doc[joint].lower_ not in _JOINTS:
            continue
        mention = places.mention_at(doc[other])
        if mention is not None and mention.mention_type == "NORP":
            return True
    return False


def is_at_other_name(places: Places, head: DocToken) -> bool:
    """Whether a thing is at what has a name but is no place: "3 offices at the Harrow Trust"."""
    following = head.doc[head.i + 1 : head.i + 4]
    if len(following) < 2 or following[0].lower_ not in WHERE:
        return False
    mention = places.mention_at(following[-1] if following[1].lower_ == "the" else following[1])
    return mention is not None and mention.mention_type != "LOC"
