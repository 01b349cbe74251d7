"""One number as its key sees it: the words of what it counts, what is said of it, where and whose it is.

Belongs here: gathering them from the phrase and from syntax. Which of them make a key is told in keys.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token as DocToken

from broadsheet.numbers.counted_syntax import Counted
from broadsheet.numbers.key_words import distinguish, find_verb, key_lists, lemma
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.statements import Statement, find_statements, is_unsure
from broadsheet.numbers.syntax import has_case

DOUBTFUL = ""
"""What is said of a thing where the clause denies it or only thinks it possible."""

_WORD = re.compile(r"[^\W\d_]+(?:[-&][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?\b")
_OF = frozenset(["of"])
_SHARES = frozenset(["percent", "ratio"])
# A word that makes a number a part of another stands at most so many characters before it.
_REACH = 16


@dataclass(frozen=True, slots=True)
class Scope:
    """Where and whose a number is. place: named in its clause; main_place: of the whole article; owner: whose.

    words: those of the phrase that name place or owner; they tell nothing more of what is counted.
    """

    place: str | None = None
    main_place: str | None = None
    owner: str | None = None
    words: frozenset[str] = frozenset()

    @property
    def is_named(self) -> bool:
        """Whether the clause names a place or an owner."""
        return self.place is not None or self.owner is not None


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
        return own if self.head is None else [*own, *_read_complement(self.head)]

    @cached_property
    def said(self) -> str | None:
        """The measure or verb that is said of it; a verb in no list ends in "*".

        None where nothing is said, DOUBTFUL where it may not be compared.
        """
        return _find_said_by_words(self.own) if self.head is None else _find_said(self.head)

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
        """ "another 12 people", "12 more people": a number that is part of another."""
        quantity, counted = self.quantity, self.counted
        before = _WORD.findall(self.text[max(quantity.span_start - _REACH, 0) : quantity.span_start])
        between = _WORD.findall(self.text[quantity.end_char : counted.start_char]) if counted else []
        near = {word.lower() for word in (*before[-1:], *between[:2])}
        return not key_lists().partial.isdisjoint((*near, *self.words))

    @property
    def main_word(self) -> str:
        """The noun that is counted; empty where there is none."""
        if self.head is not None:
            return lemma(self.head.lower_)
        return self.own[-1] if self.own else ""

    @property
    def telling(self) -> list[str]:
        """The words that tell what is counted from others, without those that repeat what is said."""
        return distinguish(self.own, self.said)

    @property
    def unit_name(self) -> str:
        """Unit or currency with the base of a rate. "$" alone is mostly the US dollar: both meet under one name."""
        unit, start = self.quantity.unit, self.quantity.per_start
        name = "count" if unit is None else "dollar" if unit.currency == "USD" else unit.currency or unit.name
        return name if start is None else f"{name}/{self.text[start : self.quantity.per_end].lower()}"


def _read_complement(head: DocToken) -> list[str]:
    """ "cases of cholera", "price of oil": the noun after of, where it is no name."""
    found = []
    for child in head.children:
        if child.dep_ == "nmod" and child.i > head.i and child.pos_ == "NOUN" and has_case(child, _OF):
            found.append(lemma(child.lower_))
            found.extend(lemma(grand.lower_) for grand in child.children if grand.dep_ in ("compound", "amod"))
    return found


def _find_said_by_words(own: list[str]) -> str | None:
    """Without syntax: the measure that a word of the phrase names, else the one of a participle in it."""
    said = key_lists().said
    names = (said["noun"].get(word) or said["adjective"].get(word) for word in own)
    verbs = (said["object"].get(find_verb(word)) for word in own)
    return next((name for name in (*names, *verbs) if name), None)


def _find_said(head: DocToken) -> str | None:
    """The measure that a statement about the thing names, said in passing last, else a verb in no list."""
    statements = find_statements(head)
    weak: str | None = None
    for statement in statements:
        found = key_lists().said[statement.relation].get(statement.lemma)
        if found and found not in key_lists().weak:
            return DOUBTFUL if is_unsure(statement) else found
        weak = weak or found
    return weak or _find_verb_in_no_list(statements[-1])


def _find_verb_in_no_list(last: Statement) -> str | None:
    """A verb that is in no list speaks for itself."""
    if last.relation not in ("object", "subject") or last.lemma in key_lists().light:
        return None
    if is_unsure(last):
        return DOUBTFUL
    return f"{last.lemma}*" if last.token.pos_ == "VERB" and last.lemma.isalpha() else None
