"""The date grammar: templates of item classes with what each of them says.

Each rule is a template (see templates.py) and a function from the matched items to a spec, or None where the words
only look like a date. The longest match wins; among equals the first rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from broadsheet.dates.items import CLASSES, Item
from broadsheet.dates.specs import (
    Ago,
    CalendarDay,
    Clock,
    Holiday,
    Length,
    NthOf,
    Repeat,
    Shift,
    Spec,
    WeekOf,
    Within,
    YearPart,
    Years,
)
from broadsheet.dates.templates import compile_template

_DIRECTIONS = {"last": -1, "past": -1, "previous": -1, "next": 1, "following": 1, "this": 0, "that": 0, "same": 0}
_MODS = {"early": "START", "start": "START", "mid": "MID", "late": "END", "end": "END"}


@dataclass(slots=True)
class Match:
    """The items of one rule's match, with what stands around them."""

    items: list[Item]
    before: Item | None
    after: Item | None

    def get(self, *names: str) -> Any:
        """Value of the first item of one of these classes; None where there is none."""
        return next((item.value for item in self.items if item.name in names), None)

    def all(self, *names: str) -> list[Any]:
        """Values of all items of these classes in order."""
        return [item.value for item in self.items if item.name in names]

    def item(self, *names: str) -> Item | None:
        """The first item of one of these classes."""
        return next((item for item in self.items if item.name in names), None)

    def has(self, *names: str) -> bool:
        return any(item.name in names for item in self.items)

    @property
    def direction(self) -> int | None:
        """-1, 0 or 1 by words like last, this and next; None where there is none."""
        return next((_DIRECTIONS[item.name] for item in self.items if item.name in _DIRECTIONS), None)


Build = Callable[[Match], Spec | None]


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    pattern: re.Pattern[str]
    first: frozenset[str]
    build: Build


RULES: list[Rule] = []


def rule(*templates: str, name: str = "") -> Callable[[Build], Build]:
    """Register a function under one or more templates."""

    def register(build: Build) -> Build:
        for template in templates:
            pattern, first = compile_template(template, CLASSES)
            RULES.append(Rule(name or build.__name__, pattern, first, build))
        return build

    return register


def _year_of(found: Match) -> int | None:
    """A printed year: four digits, or two ("August 99")."""
    year = found.get("year")
    if year is None:
        short = found.get("short")
        year = None if short is None else (1900 + int(short) if short > 40 else 2000 + int(short))
    return int(year) if year is not None else None


def _is_month(found: Match) -> bool:
    """False where May, March and the like are words or names by their place."""
    item = found.item("doubtful")
    if item is None:
        return True
    if item.text[:1].isupper():
        return True
    return len(found.items) > 1 and not found.has("word")


@rule(
    "weekday comma? the? mon dot? comma? the? day|ordinal|word [comma? of? year]",
    "weekday open mon dot? day|ordinal [comma? year] close",
    "weekday hyphen mon hyphen day",
    "weekday comma? the? day|ordinal of? mon dot? [comma? year]",
    "weekday open day|ordinal of? mon dot? [comma? year] close",
)
def weekday_date(found: Match) -> Spec | None:
    day = found.get("day", "ordinal", "word")
    if not 1 <= day <= 31:
        return None
    return CalendarDay(found.get("year"), found.get("month", "doubtful"), day, found.get("weekday"))


@rule(
    "mon dot? comma? hyphen|slash? the? day|ordinal|word [comma? of? year]",
    "day|ordinal hyphen? mon dot? [hyphen? comma? of? year]",
    "the? ordinal of mon dot? [comma? year]",
    "day dot mon dot? year",
    "year hyphen|slash mon hyphen|slash day",
)
def month_day(found: Match) -> Spec | None:
    if not _is_month(found):
        return None
    day = found.get("day", "ordinal", "word")
    if not 1 <= day <= 31:
        return None
    if found.item("doubtful") and found.items[0].name == "word":
        return None
    last = found.items[-1]
    if (
        last.name in ("day", "word")
        and found.after
        and found.after.name in ("units", "clock", "ampm", "zone", "slash", "decimal")
    ):
        if found.after.name == "units" or (found.after.name == "ampm"):
            return None
    if found.has("the") and found.items[0].name == "the":
        return CalendarDay(found.get("year"), found.get("month", "doubtful"), day)
    return CalendarDay(found.get("year"), found.get("month", "doubtful"), day)


