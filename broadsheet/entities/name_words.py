"""Word lists for names of a known make: storms, firms named after persons, groups of plain words, peers.

Belongs here: loading them, once per process. What the words do belongs to `made_names`, `cues` and `listed_persons`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from broadsheet.word_lists import has_word_list, load_word_list


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words as written, in order of the lists; a language without lists has none."""

    storm_openers: tuple[str, ...] = ()
    not_storms: frozenset[str] = frozenset()
    operation_openers: tuple[str, ...] = ()
    trade_heads: tuple[str, ...] = ()
    family_endings: tuple[str, ...] = ()
    exact_groups: tuple[str, ...] = ()
    group_people: tuple[str, ...] = ()
    group_joiners: tuple[str, ...] = ()
    group_demands: tuple[str, ...] = ()
    peers: tuple[str, ...] = ()
    titles_of_places: tuple[str, ...] = ()
    lord_offices: frozenset[str] = frozenset()
    burmese_titles: tuple[str, ...] = ()
    burmese_words: frozenset[str] = frozenset()
    relatives: frozenset[str] = frozenset()
    title_pronouns: Mapping[str, str] = field(default_factory=dict, hash=False)
    pronouns: Mapping[str, str] = field(default_factory=dict, hash=False)
    cues: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    two_things: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict, hash=False)

    def cue(self, name: str) -> frozenset[str]:
        """The cue words of that name; none where the language has no such list."""
        return self.cues.get(name, frozenset())


@cache
def load_name_words(language: str) -> NameWords:
    """The lists of a language; an empty NameWords where there are none. Raises FaultError for a broken file."""
    bodies, titles = _read("organisations", language), _read("titles", language)
    cues, others = _read("name_cues", language), {**_read("not_persons", language), **_read("well_known", language)}
    return NameWords(
        storm_openers=_words(bodies, "storm_openers"),
        not_storms=frozenset(_words(bodies, "not_storms")),
        operation_openers=_words(bodies, "operation_openers"),
        trade_heads=_words(bodies, "trade_heads"),
        family_endings=_words(bodies, "family_endings"),
        exact_groups=(*_words(bodies, "plain_groups"), *_words(bodies, "person_firms")),
        group_people=_words(bodies, "group_people"),
        group_joiners=_words(bodies, "group_joiners"),
        group_demands=_words(bodies, "group_demands"),
        peers=_words(titles, "peers"),
        titles_of_places=_words(titles, "titles_of_places"),
        lord_offices=frozenset(_words(titles, "lord_offices")),
        burmese_titles=_words(titles, "burmese_titles"),
        burmese_words=frozenset(_words(titles, "burmese_words")),
        relatives=frozenset(_words(titles, "relatives")),
        title_pronouns={
            title: pronoun
            for pronoun, name in (("he", "titles_of_men"), ("she", "titles_of_women"))
            for title in _words(titles, name)
        },
        pronouns={
            name.casefold(): pronoun
            for pronoun, listed in _read("first_names", language).items()
            for name in listed.split()
        },
        cues={name: frozenset(listed) for name, listed in (cues.get("cues", {}) | others).items()},
        two_things={
            word: {kind: frozenset(listed) for kind, listed in kinds.items()}
            for word, kinds in cues.get("two_things", {}).items()
        },
    )


def choose_one(words: Iterable[str]) -> str:
    """A regular expression that matches any of the words, the longest first; never for no words.

    >>> choose_one(["Storm", "Storm Surge"])
    'Storm\\\\ Surge|Storm'
    """
    listed = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, listed)) or r"(?!)"


def _words(raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(raw.get(key, ()))


def _read(name: str, language: str) -> Mapping[str, Any]:
    return load_word_list(name, language) if has_word_list(name, language) else {}
