"""Clusters of mentions that name the same entity: keys and fullest names.

Belongs here: clustering within one article. Linking across articles is the model table `entities`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.names import Name, fold_name


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity within an article. `key` is type|folded fullest name."""

    key: str
    name: str


def join_names(names: Sequence[Name], definitions: Mapping[str, str], lexicon: Lexicon) -> list[Entity]:
    """The entity of each name, in the order of the names."""
    persons = _PersonIndex(names)
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
    names: dict[str, str] = {}
    for entity in found:
        names.setdefault(entity.key, entity.name)
    return [Entity(entity.key, names[entity.key]) for entity in found]


class _PersonIndex:
    """Full names of persons by their last and first words, in order of place."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._by_last: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._by_first: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for index, name in enumerate(names):
            words = fold_name(name.surface).split()
            if name.mention_type == "PERSON" and len(words) > 1:
                self._by_last[words[-1]].append((index, name.surface))
                self._by_first[words[0]].append((index, name.surface))

    def find_fullest(self, index: int, name: Name) -> str:
        """The fullest name of the person: a longer form with the same words, else by surname, else by given name."""
        words = fold_name(name.surface).split()
        if len(words) > 1:
            longer = [
                full
                for _, full in self._by_last.get(words[-1], ())
                if len(fold_name(full).split()) > len(words) and _are_compatible(words, fold_name(full).split())
            ]
            return max(longer, key=lambda full: (len(full), full)) if longer else name.surface
        full = _nearest(self._by_last.get(words[-1] if words else "", ()), index)
        if full is None and words:
            candidates = self._by_first.get(words[0], ())
            is_one = len({fold_name(surface) for _, surface in candidates}) == 1
            full = _nearest(candidates, index) if is_one else None
        if full is None:
            return name.surface
        return self.find_fullest(index, Name(name.part_index, 0, 0, full, "PERSON", name.rule))


def _are_compatible(words: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether the words end the longer name ("de Wilde"), or share its first word or initial and occur in it."""
    if list(longer[-len(words) :]) == list(words):
        return True
    first, other = words[0].strip("."), longer[0].strip(".")
    same_first = first == other or (1 in (len(first), len(other)) and first[:1] == other[:1])
    return same_first and all(word in longer for word in words[1:])


def _nearest(candidates: Sequence[tuple[int, str]], index: int) -> str | None:
    """The last one before `index`, else the first one after it."""
    before = [surface for place, surface in candidates if place < index]
    if before:
        return before[-1]
    return candidates[0][1] if candidates else None


class _OrganisationIndex:
    """Full names of organisations by acronym, first word and head noun; "Inc" and the like are ignored."""

    def __init__(self, names: Sequence[Name], definitions: Mapping[str, str], lexicon: Lexicon) -> None:
        self._definitions = definitions
        self._lexicon = lexicon
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self._bare: dict[str, str] = {}
        self._longest: dict[str, str] = {}
        for name in names:
            if name.mention_type != "ORG":
                continue
            bare = self._drop_ending(name.surface)
            folded = fold_name(bare)
            self._bare.setdefault(folded, bare)
            self._longest[folded] = max(self._longest.get(folded, ""), name.surface, key=len)
            words = folded.split()
            if len(words) > 1:
                self._by_word[words[0]].add(folded)
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
        if " " not in folded and len(longer) == 1 and not self._lexicon.find_place(surface):
            return self._bare[next(iter(longer))]
        return bare

    def find_display(self, bare: str) -> str:
        """The longest form of a name in the article."""
        return self._longest.get(fold_name(bare), bare)

    def _drop_ending(self, surface: str) -> str:
        words = surface.split()
        while len(words) > 1 and words[-1].strip(".,") in self._lexicon.company_endings:
            words.pop()
        return " ".join(words).rstrip(",")