@rule("day hyphen|dash|slash day mon dot? [comma? year]", "mon dot? day|ordinal hyphen|dash|to|until|slash day|ordinal [comma? year]",
      "from|between? day|ordinal to|until|and|hyphen|dash the? day|ordinal of? mon dot? [comma? year]",
      "mon dot? from|between day|ordinal to|until|and|hyphen|dash day|ordinal [comma? year]",
      "mon dot? day and|or day [comma? year]")  # fmt: skip
def day_range(found: Match) -> Spec | None:
    first, last = found.all("day", "ordinal")[:2]
    if not _is_month(found):
        return None
    if first >= last:
        return None
    year, month = found.get("year"), found.get("month", "doubtful")
    if (
        found.has("month", "doubtful")
        and found.items[0].name not in ("month", "doubtful")
        and found.has("and")
        and not found.has("between")
    ):
        return None
    from broadsheet.dates.specs import Between

    return Between(CalendarDay(year, month, first), CalendarDay(year, month, last))


@rule(
    "mon dot? comma? of? year",
    "mon hyphen|slash year",
    "year comma? mon",
    "mon quote? short",
    "mon comma? of? the? lastnext unit",
)
def month_year(found: Match) -> Spec | None:
    if not _is_month(found):
        return None
    month = found.get("month", "doubtful")
    if found.has("unit"):
        if found.get("unit") != "Y":
            return None
        return NthOf(month, "M", None, Shift("Y", found.direction or 0))
    if (
        found.has("short")
        and not found.has("quote")
        and found.after
        and found.after.name not in ("none", "comma", "dot")
    ):
        return None
    if found.has("short") and (found.after is None or found.after.lower in ("%", "per")):
        return CalendarDay(_year_of(found), month) if found.after is None else None
    return CalendarDay(_year_of(found), month)


@rule("last|next|this|past|previous|following mon", "month", "doubtful")
def bare_month(found: Match) -> Spec | None:
    month = found.get("month", "doubtful")
    if found.direction is not None:
        return CalendarDay(None, month, None, None, found.direction, this=found.has("this"))
    item = found.items[0]
    if item.name == "doubtful" and not _stands_as_month(found, item):
        return None
    if len(item.text) <= 4 and item.name == "month" and not item.text[:1].isupper():
        return None
    return CalendarDay(None, month)


def _stands_as_month(found: Match, item: Item) -> bool:
    """May, March, August, April: a capital and a word before it that dates take."""
    if not item.text[:1].isupper() or item.lower in ("sun", "sat", "mar", "wed"):
        return False
    if item.lower in ("august", "april", "june", "july", "jan", "dec", "sep", "apr", "jun", "jul"):
        before = found.before
        return not (
            before
            and before.name == "none"
            and before.text[:1].isupper()
            and before.text.isalpha()
            and before.gap
            and item.lower in ("april", "june", "august", "jan", "apr")
        )
    before = found.before
    if before is None:
        return False
    return before.name in (
        "in", "since", "of", "by", "until", "to", "from", "early", "late", "mid", "between", "and", "before", "after", "end", "start", "during", "for", "hyphen",
        "comma", "through", "at", "every", "each", "per", "or", "dash", "month",
    ) and not (before.name in ("and", "to", "comma", "or", "of", "by", "for", "from", "after", "before") and item.lower == "may" and found.after is not None and found.after.text[:1].isupper() and found.after.name == "none")  # fmt: skip


@rule(
    "weekday",
    "on? lastnext weekday",
    "weekday lastnext unit",
    "weekday of? lastnext unit",
    "lastnext unit comma? on? weekday",
    "on weekday lastnext unit",
    "weekday comma? the? ordinal|day",
    "on? lastnext weekday the? ordinal",
)
def bare_weekday(found: Match) -> Spec | None:
    weekday = found.get("weekday")
    if found.has("unit"):
        if found.get("unit") != "W" or found.has("past"):
            return None
        return _WeekdayOfWeek(weekday, found.direction or 0)
    if found.has("ordinal", "day", "word"):
        number = found.get("ordinal", "day", "word")
        if not found.has("the", "ordinal") or number > 31:
            return None
        return CalendarDay(None, None, number, weekday)
    if found.direction is None:
        return CalendarDay(weekday=weekday)
    direction = found.direction
    return CalendarDay(weekday=weekday, direction=direction, this=found.has("this"))


@dataclass(frozen=True, slots=True)
class _WeekdayOfWeek:
    """A weekday of last, this or next week."""

    weekday: int
    shift: int

    def resolve(self, anchor: Any) -> Any:
        week = Shift("W", self.shift).resolve(anchor)
        if week.start is None:
            return CalendarDay(weekday=self.weekday).resolve(anchor)
        return NthDay(self.weekday).of(week)


