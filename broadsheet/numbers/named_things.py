"""Numbers that belong to a name: "Drupal 10 is out", "Pattern 1: sew the hem".

Belongs here: what shows only once it is known what a number would count. Names told by their own words are in
`designations` and `numbered_things`.
"""

from __future__ import annotations

from spacy.tokens import Doc

from broadsheet.numbers.counted_syntax import Counted
from broadsheet.numbers.quantity import Quantity

_PERSONS = frozenset(["PERSON", "PER"])


def is_part_of_name(text: str, quantity: Quantity, counted: Counted) -> bool:
    """Whether a count of digits ends the capitalised name that it would count."""
    is_bare = quantity.kind == "count" and quantity.form == "digits" and quantity.unit is None
    if not is_bare or counted.start_char >= quantity.start_char or counted.end_char != quantity.end_char:
        return False
    return all(word[:1].isupper() for word in text[counted.start_char : quantity.start_char].split())


def is_bare_name(text: str, doc: Doc | None, quantity: Quantity, counted: Counted) -> bool:
    """Whether a number is nothing but a part of a name; in "Jon Sele 7 saves" it is a count of what follows."""
    follows = text[quantity.end_char : quantity.end_char + 2].strip()
    span = None if doc is None else doc.char_span(counted.start_char, quantity.start_char - 1)
    return not follows[:1].islower() and (span is None or span[-1].ent_type_ not in _PERSONS)
