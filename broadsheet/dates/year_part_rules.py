"""Rules for parts of years and longer spans: decades, seasons, quarters, holidays, "the last week of May"."""

from __future__ import annotations

from broadsheet.dates.durations import RestOf
from broadsheet.dates.item_classes import Item
from broadsheet.dates.named_days import Holiday, NthOf
from broadsheet.dates.periods import Fiscal, YearPart, Years
from broadsheet.dates.rules import DIRECTIONS, Match, add_mod, has_month, rule
from broadsheet.dates.shifts import Shift
from broadsheet.dates.specs import CalendarDay, Spec
from broadsheet.dates.year_rules import is_counted
from broadsheet.numbers.lexicon import load_words

_DECADE_WORDS = frozenset(
    ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"]
)

_BEFORE_SEASONS = frozenset(
    ["in", "the", "since", "until", "during", "of", "by", "before", "after", "every", "each", "through"]
)

# "This fall in prices", "the fall of the old order".
_AFTER_DROPS = frozenset(["in", "of", "from", "to"])

_AFTER_HOLIDAYS = frozenset(load_words("dates")["false_dates"]["after_holidays"])

_BEFORE_HOLIDAYS = frozenset(["merry", "happy", "white", "orthodox", "on", "since", "until", "by", "this"])


# Centuries from this one on are told without more words: "a 16th century mill".
_OLDEST_NAMED = 10


@rule("the? decade", "the? year decade", "early|late|mid hyphen? decade", "the? word hyphen? decade")
def decade(found: Match) -> Spec | None:
    item = found.item("decade")
    assert item is not None
    value = item.value
    if isinstance(value, tuple):
        value = int(value[1][1:3])
    first = value if value > 100 else (2000 if item.lower == "noughties" else 1900 + value)
    century = found.get("word")
    if century is not None:
        return (
            Years(first := int(century) * 100 + value, first + 9, f"{first:04d}"[:3]) if 15 <= century <= 20 else None
        )
    if item.lower in _DECADE_WORDS and not found.has("the", "early", "late", "mid"):
        return None
    before = found.before
    if before and before.lower in ("her", "his", "their", "my", "your", "our"):
        return None
    return add_mod(found, Years(first, first + 9, f"{first:04d}"[:3]))


_OF_SOMEONE = frozenset(["his", "her", "their", "my", "our", "your", "its", "maiden"])
_OF_MATCHES = frozenset(["in", "of", "for", "against", "followed", "came"])


def _is_of_runs(found: Match) -> bool:
    """ "hit her second century", "a first century of the season": runs of a player, no time."""
    if found.word_before in _OF_SOMEONE or found.word_before.endswith(("'s", "’s")):
        return True
    number = found.get("ordinal") or 0
    return found.word_before == "a" and number < _OLDEST_NAMED and found.word_after in _OF_MATCHES