@dataclass(frozen=True, slots=True)
class NthDay:
    """A day of a week that is known."""

    weekday: int

    def of(self, week: Any) -> Any:
        from dataclasses import replace

        from broadsheet.dates.calendar import shift_days

        day = shift_days(week.start, self.weekday - 1)
        return replace(week, value=day.isoformat() if day else None, start=day, end=day)


@rule("today", "the day before|after today", "day before|after today", "the unit before last", "the unit after next")
def relative_day(found: Match) -> Spec | None:
    if found.has("last", "next"):
        return (
            Shift(found.get("unit"), -2 if found.has("last") else 2) if found.get("unit") in ("W", "M", "Y") else None
        )
    count = found.get("today")
    item = found.item("today")
    if item and item.lower == "now":
        return None
    if found.has("before", "after"):
        if found.items[0].name == "day" or found.get("unit") not in (None, "D"):
            return None
        return Shift("D", count + (1 if found.has("after") else -1))
    if item and item.lower == "tonight":
        return Clock(None, part="NI", day=Shift("D", 0))
    return Shift("D", count)


@rule("the unit before|after today", "unit before|after today")
def day_beside(found: Match) -> Spec | None:
    if found.get("unit") != "D":
        return None
    return Shift("D", found.get("today") + (1 if found.has("after") else -1))


@rule(
    "lastnext unit",
    "the same unit",
    "the previous|following unit",
    "the next unit",
    "the past|last unit",
    "that same? unit",
    "the unit",
    "early|late|mid hyphen? lastnext unit",
)
def period(found: Match) -> Spec | None:
    unit, item = found.get("unit"), found.item("unit")
    if item is None or unit.startswith("T") or unit == "ML":
        if (
            unit
            and unit.startswith("T")
            and found.has("past", "last", "next")
            and item
            and item.lower not in ("h", "second", "min", "sec")
        ):
            return Within(unit, Fraction(1), 1 if found.has("next") else -1)
        return None
    if item.lower == "night":
        if found.has("last"):
            return Clock(None, part="NI", day=Shift("D", -1))
        if found.has("this", "that"):
            return Clock(None, part="NI", day=Shift("D", 0))
        return None
    if found.items[0].name == "the" and len(found.items) == 2 and unit != "WE":
        return None
    if found.has("the") and found.has("same", "previous", "following") or found.has("that") or found.has("same"):
        shift = 0 if found.has("that", "same") else found.direction or 0
        return Shift(unit, shift, base="previous")
    if found.has("the") and found.has("next"):
        return Shift(unit, 1, base="previous") if unit == "D" else Shift(unit, 1)
    if found.has("the") and found.has("last", "past"):
        return Within(unit, Fraction(1), -1)
    if found.has("following", "previous"):
        return Shift(unit, found.direction or 0, base="previous")
    if unit == "D" and found.has("this", "last", "past", "next"):
        if found.has("this") and found.before is not None and found.before.name not in ("none", "on", "to"):
            return None
        return Shift("D", found.direction or 0)
    if found.has("past"):
        return Within(unit, Fraction(1), -1)
    return _with_mod(found, Shift(unit, found.direction or 0))


def _with_mod(found: Match, spec: Spec) -> Spec:
    from broadsheet.dates.specs import Modified

    mod = next((_MODS[item.name] for item in found.items if item.name in _MODS), None)
    return Modified(spec, mod) if mod else spec


@rule(
    "earlier|later this unit",
    "earlier|later in the unit",
    "late|early this unit",
    "earlier|later lastnext mon",
    "later today",
    "earlier today",
    "later|earlier this|last part",
)
def part_of_period(found: Match) -> Spec | None:
    from broadsheet.dates.specs import Modified

    mod = "END" if found.has("later", "late") else "START"
    if found.has("today"):
        return Shift("D", found.get("today"))
    if found.has("part"):
        return Clock(None, part=found.get("part"), day=Shift("D", 0))
    if found.has("month", "doubtful"):
        return Modified(
            CalendarDay(None, found.get("month", "doubtful"), None, None, found.direction or 0, this=found.has("this")),
            mod,
        )
    unit = found.get("unit")
    if unit.startswith("T") or unit == "D":
        return None
    return Modified(Shift(unit, 0), mod)


@rule("early|late|mid|start|end hyphen? of? the? mon [dot? comma? of? year]", "early|late|mid|start|end hyphen? of? the? year", "the? early|late|mid|start|end hyphen? of? the? decade",
      "the? start|end|mid of the? lastnext unit", "the? start|end|mid of the unit", "the early|late part? of year", "early|late|mid hyphen? on? weekday",)  # fmt: skip
