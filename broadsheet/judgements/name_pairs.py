"""Pairs of entities whose names let them be one: the same name under two types, an alias, a longer form, a slip.

Belongs here: finding pairs by names alone, each with how often such pairs are one. No scan compares all with all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

# How often pairs of a kind are one entity, as estimated on newswire; only their order matters much.
LIKELIHOODS = {"acronym": 0.5, "same_stem": 0.45, "alias": 0.4, "same_name": 0.35, "spelling": 0.3, "longer_name": 0.2}
# Types that name one another's things: a club and its city, a people and its country.
_NEAR = frozenset({frozenset({"LOC", "ORG"}), frozenset({"LOC", "NORP"}), frozenset({"PERSON", "ORG"})})
_MOST_OF_A_NAME = 12
_SHORTEST_SPELLING = 6
_SHORTEST_ACRONYM = 3
_STEM, _LONGEST_ENDING = 5, 3


@dataclass(slots=True)
class NamedEntity:
    """An entity by its names. keys: mentions by key; aliases: other forms that articles use.

    is_told_apart: a rule tells it from another of its name by what stands around it. anchors, mention_ids: an article
    and a mention by key.
    """

    entity_id: str
    entity_type: str
    keys: dict[str, int] = field(default_factory=dict)
    aliases: set[str] = field(default_factory=set)
    anchors: dict[str, str] = field(default_factory=dict)
    mention_ids: dict[str, str] = field(default_factory=dict)
    version_count: int = 0
    is_told_apart: bool = False

    @property
    def mention_count(self) -> int:
        return sum(self.keys.values())

    @property
    def main_key(self) -> str:
        """The key of most mentions; of several, the first by name."""
        return min(self.keys, key=lambda key: (-self.keys[key], key))

    @property
    def names(self) -> set[str]:
        """The full names that its keys hold."""
        return {key.partition("|")[2] for key in self.keys}


def read_entities(rows: Iterable[Mapping[str, object]]) -> dict[str, NamedEntity]:
    """The entities of the rows of sql/judgements/entity_names.sql by id."""
    found: dict[str, NamedEntity] = {}
    for row in rows:
        entity_id, key, name = str(row["entity_id"]), str(row["entity_key"]), str(row["name_norm"])
        entity = found.setdefault(entity_id, NamedEntity(entity_id, str(row["entity_type"])))
        entity.keys[key] = entity.keys.get(key, 0) + int(str(row["mention_count"]))
        entity.version_count += int(str(row["version_count"]))
        entity.is_told_apart = entity.is_told_apart or bool(row.get("is_told_apart"))
        entity.anchors.setdefault(key, str(row["article_version_id"]))
        entity.mention_ids.setdefault(key, str(row["mention_id"]))
        if name != key.partition("|")[2]:
            entity.aliases.add(name)
    return found


def find_pairs(entities: Mapping[str, NamedEntity]) -> dict[tuple[str, str], str]:
    """Kind by pair of ids, the likeliest kind of each pair; ids of a pair in their order."""
    pairs: dict[tuple[str, str], str] = {}
    finders = {
        "spelling": _find_spellings, "same_stem": _find_stems, "acronym": _find_acronyms, "alias": _find_aliases,
        "same_name": _find_same_names, "longer_name": _find_longer_names,
    }  # fmt: skip
    by_name = _index(entities)
    for kind in sorted(finders, key=lambda name: -LIKELIHOODS[name]):
        for one, other in finders[kind](entities, by_name):
            if one == other or not _are_near(entities[one].entity_type, entities[other].entity_type):
                continue
            is_same_name = not entities[one].names.isdisjoint(entities[other].names)
            pairs.setdefault((min(one, other), max(one, other)), "same_name" if is_same_name else kind)
    return pairs


Index = Mapping[str, Sequence[str]]
Pairs = Iterator[tuple[str, str]]


def _index(entities: Mapping[str, NamedEntity]) -> Index:
    by_name: dict[str, list[str]] = defaultdict(list)
    for entity_id, entity in entities.items():
        for name in sorted(entity.names):
            by_name[name].append(entity_id)
    return by_name


def _are_near(one: str, other: str) -> bool:
    return one == other or frozenset({one, other}) in _NEAR


def _find_same_names(entities: Mapping[str, NamedEntity], by_name: Index) -> Pairs:
    for ids in by_name.values():
        yield from combinations(ids[:_MOST_OF_A_NAME], 2)


def _find_aliases(entities: Mapping[str, NamedEntity], by_name: Index) -> Pairs:
    for entity_id, entity in entities.items():
        for alias in sorted(entity.aliases):
            yield from ((entity_id, other) for other in by_name.get(alias, ())[:_MOST_OF_A_NAME])


def _find_acronyms(entities: Mapping[str, NamedEntity], by_name: Index) -> Pairs:
    for name, ids in by_name.items():
        initials = "".join(
            word[0] for word in name.replace("-", " ").split() if word not in ("of", "and", "the", "for")
        )
        if len(initials) >= _SHORTEST_ACRONYM:
            yield from ((one, other) for other in by_name.get(initials, ())[:_MOST_OF_A_NAME] for one in ids[:3])


def _find_longer_names(entities: Mapping[str, NamedEntity], by_name: Index) -> Pairs:
    for name, ids in by_name.items():
        words = name.split()
        for length in range(1, len(words)):
            for shorter in {" ".join(words[:length]), " ".join(words[-length:])}:
                others = by_name.get(shorter, ())[:_MOST_OF_A_NAME]
                yield from ((one, other) for other in others for one in ids[:3])


def _find_spellings(entities: Mapping[str, NamedEntity], by_name: Index) -> Pairs:
    """Names that one letter more, less or other tells apart: they share a form with one letter left out."""
    near: dict[str, set[str]] = defaultdict(set)
    for name in by_name:
        if len(name) >= _SHORTEST_SPELLING:
            near[name].add(name)
            for place in range(1, len(name)):
                near[name[:place] + name[place + 1 :]].add(name)
    for names in near.values():
        for one, other in combinations(sorted(names)[:_MOST_OF_A_NAME], 2):
            yield from ((a, b) for a in by_name[one][:3] for b in by_name[other][:3])


def _find_stems(entities: Mapping[str, NamedEntity], by_name: Index) -> Pairs:
    """Single words of which one is the other with an ending, as a people and its land."""
    near: dict[str, list[str]] = defaultdict(list)
    for name in sorted(by_name):
        if len(name) >= _STEM and " " not in name:
            near[name[:_STEM]].append(name)
    for names in near.values():
        for one, other in combinations(sorted(names, key=len)[:_MOST_OF_A_NAME], 2):
            if other.startswith(one[:-1]) and len(other) - len(one) <= _LONGEST_ENDING:
                yield from ((a, b) for a in by_name[one][:3] for b in by_name[other][:3])
