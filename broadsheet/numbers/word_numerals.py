"""Numerals that begin with a word: cardinals, ordinals and fractions. Vague ones are in vague_numerals.py."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from broadsheet.numbers.cardinals import Cardinal, parse_cardinal
from broadsheet.numbers.numeral import HYPHENS, Numeral
from broadsheet.numbers.parts_of_time import are_parts, is_bare_fraction, is_fraction_after_article
from broadsheet.numbers.tokens import DIGITS, WORD
from broadsheet.numbers.vague_numerals import DECADE_WORDS, ROUGH_COUNTS, VagueReader

# Longer digit strings are identifiers; float() would give infinity past 308 digits.
_MAX_DIGITS = 40


class WordReader(VagueReader):
    """Reads a numeral that begins with a word."""

    def read_words(self, first: int) -> Numeral | None:
        """A numeral that begins with a word: cardinal, ordinal, fraction or vague."""
        word = self.lower(first)
        if word in DECADE_WORDS:
            return self.read_decade(first)
        if word in self.words.vague:
            return self.read_plural(first)
        if word in ROUGH_COUNTS or (word == "a" and self.lower(first + 1) in ROUGH_COUNTS):
            rough = self.read_rough(first)
            if rough or word in ROUGH_COUNTS:
                return rough
        if word in self.words.denominators or word in ("a", "an"):
            return self._read_article(first)
        if word in self.words.ordinals:
            return self._make(first, first + 1, Fraction(self.words.ordinals[word]), "ordinal")
        return self._read_cardinal(first)

    def _read_article(self, first: int) -> Numeral | None:
        """What begins with a, an or half: "a hundred", "half a million", "a third", "a couple", "a dozen"."""
        word = self.lower(first)
        if word in ("a", "an"):
            return self._read_after_article(first)
        if word in ("half", "quarter") and is_bare_fraction(self.tokens, first):
            return self._finish_fraction(first, first + 1, Fraction(1, self.words.denominators[word]))
        return None

    def _read_after_article(self, first: int) -> Numeral | None:
        at = first + 1
        word = self.lower(at)
        if word in self.words.scales:
            numeral = self._read_cardinal(at, Fraction(1))
            if numeral:
                numeral.first, numeral.start_char = first, self.tokens[first].start_char
            return numeral
        if word in self.words.article_units and self.lower(at + 1) == "of" and not self._is_price(first - 1):
            return self._make(first, at, Fraction(1), "words")
        if word == "couple":
            return self._make(first, at + 1, Fraction(2), "words", "couple")
        return self._read_article_fraction(first, at)

    def _read_article_fraction(self, first: int, at: int) -> Numeral | None:
        """ "a third", "a quarter of a million"; "a fourth month" is an ordinal."""
        word, bottom = self.lower(at), self._denominator(at, 1)
        if bottom is None or word in ("halves", "quarters"):
            return None
        if word in ("half", "quarter") and not is_fraction_after_article(self.tokens, at):
            return None
        if word in self.words.ordinals and self._is_ordinal_of(at + 1):
            return self._make(at, at + 1, Fraction(self.words.ordinals[word]), "ordinal")
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
        if self.lower(at) == "of" and self.lower(at + 1) in ("a", "one"):
            at += 1
        if self.lower(at) in HYPHENS:
            at = self.skip_hyphen(at)
        if self.lower(at) in ("a", "one"):
            at = self.skip_hyphen(at + 1)
        word = self.lower(at)
        if word in self.words.scales and word != "gross":
            scaled, last, scale = self._read_scales(value, at)
            return self._make(first, last, scaled, "words", scale)
        return self._make(first, last, value, "fraction")

    def _read_cardinal(self, first: int, start: Fraction | None = None) -> Numeral | None:
        """Number words by a small machine: groups below a thousand, each with its scale, from large to small."""
        found = parse_cardinal(self, first, start)
        if found is None:
            return None
        if found.is_ordinal:
            return self._make(first, found.last, found.value, "ordinal", found.scale)
        for read in _ENDINGS:
            numeral = read(self, first, found)
            if numeral:
                return numeral
        return self._make(first, found.last, found.value, "words", found.scale)

    def _read_decimal(self, first: int, found: Cardinal) -> Numeral | None:
        """ "three point five million"."""
        decimal = self._read_point(found.last + 1) if self.lower(found.last) in ("point", "dot") else None
        if decimal is None:
            return None
        value, last, scale = self._read_scales(found.value + decimal[0], decimal[1])
        return self._make(first, last, value, "words", scale)

    def _read_half_of_scale(self, first: int, found: Cardinal) -> Numeral | None:
        """ "three million and a half"."""
        half = self._read_scaled_half(found.value, found.last) if self._scale_before(found.last) > 1 else None
        return self._make(first, half[1], half[0], "words", found.scale) if half else None

    def _read_half_more(self, first: int, found: Cardinal) -> Numeral | None:
        """ "three and a half", "three and a half million"."""
        half = self._read_and_a_half(found.last)
        if half is None:
            return None
        value, last, scale = self._read_scales(found.value + half[0], half[1])
        return self._make(first, last, value, "words" if scale else "fraction", scale or found.scale)

    def _read_one_over(self, first: int, found: Cardinal) -> Numeral | None:
        """ "one twenty-fifth": the bottom is the ordinal of two words below a hundred."""
        at = self.skip_hyphen(found.last)
        if found.value != 1 or found.last != first + 1 or self.lower(at) not in self.words.cardinals:
            return None
        bottom = parse_cardinal(self, at, None)
        if bottom is None or not bottom.is_ordinal or bottom.value.denominator != 1:
            return None
        return self._make(first, bottom.last, Fraction(1, int(bottom.value)), "fraction")

    def _read_plural_bottom(self, first: int, found: Cardinal) -> Numeral | None:
        """ "three twenty-firsts", "one hundred thirty-fifths": tens and a plural ordinal are one bottom."""
        at, value = self.skip_hyphen(found.last), found.value
        if self._tens(at):
            tens, top, end = self._tens(at), value, self.skip_hyphen(at + 1)
        else:
            tens, top, end = self._tens(found.last - 1), value - self._tens(found.last - 1), at
        unit = self._plural_unit(end)
        if not tens or not unit or top <= 0 or value.denominator != 1:
            return None
        is_joined = self.lower(found.last - 2) in ("and", "-")
        return None if is_joined else self._make(first, end + 1, top / (tens + unit), "fraction")

    def _tens(self, index: int) -> int:
        """The value of a word from twenty to ninety; 0 for others."""
        value = self.words.cardinals.get(self.lower(index), 0)
        return value if value >= 20 else 0

    def _plural_unit(self, index: int) -> int:
        """The value of a plural ordinal below ten ("fifths"); 0 for others."""
        word = self.lower(index)
        value = self.words.ordinals.get(word.removesuffix("s"), 0) if word.endswith("s") else 0
        return value if value < 10 else 0

    def _read_over(self, first: int, found: Cardinal) -> Numeral | None:
        """ "two thirds", "one and two fifths"."""
        at, value = self.skip_hyphen(found.last), found.value
        bottom = self._denominator(at, int(value)) if value.denominator == 1 and value > 0 else None
        if bottom is None or not are_parts(int(value if found.tail is None else found.tail), bottom):
            return None
        return self._over(first, at, found, bottom)

    def _over(self, first: int, at: int, found: Cardinal, bottom: int) -> Numeral:
        """A fraction in words; what stands after "and" is its numerator where that makes it less than one."""
        value, tail, scale = found.value, found.tail, found.scale
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
        while index < len(self.tokens) and self.lower(index) in self.words.cardinals:
            value = self.words.cardinals[self.lower(index)]
            tied = self.lower(index + 1) in HYPHENS
            unit = self.words.cardinals.get(self.lower(index + 2)) if tied else None
            if value >= 20 and unit and unit < 10:
                value, index = value + unit, index + 2
            digits += str(value)
            index += 1
        return (Fraction(int(digits), 10 ** len(digits)), index) if digits and len(digits) < _MAX_DIGITS else None


# What may follow a cardinal and make it another number, in the order of asking.
_ENDINGS: tuple[Callable[[WordReader, int, Cardinal], Numeral | None], ...] = (
    WordReader._read_decimal,
    WordReader._read_half_of_scale,
    WordReader._read_half_more,
    WordReader._read_one_over,
    WordReader._read_plural_bottom,
    WordReader._read_over,
)
