"""Rules for fiscal years and their quarters: "FY2023", "the 2023-24 financial year", "Q3 FY24".

A fiscal year carries the number of the calendar year in which it ends; its first and last day differ by country and
company, so they stay null.
"""

from __future__ import annotations

import re

from broadsheet.dates.periods import Fiscal, YearPart
from broadsheet.dates.rules import Match, rule
from broadsheet.dates.specs import Spec

_YEARS = re.compile(r"(\d{4})\D+(\d{2,4})")


@rule("the? fixed fiscal unit", "fiscal unit? fixed")
def split_fiscal_year(found: Match) -> Spec | None:
    """ "the 2023-24 financial year", "FY 2022-23"."""
    kind, surface = found.get("fixed")
    years = _YEARS.fullmatch(surface) if kind == "years" else None
    if years is None or not found.has("fiscal") or (found.has("unit") and found.get("unit") != "Y"):
        return None
    end = int(years[2]) if len(years[2]) == 4 else int(years[1][:2] + years[2])
    if end < int(years[1]):
        end += 100
    return Fiscal(f"FY{end:04d}") if end == int(years[1]) + 1 else None


@rule("fiscal short|day")
def short_fiscal_year(found: Match) -> Spec | None:
    """ "FY23": only the abbreviation allows two digits."""
    if found.items[0].lower != "fy" or found.items[1].gap:
        return None
    return Fiscal(f"FY{2000 + found.get('short', 'day'):04d}")


@rule("fiscal quarter", name="fiscal_quarter")
def near_fiscal_quarter(found: Match) -> Spec | None:
    """ "fiscal Q3"."""
    named = found.get("quarter")
    return YearPart(named[1].upper(), None, None, True) if isinstance(named, tuple) else None


@rule(
    "quarter comma? of? fiscal unit? year|short|day",
    "the? ordinal unit comma? of? fiscal unit? year",
    "the? ordinal fiscal? unit of fiscal unit? year",
    "the? fiscal ordinal unit of? year",
    "the? ordinal fiscal unit of? year",
)
def fiscal_quarter(found: Match) -> Spec | None:
    """ "Q3 FY24", "the third quarter of fiscal 2024"."""
    year = found.get("year")
    if year is None:
        if "fy" not in [item.lower for item in found.items]:
            return None
        year = 2000 + found.get("short", "day")
    if found.has("quarter"):
        named = found.get("quarter")
        return YearPart((named[1] if isinstance(named, tuple) else "Q1").upper(), year, None, True)
    number = found.get("ordinal")
    if found.all("unit")[:1] != ["Q"] or not number or number > 4:
        return None
    return YearPart(f"Q{number}", year, None, True)