@rule("the? early|late|mid? hyphen? ordinal hyphen? unit [era]", "the? ordinal and|or|to ordinal units")
def century(found: Match) -> Spec | None:
    unit = found.get("unit", "units")
    if unit != "CE" or _is_of_runs(found):
        return None
    numbers = found.all("ordinal")
    if found.get("era") in ("bc", "bce"):
        return Fiscal(f"BC{numbers[0] - 1:02d}")
    first, last = (numbers[0] - 1) * 100, numbers[-1] * 100 - 1
    return add_mod(
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
    if item and (not _is_season(found, item) if len(found.items) == 1 else is_drop(found)):
        return None
    if found.has("unit"):
        if found.get("unit") != "Y":
            return None
        return YearPart(letters, None, found.direction)
    return add_mod(found, YearPart(letters, found.get("year"), found.direction))


def is_drop(found: Match) -> bool:
    """Whether "fall" is what prices do: "this fall in prices", "will fall next year"; not "last fall"."""
    if not any(item.lower == "fall" for item in found.items):
        return False
    if found.has("unit") and not found.has("of"):
        return found.class_before not in _BEFORE_SEASONS
    return is_counted(found.after) if found.has("year") else found.class_after in _AFTER_DROPS


def _is_season(found: Match, item: Item) -> bool:
    """Whether a word without a year is a season: after a word that precedes dates, without a noun after it."""
    before = found.before
    if item.lower == "fall":
        return found.class_before == "in" and not is_drop(found) and item.text.islower()
    if (
        item.lower == "spring"
        and found.after
        and found.after.name == "none"
        and found.after.text.isalpha()
        and found.after.gap
    ):
        return False
    return before is not None and before.name in _BEFORE_SEASONS and item.text.islower()


@rule(
    "quarter",
    "quarter comma? of? year",
    "quarter of? lastnext unit",
    "year quarter",
    "year hyphen quarter",
    name="quarter",
)
def printed_quarter(found: Match) -> Spec | None:
    """ "Q3", "H1 2024", "Q2 of last year"; not "Q3 last week"."""
    if found.has("unit") and found.get("unit") != "Y":
        return None
    printed = found.get("quarter")
    part = printed[1] if isinstance(printed, tuple) else "Q1"
    return YearPart(part.upper(), found.get("year"), found.direction)


@rule(
    "the? ordinal half of? year",
    "the? ordinal half of? the? lastnext unit",
    "the? ordinal hyphen half year",
    "the? ordinal half of the unit",
    name="quarter",
)
def half_of_year(found: Match) -> Spec | None:
    """ "the second half of 2023", "the first half of last year"."""
    number = found.get("ordinal")
    if found.get("unit") not in (None, "Y") or number not in (1, 2):
        return None
    return YearPart(f"H{number}", found.get("year"), found.direction)


@rule(
    "the? ordinal unit of? year",
    "the? ordinal unit of? the? lastnext unit",
    "the? ordinal unit",
    "year comma? the? ordinal unit",
    "the? ordinal hyphen? unit [of? year]",
    "fiscal ordinal unit",
    "ordinal fiscal unit",
    "lastnext unit ordinal hyphen? unit",
)
def quarter(found: Match) -> Spec | None:
    """ "the third quarter", "the first quarter of next year", "last year's second quarter"."""
    number = found.get("ordinal")
    is_of_year = found.all("unit") in (["Q"], ["Q", "Y"], ["Y", "Q"])
    if not is_of_year or number > 4 or _is_quarter_final(found.after):
        return None
    return YearPart(f"Q{number}", found.get("year"), found.direction, found.has("fiscal"))


def _is_quarter_final(after: Item | None) -> bool:
    """ "the first quarter-final": nothing is joined to a quarter of the year from the right."""
    return after is not None and (after.lower in ("final", "finals") or (after.name == "hyphen" and not after.gap))


@rule(
    "the? ordinal|last weekday of|in mon [comma? year]",
    "the? ordinal|last unit of|in mon [comma? of? year]",
    "the? ordinal|last weekday mon [comma? year]",
    name="nth_of",
)
def nth_of_month(found: Match) -> Spec | None:
    """ "the first Monday in May", "the last week of July 2023"."""
    if not has_month(found):
        return None
    return _make_nth(found, found.get("unit") or "D", CalendarDay(found.get("year"), found.month))


@rule("the? ordinal|last unit of year", "the? last unit of the? year", name="nth_of")
def nth_of_year(found: Match) -> Spec | None:
    """ "the 40th week of 2023"."""
    return _make_nth(found, found.get("unit"), CalendarDay(found.get("year")))


@rule("ordinal weekday", name="nth_of")
def nth_weekday(found: Match) -> Spec | None:
    """ "on second Saturday": one of the month of the publication; "the second Saturday" is one of anything."""
    nth = found.get("ordinal")
    return NthOf(nth, "D", found.get("weekday"), Shift("M", 0)) if nth <= 5 and found.before else None


@rule(
    "the? ordinal|last weekday of|in lastnext unit",
    "the? ordinal|last unit of|in the? lastnext unit",
    "the? ordinal unit lastnext unit",
    "the? ordinal day? of the? lastnext unit",
    "the? ordinal lastnext unit",
    "the? last unit of unit",
)
def nth_of(found: Match) -> Spec | None:
    """ "the first week of next month", "the last Friday of this month", "the 5th of last month"."""
    units = found.all("unit")
    if units[-1] not in ("M", "Y", "Q"):
        return None
    directions = [DIRECTIONS[item.name] for item in found.items if item.name in DIRECTIONS]
    return _make_nth(found, units[0] if len(units) > 1 else "D", Shift(units[-1], directions[-1]))


def _make_nth(found: Match, unit: str, whole: Spec) -> Spec | None:
    """The day, week, month or weekday of that number, the last one where no number is said."""
    nth = found.get("ordinal") or -1
    if unit not in ("D", "W", "M", "WE") or nth > (366 if unit == "D" else 53):
        return None
    return NthOf(nth, "W" if unit == "WE" else unit, found.get("weekday"), whole)


def _ends_name(before: Item | None) -> bool:
    """ "Mary Christmas": another word with a capital stands before."""
    if before is None or before.name != "none" or before.lower in _BEFORE_HOLIDAYS:
        return False
    return before.text[:1].isupper() and before.text.isalpha()


def _is_part_of_name(after: Item | None) -> bool:
    """ "the Good Friday Agreement", "Easter Island"."""
    return after is not None and after.gap and after.lower in _AFTER_HOLIDAYS


@rule("holiday", "holiday comma? of? year", "lastnext holiday", "holiday lastnext unit", "the holiday")
def holiday(found: Match) -> Spec | None:
    is_bare = len(found.items) == 1 or found.items[0].name == "the"
    if is_bare and (_is_part_of_name(found.after) or (len(found.items) == 1 and _ends_name(found.before))):
        return None
    return Holiday(found.get("holiday"), found.get("year"), found.direction)


@rule("rest of? the|my|this? unit", "the rest of the|this? unit", "rest of? this unit")
def rest_of(found: Match) -> Spec | None:
    unit = found.get("unit")
    return RestOf(unit) if unit in ("W", "M", "Y", "DE", "Q", "D") else None
