"""Where and whose one number is, from its clause and from what its article is about.

Belongs here: choosing between the two. The clause is read in clause_places.py and owners.py, the article in
article_scope.py.
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
from broadsheet.numbers.scenes import Scene
from broadsheet.numbers.scope import Scope

# A period that ended longer before the article than this is of another event than the one reported.
_LONG_AGO_DAYS = 90


def find_scope(
    about: ArticleScope,
    scene: Scene,
    places: Places,
    quantity: Quantity,
    counted: Counted | None,
    head: DocToken | None,
    place: Place | None,
    period: Period,
) -> Scope:
    """Where and whose a number is; the scene only where the sentence names no other place.

    Where the scene is only the place of the article it is not that of an old time either.
    """
    country = find_country(about, scene.place)
    words = places.find_words(counted.start_char, counted.end_char, place or country) if counted else frozenset()
    is_open = place is None and not (scene.place == about.place and _is_long_ago(period))
    return Scope(
        place.name if place else None,
        _name_of_article(scene.place, places, quantity) if is_open else None,
        _name_of_article(country, places, quantity),
        find_owner(places, head, about.owner, is_of_person=_may_be_of_person(quantity)),
        words,
        place is None and places.is_of_world(quantity),
        scene.is_next and about.owner is None and places.names_none(quantity),
    )


def find_country(about: ArticleScope, scene: Place | None) -> Place | None:
    """The country of an article; that of a scene abroad where the scene is a country, none where it lies in another."""
    if scene is None or about.country is None or scene.country_code in (None, about.country.place_id):
        return about.country
    return scene if scene.place_id == scene.country_code else None


def _name_of_article(main: Place | None, places: Places, quantity: Quantity) -> str | None:
    """The name of an article's place or country where the sentence of a number names no other."""
    return main.name if main is not None and not places.names_elsewhere(quantity, main.name) else None


def _may_be_of_person(quantity: Quantity) -> bool:
    """Whether a number may tell what one person has or does: money, or a count given for its size."""
    size = quantity.value if quantity.value is not None else quantity.low
    is_large = size is not None and size >= key_lists().smallest_open
    return quantity.kind == "money" or (quantity.kind == "count" and is_large)


def _is_long_ago(period: Period) -> bool:
    """Whether a figure is of a time so far before the article that it may be of another event."""
    return period.end is not None and period.as_of is not None and (period.as_of - period.end).days > _LONG_AGO_DAYS
