"""Numerals that begin with digits or a fraction sign: "1,200", "2½", "4 thousand 3 hundred", "10bn"."""

from __future__ import annotations

from fractions import Fraction

from broadsheet.numbers.cardinals import parse_cardinal
from broadsheet.numbers.numeral import Numeral, NumeralCursor
from broadsheet.numbers.tokens import DIGITS

# Longer digit strings are identifiers; float() would give infinity past 308 digits.
_MAX_DIGITS = 40


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


# Bottoms of fractions after a hyphen ("6-1/4"); other numbers there are dates and codes.
_PARTS = frozenset(["2", "4", "8", "16", "32", "3"])


class DigitReader(NumeralCursor):
    """Reads a numeral that begins with digits."""

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
        tied = following.text == "-" and not following.gap and last + 1 < len(self.tokens)
        if tied and not self.tokens[last + 1].gap and value.denominator == 1:
            hyphened = self._read_slash(last + 1)
            if hyphened and hyphened < 1 and self.tokens[last + 3].text in _PARTS:
                return value + hyphened, "fraction", last + 4
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
        if before and (before.kind == DIGITS or (not tokens[first].gap and before.text.isalpha())):
            return value, first + 1
        if before and (before.text[:1].isupper() or before.text in "/+-.()"):
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

    def _is_ordinal_ending(self, index: int) -> bool:
        return (
            index < len(self.tokens) and not self.tokens[index].gap and self._lower(index) in ("st", "nd", "rd", "th")
        )

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
        parsed = parse_cardinal(self, at, None)
        if parsed is None or parsed[3] or not joined or parsed[0] >= floor:
            return None
        if parsed[0] < 100 and floor > 100:
            return None
        return value + parsed[0], parsed[1]


def _lowest_scale(value: Fraction) -> int:
    floor = 1
    while floor < 10**18 and value % (floor * 10) == 0:
        floor *= 10
    return floor
