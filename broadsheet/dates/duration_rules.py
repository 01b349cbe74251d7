"""Rules for durations and days at a distance: "three weeks", "two days ago", "the past year"."""

from __future__ import annotations

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
_BEFORE_COMPARED = frozenset(["from", "than", "with", "to", "against", "versus", "on"])
_NOT_AFTER_RATES = frozenset(["ago", "later", "earlier", "after", "before", "from", "and", "long", "old"])


def _amount(item: Item) -> Fraction | None:
    if item.name == "a":
        return Fraction(1)
    if item.name == "few":
        return Fraction(2) if item.lower == "couple" else None
    return None if item.value is None else Fraction(item.value)


_AMOUNTS = ("a", "few", "day", "short", "number", "word", "year", "decimal")


def read_parts(found: Match) -> tuple[tuple[str, Fraction | None], ...]:
    """Pairs of unit and amount of a duration: "2 years 1 month", "an hour and a half"."""
    parts: list[tuple[str, Fraction | None]] = []
    amount: Item | None = None
    for item in found.items:
        if item.name in _AMOUNTS:
            amount = item if amount is None or amount.name == "a" or item.name == "few" else amount
        elif item.name == "half":
            parts.append(("half", None))
        elif item.name == "another":
            amount = Item("a", None, 0, 0, "a", "a", False)
        elif item.name in ("unit", "units"):
            unit = item.value if not (found.has("business") and item.value == "D") else "BD"
            value = _amount(amount) if amount else Fraction(1)
            parts.append((unit, value))
            amount = None
    return _resolve_halves(parts)


def _resolve_halves(parts: list[tuple[str, Fraction | None]]) -> tuple[tuple[str, Fraction | None], ...]:
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
    if last.value in ("WE",) or (
        last.lower in ("h", "min", "sec", "second") and first.name == "a" and last.lower != "second"
    ):
        return True
    if first.name == "a" and last.lower in _RATE_UNITS and found.before is not None:
        return _is_rate(found, last)
    if first.name == "a" and last.lower == "quarter":
        return True
    if last.lower in ("quarter", "quarters") and not found.has("whole"):
        return last.lower == "quarter" or (found.after is not None and found.after.name == "of")
    return last.lower in ("h",) and first.gap and last.gap and first.name == "a"


def _is_rate(found: Match, last: Item) -> bool:
    """ "$3 a day", "twice a week": a rate, not a duration."""
    before = found.before
    assert before is not None
    if last.lower in ("quarter", "night"):
        return True
    if before.name in _NOT_BEFORE_RATES:
        return False
    return not (found.after is not None and found.after.name in _NOT_AFTER_RATES)


@rule(
    *(
        f"{template} {tail}"
        for template in _LENGTHS
        for tail in (
            "ago",
            "earlier|before",
            "later|hence|after",
            "from|after today",
            "back",
            "before today",
            "straight",
        )
    ),
    f"in|within {_LENGTHS[0]}",
    "in half hyphen? a? anyunit",
    f"in {_LENGTHS[3]}",
    "in another amount? anyunit",
    "in amount anyunit time",
)
def ago(found: Match) -> Spec | None:
    parts = read_parts(found)
    if not parts:
        return None
    if all(unit in ("TH", "TM", "TS") for unit, _ in parts) and not (
        parts[0][0] == "TH" and parts[0][1] and parts[0][1] % 24 == 0
    ):
        return Duration(parts)
    tail = found.items[-1]
    if tail.name == "today" and found.before is not None and found.before.name == "for" and found.has("from"):
        return None
    if found.items[0].name in ("in", "within"):
        return _make_in_duration(found, parts)
    if tail.name == "straight":
        return Duration(parts)
    if found.has("today") and tail.name == "today":
        sign = -1 if found.has("before") else 1
        return Ago(parts, sign, origin=None if tail.value == 0 else Shift("D", tail.value))
    if tail.name in ("ago", "back"):
        return Ago(parts, -1, is_compared=_is_compared(found)) if tail.name == "ago" else None
    if tail.name in ("earlier", "before"):
        if found.after is not None and tail.name == "before" and found.after.name not in ("dot", "comma", "close"):
            return None
        return Ago(parts, -1, base="previous", is_compared=_is_compared(found))
    if tail.name == "after" and (found.after is None or found.after.name not in ("dot", "comma")):
        return None
    return Ago(parts, 1, base="previous" if tail.name != "hence" else "published")


def _is_compared(found: Match) -> bool:
    """Whether a figure is compared with that time: "from a year earlier"."""
    is_beside = found.before is not None and found.before.lower in _BEFORE_COMPARED
    return is_beside or _ends_phrase(found)


def _ends_phrase(found: Match) -> bool:
    """ "up from 1.7 billion a year earlier": whether a year before closes its phrase, after a figure or a noun."""
    is_end = found.after is None or found.after.name in ("dot", "comma", "close", "and")
    return is_end and found.items[0].name == "a" and found.items[-1].name == "earlier"


def _make_in_duration(found: Match, parts: tuple[tuple[str, Fraction | None], ...]) -> Spec | None:
    """ "in three weeks" is a future day only if the sentence refers to the future."""
    if found.items[0].name == "within":
        return (
            WithinParts(parts)
            if (len(parts) >= 1 and found.after is not None and found.after.name in ("dot", "comma", "of"))
            or found.after is None
            else None
        )
    return Ago(parts, 1) if found.has("time") else InDuration(parts)


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