def modified(found: Match) -> Spec | None:
    from broadsheet.dates.specs import Modified

    mod = next(_MODS[item.name] for item in found.items if item.name in _MODS)
    spec: Spec | None
    if found.has("month", "doubtful"):
        spec = CalendarDay(found.get("year"), found.get("month", "doubtful")) if _is_month(found) else None
    elif found.has("weekday"):
        spec = CalendarDay(weekday=found.get("weekday"))
    elif found.has("decade"):
        spec = decade(found)
    elif found.has("unit"):
        unit = found.get("unit")
        spec = (
            None
            if unit.startswith("T") or (unit == "D" and not found.has("start", "end"))
            else Shift(unit, found.direction or 0)
        )
    else:
        spec = CalendarDay(found.get("year"))
    return Modified(spec, mod) if spec else None


@rule(
    "year",
    "the? fiscal|calendar unit? year",
    "fiscal|calendar? unit hyphen? year",
    "year era",
    "era year",
    "number|day|short|word era",
)
def bare_year(found: Match) -> Spec | None:
    year = found.get("year", "number", "day", "short", "word")
    if found.has("era"):
        return CalendarDay(year=int(year), era=found.get("era").replace("bce", "bc")) if year and year < 10000 else None
    if found.has("unit") and found.get("unit") != "Y":
        return None
    if found.has("fiscal"):
        return Years(year, year, f"FY{year:04d}") if False else _Fiscal(f"FY{year:04d}")
    if len(found.items) == 1 and not _looks_like_year(found):
        return None
    return CalendarDay(year=year)


@dataclass(frozen=True, slots=True)
class _Fiscal:
    """A fiscal year: its days differ by country and firm, so they stay open."""

    value: str

    def resolve(self, anchor: Any) -> Any:
        from broadsheet.dates.specs import TimeValue

        return TimeValue("DATE", self.value, how="fiscal years begin on different days: left open")


_YEAR_BEFORE = frozenset(
    "in of since by until from to between and before after during for late early mid end start around about circa on or comma open dash hyphen back "
    "over than then the this last dot through about as".split()
)
_NO_YEAR_AFTER = frozenset(["units", "ampm", "zone", "slash", "none_noun"])


def _looks_like_year(found: Match) -> bool:
    """A bare four-digit number is a year by its size and its neighbours."""
    item, before, after = found.items[0], found.before, found.after
    year = item.value
    if after is not None and (after.name == "unit" and after.value != "Q" or after.lower.endswith("children")):
        return False
    if not 1500 <= year <= 2100:
        return (
            before is not None
            and before.name in ("in", "since", "by", "until", "year")
            and 1000 <= year <= 2100
            and not _is_counted(after)
        )
    if after is not None and (
        after.name in ("units", "ampm", "slash")
        or after.lower
        in (
            "%",
            "°",
            "percent",
            "km",
            "m",
            "kg",
            "miles",
            "metres",
            "meters",
            "feet",
            "ft",
            "mm",
            "mph",
            "hours",
            "x",
            "×",
            ":",
        )
    ):
        return False
    if after is not None and after.name == "hyphen" and not after.gap:
        return before is None or before.lower not in ("$", "£", "€", "#")
    if before is None:
        return after is None or not _is_counted(after)
    if before.lower in (
        "$",
        "£",
        "€",
        "¥",
        "#",
        "+",
        "no",
        "number",
        "room",
        "flight",
        "route",
        "highway",
        "page",
        "pp",
        "p",
        "than",
        "nearly",
        "almost",
    ):
        return False
    if before.name in ("hyphen", "slash", "dot") and not item.gap:
        return False
    if before.name == "none" and before.text.isalpha() and not item.gap:
        return False
    if before.name in (
        "in",
        "since",
        "until",
        "during",
        "early",
        "late",
        "mid",
        "by",
        "between",
        "month",
        "season",
        "end",
        "start",
        "this",
        "from",
        "open",
        "quarter",
        "year",
    ):
        return not _is_counted(after) or before.name in ("in", "since", "during") and 1900 <= year <= 2100
    return 1700 <= year <= 2100 and not _is_counted(after)


def _is_counted(after: Item | None) -> bool:
    """The next word looks like a plural noun that the number would count ("1900 people")."""
    if after is None or after.name != "none" or not after.gap:
        return False
    word = after.lower
    if word in ("people", "men", "women", "children", "police", "troops"):
        return True
    if not word.isalpha() or not after.text.islower():
        return False
    return (
        word.endswith("s")
        and not word.endswith(("ss", "us", "is"))
        and word
        not in (
            "was",
            "has",
            "as",
            "its",
            "his",
            "this",
            "does",
            "elections",
            "olympics",
            "games",
            "championships",
            "protests",
            "finals",
            "results",
            "census",
            "riots",
            "floods",
            "says",
            "accords",
            "reports",
            "sales",
            "attacks",
            "polls",
            "levels",
            "figures",
        )
    )


