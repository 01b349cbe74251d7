"""Names whose type the commas behind them show: a city before its state, a person before an age or a role.

Belongs here: organisations, works and the like that a model made of "Palo Alto, California" and "Ada Lund, 34, said".
Cues of firms and teams are in `cues`, of works in `not_persons`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from broadsheet.analysed import TextPart
from broadsheet.entities.cues import is_shown
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.name_words import NameWords, choose_one
from broadsheet.entities.names import Name
from broadsheet.entities.place_table import PlaceTable

_REACH = 60
_STATE = re.compile(r", (?P<state>[A-Z][\w.]*(?: [A-Z][\w.]*)?)(?=[\s,.;:)]|$)")
# Not before a capital: "Orme Cross, 81, Tarn Road" is an address.
_AGE = re.compile(r"(?:,| \()(?: aged)? ?\d{2}(?:,(?= [a-z])|\.(?!\d)|;|\)|$)")
_JOINERS = (", ", " and ", ", and ")
_LISTED = frozenset(["LOC", "ORG", "MISC"])
_LEAST_TOWNS = 2
# Types that give way to a person's or a place's.
_OPEN = ("ORG", "MISC", "WORK", "PRODUCT")


def type_beside_commas(
    parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, words: NameWords, table: PlaceTable
) -> list[Name]:
    """The names in the same order, such cities as LOC and such persons as PERSON."""
    if not words.cue("firms"):
        return list(names)
    names = _type_lists(parts, names, lexicon, table)
    return [_type(parts[name.part_index].text, name, lexicon, words, table) for name in names]


def _type_lists(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, table: PlaceTable) -> list[Name]:
    """The names, with organisations of a list of towns as LOC, where two at least are and all lie in one country."""
    typed = list(names)
    for start, end in _find_lists(parts, names):
        countries = [{city.country_code for city in table.find_cities(name.surface)} for name in names[start:end]]
        kinds = [name.mention_type for name in names[start:end]]
        if kinds.count("LOC") < _LEAST_TOWNS or not set.intersection(*countries):
            continue
        for index in range(start, end):
            name = names[index]
            is_open = name.mention_type in ("ORG", "MISC") and not is_shown(name)
            if is_open and name.surface not in lexicon.organisations and name.surface not in lexicon.metonyms:
                typed[index] = replace(name, mention_type="LOC", rule=f"{name.rule}+cue")
    return typed


def _find_lists(parts: Sequence[TextPart], names: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """Where names of places and organisations stand in one list of three or more, as the first and the end."""
    start = 0
    for index in range(1, len(names) + 1):
        if index < len(names) and _is_next(parts, names[index - 1], names[index]):
            continue
        if index - start > _LEAST_TOWNS:
            yield start, index
        start = index


def _is_next(parts: Sequence[TextPart], before: Name, name: Name) -> bool:
    """Whether a name follows another one in a list."""
    if before.part_index != name.part_index or not {before.mention_type, name.mention_type} <= _LISTED:
        return False
    gap = name.start_char - before.end_char
    return 0 < gap <= len(", and ") and parts[name.part_index].text[before.end_char : name.start_char] in _JOINERS


def _type(text: str, name: Name, lexicon: Lexicon, words: NameWords, table: PlaceTable) -> Name:
    if is_shown(name):
        return name
    if name.mention_type in (*_OPEN, "PERSON") and _is_city_of_state(text, name, lexicon, table):
        return replace(name, mention_type="LOC", rule=f"{name.rule}+cue")
    is_read = name.rule.startswith("doc_ents") and name.mention_type in (*_OPEN, "LOC")
    if is_read and _is_person(text, name, lexicon, words):
        return replace(name, mention_type="PERSON", rule=f"{name.rule}+cue")
    return name


def _is_city_of_state(text: str, name: Name, lexicon: Lexicon, table: PlaceTable) -> bool:
    """Whether a listed city stands before its state or country: "Palo Alto, California", not "Chelsea, Arsenal"."""
    state = _STATE.match(text, name.end_char)
    if state is None:
        return False
    code = table.find_region(state["state"]) or table.find_region(state["state"].split()[0])
    place = lexicon.find_place(state["state"])
    country = place.country_code if place and place.kind == "country" else (code or "").partition("-")[0]
    return any(city.country_code == country for city in table.find_cities(name.surface))


def _is_person(text: str, name: Name, lexicon: Lexicon, words: NameWords) -> bool:
    """Whether a name of two or three words stands before an age, or with a first name before a role or "who", or
    beside a word of speech.
    """
    split = name.surface.split()
    if len(split) not in (2, 3) or split[-1] in lexicon.heads or split[-1] in lexicon.company_endings:
        return False
    if lexicon.find_place(name.surface) or not all(word[:1].isupper() for word in split):
        return False
    if _AGE.match(text, name.end_char):
        return True
    if not _is_first_name(split[0], lexicon, words):
        return False
    behind = _compile(lexicon.roles, lexicon.speech_verbs).match(text, name.end_char)
    before = text[max(0, name.start_char - _REACH) : name.start_char].rpartition("\n")[2]
    speaks = before.endswith(" ") and before.rstrip().rpartition(" ")[2] in lexicon.speech_verbs
    return behind is not None or (speaks and text[name.end_char : name.end_char + 5] == " who ")


def _is_first_name(word: str, lexicon: Lexicon, words: NameWords) -> bool:
    return any(part in lexicon.given_names or part.casefold() in words.pronouns for part in (word, word.split("-")[0]))


@lru_cache(maxsize=8)
def _compile(roles: frozenset[str], speech_verbs: frozenset[str]) -> re.Pattern[str]:
    """What stands right behind a person: a role in commas, a verb of speech, "who"."""
    role = rf", (?:an?|the|who is|his|her|their) (?:[\w’'-]+ ){{0,4}}(?:{choose_one(roles)})(?![\w-])"
    return re.compile(rf"{role}| (?:{choose_one(speech_verbs)})(?=[ ,.:])|, (?:who|whose)(?= )")
