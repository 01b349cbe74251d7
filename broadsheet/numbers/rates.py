"""Rules for the base of a rate: "$3 a barrel", "50 per 100,000"; a length per time is a speed.

A rule gives the tokens of the base, first and end, where the words after a quantity lead to one.
"""

from __future__ import annotations

from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.quantity import PER_NOUNS, Cursor, Quantity
from broadsheet.numbers.rules import number_rule, rules_of
from broadsheet.numbers.tokens import DIGITS, LINE, WORD
from broadsheet.numbers.units import Unit, find_symbol, find_unit_name

Base = tuple[int, int]

_COMPOUND_UNITS = frozenset(["square", "cubic", "metric", "nautical", "sq"])
_STOPS = load_word_set("number_contexts", "ends_rate")
_EACH = frozenset(["a", "an", "each", "every"])
_AFTER_TIMES = frozenset(["a", "per", "each", "every"])
_AFTER_HYPHEN = frozenset(["a", "an", "per"])
# With one of these after it "a year" says when: "4.6 percent a year earlier".
_AFTER_SPAN = frozenset(["ago", "earlier", "before", "previously", "prior", "later"])
_BEFORE_RATE = load_word_set("number_contexts", "before_rate")
_TIMES = load_word_set("number_contexts", "times_of_rates")
_AFTER_TIME = load_word_set("number_contexts", "after_times_of_rates")
# Units of speed: a second base would be none of theirs.
_SPEED_NAMES = ("kilo", "mile", "metre")


def add_base(cursor: Cursor, quantity: Quantity) -> None:
    """Give a quantity the base of its rate, where one follows."""
    if _has_base(quantity.unit):
        return
    at = _find_joint(cursor, quantity)
    for rule in rules_of("rate"):
        base: Base | None = rule.apply(cursor, quantity, at)
        if base is None or cursor.tokens[base[0]].kind == LINE:
            continue
        first, end = base
        quantity.per_start, quantity.per_end = cursor.tokens[first].start_char, cursor.tokens[end - 1].end_char
        quantity.read_by.append(rule.name)
        if at <= quantity.last + 1 and speed(cursor, quantity, first, end):
            quantity.read_by.append("speed")
        return


def _has_base(unit: Unit | None) -> bool:
    return unit is not None and " per " in unit.name and unit.name.startswith(_SPEED_NAMES)


def _find_joint(cursor: Cursor, quantity: Quantity) -> int:
    """Where "per", "a" or "each" would stand: past "times", a hyphen, or the noun that is counted."""
    at = quantity.last
    if cursor.lower(at) == "times" and cursor.lower(at + 1) in _AFTER_TIMES:
        at += 1
    if cursor.lower(at) == "-" and cursor.lower(at + 1) in _AFTER_HYPHEN:
        at += 1
    return _skip_counted(cursor, quantity, at)


def _skip_counted(cursor: Cursor, quantity: Quantity, at: int) -> int:
    """Past what is counted before "per" or "a day": "20 cars per person", "40,000 people a day", "$112 more a year"."""
    if quantity.kind == "count" and cursor.lower(at).isalpha() and cursor.lower(at + 1) == "per":
        return at + 1
    if quantity.kind == "money":
        past = at + 1 if cursor.lower(at) in _BEFORE_RATE else at
    else:
        past = _skip_noun(cursor, quantity, at)
    return past if past > at and _is_rate_of_time(cursor, past) else at


def _skip_noun(cursor: Cursor, quantity: Quantity, at: int) -> int:
    """Past the plural that a count is of, with one word before it, or the noun of a measure: "metres of ice"."""
    if quantity.kind == "measure":
        return at + 2 if cursor.lower(at) == "of" and cursor.lower(at + 1).isalpha() else at
    ends = (end for end in (at + 1, at + 2) if cursor.lower(end) in _EACH and _is_plural(cursor.lower(end - 1)))
    return next(ends, at)


def _is_plural(word: str) -> bool:
    return word.isalpha() and (word.endswith("s") or word in ("people", "children", "men", "women"))


