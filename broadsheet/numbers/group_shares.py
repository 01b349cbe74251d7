"""The share of a group of which a clause says something: "59% of voters are dissatisfied".

Belongs here: the words of group and predicate under which such shares meet. A part that somebody has of a whole
("Norway accounts for 40% of exports") is found in measure_classes.py, what happens to people and things there too.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token as DocToken

from broadsheet.numbers.doubts import is_negated, is_only_possible
from broadsheet.numbers.key_words import distinguish, key_lists, lemma
from broadsheet.numbers.measure_names import Measure
from broadsheet.numbers.measured import Measured
from broadsheet.numbers.syntax import NOUNS, OBJECTS, SUBJECTS, find_span

# What of a predicate tells it from others, nearest first: what is done, to what, how.
_ARGUMENTS = OBJECTS | {"xcomp", "ccomp", "obl"}
_OF_NOUN = frozenset(["compound", "amod", "nmod"])
# These say nothing without what follows.
_LINKING = frozenset(["be", "do", "get"])
_ALL = 100


def find_share_of_group(measured: Measured) -> Measure | None:
    """A percentage of a group in one place or of one owner that surely does, is or has something."""
    number, scope = measured.number, measured.scope
    if number is None or number.dep_ not in SUBJECTS or not _is_of_group(measured):
        return None
    is_placed = scope.is_named or scope.main_country is not None
    said = [] if is_only_possible(number.head) else _read_predicate(number.head)
    if not said or not (is_placed or _has_name(measured)):
        return None
    group = distinguish(measured.own, None) or [measured.main_word]
    words = f"{' '.join(said)} of {' '.join(group)}"
    return Measure("share", words, scope.owner_name, is_worldwide=not is_placed)


def _is_of_group(measured: Measured) -> bool:
    """Whether a percentage is a part of what a noun names."""
    is_part = measured.is_share and not measured.is_amount_of_change and measured.size < _ALL
    return is_part and measured.head is not None and measured.head.pos_ in NOUNS


def _has_name(measured: Measured) -> bool:
    """Whether the words of a group name a people or place: "Swedish voters"."""
    counted, head = measured.counted, measured.head
    span = find_span(head.doc, counted.start_char, counted.end_char) if head is not None and counted else None
    return any(token.text[:1].isupper() and not token.is_sent_start for token in span or ())


def _read_predicate(predicate: DocToken) -> list[str]:
    """The words of what is said in their base forms, by the alphabet; empty where it is said of too little."""
    words = {_base(predicate), *(["not"] if is_negated(predicate) else [])}
    arguments = [child for child in predicate.children if child.dep_ in _ARGUMENTS and child.i > predicate.i]
    for argument in arguments[:1]:
        words.update(_read_argument(argument))
    if predicate.pos_ in NOUNS:
        words.update(_read_argument(predicate))
    words -= _LINKING
    is_bare = predicate.lemma_.lower() in key_lists().light and not arguments
    return [] if is_bare or words <= {"not"} else sorted(words)


def _read_argument(argument: DocToken) -> Iterator[str]:
    """The words of an object or of a clause below, each with what stands at its noun."""
    yield _base(argument)
    for child in argument.children:
        is_told = child.dep_ in _OF_NOUN or (argument.pos_ == "VERB" and child.dep_ in SUBJECTS | OBJECTS)
        if is_told and (child.dep_ == "compound" or child.pos_ in (*NOUNS, "ADJ")):
            yield _base(child)
        if child.lower_ in ("not", "no", "n't"):
            yield "not"


def _base(token: DocToken) -> str:
    return lemma(token.lower_) if token.pos_ in NOUNS else token.lemma_.lower()