@rule("the? decade", "the? year decade", "early|late|mid hyphen? decade")
def decade(found: Match) -> Spec | None:
    item = found.item("decade")
    assert item is not None
    value = item.value
    if isinstance(value, tuple):
        value = int(value[1][1:3])
    first = value if value > 100 else (2000 if item.lower == "noughties" else 1900 + value)
    if item.lower in (
        "twenties",
        "thirties",
        "forties",
        "fifties",
        "sixties",
        "seventies",
        "eighties",
        "nineties",
    ) and not found.has("the", "early", "late", "mid"):
        return None
    before = found.before
    if before and before.lower in ("her", "his", "their", "my", "your", "our"):
        return None
    return _with_mod(found, Years(first, first + 9, f"{first:04d}"[:3]))


@rule("the? early|late|mid? hyphen? ordinal hyphen? unit [era]", "the? ordinal and|or|to ordinal units")
def century(found: Match) -> Spec | None:
    unit = found.get("unit", "units")
    if unit != "CE":
        return None
    numbers = found.all("ordinal")
    if found.get("era") in ("bc", "bce"):
        return _Fiscal(f"BC{numbers[0] - 1:02d}")
    first, last = (numbers[0] - 1) * 100, numbers[-1] * 100 - 1
    return _with_mod(
        found,
        Years(
            max(first, 1),
            last,
            f"{numbers[0] - 1:02d}" if len(numbers) == 1 else f"{numbers[0] - 1:02d}/{numbers[-1] - 1:02d}",
        ),
    )


@rule(
    "season",
    "season of? year",
    "lastnext season",
    "the season of year",
    "season of? lastnext unit",
    "early|late|mid hyphen? season [of? year]",
    "season comma year",
)
def season(found: Match) -> Spec | None:
    letters = found.get("season")
    item = found.item("season")
    if len(found.items) == 1 and item and not _season_stands(found, item):
        return None
    if found.has("unit"):
        if found.get("unit") != "Y":
            return None
        return YearPart(letters, None, found.direction)
    return _with_mod(found, YearPart(letters, found.get("year"), found.direction))


def _season_stands(found: Match, item: Item) -> bool:
    """A season without year: after a word that dates take, and no noun behind it ("spring water")."""
    before = found.before
    if (
        item.lower == "spring"
        and found.after
        and found.after.name == "none"
        and found.after.text.isalpha()
        and found.after.gap
    ):
        return False
    return (
        before is not None
        and before.name
        in ("in", "the", "since", "until", "during", "of", "by", "before", "after", "every", "each", "through")
        and item.text.islower()
    )


@rule("the? ordinal unit of? year", "the? ordinal unit of? the? lastnext unit", "the? ordinal unit", "quarter", "quarter comma? of? year", "quarter of? lastnext unit", "year quarter", "year hyphen quarter", "year comma? the? ordinal unit",
      "the? ordinal half of? year", "the? ordinal half of? the? lastnext unit", "the? lastnext half? unit of? year", "the? ordinal hyphen unit", "fiscal ordinal unit", "ordinal fiscal unit",
      "the? ordinal half of the unit")  # fmt: skip
def quarter(found: Match) -> Spec | None:
    units = found.all("unit")
    year, shift = found.get("year"), found.direction
    if found.has("quarter"):
        part = found.get("quarter")[1] if isinstance(found.get("quarter"), tuple) else "Q1"
        return YearPart(part.upper(), year, shift)
    number = found.get("ordinal")
    if found.has("half"):
        if units and units[-1] != "Y":
            return None
        return YearPart(f"H{number}", year, shift) if number in (1, 2) else None
    if units and units[0] == "Q" and number and number <= 4:
        if len(units) > 1 and units[1] != "Y":
            return None
        if (
            len(found.items) <= 2
            and found.after
            and found.after.lower in ("of", "final", "finals")
            and found.after.lower != "of"
        ):
            return None
        return YearPart(f"Q{number}", year, shift, found.has("fiscal"))
    return None


