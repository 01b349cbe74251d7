"""Rows of `numbers` for a language that has no grammar of numbers here: what its signs and its short list say.

Belongs here: digits with their scale, percent, currency, unit and range by CLDR; and by `basics.toml`, where there is
one, number words, bounds, ages, ordinals, designations and the noun that is counted. What needs more is left null, and
four digits that may be a year or a count give no row.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from broadsheet.analysed import AnalysedArticle
from broadsheet.basics import load_basics
from broadsheet.cldr import CODES, SPACES, load_signs
from broadsheet.numbers.signs_numeral import SignNumeral, find_numerals
from broadsheet.numbers.signs_quantity import SignQuantity, make_row, plain_quantity
from broadsheet.numbers.signs_words import find_factor, gather_words, name_currency
from broadsheet.numbers.units import find_unit_by_name
from broadsheet.records import DateExpression, Number, Span

_YEARS = range(1500, 2100)
_MOST_ORDINAL = 99
_CELSIUS_ZERO = 273.15
_RANGE_MARK = re.compile(r"\s?[–—]\s?|-")
_SCORE = re.compile(r"(?<![\d:.,])\d{1,3}:\d{1,3}(?![\d:])")
# What makes a number part of a longer word or sign: "5G", "10-Euro-Schein", "1.5.2".
_GOES_ON = re.compile(r"[-‑]?[A-Za-zÀ-ɏ_]|[.:/]\d")
_LONGEST_SIGN = 6
_CAPITALS = re.compile(r"(?:^|[^\w-])([A-ZÄÖÜ]{1,4})[ \u00a0]\Z")
# Four digits between a small word and a noun count it; after a noun they are a year ("Versammlung 2021 Freiburg").
_SMALL_WORD = re.compile(r"(?:^|[^\w])[a-zäöüß]+[ \u00a0]\Z")
_RANGED = frozenset(["count", "money", "percent", "percentage_point", "measure", "age"])
_MINUS = re.compile(r"(?:^|[\s(])[-−–]\Z")
# A short word between a scale and the money it scales: "millones de euros", "milliards d'euros".
_LINK = re.compile(rf"[{SPACES}]\w{{1,2}}(?:['’]|(?=[{SPACES}]))")
_MOST_REST = 20
_COUNTED = re.compile(
    rf"[{SPACES}](?P<of>[a-zäöüß]{{3,6}} )?(?P<adjective>[a-zäöüß]+(?:e|er)[{SPACES}])?"
    r"(?P<noun>[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ]?[a-zäöüß]+)?)(?!\w)"
)


def find_numbers_by_signs(analysed: AnalysedArticle, dates: Sequence[DateExpression]) -> list[Number]:
    """Every number of an article's parts that its signs explain, in order of place."""
    article = analysed.article
    rows: list[Number] = []
    for part in analysed.parts:
        reader = _Reader(part.text, article.language, article.country_code)
        here = [row for row in dates if len(analysed.parts) == 1 or row.evidence.in_headline == part.is_headline]
        rows.extend(make_row(part, quantity) for quantity in reader.find(here))
    return rows


