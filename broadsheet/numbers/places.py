"""Which place a number holds for, by syntax where the Doc has it, else by the words before the place.

Belongs here: the columns scope_place and place_id. Whose a measure is stands in owners.py, what a whole article is
about in article_scope.py; keys that use them are made in keys.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token as DocToken

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import load_lexicon
from broadsheet.numbers.counted_clause import find_antecedent
from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.place_phrases import WHERE, find_place_id, is_dateline, is_of_money, is_place_within, stands_at
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.syntax import OBJECTS, SUBJECTS, find_span, has_case
from broadsheet.numbers.ties import Ties, find_ties
from broadsheet.records import Mention

# Places count for a number within its sentence, at most so many characters away.
_REACH = 160
_PLACE = re.compile(
    r"\b(in|across|from|at|near|inside|throughout|within|around|over)\s+(?:the\s+|northern\s+|southern\s+|eastern\s+|western\s+|central\s+)*$",
    re.IGNORECASE,
)
# "Vardland Council on Rivers" and "the Transport Board of Vardland": names of which a place is a part.
_NAME_AFTER, _NAME_BEFORE = re.compile(r" [A-Z][a-z]+ (?:[A-Z]|on |for |of )"), re.compile(r"[A-Z][a-z]+ (?:of|for) $")
_OF, _BY = frozenset(["of"]), frozenset(["by"])
# Kinds that hold for no place: a score of a match, a place in a list.
_PLACELESS = frozenset(["score", "rank", "age", "identifier", "multiple"])
_UNDER_OTHERS = load_word_set("counted", "under_others")
_ON = frozenset(["on"])
_JOINTS = frozenset([",", "and", "or", "/", "&"])
_OCCASIONS = frozenset(["when", "after", "as"])
# A firm of one word that no article explains may be left open.
OWNERS = frozenset(["ORG", "PERSON", "PRODUCT", "MISC"])
# Longer sentences are looked at only so far around a number, so that reading stays linear.
_FAR = 400
_WORLDWIDE = ("worldwide", "global", "around the world", "across the world")
_THE_WORLD = ("worldwide", "globally", "around the world", "across the world", "the world over")
_NATIONWIDE = ("nationwide", "national ", "the country")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a number holds for: its name and, where the article's mention has one, its id."""

    name: str
    place_id: str | None = None