@rule("the? ordinal|last weekday of|in mon [comma? year]", "the? ordinal|last weekday of|in lastnext unit", "the? ordinal|last unit of|in mon [comma? of? year]", "the? ordinal|last unit of|in the? lastnext unit",
      "the? ordinal|last unit of year", "the? ordinal unit lastnext unit", "the? ordinal day? of the? lastnext unit", "the? ordinal lastnext unit", "the? last unit of the? year", "the? ordinal|last weekday mon [comma? year]",
      "the? ordinal|last weekday", "the? ordinal|last unit of unit")  # fmt: skip
def nth_of(found: Match) -> Spec | None:
    nth = found.get("ordinal")
    nth = -1 if nth is None else nth
    units = found.all("unit")
    weekday = found.get("weekday")
    whole: Spec
    if found.has("month", "doubtful"):
        if not _is_month(found):
            return None
        whole = CalendarDay(found.get("year"), found.get("month", "doubtful"))
        unit = units[0] if units else "D"
    elif found.has("year"):
        whole, unit = CalendarDay(found.get("year")), units[0]
    elif weekday and not units:
        if found.has("last") and not found.has("the"):
            return None
        if nth < 0 or nth > 5 or not found.before or found.has("the"):
            return None
        whole, unit = Shift("M", 0), "D"
        return NthOf(nth, unit, weekday, whole)
    else:
        if not units or found.direction is None and not found.has("last"):
            return None
        direction = next((_DIRECTIONS[item.name] for item in reversed(found.items) if item.name in _DIRECTIONS), 0)
        whole = Shift(units[-1], direction)
        unit = units[0] if len(units) > 1 else "D"
        if units[-1] not in ("M", "Y", "Q"):
            return None
    if unit not in ("D", "W", "M", "WE") or (unit == "Q"):
        return None
    if nth > (366 if unit == "D" else 53):
        return None
    return NthOf(nth, "W" if unit == "WE" else unit, weekday, whole)


@rule("holiday", "holiday comma? of? year", "lastnext holiday", "holiday lastnext unit", "the holiday")
def holiday(found: Match) -> Spec | None:
    before = found.before
    if (
        len(found.items) == 1
        and before is not None
        and before.name == "none"
        and before.text[:1].isupper()
        and before.text.isalpha()
    ):
        if before.lower not in ("merry", "happy", "white", "orthodox", "on", "since", "until", "by", "this"):
            return None
    return Holiday(found.get("holiday"), found.get("year"), found.direction)


def _amount(item: Item) -> Fraction | None:
    if item.name == "a":
        return Fraction(1)
    if item.name == "few":
        return Fraction(2) if item.lower == "couple" else None
    return None if item.value is None else Fraction(item.value)


_AMOUNTS = ("a", "few", "day", "short", "number", "word", "year", "decimal")


def _parts(found: Match) -> tuple[tuple[str, Fraction | None], ...]:
    """Pairs of unit and amount of a length: "2 years 1 month", "an hour and a half"."""
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
    return _settle_halves(parts)


def _settle_halves(parts: list[tuple[str, Fraction | None]]) -> tuple[tuple[str, Fraction | None], ...]:
    settled: list[tuple[str, Fraction | None]] = []
    pending = False
    for unit, value in parts:
        if unit == "half":
            if settled and settled[-1][1] is not None:
                settled[-1] = (settled[-1][0], settled[-1][1] + Fraction(1, 2))
            else:
                pending = True
        else:
            settled.append((unit, Fraction(1, 2) if pending else value))
            pending = False
    return tuple(settled)


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
    parts = _parts(found)
    if not parts or _is_no_length(found):
        return None
    return Length(parts)


def _is_no_length(found: Match) -> bool:
    first, last = found.items[0], found.items[-1]
    if first.name == "year" and first.value >= 1500 and not found.has("comma"):
        return True
    if last.value in ("WE",) or (
        last.lower in ("h", "min", "sec", "second") and first.name == "a" and last.lower != "second"
    ):
        return True
    if (
        first.name == "a"
        and last.lower in ("day", "night", "week", "year", "month", "hour", "quarter", "second")
        and found.before is not None
    ):
        return _is_rate(found, last)
    if first.name == "a" and last.lower == "quarter":
        return True
    if last.lower in ("quarter", "quarters") and not found.has("whole"):
        return last.lower == "quarter" or (found.after is not None and found.after.name == "of")
    return last.lower in ("h",) and first.gap and last.gap and first.name == "a"


def _is_rate(found: Match, last: Item) -> bool:
    """ "$3 a day", "twice a week": how often, not how long."""
    before = found.before
    assert before is not None
    if last.lower in ("quarter", "night"):
        return True
    if before.name in (
        "for",
        "in",
        "within",
        "over",
        "than",
        "only",
        "about",
        "after",
        "before",
        "until",
        "of",
        "to",
        "by",
        "during",
    ):
        return False
    if found.after is not None and found.after.name in (
        "ago",
        "later",
        "earlier",
        "after",
        "before",
        "from",
        "and",
        "long",
        "old",
    ):
        return False
    return True


