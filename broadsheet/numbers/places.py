"""Names and places of a text, looked up for a number: by token, by span, by sentence, and by words without syntax.

Belongs here: what a sentence names. Which place the clause of a number gives it is told by clause_places.py, whose a
measure is by owners.py, what a whole article is about by article_scope.py; keys that use them are made in keys.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token as DocToken

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import load_lexicon
from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.place_phrases import find_place_id
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.syntax import SUBJECTS, find_span
from broadsheet.records import Mention

# Places count for a number within its sentence, at most so many characters away.
_REACH = 160
_PLACE = re.compile(
    r"\b(in|across|from|at|near|inside|throughout|within|around|over)\s+(?:the\s+|northern\s+|southern\s+|eastern\s+|western\s+|central\s+)*$",
    re.IGNORECASE,
)
# "Vardland Council on Rivers" and "the Transport Board of Vardland": names of which a place is a part.
_NAME_AFTER, _NAME_BEFORE = re.compile(r" [A-Z][a-z]+ (?:[A-Z]|on |for |of )"), re.compile(r"[A-Z][a-z]+ (?:of|for) $")
# A firm of one word that no article explains may be left open.
OWNERS = frozenset(["ORG", "PERSON", "PRODUCT", "MISC"])
# Longer sentences are looked at only so far around a number, so that reading stays linear.
_OF_WORLD = re.compile(
    r"[^\d,.;:()\n]{0,60}\b(?:worldwide|globally|(?:around|across|all over|in) the (?:world|globe))\b(?!['’-])"
)
_FAR = 400
_WORLDWIDE = ("worldwide", "global", "around the world", "across the world")
_THE_WORLD = ("worldwide", "globally", "around the world", "across the world", "the world over")
_NATIONWIDE = ("nationwide", "national ", "the country")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a number holds for: its name and, where the article's mention has one, its id."""

    name: str
    place_id: str | None = None
    country_code: str | None = field(default=None, compare=False)


def _is_heavenly(mention: Mention) -> bool:
    """Whether a name is that of the earth, the moon or a planet, where no figure is placed."""
    words = load_words("measure_keys")["no_places"]["words"]
    return mention.mention_type == "LOC" and mention.evidence.surface.lower() in words


