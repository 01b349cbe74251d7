"""One number as its key sees it: the words of what it counts, what is said of it, where and whose it is.

Belongs here: gathering them from the phrase and from syntax. Which of them make a key is told in keys.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from spacy.tokens import Token as DocToken

from broadsheet.numbers.complements import find_base, find_complements, find_per
from broadsheet.numbers.counted_syntax import Counted, counted_words
from broadsheet.numbers.key_words import distinguish, find_verb, key_lists, lemma
from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.said import find_said, find_said_by_words
from broadsheet.numbers.scope import Scope
from broadsheet.numbers.statements import find_clause
from broadsheet.numbers.syntax import NOUNS, SUBJECTS, find_span, has_case

_WORD = re.compile(r"[^\W\d_]+(?:[-&][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?\b")
JOINED = frozenset(["advcl", "conj", "xcomp"])
"""Relations of a clause that shares the subject of the one above it."""
_FOR_WHAT = frozenset(["on", "for", "in", "into", "to", "toward", "towards"])
_TIMES = load_word_set("counted", "time_nouns")
_OF_PEOPLE = re.compile(r"[^\S\n](?:[a-z]+ ){0,2}(?:per|for every|in every) (?P<base>[\d,]*\d|million|capita|head)\b")
_MORE_THAN = re.compile(r"\s+(?:more|less|fewer|higher|lower|larger|smaller)\s+than\b")
_OF_A_WHOLE = re.compile(r"\s+of\s+(?:its|the|their|his|her|our|these|those|\d)", re.IGNORECASE)
_INSTEAD = re.compile(r"\b(?:instead of|rather than|not) $")
_SHARES = frozenset(["percent", "ratio"])
_RATES = frozenset(["percent", "percentage_point"])
_AMOUNTS_OF_CHANGE = frozenset(["rise", "fall", "by"])
# A word that makes a number a part of another stands at most so many characters before it.
_REACH = 16
# Words of the text that are near a number stand at most so many characters before it.
_NEAR = 400


@dataclass(frozen=True)
class Measured:
    """A number with what it counts. head: token of what is counted, None without syntax. change: its role in one."""

    quantity: Quantity
    counted: Counted | None
    head: DocToken | None
    text: str
    scope: Scope
    change: str | None

    @cached_property
    def words(self) -> list[str]:
        """The words of the counted phrase in lower case."""
        if self.counted is None:
            return []
        phrase = self.text[self.counted.start_char : self.counted.end_char].lower()
        return [word for word in _WORD.findall(_POSSESSIVE.sub("", phrase)) if len(word) > 1]

    @cached_property
    def own(self) -> list[str]:
        """The singulars of the words that name no place or owner, with the noun after "of"."""
        own = [lemma(word) for word in self.words if word not in self.scope.words]
        return own if self.head is None else [*own, *self._read_complement(self.head)]

    def _read_complement(self, head: DocToken) -> list[str]:
        """The words of the noun after of, on or for, but for the number itself: "cases of cholera", "a loss of $5m"."""
        quantity = self.quantity
        inside = range(quantity.start_char, quantity.end_char)
        tokens = (token for token in find_complements(head) if token.idx not in inside)
        return [lemma(token.lower_) for token in tokens if not any(char.isdigit() for char in token.text)]

    @cached_property
    def said(self) -> str | None:
        """The measure or verb that is said of it; a verb in no list ends in "*".

        None where nothing is said, DOUBTFUL where it may not be compared.
        """
        if self.head is None:
            return find_said_by_words(self.own)
        found = find_said(self.head)
        return (self._find_participle_behind() or found) if found else found

    def _find_participle_behind(self) -> str | None:
        """ "Seven were killed and 30 others | wounded": what the participle right behind says."""
        if self.counted is None or self.words[-2:-1] != [self.counted.head]:
            return None
        said = self.words[-1] in counted_words("participles")
        return key_lists().said["object"].get(find_verb(self.words[-1])) if said else None

    @property
    def kind(self) -> str:
        """The kind of its number."""
        return self.quantity.kind

    @property
    def is_rate(self) -> bool:
        """Whether it is given in percent or percentage points."""
        return self.kind in _RATES

    @property
    def is_amount_of_change(self) -> bool:
        """Whether a number says by how much something changes, not to what."""
        return self.change in _AMOUNTS_OF_CHANGE

    @property
    def size(self) -> Fraction:
        """Its value, of a range the low end; 0 where it has none."""
        quantity = self.quantity
        return next((value for value in (quantity.value, quantity.low) if value is not None), Fraction(0))

    @property
    def is_vague(self) -> bool:
        """ "Trillions of dollars": whether only its scale is told."""
        quantity = self.quantity
        return quantity.value is None and (quantity.low is None or quantity.high is None)

    @property
    def is_many(self) -> bool:
        """Whether its noun is a plural of which it is no part: not "the 737 jet", not "23 of its 29 delegates"."""
        word = self.head.lower_ if self.head is not None else self.words[-1] if self.words else ""
        is_plural = lemma(word) != word or word in key_lists().collectives
        return is_plural and not self.is_of_whole

    @property
    def is_large(self) -> bool:
        """Whether a count is large enough that it is given for its size."""
        return self.size >= key_lists().smallest

    @property
    def is_event(self) -> bool:
        """Whether what is said happens to people and things wherever they belong."""
        return self.said in key_lists().events

    @property
    def is_generic(self) -> bool:
        """Whether what is said is a verb that is in no list."""
        return self.said is not None and self.said.endswith("*")

    @cached_property
    def is_share(self) -> bool:
        """ "6% of emissions": a part of the measure, not the measure."""
        counted, quantity = self.counted, self.quantity
        if counted is None or quantity.kind not in _SHARES or counted.start_char < quantity.end_char:
            return False
        return self.text[quantity.end_char : counted.start_char].strip().lower().startswith("of")

    @property
    def is_partial(self) -> bool:
        """ "another 12 people", "12 more people", "including 12 women": a number that is part of another."""
        quantity, counted = self.quantity, self.counted
        between = _WORD.findall(self.text[quantity.end_char : counted.start_char]) if counted else []
        near = {word.lower() for word in (*self.words_before[-1:], *between[:2])}
        is_difference = not self.is_rate and _MORE_THAN.match(self.text, quantity.end_char) is not None
        is_replaced = _INSTEAD.search(self.text, max(quantity.span_start - _REACH, 0), quantity.span_start) is not None
        return is_difference or is_replaced or not key_lists().partial.isdisjoint((*near, *self.words))

    @property
    def is_of_whole(self) -> bool:
        """ "200 of their members": whether it counts some of a thing that somebody has."""
        return _OF_A_WHOLE.match(self.text, self.quantity.end_char) is not None

    @cached_property
    def words_before(self) -> list[str]:
        """The words right before a number, in lower case."""
        start = self.quantity.span_start
        return [word.lower() for word in _WORD.findall(self.text[max(start - _REACH, 0) : start])]

    @cached_property
    def number(self) -> DocToken | None:
        """The token that heads the number; None without syntax."""
        if self.head is None:
            return None
        span = find_span(self.head.doc, self.quantity.start_char, self.quantity.end_char)
        return span.root if span is not None else None

    @property
    def sentence_words(self) -> frozenset[str]:
        """The words of its sentence, in lower case."""
        return frozenset(token.lower_ for token in self.head.sent) if self.head is not None else frozenset()

    def is_near(self, words: frozenset[str]) -> bool:
        """Whether one of some words stands in its sentence or a few before it."""
        start, end = self.quantity.span_start, self.quantity.end_char
        around = self.text[max(start - _NEAR, 0) : end + _NEAR // 4].lower()
        return not words.isdisjoint(_WORD.findall(around)) or not words.isdisjoint(self.sentence_words)

    @property
    def purpose(self) -> list[str]:
        """The words of what a sum is spent on or paid for, where the number itself is the object of its verb."""
        number = self.number
        verb = find_clause(number) if number is not None else None
        if number is None or verb is None:
            return []
        for child in verb.rights:
            if child.dep_ == "obl" and child.i > number.i and child.pos_ == "NOUN" and has_case(child, _FOR_WHAT):
                words = [lemma(part.lower_) for part in child.lefts if part.dep_ in ("compound", "amod")]
                return [] if child.lower_ in _TIMES else distinguish([*words, lemma(child.lower_)], None)
        return []

    @property
    def is_numbered(self) -> bool:
        """Whether the phrase is "the number of X"."""
        return self.head is not None and self.head.head.lower_ in load_words("counted")["counting_nouns"]["words"]

    @property
    def has_share(self) -> bool:
        """Whether the clause says that its subject has a part of a whole: "accounts for 40% of exports"."""
        verb = find_clause(self.number) if self.number is not None else None
        return self.is_share and verb is not None and verb.lemma_.lower() in key_lists().share_verbs

    @property
    def subject(self) -> DocToken | None:
        """The subject of the clause of a number, also of the verb above: "is a large emitter, accounting for 11%"."""
        own = find_clause(self.number) if self.number is not None else None
        verbs = () if own is None else (own, own.head) if own.dep_ in JOINED else (own,)
        for verb in verbs:
            subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
            if subject is not None:
                return subject
        return None

    @cached_property
    def is_specific(self) -> bool:
        """Whether what is counted tells enough without a place or owner: a name, or two nouns."""
        if self.head is None or self.counted is None:
            return False
        span = find_span(self.head.doc, self.counted.start_char, self.counted.end_char)
        kinds = [token.pos_ for token in (*(span or ()), *find_complements(self.head))]
        return "PROPN" in kinds or kinds.count("NOUN") > 1

    @property
    def has_name(self) -> bool:
        """Whether a name is among the words of what is counted."""
        if self.head is None or self.counted is None:
            return False
        span = find_span(self.head.doc, self.counted.start_char, self.counted.end_char)
        return any(token.pos_ == "PROPN" for token in (*(span or ()), *find_complements(self.head)))

    @cached_property
    def has_noun(self) -> bool:
        """Whether the telling words hold a noun or a name: "russian soldier", not "western" alone."""
        if self.head is None or self.counted is None:
            return True
        span = find_span(self.head.doc, self.counted.start_char, self.counted.end_char)
        nouns = {lemma(token.lower_) for token in span or () if token.pos_ in NOUNS or token.text[:1].isupper()}
        nouns.update(lemma(token.lower_) for token in find_complements(self.head))
        same = key_lists().same
        return not {same.get(word, word) for word in nouns}.isdisjoint(self.telling)

    @property
    def main_word(self) -> str:
        """The noun that is counted; empty where there is none."""
        if self.head is not None:
            return lemma(self.head.lower_)
        return self.own[-1] if self.own else ""

    @property
    def telling(self) -> list[str]:
        """The words that tell what is counted from others, without those that repeat what is said."""
        return [] if self.main_word == "toll" and self.said is not None else distinguish(self.own, self.said)

    @property
    def dimension(self) -> str | None:
        """The dimension of its unit."""
        return self.quantity.unit.dimension if self.quantity.unit is not None else None

    def _find_people_of_rate(self) -> str | None:
        """Of how many people a count is: "25.9 cases per 100,000 people"; None where it is a plain count."""
        end = max(self.quantity.end_char, self.counted.end_char if self.counted is not None else 0)
        match = _OF_PEOPLE.match(self.text, end)
        return match["base"].lower() if match else None

    @property
    def unit_name(self) -> str:
        """Unit or currency with the base of a rate. "$" alone is mostly the US dollar: both meet under one name."""
        start = self.quantity.per_start
        base = self._find_rate_base() if start is None else self.text[start : self.quantity.per_end].lower()
        return self._plain_unit if base is None else f"{self._plain_unit}/{base}"

    @property
    def _plain_unit(self) -> str:
        """Unit or currency without the base of a rate."""
        unit = self.quantity.unit
        if self.kind == "percentage_point":
            return "percentage point"
        if unit is None:
            return "count"
        return "dollar" if unit.currency == "USD" else unit.currency or unit.name

    def _find_rate_base(self) -> str | None:
        """What a rate is for where its number does not say it: people, or the base of a price."""
        people = self._find_people_of_rate() if self.quantity.unit is None else None
        if people is not None or self.head is None:
            return people
        base = find_base(self.head) or (find_per(self.head) if self.kind == "money" else None)
        return people if base is None else lemma(base.lower_)
