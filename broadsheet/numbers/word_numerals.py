"""Numerals that begin with a word: cardinals, ordinals, fractions and vague ones ("dozens")."""

from __future__ import annotations

from fractions import Fraction

from broadsheet.numbers.cardinals import parse_cardinal
from broadsheet.numbers.numeral import HYPHENS, Numeral, NumeralCursor
from broadsheet.numbers.tokens import DIGITS, WORD

# Longer digit strings are identifiers; float() would give infinity past 308 digits.
_MAX_DIGITS = 40


class WordReader(NumeralCursor):
    """Reads a numeral that begins with a word."""

    def read_words(self, first: int) -> Numeral | None:
        """A numeral that begins with a word: cardinal, ordinal, fraction or vague."""
        word = self._lower(first)
        if word in self.words.vague:
            return self._read_vague(first)
        if word in self.words.denominators or word in ("a", "an"):
            return self._read_article(first)
        if word in self.words.ordinals:
            return self._make(first, first + 1, Fraction(self.words.ordinals[word]), "ordinal")
        return self._read_cardinal(first)

    def _read_vague(self, first: int) -> Numeral:
        """ "dozens", "hundreds of thousands", "tens of millions"."""
        low = Fraction(self.words.vague[self._lower(first)])
        last = first + 1
        if self._lower(last) == "of" and self._lower(last + 1) in self.words.vague:
            low, last = low * self.words.vague[self._lower(last + 1)], last + 2
        elif self._lower(first) in ("tens", "scores") and self._lower(last) != "of":
            return self._make(first, last, None, "none")
        numeral = self._make(first, last, None, "vague")
        numeral.low = low
        return numeral

    def _read_article(self, first: int) -> Numeral | None:
        """What begins with a, an or half: "a hundred", "half a million", "a third", "a couple", "a dozen"."""
        word, at = self._lower(first), first
        if word in ("a", "an"):
            at = first + 1
            word = self._lower(at)
            if word in self.words.scales:
                numeral = self._read_cardinal(at, Fraction(1))
                if numeral:
                    numeral.first, numeral.start_char = first, self.tokens[first].start_char
                return numeral
            if word in self.words.article_units and self._lower(at + 1) == "of" and not self._is_price(first - 1):
                return self._make(first, at, Fraction(1), "words")
            if word == "couple":
                return self._make(first, at + 1, Fraction(2), "words", "couple")
            if word not in self.words.denominators and word not in self.words.ordinals:
                return None
            bottom = self._denominator(at, 1)
            if bottom is None or word in ("halves", "quarters"):
                return None
            if word in self.words.ordinals and self._is_ordinal_of(at + 1):
                return self._make(at, at + 1, Fraction(self.words.ordinals[word]), "ordinal")
        elif word in ("half", "quarter"):
            bottom = self.words.denominators[word]
        else:
            return None
        return self._finish_fraction(first, at + 1, Fraction(1, bottom))

    def _is_price(self, index: int) -> bool:
        """Whether a number or a coin stands there: "$3 a gallon of petrol" is a rate."""
        if index < 0:
            return False
        token = self.tokens[index]
        return token.kind == DIGITS or not token.text[0].isalnum() or token.lower in self.words.prices

    def _is_ordinal_of(self, index: int) -> bool:
        """ "a fourth month", "a third man" count on; "a third of it", "a third more" and "by a third" are fractions."""
        following = self.tokens[index] if index < len(self.tokens) else None
        return following is not None and following.kind == WORD and following.lower in self.words.counted_on

    def _finish_fraction(self, first: int, last: int, value: Fraction) -> Numeral:
        """A fraction with what it multiplies: "half a million", "a quarter of a million", "half a dozen"."""
        at = last
        if self._lower(at) == "of" and self._lower(at + 1) in ("a", "one"):
            at += 1
        if self._lower(at) in HYPHENS:
            at = self._skip_hyphen(at)
        if self._lower(at) in ("a", "one"):
            at = self._skip_hyphen(at + 1)
        word = self._lower(at)
        if word in self.words.scales and word != "gross":
            scaled, last, scale = self._read_scales(value, at)
            return self._make(first, last, scaled, "words", scale)
        return self._make(first, last, value, "fraction")

    def _read_cardinal(self, first: int, start: Fraction | None = None) -> Numeral | None:
        """Number words by a small machine: groups below a thousand, each with its scale, from large to small."""
        parsed = parse_cardinal(self, first, start)
        if parsed is None:
            return None
        value, last, scale, is_ordinal, tail = parsed
        if is_ordinal:
            return self._make(first, last, value, "ordinal", scale)
        at = self._skip_hyphen(last)
        if self._lower(at) in ("point", "dot") and at == last:
            decimal = self._read_point(last + 1)
            if decimal:
                value, last = value + decimal[0], decimal[1]
                value, last, scale = self._read_scales(value, last)
                return self._make(first, last, value, "words", scale)
        if self._scale_before(last) > 1:
            scaled_half = self._read_scaled_half(value, last)
            if scaled_half:
                return self._make(first, scaled_half[1], scaled_half[0], "words", scale)
        half = self._read_and_a_half(last)
        if half:
            value, last = value + half[0], half[1]
            value, last, scaled = self._read_scales(value, last)
            return self._make(first, last, value, "words" if scaled else "fraction", scaled or scale)
        if value == 1 and last == first + 1:
            compound = self._read_ordinal_bottom(at)
            if compound:
                return self._make(first, compound[1], Fraction(1, compound[0]), "fraction")
        plural = self._read_plural_bottom(first, last, at, value)
        if plural:
            return plural
        bottom = self._denominator(at, int(value)) if value.denominator == 1 and value > 0 else None
        if bottom:
            return self._over(first, at, value, bottom, tail, scale)
        return self._make(first, last, value, "words", scale)

    def _read_ordinal_bottom(self, at: int) -> tuple[int, int] | None:
        """ "one twenty-fifth": the ordinal of two words below a hundred, with the token after it."""
        parsed = parse_cardinal(self, at, None) if self._lower(at) in self.words.cardinals else None
        if parsed is None or not parsed[3] or parsed[0].denominator != 1:
            return None
        return int(parsed[0]), parsed[1]

    def _read_plural_bottom(self, first: int, last: int, at: int, value: Fraction) -> Numeral | None:
        """ "three twenty-firsts", "one hundred thirty-fifths": tens and a plural ordinal are one bottom."""
        cardinals, ordinals = self.words.cardinals, self.words.ordinals
        tens, end = cardinals.get(self._lower(at), 0), self._skip_hyphen(at + 1)
        if tens < 20:
            tens, end, top = (
                cardinals.get(self._lower(last - 1), 0),
                at,
                value - cardinals.get(self._lower(last - 1), 0),
            )
        else:
            top = value
        word = self._lower(end)
        unit = ordinals.get(word.removesuffix("s"), 0) if word.endswith("s") else 0
        if (
            tens < 20
            or not 0 < unit < 10
            or top <= 0
            or value.denominator != 1
            or self._lower(last - 2) in ("and", "-")
        ):
            return None
        return self._make(first, end + 1, top / (tens + unit), "fraction")

    def _over(
        self, first: int, at: int, value: Fraction, bottom: int, tail: Fraction | None, scale: str | None
    ) -> Numeral:
        """A fraction in words; what stands after "and" is its numerator where that makes it less than one."""
        if tail is None or tail >= bottom or tail == value:
            return self._finish_fraction(first, at + 1, value / bottom)
        whole = value - tail
        factor = next((factor for factor in (10**12, 10**9, 10**6, 1000) if whole % factor == 0), 1)
        more, end, scaled = self._read_scales(Fraction(tail, bottom), at + 1)
        if scaled:
            return self._make(first, end, whole + more, "words", scale)
        return self._make(first, at + 1, whole + Fraction(tail, bottom) * factor, "fraction", scale)

    def _read_point(self, index: int) -> tuple[Fraction, int] | None:
        """Digits in words after "point": "seven five", "zero three", "seventy-one"."""
        digits = ""
        while index < len(self.tokens) and self._lower(index) in self.words.cardinals:
            value = self.words.cardinals[self._lower(index)]
            tied = self._lower(index + 1) in HYPHENS
            unit = self.words.cardinals.get(self._lower(index + 2)) if tied else None
            if value >= 20 and unit and unit < 10:
                value, index = value + unit, index + 2
            digits += str(value)
            index += 1
        return (Fraction(int(digits), 10 ** len(digits)), index) if digits and len(digits) < _MAX_DIGITS else None
