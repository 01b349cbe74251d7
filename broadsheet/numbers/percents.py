"""Rules for percent, percentage points and basis points beside a number."""

from __future__ import annotations

from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.quantity import Cursor, Quantity
from broadsheet.numbers.rules import number_rule
from broadsheet.numbers.tokens import LINE
from broadsheet.numbers.units import Unit

PERCENT = Unit("percent", "ratio", 0.01)
PERCENTAGE_POINT = Unit("percentage point", "ratio", 0.01)
BASIS_POINT = Unit("basis point", "ratio", 0.0001)

_SIGNS = frozenset("%٪％")
_WORDS = load_word_set("number_contexts", "percent")
_POINTS = load_word_set("number_contexts", "points")
_RATES = frozenset(
    ["rate", "rates", "interest", "fed", "inflation", "yield", "yields", "mortgage", "lending", "borrowing"]
)
_BASIS_POINTS = frozenset(["bps", "bp"])


@number_rule("percent", {"per cent of 20": "20 percent"})
def percent_before(cursor: Cursor, quantity: Quantity) -> bool:
    """Percent at the start of a line without a number of its own, as forms and tables print it."""
    at = quantity.first - 2
    if cursor.lower(at + 1) != "of":
        return False
    first = at - 1 if cursor.lower(at) == "cent" and cursor.lower(at - 1) == "per" else at
    if first == at and cursor.lower(at) not in _WORDS:
        return False
    if first != 0 and cursor.tokens[first - 1].kind != LINE:
        return False
    quantity.unit, quantity.kind = PERCENT, "percent"
    quantity.unit_start, quantity.unit_end = cursor.tokens[first].start_char, cursor.tokens[at].end_char
    quantity.first, quantity.start_char = first, quantity.unit_start
    return True


@number_rule(
    "percent",
    {"It rose 3 percentage points": "3 percentage point", "half a percentage point": "1/2 percentage point"},
)
def percentage_points(cursor: Cursor, quantity: Quantity) -> bool:
    """Percentage points: percent and a word for points."""
    at = _after_number(cursor, quantity)
    end = _end_of_percent(cursor, quantity, at)
    if end is None:
        return False
    points = end + 1 if cursor.lower(end) == "-" else end
    if cursor.lower(points) not in _POINTS:
        return False
    cursor.take_words(quantity, PERCENTAGE_POINT, "percentage_point", at, points + 1)
    return True


@number_rule(
    "percent",
    {
        "It rose 3.5%": "7/2 percent",
        "a five-percent rise": "5 percent",
        "a 5-per-cent rise": "5 percent",
        "2 per cent": "2 percent",
    },
)
def percent(cursor: Cursor, quantity: Quantity) -> bool:
    """Percent by its sign or word."""
    at = _after_number(cursor, quantity)
    end = _end_of_percent(cursor, quantity, at)
    if end is None:
        return False
    cursor.take_words(quantity, PERCENT, "percent", at, end)
    return True


@number_rule("percent", {"cut by 25 basis points": "25 basis point", "up 3 bps": "3 basis point"})
def basis_points(cursor: Cursor, quantity: Quantity) -> bool:
    """Basis points, spelled or short."""
    at = _after_number(cursor, quantity)
    is_spelled = cursor.lower(at) == "basis" and cursor.lower(at + 1) in ("point", "points")
    if not is_spelled and cursor.lower(at) not in _BASIS_POINTS:
        return False
    cursor.take_words(quantity, BASIS_POINT, "percentage_point", at, at + 2 if is_spelled else at + 1)
    return True


@number_rule("percent", {"rates rose by a quarter-point": "1/4 percentage point"})
def part_of_point(cursor: Cursor, quantity: Quantity) -> bool:
    """A part of a percentage point without "percentage", beside words of rates: "a quarter-point cut"."""
    at = cursor.skip_dashes(quantity.last)
    is_point = cursor.lower(at) == "point" and quantity.form == "fraction"
    if not is_point or not cursor.near(quantity, 12, 10) & _RATES:
        return False
    cursor.take_words(quantity, PERCENTAGE_POINT, "percentage_point", at, at + 1)
    return True


@number_rule("percent", {"up 3 pp": "3 percentage point"})
def short_percentage_points(cursor: Cursor, quantity: Quantity) -> bool:
    """Percentage points by their short form after digits."""
    at = _after_number(cursor, quantity)
    if cursor.lower(at) != "pp" or quantity.form == "words":
        return False
    cursor.take_words(quantity, PERCENTAGE_POINT, "percentage_point", at, at + 1)
    return True


def _after_number(cursor: Cursor, quantity: Quantity) -> int:
    """Where the words of percent begin: past a hyphen, and past "of a" after a fraction."""
    at = quantity.last + 1 if cursor.lower(quantity.last) == "-" else quantity.last
    if quantity.form != "fraction":
        return at
    article = at + 1 if cursor.lower(at) == "of" else at
    is_part = cursor.lower(article) in ("a", "one") and cursor.lower(article + 1) in (*_WORDS, "per")
    return article + 1 if is_part else at


def _end_of_percent(cursor: Cursor, quantity: Quantity, at: int) -> int | None:
    """The token after the words of percent that begin at a place; None where there are none."""
    word = cursor.lower(at)
    if word == "per" and cursor.lower(cursor.skip_dashes(at + 1)) == "cent":
        return cursor.skip_dashes(at + 1) + 1
    if word in _SIGNS or (word in _WORDS and not _is_officer(cursor, quantity, at)):
        return at + 1
    return None


def _is_officer(cursor: Cursor, quantity: Quantity, at: int) -> bool:
    """ "one PC": after a number in words it is no percent."""
    return cursor.lower(at) == "pc" and cursor.tokens[at].gap and quantity.form == "words"
