"""Numerals that begin with digits or a fraction sign: "1,200", "2½", "4 thousand 3 hundred", "10bn"."""

from __future__ import annotations

import re
from fractions import Fraction

from broadsheet.numbers.cardinals import parse_cardinal
from broadsheet.numbers.numeral import Numeral, NumeralCursor
from broadsheet.numbers.tokens import DIGITS, Token

# Longer digit strings are identifiers; float() would give infinity past 308 digits.
_MAX_DIGITS = 40


def parse_digits(surface: str) -> Fraction | None:
    """The value of a digit string with English grouping; None where it is too long for a number.

    >>> parse_digits("1,200.50")
    Fraction(2401, 2)
    """
    if surface.isdecimal():
        return Fraction(int(surface)) if len(surface) <= _MAX_DIGITS else None
    plain = surface.replace("." if surface.count(".") > 1 else "'", "").replace("’", "")
    head, _, tail = plain.rpartition(",")
    if head and len(tail) < 3 and "." not in tail:
        plain = head.replace(".", "") + "." + tail
    for mark in ",\u00a0\u202f\u2009 ":
        plain = plain.replace(mark, "")
    return Fraction(plain) if len(plain) <= _MAX_DIGITS else None


# A number of more groups of three is a code.
_MOST_GROUPS = 6
_GROUP = re.compile(r"\d{3}(?:[.,]\d{1,2})?")
_SLASHES = frozenset("/⁄")
_ORDINAL_ENDINGS = frozenset(["st", "nd", "rd", "th"])
_POUNDS = frozenset(["lb", "lbs", "pounds"])
_AFTER_CODE = frozenset("-/")
_BEFORE_CODE = frozenset("/+-.()")
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
        if form == "digits" and self._is_ordinal_ending(last, value):
            return self._make(first, last + 1, value, "ordinal")
        value, last, scale = self._read_scales(value, last)
        if scale and form == "digits":
            extra = self._read_tail(value, last) or self._read_scaled_half(value, last)
            if extra:
                value, last = extra
        return self._make(first, last, value, "mixed" if scale and form == "digits" else form, scale)

    def _read_digit_body(self, first: int) -> tuple[Fraction | None, str, int]:
        """The value of digits with what is printed as a part of them, its form, and the token after it."""
        value = parse_digits(self.tokens[first].text)
        if value is None:
            return None, "digits", first + 1
        value, last = self._join_spaced_groups(value, first)
        found = self._read_fraction(value, last) if last < len(self.tokens) else None
        return (found[0], "fraction", found[1]) if found else (value, "digits", last)

    def _read_fraction(self, value: Fraction, last: int) -> tuple[Fraction, int] | None:
        """A fraction that ends a number or is it: "2½", "3/4", "2 3/4", "6-1/4", "3 and a half"."""
        sign = self.words.signs.get(self.tokens[last].text)
        if sign is not None:
            return value + sign, last + 1
        simple = self._read_slash(last - 1)
        if simple:
            return simple, last + 2
        mixed = self._read_spaced_part(last) or self._read_hyphened_part(value, last) or self._read_and_a_half(last)
        return (value + mixed[0], mixed[1]) if mixed else None

    def _read_spaced_part(self, last: int) -> tuple[Fraction, int] | None:
        """The part of "2 3/4" that is below one."""
        following = self.tokens[last]
        part = self._read_slash(last) if following.kind == DIGITS and following.gap else None
        return (part, last + 3) if part and part < 1 else None

    def _read_hyphened_part(self, value: Fraction, last: int) -> tuple[Fraction, int] | None:
        """The part of "6-1/4" that is below one."""
        is_tied = self.lower(last) == "-" and not self.tokens[last].gap and value.denominator == 1
        if not is_tied or last + 1 >= len(self.tokens) or self.tokens[last + 1].gap:
            return None
        part = self._read_slash(last + 1)
        return (part, last + 4) if part and part < 1 and self.lower(last + 3) in _PARTS else None

    def _join_spaced_groups(self, value: Fraction, first: int) -> tuple[Fraction, int]:
        """Join "1 234 567": groups of three after one to three digits, parted by one plain space each."""
        head = self.tokens[first].text
        if len(head) > 3 or not head.isdecimal() or head.startswith("0"):
            return value, first + 1
        last = first + 1
        while last < len(self.tokens) and self._is_group(last):
            last += 1
        if not 2 <= last - first <= _MOST_GROUPS or not self._stands_free(first, last):
            return value, first + 1
        return Fraction("".join(token.text for token in self.tokens[first:last]).replace(",", ".")), last

    def _is_group(self, index: int) -> bool:
        """Three digits one place after the token before; the last group may have decimals ("1 250,50")."""
        token = self.tokens[index]
        is_triple = token.kind == DIGITS and _GROUP.fullmatch(token.text) is not None
        return (
            is_triple
            and self.tokens[index - 1].text.isdecimal()
            and token.start_char == self.tokens[index - 1].end_char + 1
        )

    def _stands_free(self, first: int, last: int) -> bool:
        """No more digits, signs of codes or capitalised names around tokens[first:last]."""
        after = self.tokens[last] if last < len(self.tokens) else None
        if after and (after.kind == DIGITS or (after.text in _AFTER_CODE and not after.gap)):
            return False
        return first == 0 or not self._is_code(self.tokens[first - 1], self.tokens[first].gap)

    def _is_code(self, before: Token, has_gap: bool) -> bool:
        """Whether digits after a token may be a part of a code or name: "Tel. 020 123 456", "A 123 456"."""
        if before.kind == DIGITS or before.text[:1].isupper() or before.text in _BEFORE_CODE:
            return True
        return before.text.isalpha() and not has_gap

    def _read_slash(self, index: int) -> Fraction | None:
        """The fraction 3/4 that begins at a digit token, all three tokens tied."""
        if not self._is_slash_between(index) or self._is_in_chain(index):
            return None
        top, bottom = self.tokens[index].text, self.tokens[index + 2].text
        if not (top.isdecimal() and bottom.isdigit()) or len(top) > 3 or len(bottom) > 4:
            return None
        return Fraction(int(top), int(bottom)) if int(bottom) else None

    def _is_slash_between(self, index: int) -> bool:
        """A slash after a token, and digits after it, without blanks."""
        if index + 2 >= len(self.tokens):
            return False
        slash, bottom = self.tokens[index + 1], self.tokens[index + 2]
        return slash.text in _SLASHES and bottom.kind == DIGITS and not slash.gap and not bottom.gap

    def _is_in_chain(self, index: int) -> bool:
        """ "1/2/2020", "3/4-5": slashes or hyphens go on around three tokens."""
        if index and self.tokens[index - 1].text == "/" and not self.tokens[index].gap:
            return True
        after = self.tokens[index + 3] if index + 3 < len(self.tokens) else None
        return after is not None and after.text in _AFTER_CODE and not after.gap

    def _is_ordinal_ending(self, index: int, value: Fraction) -> bool:
        """ "21st", "13th"; "13st" and "21st 4lb" are a weight in stone."""
        if index >= len(self.tokens) or self.tokens[index].gap or self.lower(index) not in _ORDINAL_ENDINGS:
            return False
        if self.lower(index) != "st":
            return True
        is_weight = self.lower(index + 2) in _POUNDS and self.tokens[index + 1].kind == DIGITS
        return not is_weight and value % 10 == 1 and value % 100 != 11

    def _read_tail(self, value: Fraction, last: int) -> tuple[Fraction, int] | None:
        """Smaller parts after a scale: "4 thousand 3 hundred and 21"."""
        floor = _lowest_scale(value)
        is_joined = self.lower(last) in ("and", "&")
        at = last + 1 if is_joined else last
        if self.lower(at) in self.words.cardinals:
            return self._read_word_tail(value, at, floor, is_joined)
        small = self._read_whole(at) if value.denominator == 1 else None
        if small is None:
            return None
        more, end, scale = self._read_scales(small, at + 1)
        if scale and more < floor:
            return self._read_tail_of_tail(value, more, end)
        if is_joined and not scale and 0 < small < floor <= 1000:
            return value + small, at + 1
        return None

    def _read_whole(self, index: int) -> Fraction | None:
        """A whole number in plain digits at a token."""
        return parse_digits(self.tokens[index].text) if self.lower(index).isdecimal() else None

    def _read_tail_of_tail(self, value: Fraction, more: Fraction, end: int) -> tuple[Fraction, int]:
        deeper = self._read_tail(more, end)
        return (value + deeper[0], deeper[1]) if deeper else (value + more, end)

    def _read_word_tail(self, value: Fraction, at: int, floor: int, is_joined: bool) -> tuple[Fraction, int] | None:
        """ "6 crore and two hundred", "3 hundred and one"."""
        parsed = parse_cardinal(self, at, None)
        if parsed is None or parsed.is_ordinal or not is_joined or parsed.value >= floor:
            return None
        return None if parsed.value < 100 < floor else (value + parsed.value, parsed.last)


def _lowest_scale(value: Fraction) -> int:
    floor = 1
    while floor < 10**18 and value % (floor * 10) == 0:
        floor *= 10
    return floor
