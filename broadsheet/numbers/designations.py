"""Which numbers name a thing and count nothing: parts of names, house numbers, identifiers."""

from __future__ import annotations

from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.surroundings import Surrounded, listed, month_names
from broadsheet.numbers.tokens import SIGN, WORD, Token

_IS_NAME_PART_WORDS = frozenset(["top", "under", "over", "sub", "mid", "pre", "post", "non", "ex", "plus"])


class NameTeller(Surrounded):
    """Tells numbers in names, addresses and identifiers."""

    def _is_name_part(self, quantity: Quantity) -> bool:
        """Digits tied to letters, in a mention, or after a capitalised noun that takes numbers."""
        before, after = self._token(quantity.first - 1), self._token(quantity.last)
        if before is not None and before.lower in listed("indices") and before.text[:1].isupper():
            return quantity.form == "digits" and quantity.unit is None and (quantity.value or 0) % 5 == 0
        if before is not None and not self.tokens[quantity.first].gap:
            if before.kind == WORD and quantity.form != "words":
                return True
            if before.text in "-‐‑" and not before.gap:
                head = self._token(quantity.first - 2)
                if head is not None and head.kind == WORD and head.lower not in _IS_NAME_PART_WORDS:
                    return quantity.form in ("digits", "mixed") or head.text[:1].isupper()
        if (
            after is not None
            and not after.gap
            and after.kind == WORD
            and quantity.form == "digits"
            and after.text[:1].isalpha()
            and after.lower not in ("s", "ish", "th", "st", "nd", "rd")
        ):
            return True
        if self._in_name(quantity) and quantity.unit is None:
            return True
        if (
            before is None
            or before.kind != WORD
            or quantity.form not in ("digits", "words")
            or quantity.unit is not None
        ):
            return False
        if "," in self.text[quantity.number_start : quantity.number_end] or quantity.bound != "exact":
            return False
        return self._is_named_by(quantity, before, after)

    def _is_named_by(self, quantity: Quantity, before: Token, after: Token | None) -> bool:
        capital = before.text[:1].isupper() and not before.text.isupper()
        heads = before.lower in listed("name_heads")
        if quantity.form == "words":
            return heads and capital and self.text[quantity.number_start].isupper()
        if heads and before.lower not in ("number", "no"):
            return capital or not self._is_noun(after)
        if (
            not before.text[:1].isupper()
            or before.lower in listed("stops")
            or self._starts_sentence(quantity.first - 1)
        ):
            return False
        return not self._is_noun(after) and before.lower not in month_names() and len(before.text) > 1

    def _is_address(self, quantity: Quantity) -> bool:
        """ "300 Slater Street": a house number before capitalised words that end in a word of streets."""
        if quantity.form != "digits" or quantity.is_range or not 0 < (quantity.value or 0) < 100_000:
            return False
        for step in range(4):
            token = self._token(quantity.last + step)
            if token is None or not (token.kind == WORD and token.text[:1].isupper()):
                return False
            if step and token.lower in listed("streets"):
                return True
        return False

    def _is_identifier(self, quantity: Quantity) -> bool:
        surface = self.text[quantity.number_start : quantity.number_end]
        before, after = self._token(quantity.first - 1), self._token(quantity.last)
        if quantity.form != "digits":
            return False
        digits = surface.replace("-", "")
        if len(digits) > 1 and digits[0] == "0" and digits.isdigit():
            return True
        if len(digits) >= 13 and digits.isdigit():
            return True
        dotted = (
            after is not None
            and after.text in "./"
            and not after.gap
            and self.text[after.end_char : after.end_char + 1].isdigit()
        )
        return bool(
            dotted
            or (
                before is not None
                and before.text in "./\\_"
                and not self.tokens[quantity.first].gap
                and before.kind == SIGN
                and not before.gap
                and quantity.first > 1
                and self.tokens[quantity.first - 2].text[-1:].isdigit()
            )
        )
