"""Rules of numbers that name one of many: "category 4", "the No. 17 bus", "a 787 jet", "flight BA 249", "A.D. 1000".

Belongs here: rules that are asked before those of plain numbers, as a noun may follow the number ("category 4 storm").
What a number names without a word for its kind is told by designations.py.
"""

from __future__ import annotations

import re

from broadsheet.numbers.kind_rules import kind_rule
from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.surroundings import Context, listed
from broadsheet.numbers.tokens import WORD, Token

NUMBERED = "kind of a numbered thing"
_SURE_HEADS = load_word_set("number_contexts", "numbered_kinds")
_HEADS = _SURE_HEADS | (listed("name_heads") - {"number", "no", "nr"})
# Heads that count as well, or that are verbs of many things.
_PICTURES = frozenset(["2K", "4K", "5K", "8K"])
_VERBS = frozenset(["stage", "level", "size", "line", "page", "form", "exhibit", "schedule", "exit"])
_COUNTING_HEADS = frozenset(["point", "points", "day", "week", "game", "round", "match", "night"])
_NUMBERED_AFTER = load_word_set("number_contexts", "after_numbered")
_NUMBERED_BEFORE = load_word_set("number_contexts", "before_number_sign")
_VEHICLES = load_word_set("number_contexts", "numbered_vehicles")
_VEHICLES_BEFORE = frozenset(["a", "an", "the", "its", "their", "this", "that", "boeing", "airbus", "new", "old"])
_CARRIERS = frozenset(["flight", "flights", "train", "bus", "service", "ship", "plane", "ferry", "route"])
_PLACES = load_word_set("number_contexts", "acronyms_of_places")
_POINT_TIME = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")
_ERAS = frozenset(["ad", "bc", "bce", "ce"])
_LONGEST_ACRONYM, _ACRONYM_DIGITS = 5, 3
_IN_SHORT = load_word_set("number_contexts", "numbered_in_short")
_PREFIXES_OF_YEARS = load_word_set("number_contexts", "prefixes_of_years")
_YEARS = range(1500, 2100)
_KIND_DIGITS = 3
_JOINTS = frozenset([(",",), ("and",), (",", "and"), ("or",), ("to",)])
_LARGEST_NUMBER = 100_000


def continues_numbers(here: Context, before: Quantity) -> bool:
    """ "Articles 5 and 6": whether a number is joined to one that names one of a kind, and counts nothing."""
    quantity = here.quantity
    if before.kind != "name_part" or number_after_kind.__name__ not in before.read_by or quantity.form != before.form:
        return False
    gap = tuple(token.lower for token in here.tokens[before.last : quantity.first])
    return gap in _JOINTS and quantity.kind == "count" and not here.precedes_noun


@kind_rule(NUMBERED, "none", {"It is open 24/7.": "24/7 none"})
def all_the_time(here: Context) -> bool:
    """No number and no day: "24/7"."""
    return here.surface == "24/7"


@kind_rule(NUMBERED, "time_part", {"It opens at 10.45 am.": "10.45 time_part"})
def time_with_point(here: Context) -> bool:
    """A time of day printed with a point: "10.45 AM"."""
    return _POINT_TIME.fullmatch(here.surface) is not None and here.word(1) in ("am", "pm", "a.m", "p.m")


@kind_rule(NUMBERED, "time_part", {"Posted at 22:11 GMT+10": "10 time_part"})
def zone_of_time(here: Context) -> bool:
    """The hours of a zone of time: "GMT+10"."""
    return here.is_tied_to_previous and here.word(-1) in ("+", "-", "−") and here.word(-2) in ("gmt", "utc")


@kind_rule(NUMBERED, "identifier", {"Whales dive deep.[34] They sing.": "34 identifier"})
def reference_in_brackets(here: Context) -> bool:
    """The number of a reference between square brackets: "[34]"."""
    is_tied = here.is_tied_to_previous and here.is_tied_to_next and here.quantity.form == "digits"
    return is_tied and here.word(-1) == "[" and here.word(1) == "]"


