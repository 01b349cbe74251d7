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
_LETTERS = range(2, 6)
_YEARS = range(1900, 2100)
# In a line in capitals no word is a code.
_SMALL_WORDS = frozenset(["the", "a", "an", "in", "of", "to", "and", "for", "with", "on", "is", "are", "our", "its"])


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


@kind_rule(AS_NAMES, "name_part", {"They tested the KRX 3080 card.": "3080 name_part"}, rule="name")
def number_after_letters(here: Context) -> bool:
    """A number of digits right after a few capitals, with no plural behind: "the KRX 3080 review"."""
    before, is_long = here.before, len(here.surface) >= _LONGEST
    if before is None or not is_long or not _is_bare_code(here):
        return False
    is_code = before.kind == WORD and before.text.isalpha() and before.text.isupper() and len(before.text) in _LETTERS
    return is_code and not _precedes_many(here) and here.is_near(_SMALL_WORDS)


def _is_bare_code(here: Context) -> bool:
    """Whether a number is digits and nothing else, and no year."""
    quantity = here.quantity
    is_plain = quantity.form == "digits" and quantity.unit is None and quantity.scale_text is None
    return is_plain and here.surface.isdigit() and quantity.bound == "exact" and quantity.value not in _YEARS


def _precedes_many(here: Context) -> bool:
    """Whether a plural, or a sign or word that makes a number one of an amount, follows."""
    after = here.after
    is_many = after is not None and after.gap and after.kind == WORD and after.lower.endswith("s")
    return is_many or here.word(1) in _SIGNS or here.word(1) in _MANY


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
