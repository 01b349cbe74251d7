"""Rules for durations and days at a distance: "three weeks", "two days ago", "the past year"."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from broadsheet.dates.distances import Ago
from broadsheet.dates.durations import InDuration, WithinParts
from broadsheet.dates.item_classes import Item
from broadsheet.dates.rules import Match, rule
from broadsheet.dates.shifts import Duration, Shift, Within
from broadsheet.dates.specs import Spec

_RATE_UNITS = frozenset(["day", "night", "week", "year", "month", "hour", "quarter", "second"])
_NOT_BEFORE_RATES = frozenset(
    ["for", "in", "within", "over", "than", "only", "about", "after", "before", "until", "of", "to", "by", "during"]
)
# Abbreviated units that "a" does not count: "a min" and "a sec" are other words.
_SHORT_UNITS = frozenset(["h", "min", "sec"])
_BEFORE_COMPARED = frozenset(["from", "than", "with", "to", "against", "versus", "on"])
_NOT_AFTER_RATES = frozenset(["ago", "later", "earlier", "after", "before", "from", "and", "long", "old"])


def _amount(item: Item) -> Fraction | None:
    """The number of an item that counts units; None where it is vague ("several")."""
    if item.name == "a":
        return Fraction(1)
    if item.name == "few":
        return Fraction(2) if item.lower == "couple" else None
    return None if item.value is None else Fraction(item.value)


# Pairs of unit and amount; an amount of None is not said ("several years").
Parts = tuple[tuple[str, Fraction | None], ...]

_AMOUNTS = ("a", "few", "day", "short", "number", "word", "year", "decimal")
_ONE = Item("a", None, 0, 0, "a", "a", False)


def read_parts(found: Match) -> Parts:
    """Pairs of unit and amount of a duration: "2 years 1 month", "an hour and a half"."""
    parts: list[tuple[str, Fraction | None]] = []
    amount: Item | None = None
    for item in found.items:
        if item.name in _AMOUNTS:
            amount = _choose_amount(amount, item)
        elif item.name == "half":
            parts.append(("half", None))
        elif item.name == "another":
            amount = _ONE
        elif item.name in ("unit", "units"):
            parts.append((_read_unit(item, found), _amount(amount) if amount else Fraction(1)))
            amount = None
    return _resolve_halves(parts)


def _choose_amount(earlier: Item | None, item: Item) -> Item:
    """ "a couple", "a hundred", "two few": the later one counts after "a" and where it is vague."""
    return item if earlier is None or earlier.name == "a" or item.name == "few" else earlier


def _read_unit(item: Item, found: Match) -> str:
    """The unit; "D" counts business days where the match says so."""
    return "BD" if item.value == "D" and found.has("business") else str(item.value)


def _resolve_halves(parts: list[tuple[str, Fraction | None]]) -> Parts:
    """Halves added to the unit before them, or standing for the amount of the one after them."""
    resolved: list[tuple[str, Fraction | None]] = []
    pending = False
    for unit, value in parts:
        if unit == "half":
            if resolved and resolved[-1][1] is not None:
                resolved[-1] = (resolved[-1][0], resolved[-1][1] + Fraction(1, 2))
            else:
                pending = True
        else:
            resolved.append((unit, Fraction(1, 2) if pending else value))
            pending = False
    return tuple(resolved)


_LENGTH = "amount few? of? hyphen? more? business? anyunit"


_MORE = "[comma? and? count business? anyunit] [comma? and? count anyunit]"


_LENGTHS = (
    f"{_LENGTH} {_MORE}",
    "half hyphen? a? anyunit",
    "a? half hyphen? unit",
    "amount anyunit and a? half",
    "whole hyphen? unit",
    "a whole unit",
    "another amount? business? anyunit",
)


@rule(*_LENGTHS)
def length(found: Match) -> Spec | None:
    parts = read_parts(found)
    if not parts or _is_not_a_duration(found) or _is_miscounted(found):
        return None
    return Duration(parts)


def _is_miscounted(found: Match) -> bool:
    """ "A Thousand And One Nights": one of several is part of another number."""
    return [item.name for item in found.items] == ["word", "units"] and found.items[0].value == 1


def _is_not_a_duration(found: Match) -> bool:
    first, last = found.items[0], found.items[-1]
    if first.name == "year" and first.value >= 1500 and not found.has("comma"):
        return True
    if last.value == "WE":
        return True
    if last.lower in ("quarter", "quarters"):
        return _is_quarter_of_year(found)
    return first.name == "a" and (last.lower in _SHORT_UNITS or _is_rate(found))


def _is_quarter_of_year(found: Match) -> bool:
    """ "two quarter", "three quarters of": a part of a year or of anything, not a length; "a whole quarter" is none."""
    if found.items[-1].lower == "quarter":
        return found.items[0].name == "a" or not found.has("whole")
    return found.class_after == "of" and not found.has("whole")


def _is_rate(found: Match) -> bool:
    """ "$3 a day", "twice a week": a rate, not a duration."""
    unit = found.items[-1].lower
    if unit not in _RATE_UNITS or found.before is None:
        return False
    if unit == "night":
        return True
    return found.class_before not in _NOT_BEFORE_RATES and found.class_after not in _NOT_AFTER_RATES


@rule(
    *(
        f"{template} {tail}"
        for template in _LENGTHS
        for tail in ("ago|back", "earlier|before", "later|hence|after", "from|after|before today", "straight")
    )
)
def ago(found: Match) -> Spec | None:
    """ "two weeks ago", "three years later"; hours before or after are a duration, except whole days of them."""
    parts = read_parts(found)
    if not parts:
        return None
    if _is_within_day(parts):
        return Duration(parts)
    return _TAILS[found.items[-1].name](found, parts)


@rule(
    f"in|within {_LENGTHS[0]}",
    "in half hyphen? a? anyunit",
    f"in {_LENGTHS[3]}",
    "in another amount? anyunit",
    "in amount anyunit time",
    name="ago",
)
def in_duration(found: Match) -> Spec | None:
    """ "in three weeks", "within two days", "in a year's time"."""
    parts = read_parts(found)
    if not parts:
        return None
    if _is_within_day(parts):
        return Duration(parts)
    if found.items[0].name == "within":
        return WithinParts(parts) if found.class_after in ("", "dot", "comma", "of") else None
    return Ago(parts, 1) if found.has("time") else InDuration(parts)


def _is_within_day(parts: Parts) -> bool:
    """Whether a length is told in hours or less, and not as "24 hours" or "48 hours"."""
    if not all(unit in ("TH", "TM", "TS") for unit, _ in parts):
        return False
    unit, count = parts[0]
    return not (unit == "TH" and count and count % 24 == 0)


def _count_back(found: Match, parts: Parts) -> Spec:
    """ "two weeks ago"."""
    return Ago(parts, -1, is_compared=_is_compared(found))


def _count_back_from_text(found: Match, parts: Parts) -> Spec | None:
    """ "two weeks earlier", and "two weeks before" where no noun or clause follows."""
    if found.items[-1].name == "before" and found.class_after not in ("", "dot", "comma", "close"):
        return None
    return Ago(parts, -1, base="previous", is_compared=_is_compared(found))


def _count_from_day(found: Match, parts: Parts) -> Spec | None:
    """ "two weeks from now", "two days before yesterday"; "for two weeks from today" is a stretch."""
    if found.class_before == "for" and found.has("from"):
        return None
    days = found.items[-1].value
    return Ago(parts, -1 if found.has("before") else 1, origin=Shift("D", days) if days else None)


# By its last word, how an expression of distance is read.
_TAILS: dict[str, Callable[[Match, Parts], Spec | None]] = {
    "ago": _count_back,
    "back": lambda _found, _parts: None,  # of days and longer units the length alone: "two weeks back home"
    "earlier": _count_back_from_text,
    "before": _count_back_from_text,
    "later": lambda _, parts: Ago(parts, 1, base="previous"),
    "hence": lambda _, parts: Ago(parts, 1),
    "after": lambda found, parts: Ago(parts, 1, base="previous") if found.class_after in ("dot", "comma") else None,
    "today": _count_from_day,
    "straight": lambda _, parts: Duration(parts),
}


def _is_compared(found: Match) -> bool:
    """Whether a figure is compared with that time: "from a year earlier"."""
    return found.word_before in _BEFORE_COMPARED or _ends_phrase(found)


def _ends_phrase(found: Match) -> bool:
    """ "up from 1.7 billion a year earlier": whether a year before closes its phrase, after a figure or a noun."""
    is_end = found.class_after in ("", "dot", "comma", "close", "and")
    return is_end and found.items[0].name == "a" and found.items[-1].name == "earlier"


@rule(
    "the? last|next|past|previous|following recent? amount few? of? business? anyunit",
    "the? amount last|next|past|previous|following units",
    "the? past|last|next anyunit and a? half",
    "the? past|last|recent|next units",
)
def within(found: Match) -> Spec | None:
    unit = found.get("unit", "units")
    if found.has("business"):
        unit = "BD"
    amounts = [item for item in found.items if item.name in _AMOUNTS]
    count = _amount(amounts[-1]) if amounts else None
    if amounts and amounts[0].name == "year" and amounts[0].value > 1500:
        return None
    sign = 1 if found.has("next", "following") else -1
    if found.has("half"):
        count = Fraction(3, 2)
    return Within(unit, count, sign)


@rule("within|during? the? next|past|last amount of? anyunit")
def within_next(found: Match) -> Spec | None:
    return within(found)
