"""Which numbers hold where their scene is: "Fires burned near Orme. Some 40 homes were lost."

Belongs here: from the scene of a number whose clause names no place to its place. Scenes are found in scenes.py.
"""

from __future__ import annotations

from broadsheet.numbers.article_scope import ArticleScope
from broadsheet.numbers.cohesion import BARE
from broadsheet.numbers.key_words import key_lists
from broadsheet.numbers.keys import Key
from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.measured import Measured
from broadsheet.numbers.places import Place, Places
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.scenes import Scene
from broadsheet.numbers.scopes import find_country
from broadsheet.numbers.syntax import find_span

_COUNTED = frozenset(["count", "percent", "percentage_point", "money", "measure"])
_GOODS = frozenset(["mass", "volume", "energy", "power", "area"])
_REPORTS = load_word_set("counted", "reports")
_SPORTS = load_word_set("counted", "things_of_teams")


def find_scene_place(
    measured: Measured, key: Key, scene: Scene, about: ArticleScope, places: Places, own: Place | None
) -> Place | None:
    """A number's own place, else the one that its key takes from the scene.

    Without a key it is that of the scene only where a sentence beside the number names it.
    """
    if own is not None:
        return own
    if key.text is not None and not key.text.startswith(BARE):
        return _find_in_key(measured, key.text, scene, about, places)
    is_open = scene.is_near and measured.scope.main_place is not None and places.names_none(measured.quantity)
    if not is_open or not _is_told(measured, key, scene):
        return None
    return scene.place if _is_of_scene(measured, key, about) else None


def _find_in_key(measured: Measured, key: str, scene: Scene, about: ArticleScope, places: Places) -> Place | None:
    """The place that a key has from the scene or its country; none where somebody only spoke there."""
    where = key.rpartition("|")[2].split(", ")
    known = (scene.place, find_country(about, scene.place))
    own = next((place for place in known if place is not None and place.name.lower() in where), None)
    return None if own is None or _is_of_speaker(places, measured.quantity, own) else own


def _is_told(measured: Measured, key: Key, scene: Scene) -> bool:
    """Whether a number has a measure, or stands next to the scene and tells enough itself."""
    is_measured = key.text is None and key.measure is not None
    return is_measured or (scene.is_next and _tells_enough(measured))


def _tells_enough(measured: Measured) -> bool:
    """Whether a number without a measure counts many things, or is a rate or an amount of something."""
    is_of_something = measured.counted is not None or measured.change is not None
    is_amount = measured.is_rate or measured.dimension in _GOODS
    return is_of_something and (is_amount or (measured.is_many and measured.is_large))


def _is_of_scene(measured: Measured, key: Key, about: ArticleScope) -> bool:
    """Whether a number is of what is there: no firm's, no team's."""
    is_owned = measured.scope.owner is not None or (about.owner is not None and measured.kind != "count")
    is_sum_of_owner = measured.kind == "money" and key.measure not in key_lists().of_place
    if is_owned or is_sum_of_owner or measured.is_vague:
        return False
    return measured.kind in _COUNTED and _SPORTS.isdisjoint((measured.main_word, *measured.words[-1:]))


def _is_of_speaker(places: Places, quantity: Quantity, place: Place) -> bool:
    """Whether the sentence says only where somebody spoke: "said in Orme that 12 people had died"."""
    doc = places.part.doc
    named = [name for name in places.names_in_sentence(quantity) if name.entity_name == place.name]
    spans = [find_span(doc, name.evidence.start_char, name.evidence.end_char) for name in named] if doc else []
    heads = [span.root.head for span in spans if span is not None and span.root.dep_ == "obl"]
    return bool(heads) and all(head.lower_ in _REPORTS for head in heads)
