"""Persons of one word, or of common words, of whom the pipeline is not sure and the article shows nothing that only
persons have.

Belongs here: whether such a name stays a person. What it names else is left open (MISC); of the surer ones, what stands
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
from broadsheet.entities.cues import is_shown
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.name_words import NameWords, choose_one
from broadsheet.entities.names import Name, fold_name
from broadsheet.entities.roles import find_role
from broadsheet.language.lemmas import load_lemmas
from broadsheet.language.sureness import read_sureness

_REACH = 60
# Of the words of which the network is less sure, most name no person.
_SURE = 0.7
# So sure it is to be of a word that stands where a place does.
_SURE_BESIDE_PLACE = 0.9
# Of names made of common words ("Salt Harbour") most that it is not so sure of name no person.
_SURE_OF_COMMON = 0.6
_FOUND_ELSEWHERE = ("headline", "repeat")
_AGE = r",? \(?(?:aged? )?\d{1,2}(?:[,)]|$)"


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
    for indices in _list_common(names, lexicon, words).values():
        listed = [names[index] for index in indices]
        if _find_sureness(parts, listed) < _SURE_OF_COMMON and not any(
            _is_shown(parts, name, lexicon, words) for name in listed
        ):
            opened |= dict.fromkeys(indices, "MISC")
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
    sureness = _find_sureness(parts, names)
    if sureness >= _SURE_BESIDE_PLACE or any(_is_shown(parts, name, lexicon, words) for name in names):
        return None
    if sureness < _SURE:
        return "MISC"
    if _is_first_name(names[0], lexicon, words):
        return None
    return "LOC" if any(_stands_as_place(parts[name.part_index].text, name, lexicon) for name in names) else None


def _list_common(names: Sequence[Name], lexicon: Lexicon, words: NameWords) -> dict[str, list[int]]:
    """Persons of several words that are all common ones, none of them a first name or initials, by their name."""
    common: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        split = name.surface.split()
        may_be = name.mention_type == "PERSON" and len(split) > 1 and not is_shown(name)
        if may_be and all(_is_common(word, lexicon, words) for word in split):
            common[fold_name(name.surface)].append(index)
    return common


def _is_common(word: str, lexicon: Lexicon, words: NameWords) -> bool:
    is_name = word in lexicon.given_names or word.casefold() in words.pronouns or word[1:].upper() == word[1:]
    return not is_name and load_lemmas().is_word(word)


def _find_sureness(parts: Sequence[TextPart], names: Sequence[Name]) -> float:
    """How sure the pipeline is of these mentions of one name; 1 where it does not say.

    What was found because the pipeline saw the same name elsewhere says nothing of its own.
    """
    seen = [name for name in names if not name.rule.startswith(_FOUND_ELSEWHERE)]
    noted = [
        read_sureness(parts[name.part_index].doc, name.start_char, name.end_char, "PERSON")
        for name in seen
        if name.rule.startswith("doc_ents")
    ]
    shares = [share for share in noted if share is not None]
    return sum(shares) / len(shares) if shares and len(shares) == len(seen) else 1.0


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
    """Whether a mention is a usual first name, has a role, an age or relatives, says something or is appointed."""
    part = parts[name.part_index]
    if name.surface in lexicon.given_names or _signs(part.text, name, words):
        return True
    patterns = _compile(words, lexicon.speech_verbs)
    before = part.text[max(0, name.start_char - _REACH) : name.start_char].rpartition("\n")[2]
    is_shown = patterns.before.search(before) or patterns.behind.match(part.text, name.end_char)
    return is_shown is not None or find_role(part, name, lexicon) is not None


def _signs(text: str, name: Name, words: NameWords) -> bool:
    """Whether a first name of any tongue fills its line, as below a letter."""
    before, after = (
        text[max(0, name.start_char - _REACH) : name.start_char].rpartition("\n")[2],
        (text[name.end_char : name.end_char + _REACH].partition("\n")[0]),
    )
    return name.surface.casefold() in words.pronouns and not before.strip(" —–-") and not after.strip(" ,.")


def _is_first_name(name: Name, lexicon: Lexicon, words: NameWords) -> bool:
    """Whether a name is a first name of any tongue; there, "Jade" and "Polly" are also things."""
    return name.surface in lexicon.given_names or name.surface.casefold() in words.pronouns


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
