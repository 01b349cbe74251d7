"""Units of measure after a number, and the base of a rate."""

from __future__ import annotations

import re

from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.quantity import DASHES, Quantity
from broadsheet.numbers.short_scales import ShortScaleReader
from broadsheet.numbers.tokens import DIGITS
from broadsheet.numbers.units import (
    Unit,
    UnitMatch,
    find_symbol,
    find_unit_name,
)

_IS_SYMBOL_WORDS = frozenset(["m", "g", "l", "t", "s", "h", "L", "W", "J", "V", "st"])
_IS_SYMBOL_WORDS_2 = frozenset(
    ["ft", "in", "rad", "mb", "MT", "MP", "ha", "min", "ms", "NM", "cal", "kn", "cc", "ct", "HP"]
)
_IS_SYMBOL_WORDS_3 = frozenset(["h", "s", "t", "L", "V", "J", "W", "st"])

_INCH_SIGNS = frozenset(["in", '"', "″"])
_BEHIND_INCH = re.compile(r"\.?\s*$|\.?\)|\s(?:thick|long|tall|wide|deep|high|x|by|×)\b|\.\s[A-Z\n]")
# A quotation that closes after a number was opened on its line, at most this far before it.
_QUOTE_REACH = 400


_TURNING = load_word_set("number_contexts", "turning")


_CELSIUS = re.compile(r" ?(?P<sign>[CF])(?![\w/])")


_TINY = re.compile(r"\s?(?P<sign>[pa]m)(?!\w)")


_DEGREE_SIGN = re.compile(r"[°º℃℉]")


_WEATHER = load_word_set("number_contexts", "weather")


class MeasureReader(ShortScaleReader):
    """Gives a quantity its unit of measure."""

    def _add_measure(self, quantity: Quantity) -> bool:
        symbol = (
            find_symbol(self.text, quantity.end_char)
            if quantity.form != "words" or quantity.scale_text is None
            else None
        )
        at = quantity.last
        while self._lower(at) in DASHES and at < len(self.tokens) and not self.tokens[at].gap:
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
        return self._add_tiny_length(quantity) or self._add_celsius(quantity) or self._add_short_scale(quantity)

    def _add_celsius(self, quantity: Quantity) -> bool:
        """ "-18C", "30 C" beside words of weather; single letters mean too much else."""
        match = _CELSIUS.match(self.text, quantity.end_char)
        if match is None or quantity.value is None or not -100 < quantity.value < 200 or quantity.form != "digits":
            return False
        near = {
            self._lower(index) for index in range(max(quantity.first - 10, 0), min(quantity.last + 8, len(self.tokens)))
        }
        has_degrees = any(
            self._lower(index) == "c" and self.tokens[index - 1].kind == DIGITS and not self.tokens[index].gap
            for index in range(max(quantity.first - 14, 1), quantity.first)
        )
        is_decimal = quantity.value.denominator != 1 and match.start("sign") == quantity.end_char
        if quantity.value > 0 and not near & _WEATHER and not ((is_decimal or has_degrees) and match["sign"] == "C"):
            return False
        name = "degree Celsius" if match["sign"] == "C" else "degree Fahrenheit"
        unit = Unit(name, "temperature", 1.0 if match["sign"] == "C" else 5 / 9)
        self._take_measure(quantity, UnitMatch(unit, match.start("sign"), match.end("sign")))
        return True

    def _add_tiny_length(self, quantity: Quantity) -> bool:
        """ "2.123 pm" is picometres: a clock has two digits after its point."""
        match = _TINY.match(self.text, quantity.end_char)
        decimals = self.text[quantity.number_start : quantity.number_end].partition(".")[2]
        if match is None or len(decimals) in (0, 2) or quantity.form != "digits":
            return False
        name, factor = ("picometre", 1e-12) if match["sign"] == "pm" else ("attometre", 1e-18)
        self._take_measure(quantity, UnitMatch(Unit(name, "length", factor), match.start("sign"), match.end("sign")))
        return True

    def _add_kelvin(self, quantity: Quantity) -> bool:
        """ "572 °F, 573.15K": K beside degrees is kelvin, not a thousand."""
        start, end = quantity.number_start, quantity.number_end
        if quantity.value is None or quantity.scale_text != "k" or self.text[end - 1] != "K":
            return False
        if not _DEGREE_SIGN.search(self.text[max(start - 40, 0) : start]):
            return False
        quantity.value, quantity.scale_text, quantity.form = quantity.value / 1000, None, "digits"
        quantity.number_end = end - 1
        self._take_measure(quantity, UnitMatch(Unit("kelvin", "temperature", 1.0), end - 1, end))
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
        if sign in _INCH_SIGNS:
            return self._is_inch(quantity, match, sign)
        before_name = self.tokens[quantity.first - 1].text[:1].isupper() if quantity.first > 1 else False
        if sign == "s" and tied and before_name and (quantity.value or 0) >= 100:
            return False
        if sign == "s" and tied and quantity.value is not None and 1000 <= quantity.value <= 2100:
            return bool(quantity.value % 10)
        if (
            self.text[match.end_char : match.end_char + 1] == "-"
            and self.text[match.end_char + 1 : match.end_char + 2].isdigit()
        ):
            return False
        if sign in _IS_SYMBOL_WORDS:
            if sign == "m" and tied and (self._counts_people(match.end_char) or self._is_in_millions(quantity)):
                return False
            if (
                sign in _IS_SYMBOL_WORDS_3
                and not tied
                and quantity.form != "fraction"
                and sign not in ("t", "W", "V", "L")
            ):
                return False
            if sign in ("W", "V", "J") and following[:1].isalpha() and not tied:
                return False
            return quantity.form in ("digits", "fraction", "mixed") and not (sign in "gst" and quantity.scale_text)
        if sign in _IS_SYMBOL_WORDS_2:
            return quantity.form != "words"
        return True

    def _is_inch(self, quantity: Quantity, match: UnitMatch, sign: str) -> bool:
        """ "2 in" at the end of a sentence or before a word of size; 9" where the sign closes no quotation."""
        if sign == "in":
            rest = self.text[match.end_char : match.end_char + 12]
            return quantity.form in ("digits", "fraction", "mixed") and _BEHIND_INCH.match(rest) is not None
        line = self.text.rfind("\n", max(quantity.number_start - _QUOTE_REACH, 0), quantity.number_start) + 1
        opened = self.text.count('"', max(line, quantity.number_start - _QUOTE_REACH), quantity.number_start)
        return match.start_char == quantity.number_end and (sign != '"' or opened % 2 == 0)
