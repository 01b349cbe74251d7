"""Of what people died whom a statistic counts: "12 people died of overdoses", "31 suicides", "40 road deaths".

Belongs here: causes that part one count of deaths from another of the same place and year. What happens once, as a fire
or a crash, is none: reports of it name it or do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from spacy.tokens import Token as DocToken

from broadsheet.numbers.key_words import lemma
from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.measure_names import NUMBER, Measure
from broadsheet.numbers.measured import Measured
from broadsheet.numbers.statements import find_clause
from broadsheet.numbers.syntax import OBJECTS, SUBJECTS, has_case

_KILLED, _PEOPLE = "killed", frozenset(["", "person"])
_CASES = frozenset(["of", "from", "by", "in", "to"])
_PHRASES = frozenset(["obl", "nmod", "obl:agent"])
_BEFORE = frozenset(["compound", "amod", "nmod"])


def add_cause(measured: Measured, measure: Measure) -> Measure:
    """A count of deaths with their cause among the words of what is counted; any other measure as it is."""
    if measure.name == NUMBER and measure.counted in _lists()["deaths_alone"]:
        return replace(measure, name=_KILLED)
    cause = _find_cause(measured) if measure.name == _KILLED and measured.kind == "count" else None
    if cause is None:
        return measure
    words = set(measure.counted.split()) - _PEOPLE - set(_causes())
    return replace(measure, counted=" ".join(sorted({*words, cause})))


def _find_cause(measured: Measured) -> str | None:
    head = measured.head
    names = (_name_cause(token) for token in _list_causes(head)) if head is not None else iter(())
    return next((name for name in names if name is not None), None)


@cache
def _causes() -> Mapping[str, str]:
    """Causes by the nouns that name them."""
    return {word: name for name, words in load_words("measure_keys")["causes"].items() for word in words}


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in load_words("measure_keys")["cause_words"].items()}


def _list_causes(head: DocToken) -> Iterator[DocToken]:
    """The noun itself, what it or its verb has behind of, from, by or in, and the subject whose object it is."""
    verb = find_clause(head)
    yield head
    for above in (head, *([verb] if verb is not None else [])):
        yield from (child for child in above.children if child.dep_ in _PHRASES and has_case(child, _CASES))
    if verb is not None and head.dep_ in OBJECTS:
        yield from (child for child in verb.children if child.dep_ in SUBJECTS)


def _name_cause(noun: DocToken) -> str | None:
    """The cause that a noun names, itself or by the word before "deaths", "crashes" and the like."""
    word, lists = lemma(noun.lower_), _lists()
    is_many = word != noun.lower_
    name = _causes().get(word)
    if name is not None:
        return name if is_many or name not in lists["only_plural"] else None
    if word not in lists["deaths"] and not (is_many and word in lists["accidents"]) and word not in lists["violence"]:
        return None
    before = (lemma(child.lower_) for child in noun.lefts if child.dep_ in _BEFORE)
    return next((_causes()[each] for each in before if each in _causes()), None)
