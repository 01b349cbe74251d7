"""Rules for days and months: "July 3", "Monday (July 11)", "11-13 Dec.", "last Friday", "yesterday"."""

from __future__ import annotations

from broadsheet.dates.item_classes import Item
from broadsheet.dates.named_days import NthOf
from broadsheet.dates.periods import Between
from broadsheet.dates.rules import Match, has_month, read_year, rule
from broadsheet.dates.shifts import Shift
from broadsheet.dates.specs import CalendarDay, Spec
from broadsheet.dates.year_rules import is_counted
from broadsheet.numbers.lexicon import load_word_set

_NAME_LIKE_MONTHS = frozenset(["august", "april", "june", "july", "jan", "dec", "sep", "apr", "jun", "jul"])
_FIRST_NAMES = frozenset(["april", "june", "august", "jan", "apr"])
_BEFORE_MONTH = load_word_set("number_contexts", "before_month")
_WEAK_BEFORE_MAY = frozenset(["and", "to", "comma", "or", "of", "by", "for", "from", "after", "before"])


@rule(
    "weekday dot? comma? the? mon dot? comma? the? day|ordinal|word [comma? of? year]",
    "weekday open mon dot? day|ordinal [comma? year] close",
    "weekday hyphen mon hyphen day",
    "weekday dot? comma? the? day|ordinal of? mon dot? [comma? year]",
    "weekday open day|ordinal of? mon dot? [comma? year] close",
)
def weekday_date(found: Match) -> Spec | None:
    day = found.get("day", "ordinal", "word")
    if not 1 <= day <= 31:
        return None
    return CalendarDay(found.get("year"), found.month, day, found.get("weekday"))


@rule(
    "mon dot? comma? hyphen|slash? the? day|ordinal|word [comma? of? year]",
    "day|ordinal hyphen? mon dot? [hyphen? comma? of? year]",
    "the? ordinal of mon dot? [comma? year]",
    "day dot mon dot? year",
    "year hyphen|slash mon hyphen|slash day",
)
def month_day(found: Match) -> Spec | None:
    day = found.get("day", "ordinal", "word")
    if not has_month(found) or not 1 <= day <= 31:
        return None
    if found.has("ambiguous") and found.items[0].name == "word":
        return None
    if _counts_next(found) or _is_ordinal_of_next(found):
        return None
    return CalendarDay(found.get("year"), found.month, day)


_HYPHENS = frozenset("-‐‑")


def _counts_next(found: Match) -> bool:
    """ "in May 12 hours", "on July 4 p.m.": the number belongs to what follows."""
    return found.items[-1].name in ("day", "word") and found.class_after in ("units", "ampm")


def _is_ordinal_of_next(found: Match) -> bool:
    """ "In March, the third attack", "the third-largest", "in March, one week after": the number belongs to a noun."""
    last = found.items[-1].name
    is_set_off = found.has("comma") and (last == "word" or (last == "ordinal" and found.has("the")))
    return is_set_off and (found.word_after.isalpha() or found.word_after in _HYPHENS)


@rule(
    "day hyphen|dash|slash day mon dot? [comma? year]",
    "between? mon dot? the? day|ordinal hyphen|dash|to|until|slash the? day|ordinal [comma? year]",
    "from|between day|ordinal to|until|and mon dot? day|ordinal [comma? year]",
    "from|between? day|ordinal to|until|and|hyphen|dash the? day|ordinal of? mon dot? [comma? year]",
    "mon dot? from|between day|ordinal to|until|and|hyphen|dash day|ordinal [comma? year]",
    "mon dot? day and|or day [comma? year]",
)
def day_range(found: Match) -> Spec | None:
    first, last = found.all("day", "ordinal")[:2]
    if not has_month(found):
        return None
    if first >= last:
        return None
    year, month = found.get("year"), found.month
    if (
        found.has("month", "ambiguous")
        and found.items[0].name not in ("month", "ambiguous")
        and found.has("and")
        and not found.has("between")
    ):
        return None
    return Between(CalendarDay(year, month, first), CalendarDay(year, month, last))