def _is_rate_of_time(cursor: Cursor, at: int) -> bool:
    """Whether "a day", "each year" stands at a place, and no "a day after"."""
    is_time = cursor.lower(at) in _EACH and cursor.lower(at + 1) in _TIMES
    return is_time and cursor.lower(at + 2) not in _AFTER_TIME


@number_rule(
    "rate",
    {
        "50 per 100,000 people": "50 per 100,000 people",
        "20 cars per person": "20 per person",
        "$3 per head": "3 dollar per head",
        "$30 per square foot": "30 dollar per square foot",
    },
)
def rate_per(cursor: Cursor, quantity: Quantity, at: int) -> Base | None:
    """A rate whose base follows "per"."""
    first = at + 1
    if cursor.lower(at) != "per" or cursor.lower(first) in ("", "cent"):
        return None
    has_two_words = cursor.tokens[first].kind == WORD and cursor.lower(first + 1) in PER_NOUNS
    is_wide = has_two_words or _counts_base(cursor, first) or _is_compound_unit(cursor, first)
    return first, first + (2 if is_wide else 1)


def _is_compound_unit(cursor: Cursor, first: int) -> bool:
    """ "square foot", "cubic metre", "metric ton"."""
    return cursor.lower(first) in _COMPOUND_UNITS and find_unit_name(cursor.tokens, first) is not None


def _counts_base(cursor: Cursor, first: int) -> bool:
    """ "per 100,000 people": digits and the noun that they count."""
    tokens = cursor.tokens
    is_counted = tokens[first].kind == DIGITS and first + 1 < len(tokens) and tokens[first + 1].kind == WORD
    return is_counted and cursor.lower(first + 1) not in _STOPS


@number_rule("rate", {"$3/barrel": "3 dollar per barrel"})
def rate_with_slash(cursor: Cursor, quantity: Quantity, at: int) -> Base | None:
    """A rate whose base follows a slash; digits after it are a fraction or a date."""
    first = at + 1
    is_base = cursor.lower(at) == "/" and first < len(cursor.tokens) and cursor.tokens[first].kind == WORD
    return (first, first + 1) if is_base else None


@number_rule(
    "rate",
    {"$3 a barrel": "3 dollar per barrel", "five times a week": "5 per week", "$20-a-day habits": "20 dollar per day"},
)
def rate_of_each(cursor: Cursor, quantity: Quantity, at: int) -> Base | None:
    """A rate whose base follows "a", "each" or "every", one of the nouns that rates are for."""
    if cursor.lower(at) not in _EACH:
        return None
    first = at + 1
    if at == quantity.last + 1 and cursor.lower(at - 1) == "-" and cursor.lower(first) == "-":
        first += 1
    if _is_compound_unit(cursor, first):
        return first, first + 2
    is_other = _is_one_at_a_time(cursor, quantity, at, first) or cursor.lower(first + 1) in _AFTER_SPAN
    is_base = cursor.lower(first) in PER_NOUNS and not is_other
    return (first, first + 1) if is_base else None


def _is_one_at_a_time(cursor: Cursor, quantity: Quantity, at: int, first: int) -> bool:
    """ "two a time", "three a game" of things that have no unit."""
    is_bare = quantity.kind == "count" and quantity.unit is None
    return is_bare and cursor.lower(at) in ("a", "an") and cursor.lower(first) in ("time", "game")


@number_rule("speed", {"It sank 3 metres every minute": "3 metre per minute"})
def speed(cursor: Cursor, quantity: Quantity, first: int, end: int) -> bool:
    """A length per time as a speed of its own unit."""
    base, unit = _find_unit(cursor, first), quantity.unit
    if unit is None or base is None or (unit.dimension, base.dimension) != ("length", "time"):
        return False
    if not unit.si or not base.si:
        return False
    quantity.unit = Unit(f"{unit.name} per {base.name}", "speed", unit.si / base.si)
    quantity.end_char = quantity.unit_end = cursor.tokens[end - 1].end_char
    quantity.last, quantity.per_start, quantity.per_end = end, None, None
    return True


def _find_unit(cursor: Cursor, index: int) -> Unit | None:
    """The unit that begins at a token, by name or symbol."""
    named = find_unit_name(cursor.tokens, index)
    found = named or find_symbol(cursor.text, cursor.tokens[index].start_char)
    return found[0].unit if found else None
