"""Which numbers name a thing and count nothing: parts of names, house numbers, identifiers."""

from __future__ import annotations

from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.surroundings import Surrounded, listed, month_names
from broadsheet.numbers.tokens import SIGN, WORD, Token

# Prefixes whose hyphen ties no name: "sub-10", "mid-2023".
_PREFIXES = frozenset(["top", "under", "over", "sub", "mid", "pre", "post", "non", "ex", "plus"])
_NUMBER_ENDINGS = frozenset(["s", "ish", "th", "st", "nd", "rd"])
_HYPHENS = frozenset("-‐‑")
_AFTER_SECTION = frozenset("./")
_BEFORE_SECTION = frozenset("./\\_")
# Heads that count as well: "number 5" and "no 5".
_COUNTING_HEADS = frozenset(["number", "no"])
# Digit strings from this length on are codes.
_CODE_DIGITS = 13
_LARGEST_HOUSE = 100_000
_STREET_REACH = 4


class NameTeller(Surrounded):
    """Tells numbers in names, addresses and identifiers."""

    def _is_name_part(self, quantity: Quantity) -> bool:
        """Digits tied to letters, in a mention, or after a capitalised noun that takes numbers."""
        if self._follows_index(quantity):
            return quantity.form == "digits" and quantity.unit is None and (quantity.value or 0) % 5 == 0
        head = self._hyphened_head(quantity)
        if head is not None:
            return quantity.form in ("digits", "mixed") or head.text[:1].isupper()
        if self._is_tied_to_letters(quantity):
            return True
        return quantity.unit is None and (self._in_name(quantity) or self._is_named(quantity))

    def _follows_index(self, quantity: Quantity) -> bool:
        """ "the Nikkei 225": a stock index."""
        before = self._token(quantity.first - 1)
        return before is not None and before.lower in listed("indices") and before.text[:1].isupper()

    def _hyphened_head(self, quantity: Quantity) -> Token | None:
        """The word before a hyphen that ties the number to it: "Covid-19"."""
        hyphen, head = self._token(quantity.first - 1), self._token(quantity.first - 2)
        if hyphen is None or head is None or hyphen.text not in _HYPHENS:
            return None
        is_tied = not self.tokens[quantity.first].gap and not hyphen.gap
        return head if is_tied and head.kind == WORD and head.lower not in _PREFIXES else None

    def _is_tied_to_letters(self, quantity: Quantity) -> bool:
        """ "A4", "3D"; an ending makes no name ("737s", "20th")."""
        before, after = self._token(quantity.first - 1), self._token(quantity.last)
        is_tied = before is not None and before.kind == WORD and not self.tokens[quantity.first].gap
        if is_tied and quantity.form != "words":
            return True
        if after is None or after.gap or after.kind != WORD or not after.text[0].isalpha():
            return False
        return quantity.form == "digits" and after.lower not in _NUMBER_ENDINGS

    def _is_named(self, quantity: Quantity) -> bool:
        """A plain number after a word that may name it."""
        before = self._token(quantity.first - 1)
        if before is None or before.kind != WORD or quantity.bound != "exact":
            return False
        if "," in self.text[quantity.number_start : quantity.number_end]:
            return False
        after = self._token(quantity.last)
        if quantity.form == "words":
            is_capital = self.text[quantity.number_start].isupper()
            return is_capital and _is_title(before) and before.lower in listed("name_heads")
        return quantity.form == "digits" and self._names_digits(quantity, before, after)

    def _names_digits(self, quantity: Quantity, before: Token, after: Token | None) -> bool:
        """ "Flight 370", "Room 5"; a capitalised word inside a sentence where no noun follows ("Apollo 11")."""
        if before.lower in listed("name_heads") and before.lower not in _COUNTING_HEADS:
            return _is_title(before) or not self._is_noun(after)
        if not before.text[:1].isupper() or len(before.text) < 2 or before.lower in month_names():
            return False
        is_ordinary = before.lower in listed("stops") or self._starts_sentence(quantity.first - 1)
        return not is_ordinary and not self._is_noun(after)

    def _is_address(self, quantity: Quantity) -> bool:
        """ "300 Slater Street": a house number before capitalised words that end in a word of streets."""
        if quantity.form != "digits" or quantity.is_range or not 0 < (quantity.value or 0) < _LARGEST_HOUSE:
            return False
        for step in range(_STREET_REACH):
            token = self._token(quantity.last + step)
            if token is None or not (token.kind == WORD and token.text[:1].isupper()):
                return False
            if step and token.lower in listed("streets"):
                return True
        return False

    def _is_identifier(self, quantity: Quantity) -> bool:
        """ "007", a long string of digits, "3.2.1": a code or the number of a section."""
        if quantity.form != "digits":
            return False
        digits = self.text[quantity.number_start : quantity.number_end].replace("-", "")
        is_zero_led = len(digits) > 1 and digits[0] == "0"
        if digits.isdigit() and (is_zero_led or len(digits) >= _CODE_DIGITS):
            return True
        return self._goes_on_as_section(quantity) or self._goes_back_as_section(quantity)

    def _goes_on_as_section(self, quantity: Quantity) -> bool:
        after = self._token(quantity.last)
        is_tied = after is not None and after.text in _AFTER_SECTION and not after.gap
        return is_tied and after is not None and self.text[after.end_char : after.end_char + 1].isdigit()

    def _goes_back_as_section(self, quantity: Quantity) -> bool:
        before, head = self._token(quantity.first - 1), self._token(quantity.first - 2)
        if before is None or head is None or before.text not in _BEFORE_SECTION:
            return False
        is_tied = before.kind == SIGN and not before.gap and not self.tokens[quantity.first].gap
        return is_tied and head.text[-1:].isdigit()


def _is_title(token: Token) -> bool:
    """A capital at the start and not throughout."""
    return token.text[:1].isupper() and not token.text.isupper()
