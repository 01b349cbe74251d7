"""Which numbers are ages: "aged 34", "34-year-old", "Ann Smith, 34,", "people over 65", "in their 30s".

Belongs here: the rules, in the order in which they are asked. Each gives the span of an age or None. Those that need a
person before or after the number are in person_ages.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.life_ages import LIFE_AGES, limit_of_age
from broadsheet.numbers.person_ages import PERSON_AGES
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.rules import number_rule, rules_of
from broadsheet.numbers.surroundings import Context, listed
from broadsheet.numbers.tens import TENS
from broadsheet.numbers.tokens import WORD, Token, lower_at
from broadsheet.numbers.units import Unit
from broadsheet.numbers.vague_numerals import DECADE_WORDS, OWNERS

_YEAR = Unit("year", "time", 31556952.0)
_TOO_OLD = 130
_BEFORE_LISTED_AGES = load_word_set("number_contexts", "before_listed_ages")
_AGE_LIMITS = frozenset(["over", "under", "above", "below"])
_PERSONS = frozenset(["boy", "girl", "man", "woman", "child", "baby", "youth", "lad", "teenager", "toddler"])
_AGED = frozenset(["aged", "ages"])
_BEFORE_AGE = frozenset(["between", "over", "under", "from", "about", "around"])
_BEFORE_AGE_OF = frozenset(
    ["(", "of", "at", "the", "by", "to", "until", "reach", "reached", "reaches", "turn", "turned"]
)
_TURNS = frozenset(["turn", "turns", "turned", "turning"])
_GO_ON = frozenset(["i", "he", "she", "it", "we", "they", "you", "his", "her", "their"])
_STAGES = frozenset(["early", "mid", "late"])
_JOINTS = frozenset([(",",), ("and",), (",", "and"), ("or",)])
_ENDS_OF_AGES = frozenset([("and",), ("to",), ("-",), ("–",)])


@dataclass(frozen=True, slots=True)
class Age:
    """end: index after the last token of the age. decade: whether it stands for ten years from its value on."""

    end: int
    rule: str
    decade: bool = False


def continues_age(here: Context, before: Quantity) -> bool:
    """ "aged 22, 25 and 31", "in their 20s and 30s": whether a number is joined to the age before it."""
    quantity = here.quantity
    if before.kind != "age" or quantity.form != before.form:
        return False
    gap = tuple(token.lower for token in here.tokens[before.last : quantity.first])
    if quantity.unit is not None or limit_of_age.__name__ in before.read_by:
        return _ends_ages(quantity, before, gap)
    if gap in _JOINTS and quantity.rule == TENS:
        return before.rule == decade_of_life.__name__
    return gap in _JOINTS and _is_listed_age(here, before, gap)


def _is_listed_age(here: Context, before: Quantity, gap: tuple[str, ...]) -> bool:
    """ "aged 22, 25 and | 31": whether a number goes on with a list of ages and counts nothing."""
    counts_next = gap == (",",) and here.precedes_noun
    is_young = 0 < (here.quantity.value or 0) < _TOO_OLD
    return is_young and lower_at(here.tokens, before.first - 1) in _BEFORE_LISTED_AGES and not counts_next


def _ends_ages(quantity: Quantity, before: Quantity, gap: tuple[str, ...]) -> bool:
    """ "between the ages of 18 and | 35 years": whether a number ends the ages that one begins."""
    is_end = limit_of_age.__name__ in before.read_by and gap in _ENDS_OF_AGES
    return is_end and (quantity.unit is None or quantity.unit.dimension == "time")


def find_age(here: Context) -> Age | None:
    """The age that a quantity is; None where it is none."""
    if here.quantity.unit is None and not _may_be_age(here.quantity):
        return None
    for rule in _UNIT_RULES if here.quantity.unit is not None else _BARE_RULES:
        end = rule.apply(here)
        if end is not None:
            return Age(end, rule.name, decade=rule.name == decade_of_life.__name__)
    return None


def mark_age(here: Context, age: Age) -> None:
    """Make a quantity the age that was found, with the words that belong to it."""
    quantity = here.quantity
    if age.decade:
        _spread_decade(quantity)
    if age.end > quantity.last:
        quantity.last, quantity.end_char = age.end, here.tokens[age.end - 1].end_char
        quantity.unit_end = quantity.end_char if quantity.unit is not None else quantity.unit_end
    quantity.kind, quantity.unit = "age", quantity.unit or _YEAR
    quantity.read_by.append(age.rule)


def _spread_decade(quantity: Quantity) -> None:
    first = quantity.value or quantity.low or Fraction(0)
    quantity.value, quantity.low, quantity.high, quantity.is_range = None, first, first + 9, True
    quantity.bound, quantity.rule = "between", "decade_of_life"


def _may_be_age(quantity: Quantity) -> bool:
    """Whether a number is whole and small enough; of a range its high end counts."""
    if quantity.value is None and not quantity.is_range:
        return False
    value = quantity.value if quantity.value is not None else quantity.high or 0
    return 0 < value < _TOO_OLD and value.denominator == 1


@number_rule("age with a unit", {"A 34-year-old man": "34-year-old age", "She is 34 years old.": "34 years old age"})
def years_old(here: Context) -> int | None:
    """An age by what follows its unit: "34 years old", "34-year-old", "34 years of age"."""
    unit = here.quantity.unit
    if unit is None or unit.dimension != "time":
        return None
    step = 1
    while here.word(step) == "-":
        step += 1
    if here.word(step) in ("old", "olds"):
        return here.quantity.last + step
    return here.quantity.last + step + 1 if here.word(step) == "of" and here.word(step + 1) == "age" else None


@number_rule("age with a unit", {"A boy aged six months": "six months age"})
def length_after_aged(here: Context) -> int | None:
    """An age in months or weeks after its word: "aged six months", "at the age of 18 months"."""
    unit = here.quantity.unit
    is_after_age = here.word(-1) == "aged" or (here.word(-1) == "of" and here.word(-2) == "age")
    return here.quantity.last if is_after_age and unit is not None and unit.dimension == "time" else None


@number_rule(
    "age", {"A man aged 34": "34 age", "She died at age 91.": "91 age", "Men aged between 18 and 24": "18 and 24 age"}
)
def number_after_aged(here: Context) -> int | None:
    """An age after its word: "aged 34", "ages 5", "at age 91", "at the age of 18"."""
    is_after_age = here.word(-1) == "age" and here.word(-2) in _BEFORE_AGE_OF
    is_after_age |= here.word(-1) == "of" and here.word(-2) == "age" and not _measures_noun(here)
    is_after_aged = here.word(-1) in _AGED or (here.word(-1) in _BEFORE_AGE and here.word(-2) in _AGED)
    return here.quantity.last if is_after_age or is_after_aged else None


def _measures_noun(here: Context) -> bool:
    """Whether what follows may be measured; a pronoun goes on: "at the age of 18 she left"."""
    return here.word(1) not in _GO_ON and _measures_next(here.after)


@number_rule("age", {"A boy of 15 was hurt.": "15 age"})
def age_after_of(here: Context) -> int | None:
    """An age after "of" and one person: "a boy of 15"; "a man of 20 years" has a unit."""
    is_person = here.word(-1) == "of" and here.word(-2) in _PERSONS and not here.quantity.is_range
    return here.quantity.last if is_person and not _measures_next(here.after) else None


@number_rule("age", {"She turned 50 on Monday.": "50 age", "He turns 18 in May.": "18 age"})
def age_after_turning(here: Context) -> int | None:
    """The age that somebody turns; "turned 30 people away" counts them."""
    is_turning = here.word(-1) in _TURNS and not here.quantity.is_range
    return here.quantity.last if is_turning and not _measures_next(here.after) else None


@number_rule("age", {"It is free for children under 12.": "12 age"})
def age_limit(here: Context) -> int | None:
    """A limit of age after people: "people over 65", "children under five"."""
    is_limit = here.word(-1) in _AGE_LIMITS and here.word(-2) in listed("aged_groups") and not here.quantity.is_range
    return here.quantity.last if is_limit and not _measures_next(here.after) else None


def _measures_next(after: Token | None) -> bool:
    """Whether a number goes on or counts what follows: "under 5%", "under 5 metres"."""
    if after is None:
        return False
    counts_noun = after.kind == WORD and (not after.gap or after.lower not in listed("stops"))
    return counts_noun or after.text in ("%", "-")


@number_rule("age", {"She is in her mid-20s.": "20s age", "men in their late forties": "forties age"})
def decade_of_life(here: Context) -> int | None:
    """The ten years of age that begin there: "in their 30s", "in his late 40s", "well into her eighties"."""
    is_decade = here.quantity.rule == TENS and _is_in_decade_of_someone(here)
    return here.quantity.last if is_decade or here.surface.lower() in DECADE_WORDS else None


def _has_plural_ending(here: Context) -> bool:
    return here.is_tied_to_next and here.word(1) == "s"


def _is_in_decade_of_someone(here: Context) -> bool:
    """ "her 20s", "his late 40s"."""
    step = -1
    if here.word(step) in _STAGES:
        step -= 1
    elif here.word(step) == "-" and here.word(step - 1) in _STAGES:
        step -= 2
    return here.word(step) in OWNERS


@number_rule("age", {"The over-65s may ride free.": "65s age", "Jabs for the under 18s": "18s age"})
def people_of_age(here: Context) -> int | None:
    """People above or below an age: "over-65s", "the under 18s"."""
    before = here.word(-2) if here.word(-1) == "-" else here.word(-1)
    return here.quantity.last + 1 if before in ("over", "under") and _has_plural_ending(here) else None


@number_rule("age", {"A 34 yo driver": "34 yo age"})
def years_old_in_short(here: Context) -> int | None:
    """An age before "yo"."""
    return here.quantity.last + 1 if here.word(1) == "yo" else None


_UNIT_RULES = rules_of("age with a unit")
_BARE_RULES = rules_of("age") + rules_of(PERSON_AGES) + rules_of(LIFE_AGES)
