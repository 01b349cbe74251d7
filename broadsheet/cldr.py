"""The signs of a language from CLDR, the Unicode Consortium's locale data, as Babel ships it: how figures, money, units
and dates are written.

Belongs here: tables that hold for every language CLDR knows, with nothing written by hand. Words that CLDR does not
have, such as "at least" or "according to", are word lists (`basics`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_currency_name, get_territory_currencies
from babel.units import format_unit

SPACES = " \u00a0\u202f\u2009"
# Marks that can only stand between thousands, whatever the language.
_NEVER_DECIMAL = frozenset("\u00a0\u202f\u2009'’٬")
# Counts that bring out every plural form of the languages of Europe, Arabic among others.
_COUNTS = (1, 2, 3, 5, 11, 100, 1.5)
_UNITS = (
    "length-millimeter", "length-centimeter", "length-meter", "length-kilometer", "length-mile", "length-foot",
    "area-square-meter", "area-square-kilometer", "area-hectare", "area-square-mile", "volume-liter",
    "volume-cubic-meter", "mass-gram", "mass-kilogram", "mass-tonne", "temperature-celsius", "temperature-fahrenheit",
    "speed-kilometer-per-hour", "speed-meter-per-second", "energy-kilowatt-hour", "power-watt", "power-kilowatt",
    "power-megawatt", "power-gigawatt", "duration-second", "duration-minute", "duration-hour", "duration-day",
    "duration-week", "duration-month", "duration-year",
)  # fmt: skip
_CANONICAL = "en_GB"
# A word in the names of so many currencies is a kind of money ("dollars"), no country; shorter words are particles.
_SHARED_BY, _SHORTEST_SHARED = 4, 4
_FIELD = re.compile(r"'([^']*)'|([A-Za-z])\2*|([^A-Za-z']+)")
_FIELDS = {"d": "day", "M": "month", "L": "month", "y": "year"}

CODES: Mapping[str, str | None] = {
    row[0]: row[0] for rows in get_global("territory_currencies").values() for row in rows if row[2] is None and row[3]
}
"""ISO 4217 codes of the currencies that are legal tender somewhere today, each with itself."""


@dataclass(frozen=True, slots=True)
class DatePattern:
    """How a language writes a date: fields (day, month, year) in order, each with the literal text before it."""

    fields: tuple[tuple[str, str], ...]
    has_month_name: bool


@dataclass(frozen=True, slots=True)
class Signs:
    """How one language, in one country where that matters, writes figures and dates.

    decimal: the decimal mark. groups: marks between thousands. scales: word to factor ("Millionen": 1e6). currencies:
    name, sign or ISO code to the ISO code, None where several share it. units: word or sign to the unit's name in
    British English. percents: words and signs of percent. months, weekdays (Monday 0): lower-case name to number.
    """

    decimal: str
    groups: frozenset[str]
    scales: Mapping[str, float]
    currencies: Mapping[str, str | None]
    units: Mapping[str, str]
    percents: frozenset[str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    long_date: DatePattern | None
    short_date: DatePattern | None

    @property
    def groups_by_space(self) -> bool:
        """Whether thousands are set apart by a space."""
        return not self.groups.isdisjoint(SPACES)


@cache
def load_signs(language: str, country: str | None = None) -> Signs | None:
    """The signs of a language; None where CLDR does not know it.

    language: ISO 639-1 code. country: ISO 3166-1 alpha-2 code of the source, which decides between the marks of
    Germany and Switzerland or the dollars of Canada and the United States; one where the language is at home nowhere
    in CLDR changes nothing.

    >>> load_signs("de").decimal, load_signs("de", "CH").decimal, load_signs("tlh")
    (',', '.', None)
    """
    locale = _find_locale(language, country)
    if locale is None:
        return None
    symbols = locale.number_symbols.get("latn", {})
    group = symbols.get("group", "")
    groups = set(_NEVER_DECIMAL) | {group}
    if group in SPACES:
        groups.update(SPACES)
    return Signs(
        decimal=symbols.get("decimal", "."),
        groups=frozenset(groups - {"", symbols.get("decimal", ".")}),
        scales=dict(_list_scales(locale)),
        currencies=_list_currencies(locale),
        units=dict(_list_units(locale)),
        percents=frozenset(("%", "٪", *_list_forms("concentr-percent", locale))),
        months=_list_names(locale.months),
        weekdays=_list_names(locale.days, ("wide",)),
        long_date=_read_pattern(str(locale.date_formats["long"].pattern)),
        short_date=_read_pattern(str(locale.date_formats["short"].pattern)),
    )


def _find_locale(language: str, country: str | None) -> Locale | None:
    for name in (f"{language}_{country}" if country else "", language):
        try:
            if name:
                return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return None


def _list_scales(locale: Locale) -> Iterator[tuple[str, float]]:
    """Words such as "Millionen" and "Mio." with their factors, from the compact forms of numbers."""
    for length in ("short", "long"):
        for forms in locale.compact_decimal_formats.get(length, {}).values():
            for power, form in forms.items():
                pattern = getattr(form, "pattern", "")
                word = pattern.replace("'", "").strip("0" + SPACES)
                zeros = pattern.count("0")
                if zeros and (len(word) > 1 or word > "\u2e80") and not word.isdigit():
                    yield word, float(int(power) // 10 ** (zeros - 1))


def _list_currencies(locale: Locale) -> dict[str, str | None]:
    """Every name, sign and code of today's currencies, and the words that several names share ("pesos").

    A shared word is the currency of the locale's own country where that is one of them, else None.
    """
    found: dict[str, str | None] = {}
    shared: dict[str, set[str]] = {}
    for code in CODES:
        names = {code, locale.currency_symbols.get(code, code), locale.currencies.get(code, code)}
        names.update(get_currency_name(code, count, locale=locale) for count in _COUNTS)
        for name in names - {""}:
            found[name] = None if found.get(name, code) != code else code
            for word in {name.split()[0], name.split()[-1]}:
                shared.setdefault(word, set()).add(code)
    own = get_territory_currencies(locale.territory) if locale.territory else []
    for word, codes in shared.items():
        if len(codes) >= _SHARED_BY and len(word) >= _SHORTEST_SHARED:
            found.setdefault(word, own[0] if len(own) == 1 and own[0] in codes else None)
    return found


def _list_units(locale: Locale) -> Iterator[tuple[str, str]]:
    for unit in _UNITS:
        name = format_unit(1, unit, "long", locale=_CANONICAL).removeprefix("1 ")
        for form in _list_forms(unit, locale):
            yield form, name


def _list_forms(unit: str, locale: Locale) -> set[str]:
    forms = set()
    for length in ("long", "short"):
        for count in _COUNTS:
            written = format_unit(count, unit, length, format="0.#", locale=locale)
            form = re.sub(r"[\d.,٫]+", "", written).strip(SPACES + "\u200f\u200e")
            if form and form != unit:  # CLDR has no form of some units in some languages, and Babel then gives its id
                forms.add(form)
    return forms


def _list_names(
    contexts: Mapping[str, Mapping[str, Mapping[int, str]]], widths: Sequence[str] = ("wide", "abbreviated")
) -> dict[str, int]:
    """Names of months or weekdays in lower case, as they stand in a date and alone.

    Weekdays in full only: their short forms are words ("So" is Sunday and "so").
    """
    found: dict[str, int] = {}
    for names in contexts.values():
        for width in widths:
            for number, name in names.get(width, {}).items():
                if not name.strip(". ").isdigit():
                    found[name.lower()] = number
    return found


def _read_pattern(pattern: str) -> DatePattern | None:
    """A CLDR date pattern such as `d. MMMM y`; None where it has an era or another field that is not read here."""
    fields: list[tuple[str, str]] = []
    literal, has_name = "", False
    for match in _FIELD.finditer(pattern):
        if match[2] is None:
            literal += match[1] or match[3] or ""
        elif match[2] in _FIELDS:
            fields.append((literal, _FIELDS[match[2]]))
            has_name = has_name or match[0] in ("MMM", "MMMM", "LLLL")
            literal = ""
        else:
            return None
    if {name for _, name in fields} != {"day", "month", "year"}:
        return None
    return DatePattern((*fields, (literal, "")), has_name)
