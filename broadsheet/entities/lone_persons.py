"""Persons of one word, of whom the pipeline is not sure and the article shows nothing that only persons have.

Belongs here: whether such a word stays a person. What it names else is left open (MISC); of the surer ones, what stands
behind "in" or "from" is a place. Persons with a longer name in the article, and pipelines that do not say how sure they
are, stay as they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.name_words import NameWords, choose_one
from broadsheet.entities.names import Name, fold_name
from broadsheet.entities.roles import find_role
from broadsheet.language.sureness import read_sureness

_REACH = 60
# Of the words of which the network is less sure, most name no person.
_SURE = 0.7
# So sure it is to be of a word that stands where a place does.
_SURE_BESIDE_PLACE = 0.9
_AGE = r",? \(?(?:aged )?\d{1,2}[,)]"


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What stands before and behind persons only."""

    before: re.Pattern[str]
    behind: re.Pattern[str]


def open_lone_persons(
    parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, words: NameWords
) -> list[Name]:
    """The names in the same order, with such persons left open."""
    opened: dict[int, str] = {}
    for indices in _list_alone(names).values():
        if not any(_follows_person(parts, names, index, lexicon) for index in indices):
            mention_type = _judge(parts, [names[index] for index in indices], lexicon, words)
            opened |= dict.fromkeys(indices, mention_type) if mention_type else {}
    return [
        replace(name, mention_type=opened[index], rule=f"{name.rule}+unsure") if index in opened else name
        for index, name in enumerate(names)
    ]


def _list_alone(names: Sequence[Name]) -> dict[str, list[int]]:
    """Persons of one word, by that word, that is in no longer person's name of the article."""
    persons = [
        (index, fold_name(name.full).split()) for index, name in enumerate(names) if name.mention_type == "PERSON"
    ]
    longer = {word for _, split in persons if len(split) > 1 for word in split}
    alone: dict[str, list[int]] = defaultdict(list)
    for index, split in persons:
        if len(split) == 1 and split[0] not in longer:
            alone[split[0]].append(index)
    return alone


def _judge(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, words: NameWords) -> str | None:
    """The type that these mentions of one word get instead of PERSON; None where they stay persons."""
    noted = [
        read_sureness(parts[name.part_index].doc, name.start_char, name.end_char, "PERSON")
        for name in names
        if name.rule.startswith("doc_ents")
    ]
    shares = [share for share in noted if share is not None]
    sureness = sum(shares) / len(shares) if len(shares) == len(names) else 1.0
    if sureness >= _SURE_BESIDE_PLACE or any(_is_shown(parts, name, lexicon, words) for name in names):
        return None
    if sureness < _SURE:
        return "MISC"
    return "LOC" if any(_stands_as_place(parts[name.part_index].text, name, lexicon) for name in names) else None


def _follows_person(parts: Sequence[TextPart], names: Sequence[Name], index: int, lexicon: Lexicon) -> bool:
    """Whether a name stands behind "and" and a person with a longer name or a role."""
    name, before = names[index], names[index - 1] if index else None
    if before is None or before.part_index != name.part_index or before.mention_type != "PERSON":
        return False
    part = parts[name.part_index]
    if part.text[before.end_char : name.start_char] != " and ":
        return False
    return " " in before.surface or find_role(part, before, lexicon) is not None


def _is_shown(parts: Sequence[TextPart], name: Name, lexicon: Lexicon, words: NameWords) -> bool:
    """Whether a mention is a first name, has a role, an age or relatives, says something or is appointed."""
    part = parts[name.part_index]
    if name.surface in lexicon.given_names or name.surface.casefold() in words.pronouns:
        return True
    patterns = _compile(words, lexicon.speech_verbs)
    before = part.text[max(0, name.start_char - _REACH) : name.start_char].rpartition("\n")[2]
    is_shown = patterns.before.search(before) or patterns.behind.match(part.text, name.end_char)
    return is_shown is not None or find_role(part, name, lexicon) is not None


def _stands_as_place(text: str, name: Name, lexicon: Lexicon) -> bool:
    before = text[max(0, name.start_char - 12) : name.start_char]
    return before.endswith(" ") and before.rstrip().rpartition(" ")[2] in lexicon.place_prepositions


@lru_cache(maxsize=8)
def _compile(words: NameWords, speech_verbs: frozenset[str]) -> _Patterns:
    relatives, named = choose_one(words.relatives), choose_one(words.cue("person_named"))
    says, others = choose_one(speech_verbs), choose_one(words.cue("before_person"))
    return _Patterns(
        before=re.compile(rf"\b(?:(?:{relatives}),?(?: (?:{named}))?|{others}) [“\"‘']?$"),
        behind=re.compile(rf"(?:,? (?:who|whose)|['’]s?(?: [a-z]+)? (?:{relatives})| (?:[a-z]+ )?(?:{says}))\b|{_AGE}"),
    )