class Places:
    """The names of a part, looked up by place and by token."""

    def __init__(self, part: TextPart, mentions: Sequence[Mention], language: str = "en") -> None:
        self.part = part
        self.names = sorted(mentions, key=lambda mention: (mention.evidence.start_char, -mention.evidence.end_char))
        self.starts = [mention.evidence.start_char for mention in self.names]
        self.lexicon = load_lexicon(language)

    def find_place(self, quantity: Quantity, head: DocToken | None) -> Place | None:
        """The place the number holds for; None where its clause names none."""
        if quantity.kind in _PLACELESS:
            return None
        if head is None:
            return self._find_by_words(quantity)
        number = find_span(head.doc, quantity.start_char, quantity.end_char)
        root = number.root if number is not None else head
        return next(self._read_clause(find_ties(root, head), head), None)

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

    def _read_clause(self, ties: Ties, head: DocToken) -> Iterator[Place]:
        """Places at the phrase, at its verb and those that share its place, of which it is, then of its subject."""
        is_measure = head.lower_ in load_words("counted")["measures"]["words"]
        if is_measure:
            yield from self._read_owner(head)
        yield from self._read_phrase(head)
        if not any(has_case(token, _BY) for token in ties.own):
            for verb in ties.clause:
                yield from self._read_at(verb.children)
            for verb in ties.trailing:
                yield from self._read_at(verb.rights)
        yield from self._read_owner(head)
        for noun in ties.above:
            yield from self._read_above(noun)
        antecedent = find_antecedent(head)
        if antecedent is not None:
            yield from self._read_phrase(antecedent)
        for verb in ties.clause[:1]:
            for child in verb.children:
                if child.dep_ in SUBJECTS and child.i != head.i:
                    yield from self._read_subject(child, is_measure=is_measure)
            yield from self._read_occasion(verb)

    def _read_above(self, noun: DocToken) -> Iterator[Place]:
        """The place of a noun above a number; "under US influence" tells none."""
        if not has_case(noun, _UNDER_OTHERS):
            yield from self._read_phrase(noun)
            yield from self._read_owner(noun)

    def _read_phrase(self, head: DocToken) -> Iterator[Place]:
        """The place in which a thing is: "homes in Orme", "people killed near Orme"."""
        for child in head.children:
            if child.dep_ in ("nmod", "obl"):
                is_where = stands_at(child, WHERE)
                if is_where and not self._is_platform(child):
                    yield from self._place_of(child)
                for grand in child.children:
                    if is_place_within(grand, is_where=is_where):
                        yield from self._place_of(grand)
        for child in head.children:
            if child.dep_ in ("acl", "acl:relcl"):
                yield from self._read_at(child.children)

    def _read_owner(self, head: DocToken) -> Iterator[Place]:
        """The place of which a thing is: "the population of Orme", "Norway's exports", "Swedish exports"."""
        is_measure = head.lower_ in load_words("counted")["measures"]["words"]
        for child in head.children:
            if child.dep_ in ("nmod", "obl") and stands_at(child, _OF):
                yield from self._place_of(child)
                if is_measure:
                    yield from self._read_phrase(child)
            elif child.dep_ in ("nmod:poss", "compound") and (is_measure or self._is_known(child)):
                yield from self._place_of(child)
            elif child.dep_ == "amod" and is_measure:
                yield from self._place_of(child, is_adjective=True)

    def _is_known(self, token: DocToken) -> bool:
        """Whether the place that a token names has a country."""
        mention = self.mention_at(token)
        return mention is not None and mention.country_code is not None

    def _read_at(self, phrases: Iterable[DocToken]) -> Iterator[Place]:
        for child in phrases:
            if child.dep_ not in ("obl", "nmod", "advmod"):
                continue
            is_where = stands_at(child, WHERE)
            if is_where and not self._is_platform(child):
                yield from self._place_of(child)
            for grand in child.children:
                if is_place_within(grand, is_where=is_where):
                    yield from self._place_of(grand)

    def _is_platform(self, token: DocToken) -> bool:
        """Whether "on" stands before one word that no list of places knows: "a user on Chirpo"."""
        mention = self.mention_at(token)
        if mention is None or " " in mention.evidence.surface:
            return False
        return find_place_id(mention) is None and has_case(token, _ON)

    def _read_subject(self, subject: DocToken, *, is_measure: bool) -> Iterator[Place]:
        """The subject's own place: "Germany exported 5m tonnes", "the earthquake in Turkey killed 12"."""
        yield from self._place_of(subject)
        is_of_state = is_measure and subject.lower_ in load_words("counted")["state_bodies"]["words"]
        for child in subject.children:
            if is_of_state and child.dep_ in ("nmod:poss", "amod"):
                yield from self._place_of(child, is_adjective=True)
            if child.dep_ == "nmod" and stands_at(child, WHERE):
                yield from self._place_of(child)
        if subject.lower_ in load_words("counted")["measures"]["words"]:
            yield from self._read_owner(subject)

    def _read_occasion(self, verb: DocToken) -> Iterator[Place]:
        """The place that a verb reaches or where its occasion was: "struck Orme", "died when a bus fell in Orme"."""
        for child in verb.children:
            if child.dep_ in OBJECTS:
                yield from self._place_of(child)
            elif child.dep_ == "obl" and child.pos_ == "NOUN" and child.i == verb.i + 2:
                yield from self._read_at(child.children)
            elif child.dep_ == "advcl" and any(word.lower_ in _OCCASIONS for word in child.children):
                yield from self._read_at(child.children)
                for grand in child.children:
                    if grand.dep_ in OBJECTS:
                        yield from self._place_of(grand)
                        yield from self._read_at(grand.children)

    def _place_of(self, token: DocToken, *, is_adjective: bool = False) -> Iterator[Place]:
        mention = self.mention_at(token)
        if mention is None or is_of_money(token) or is_dateline(self.part, mention):
            return
        if mention.mention_type == "LOC" and self._is_one_of_several(token):
            return
        if mention.mention_type == "LOC":
            yield self.make_place(mention)
        elif mention.mention_type == "NORP" and is_adjective and mention.country_code:
            name = self.lexicon.country_names.get(mention.country_code)
            if name:
                yield Place(name, mention.country_code)

    def _is_one_of_several(self, token: DocToken) -> bool:
        """Whether a figure holds for several places together: "in Orme and Vardby", "US and Danish ships"."""
        joined = [child for child in token.children if child.dep_ == "conj"]
        joined.extend([token.head] if token.dep_ == "conj" else [])
        mentions = map(self.mention_at, joined)
        if any(mention is not None and mention.mention_type in ("LOC", "NORP") for mention in mentions):
            return True
        return self._is_beside_people(token)

    def _is_beside_people(self, token: DocToken) -> bool:
        """Whether a people is named next to a place, so that the place is one of several: "US, Danish hostages"."""
        doc = token.doc
        for joint, other in ((token.i + 1, token.i + 2), (token.i - 1, token.i - 2)):
            if other not in range(len(doc)) or doc[joint].lower_ not in _JOINTS:
                continue
            mention = self.mention_at(doc[other])
            if mention is not None and mention.mention_type == "NORP":
                return True
        return False

    def make_place(self, mention: Mention) -> Place:
        """A country under its one name ("UK", "Britain") and code, other places as the article names them."""
        listed = self.lexicon.find_place(mention.entity_name)
        if listed is not None and listed.kind == "country" and listed.country_code:
            name = self.lexicon.country_names.get(listed.country_code, mention.entity_name)
            return Place(name, listed.country_code)
        return Place(mention.entity_name, find_place_id(mention))

    def _find_by_words(self, quantity: Quantity) -> Place | None:
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
