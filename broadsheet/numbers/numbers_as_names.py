"""Rules of numbers that stand for a thing with an article: "the 47 bus", "the number 9", "the last 16".

Belongs here: lines of buses, numbers of players and rounds of a cup. Numbers behind the word for their kind are in
numbered_things.py.
"""

from __future__ import annotations

from broadsheet.numbers.kind_rules import kind_rule
from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.person_ages import find_name_before
from broadsheet.numbers.surroundings import Context
from broadsheet.numbers.tokens import WORD

AS_NAMES = "kind of a number as a name"
_LINES = load_word_set("number_contexts", "numbered_lines")
_NAMED_THINGS = frozenset(["ORG", "PRODUCT", "WORK", "MISC"])
_MANY = frozenset(["people", "men", "women", "children", "more", "of", "other", "new", "million", "billion"])
_SIGNS = frozenset(["%", "per", "percent", "-", "/", ":", "–", "to", "and"])
_ROUNDS = frozenset([4, 8, 16, 32, 64])
_LONGEST = 3


@kind_rule(AS_NAMES, "identifier", {"The 47 bus was late.": "47 identifier"}, rule="name")
def number_of_line(here: Context) -> bool:
    """The number of a line before its vehicle: "the 47 bus"; "the 47 buses" counts."""
    is_short = here.quantity.form == "digits" and len(here.surface) <= _LONGEST
    return is_short and here.word(-1) in ("the", "a") and here.word(1) in _LINES


@kind_rule(AS_NAMES, "identifier", {"The number 9 scored.": "9 identifier"}, rule="name")
def number_by_word(here: Context) -> bool:
    """The number of a shirt or line: "the number 9"; "the number 9 million" is a figure."""
    quantity = here.quantity
    is_plain = quantity.form == "digits" and quantity.scale_text is None and quantity.unit is None
    return is_plain and len(here.surface) <= _LONGEST and here.word(-1) == "number" and here.word(-2) in ("the", "a")


@kind_rule(AS_NAMES, "identifier", {"They reached the last 16.": "16 identifier"}, rule="name")
def round_of_cup(here: Context) -> bool:
    """A round of a cup: "reached the last 16"; "the last 16 games" counts."""
    is_round = here.quantity.value in _ROUNDS and here.quantity.unit is None
    return is_round and here.word(-1) == "last" and here.word(-2) in ("the", "into", "to") and not here.precedes_noun


@kind_rule(AS_NAMES, "name_part", {"The Falcon 9 rocket rose.": "9 name_part"}, rule="name")
def number_after_name(here: Context) -> bool:
    """A small number right after the name of a thing, with no plural after it: "Falcon 9", "Pathfinder 2"."""
    quantity = here.quantity
    is_plain = quantity.form == "digits" and quantity.unit is None and quantity.scale_text is None
    if not is_plain or len(here.surface) > _LONGEST - 1 or find_name_before(here, -1) not in _NAMED_THINGS:
        return False
    after = here.after
    counts = after is not None and after.kind == WORD and (after.lower.endswith("s") or after.lower in _MANY)
    return not counts and here.word(1) not in _SIGNS
