"""Which place the clause of a number names for it, by syntax.

Belongs here: what is tied to the number and in which order it is believed. The names of a text are looked up by
places.py, phrases one at a time are judged by place_phrases.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token as DocToken

from broadsheet.numbers.front_places import find_front, find_front_name
from broadsheet.numbers.joint_places import agree, is_at_other_name, is_one_of_several
from broadsheet.numbers.key_words import key_lists
from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.place_phrases import (
    WHERE,
    find_bare_number,
    find_place_id,
    is_dateline,
    is_member,
    is_of_countries,
    is_of_measure,
    is_of_money,
    is_place_within,
    stands_at,
)
from broadsheet.numbers.places import Place, Places
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.repeated import find_antecedent
from broadsheet.numbers.said import is_event_verb
from broadsheet.numbers.syntax import OBJECTS, SUBJECTS, find_span, has_case
from broadsheet.numbers.ties import Ties, find_first_of_list, find_ties

_COMING = load_word_set("counted", "coming_verbs")
_OF, _BY, _ON, _TO = (frozenset(words) for words in (["of"], ["by"], ["on"], ["to", "into"]))
# Kinds that hold for no place: a score of a match, a place in a list.
_PLACELESS = frozenset(["score", "rank", "age", "identifier", "multiple"])
_UNDER_OTHERS = load_word_set("counted", "under_others")
# Who says or forecasts a figure sits somewhere else than where it holds.
_TELLS = load_word_set("counted", "reports") | load_word_set("counted", "forecasts") | {"forecast", "say", "see"}
_SPORTS = load_word_set("counted", "things_of_teams")
_PHRASES = ("obl", "nmod", "advmod")
_OCCASIONS = frozenset(["when", "after", "as"])


def find_place(places: Places, quantity: Quantity, head: DocToken | None) -> Place | None:
    """The place that a number holds for; None where its clause names none, or several that do not agree.

    head: of what is counted; None where the text has no syntax, where the words before a place decide.
    """
    if quantity.kind in _PLACELESS or places.is_said_of_world(quantity):
        return None
    if head is None:
        return places.find_by_words(quantity)
    number = find_span(head.doc, quantity.start_char, quantity.end_char)
    root = number.root if number is not None else head
    return _ClausePlaces(places, find_ties(root, head), head, root, is_sum=quantity.kind == "money").find()


class _ClausePlaces:
    """The places tied to one number.

    head: of what is counted. number: the head of the number's own tokens. first: the first thing of the list that the
    number stands in. Countries lie in no country, and a team is named as its town is: "Leeds won 12 games".
    """

    def __init__(self, places: Places, ties: Ties, head: DocToken, number: DocToken, *, is_sum: bool = False) -> None:
        self.is_sum = is_sum
        self.places, self.ties, self.head, self.number = places, ties, head, number
        self.is_measure = is_of_measure(head)
        self.first = find_first_of_list(number)
        self.is_of_teams = head.lower_ in _SPORTS

    def find(self) -> Place | None:
        """The place of the phrase or at the verb, else the one that all that is tied more loosely agree on."""
        if is_of_countries(self.head):
            return None
        own = next(self._read_own(), None)
        if own is not None or is_at_other_name(self.places, self.head):
            return own
        first = find_front(self.number)
        beside = next(self._read_front(first), None) if first.i > first.sent.start else None
        if beside is not None:
            return beside
        at_verb = next(self._read_verb(), None)
        found = at_verb or agree(
            list(self._read_near()) or list(self._read_above_event()) or list(self._read_occasion())
        )
        return found or next(self._read_joined(), None) or next(self._read_alone(first), None)

    def _read_joined(self) -> Iterator[Place]:
        """The place of the event before, of one subject: "burned 12 homes in Orme and forced 300 people out"."""
        for verb in self.ties.leading:
            own = self.ties.clause[0] if self.ties.clause else verb
            is_same = own.dep_ == "conj" and not any(child.dep_ in SUBJECTS for child in own.children)
            if is_same and is_event_verb(verb) and self.head.dep_ in OBJECTS:
                yield from self._read_event(verb, own)
                yield from self._read_event(verb.head, verb) if verb.dep_ == "advcl" else ()

    def _read_above_event(self) -> Iterator[Place]:
        """The place of the event that a participle goes on from: "hit a market in Orme, killing 14"."""
        for verb in self.ties.clause[1:]:
            if self.ties.clause[0].dep_ == "advcl":
                yield from self._read_event(verb, self.ties.clause[0])

    def _read_event(self, verb: DocToken, own: DocToken) -> Iterator[Place]:
        """The place at the verb of an event or at its object, before the verb that is joined to it."""
        yield from self._read_where(child for child in verb.rights if child.i < own.i)
        for child in verb.rights:
            if child.dep_ in (*OBJECTS, "obl") and child.i < own.i:
                yield from self._read_where(child.subtree)

    def _read_alone(self, first: DocToken) -> Iterator[Place]:
        """The place with which a sentence begins, where it names no other."""
        named = self.places.names_between(first.idx, first.sent[-1].idx)
        if len({mention.entity_name for mention in named if mention.mention_type == "LOC"}) == 1:
            yield from self._read_front(first)

    def _read_front(self, first: DocToken) -> Iterator[Place]:
        """The place with which a sentence or clause begins: "In Orme 140 cases were reported"."""
        name = find_front_name(self.places, first)
        if name is not None:
            yield from self._place_of(name)

    def _read_after(self) -> Iterator[Place]:
        """The place that follows a bare number: "9 in Orme"."""
        doc = self.number.doc
        for index in range(self.number.i + 2, min(self.number.i + 4, len(doc))):
            if find_bare_number(doc[index]) == self.number.i:
                yield from self._place_of(doc[index])

    def _read_own(self) -> Iterator[Place]:
        """The place that follows the number, that of which a measure is, or that of the phrase."""
        yield from self._read_after()
        if self.is_measure:
            yield from self._read_owner(self.head)
        yield from self._read_phrase(self.head)

    def _read_verb(self) -> Iterator[Place]:
        """Places at the verb of the clause, then that of which the thing is."""
        if not any(has_case(token, _BY) for token in self.ties.own):
            for verb in self.ties.clause:
                yield from self._read_where(self._shared(verb))
                yield from self._read_goal(verb)
            for verb in self.ties.trailing:
                yield from self._read_where(verb.rights)
        yield from self._read_owner(self.head)

    def _read_goal(self, verb: DocToken) -> Iterator[Place]:
        """Where those come that are counted: "85,000 people migrated to Norway"."""
        is_coming = verb.lemma_.lower() in _COMING and self.head.dep_ in SUBJECTS
        for child in verb.rights:
            if is_coming and child.dep_ == "obl" and has_case(child, _TO):
                yield from self._place_of(child)

    def _shared(self, token: DocToken) -> Iterator[DocToken]:
        """What hangs on a token and may hold for the number: not what an earlier thing of a list has for itself.

        "3 shops and 4 homes in Orme", but not "fires in Orme and 4 homes without power".
        """
        for child in token.children:
            if self.first is None or child.i > self.number.i or child.i < self.first.i:
                yield child

    def _read_near(self) -> Iterator[Place]:
        """Places within other phrases of the verb, of the nouns above, of the subject and of the object."""
        if not any(has_case(token, _BY) for token in self.ties.own):
            for verb in (*self.ties.clause, *self.ties.trailing):
                yield from self._read_within(self._shared(verb))
        for noun in self.ties.above:
            yield from self._read_above(noun)
        antecedent = find_antecedent(self.head)
        if antecedent is not None:
            yield from self._read_phrase(antecedent)
        for child in self._list_at_verb():
            if child.dep_ in SUBJECTS and not self.is_of_teams and not self._is_cut_off(child):
                yield from self._read_subject(child)
            elif child.dep_ in OBJECTS:
                yield from self._place_of(child)
                yield from self._read_phrase(child)

    def _list_at_verb(self) -> list[DocToken]:
        """What hangs on the verb of the clause, but for what is counted; of a sum the subject above is its own too."""
        found = [child for verb in self.ties.clause[:1] for child in verb.children if child.i != self.head.i]
        if self.is_sum and not any(child.dep_ in SUBJECTS for child in found):
            above = (child for verb in self.ties.clause[1:] for child in verb.children)
            found.extend(child for child in above if child.dep_ in SUBJECTS)
        return found

    def _is_cut_off(self, subject: DocToken) -> bool:
        """Whether another place stands between the verb of a subject and what is counted."""
        between = self.places.names_between(subject.head.idx, self.head.idx)
        return any(mention.mention_type == "LOC" for mention in between)

    def _read_occasion(self) -> Iterator[Place]:
        """The place where the occasion of the clause was: "died when a bus fell in Orme"."""
        for child in self._list_at_verb():
            if child.dep_ == "obl" and child.pos_ == "NOUN" and child.i == child.head.i + 2:
                yield from self._read_at(child.children)
            elif child.dep_ == "advcl" and any(word.lower_ in _OCCASIONS for word in child.children):
                yield from self._read_at(child.children)
                for grand in child.children:
                    if grand.dep_ in OBJECTS:
                        yield from self._place_of(grand)
                        yield from self._read_at(grand.children)

    def _read_above(self, noun: DocToken) -> Iterator[Place]:
        """The place of a noun above a number; "under US influence" tells none."""
        if has_case(noun, _UNDER_OTHERS):
            return
        if self.first is not None:
            yield from self._read_at(self._shared(noun))
            return
        yield from self._read_phrase(noun)
        yield from self._read_owner(noun)

    def _read_phrase(self, head: DocToken) -> Iterator[Place]:
        """The place in which a thing is: "homes in Orme", "people killed near Orme"."""
        yield from self._read_at(child for child in head.children if child.dep_ != "advmod")
        for child in head.children:
            if child.dep_ in ("acl", "acl:relcl"):
                yield from self._read_at(child.children)

    def _read_at(self, phrases: Iterable[DocToken]) -> Iterator[Place]:
        """The place that phrases name, each by itself or by one within it."""
        for child in phrases:
            yield from self._read_where([child])
            yield from self._read_within([child])

    def _read_where(self, phrases: Iterable[DocToken]) -> Iterator[Place]:
        """The place of phrases with a word of place, "in Orme", and of what is in these: "in Orme's jails"."""
        for child in phrases:
            if child.dep_ in _PHRASES and stands_at(child, WHERE):
                if not self._is_platform(child):
                    yield from self._place_of(child)
                for grand in child.children:
                    if is_place_within(grand, is_where=True):
                        yield from self._place_of(grand)

    def _read_within(self, phrases: Iterable[DocToken]) -> Iterator[Place]:
        """The place in other phrases: "after a protest in Orme"."""
        for child in phrases:
            if child.dep_ in _PHRASES and not stands_at(child, WHERE):
                for grand in child.children:
                    if is_place_within(grand, is_where=False):
                        yield from self._place_of(grand)

    def _read_owner(self, head: DocToken) -> Iterator[Place]:
        """The place of which a thing is: "the population of Orme", "Norway's exports", "Swedish exports"."""
        is_measure = is_of_measure(head)
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
        return getattr(self.places.mention_at(token), "country_code", None) is not None

    def _is_platform(self, token: DocToken) -> bool:
        """Whether "on" stands before one word that no list of places knows: "a user on Chirpo"."""
        mention = self.places.mention_at(token)
        if mention is None or " " in mention.evidence.surface:
            return False
        return find_place_id(mention) is None and has_case(token, _ON)

    def _read_subject(self, subject: DocToken) -> Iterator[Place]:
        """The subject's own place: "Germany exported 5m tonnes", "the earthquake in Turkey killed 12"."""
        yield from self._place_of(subject)
        bodies = load_words("counted")["state_bodies"]["words"] if self.is_measure else ()
        is_of_economy = subject.lower_ in bodies or subject.lower_ in key_lists().whole_economies
        for child in subject.children:
            if is_of_economy and child.dep_ in ("nmod:poss", "amod", "compound"):
                yield from self._place_of(child, is_adjective=True)
            if child.dep_ == "nmod" and subject.head.lemma_.lower() not in _TELLS and not is_member(subject, child):
                yield from self._read_where([child])
        if is_of_measure(subject):
            yield from self._read_owner(subject)

    def _place_of(self, token: DocToken, *, is_adjective: bool = False) -> Iterator[Place]:
        mention = self.places.mention_at(token)
        if mention is None or is_of_money(token) or is_dateline(self.places.part, mention):
            return
        if mention.mention_type == "LOC" and not self._is_of_others(token):
            yield self.places.make_place(mention)
        elif mention.mention_type == "NORP" and is_adjective and mention.country_code:
            name = self.places.lexicon.country_names.get(mention.country_code)
            if name:
                yield Place(name, mention.country_code, mention.country_code)

    def _is_of_others(self, token: DocToken) -> bool:
        """Whether a place is that of another number, "9 in Orme", or one of several that the number holds for."""
        return find_bare_number(token) not in (None, self.number.i) or is_one_of_several(self.places, token)
