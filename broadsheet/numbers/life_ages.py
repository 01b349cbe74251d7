"""Ages at which something happens in a life: "she was nine when", "died at 91", "over the age of 45".

Belongs here: the rules, asked after those of ages.py and person_ages.py.
"""

from __future__ import annotations

from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.rules import number_rule
from broadsheet.numbers.surroundings import Context
from broadsheet.numbers.tokens import LINE

LIFE_AGES = "age in a life"
_LIMITS = load_word_set("number_contexts", "before_age_of")
_LIFE = load_word_set("number_contexts", "verbs_of_life")
_LEARNING = load_word_set("number_contexts", "verbs_of_learning")
_ENDS = load_word_set("number_contexts", "after_age_at")
_WHEN = load_word_set("number_contexts", "before_age_when")
_AGE = frozenset(["age", "ages"])
_SOMEONE = frozenset(["he", "she", "i", "you"])
_BEING = frozenset(["was", "is", "were", "are", "am", "turned", "turns", "turn"])
_SHORT = frozenset(["he's", "she's", "they're", "you're", "i'm", "we're"])
_MANY = frozenset(["they", "we", "children", "pupils", "girls", "boys", "kids"])
_BETWEEN = frozenset(["and", "to", "-", "–"])
_AFTER = frozenset([".", ",", ";", ")", "!", "?", "”", '"', "or", "and"])
_CHILD, _OLDEST = 17, 110
_YOUNGEST_LIFE = 10


@number_rule(LIFE_AGES, {"Women over the age of 45 get checked.": "45 age"})
def limit_of_age(here: Context) -> int | None:
    """An age up to or from which something holds: "over the age of 45", "the ages of 18 and 35"."""
    if here.word(-1) != "of" or here.word(-2) not in _AGE or here.word(-3) != "the":
        return None
    is_limit = here.word(-4) in _LIMITS or here.word(1) in _BETWEEN
    return here.quantity.last if is_limit and here.word(1) != "%" else None


@number_rule(LIFE_AGES, {"She was nine when the mill closed.": "nine age"})
def age_when(here: Context) -> int | None:
    """The age of a child when something happens: "she was nine when", "when they are five,"."""
    if not _is_plain(here) or not 0 < (here.quantity.value or 0) <= _CHILD:
        return None
    if _shorten(here.word(-1)) in _SHORT:
        is_told = _is_told_when(here, -2, is_person=True)
    else:
        who = here.word(-2)
        is_told = here.word(-1) in _BEING and _is_told_when(here, -3, is_person=who in _SOMEONE, is_many=who in _MANY)
    return here.quantity.last if is_told else None


def _is_told_when(here: Context, step: int, *, is_person: bool, is_many: bool = False) -> bool:
    """Whether words around a number say that somebody was so old then: "when she was nine,", "she was nine when"."""
    if is_person and here.word(1) == "when":
        return True
    ends = _ends(here) or here.word(1) in _AFTER
    return (is_person or is_many) and here.word(step) in _WHEN and ends


@number_rule(LIFE_AGES, {"He died at 91.": "91 age", "She learned at 28 that he lied.": "28 age"})
def age_at_event(here: Context) -> int | None:
    """The age at which somebody died, married or retired, or learned that: "died at 91", "learned at 28 that"."""
    if here.word(-1) != "at" or not _is_plain(here) or here.quantity.form != "digits":
        return None
    is_life = here.word(-2) in _LIFE and (_ends(here) or here.word(1) in _ENDS)
    is_learning = here.word(-2) in _LEARNING and here.word(1) == "that"
    is_old_enough = _YOUNGEST_LIFE <= (here.quantity.value or 0) <= _OLDEST
    return here.quantity.last if is_old_enough and (is_life or is_learning) else None


def _shorten(word: str) -> str:
    return word.replace("’", "'")


def _is_plain(here: Context) -> bool:
    """Whether a number is written alone, without a bound."""
    quantity = here.quantity
    return quantity.form in ("digits", "words") and not quantity.is_range and quantity.bound == "exact"


def _ends(here: Context) -> bool:
    return here.after is None or here.after.kind == LINE
