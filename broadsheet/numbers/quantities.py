"""Quantities of a text: numerals with sign, unit, bound, range, scale and base of a rate.

Belongs here: reading a quantity from tokens. Which kind of number it is, what it counts and how it changes are told by
kinds.py, counted.py and change.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from broadsheet.numbers.lexicon import Phrases, index_phrases, load_words
from broadsheet.numbers.numerals import Numeral, find_numerals
from broadsheet.numbers.tokens import DIGITS, LINE, WORD, Token, split_tokens
from broadsheet.numbers.units import (
    Unit,
    UnitMatch,
    find_million_code,
    find_money_name,
    find_sign_after,
    find_sign_before,
    find_symbol,
    find_unit_name,
    settle_currency,
)

_PERCENT_WORDS = frozenset(["percent", "percents", "percentage", "pct", "pc"])
_MINUS_WORDS = frozenset(["minus", "negative"])
_RANGE_WORDS = frozenset(["to", "through", "and", "or"])
_DASHES = frozenset("-–—−~‐‑")
_PER_NOUNS = frozenset(
    ["barrel", "share", "day", "week", "month", "year", "hour", "minute", "second", "gallon", "litre", "liter", "tonne", "ton", "head", "person", "piece", "night", "ticket", "pound", "ounce", "dozen", "kilo", "kg", "km", "mile", "kilometre", "kilometer", "unit", "pop", "month's", "household", "capita", "player", "game", "match", "bottle", "pack", "kilogram", "bushel", "tonne", "copy", "vote", "metre", "meter", "acre", "hectare", "quarter", "season", "visit", "session", "trip", "seat", "word", "page", "time", "day"]
)
_LOWER = frozenset(["more_than", "at_least"])
_UPPER = frozenset(["less_than", "at_most"])
_COMPARE = re.compile(r"(<=|>=|=<|=>|<>|[<>≤≥~≈])\s*$")


@dataclass(slots=True)
class Quantity:
    """A number as printed. Spans: number (the numeral), start/end (with unit), bound (before or after)."""

    first: int
    last: int
    start_char: int
    end_char: int
    number_start: int
    number_end: int
    form: str
    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    bound: str = "exact"
    bound_start: int | None = None
    bound_end: int | None = None
    unit: Unit | None = None
    unit_start: int | None = None
    unit_end: int | None = None
    scale_text: str | None = None
    kind: str = "count"
    per_start: int | None = None
    per_end: int | None = None
    rule: str = "number"
    is_range: bool = False
    numerals: list[Numeral] = field(default_factory=list)
    denominator: Fraction | None = None

    @property
    def span_start(self) -> int:
        """Start with a bound that stands before."""
        return min(self.start_char, self.bound_start if self.bound_start is not None else self.start_char)


@cache
def _bounds() -> tuple[Phrases, Phrases]:
    lists = load_words("numbers")
    return index_phrases(lists["bounds_before"], by_last=True), index_phrases(lists["bounds_after"])


def scan_quantities(text: str, country: str | None = None) -> tuple[list[Quantity], list[Token]]:
    """Every quantity of a text in order, and the tokens it was read from."""
    tokens = split_tokens(text)
    reader = _Reader(text, tokens, country)
    singles: list[Quantity] = []
    for numeral in find_numerals(tokens):
        if numeral.form != "none" and (not singles or numeral.first >= singles[-1].last):
            singles.append(reader.read(numeral))
            reader.floor = singles[-1].end_char
    joined = reader.join(singles)
    for quantity in joined:
        reader.add_bound(quantity)
    return reader.join_bounds(joined), tokens


class _Reader:
    def __init__(self, text: str, tokens: list[Token], country: str | None) -> None:
        self.text = text
        self.tokens = tokens
        self.country = country
        self.floor = 0

    def _lower(self, index: int) -> str:
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def read(self, numeral: Numeral) -> Quantity:
        """The quantity of one numeral with the unit beside it."""
        quantity = Quantity(
            numeral.first, numeral.last, numeral.start_char, numeral.end_char, numeral.start_char, numeral.end_char,
            numeral.form, value=numeral.value, low=numeral.low, scale_text=numeral.scale_text, numerals=[numeral],
        )  # fmt: skip
        if numeral.form == "vague":
            quantity.bound = "at_least"
        self._add_power(quantity)
        self._add_sign(quantity)
        if numeral.form == "ordinal":
            quantity.kind = "ordinal"
        else:
            self._add_unit(quantity)
            self._add_per(quantity)
        return quantity

    def _add_power(self, quantity: Quantity) -> None:
        """4e14, 2.48×10−5, 10^5."""
        match = _POWER.match(self.text, quantity.number_end)
        if match is None or quantity.value is None or quantity.form != "digits":
            return
        if match["mantissa"]:
            exponent = int(match["power"].replace("−", "-").replace("⁻", "-"))
            factor = Fraction(10) ** exponent if abs(exponent) <= 60 else None
        elif match["e"]:
            exponent = int(match["e"].replace("−", "-"))
            factor = Fraction(10) ** exponent if abs(exponent) <= 60 else None
        elif abs(quantity.value) < 10**9 and match["exponent"].lstrip("+-").isdigit() and quantity.value:
            exponent = int(match["exponent"].replace("--", "-").replace("+", ""))
            factor = Fraction(abs(quantity.value)) ** exponent / abs(quantity.value) if abs(exponent) <= 60 else None
            if match["exponent"].startswith("--"):
                factor = (
                    Fraction(abs(quantity.value)) ** -exponent / abs(quantity.value) if abs(exponent) <= 60 else None
                )
        else:
            factor = None
        if factor is None:
            return
        quantity.value *= factor
        quantity.number_end = quantity.end_char = match.end()
        while quantity.last < len(self.tokens) and self.tokens[quantity.last].start_char < match.end():
            quantity.last += 1

    def _add_sign(self, quantity: Quantity) -> None:
        """A minus tied to the number, or the word before it."""
        index = quantity.first - 1
        if quantity.value is None or index < 0:
            return
        token = self.tokens[index]
        before = self.tokens[index - 1] if index else None
        if token.text in "-−–" and token.end_char == quantity.number_start:
            if before is None or token.gap or before.text in "(=,:<>[":
                quantity.value = -quantity.value
                quantity.first, quantity.start_char, quantity.number_start = index, token.start_char, token.start_char
        elif token.lower in _MINUS_WORDS:
            quantity.value = -quantity.value
            quantity.first, quantity.start_char, quantity.number_start = index, token.start_char, token.start_char

    def _add_unit(self, quantity: Quantity) -> None:
        """The unit of money, percent or measure that stands with the number."""
        if self._add_percent(quantity) or self._add_money(quantity):
            return
        self._add_measure(quantity)

    def _add_percent(self, quantity: Quantity) -> bool:
        if self._lower(quantity.first - 1) == "of" and self._read_percent_before(quantity):
            return True
        index = quantity.last
        tied = self._lower(index) in "-" and self._lower(index) != ""
        at = index + 1 if tied else index
        word = self._lower(at)
        end: int | None = None
        if word in ("%", "٪", "％") or (word in _PERCENT_WORDS and not (word == "pc" and self.tokens[at].gap and quantity.form == "words")):
            end = at + 1
        elif word == "per" and self._lower(at + 1) == "cent":
            end = at + 2
        elif word in ("basis", "bps", "bp"):
            end = (
                at + 2
                if word == "basis" and self._lower(at + 1) in ("point", "points")
                else (at + 1 if word != "basis" else None)
            )
            if end:
                self._set_unit(quantity, Unit("basis point", "ratio", 0.0001), at, end, "percentage_point")
                return True
        elif word == "pp" and quantity.form != "words":
            self._set_unit(quantity, Unit("percentage point", "ratio", 0.01), at, at + 1, "percentage_point")
            return True
        if end is None:
            return False
        step = end + 1 if self._lower(end) == "-" else end
        if self._lower(step) in ("point", "points", "pts") and word != "":
            self._set_unit(quantity, Unit("percentage point", "ratio", 0.01), at, step + 1, "percentage_point")
        else:
            self._set_unit(quantity, Unit("percent", "ratio", 0.01), at, end, "percent")
        return True

    def _read_percent_before(self, quantity: Quantity) -> bool:
        """ "per cent of 20" at the start of a line, without a number of its own."""
        at = quantity.first - 2
        if self._lower(at) not in _PERCENT_WORDS and not (self._lower(at) == "cent" and self._lower(at - 1) == "per"):
            return False
        first = at - 1 if self._lower(at) == "cent" else at
        if first != 0 and self.tokens[first - 1].kind != LINE:
            return False
        quantity.unit, quantity.kind = Unit("percent", "ratio", 0.01), "percent"
        quantity.unit_start, quantity.unit_end = self.tokens[first].start_char, self.tokens[at].end_char
        quantity.first, quantity.start_char = first, quantity.unit_start
        return True

    def _set_unit(self, quantity: Quantity, unit: Unit, first: int, last: int, kind: str) -> None:
        quantity.unit, quantity.kind = unit, kind
        quantity.unit_start, quantity.unit_end = self.tokens[first].start_char, self.tokens[last - 1].end_char
        quantity.end_char, quantity.last = quantity.unit_end, last

    def _add_money(self, quantity: Quantity) -> bool:
        is_large = quantity.scale_text is not None or "," in self.text[quantity.number_start : quantity.number_end]
        sign_end = quantity.number_start
        found = find_sign_before(self.text, sign_end, is_large, self.country, self.floor)
        if found:
            self._take_sign(quantity, found)
            self._read_money_scale(quantity)
            self._take_money_name(quantity, only_same=True)
            return True
        million = find_million_code(self.text, quantity.end_char)
        if million and quantity.value is not None and quantity.scale_text is None:
            quantity.value, quantity.scale_text = quantity.value * 1000000, "M"
            self._take_measure(quantity, million)
            quantity.kind = "money"
            return True
        after = find_sign_after(self.text, quantity.end_char, self.country)
        if after and not self._opens_next(after.end_char, after):
            quantity.unit, quantity.kind = after.unit, "money"
            quantity.unit_start, quantity.unit_end, quantity.end_char = after.start_char, after.end_char, after.end_char
            while quantity.last < len(self.tokens) and self.tokens[quantity.last].start_char < after.end_char:
                quantity.last += 1
            if quantity.scale_text is None:
                self._read_money_scale(quantity)
            return True
        return self._take_money_name(quantity, only_same=False)

    def _opens_next(self, end: int, found: UnitMatch) -> bool:
        """ "5 $10": the sign belongs to the number behind it."""
        sign = self.text[found.start_char : found.end_char]
        if end < len(self.text) and self.text[end : end + 1].isdigit():
            return True
        return (
            sign in "$£€¥₹"
            and self.text[found.start_char - 1 : found.start_char] == " "
            and self.text[end : end + 1].isdigit()
        )

    def _take_sign(self, quantity: Quantity, found: UnitMatch) -> None:
        quantity.unit, quantity.kind = found.unit, "money"
        quantity.unit_start, quantity.unit_end = found.start_char, found.end_char
        quantity.start_char = found.start_char
        while quantity.first > 0 and self.tokens[quantity.first - 1].end_char > found.start_char:
            quantity.first -= 1
        before = self.tokens[quantity.first - 1] if quantity.first else None
        minus = self.text[found.end_char : quantity.number_start].strip()
        if minus in ("-", "−") and quantity.value is not None and quantity.value > 0:
            quantity.value = -quantity.value
        if (
            before
            and before.text in "-−"
            and quantity.value is not None
            and before.end_char == found.start_char
            and quantity.value > 0
        ):
            prior = self.tokens[quantity.first - 2] if quantity.first > 1 else None
            if prior is None or before.gap:
                quantity.value = -quantity.value
                quantity.first, quantity.start_char = quantity.first - 1, before.start_char

    def _read_money_scale(self, quantity: Quantity) -> None:
        """m, b, t and words of scale behind an amount of money ("$5m", "75 USD million")."""
        if quantity.value is None or quantity.scale_text:
            return
        lists = load_words("numbers")
        at = quantity.last
        if self._lower(at) == "-" and self._lower(at + 1) in lists["scales"]:
            at += 1
        word = self._lower(at)
        factor = lists["short_money"].get(word) or lists["short"].get(word) or lists["scales"].get(word)
        if (
            factor is None
            or word == "g"
            or (len(word) == 1 and self.tokens[at].gap and at + 1 < len(self.tokens) and self._lower(at + 1) in ("'",))
        ):
            return
        quantity.value *= factor
        quantity.scale_text = self.tokens[at].text
        quantity.last = at + 1
        quantity.end_char = self.tokens[at].end_char
        if quantity.unit_start is not None and quantity.unit_start < quantity.number_start:
            quantity.number_end = quantity.end_char

    def _take_money_name(self, quantity: Quantity, *, only_same: bool) -> bool:
        """A currency in words behind the number: "5 million Australian dollars", "12-cent"."""
        at = quantity.last
        while self._lower(at) in _DASHES and not self.tokens[at].gap:
            at += 1
        if quantity.form == "vague" and self._lower(at) == "of":
            at += 1
        found = find_money_name(self.tokens, at, self.country)
        if found is None and not only_same and self._take_name_before(quantity):
            return True
        if found is None:
            if only_same or quantity.value is None or self._lower(at) not in ("m", "b", "t"):
                return False
            further = find_money_name(self.tokens, at + 1, self.country)
            if further is None:
                return False
            self._read_money_scale(quantity)
            quantity.number_end = quantity.end_char
            found = further
        match, last = found
        if last < len(self.tokens) and self.tokens[last].kind == DIGITS and not self.tokens[last].gap:
            return False
        if only_same:
            if quantity.unit and match.unit.name != quantity.unit.name and not match.unit.ambiguous:
                return False
            quantity.end_char, quantity.last = match.end_char, last
            return True
        name = self.text[match.start_char : match.end_char].lower()
        if name in ("pound", "pounds") and not self._is_money_pound(quantity, last):
            return False
        if (
            name
            in (
                "real",
                "won",
                "mark",
                "all",
                "try",
                "top",
                "colon",
                "cop",
                "dong",
                "kip",
                "real",
                "leone",
                "sen",
                "k",
                "lev",
                "gel",
                "pen",
            )
            and name != "won"
        ):
            return False
        if name == "won" and not (quantity.scale_text or (quantity.value or 0) >= 100):
            return False
        if name in ("dime",) or (name == "marks" and not quantity.scale_text and self.country != "DE"):
            return name == "dime"
        quantity.unit, quantity.kind = match.unit, "money"
        quantity.unit_start, quantity.unit_end = match.start_char, match.end_char
        quantity.end_char, quantity.last = match.end_char, last
        if quantity.scale_text is None:
            self._read_money_scale(quantity)
        return True

    def _take_name_before(self, quantity: Quantity) -> bool:
        """ "rupee 40", "dollar 22.5 million": the name in the singular before digits."""
        before = quantity.first - 1
        if quantity.form not in ("digits", "mixed") or self._lower(before) not in (
            "dollar",
            "rupee",
            "rupees",
            "rand",
            "baht",
            "naira",
        ):
            return False
        found = find_money_name(self.tokens, before, self.country)
        if found is None or found[1] != quantity.first:
            return False
        self._take_sign(quantity, found[0])
        return True

    def _is_money_pound(self, quantity: Quantity, last: int) -> bool:
        """Pounds are money after a scale from a million on or beside words of money, else weight."""
        if quantity.value is not None and quantity.scale_text in ("million", "billion", "m", "bn", "trillion"):
            return True
        context = load_words("currencies")["context"]
        near = {self._lower(index) for index in range(max(quantity.first - 10, 0), min(last + 8, len(self.tokens)))}
        if self._lower(last) == "of" or near & set(context["weight"]):
            return (
                bool(near & set(context["money"]))
                and self._lower(last) != "of"
                and not near & {"weighs", "weighed", "weigh", "bag"}
            )
        return bool(near & set(context["money"])) or (self.country == "GB" and (quantity.value or 0) >= 1000)

    def _add_measure(self, quantity: Quantity) -> bool:
        symbol = (
            find_symbol(self.text, quantity.end_char)
            if quantity.form != "words" or quantity.scale_text is None
            else None
        )
        at = quantity.last
        while self._lower(at) in _DASHES and at < len(self.tokens) and not self.tokens[at].gap:
            at += 1
        named = find_unit_name(self.tokens, at)
        if symbol and (named is None or symbol[0].end_char > named[0].end_char) and self._is_symbol(quantity, *symbol):
            self._take_measure(quantity, symbol[0])
            self._settle_degrees(quantity)
            return True
        if named and (named[0].end_char > (symbol[0].end_char if symbol else -1) or not symbol or named):
            match, last = named
            if match.unit.name in ("stone", "turn", "cup", "foot", "second", "bar") and not self._is_unit_word(
                quantity, match, last
            ):
                return False
            self._take_measure(quantity, match)
            quantity.last = last
            self._settle_degrees(quantity)
            return True
        return self._add_celsius(quantity) or self._add_short_scale(quantity)

    def _add_celsius(self, quantity: Quantity) -> bool:
        """ "-18C", "30 C" beside words of weather; single letters mean too much else."""
        match = _CELSIUS.match(self.text, quantity.end_char)
        if match is None or quantity.value is None or not -100 < quantity.value < 200 or quantity.form != "digits":
            return False
        near = {
            self._lower(index) for index in range(max(quantity.first - 10, 0), min(quantity.last + 8, len(self.tokens)))
        }
        if quantity.value > 0 and not near & _WEATHER:
            return False
        name = "degree Celsius" if match["sign"] == "C" else "degree Fahrenheit"
        unit = Unit(name, "temperature", 1.0 if match["sign"] == "C" else 5 / 9)
        self._take_measure(quantity, UnitMatch(unit, match.start("sign"), match.end("sign")))
        return True

    def _settle_degrees(self, quantity: Quantity) -> None:
        """Bare degrees are of temperature, beside words of turning of an angle."""
        if quantity.unit is None or quantity.unit.name != "degree":
            return
        near = {
            self._lower(index) for index in range(max(quantity.first - 5, 0), min(quantity.last + 3, len(self.tokens)))
        }
        if near & _TURNING:
            quantity.unit = Unit("degree", "angle", 0.017453292519943295)

    def _is_unit_word(self, quantity: Quantity, match: UnitMatch, last: int) -> bool:
        word = self.text[match.start_char : match.end_char].lower()
        if word == "stone":
            return bool(
                quantity.value
                and quantity.value <= 40
                and self._lower(last) not in ("wall", "walls", "building", "buildings")
            )
        if word in ("cups", "turn", "turns"):
            return self._lower(last) != "of" or word == "cups"
        return True

    def _take_measure(self, quantity: Quantity, match: UnitMatch) -> None:
        quantity.unit, quantity.kind = match.unit, "measure"
        quantity.unit_start, quantity.unit_end, quantity.end_char = match.start_char, match.end_char, match.end_char
        while quantity.last < len(self.tokens) and self.tokens[quantity.last].start_char < match.end_char:
            quantity.last += 1

    def _is_symbol(self, quantity: Quantity, match: UnitMatch, tied: bool) -> bool:
        """Short symbols are units only where nothing speaks for a word or a name."""
        sign = self.text[match.start_char : match.end_char].strip("()[]{}<>")
        before = self.text[quantity.start_char - 1 : quantity.start_char] if quantity.start_char else " "
        if before.isalnum() or before in "_":
            return False
        if (
            before == "-"
            and self.text[max(quantity.start_char - 2, 0) : quantity.start_char - 1].isalpha()
            and quantity.start_char == quantity.number_start
        ):
            return False
        following = self._lower_at(match.end_char)
        if (
            self.text[match.end_char : match.end_char + 1] == "-"
            and self.text[match.end_char + 1 : match.end_char + 2].isdigit()
        ):
            return False
        if sign in ("m", "g", "l", "t", "s", "h", "L", "W", "J", "V", "st", "L"):
            if sign == "m" and self._counts_people(match.end_char):
                return False
            if (
                sign in ("h", "s", "t", "L", "V", "J", "W", "st")
                and not tied
                and quantity.form != "fraction"
                and sign not in ("t", "W", "V", "L")
            ):
                return False
            if sign in ("W", "V", "J") and following[:1].isalpha() and not tied:
                return False
            return quantity.form in ("digits", "fraction", "mixed") and not (sign in "gst" and quantity.scale_text)
        if sign in ("ft", "in", "rad", "mb", "MT", "MP", "ha", "min", "ms", "NM", "cal", "kn", "cc", "ct", "HP"):
            return quantity.form != "words"
        return True

    def _lower_at(self, char: int) -> str:
        return self.text[char : char + 12].lstrip().lower()

    def _counts_people(self, char: int) -> bool:
        """ "5m people", "2m jobs": m is million before a plural noun."""
        match = _PLURAL_NOUN.match(self.text, char)
        return match is not None and match[1].lower() not in _LENGTH_NOUNS

    def _add_short_scale(self, quantity: Quantity) -> bool:
        """m, b, t without money: "5m people", "10M", "1.2b"."""
        if quantity.value is None or quantity.form != "digits" or quantity.scale_text:
            return False
        lists = load_words("numbers")["short_money"]
        token = self.tokens[quantity.last] if quantity.last < len(self.tokens) else None
        if token is None or token.lower not in lists or token.lower == "t":
            return False
        if token.gap and not (token.text in "MG" and not self._lower_at(token.end_char)[:1].isalpha()):
            return False
        if token.text in ("m", "g") and not self._counts_people(token.end_char):
            return False
        if token.text in ("G", "B", "b") and quantity.value < 10 and token.text == "G":
            return False
        quantity.value *= lists[token.lower]
        quantity.scale_text = token.text
        quantity.last += 1
        quantity.end_char = quantity.number_end = token.end_char
        return True

    def _add_per(self, quantity: Quantity) -> None:
        """The base of a rate: "$3 a barrel", "50 per 100,000", "20 per person"."""
        at = quantity.last
        if (
            quantity.unit is not None
            and " per " in quantity.unit.name
            and quantity.unit.name.startswith(("kilo", "mile", "metre"))
        ):
            return
        tied = False
        if self._lower(at) == "-" and self._lower(at + 1) in ("a", "an", "per"):
            at, tied = at + 1, True
        word = self._lower(at)
        end: int | None = None
        start = at + 1
        if word in ("per", "/") and start < len(self.tokens):
            if word == "/" and self.tokens[start].kind == DIGITS:
                return
            if self._lower(start) == "cent":
                return
            end = start + 1
            if (
                self.tokens[start].kind == DIGITS
                and start + 1 < len(self.tokens)
                and self.tokens[start + 1].kind == WORD
                and self._lower(start + 1) not in _STOPS
            ) or (word == "per" and self._lower(start + 1) in _PER_NOUNS and self.tokens[start].kind == WORD):
                end = start + 2
        elif (
            word in ("a", "an", "each", "every")
            and self._lower(start if not tied else start + (self._lower(start) == "-")) in _PER_NOUNS
        ):
            start = start if not tied else start + (self._lower(start) == "-")
            end = start + 1
            if (
                quantity.kind == "count"
                and word in ("a", "an")
                and quantity.unit is None
                and self._lower(start) in ("time", "game")
            ):
                return
        if end is None or self.tokens[start].kind == LINE:
            return
        quantity.per_start, quantity.per_end = self.tokens[start].start_char, self.tokens[end - 1].end_char
        self._add_speed(quantity, start, end)

    def _add_speed(self, quantity: Quantity, start: int, end: int) -> None:
        """A length per time is a speed of its own unit."""
        per = find_unit_name(self.tokens, start)
        base = per[0].unit if per else None
        if base is None:
            symbol = find_symbol(self.text, self.tokens[start].start_char)
            base = symbol[0].unit if symbol else None
        unit = quantity.unit
        if (
            unit is None
            or base is None
            or base.dimension != "time"
            or unit.dimension != "length"
            or not unit.si
            or not base.si
        ):
            return
        quantity.unit = Unit(f"{unit.name} per {base.name}", "speed", unit.si / base.si)
        quantity.end_char = quantity.unit_end = self.tokens[end - 1].end_char
        quantity.last, quantity.per_start, quantity.per_end = end, None, None

    def join(self, singles: list[Quantity]) -> list[Quantity]:
        """Merge neighbours that make one quantity: ranges, "5 feet 2 inches", "3 dollars 50 cents", "one in five"."""
        joined: list[Quantity] = []
        for quantity in singles:
            if joined:
                merged = (
                    self._join_ratio(joined[-1], quantity)
                    or self._join_range(joined[-1], quantity)
                    or self._join_compound(joined[-1], quantity)
                )
                if merged:
                    joined[-1] = merged
                    continue
            joined.append(quantity)
        return joined

    def _begins_number(self, index: int) -> bool:
        """A number stands here: "or more" before it belongs to that one."""
        if index >= len(self.tokens):
            return False
        words = load_words("numbers")
        return (
            self.tokens[index].kind == DIGITS
            or self._lower(index) in words["cardinals"]
            or (
                self._lower(index) in ("a", "an")
                and self._lower(index + 1) in (*words["scales"], "half", "quarter", "third")
            )
        )

    def join_bounds(self, quantities: list[Quantity]) -> list[Quantity]:
        """Two bounds of one number: "more than 10 but fewer than 20"."""
        joined: list[Quantity] = []
        for quantity in quantities:
            left = joined[-1] if joined else None
            if left is not None and self._are_two_bounds(left, quantity):
                self._merge_bounds(left, quantity)
            else:
                joined.append(quantity)
        return joined

    def _are_two_bounds(self, left: Quantity, right: Quantity) -> bool:
        if (
            left.value is None
            or right.value is None
            or left.bound_start is None
            or right.bound_start is None
            or left.is_range
        ):
            return False
        if (
            (left.bound in _LOWER) == (right.bound in _LOWER)
            or not {left.bound, right.bound} <= _LOWER | _UPPER
            or left.kind != right.kind
        ):
            return False
        gap = self.text[max(left.end_char, left.bound_end or 0) : right.bound_start].strip()
        low, high = (left, right) if left.bound in _LOWER else (right, left)
        return gap in ("and", "but", ",", "or", "yet", ", but", "and the", "but the") and (low.value or 0) < (
            high.value or 0
        )

    def _merge_bounds(self, left: Quantity, right: Quantity) -> None:
        low, high = (left, right) if left.bound in _LOWER else (right, left)
        left.rule = f"two_bounds:{low.bound}:{high.bound}"
        left.low, left.high, left.value = low.value, high.value, None
        left.numerals += right.numerals
        left.unit, left.kind = left.unit or right.unit, left.kind
        left.last, left.end_char, left.number_end = right.last, right.end_char, right.number_end
        left.bound, left.is_range = "between", True

    def _join_compound(self, left: Quantity, right: Quantity) -> Quantity | None:
        """ "5 ft 2 in", "3 dollars 50 cents", "13 dollars and forty-five cents"."""
        if right.unit is None and self._join_bare(left, right):
            return left
        if left.unit is None or right.unit is None or left.value is None or right.value is None or left.is_range:
            return None
        names = (left.unit.name, right.unit.name)
        gap = self.tokens[left.last : right.first]
        if (
            len(gap) > 1
            or (gap and gap[0].lower not in ("and", ","))
            or "\n" in self.text[left.end_char : right.start_char]
        ):
            return None
        if names == ("foot", "inch") and right.value < 12:
            left.value += right.value / 12
        elif (
            right.unit.name in ("cent", "penny")
            and left.kind == "money"
            and right.value < 100
            and not left.scale_text
            and not (gap and gap[0].lower == ",")
        ):
            left.value += right.value / 100
        else:
            return None
        left.last, left.end_char = right.last, right.end_char
        left.rule = "compound"
        return left

    def _join_bare(self, left: Quantity, right: Quantity) -> bool:
        """ "15 dollars 50", "5 ft 2 in": the small unit is understood, or too short to be read alone."""
        gap = [token.lower for token in self.tokens[left.last : right.first]]
        if left.unit is None or left.value is None or right.value is None or left.is_range or gap not in ([], ["and"]):
            return False
        if (
            "\n" in self.text[left.end_char : right.start_char]
            or right.value.denominator != 1
            or left.value.denominator != 1
        ):
            return False
        after = self._lower(right.last)
        if left.unit.name == "foot" and after in ("in", "ins", "inch") and 0 < right.value < 12:
            left.value += right.value / 12
            left.last, left.end_char = right.last + 1, self.tokens[right.last].end_char
        elif (
            left.kind == "money"
            and (left.unit_start or 0) >= left.number_end
            and 0 < right.value < 100
            and not left.scale_text
            and after in ("", ".", "!", "?", "more")
        ):
            left.value += right.value / 100
            left.last, left.end_char = right.last, right.end_char
        else:
            return False
        left.rule = "compound"
        return True

    def _join_ratio(self, left: Quantity, right: Quantity) -> Quantity | None:
        """ "one in five", "two out of three", "3:1"."""
        gap = [token.lower for token in self.tokens[left.last : right.first]]
        if left.value is None or right.value is None or left.unit or left.is_range or not right.value:
            return None
        if gap == ["over"] and right.unit is None and self._ends(right.last) and self._begins(left.first):
            return self._make_ratio(left, right, "ratio")
        if gap == [":"] and right.start_char - left.end_char == 1 and left.form == right.form == "digits":
            return self._make_ratio(left, right, "ratio")
        if (
            gap == ["to"]
            and left.value >= 1
            and right.value == 1
            and right.form == "words"
            and self._lower(right.last) not in _PER_NOUNS
            and left.form == "words"
        ):
            return self._make_ratio(left, right, "ratio")
        if gap not in (["in"], ["out", "of"], ["in", "every"], ["out", "of", "every"], ["of", "every"]):
            return None
        if (
            not (0 < left.value < right.value)
            or left.value.denominator != 1
            or right.value.denominator != 1
            or left.form == "ordinal"
            or right.form == "ordinal"
        ):
            return None
        if gap == ["in"] and (
            right.unit is not None
            or right.value > 10000
            or (left.value > 9 and right.value < 100)
            or (right.value >= 1900
            and right.form == "digits"
            and right.value <= 2100)
        ):
            return None
        if right.unit is not None and right.unit.dimension == "time":
            return None
        return self._make_ratio(left, right, "ratio")

    def _ends(self, index: int) -> bool:
        return (
            index >= len(self.tokens)
            or self.tokens[index].kind == LINE
            or (self.tokens[index].text in ".?!" and self.tokens[index].kind != WORD)
        )

    def _begins(self, index: int) -> bool:
        """A line starts here, or "is" stands before."""
        return index == 0 or self.tokens[index - 1].kind == LINE or self._lower(index - 1) in ("is", "equals", "was")

    def _make_ratio(self, left: Quantity, right: Quantity, rule: str) -> Quantity:
        assert left.value is not None and right.value is not None
        left.denominator = right.value
        left.value = left.value / right.value
        left.kind, left.rule = "ratio", rule
        left.last, left.end_char, left.number_end = right.last, right.end_char, right.number_end
        left.per_start = left.per_end = None
        return left

    def _join_range(self, left: Quantity, right: Quantity) -> Quantity | None:
        """ "between 10 and 20", "10-20", "10 to 20 million", "44 mg to 50 mg"."""
        gap = [token.lower for token in self.tokens[left.last : right.first]]
        if (
            left.is_range
            or left.value is None
            or right.value is None
            or len(gap) > 2
            or not gap
            or (left.per_start is not None
            and gap != ["to"])
        ):
            return None
        opener = self._lower(left.first - 1)
        if gap[0] not in _RANGE_WORDS and gap[0] not in _DASHES and gap[0] != "~":
            return None
        if len(gap) == 2:
            if gap != ["and", "the"] or self._lower(left.first - 2) != "between" or right.form != "ordinal":
                return None
            return self._make_range(left, right, "between")
        if gap == ["and"] and opener != "between":
            return None
        if gap == ["or"] and not self._is_alternative(left, right):
            return None
        if (gap[0] in _DASHES or gap[0] == "~") and not self._is_tied(left, right):
            return None
        if gap == ["to"] and opener == "from" and self._is_change(left):
            return None
        if gap == ["to"] and left.unit and right.unit and self._is_change(left, reach=4):
            return None
        return self._make_range(left, right, opener)

    def _is_alternative(self, left: Quantity, right: Quantity) -> bool:
        """ "two or three": neighbours of the same form."""
        assert left.value is not None and right.value is not None
        return (
            left.unit is None
            and left.form == right.form
            and 0 < left.value < right.value <= left.value * 2 + 1
            and right.value <= 1000
        )

    def _is_tied(self, left: Quantity, right: Quantity) -> bool:
        dash = self.tokens[left.last]
        both = right.start_char == dash.end_char and not dash.gap
        spaced = (
            dash.gap
            and right.start_char > dash.end_char
            and dash.text in "–—-"
            and (left.unit is None or right.unit is not None)
        )
        after = self.text[right.end_char : right.end_char + 2]
        if after[:1] in _DASHES and after[1:2].isdigit():
            return False
        before = self.text[max(left.start_char - 2, 0) : left.start_char]
        if before[-1:] in "-–/" and before[-1:]:
            return False
        return both or (spaced and left.form == right.form == "digits")

    def _is_change(self, left: Quantity, reach: int = 8) -> bool:
        """Words of change before "from A to B" keep the two apart."""
        words = _change_words()
        return any(self._lower(index) in words for index in range(max(left.first - 1 - reach, 0), left.first))

    def _make_range(self, left: Quantity, right: Quantity, opener: str) -> Quantity | None:
        assert left.value is not None and right.value is not None
        low, high = left.value, right.value
        if left.form == "ordinal" and right.form != "ordinal":
            return None
        if left.unit and right.unit and left.kind != right.kind:
            return None
        if (
            left.unit
            and right.unit
            and left.unit.name != right.unit.name
            and not (left.unit.ambiguous or right.unit.ambiguous)
        ):
            return None
        if left.unit and right.unit is None and left.kind != "money":
            return None
        if (
            right.scale_text
            and left.scale_text is None
            and low < high
            and low < 1000
            and right.numerals[0].value is not None
        ):
            factor = self._scale_factor(right)
            if factor > 1 and low * factor <= high:
                low *= factor
        if (
            low >= high
            and left.form == right.form == "digits"
            and self._lower(left.last) in "-–"
            and not left.unit
            and not right.unit
            and low < 300
        ):
            left.rule, left.value, left.low, left.high, left.is_range = "score", None, low, high, True
            left.last, left.end_char, left.number_end = right.last, right.end_char, right.number_end
            left.numerals += right.numerals
            return left
        if low >= high and not (low > high and left.kind == "measure" and low < 0):
            return None
        if low > high:
            low, high = high, low
        unit = right.unit or left.unit
        merged = Quantity(
            left.first, right.last, left.start_char, right.end_char, left.number_start, right.number_end, right.form,
            low=low, high=high, bound="between", unit=unit, unit_start=right.unit_start or left.unit_start,
            unit_end=right.unit_end or left.unit_end, scale_text=right.scale_text or left.scale_text,
            kind=right.kind if right.unit else left.kind, per_start=right.per_start, per_end=right.per_end,
            rule="range", is_range=True, numerals=[*left.numerals, *right.numerals],
        )  # fmt: skip
        if opener in ("between", "from"):
            index = left.first - 1 if self._lower(left.first - 1) == opener else left.first - 2
            merged.bound_start, merged.bound_end = self.tokens[index].start_char, self.tokens[index].end_char
        return merged

    def _scale_factor(self, quantity: Quantity) -> Fraction:
        lists = load_words("numbers")
        factor = Fraction(1)
        for word in (quantity.scale_text or "").lower().split():
            factor *= (
                lists["scales"].get(word)
                or lists["short"].get(word)
                or lists["short_money"].get(word)
                or lists["vague"].get(word)
                or 1
            )
        return factor

    def add_bound(self, quantity: Quantity) -> None:
        """The words before or after a quantity that bound it; "about 500 or more" is bounded by what follows."""
        if quantity.bound == "between":
            return
        before, after = _bounds()
        found = self._phrase_before(before, quantity)
        if found is None or found[0] in ("about", "exact", "more_than", "less_than"):
            behind = self._phrase_after(after, quantity)
            if behind and found and found[0] in ("exact", "more_than", "less_than"):
                quantity.bound_end = self.tokens[behind[2] - 1].end_char
                quantity.bound, quantity.bound_start = behind[0], self.tokens[found[1]].start_char
                return
            found = behind or found
        if found:
            quantity.bound, first, last = found
            quantity.bound_start = self.tokens[first].start_char
            quantity.bound_end = self.tokens[last - 1].end_char

    def _phrase_before(self, phrases: Phrases, quantity: Quantity) -> tuple[str, int, int] | None:
        last = quantity.first
        while (
            last > 0
            and self._lower(last - 1) in ("the", "a", "an", "just", "only", "another", "an additional", "estimated")
            and last == quantity.first
            and self._lower(last - 1) != "estimated"
        ):
            if self._lower(last - 1) in ("just", "only"):
                break
            last -= 1
        for words, key in phrases.get(self._lower(last - 1), ()):
            first = last - len(words)
            if first < 0 or any(self._lower(first + step) != word for step, word in enumerate(words)):
                continue
            if self._is_no_bound(words, key, first, last, quantity):
                continue
            if (
                words[0] in ("<", ">", "≤", "≥")
                and self._lower(first - 1) in ("<", ">", "=")
                and not self.tokens[first].gap
            ):
                continue
            if key in ("more_than", "less_than") and self._lower(first - 1) in ("no", "not"):
                return ("at_most" if key == "more_than" else "at_least"), first - 1, last
            return key, first, last
        return None

    def _is_no_bound(self, words: tuple[str, ...], key: str, first: int, last: int, quantity: Quantity) -> bool:
        """Words that bound only some numbers: "over three years" lasts, "past 3" is a time, "about" may be a topic."""
        word = words[0]
        before = self._lower(first - 1)
        if len(words) > 1 or not word.isalpha():
            return False
        is_time = quantity.unit is not None and quantity.unit.dimension == "time"
        if word in ("over", "within", "under", "above", "below", "past", "beyond") and (
            quantity.form == "ordinal"
            or (is_time and before not in ("for", "just", "well", "of", "is", "was", "in", "and", "is"))
        ):
            return True
        if word in ("past", "beyond", "within"):
            return not quantity.unit or quantity.unit.dimension == "time"
        if word == "around" and quantity.form == "ordinal":
            return True
        if word == "some" and (quantity.form in ("ordinal",) or before in ("of",)):
            return True
        return word == "exactly" and before == "not"

    def _phrase_after(self, phrases: Phrases, quantity: Quantity) -> tuple[str, int, int] | None:
        start = quantity.last
        for offset in (0, 1):
            at = start + offset
            if at >= len(self.tokens) or self.tokens[at].kind == LINE:
                return None
            for words, key in phrases.get(self._lower(at), ()):
                if all(self._lower(at + step) == word for step, word in enumerate(words)):
                    if offset and (key == "about" or len(words) < 2 or self.tokens[start].kind != WORD):
                        continue
                    if words in (("plus",), ("odd",), ("+",), ("approximately",), ("roughly",)) and (
                        self.tokens[at].gap and words != ("odd",)
                    ):
                        continue
                    end = at + len(words)
                    if words[-1] != "than" and self._lower(end) == "than":
                        continue
                    if self._begins_number(end):
                        continue
                    return key, at, end
        return None


_POWER = re.compile(
    r"(?P<mantissa>\s?[×x*]\s?10\^?)(?P<power>[-−+⁻]?\d{1,3})(?![\w.])|[eE](?P<e>[-−+]?\d{1,3})(?![\w.])|\^(?P<exponent>[-+]{0,2}\d{1,2})(?![\w.])"
)
_PLURAL_NOUN = re.compile(
    r"\s(?:(?:more|new|extra|other|young|British|American|[a-z]+(?:an|ish|ese|al|ed))\s)?([a-z]*[a-rt-z]s|people|children|[a-z]*men|[a-z]*women)\b",
    re.IGNORECASE,
)
_LENGTH_NOUNS = frozenset(
    [
        "is",
        "was",
        "has",
        "as",
        "freestyles",
        "hurdles",
        "sprints",
        "butterflies",
        "s",
        "this",
        "towards",
        "across",
        "metres",
    ]
)
_TURNING = frozenset(
    ["rotate", "rotated", "rotates", "turn", "turned", "turns", "angle", "angles", "tilt", "tilted", "slope", "bank", "banked", "north", "south", "east", "west", "latitude", "longitude", "swing", "spin", "pivot", "arc"]
)
_CELSIUS = re.compile(r" ?(?P<sign>[CF])(?![\w/])")
_WEATHER = frozenset(
    ["temperature", "temperatures", "degrees", "cold", "hot", "heat", "heatwave", "weather", "warm", "cool", "high", "highs", "low", "lows", "overnight", "outside", "freezing", "frost", "fever"]
)
_STOPS = frozenset(
    ["and", "or", "of", "in", "on", "at", "to", "for", "from", "with", "by", "the", "a", "an", "is", "are", "was", "were", "be", "been", "that", "which", "who", "as", "than", "but", "if", "while", "when", ",", "."]
)


@cache
def _change_words() -> frozenset[str]:
    lists = load_words("numbers")["change"]
    return frozenset(word for words in lists.values() for word in words if " " not in word) | {
        "went", "moved", "change", "changed", "swung", "shifted", "revised", "extended", "changes", "moving", "going", "goes", "go", "move", "fluctuated", "upgraded", "downgraded", "promoted", "transformed", "doubled", "tripled", "reduction", "rising", "bringing", "taking", "took", "brought",
    }  # fmt: skip


_UNUSED = (settle_currency,)
