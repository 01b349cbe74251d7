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
        if found.items[0].name == "era" and found.get("era") != "ad" and not found.has("year"):
            return None
        return CalendarDay(year=int(year), era=found.get("era").replace("bce", "bc")) if year and year < 10000 else None
    if found.has("unit") and found.get("unit") != "Y":
        return None
    if found.has("fiscal"):
        return Fiscal(f"FY{year:04d}")
    if len(found.items) == 1 and not _looks_like_year(found):
        return None
    return CalendarDay(year=year)


def _looks_like_year(found: Match) -> bool:
    """Whether a bare four-digit number is a year, by its size and neighbours."""
    item, before, after = found.items[0], found.before, found.after
    year = item.value
    if after is not None and ((after.name == "unit" and after.value != "Q") or after.lower.endswith("children")):
        return False
    if not 1500 <= year <= 2100:
        return (
            before is not None
            and before.name in ("in", "since", "by", "until", "year")
            and 1000 <= year <= 2100
            and not is_counted(after)
        )
    if after is not None and (after.name in ("units", "ampm", "slash") or after.lower in _NO_YEAR_AFTER):
        return False
    if after is not None and after.name == "hyphen" and not after.gap:
        return before is None or before.lower not in ("$", "£", "€", "#")
    if before is None:
        return after is None or not is_counted(after)
    if before.lower in _NO_YEAR_BEFORE:
        return False
    if before.name in ("hyphen", "slash", "dot") and not item.gap:
        return False
    if before.name == "none" and before.text.isalpha() and not item.gap:
        return False
    if before.name in _BEFORE_YEAR:
        return not is_counted(after) or (before.name in ("in", "since", "during") and 1900 <= year <= 2100)
    return 1700 <= year <= 2100 and not is_counted(after)


def is_counted(after: Item | None) -> bool:
    """Whether the next word looks like a plural noun that the number counts ("1900 people")."""
    if after is None or after.name != "none" or not after.gap:
        return False
    word = after.lower
    if word in ("people", "men", "women", "children", "police", "troops"):
        return True
    if not word.isalpha() or not after.text.islower():
        return False
    return word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in _NOT_COUNTED