@kind_rule(NUMBERED, "year", {"It was built in A.D. 1000.": "1000 year", "It fell in 44 B.C.": "44 year"}, rule="era")
def year_of_era(here: Context) -> bool:
    """A year beside the letters of an era: "A.D. 1000", "300 BC"."""
    return here.quantity.form == "digits" and (_era_before(here) in _ERAS or _era_after(here) in _ERAS)


def _era_before(here: Context) -> str:
    """The letters before a number, with stops or without; capitals alone."""
    if here.word(-1) == ".":
        return here.word(-4) + here.word(-2) if here.word(-3) == "." and _is_capital(here.token(-4)) else ""
    return here.word(-1) if _is_capital(here.before) else ""


def _era_after(here: Context) -> str:
    if here.word(2) == ".":
        return here.word(1) + here.word(3) if _is_capital(here.after) else ""
    return here.word(1) if _is_capital(here.after) else ""


def _is_capital(token: Token | None) -> bool:
    return token is not None and token.text.isupper()


@kind_rule(
    NUMBERED,
    "identifier",
    {"The No. 17 bus left.": "17 identifier", "Court No. 1 was full.": "1 identifier"},
    rule="name",
)
def numbered_by_sign(here: Context) -> bool:
    """The number of a bus, shirt, court or house after "No.", no rank."""
    if not _follows_number_sign(here) or (here.quantity.value or _LARGEST_NUMBER) >= _LARGEST_NUMBER:
        return False
    step = -3 if here.word(-1) == "." else -2
    return here.word(1) in _NUMBERED_AFTER or here.word(step) in _NUMBERED_BEFORE or _precedes_street(here)


def _follows_number_sign(here: Context) -> bool:
    return here.word(-1) in ("no", "#", "nos") or (here.word(-1) == "." and here.word(-2) in ("no", "nos"))


def _precedes_street(here: Context) -> bool:
    """ "No. 17 Orme Road"."""
    after, street = here.after, here.token(2)
    is_name = after is not None and after.kind == WORD and after.text[:1].isupper()
    return is_name and street is not None and street.text[:1].isupper() and street.lower in listed("streets")


@kind_rule(
    NUMBERED,
    "name_part",
    {"A category 4 storm hit.": "4 name_part", "It is in phase three.": "three name_part"},
    rule="name",
)
def number_after_kind(here: Context) -> bool:
    """The number of one of a kind, whose noun may follow: "category 4 storm", "type 2 diabetes", "phase three"."""
    before = here.before
    if before is None or before.kind != WORD or not _may_name(here):
        return False
    head = before.lower if before.lower in _HEADS else before.lower.removesuffix("s")
    if head in _SURE_HEADS:
        return not _counts_several(here, head)
    return head == before.lower and head in _HEADS and _is_word_after_head(here, head)


def _may_name(here: Context) -> bool:
    """A plain numeral without a unit, or two of them with words between."""
    quantity = here.quantity
    is_plain = quantity.form in ("digits", "words") and quantity.unit is None and "," not in here.surface
    return is_plain and (not quantity.is_range or quantity.rule == "range")


def _is_word_after_head(here: Context, head: str) -> bool:
    """ "game four", "part two": number words after other heads, where they count nothing."""
    if here.quantity.form != "words" or here.quantity.bound != "exact":
        return False
    return not (here.precedes_noun if head in _COUNTING_HEADS else _precedes_plural(here))


def _counts_several(here: Context, head: str) -> bool:
    """ "They stage 4 concerts", "the two models 12 firms built": a plural noun that the number may count."""
    is_plural_head = here.word(-1) != head
    return _precedes_plural(here) and (is_plural_head or head in _VERBS)