class Places:
    """The names of a part, looked up by place and by token."""

    def __init__(self, part: TextPart, mentions: Sequence[Mention], language: str = "en") -> None:
        self.part = part
        placed = (mention for mention in mentions if not _is_heavenly(mention))
        self.names = sorted(placed, key=lambda mention: (mention.evidence.start_char, -mention.evidence.end_char))
        self.starts = [mention.evidence.start_char for mention in self.names]
        self.lexicon = load_lexicon(language)

    def find_words(self, start_char: int, end_char: int, place: Place | None) -> frozenset[str]:
        """The words of names of places, owners and the nationality of the place within a span, in lower case."""
        found: set[str] = set()
        for mention in self.names_between(start_char, end_char):
            is_own = place is not None and mention.country_code is not None and mention.country_code == place.place_id
            if mention.mention_type in OWNERS or mention.mention_type == "LOC" or is_own:
                found.update(mention.evidence.surface.lower().split())
        return frozenset(found)

    def names_between(self, start_char: int, end_char: int) -> Sequence[Mention]:
        """The names that begin within a span."""
        return self.names[bisect_left(self.starts, start_char) : bisect_left(self.starts, end_char)]

    def names_elsewhere(self, quantity: Quantity, place: str) -> bool:
        """Whether the sentence of a number names a place other than the one given."""
        sentence = self.part.sentence_at(quantity.number_start)
        if sentence is None:
            return False
        start = max(sentence.evidence.start_char, quantity.start_char - _FAR)
        end = min(sentence.evidence.end_char, quantity.end_char + _FAR)
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        is_country = place in self.lexicon.country_names.values()
        words, wider = self.part.text[start:end].lower(), _WORLDWIDE if is_country else (*_WORLDWIDE, *_NATIONWIDE)
        is_everywhere = any(word in words for word in wider)
        return is_everywhere or any(self._is_elsewhere(mention, place) for mention in self.names[low:high])

    def names_in_sentence(self, quantity: Quantity) -> Sequence[Mention]:
        """The names in the sentence of a number; none where it stands in no sentence."""
        sentence = self.part.sentence_at(quantity.number_start)
        if sentence is None:
            return ()
        return self.names_between(sentence.evidence.start_char, sentence.evidence.end_char)

    def names_none(self, quantity: Quantity) -> bool:
        """Whether the sentence of a number names no place."""
        is_in_one = self.part.sentence_at(quantity.number_start) is not None
        return is_in_one and not any(name.mention_type == "LOC" for name in self.names_in_sentence(quantity))

    def is_of_world(self, quantity: Quantity) -> bool:
        """Whether the sentence of a number says that it holds for the world and names no place."""
        sentence = self.part.sentence_at(quantity.number_start)
        if sentence is None:
            return False
        start = max(sentence.evidence.start_char, quantity.start_char - _FAR)
        end = min(sentence.evidence.end_char, quantity.end_char + _FAR)
        words = self.part.text[start:end].lower()
        is_said = any(word in words for word in _THE_WORLD)
        return is_said and not any(mention.mention_type == "LOC" for mention in self.names_between(start, end))

    def is_said_of_world(self, quantity: Quantity) -> bool:
        """Whether the words behind a number say that it holds for the world: "190,000 cases worldwide"."""
        return _OF_WORLD.match(self.part.text, quantity.end_char) is not None

    def _is_elsewhere(self, mention: Mention, place: str) -> bool:
        """Whether a name is that of another place, and no subject as a government is that says something."""
        if self._names_country_of(mention, place):
            return False
        if mention.mention_type != "LOC" or self.make_place(mention).name == place or self.part.doc is None:
            return mention.mention_type == "LOC" and self.make_place(mention).name != place
        span = find_span(self.part.doc, mention.evidence.start_char, mention.evidence.end_char)
        return span is None or span.root.dep_ not in SUBJECTS

    def _names_country_of(self, mention: Mention, place: str) -> bool:
        """Whether a name tells where the place lies, or is part of another: "Orme, Vardland", "Bank of Vardland"."""
        text, start, end = self.part.text, mention.evidence.start_char, mention.evidence.end_char
        index = bisect_left(self.starts, start) - 1
        before = self.names[index] if index >= 0 else mention
        if text[before.evidence.end_char : start] == ", " and before.entity_name == place:
            return True
        return bool(_NAME_AFTER.match(text, end) or _NAME_BEFORE.search(text[max(start - 40, 0) : start]))

    def mention_at(self, token: DocToken) -> Mention | None:
        """The name that holds a token."""
        index = bisect_right(self.starts, token.idx) - 1
        if index >= 0 and token.idx < self.names[index].evidence.end_char:
            return self.names[index]
        return None

    def make_place(self, mention: Mention) -> Place:
        """A country under its one name ("UK", "Britain") and code, other places as the article names them."""
        listed = self.lexicon.find_place(mention.entity_name)
        if listed is not None and listed.kind == "country" and listed.country_code:
            name = self.lexicon.country_names.get(listed.country_code, mention.entity_name)
            return Place(name, listed.country_code, listed.country_code)
        return Place(mention.entity_name, find_place_id(mention), mention.country_code)

    def find_by_words(self, quantity: Quantity) -> Place | None:
        """Without syntax: the place nearest after a word of place, after the number before in front of it."""
        sentence = self.part.sentence_at(quantity.number_start)
        low, high = max(quantity.start_char - _REACH, 0), quantity.end_char + _REACH
        if sentence is not None:
            low, high = max(low, sentence.evidence.start_char), min(high, sentence.evidence.end_char)
        best: tuple[int, Mention] | None = None
        for mention in self.names[bisect_left(self.starts, low) : bisect_right(self.starts, high)]:
            start, end = mention.evidence.start_char, mention.evidence.end_char
            if mention.mention_type != "LOC" or not _PLACE.search(self.part.text[max(low, start - 40) : start]):
                continue
            gap = start - quantity.end_char if start >= quantity.end_char else 60 + quantity.start_char - end
            if best is None or gap < best[0]:
                best = (gap, mention)
        return self.make_place(best[1]) if best else None
