"""Whether a clause only says how many there are of a thing: "the club has 1,200 members", "12 shops in Orme".

Belongs here: reading that from syntax. Which measure it makes is told in measure_classes.py.
"""

from __future__ import annotations

from spacy.tokens import Token as DocToken

from broadsheet.numbers.key_words import key_lists
from broadsheet.numbers.measured import Measured
from broadsheet.numbers.syntax import is_top

_RANKED = frozenset(["first", "last", "next", "top", "past", "previous", "best"])


def is_stock(measured: Measured) -> bool:
    """Whether the clause only says that there are so many."""
    head = measured.head
    if head is None or is_top(head):
        return False
    is_there = any(child.dep_ == "expl" for child in (*head.children, *head.head.children))
    is_had = head.head.lemma_.lower() in key_lists().stock_verbs or _is_owned(measured, head) or _is_beside(head)
    return measured.is_numbered or is_there or is_had or _is_placed(measured, head)


def _is_owned(measured: Measured, head: DocToken) -> bool:
    """ "Its 125 million members": whether all of a thing are meant that somebody has, not its ten largest."""
    if measured.main_word not in {*measured.telling, *key_lists().phrase_nouns}:
        return False
    is_ranked = any(child.lower_.endswith("est") or child.lower_ in _RANKED for child in head.lefts)
    return not is_ranked and any(child.dep_ == "nmod:poss" for child in head.children)


def _is_beside(head: DocToken) -> bool:
    """ "Acme, with 12,000 customers": whether a thing stands with its comma beside the name of who has it."""
    case = next((child for child in head.lefts if child.lower_ == "with"), None)
    return case is not None and case.i > 1 and case.nbor(-1).text == "," and case.nbor(-2).pos_ == "PROPN"


def _is_placed(measured: Measured, head: DocToken) -> bool:
    """Whether the place of a thing stands at its noun: "12 shops in Orme"."""
    place = (measured.scope.place or "").split()
    return any(child.text in place for child in head.children if child.dep_ == "nmod")
