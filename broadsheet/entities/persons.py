"""Persons of an article and their full names: surnames, given names, initials.

Belongs here: which person of the article a shorter name is. A bare surname is the person introduced as somebody, not a
relative who is named beside; where two are equal it is the one named last. A surname that stood alone before only a
relative was named in full is nobody's full name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.name_words import NameWords
from broadsheet.entities.names import Name, fold_name
from broadsheet.entities.nicknames import find_nickname
from broadsheet.entities.roles import find_role

_REACH = 60
_LEAD = re.compile(r"(?:(?:[\w’'-]+,? ){0,3})(?P<noun>[\w-]+),? $")
_FOLLOW = re.compile(
    r",? (?:who (?:is|was) )?(?:(?:his|her|their|the|a)(?: [\w’'-]+){0,3}?|[A-Z][\w-]+['’]s(?: [\w-]+)?)"
    r" (?P<noun>[\w-]+)(?=[,.;)]| of\b)"
)
_PRONOUN = re.compile(r" [a-z]+ (?:that |[a-z]+ that )?(he|she)\b")
_TITLE, _LONGEST_TITLE = re.compile(r"(\w+)\.? $"), 12
# "The Lund family" is not Jo Lund.
_FAMILY = re.compile(r" (?:brothers|clan|children|couple|dynasty|families|family|household|siblings|sisters|twins)\b")
_INITIALS = re.compile(r"(?:[A-Z]\.?){1,2}")


@dataclass(frozen=True, slots=True)
class _Person:
    """A full name in the text: index among the names, the name, and how the person is introduced there."""

    index: int
    full: str
    is_relative: bool
    has_role: bool


class PersonIndex:
    """Full names of persons by their last and first words, in order of place."""

    def __init__(self, parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, words: NameWords) -> None:
        self._parts = parts
        self._words = words
        self._bare: dict[str, list[int]] = defaultdict(list)
        self._by_last: dict[str, list[_Person]] = defaultdict(list)
        self._by_first: dict[str, list[_Person]] = defaultdict(list)
        self._titled = self._read_titles(names)
        self._nicknames = _read_nicknames(names)
        full: dict[str, list[tuple[int, Name]]] = defaultdict(list)
        for index, name in enumerate(names):
            words_of_name = _split(name.full)
            if name.mention_type != "PERSON" or not words_of_name:
                continue
            if len(words_of_name) > 1 or " of " in name.full:
                full[words_of_name[-1]].append((index, name))
            else:
                self._bare[words_of_name[0]].append(index)
        for last, listed in full.items():
            is_shared = len({fold_name(name.full) for _, name in listed}) > 1
            is_told_apart = is_shared or self._is_bare_before(listed[0][0], last, names)
            for index, name in listed:
                person = (
                    self._introduce(index, name, lexicon) if is_told_apart else _Person(index, name.full, False, False)
                )
                self._by_last[last].append(person)
                self._by_first[_split(name.full)[0]].append(person)
        for persons in self._by_first.values():
            persons.sort(key=lambda person: person.index)

    def find_fullest(self, index: int, name: Name) -> str:
        """The fullest name of the person: a longer form with the same words, else by surname, else by given name."""
        words = _split(name.full)
        if (nicknamed := self._find_by_nickname(name)) is not None:
            return nicknamed
        if len(words) > 1 or " of " in name.full:
            return self._find_longer(name.full, words)
        if not words or self._is_somebody_else(words[0]) or self._is_family(name):
            return name.surface
        named = self._by_last.get(words[0], [])
        persons = self._keep_by_title(name, named)
        full = self._choose(index, name, persons) if named else self._find_by_given_name(index, words[0])
        return name.surface if full is None else self._find_longer(full, _split(full))

    def _read_titles(self, names: Sequence[Name]) -> dict[str, str]:
        """By full or given name the pronoun that a title before it tells."""
        return {fold_name(name.full): title for name in names if (title := self._read_title(name))}

    def _find_by_nickname(self, name: Name) -> str | None:
        """The person whom the article gives this nickname, unless it is also somebody's first or last name."""
        nickname = fold_name(name.full)
        return None if nickname in self._by_first or nickname in self._by_last else self._nicknames.get(nickname)

    def _find_by_given_name(self, index: int, first: str) -> str | None:
        """The full name of the only person of this given name."""
        candidates = self._by_first.get(first, ())
        is_one = len({fold_name(person.full) for person in candidates}) == 1
        return _nearest(candidates, index) if is_one else None

    def _is_bare_before(self, index: int, last: str, names: Sequence[Name]) -> bool:
        """Whether the surname stands alone in the running text before the name with this index."""
        return any(bare < index and self._is_in_body(names[bare]) for bare in self._bare[last])

    def _is_in_body(self, name: Name) -> bool:
        part = self._parts[name.part_index]
        return not part.is_headline and name.start_char >= part.headline_end

    def _is_somebody_else(self, last: str) -> bool:
        """Whether the surname stood alone in the running text before its only full name, that of a relative."""
        persons = self._by_last.get(last, [])
        is_one = len({fold_name(person.full) for person in persons}) == 1
        return is_one and persons[0].is_relative

    def _is_family(self, name: Name) -> bool:
        """Whether a surname stands between an article and a word for those who bear it."""
        text = self._parts[name.part_index].text
        is_named = text[max(0, name.start_char - 4) : name.start_char].casefold() == "the "
        return is_named and _FAMILY.match(text, name.end_char) is not None

    def _find_longer(self, full: str, words: Sequence[str]) -> str:
        persons = [(person.full, _split(person.full)) for person in self._by_last.get(words[-1], ())]
        longer = [other for other, split in persons if len(split) > len(words) and _are_compatible(words, split)]
        if longer:
            return max(longer, key=lambda other: (len(other), not other.isupper(), other))
        if _INITIALS.fullmatch(full.split()[0]) and len(words) == 2:
            spelled = {
                " ".join(split): other
                for other, split in persons
                if split[0][:1] == words[0][:1] and len(split) == 2 and not _INITIALS.fullmatch(other.split()[0])
            }
            if len(spelled) == 1:
                return next(iter(spelled.values()))
        return full

    def _choose(self, index: int, name: Name, persons: Sequence[_Person]) -> str | None:
        """Which of the persons with this surname: by pronoun, not a relative, one with a role before one without."""
        before = [person for person in persons if person.index < index]
        if len({fold_name(person.full) for person in before}) < 2:
            return _nearest(persons, index)
        chosen: Sequence[_Person] = self._keep_by_pronoun(name, before)
        main = [person for person in chosen if not person.is_relative]
        chosen = self._drop_relatives(chosen, main)
        if len({fold_name(person.full) for person in chosen}) > 1:
            first, last = chosen[0], chosen[-1]
            last_has_role = any(person.has_role for person in chosen if person.full == last.full)
            if (first.has_role and not last_has_role) or (self._is_settled(name, first, last) and not last_has_role):
                return first.full
        return chosen[-1].full

    @staticmethod
    def _drop_relatives(chosen: Sequence[_Person], main: Sequence[_Person]) -> Sequence[_Person]:
        """Without the persons who were introduced as a relative anywhere, if others are left."""
        relatives = {fold_name(person.full) for person in chosen if person.is_relative}
        others = [person for person in main if fold_name(person.full) not in relatives]
        return others or chosen

    def _is_settled(self, name: Name, first: _Person, last: _Person) -> bool:
        """Whether the surname alone stood for the first person before the other one was named."""
        start = next(person.index for person in self._by_last[_split(last.full)[-1]] if person.full == last.full)
        return any(first.index < bare < start for bare in self._bare[_split(name.full)[-1]])

    def _keep_by_pronoun(self, name: Name, persons: list[_Person]) -> list[_Person]:
        text = self._parts[name.part_index].text
        after = _PRONOUN.match(text[name.end_char : name.end_char + _REACH])
        return self._keep_fitting(persons, after[1] if after else "") or persons

    def _find_pronoun(self, person: _Person) -> str | None:
        """He or she by the title that the article gives with a full or given name ("Sir Keith"), else by that name."""
        first = _split(person.full)[0]
        return self._titled.get(fold_name(person.full)) or self._titled.get(first) or self._words.pronouns.get(first)

    def _keep_by_title(self, name: Name, persons: list[_Person]) -> list[_Person]:
        """Those who may bear the title before a surname: "Mr Berg" is not Anna Berg, nor "Lady Orme" Keith Orme."""
        return self._keep_fitting(persons, self._read_title(name))

    def _read_title(self, name: Name) -> str:
        """The pronoun of whoever bears the title before a name; empty where there is none."""
        text = self._parts[name.part_index].text
        before = _TITLE.search(text[max(0, name.start_char - _LONGEST_TITLE) : name.start_char])
        return self._words.title_pronouns.get(before[1], "") if before else ""

    def _keep_fitting(self, persons: list[_Person], pronoun: str) -> list[_Person]:
        """Those whose given name may be of a person of this pronoun; all without one."""
        genders = [self._find_pronoun(person) for person in persons]
        return [
            person for person, gender in zip(persons, genders, strict=True) if not pronoun or gender in (pronoun, None)
        ]

    def _introduce(self, index: int, name: Name, lexicon: Lexicon) -> _Person:
        part = self._parts[name.part_index]
        before = _LEAD.search(part.text[max(0, name.start_char - _REACH) : name.start_char].rpartition("\n")[2])
        after = _FOLLOW.match(part.text[name.end_char : name.end_char + _REACH])
        nouns = {match["noun"] for match in (before, after) if match}
        is_relative = bool(nouns & self._words.relatives)
        return _Person(index, name.full, is_relative, not is_relative and find_role(part, name, lexicon) is not None)


def _read_nicknames(names: Sequence[Name]) -> dict[str, str]:
    """By nickname the name of the person who has it, the first one of the article."""
    return {fold_name(nickname): name.full for name in reversed(names) if (nickname := find_nickname(name))}


def _split(full: str) -> list[str]:
    """The words of a name; of a peer's those before "of", so that the surname is the last one."""
    words = fold_name(full).split()
    if "of" in words[1:]:
        words = words[: words.index("of")]
    return words


def _are_compatible(words: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether the words end the longer name ("de Wilde"), or share its first word or initial and occur in it."""
    if list(longer[-len(words) :]) == list(words):
        return True
    first, other = words[0].strip("."), longer[0].strip(".")
    same_first = first == other or (1 in (len(first), len(other)) and first[:1] == other[:1])
    return same_first and all(word in longer for word in words[1:])


def _nearest(persons: Sequence[_Person], index: int) -> str | None:
    """The last one before `index`, else the first one after it."""
    before = [person.full for person in persons if person.index < index]
    if before:
        return before[-1]
    return persons[0].full if persons else None
