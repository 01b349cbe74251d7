"""Word lists about names, read once per process from `broadsheet/lang/<language>/`.

Belongs here: loading and looking up. How the words affect a name is decided in the other modules. A language
without lists gets an empty lexicon: names are then found by capital letters alone.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from broadsheet.entities.names import fold_name
from broadsheet.word_lists import has_word_list, load_word_list


@dataclass(frozen=True, slots=True)
class Place:
    """The place that a name most likely refers to. Codes are None where several places share the name."""

    name: str
    kind: str
    country_code: str | None
    geonames_id: int | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lists of one language. Keys of mappings are folded names (see `fold_name`); sets hold words as written."""

    places: Mapping[str, Place] = field(default_factory=dict)
    country_names: Mapping[str, str] = field(default_factory=dict)
    country_phrases: tuple[str, ...] = ()
    demonyms: Mapping[str, str | None] = field(default_factory=dict)
    demonym_parts: Mapping[str, str] = field(default_factory=dict)
    titles: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    role_modifiers: frozenset[str] = frozenset()
    role_stops: frozenset[str] = frozenset()
    given_names: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    joiners: frozenset[str] = frozenset()
    calendar: frozenset[str] = frozenset()
    not_names: frozenset[str] = frozenset()
    organisation_nouns: frozenset[str] = frozenset()
    possessive_words: frozenset[str] = frozenset()
    compound_endings: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    honorifics: frozenset[str] = frozenset()
    speech_verbs: frozenset[str] = frozenset()
    place_prepositions: frozenset[str] = frozenset()
    heads: Mapping[str, str] = field(default_factory=dict)
    company_endings: frozenset[str] = frozenset()
    sure_heads: frozenset[str] = frozenset()
    unfinished: frozenset[str] = frozenset()
    armed_heads: frozenset[str] = frozenset()
    place_firms: frozenset[str] = frozenset()
    outlet_verbs: frozenset[str] = frozenset()
    openers: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
    organisations: frozenset[str] = frozenset()
    metonyms: frozenset[str] = frozenset()
    part_endings: re.Pattern[str] = re.compile(r"(?!)")

    def find_place(self, name: str) -> Place | None:
        """The place of that name; None for one that is not listed or not written as a name."""
        return self.places.get(fold_name(name)) if name[:1].isupper() else None

    def is_demonym(self, name: str) -> bool:
        """Whether a capitalised word names a people, faith or nationality."""
        return name[:1].isupper() and fold_name(name) in self.demonyms


@cache
def load_lexicon(language: str) -> Lexicon:
    """The lists of a language; an empty Lexicon where there are none. Raises FaultError for a broken file."""
    folder = files("broadsheet").joinpath("lang", language)
    if not has_word_list("names", language):
        return Lexicon()
    names, titles = load_word_list("names", language), load_word_list("titles", language)
    organisations = load_word_list("organisations", language)
    places = _read_places(folder / "places.csv")
    return Lexicon(
        places=places,
        country_names=_first_names(places),
        country_phrases=_list_phrases(places),
        demonyms=_read_demonyms(load_word_list("demonyms", language)),
        demonym_parts=_read_demonym_parts(load_word_list("demonyms", language)),
        titles=frozenset((*titles["honorifics"], *titles["offices"])),
        roles=frozenset(titles["roles"]),
        role_modifiers=frozenset(titles["role_modifiers"]),
        role_stops=frozenset(titles["role_stops"]),
        given_names=frozenset(names["given_names"]),
        particles=frozenset(names["particles"]),
        joiners=frozenset(names["joiners"]),
        calendar=frozenset(names["calendar"]),
        not_names=frozenset((*names["not_names"], *names["calendar"])),
        organisation_nouns=frozenset(names["organisation_nouns"]),
        possessive_words=frozenset(names["possessive_words"]),
        compound_endings=frozenset(names["compound_endings"]),
        things=frozenset(names["things"]),
        honorifics=frozenset(titles["honorifics"]),
        speech_verbs=frozenset(names["speech_verbs"]),
        place_prepositions=frozenset(names["place_prepositions"]),
        heads=_read_heads(organisations),
        company_endings=frozenset(
            form for word in organisations["company_endings"] for form in (word, word.casefold())
        ),
        sure_heads=frozenset(organisations["sure_heads"]),
        unfinished=frozenset(organisations["unfinished"]),
        armed_heads=frozenset(organisations["armed_heads"]),
        place_firms=frozenset(organisations["place_firms"]),
        outlet_verbs=frozenset(organisations["outlet_verbs"]),
        openers=_read_openers(organisations),
        known=organisations["known"],
        metonyms=frozenset(organisations["names"]["metonyms"]),
        part_endings=_compile_endings(load_word_list("short_forms", language)["parts"]),
        organisations=frozenset((*organisations["names"]["organisations"], *organisations["known"].values())),
    )


def _compile_endings(words: Sequence[str]) -> re.Pattern[str]:
    """Matches a folded name that ends in one of these words, pieces of patterns."""
    return re.compile(rf" (?:{'|'.join(words)})$")


def _read_places(path: Traversable) -> dict[str, Place]:
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    places: dict[str, Place] = {}
    for row in csv.DictReader(lines):
        geonames_id = int(row["geonames_id"]) if row["geonames_id"] else None
        place = Place(row["name"], row["kind"], row["country_code"] or None, geonames_id)
        places.setdefault(fold_name(place.name), place)
    return places


def _first_names(places: Mapping[str, Place]) -> dict[str, str]:
    names: dict[str, str] = {}
    for place in places.values():
        if place.kind == "country" and place.country_code:
            names.setdefault(place.country_code, place.name.removeprefix("The "))
    return names


def _list_phrases(places: Mapping[str, Place]) -> tuple[str, ...]:
    """Names of countries and capitals that are several words."""
    chosen = {place.name.strip() for place in places.values() if place.kind in ("country", "capital")}
    return tuple(sorted(name for name in chosen if " " in name or "-" in name))


def _read_demonyms(raw: Mapping[str, Any]) -> dict[str, str | None]:
    words: dict[str, str | None] = {fold_name(word): None for word in raw["peoples"]["names"]}
    for code, listed in raw["countries"].items():
        for word in listed:
            words[fold_name(word)] = code
    for word, code in list(words.items()):
        if word.endswith(("an", "i", "er", "ian")):
            words.setdefault(f"{word}s", code)
    return words


def _read_demonym_parts(raw: Mapping[str, Any]) -> dict[str, str]:
    """The code of the part of a country that a people belongs to."""
    return {fold_name(word): code for code, listed in raw["parts"].items() for word in listed}


def _read_openers(raw: Mapping[str, Any]) -> dict[str, str]:
    kinds = {"place_openers": "LOC", "event_openers": "EVENT", "openers": "ORG"}
    return {word: kind for listed, kind in kinds.items() for word in raw[listed]}


def _read_heads(raw: Mapping[str, Any]) -> dict[str, str]:
    kinds = {"work_heads": "WORK", "event_heads": "EVENT", "law_heads": "LAW", "place_heads": "LOC", "heads": "ORG"}
    kinds |= {"other_heads": "MISC"}
    return {word: kind for listed, kind in kinds.items() for word in raw[listed]}
