"""Rules for bare years: which four-digit numbers are years."""

from __future__ import annotations

from broadsheet.dates.item_classes import Item
from broadsheet.dates.periods import Fiscal
from broadsheet.dates.rules import Match, rule
from broadsheet.dates.specs import CalendarDay, Spec
from broadsheet.numbers.lexicon import load_word_set

_NO_YEAR_BEFORE = load_word_set("number_contexts", "no_year_before")
_BEFORE_YEAR = load_word_set("number_contexts", "year_before")
_NO_YEAR_AFTER = load_word_set("number_contexts", "no_year_after")
_NOT_COUNTED = load_word_set("number_contexts", "not_counted")
# Plural nouns without an s, and singular ones of many.
_COUNTED = frozenset(["people", "men", "women", "children", "police", "troops"])
# Numbers from the first to the last are years by their neighbours; from the first alone on even after other words,
# and where a plural noun follows ("in 1990 firms closed") from the first counted on.
_FIRST_YEAR, _LAST_YEAR = 1500, 2100
_FIRST_FAR_YEAR = 1000
_FIRST_YEAR_ALONE = 1700
_FIRST_COUNTED_YEAR = 1900
_FIRST_MODEL = 2040
_BEFORE_COUNTED_YEAR = ("in", "since", "during")
_SIGNS_OF_AMOUNTS = ("$", "£", "€", "#")


@rule(
    "year",
    "the? fiscal|calendar unit? year",
    "fiscal|calendar? unit hyphen? year",
    "year era",
    "era year",
    "number|day|short|word era",
    "era number|day|short",
)
def bare_year(found: Match) -> Spec | None:
    year = found.get("year", "number", "day", "short", "word")
    if found.has("era"):
        return _read_year_of_era(found, year)
    if found.get("unit") not in (None, "Y"):
        return None
    if found.has("fiscal"):
        return Fiscal(f"FY{year:04d}")
    if len(found.items) == 1 and not _looks_like_year(found):
        return None
    return CalendarDay(year=year)


def _read_year_of_era(found: Match, year: int | None) -> Spec | None:
    """ "44 BC", "AD 79": before a number of fewer digits only AD stands."""
    era = found.get("era")
    is_turned = found.items[0].name == "era" and era != "ad" and not found.has("year")
    if is_turned or not year or year >= 10000:
        return None
    return CalendarDay(year=int(year), era=era.replace("bce", "bc"))


def _looks_like_year(found: Match) -> bool:
    """Whether a bare four-digit number is a year, by its size and neighbours."""
    if _is_measure(found) or _is_model(found):
        return False
    after = found.after
    if not _FIRST_YEAR <= found.items[0].value <= _LAST_YEAR:
        return _is_far_year(found)
    if found.class_after in ("units", "ampm", "slash") or found.word_after in _NO_YEAR_AFTER:
        return False
    if after is not None and after.name == "hyphen" and not after.gap:
        return found.word_before not in _SIGNS_OF_AMOUNTS
    return not is_counted(after) if found.before is None else _fits_word_before(found.items[0], found.before, after)


def _fits_word_before(item: Item, before: Item, after: Item | None) -> bool:
    """Whether a number is a year after that word: "in 1650", "Rome 1960"; not "page 1960"."""
    if before.lower in _NO_YEAR_BEFORE or _is_joined(before, item):
        return False
    if is_counted(after):
        return before.name in _BEFORE_COUNTED_YEAR and item.value >= _FIRST_COUNTED_YEAR
    return before.name in _BEFORE_YEAR or item.value >= _FIRST_YEAR_ALONE


def _is_model(found: Match) -> bool:
    """ "a 2080 Vx", "the VTX 2070": a far year is the number of a model behind an article or capital letters."""
    before = found.before
    if found.items[0].value < _FIRST_MODEL or before is None:
        return False
    return before.name == "a" or (before.name == "none" and len(before.text) > 1 and before.text.isupper())


def _is_measure(found: Match) -> bool:
    """ "1200 km", "1900 schoolchildren"; "1999 quarter" is a year."""
    after = found.after
    if after is None:
        return False
    return (after.name == "unit" and after.value != "Q") or after.lower.endswith("children")


def _is_far_year(found: Match) -> bool:
    """ "in 1066": a year of other centuries only right after a word that precedes years."""
    if not _FIRST_FAR_YEAR <= found.items[0].value <= _LAST_YEAR:
        return False
    return found.class_before in ("in", "since", "by", "until", "year") and not is_counted(found.after)


def _is_joined(before: Item, item: Item) -> bool:
    """ "A-1990", "no.1990": a letter or sign stands right before the number."""
    if item.gap:
        return False
    return before.name in ("hyphen", "slash", "dot") or (before.name == "none" and before.text.isalpha())


def is_counted(after: Item | None) -> bool:
    """Whether the next word looks like a plural noun that the number counts ("1900 people")."""
    if after is None or after.name != "none" or not after.gap:
        return False
    word = after.lower
    if word in _COUNTED:
        return True
    if not word.isalpha() or not after.text.islower():
        return False
    return word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in _NOT_COUNTED
