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


def find_scene_place(measured: Measured, key: Key, scene: Scene, about: ArticleScope, places: Places) -> Place | None:
    """The place that a key takes from the scene; without a key only where a sentence beside the number names it."""
    if measured.scope.place is not None:
        return None
    is_bare = key.text is not None and key.text.startswith(BARE)
    if key.text is not None and not is_bare:
        where = key.text.rpartition("|")[2].split(", ")
        known = (scene.place, find_country(about, scene.place))
        own = next((place for place in known if place is not None and place.name.lower() in where), None)
        return None if own is None or _is_of_speaker(places, measured.quantity, own) else own
    is_open = scene.is_near and measured.scope.main_place is not None and places.names_none(measured.quantity)
    is_told = (key.measure is not None and not is_bare) or (scene.is_next and _tells_enough(measured))
    return scene.place if is_open and is_told and _is_of_scene(measured, key, about) else None


def _tells_enough(measured: Measured) -> bool:
    """Whether a number without a measure counts many things, or is a rate or an amount of something."""
    is_of_something = measured.counted is not None or measured.change is not None
    is_amount = measured.is_rate or measured.dimension in _GOODS
    return is_of_something and (is_amount or (measured.is_many and measured.is_large))


def _is_of_scene(measured: Measured, key: Key, about: ArticleScope) -> bool:
    """Whether a number is of what is there: no firm's, no team's."""
    is_owned = measured.scope.owner is not None or (about.owner is not None and measured.kind != "count")
    is_sum_of_owner = measured.kind == "money" and key.measure not in key_lists().of_place
    is_sport = measured.main_word in _SPORTS or bool(_SPORTS.intersection(measured.words[-1:]))
    return measured.kind in _COUNTED and not (is_owned or is_sum_of_owner or is_sport or measured.is_vague)


def _is_of_speaker(places: Places, quantity: Quantity, place: Place) -> bool:
    """Whether the sentence says only where somebody spoke: "said in Orme that 12 people had died"."""
    doc = places.part.doc
    named = [name for name in places.names_in_sentence(quantity) if name.entity_name == place.name]
    spans = [find_span(doc, name.evidence.start_char, name.evidence.end_char) for name in named] if doc else []
    heads = [span.root.head for span in spans if span is not None and span.root.dep_ == "obl"]
    return bool(heads) and all(head.lower_ in _REPORTS for head in heads)
