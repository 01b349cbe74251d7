"""The whole of which a clause takes a part: "12 of its 4,000 workers", "half of Norway's 12,000 miners".

Belongs here: from the possessive before such a number to how many there are. What is said of a part is not said of it.
"""

from __future__ import annotations

from spacy.tokens import Token as DocToken

from broadsheet.numbers.key_words import key_lists
from broadsheet.numbers.measure_names import EMPLOYED, NUMBER, Measure, default_counted
from broadsheet.numbers.measured import Measured
from broadsheet.numbers.syntax import has_case
from broadsheet.numbers.whole_shares import is_of_world

_OF = frozenset(["of"])
_PARTS = frozenset(["half", "third", "quarter", "majority", "most", "all", "some", "many", "percent", "cent", "%"])


def find_whole(measured: Measured) -> Measure | None:
    """How many there are of what somebody has, where the clause says something of a part of them."""
    head, scope = measured.head, measured.scope
    if head is None or not _is_large_count(measured) or not _is_below_part(measured, head):
        return None
    words, is_worldwide = measured.telling, is_of_world(head)
    is_placed = scope.is_named or (_is_of_state(head) and scope.main_place is not None)
    if not words or not (is_placed or is_worldwide):
        return None
    if measured.main_word in key_lists().work_words:
        return Measure(EMPLOYED, default_counted(EMPLOYED, words), scope.owner_name)
    return Measure(NUMBER, " ".join(words), scope.owner_name, is_worldwide=is_worldwide)


def _is_large_count(measured: Measured) -> bool:
    return measured.kind == "count" and measured.is_large and measured.is_many


def _is_below_part(measured: Measured, head: DocToken) -> bool:
    """Whether a number stands after a possessive, behind "of" and a part: "12 of its 4,000 workers"."""
    number = measured.number
    owned = [child for child in head.children if child.dep_ == "nmod:poss"]
    if number is None or number.dep_ != "nummod" or number.head.i != head.i or not owned:
        return False
    part = head.head
    is_part = part.pos_ == "NUM" or part.lower_ in _PARTS or any(child.pos_ == "NUM" for child in part.lefts)
    return head.dep_ == "nmod" and has_case(head, _OF) and is_part


def _is_of_state(head: DocToken) -> bool:
    """Whether the possessive is a common noun for a place: "the country's 12 million voters"."""
    owned = (child for child in head.children if child.dep_ == "nmod:poss")
    return any(child.lower_ in key_lists().state_nouns for child in owned)
