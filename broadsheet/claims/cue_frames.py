"""Frames of cue words as look-up tables, read once from `lang/<language>/claim_frames.toml`.

Belongs here: which objects, particles and phrases turn a verb of speech into a deed, which words deny, and which words
mark a speaker's label. How they are matched belongs to the modules that use them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from broadsheet.claims.lexicon import inflect_verb
from broadsheet.word_lists import load_word_list

_LIST = "claim_frames"
_OWN_TABLES = ("classes", "other_verbs", "retractions", "retraction_forms")


@dataclass(frozen=True, slots=True)
class CueFrames:
    """Tables of one language, in lower case.

    deeds: verb -> heads of objects that make it a deed. other_verbs: verb -> particles that make it another verb.
    idioms: phrases as the words before a verb and the verb. retractions: form of a verb that takes back a statement ->
    its base and the words that must follow it, "" for none. words: the other lists by "table.key".
    """

    deeds: Mapping[str, frozenset[str]]
    other_verbs: Mapping[str, frozenset[str]]
    idioms: frozenset[tuple[str, ...]]
    retractions: Mapping[str, tuple[str, frozenset[str]]]
    words: Mapping[str, frozenset[str]]


@cache
def load_frames(language: str = "en") -> CueFrames:
    """The tables of a language. Raises FaultError where the file is broken.

    >>> sorted(load_frames().deeds["hail"])[:2]
    ['cab', 'cabs']
    """
    raw = _read(language)
    classes = {f"@{name}": words for name, words in raw["classes"].items()}
    return CueFrames(
        deeds=_join_deeds(raw["deeds"], classes),
        other_verbs={verb: frozenset(particles) for verb, particles in raw["other_verbs"].items()},
        idioms=frozenset(
            (*(word for word in phrase.split() if word != "_"), verb)
            for phrase in raw["idioms"]["phrases"]
            for verb in raw["idioms"]["verbs"]
        ),
        retractions={
            form: (verb, frozenset(following))
            for verb, following in raw["retractions"].items()
            for form in [verb, *raw["retraction_forms"].get(verb, inflect_verb(verb))]
        },
        words={
            f"{table}.{key}": frozenset(value)
            for table, lists in raw.items()
            if isinstance(lists, dict) and table not in _OWN_TABLES
            for key, value in lists.items()
        },
    )


def _join_deeds(groups: Sequence[Mapping[str, Any]], classes: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    deeds: dict[str, set[str]] = {}
    for group in groups:
        objects = [word for name in group["objects"] for word in classes.get(name, [name])]
        for verb in group["verbs"]:
            deeds.setdefault(verb, set()).update(objects)
    return {verb: frozenset(objects) for verb, objects in deeds.items()}


def _read(language: str) -> Mapping[str, Any]:
    return load_word_list(_LIST, language)
