"""Ages that a person beside the number tells: "Ann Smith, 34,", "Ann Smith (34)", "she was 15 when", "At 24, he".

Belongs here: the rules, asked after those of ages.py.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.rules import number_rule
from broadsheet.numbers.surroundings import Context, listed, month_names
from broadsheet.numbers.tokens import LINE, WORD, Token

PERSON_AGES = "age of a person"
_BEING = frozenset(["was", "is", "am", "turned"])
_SHORT_BEING = frozenset(["s", "m", "re"])
_SOMEONE = frozenset(["he", "she", "i", "you"])
_AFTER_BEING = frozenset([".", ",", ";", "when", "and", "but", "at", "then", "now", "!", "?", "”", '"'])
_AFTER_AGE = frozenset([",", ".", ")", "who", "of", "was", "–", "—"])
_AT_START = frozenset(["at", "now", "only", "just", "aged", "still"])
_MANY = frozenset(["were", "are", "those", "people", "anyone", "everyone", "children", "girls", "boys", "adults"])
_SIGNS = frozenset(["%", "per", "percent", "°", "-", "/"])
_YOUNGEST, _OLDEST = 10, 110
_DIGITS_OF_YEAR = 4


@number_rule(PERSON_AGES, {"Ann Smith, 34, won.": "34 age", "The striker, 24, scored.": "24 age"})
def age_after_person(here: Context) -> int | None:
    """An age set off by commas after a person or a role: "Ann Smith, 34,", "the striker, 24,"."""
    is_set_off = here.word(-1) == "," and here.word(1) in _AFTER_AGE
    if not is_set_off or here.quantity.form not in ("digits", "words"):
        return None
    is_person = _ends_person(here) if here.quantity.form == "digits" else find_name_before(here) == "PERSON"
    return here.quantity.last if is_person else None


def _ends_person(here: Context) -> bool:
    """A person ends before the comma: a mention, a role, or two capitalised words where no names are known."""
    named = find_name_before(here)
    if named is not None:
        return named == "PERSON"
    first, last = here.token(-3), here.token(-2)
    if last is None:
        return False
    if last.lower in roles() and not last.text[:1].isupper():
        return True
    return not here.names and _is_capitalised(first) and _is_capitalised(last) and last.lower not in month_names()


def find_name_before(here: Context, step: int = -2) -> str | None:
    """The type of the name that ends with the token at a step."""
    last = here.token(step)
    place = last.end_char if last is not None else -1
    index = bisect_right(here.names, place, key=lambda name: name[0]) - 1
    return here.names[index][2] if index >= 0 and here.names[index][1] == place else None


def _is_capitalised(token: Token | None) -> bool:
    return token is not None and token.kind == WORD and token.text[:1].isupper()


@cache
def roles() -> frozenset[str]:
    """Nouns for people, after which a number between commas is their age."""
    return frozenset([*load_words("titles")["roles"], *listed("persons")])


@number_rule(PERSON_AGES, {"Ann Smith (34) won.": "34 age"})
def age_in_brackets(here: Context) -> int | None:
    """An age in brackets after a person: "Ann Smith (34)"."""
    is_bracketed = here.word(-1) == "(" and here.word(1) == ")" and _may_be_told(here)
    return here.quantity.last if is_bracketed and _ends_person(here) else None


@number_rule(PERSON_AGES, {"He was 68.": "68 age", "She was 15 when it began.": "15 age"})
def age_after_being(here: Context) -> int | None:
    """An age that somebody is: "he was 68.", "you're 22", "Ann Smith is 71 and"; "he was 34 points behind" counts."""
    if not _may_be_told(here) or not (here.word(1) in _AFTER_BEING or _ends_line(here.after) or _is_in_year(here)):
        return None
    if here.word(-1) in _SHORT_BEING and here.word(-2) in ("'", "’"):
        return here.quantity.last if here.word(-3) in _SOMEONE else None
    is_someone = here.word(-2) in _SOMEONE or find_name_before(here, -2) == "PERSON"
    return here.quantity.last if here.word(-1) in _BEING and is_someone else None


@number_rule(PERSON_AGES, {"At 24, she left.": "24 age"})
def age_before_pronoun(here: Context) -> int | None:
    """An age where a sentence begins, before who has it: "At 24, she", "Now 61, he"."""
    is_first = here.word(-1) in _AT_START and here.starts_sentence_at(-1) and _may_be_told(here)
    is_of_someone = here.word(1) == "," and here.word(2).split("'")[0] in _SOMEONE
    return here.quantity.last if is_first and is_of_someone else None


@number_rule(PERSON_AGES, {"61 of them were under 18.": "18 age", "Voters who are over 65 came.": "65 age"})
def age_below_or_above(here: Context) -> int | None:
    """An age that many are under or over: "were under 18", "those who are over 65"."""
    if here.word(-2) not in _MANY or here.precedes_noun or here.quantity.unit is not None or here.word(1) in _SIGNS:
        return None
    ages = {"under": "ages_under", "over": "ages_over"}.get(here.word(-1))
    is_age = ages is not None and here.surface in load_words("number_contexts")[ages]["words"]
    return here.quantity.last if is_age else None


def _may_be_told(here: Context) -> bool:
    """Whether a number is plain and of a size that is told without a word for it."""
    quantity = here.quantity
    is_plain = quantity.form == "digits" and not quantity.is_range and quantity.bound == "exact"
    return is_plain and _YOUNGEST <= (quantity.value or 0) <= _OLDEST


def _is_in_year(here: Context) -> bool:
    """ "was 12 in 1976": whether a year follows."""
    return here.word(1) == "in" and len(here.word(2)) == _DIGITS_OF_YEAR and here.word(2).isdigit()


def _ends_line(after: Token | None) -> bool:
    return after is None or after.kind == LINE