@rule("fixed mon dot? [comma? year]", name="day_range")
def two_days(found: Match) -> Spec | None:
    """ "7/8 April", "28/29 May 2026": two days that follow each other."""
    form, surface = found.items[0].value
    if form != "shortdate" or not has_month(found) or "," in surface:
        return None
    first, last = (int(part) for part in surface.split("/"))
    if last != first + 1 or last > 31:
        return None
    year, month = found.get("year"), found.month
    return Between(CalendarDay(year, month, first), CalendarDay(year, month, last))


@rule(
    "mon dot? comma? of? year",
    "mon hyphen|slash year",
    "year comma? mon",
    "mon quote? short",
    "mon comma? of? the? lastnext unit",
    "the? unit of mon dot? [comma? of? year]",
)
def month_year(found: Match) -> Spec | None:
    if not has_month(found) or not _is_short_year(found):
        return None
    if not found.has("unit"):
        return CalendarDay(read_year(found), found.month)
    if found.items[-1].name != "unit":
        return CalendarDay(found.get("year"), found.month) if found.get("unit") == "M" else None
    if found.get("unit") != "Y":
        return None
    return NthOf(found.month, "M", None, Shift("Y", found.direction or 0))


def _is_short_year(found: Match) -> bool:
    """ "June 45 homes", "May 40%": whether a number of two digits after a month is a year; without one it is true."""
    if not found.has("short") or found.after is None:
        return True
    return found.word_after not in ("%", "per") and (found.has("quote") or _may_follow_year(found.after))


@rule("last|next|this|past mon day|ordinal", name="month_day")
def near_month_day(found: Match) -> Spec | None:
    """ "this February 24"."""
    day = found.get("day", "ordinal")
    if not has_month(found) or not 1 <= day <= 31:
        return None
    month = found.month
    return CalendarDay(None, month, day, None, found.direction or 0, this=found.has("this"))


def _may_follow_year(after: Item) -> bool:
    """ "June 45 homes": a number that counts the next word is no year."""
    return after.name in ("none", "comma", "dot") and not is_counted(after)


@rule("from|between? day to|until|and|hyphen|dash day of|in? lastnext unit")
def days_of_month(found: Match) -> Spec | None:
    """ "from 4 to 22 this month"."""
    first, last = found.all("day")
    if found.get("unit") != "M" or first >= last or (found.has("and") and not found.has("between")):
        return None
    month = Shift("M", found.direction or 0)
    return Between(NthOf(first, "D", None, month), NthOf(last, "D", None, month))


@rule("last|next|this|past|previous|following mon", "month", "ambiguous")
def bare_month(found: Match) -> Spec | None:
    month = found.month
    if found.direction is not None:
        return CalendarDay(None, month, None, None, found.direction, this=found.has("this"))
    item = found.items[0]
    if item.name == "ambiguous" and not _is_month_name(found, item):
        return None
    if len(item.text) <= 4 and item.name == "month" and not item.text[:1].isupper():
        return None
    return CalendarDay(None, month)


def _is_before_noun(after: Item | None) -> bool:
    """ "a May election": an ordinary word follows."""
    return after is not None and after.name == "none" and after.gap and after.text.isalpha() and after.text.islower()


def _is_month_name(found: Match, item: Item) -> bool:
    """Whether May, March, August or April is a month: capitalised, after a word that precedes dates."""
    if not item.text[:1].isupper() or item.lower in ("sun", "sat", "mar", "wed"):
        return False
    if item.lower in _NAME_LIKE_MONTHS:
        return item.lower not in _FIRST_NAMES or not _ends_name(found.before)
    before = found.before
    if before is None:
        return False
    if before.name in ("a", "the"):
        return _is_before_noun(found.after)
    return before.name in _BEFORE_MONTH and not (item.lower == "may" and _is_before_name(before, found.after))


def _ends_name(before: Item | None) -> bool:
    """ "Mary April": another word with a capital stands before."""
    if before is None or before.name != "none" or not before.gap:
        return False
    return before.text[:1].isupper() and before.text.isalpha()


def _is_before_name(before: Item, after: Item | None) -> bool:
    """ "for May Ling": a name follows May where no word before it asks for a month."""
    return before.name in _WEAK_BEFORE_MAY and after is not None and after.text[:1].isupper() and after.name == "none"
