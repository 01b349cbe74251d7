"""A numeral, the number words of the language, and the steps that digits and words share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.tokens import WORD, Token

HYPHENS = frozenset("-‐‑")


@dataclass(slots=True)
class Numeral:
    """A number read from tokens[first:last]; value is None where it is vague ("dozens").

    form: digits, words, mixed, fraction, ordinal, vague or rough ("a couple of hundred"). low: least value of a vague
    number.
    """

    first: int
    last: int
    start_char: int
    end_char: int
    value: Fraction | None
    form: str
    scale_text: str | None = None
    low: Fraction | None = None


@dataclass(frozen=True, slots=True)
class NumberWords:
    cardinals: Mapping[str, int]
    ordinals: Mapping[str, int]
    scales: Mapping[str, int]
    vague: Mapping[str, int]
    short: Mapping[str, int]
    denominators: Mapping[str, int]
    signs: Mapping[str, Fraction]
    starters: frozenset[str]
    counted_on: frozenset[str]
    article_units: frozenset[str]
    prices: frozenset[str]


@cache
def load_number_words() -> NumberWords:
    """The number words of English."""
    lists = load_words("numbers")
    ordinals: dict[str, int] = lists["ordinals"]
    denominators = {f"{word}s": value for word, value in ordinals.items() if value > 2} | lists["denominators"]
    starters = {*lists["cardinals"], *ordinals, *lists["scales"], *lists["vague"], *denominators, "a", "an", "couple"}
    starters |= {*lists["rough_counts"]["words"], *lists["decades"]}
    return NumberWords(
        lists["cardinals"],
        ordinals,
        lists["scales"],
        lists["vague"],
        lists["short"],
        denominators,
        {sign: Fraction(written) for sign, written in lists["fraction_signs"].items()},
        frozenset(starters),
        frozenset(lists["counted_on"]["words"]),
        frozenset(lists["article_units"]["words"]),
        frozenset([*lists["scales"], *lists["short"], *lists["short_money"], *lists["article_units"]["prices"]]),
    )


class NumeralCursor:
    """Reads from a place in the tokens."""

    def __init__(self, tokens: list[Token], words: NumberWords) -> None:
        self.tokens = tokens
        self.words = words

    def lower(self, index: int) -> str:
        """The token at a place in lower case; empty past the end."""
        return self.tokens[index].lower if index < len(self.tokens) else ""

    def skip_hyphen(self, index: int) -> int:
        """Past a hyphen that ties two number words, else the same place."""
        if self.lower(index) in HYPHENS and index + 1 < len(self.tokens) and self.tokens[index + 1].kind == WORD:
            return index + 1
        return index

    def _make(self, first: int, last: int, value: Fraction | None, form: str, scale: str | None = None) -> Numeral:
        return Numeral(first, last, self.tokens[first].start_char, self.tokens[last - 1].end_char, value, form, scale)

    def _read_scales(self, value: Fraction, last: int) -> tuple[Fraction, int, str | None]:
        """Multiply by the scale words that follow: "1.5 million", "10bn", "three lakh crore"."""
        scale: str | None = None
        while last < len(self.tokens):
            at = self.skip_hyphen(last)
            word = self.lower(at)
            factor = self.words.scales.get(word)
            if factor is None and word in self.words.vague and word not in ("tens", "scores"):
                factor = self.words.vague[word]
            if factor is None and scale is None:
                factor = self.words.short.get(word)
            if factor is None or (scale and factor < 1000):
                break
            value, last = value * factor, at + 1
            scale = word if scale is None else f"{scale} {word}"
        return value, last, scale

    def _scale_before(self, last: int) -> int:
        """The factor of the scale word that ends at a place; 1 where it is below a thousand."""
        factor = self.words.scales.get(self.lower(last - 1)) or self.words.short.get(self.lower(last - 1)) or 1
        return factor if factor >= 1000 else 1

    def _read_scaled_half(self, value: Fraction, last: int) -> tuple[Fraction, int] | None:
        """ "3 million and a half": the half is of the scale."""
        half = self._read_and_a_half(last)
        if half is None:
            return None
        more, end, scale = self._read_scales(half[0], half[1])
        if scale:
            return value + more, end
        factor = self._scale_before(last)
        return value + half[0] * factor, half[1]

    def _read_and_a_half(self, index: int) -> tuple[Fraction, int] | None:
        """ "and a half", "and three quarters" after a number."""
        if self.lower(index) not in ("and", "-") or index + 1 >= len(self.tokens):
            return None
        at = index + 1
        if self.lower(index) == "-":
            if self.lower(at) != "and":
                return None
            at = self.skip_hyphen(at + 1) if self.lower(at + 1) in HYPHENS else at + 1
        top = 1
        if self.lower(at) in ("a", "an", "one"):
            at = self.skip_hyphen(at + 1)
        elif self.lower(at) in self.words.cardinals and self.lower(self.skip_hyphen(at + 1)) in self.words.denominators:
            top = self.words.cardinals[self.lower(at)]
            at = self.skip_hyphen(at + 1)
        else:
            return self._read_and_compound(at)
        bottom = self._denominator(at, top)
        return (Fraction(top, bottom), at + 1) if bottom else None

    def _read_and_compound(self, index: int) -> tuple[Fraction, int] | None:
        """ "and fifty-four hundredths"."""
        if self.lower(index) not in self.words.cardinals or self.lower(index + 1) not in HYPHENS:
            return None
        tens, unit = self.words.cardinals[self.lower(index)], self.words.cardinals.get(self.lower(index + 2), 0)
        bottom = self.words.denominators.get(self.lower(index + 3))
        if tens < 20 or not 0 < unit < 10 or not bottom or tens + unit >= bottom:
            return None
        return Fraction(tens + unit, bottom), index + 4

    def _denominator(self, index: int, top: int) -> int | None:
        word = self.lower(index)
        if word in self.words.denominators:
            return self.words.denominators[word]
        if top == 1 and word in self.words.ordinals and self.words.ordinals[word] > 2:
            return self.words.ordinals[word]
        return None