@rule(*(f"{template} {tail}" for template in _LENGTHS for tail in ("ago", "earlier|before", "later|hence|after", "from|after today", "back", "before today", "straight")),
      "in|within {0}".format(_LENGTHS[0]), "in half hyphen? a? anyunit", f"in {_LENGTHS[3]}", "in another amount? anyunit", "in amount anyunit time")  # fmt: skip
def ago(found: Match) -> Spec | None:
    parts = _parts(found)
    if not parts:
        return None
    if all(unit in ("TH", "TM", "TS") for unit, _ in parts) and not (
        parts[0][0] == "TH" and parts[0][1] and parts[0][1] % 24 == 0
    ):
        return Length(parts)
    tail = found.items[-1]
    if found.items[0].name in ("in", "within"):
        return _in_length(found, parts)
    if tail.name == "straight":
        return Length(parts)
    if found.has("today") and tail.name == "today":
        sign = -1 if found.has("before") else 1
        return Ago(parts, sign, origin=None if tail.value == 0 else Shift("D", tail.value))
    if tail.name in ("ago", "back"):
        return Ago(parts, -1) if tail.name == "ago" else None
    if tail.name in ("earlier", "before"):
        if found.after is not None and tail.name == "before" and found.after.name not in ("dot", "comma", "close"):
            return Length(parts) if False else None
        return Ago(parts, -1, base="previous")
    if tail.name == "after" and (found.after is None or found.after.name not in ("dot", "comma")):
        return None
    return Ago(parts, 1, base="previous" if tail.name != "hence" else "published")


def _in_length(found: Match, parts: tuple[tuple[str, Fraction | None], ...]) -> Spec | None:
    """ "in three weeks" is a day to come only where the sentence speaks of what will be."""
    if found.items[0].name == "within":
        return (
            WithinParts(parts)
            if len(parts) >= 1
            and found.after is not None
            and found.after.name in ("dot", "comma", "of")
            or found.after is None
            else None
        )
    return _InLength(parts)


@dataclass(frozen=True, slots=True)
class WithinParts:
    """ "within 5 days": from the anchor on where the sentence speaks of what will be, else a length."""

    parts: tuple[tuple[str, Fraction | None], ...]

    def resolve(self, anchor: Any) -> Any:
        from dataclasses import replace

        length = Length(self.parts).resolve(anchor)
        end = Ago(self.parts, 1).resolve(anchor)
        if anchor.tense <= 0 or end.start is None:
            return length
        return replace(length, start=anchor.day, end=end.start, is_relative=True, anchor=anchor.name)


@dataclass(frozen=True, slots=True)
class _InLength:
    parts: tuple[tuple[str, Fraction | None], ...]

    def resolve(self, anchor: Any) -> Any:
        if anchor.tense > 0:
            return Ago(self.parts, 1).resolve(anchor)
        return Length(self.parts).resolve(anchor)


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
    if found.has("half") and count is None:
        count = Fraction(3, 2)
    return Within(unit, count, sign)


@rule("within|during? the? next|past|last amount of? anyunit")
def within_next(found: Match) -> Spec | None:
    return within(found)


@rule("every|each other? unit", "every|each count|few hyphen? anyunit", "every|each other? weekday", "sets", "on? weekdays", "every|each part", "once|times a|per|each|every unit", "every|each mon day?", "every unit", "every|each season", "every|each ordinal anyunit",
      "weekdays and weekdays", "the weekdays")  # fmt: skip
def repeat(found: Match) -> Spec | None:
    if found.has("sets"):
        item = found.item("sets")
        return Repeat(found.get("sets")) if item and _is_set(found) else None
    if found.has("weekday", "weekdays"):
        return Repeat(f"XXXX-WXX-{found.get('weekday', 'weekdays')}")
    if found.has("part"):
        return Repeat(f"T{found.get('part')}")
    if found.has("season"):
        return Repeat(f"XXXX-{found.get('season')}")
    if found.has("month", "doubtful"):
        day = found.get("day")
        return Repeat(f"XXXX-{found.get('month', 'doubtful'):02d}" + (f"-{day:02d}" if day else ""))
    unit = found.get("unit", "units")
    if found.item("unit", "units") and found.items[-1].lower == "night":
        return Repeat("TNI")
    if unit in ("WE",):
        return Repeat("XXXX-WXX-WE")
    count = found.get("day", "short", "number", "word", "ordinal")
    value = Fraction(count) if count else Fraction(2 if found.has("other") else 1)
    if found.has("few"):
        return Repeat(Length(((unit, None),)).resolve(None).value or "")  # type: ignore[arg-type]
    if found.has("times") and found.before is not None and found.before.name in ("none",):
        return None
    return Repeat(Length(((unit, value),)).resolve(None).value or "")  # type: ignore[arg-type]


