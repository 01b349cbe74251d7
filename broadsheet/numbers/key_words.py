"""Words of measure keys: the lists of one measure's names, and nouns without their plural ending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from broadsheet.numbers.lexicon import load_words

_IRREGULAR = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "lives": "life",
    "feet": "foot",
    "mice": "mouse",
    "servicemen": "serviceman",
}

_SINGULAR = frozenset(["series", "species", "news", "gas", "gdp"])


@dataclass(frozen=True, slots=True)
class KeyLists:
    said: Mapping[str, Mapping[str, str]]
    same: Mapping[str, str]
    general: frozenset[str]
    kept: frozenset[str]
    partial: frozenset[str]
    weak: frozenset[str]
    light: frozenset[str]
    of_place: frozenset[str]
    of_owner: frozenset[str]
    of_world: frozenset[str]
    in_percent: frozenset[str]
    in_counts: frozenset[str]
    events: frozenset[str]
    weightless: frozenset[str]
    measures: frozenset[str]


@cache
def key_lists() -> KeyLists:
    keys, counted = load_words("measure_keys"), load_words("counted")

    def words(section: str) -> frozenset[str]:
        return frozenset(keys[section]["words"])

    return KeyLists(
        {relation: _by_word(keys[relation]) for relation in ("object", "subject", "noun", "adjective")},
        _by_word(keys["same"]),
        words("general"),
        frozenset(keys["general"]["kept_with_predicate"]),
        words("partial"),
        words("weak"),
        words("light"),
        words("of_place"),
        words("of_owner"),
        words("of_world"),
        words("in_percent"),
        words("in_counts"),
        words("events"),
        frozenset(counted["weightless"]["words"]) | frozenset(counted["stops"]["words"]),
        frozenset(lemma(word) for word in counted["measures"]["words"]),
    )


def _by_word(section: Mapping[str, Any]) -> dict[str, str]:
    return {word: key for key, words in section.items() for word in words}


@cache
def lemma(word: str) -> str:
    """A noun without its plural ending.

    >>> lemma("soldiers"), lemma("countries"), lemma("deaths"), lemma("people")
    ('soldier', 'country', 'death', 'person')
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies") and word not in _SINGULAR:
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in _SINGULAR:
        return word[:-1]
    return word


def find_verb(word: str) -> str:
    """The verb of a participle that is in the lists, else the word."""
    for ending in ("ed", "d"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            if stem in key_lists().said["object"]:
                return stem
    return word


def distinguish(own: list[str], said: str | None) -> list[str]:
    """The words of a phrase that tell it from others, without those that say the same as `said`, in their order."""
    same = key_lists().same
    return sorted({same.get(word, word) for word in own if _is_telling(word, said)})


def _is_telling(word: str, said: str | None) -> bool:
    """Whether a word is specific; some general ones are where something is said of them: "killed woman"."""
    lists = key_lists()
    if word in lists.weightless:
        return False
    if word in lists.general and (said is None or word not in lists.kept):
        return False
    names = (word, lists.said["noun"].get(word), lists.said["adjective"].get(word), _said_of(word))
    return said is None or said not in names


def _said_of(word: str) -> str | None:
    return key_lists().said["object"].get(find_verb(word))
