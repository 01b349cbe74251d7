"""The place that the sentences around a number set: "Fires burned near Orme. Some 40 homes were lost."

Belongs here: from a sentence that names no place to the nearest one that does, else to the place of the article. Which
place a clause itself names is read in clause_places.py, what an article is about in article_scope.py.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.numbers.article_scope import ArticleScope
from broadsheet.numbers.joint_places import agree
from broadsheet.numbers.place_phrases import is_dateline
from broadsheet.numbers.places import Place, Places
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.syntax import SUBJECTS, find_span
from broadsheet.records import Mention, Sentence

# So many sentences before that of a number may set its place; the one after it only at the start of an article.
_BACK, _FIRST = 3, 3
# Where somebody or something comes from or goes to is not where it is.
_PASSING = re.compile(
    r"\b(?:to|from|towards?|against|than|with|between|via|for|like|unlike|and|or|about)\s+(?:the\s+)?$", re.IGNORECASE
)
_SETTING = re.compile(
    r"\b(?:in|across|at|near|inside|throughout|within|around|off|outside|of)\s+(?:the\s+)?(?:[a-z]+\s+){0,3}$",
    re.IGNORECASE,
)
_OWNING = re.compile(r"['’]s?\b")
_LEAD = 40


@dataclass(frozen=True, slots=True)
class Scene:
    """The place that the surroundings of a number set.

    is_near: whether a sentence near it names that place. is_next: whether its paragraph or the sentence before does.
    """

    place: Place | None = None
    is_near: bool = False
    is_next: bool = False


class Scenes:
    """The scenes of a part, looked up by number."""

    def __init__(self, places: Places, about: ArticleScope) -> None:
        self.places, self.about, self.part = places, about, places.part
        self.starts = [sentence.evidence.start_char for sentence in places.part.sentences]
        self.found: dict[int, Scene] = {}

    def find(self, quantity: Quantity) -> Scene:
        """The scene that a number stands in, whatever its own sentence names."""
        index = bisect_right(self.starts, quantity.number_start) - 1
        if index not in self.found:
            self.found[index] = self._find_around(index) if index >= 0 else Scene(self.about.place)
        return self.found[index]

    def _find_around(self, index: int) -> Scene:
        """That of the nearest sentence before one that names a place, else of the one after, else of the article."""
        main, own = self.about.place, self.part.sentences[index]
        for at in range(index - 1, max(index - 1 - _BACK, -1), -1):
            named = self._find_named(self.part.sentences[at])
            if named:
                place = self._choose(named)
                is_here = self._is_one_paragraph(self.part.sentences[at], own)
                is_next = is_here or at == index - 1
                is_set = place is not None and (is_here or place == main)
                return Scene(place, True, is_next) if is_set else Scene(main)
        following = self.part.sentences[index + 1 : index + 2] if index < _FIRST else ()
        is_told = any(main == self._choose(self._find_named(sentence)) for sentence in following)
        return Scene(main, is_told, is_told)

    def _is_one_paragraph(self, before: Sentence, sentence: Sentence) -> bool:
        return "\n" not in self.part.text[before.evidence.end_char : sentence.evidence.start_char]

    def _find_named(self, sentence: Sentence) -> list[Mention]:
        names = self.places.names_between(sentence.evidence.start_char, sentence.evidence.end_char)
        return [name for name in names if name.mention_type == "LOC" and not is_dateline(self.part, name)]

    def _choose(self, named: Sequence[Mention]) -> Place | None:
        """The one place that a sentence is about: that of the article, or one that it stands at; None of several."""
        main, made = self.about.place, [self.places.make_place(mention) for mention in named]
        one = agree(made)
        if one is None or one == main:
            return main if main is not None and all(_is_in(place, main) for place in made) else None
        return one if self._is_set(named[made.index(one)]) else None

    def _is_set(self, mention: Mention) -> bool:
        """Whether a place is one where something is: "near Orme", "Orme's port", "Orme exported"."""
        start, end = mention.evidence.start_char, mention.evidence.end_char
        before = self.part.text[max(start - _LEAD, 0) : start]
        if _PASSING.search(before):
            return False
        if _SETTING.search(before) or _OWNING.match(self.part.text, end):
            return True
        span = find_span(self.part.doc, start, end) if self.part.doc is not None else None
        return span is not None and span.root.dep_ in SUBJECTS


def _is_in(place: Place, main: Place) -> bool:
    """Whether a place is the main one, lies in its country or is that country."""
    return place == main or (place.country_code is not None and place.country_code == main.country_code)
