"""Numerals: digits, words and both, read into exact values.

Belongs here: which tokens form one number and its value. Units, bounds and meaning are found around it elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.tokens import DIGITS, WORD, Token

_HYPHENS = frozenset("-‐‑")
_MINUS = frozenset("-−–")
# Longer digit strings are identifiers; float() would give infinity past 308 digits.
_MAX_DIGITS = 40


@dataclass(slots=True)
class Numeral:
    """A number read from tokens[first:last]; value is None where it is vague ("dozens").

    form: digits, words, mixed, fraction, ordinal or vague. low: least value of a vague number.
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
class _Words:
    cardinals: Mapping[str, int]
    ordinals: Mapping[str, int]
    scales: Mapping[str, int]
    vague: Mapping[str, int]
    short: Mapping[str, int]
    denominators: Mapping[str, int]
    signs: Mapping[str, Fraction]
    starters: frozenset[str]


@cache
def _words() -> _Words:
    lists = load_words("numbers")
    ordinals: dict[str, int] = lists["ordinals"]
    denominators = {f"{word}s": value for word, value in ordinals.items() if value > 2} | lists["denominators"]
    starters = {*lists["cardinals"], *ordinals, *lists["scales"], *lists["vague"], *denominators, "a", "an", "couple"}
    return _Words(
        lists["cardinals"],
        ordinals,
        lists["scales"],
        lists["vague"],
        lists["short"],
        denominators,
        {sign: Fraction(written) for sign, written in lists["fraction_signs"].items()},
        frozenset(starters),
    )


def find_numerals(tokens: list[Token]) -> list[Numeral]:
    """Every numeral in order, without overlaps."""
    words = _words()
    starters, signs = words.starters, words.signs
    found: list[Numeral] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        numeral = None
        if token.kind == DIGITS or token.text in signs:
            numeral = _Reader(tokens, words).read_digits(index)
        elif token.kind == WORD and token.lower in starters:
            numeral = _Reader(tokens, words).read_words(index)
        if numeral is None:
            index += 1
        else:
            found.append(numeral)
            index = numeral.last
    return found


def parse_digits(surface: str) -> Fraction | None:
    """The value of a digit string with English grouping; None where it is too long for a number.

    >>> parse_digits("1,200.50")
    Fraction(2401, 2)
    """
    plain = surface
    head, _, tail = plain.rpartition(",")
    if head and len(tail) < 3 and "." not in tail:
        plain = head.replace(".", "") + "." + tail
    for mark in ",\u00a0\u202f\u2009 ":
        plain = plain.replace(mark, "")
    return Fraction(plain) if len(plain) <= _MAX_DIGITS else None