def _precedes_plural(here: Context) -> bool:
    after = here.after
    if after is None or after.kind != WORD or not here.precedes_noun:
        return False
    is_plural = after.lower.endswith("s") and not after.lower.endswith(("ss", "us", "is"))
    return is_plural or after.lower in ("people", "men", "women", "children")


@kind_rule(
    NUMBERED,
    "name_part",
    {"A 787 jet landed.": "787 name_part", "They own two 747 jets.": "747 name_part"},
    rule="name",
)
def number_of_vehicle(here: Context) -> bool:
    """The number of a kind of aircraft or other vehicle before its noun: "a 787 jet"."""
    quantity = here.quantity
    is_plain = quantity.form == "digits" and quantity.bound == "exact" and "," not in here.surface
    if not is_plain or here.word(1) not in _VEHICLES:
        return False
    is_airliner = len(here.surface) == 3 and here.surface[0] == here.surface[2] == "7"
    return is_airliner or (
        len(here.surface) >= _KIND_DIGITS and here.word(-1) in _VEHICLES_BEFORE and not here.word(1).endswith("s")
    )


@kind_rule(NUMBERED, "name_part", {"It plays in 4K at home.": "4K name_part"}, rule="name")
def lines_of_picture(here: Context) -> bool:
    """The width of a picture in thousands of dots: "in 4K"; with a plural noun after it "4K" counts."""
    return here.surface in _PICTURES and here.quantity.kind == "count" and not _precedes_plural(here)


@kind_rule(NUMBERED, "identifier", {"Flight BA 249 was late.": "249 identifier"}, rule="identifier")
def number_of_flight(here: Context) -> bool:
    """The number of a flight or train after its letters: "flight BA 249"."""
    before, head = here.before, here.token(-2)
    has_letters = before is not None and before.text.isupper() and len(before.text) <= 3
    return has_letters and here.quantity.form == "digits" and head is not None and head.lower in _CARRIERS


@kind_rule(
    NUMBERED, "name_part", {"SDG 12 is on waste.": "12 name_part", "The ID.4 sold well.": "4 name_part"}, rule="name"
)
def number_after_acronym(here: Context) -> bool:
    """The number after an acronym that is no place: "SDG 12 targets", "ID.4", but "In the UK 12 men"."""
    quantity, before = here.quantity, here.before
    if before is None or quantity.form != "digits" or quantity.bound != "exact" or not here.surface.isdigit():
        return False
    is_dotted = before.text == "." and here.is_tied_to_previous and not before.gap
    acronym = here.token(-2) if is_dotted else before
    if acronym is None or not _is_acronym(acronym):
        return False
    return is_dotted or len(here.surface) <= _ACRONYM_DIGITS


def _is_acronym(token: Token) -> bool:
    is_short = 2 <= len(token.text) <= _LONGEST_ACRONYM
    return is_short and token.kind == WORD and token.text.isupper() and token.lower not in _PLACES


@kind_rule(
    NUMBERED, "name_part", {"Turn left on Hwy. 12.": "12 name_part", "See pp. 30-41.": "30-41 name_part"}, rule="name"
)
def number_after_short_word(here: Context) -> bool:
    """The number after the short form of a noun that takes numbers: "Ch. 6", "Hwy. 12", "pp. 30-41"."""
    step = -2 if here.word(-1) == "." and here.before is not None and not here.before.gap else -1
    head = here.token(step)
    is_plain = here.quantity.form == "digits" and here.quantity.unit is None and "," not in here.surface
    return is_plain and head is not None and head.text in _IN_SHORT and not _precedes_plural(here)


@kind_rule(NUMBERED, "year", {"The post-1994 cabinet left.": "1994 year"}, rule="number")
def year_after_prefix(here: Context) -> bool:
    """A year that a prefix ties to a noun: "the post-1994 cabinet", "pre-2008 rules"."""
    is_tied = here.word(-1) == "-" and here.is_tied_to_previous and here.word(-2) in _PREFIXES_OF_YEARS
    return is_tied and here.surface.isdigit() and here.quantity.value in _YEARS
