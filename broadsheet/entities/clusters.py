"""Clusters of mentions that name the same entity: keys and fullest names.

Belongs here: clustering within one article. Linking across articles is the model table `entities`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.name_words import NameWords
from broadsheet.entities.names import Name, fold_name
from broadsheet.entities.persons import PersonIndex

_SHORT_INITIALS = 2
_SHORT_WORDS = frozenset(["al", "bo", "de", "di", "du", "ed", "el", "jo", "la", "le", "li", "ma", "st", "xi", "yu"])


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity within an article. `key` is type|folded fullest name."""

    key: str
    name: str


def join_names(
    parts: Sequence[TextPart],
    names: Sequence[Name],
    definitions: Mapping[str, str],
    lexicon: Lexicon,
    words: NameWords,
) -> list[Entity]:
    """The entity of each name, in the order of the names."""
    persons = PersonIndex(parts, names, lexicon, words)
    organisations = _OrganisationIndex(names, definitions, lexicon)
    found = []
    for index, name in enumerate(names):
        if name.mention_type == "PERSON":
            full = display = persons.find_fullest(index, name)
        elif name.mention_type == "ORG":
            full = organisations.find_fullest(name)
            display = organisations.find_display(full)
        else:
            full = display = _find_place_name(name, definitions, lexicon)
        found.append(Entity(f"{name.mention_type}|{fold_name(full)}", display))
    return _use_one_spelling(found)


def _find_place_name(name: Name, definitions: Mapping[str, str], lexicon: Lexicon) -> str:
    full = definitions.get(name.surface, name.surface)
    if name.mention_type != "LOC":
        return full
    place = lexicon.find_place(full)
    if place and place.kind == "country" and place.country_code:
        return lexicon.country_names.get(place.country_code, full)
    return full


def _use_one_spelling(found: Sequence[Entity]) -> list[Entity]:
    """One name for each key: the first one that is not all in capitals, as a headline's is."""
    names: dict[str, str] = {}
    for entity in found:
        if entity.key not in names or (names[entity.key].isupper() and not entity.name.isupper()):
            names[entity.key] = entity.name
    return [Entity(entity.key, _lower_capitals(entity.key, names[entity.key])) for entity in found]


def _lower_capitals(key: str, name: str) -> str:
    """A person's name that stands in capitals only, as it is otherwise written: "HELEN MARSH" is "Helen Marsh"."""
    if not key.startswith("PERSON|") or " " not in name or not name.isupper():
        return name
    words = name.split()
    is_initials = len(words[0]) <= _SHORT_INITIALS and words[0].casefold() not in _SHORT_WORDS
    return " ".join(words[0] if is_initials and not index else word.title() for index, word in enumerate(words))


class _OrganisationIndex:
    """Full names of organisations by acronym, first word and head noun; "Inc" and the like are ignored."""

    def __init__(self, names: Sequence[Name], definitions: Mapping[str, str], lexicon: Lexicon) -> None:
        self._definitions = definitions
        self._lexicon = lexicon
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self._bare: dict[str, str] = {}
        self._longest: dict[str, str] = {}
        self._places: dict[str, int] = {}
        for index, name in enumerate(names):
            if name.mention_type != "ORG":
                continue
            bare = self._drop_ending(name.surface)
            folded = fold_name(bare)
            self._places.setdefault(folded, index)
            self._bare.setdefault(folded, bare)
            self._longest[folded] = max(self._longest.get(folded, ""), name.surface, key=_rank_spelling)
            words = folded.split()
            if len(words) > 1:
                self._by_word[words[0]].add(folded)
                if not bare.split()[-1].isupper():
                    self._by_word[words[-1]].add(folded)

    def find_fullest(self, name: Name) -> str:
        """By the article's definition, the list of known acronyms, or the one longer name that this one shortens."""
        surface = name.surface
        if surface in self._definitions:
            return self._drop_ending(self._definitions[surface])
        if surface in self._lexicon.known:
            return self._lexicon.known[surface]
        bare = self._drop_ending(surface)
        folded = fold_name(bare)
        longer = self._by_word.get(folded, set())
        if " " not in folded and len(longer) == 1 and self._may_shorten(surface, next(iter(longer))):
            return self._bare[next(iter(longer))]
        return bare

    def _may_shorten(self, surface: str, longer: str) -> bool:
        """Whether a word may stand for the longer name: no place, no listed body, nor one that has a product or a part.

        "Fjordline Cloud Suite" and "Fjordline Safety Ambassadors" are no longer names of Fjordline, which the article
        named before them; nor is "Friends of the Odora" one of Odora.
        """
        if self._lexicon.find_place(surface) or surface in self._lexicon.organisations:
            return False
        *_, joiner, last = longer.split()
        if fold_name(surface) == last:
            return joiner not in self._lexicon.joiners
        if self._lexicon.part_endings.search(longer):
            return False
        is_body = self._lexicon.heads.get(self._bare[longer].split()[-1]) == "ORG"
        return is_body or self._places[longer] < self._places.get(fold_name(surface), 0)

    def find_display(self, bare: str) -> str:
        """The longest form of a name in the article."""
        return self._longest.get(fold_name(bare), bare)

    def _drop_ending(self, surface: str) -> str:
        words = surface.split()
        while len(words) > 1 and words[-1].strip(".,") in self._lexicon.company_endings:
            words.pop()
        return " ".join(words).rstrip(",")


def _rank_spelling(surface: str) -> tuple[int, bool]:
    return len(surface), not surface.isupper()
