"""Where and whose one number is, from its clause and from what its article is about.

Belongs here: choosing between the two. The clause is read in places.py and owners.py, the article in article_scope.py.
"""

from __future__ import annotations

from spacy.tokens import Token as DocToken

from broadsheet.numbers.article_scope import ArticleScope
from broadsheet.numbers.counted_syntax import Counted
from broadsheet.numbers.key_words import key_lists
from broadsheet.numbers.owners import find_owner
from broadsheet.numbers.periods import Period
from broadsheet.numbers.places import Place, Places
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.scope import Scope

# A period that ended longer before the article than this is of another event than the one reported.
_LONG_AGO_DAYS = 90


def find_scope(
    about: ArticleScope,
    places: Places,
    quantity: Quantity,
    counted: Counted | None,
    head: DocToken | None,
    place: Place | None,
    period: Period,
) -> Scope:
    """Where and whose a number is; the place of the article only where the sentence names no other or old time."""
    words = places.find_words(counted.start_char, counted.end_char, place) if counted else frozenset()
    main_place, country = about.place, about.country
    if (
        place is not None
        or _is_long_ago(period)
        or (main_place is not None and places.names_elsewhere(quantity, main_place.name))
    ):
        main_place = None
    if country is not None and places.names_elsewhere(quantity, country.name):
        country = None
    return Scope(
        place.name if place else None,
        main_place.name if main_place else None,
        country.name if country else None,
        find_owner(places, head, about.owner, is_of_person=_may_be_of_person(quantity)),
        words,
        place is None and places.is_of_world(quantity),
    )


def _may_be_of_person(quantity: Quantity) -> bool:
    """Whether a number may tell what one person has or does: money, or a count given for its size."""
    size = quantity.value if quantity.value is not None else quantity.low
    is_large = size is not None and size >= key_lists().smallest_open
    return quantity.kind == "money" or (quantity.kind == "count" and is_large)


def _is_long_ago(period: Period) -> bool:
    """Whether a figure is of a time so far before the article that it may be of another event."""
    return period.end is not None and period.as_of is not None and (period.as_of - period.end).days > _LONG_AGO_DAYS