class _Reader:
    """Reads one numeral from a place in the tokens."""

    def __init__(self, tokens: list[Token], words: _Words) -> None:
        self.tokens = tokens
        self.words = words

    def _lower(self, index: int) -> str:
        return self.tokens[index].lower if index < len(self.tokens) else ""

    def _skip_hyphen(self, index: int) -> int:
        """Past a hyphen that ties two number words, else the same place."""
        if self._lower(index) in _HYPHENS and index + 1 < len(self.tokens) and self.tokens[index + 1].kind == WORD:
            return index + 1
        return index

    def _make(self, first: int, last: int, value: Fraction | None, form: str, scale: str | None = None) -> Numeral:
        return Numeral(first, last, self.tokens[first].start_char, self.tokens[last - 1].end_char, value, form, scale)

    def read_digits(self, first: int) -> Numeral | None:
        """A numeral that begins with digits or a fraction sign, with the scale words that follow."""
        token = self.tokens[first]
        last = first + 1
        if token.text in self.words.signs:
            value: Fraction | None = self.words.signs[token.text]
            form = "fraction"
        else:
            value, form, last = self._read_digit_body(first)
        if value is None:
            return self._make(first, last, None, "digits")
        if form == "digits" and self._is_ordinal_ending(last):
            return self._make(first, last + 1, value, "ordinal")
        value, last, scale = self._read_scales(value, last)
        if scale and form == "digits":
            extra = self._read_tail(value, last) or self._read_scaled_half(value, last)
            if extra:
                value, last = extra
        return self._make(first, last, value, "mixed" if scale and form == "digits" else form, scale)

    def _read_digit_body(self, first: int) -> tuple[Fraction | None, str, int]:
        value, last = parse_digits(self.tokens[first].text), first + 1
        if value is None or last >= len(self.tokens):
            return value, "digits", last
        value, last = self._join_spaced_groups(value, first)
        following = self.tokens[last] if last < len(self.tokens) else None
        if following is None:
            return value, "digits", last
        if following.text in self.words.signs:
            return value + self.words.signs[following.text], "fraction", last + 1
        fraction = self._read_slash(last - 1)
        if fraction:
            return fraction, "fraction", last + 2
        mixed = self._read_slash(last) if following.kind == DIGITS and following.gap else None
        if mixed and mixed < 1:
            return value + mixed, "fraction", last + 3
        half = self._read_and_a_half(last)
        if half:
            return value + half[0], "fraction", half[1]
        return value, "digits", last

    def _join_spaced_groups(self, value: Fraction, first: int) -> tuple[Fraction, int]:
        """Join "1 234 567": groups of three after one to three digits, parted by one plain space each."""
        last = first + 1
        tokens = self.tokens
        if len(tokens[first].text) > 3 or not tokens[first].text.isdigit() or tokens[first].text.startswith("0"):
            return value, last
        while (
            last < len(tokens)
            and tokens[last].kind == DIGITS
            and len(tokens[last].text) == 3
            and tokens[last].text.isdigit()
            and tokens[last].start_char == tokens[last - 1].end_char + 1
        ):
            last += 1
        if last == first + 1 or last - first > 6:
            return value, first + 1
        before = tokens[first - 1] if first else None
        if before and (before.kind == DIGITS or before.text[:1].isupper() or before.text in "/+-.()"):
            return value, first + 1
        after = tokens[last] if last < len(tokens) else None
        if after and (after.kind == DIGITS or (after.text in "-/" and not after.gap)):
            return value, first + 1
        joined = "".join(token.text for token in tokens[first:last])
        return Fraction(joined), last

    def _read_slash(self, index: int) -> Fraction | None:
        """The fraction 3/4 that begins at a digit token, all three tokens tied."""
        tokens = self.tokens
        if index + 2 >= len(tokens) or tokens[index + 1].text not in "/⁄" or tokens[index + 2].kind != DIGITS:
            return None
        if tokens[index + 1].gap or tokens[index + 2].gap:
            return None
        if index and tokens[index - 1].text == "/" and not tokens[index].gap:
            return None
        top, bottom = tokens[index].text, tokens[index + 2].text
        if not (top.isdigit() and bottom.isdigit()) or len(top) > 3 or len(bottom) > 4 or not int(bottom):
            return None
        if index + 3 < len(tokens) and tokens[index + 3].text in "/-" and not tokens[index + 3].gap:
            return None
        return Fraction(int(top), int(bottom))

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

    def _scale_before(self, last: int) -> int:
        """The factor of the scale word that ends at a place; 1 where it is below a thousand."""
        factor = self.words.scales.get(self._lower(last - 1)) or self.words.short.get(self._lower(last - 1)) or 1
        return factor if factor >= 1000 else 1

    def _read_and_a_half(self, index: int) -> tuple[Fraction, int] | None:
        """ "and a half", "and three quarters" after a number."""
        if self._lower(index) not in ("and", "-") or index + 1 >= len(self.tokens):
            return None
        at = index + 1
        if self._lower(index) == "-":
            if self._lower(at) != "and":
                return None
            at = self._skip_hyphen(at + 1) if self._lower(at + 1) in _HYPHENS else at + 1
        top = 1
        if self._lower(at) in ("a", "an", "one"):
            at = self._skip_hyphen(at + 1)
        elif (
            self._lower(at) in self.words.cardinals
            and self._lower(self._skip_hyphen(at + 1)) in self.words.denominators
        ):
            top = self.words.cardinals[self._lower(at)]
            at = self._skip_hyphen(at + 1)
        else:
            return self._read_and_compound(at)
        bottom = self._denominator(at, top)
        return (Fraction(top, bottom), at + 1) if bottom else None

    def _read_and_compound(self, index: int) -> tuple[Fraction, int] | None:
        """ "and fifty-four hundredths"."""
        if self._lower(index) not in self.words.cardinals or self._lower(index + 1) not in _HYPHENS:
            return None
        tens, unit = self.words.cardinals[self._lower(index)], self.words.cardinals.get(self._lower(index + 2), 0)
        bottom = self.words.denominators.get(self._lower(index + 3))
        if tens < 20 or not 0 < unit < 10 or not bottom or tens + unit >= bottom:
            return None
        return Fraction(tens + unit, bottom), index + 4

    def _denominator(self, index: int, top: int) -> int | None:
        word = self._lower(index)
        if word in self.words.denominators:
            return self.words.denominators[word]
        if top == 1 and word in self.words.ordinals and self.words.ordinals[word] > 2:
            return self.words.ordinals[word]
        return None

    def _is_ordinal_ending(self, index: int) -> bool:
        return (
            index < len(self.tokens) and not self.tokens[index].gap and self._lower(index) in ("st", "nd", "rd", "th")
        )

    def _read_scales(self, value: Fraction, last: int) -> tuple[Fraction, int, str | None]:
        """Multiply by the scale words that follow: "1.5 million", "10bn", "three lakh crore"."""
        scale: str | None = None
        while last < len(self.tokens):
            at = self._skip_hyphen(last)
            word = self._lower(at)
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

    def _read_tail(self, value: Fraction, last: int) -> tuple[Fraction, int] | None:
        """Smaller parts after a scale: "4 thousand 3 hundred and 21"."""
        floor = _lowest_scale(value)
        at = last
        joined = False
        if self._lower(at) in ("and", "&"):
            at, joined = at + 1, True
        if at < len(self.tokens) and self._lower(at) in self.words.cardinals:
            return self._read_word_tail(value, at, floor, joined)
        if (
            value.denominator != 1
            or at >= len(self.tokens)
            or self.tokens[at].kind != DIGITS
            or not self.tokens[at].text.isdigit()
        ):
            return None
        small = parse_digits(self.tokens[at].text)
        if small is None:
            return None
        more, end, scale = self._read_scales(small, at + 1)
        if scale and more < floor:
            deeper = self._read_tail(more, end)
            return (value + deeper[0], deeper[1]) if deeper else (value + more, end)
        if joined and not scale and 0 < small < floor and floor <= 1000:
            return value + small, at + 1
        return None

    def _read_word_tail(self, value: Fraction, at: int, floor: int, joined: bool) -> tuple[Fraction, int] | None:
        """ "6 crore and two hundred", "3 hundred and one"."""
        parsed = _parse_cardinal(self, at, None)
        if parsed is None or parsed[3] or not joined or parsed[0] >= floor:
            return None
        if parsed[0] < 100 and floor > 100:
            return None
        return value + parsed[0], parsed[1]

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
            if word == "couple":
                return self._make(first, at + 1, Fraction(2), "words", "couple")
            if word not in self.words.denominators and word not in self.words.ordinals:
                return None
            bottom = self._denominator(at, 1)
            if bottom is None or word in ("halves", "quarters"):
                return None
        elif word in ("half", "quarter"):
            bottom = self.words.denominators[word]
        else:
            return None
        return self._finish_fraction(first, at + 1, Fraction(1, bottom))

    def _finish_fraction(self, first: int, last: int, value: Fraction) -> Numeral:
        """A fraction with what it multiplies: "half a million", "a quarter of a million", "half a dozen"."""
        at = last
        if self._lower(at) == "of" and self._lower(at + 1) in ("a", "one"):
            at += 1
        if self._lower(at) in _HYPHENS:
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
        parsed = _parse_cardinal(self, first, start)
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
        parsed = _parse_cardinal(self, at, None) if self._lower(at) in self.words.cardinals else None
        if parsed is None or not parsed[3] or parsed[0].denominator != 1:
            return None
        return int(parsed[0]), parsed[1]

    def _read_plural_bottom(self, first: int, last: int, at: int, value: Fraction) -> Numeral | None:
        """ "three twenty-firsts", "one hundred thirty-fifths": tens and an ordinal in the plural are one denominator."""
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
        """A fraction in words; what stands behind "and" is its numerator where that makes it less than one."""
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
            tied = self._lower(index + 1) in _HYPHENS
            unit = self.words.cardinals.get(self._lower(index + 2)) if tied else None
            if value >= 20 and unit and unit < 10:
                value, index = value + unit, index + 2
            digits += str(value)
            index += 1
        return (Fraction(int(digits), 10 ** len(digits)), index) if digits and len(digits) < _MAX_DIGITS else None