def _is_set(found: Match) -> bool:
    """ "Daily Mail", "Weekly Standard" are names."""
    item = found.items[0]
    after = found.after
    if item.text[:1].isupper() and (
        found.before is not None
        and found.before.name not in ("dot", "none", "quote")
        or (after and after.text[:1].isupper())
    ):
        return False
    return not (
        after is not None
        and after.text[:1].isupper()
        and after.name == "none"
        and after.gap
        and item.text[:1].isupper()
    )


@rule(
    "the? unit of? starting? on? the? mon dot? day|ordinal",
    "the unit starting|of on? the? day|ordinal of? mon",
    "unit number|day|short|word",
    "unit count of? year",
    "the unit of the ordinal",
    "unit of mon dot day|ordinal",
    "unit of mon day|ordinal",
)
def week_of(found: Match) -> Spec | None:
    unit = found.items[0].value if found.items[0].name == "unit" else found.get("unit")
    if found.has("month", "doubtful"):
        if unit not in ("W", "M", "WE") or not found.has("of", "starting", "start"):
            return None
        return WeekOf(unit, CalendarDay(None, found.get("month", "doubtful"), found.get("day", "ordinal", "word")))
    if found.has("ordinal"):
        return WeekOf(unit, CalendarDay(None, None, found.get("ordinal"))) if unit == "W" else None
    if unit != "W" or not found.items[0].text[:1]:
        return None
    number = found.get("day", "short", "word", "number")
    if number is None or not 1 <= number <= 53:
        return None
    year = found.get("year")
    return NthOf(number, "W", None, CalendarDay(year) if year else Shift("Y", 0))


@rule("for|by|on the day|ordinal", "on ordinal", "on the? ordinal")
def day_only(found: Match) -> Spec | None:
    """ "on the 27th": the day of a month that is not printed; no noun may follow."""
    if found.after is not None and found.after.name not in ("dot", "comma", "close", "and", "at"):
        return None
    if not found.has("ordinal") and (not found.has("the") or (found.after is not None and found.after.name == "and")):
        return None
    number = found.get("day", "ordinal")
    item = found.item("ordinal", "day")
    if item is None or not item.text[:1].isdigit():
        return None
    return CalendarDay(day=number)


@rule(
    "fixed",
    "weekday comma? fixed",
    "the fixed",
    "early|late|mid hyphen? fixed",
    "the early|late|mid hyphen? fixed",
    "every|each fixed",
)
def fixed(found: Match) -> Spec | None:
    from broadsheet.dates.fixed import read_fixed

    item = found.item("fixed")
    assert item is not None
    if item.value[0] != "shortdecade" and (
        found.has("the", "early", "late", "mid") or found.items[0].name in ("every", "each")
    ):
        if found.items[0].name in ("every", "each") and item.value[0] == "shortdate":
            return EveryDay(read_fixed(item.value[0], item.value[1], found))
        return None
    spec = read_fixed(item.value[0], item.value[1], found)
    return _with_mod(found, spec) if spec else None


@dataclass(frozen=True, slots=True)
class EveryDay:
    """Each year's day of a month: "each 4/15"."""

    day: Spec | None

    def resolve(self, anchor: Any) -> Any:
        from dataclasses import replace

        from broadsheet.dates.specs import Anchor

        value = self.day.resolve(Anchor(month_first=anchor.month_first)) if self.day else None
        return replace(value, timex_type="SET", start=None, end=None) if value else Length(()).resolve(anchor)


@rule("rest of? the|my|this? unit", "the rest of the|this? unit", "rest of? this unit")
def rest_of(found: Match) -> Spec | None:
    unit = found.get("unit")
    return RestOf(unit) if unit in ("W", "M", "Y", "DE", "Q", "D") else None


@dataclass(frozen=True, slots=True)
class RestOf:
    """From the anchor to the end of its week, month or year."""

    unit: str

    def resolve(self, anchor: Any) -> Any:
        from dataclasses import replace

        whole = Shift(self.unit, 0).resolve(anchor)
        return replace(whole, start=anchor.day, mod="END") if anchor.day else whole
