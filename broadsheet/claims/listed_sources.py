"""The words that name a source, by capitals and the short list of a language that has no grammar of claims here.

Belongs here: where a source ends, and whether it names somebody. Finding cues belongs in by_basics.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import dropwhile

from broadsheet.basics import ClaimBasics
from broadsheet.word_lists import load_word_list

_WORD = re.compile(r"[^\W\d_][\w'’]*(?:-[^\W\d_][\w'’]*)*\.?")
_MOST_ADJECTIVES = 2
_MOST_WORDS = 9
_SHORTEST_ENDING = 5
_NAME_WORDS = 2


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A source: half-open span, the name in it (None where it names nobody), and its `speaker_kind`."""

    start_char: int
    end_char: int
    name: str | None
    kind: str


@cache
def load_first_names() -> frozenset[str]:
    """First names, which are much the same in the languages of Europe."""
    listed = load_word_list("first_names", "en").values()
    return frozenset(name for names in listed for name in names.split())


class SourceReader:
    """Reads the sources of one text; a surname alone is the person who was named in full before."""

    def __init__(self, text: str, basics: ClaimBasics, weekdays: Iterable[str]) -> None:
        self.text, self.basics = text, basics
        self.weekdays = frozenset(weekdays)
        self.title_endings = tuple(title.lower() for title in basics.titles if len(title) >= _SHORTEST_ENDING)
        self.full_names: dict[str, str | None] = {}
        self._learn_titled()

    def read(self, start: int, end: int, *, speaks: bool = True) -> ListedSource | None:
        """The source that begins at `start`: a pronoun, or a determiner with adjectives, then words in capitals.

        speaks: a verb of speech stands with it. Who is only followed may be a firm, so that two words in capitals
        name a person only with a title or a known first name.
        """
        words = self._read_words(start, end)
        if not words or words[0][0].lower() in self.basics.not_:
            return None
        first = words[0]
        if speaks and first[0].lower() in self.basics.oblique_determiners:
            return None
        if first[0].lower() in self.basics.pronouns and not self._is_noun(words[1:2]):
            return ListedSource(first[1], first[2], None, "unnamed")
        taken = self._take(words)
        if not taken:
            return None
        return self._name(taken, speaks)

    def _read_words(self, start: int, end: int) -> list[tuple[str, int, int]]:
        """Up to nine words with their spans that follow each other with one space and nothing else between."""
        words: list[tuple[str, int, int]] = []
        place = start
        while len(words) < _MOST_WORDS:
            match = _WORD.match(self.text, place, end)
            if match is None:
                break
            word, stop = match[0], match.end()
            if word.endswith(".") and word not in self.basics.titles:
                word, stop = word[:-1], stop - 1
            words.append((word, match.start(), stop))
            if self.text[stop : stop + 1] not in (" ", "\u00a0"):
                break
            place = stop + 1
        return words

    def _take(self, words: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
        """The words from the front that belong to the source; empty where none of them has a capital of its own."""
        place, taken = 0, []
        if words[0][0].lower() in self.basics.determiners:
            taken.append(words[0])
            place = 1
            while place < len(words) and place <= _MOST_ADJECTIVES and words[place][0].islower():
                taken.append(words[place])
                place += 1
        has_noun = False
        while place < len(words):
            word = words[place][0]
            if self._is_noun(words[place : place + 1]):
                taken.append(words[place])
                has_noun, place = True, place + 1
            elif has_noun and self._joins(word, taken) and self._is_noun(words[place + 1 : place + 2]):
                taken.append(words[place])
                place += 1
            else:
                break
        return taken if has_noun else []

    def _joins(self, word: str, taken: list[tuple[str, int, int]]) -> bool:
        """Whether a word goes on with the source: "von" in a name, "der" after a common noun but not after a name."""
        if word not in self.basics.joiners:
            return False
        if word not in self.basics.determiners:
            return True
        last, first = taken[-1][0], taken[0][0].lower()
        return first in self.basics.determiners or last in self.basics.unnamed or last in self.basics.titles

    def _is_noun(self, words: list[tuple[str, int, int]]) -> bool:
        """Whether the one word given has a capital and is no weekday."""
        return bool(words) and words[0][0][0].isupper() and words[0][0].lower() not in self.weekdays

    def _name(self, taken: list[tuple[str, int, int]], speaks: bool) -> ListedSource:
        start, end = taken[0][1], taken[-1][2]
        words = [word for word, _, _ in taken]
        has_determiner = words[0].lower() in self.basics.determiners
        words = words[1:] if has_determiner else words
        untitled = self._drop_titles(words)
        is_titled = any(self._is_title(word) for word in words[: len(words) - len(untitled)])
        kind, name = self._find_name(untitled, is_common=has_determiner and not is_titled)
        is_sure = speaks or is_titled or not load_first_names().isdisjoint(untitled[:1])
        if kind == "person" and not is_sure:
            kind, name = "unnamed", None
        if kind == "person" and name is not None and len(untitled) > 1:
            self._learn(name)
        return ListedSource(start, end, name, kind)

    def _drop_titles(self, words: list[str]) -> list[str]:
        """A name without what stands before it: titles with whose they are ("Nordhafens Trainer Timo Rau"), and an
        office or trade that is not listed ("Bauer Timo Rau").
        """
        first_names = load_first_names()
        last = max((place for place, word in enumerate(words[:-1]) if self._is_title(word)), default=-1)
        is_owned = last > 0 and words[0] not in first_names
        untitled = list(
            dropwhile(lambda word: self._is_title(word) or word.islower(), words[last + 1 :] if is_owned else words)
        )
        has_trade = len(untitled) > _NAME_WORDS and untitled[0] not in first_names and untitled[1] in first_names
        return untitled[1:] if has_trade else untitled

    def _is_title(self, word: str) -> bool:
        """Whether a word is a listed title, ends in one as compounds do ("Vizepräsident"), or joins an office to whose
        it is ("Nordwerk-Manager"); first names are joined as well ("Hans-Peter").
        """
        first, joint, _ = word.partition("-")
        is_joined = bool(joint) and first not in load_first_names()
        return is_joined or word in self.basics.titles or word.lower().endswith(self.title_endings)

    def _find_name(self, words: list[str], *, is_common: bool) -> tuple[str, str | None]:
        """Kind and name of the words of a source without determiner and titles. is_common: it is "the ..."."""
        if not words or words[-1] in self.basics.unnamed or not self.basics.conjunctions.isdisjoint(words):
            return "unnamed", None
        if not self.basics.organisations.isdisjoint(words):
            return "organisation", None if is_common or len(words) == 1 else " ".join(words)
        if is_common:
            return "unnamed", None
        if len(words) == 1:
            full = self.full_names.get(words[0])
            return ("person", full) if full else ("unnamed", None)
        return "person", " ".join(words)

    def _learn_titled(self) -> None:
        """Full names that stand after a title anywhere in the text."""
        if not self.basics.titles:
            return
        titles = "|".join(re.escape(title) for title in sorted(self.basics.titles, key=len, reverse=True))
        for match in re.finditer(
            rf"(?<!\w)(?:{titles}) ([A-ZÀ-Þ][\w-]+(?: (?:von|van|de))? [A-ZÀ-Þ][\w-]+)", self.text
        ):
            words = match[1].split()
            if words[0] not in self.basics.titles and words[-1] not in self.basics.unnamed:
                self._learn(match[1])

    def _learn(self, name: str) -> None:
        surname = name.split()[-1]
        known = self.full_names.setdefault(surname, name)
        if known != name:
            self.full_names[surname] = None