class _Reader:
    """Reads the numbers of one text."""

    def __init__(self, text: str, language: str, country: str | None) -> None:
        self.text = text
        self.signs = load_signs(language, country)
        self.basics = load_basics(language).numbers
        self.words = gather_words(language, country)
        self.currencies = dict(self.signs.currencies if self.signs else CODES)
        self.currencies |= {name: code or None for name, code in self.basics.currencies.items()}

    def find(self, dates: Iterable[DateExpression]) -> list[SignQuantity]:
        """Quantities in order; numbers inside time expressions and scores among them."""
        dated = sorted((row.evidence.start_char, row.evidence.end_char, row.timex_type) for row in dates)
        scores = [match.span() for match in _SCORE.finditer(self.text)]
        found: list[SignQuantity] = []
        reached = 0
        for numeral in find_numerals(self.text, self.signs, self.basics.words):
            if numeral.start_char < reached:
                continue
            quantity = self._read_dated(numeral, dated) or self._read_score(numeral, scores) or self._read(numeral)
            if quantity is not None:
                reached = quantity.end_char
                found.append(quantity)
        return [replace(item, counted=self._find_counted(item)) for item in self._join_ranges(found)]

    def _read_dated(self, numeral: SignNumeral, dated: Sequence[tuple[int, int, str]]) -> SignQuantity | None:
        index = bisect_right(dated, (numeral.start_char, 1 << 60, "")) - 1
        if index < 0 or numeral.start_char >= dated[index][1]:
            return None
        if dated[index][2] == "TIME":
            end = dated[index][1]
            return SignQuantity(numeral.start_char, end, numeral.start_char, end, None, "time_part")
        digits = numeral.end_char - numeral.start_char
        kind = "year" if digits == 4 and numeral.value is not None else "date_part"
        return plain_quantity(numeral, kind)

    def _read_score(self, numeral: SignNumeral, scores: Sequence[tuple[int, int]]) -> SignQuantity | None:
        index = bisect_right(scores, (numeral.start_char, 1 << 60)) - 1
        if index < 0 or scores[index][0] != numeral.start_char:
            return None
        start, end = scores[index]
        return SignQuantity(start, end, start, end, None, "score")

    def _read(self, numeral: SignNumeral) -> SignQuantity | None:
        """A number with its scale and unit; None where its signs leave open what it is."""
        if self.words.designation.find_before(self.text, numeral.start_char):
            return plain_quantity(numeral, "identifier")
        if self._is_ordinal(numeral):
            return replace(plain_quantity(numeral, "ordinal"), end_char=numeral.end_char + 1)
        quantity = self._read_beside(self._read_scale(self._read_sign(plain_quantity(numeral, "count"))))
        if quantity.kind == "count" and quantity.scale_text is None and self._follows_sign_of_capitals(numeral):
            return plain_quantity(numeral, "identifier")
        if quantity.kind == "count" and not self._is_plain_count(numeral, quantity):
            return None
        return self._read_bound(quantity)

    def _follows_sign_of_capitals(self, numeral: SignNumeral) -> bool:
        """Whether capitals that are no currency make digits a name: "KS 25".

        One letter is a sign only in a language with a list, German: elsewhere it is mostly a word that begins a
        sentence ("I 2013", "W 14 domach").
        """
        start = numeral.start_char
        sign = None if numeral.is_word else _CAPITALS.search(self.text, max(0, start - _LONGEST_SIGN), start)
        if sign is None or sign[1] in self.currencies:
            return False
        return len(sign[1]) > 1 or bool(self.basics.words)

    def _is_ordinal(self, numeral: SignNumeral) -> bool:
        ends = self.text[numeral.end_char : numeral.end_char + 2]
        is_small = numeral.value is not None and not numeral.is_word and numeral.value <= _MOST_ORDINAL
        is_pointed = len(ends) == 2 and ends[0] == "." and ends[1] in SPACES
        return is_small and is_pointed and self.words.ordinal.find_before(self.text, numeral.start_char) is not None

    def _read_sign(self, quantity: SignQuantity) -> SignQuantity:
        """A minus sign that stands at the figure, or the word for it."""
        start, value = quantity.start_char, quantity.value
        word = self.words.minus.find_before(self.text, start)
        is_sign = _MINUS.search(self.text, max(0, start - 2), start) is not None
        if value is None or not (is_sign or word):
            return quantity
        first = word[0] if word else start - 1
        return replace(quantity, start_char=first, number_start=first, value=-value)

    def _read_scale(self, quantity: SignQuantity) -> SignQuantity:
        """The number with its scale word; in scripts without spaces smaller figures follow at once: 1万5000."""
        found = self.words.scale.find_after(self.text, quantity.end_char)
        if found is None:
            return quantity
        word = self.text[slice(*found)]
        factor = find_factor(self.signs, self.basics, word)
        value = None if quantity.value is None else round(quantity.value * factor, 6)
        scaled = replace(quantity, end_char=found[1], number_end=found[1], value=value, scale_text=word)
        rest = next(iter(find_numerals(self.text[found[1] : found[1] + _MOST_REST], self.signs, {})), None)
        if rest is None or rest.start_char or value is None:
            return scaled
        if rest.value is None or rest.value >= factor:
            return scaled
        end = found[1] + rest.end_char
        return replace(scaled, end_char=end, number_end=end, value=value + rest.value)

    def _read_beside(self, quantity: SignQuantity) -> SignQuantity:
        """Percent, percentage points, age, money or measure by the words beside the number."""
        text, words, end = self.text, self.words, quantity.end_char
        if found := words.points.find_after(text, end):
            return self._with_unit(quantity, found, "percentage_point", "percentage point", "ratio")
        if found := words.percent.find_after(text, end):
            percent = self._with_unit(quantity, found, "percent", "percent", "ratio")
            return replace(percent, value_si=None if percent.value is None else percent.value / 100)
        if self._follows_percent_sign(quantity):
            share = None if quantity.value is None else quantity.value / 100
            return replace(
                quantity, start_char=quantity.start_char - 1, kind="percent", unit_text="%", unit="percent",
                dimension="ratio", value_si=share,
            )  # fmt: skip
        if found := words.age.find_after(text, end):
            return self._with_unit(quantity, found, "age", "year", "time")
        if (money := self._read_money(quantity)) is not None:
            return money
        if found := words.unit.find_after(text, end):
            return self._read_unit(quantity, found)
        return quantity

    def _follows_percent_sign(self, quantity: SignQuantity) -> bool:
        """ "%42,5", as Turkish and Basque write it: the sign touches the number and nothing touches the sign."""
        sign = quantity.start_char - 1
        before = self.text[max(0, sign - 1) : max(0, sign)]
        return sign >= 0 and self.text[sign] == "%" and (not before or before in " \u00a0\n(")

    def _read_money(self, quantity: SignQuantity) -> SignQuantity | None:
        """A sign, code or name of money after the number (also after a short word: "5 milliards d'euros") or before."""
        after = self.words.money.find_after(self.text, quantity.end_char)
        if after is None and quantity.scale_text and (link := _LINK.match(self.text, quantity.end_char)):
            after = self.words.money.find_after(self.text, link.end())
        if after:
            currency = self.currencies[self.text[slice(*after)]]
            found = self._with_unit(quantity, after, "money", name_currency(currency), "currency")
            return replace(found, currency=currency)
        before = self.words.money.find_before(self.text, quantity.start_char, may_touch=True)
        if before is None:
            return None
        word = self.text[slice(*before)]
        currency = self.currencies.get(word)
        return replace(
            quantity, start_char=before[0], kind="money", unit_text=word, unit=name_currency(currency),
            dimension="currency", currency=currency,
        )  # fmt: skip

    def _read_unit(self, quantity: SignQuantity, place: tuple[int, int]) -> SignQuantity:
        written = self.text[slice(*place)]
        name = self.basics.units.get(written) or (self.signs.units[written] if self.signs else written)
        unit = find_unit_by_name(name)
        found = self._with_unit(
            quantity, place, "measure", unit.name if unit else name, unit.dimension if unit else None
        )
        if found.value is None or unit is None or unit.si is None or unit.name == "degree":
            return found
        si = found.value + _CELSIUS_ZERO if unit.name == "degree Celsius" else found.value * unit.si
        return replace(found, value_si=si)

    def _with_unit(
        self, quantity: SignQuantity, place: tuple[int, int], kind: str, unit: str | None, dimension: str | None
    ) -> SignQuantity:
        written = self.text[slice(*place)]
        return replace(quantity, end_char=place[1], kind=kind, unit_text=written, unit=unit, dimension=dimension)

    def _is_plain_count(self, numeral: SignNumeral, quantity: SignQuantity) -> bool:
        """Whether a bare number is surely one: no part of a compound, no four digits that may be a year."""
        if quantity.scale_text is not None:
            return True
        if _GOES_ON.match(self.text, numeral.end_char):
            return False
        may_be_year = not numeral.is_word and numeral.end_char - numeral.start_char == 4 and quantity.value in _YEARS
        if not may_be_year:
            return True
        return (
            self._find_counted(quantity) is not None
            and _SMALL_WORD.search(self.text, max(0, numeral.start_char - 30), numeral.start_char) is not None
        )

    def _read_bound(self, quantity: SignQuantity) -> SignQuantity:
        for phrases, bound in self.words.bounds:
            if phrases.find_before(self.text, quantity.start_char):
                return replace(quantity, bound=bound)
        return quantity

    def _join_ranges(self, found: Sequence[SignQuantity]) -> Iterator[SignQuantity]:
        """Two numbers that are the ends of a range as one; the first takes the scale and unit of the second."""
        place = 0
        while place < len(found):
            joined = self._join(found[place], found[place + 1]) if place + 1 < len(found) else None
            yield joined or found[place]
            place += 2 if joined else 1

    def _join(self, low: SignQuantity, high: SignQuantity) -> SignQuantity | None:
        if not self._is_range(low, high) or low.value is None or high.value is None:
            return None
        first, last = low.value, high.value
        if high.scale_text and not low.scale_text:
            first *= find_factor(self.signs, self.basics, high.scale_text)
        if first >= last:
            return None
        return replace(
            high, start_char=low.start_char, number_start=low.number_start, value=None, low=first, high=last,
            bound="between", value_si=None,
        )  # fmt: skip

    def _is_range(self, low: SignQuantity, high: SignQuantity) -> bool:
        """Whether a dash, "to" or "between ... and" joins two numbers of one kind."""
        if high.kind not in _RANGED or low.kind not in (high.kind, "count"):
            return False
        between = self.text[low.end_char : high.start_char]
        word = between.strip(SPACES)
        if _RANGE_MARK.fullmatch(between) or (word in self.words.range and word != between):
            return True
        is_and = word != "" and word == self.words.between_and
        return is_and and self.words.between.find_before(self.text, low.start_char) is not None

    def _find_counted(self, quantity: SignQuantity) -> Span | None:
        """The noun after a number, in a language whose nouns have capitals; an adjective may stand before it."""
        if not self.basics.nouns_have_capitals or quantity.kind not in ("count", "percent"):
            return None
        after = _COUNTED.match(self.text, quantity.end_char)
        if after is None or (quantity.kind == "percent") != bool(after["of"]):
            return None
        if (after["adjective"] or "").strip() in self.basics.no_adjectives:
            return None
        if after["of"] and after["of"].strip() not in self.basics.share_of:
            return None
        return Span(after.start("noun"), after.end("noun"))