def _lowest_scale(value: Fraction) -> int:
    floor = 1
    while floor < 10**18 and value % (floor * 10) == 0:
        floor *= 10
    return floor


def _parse_cardinal(
    reader: _Reader, first: int, start: Fraction | None
) -> tuple[Fraction, int, str | None, bool, Fraction | None] | None:
    """Value, end, scale, whether it is ordinal, and the part behind the last "and", of number words from `first`; None where there are none.

    `group` is the part below a thousand; `room` is what may still be added to it: a number below `room`.
    """
    words, lower = reader.words, reader._lower
    total, group, room = Fraction(0), start, Fraction(1000)
    limit = 10**30
    scale: str | None = None
    end = first if start is None else None
    index = first
    tail: Fraction | None = None
    while True:
        at = reader._skip_hyphen(index) if index > first else index
        joined = False
        if index > first and at == index and (total or group):
            at, joined = _skip_joiner(reader, index, group, total)
        word = lower(at)
        if word in words.cardinals:
            value = words.cardinals[word]
            if group is not None and not (0 < value < room):
                break
            if group is None and total and value >= limit:
                break
            tail = Fraction(value) if joined else (tail + value if tail is not None else None)
            group = (group or Fraction(0)) + value
            room = Fraction(10) if value >= 20 else Fraction(0)
        elif (
            not joined
            and word != "gross"
            and (word in words.scales or (word in words.vague and group is not None and word not in ("tens", "scores")))
        ):
            factor = words.scales.get(word) or words.vague[word]
            tail = tail if factor == 12 else None
            if group is None and total and factor >= limit and lower(index - 1) in words.scales:
                total, limit, scale, index = total * factor, factor, f"{scale} {word}", at + 1
                end = index
                continue
            if group is None and (total or index > first):
                break
            base = Fraction(1) if group is None else group
            if factor == 100 and group is not None and (group >= 100 or room == 100):
                break
            if factor == 12 and tail:
                group, room = (group or Fraction(0)) - tail + tail * 12, Fraction(0)
            elif factor in (100, 12):
                group, room = base * factor, Fraction(100) if factor == 100 else Fraction(0)
            else:
                if factor >= limit and total:
                    total, group = (total + base) * factor, None
                else:
                    total, group = total + base * factor, None
                limit, room = factor, Fraction(1000)
            scale = word
        elif word in words.ordinals and (group is not None or total) and words.ordinals[word] not in (100,):
            value = words.ordinals[word]
            fits = value < (room if group is not None else limit) and value < 100
            if (
                fits
                and not (word == "second" and not _ends_ordinal(lower(at + 1)))
                and not _is_fraction_end(reader, group, at)
            ):
                return total + (group or 0) + value, at + 1, scale, True, None
            if value >= 1000 and group is not None:
                return total + group * value, at + 1, scale, True, None
            break
        elif word == "hundredth" and group is not None and group < 100:
            return total + group * 100, at + 1, scale, True, None
        else:
            break
        index = end = at + 1
    if end is None or end == first:
        return None
    return total + (group or 0), end, scale, False, tail


def _ends_ordinal(following: str) -> bool:
    """ "twenty second of June" is an ordinal, "twenty second delay" is a length."""
    return not following.isalpha() or following in ("of", "and", "in", "at", "with", "to", "was", "is", "he", "she")


def _is_fraction_end(reader: _Reader, group: Fraction | None, at: int) -> bool:
    """ "one third" and "two fifths" are fractions; "twenty-third" and "hundred and fifth" are ordinals."""
    return group is not None and group < 20


def _skip_joiner(reader: _Reader, index: int, group: Fraction | None, total: Fraction) -> tuple[int, bool]:
    """Past "and", "&" or a comma that joins parts of one number."""
    word = reader._lower(index)
    big = (group is not None and group % 100 == 0 and group > 0) or (group is None and total > 0)
    if not big:
        return index, False
    following = reader._lower(index + 1)
    if word in ("and", "&") and (following in reader.words.cardinals or following in reader.words.ordinals):
        return index + 1, True
    if word == "," and group is None and following in reader.words.cardinals:
        return index + 1, True
    return index, False
