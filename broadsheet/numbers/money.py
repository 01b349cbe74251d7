"""Money beside a number: signs and codes before and after it, names, and the scales of money."""

from __future__ import annotations

from broadsheet.numbers.currencies import find_million_code, find_money_name, find_sign_after, find_sign_before
from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.quantity import DASHES, Cursor, Quantity
from broadsheet.numbers.tokens import DIGITS
from broadsheet.numbers.units import UnitMatch

# Currency names that are words of other meaning in most texts: they need a code or an adjective.
_WORDS_NOT_MONEY = frozenset(
    ["real", "mark", "all", "try", "top", "colon", "cop", "leone", "sen", "k", "lev", "gel", "pen"]
)


# Words that a bracketed sum follows only as a figure of its own.
_BEFORE_ACCOUNTS = frozenset(["is", "was", "of", "at", "to", "totalled", "totaled", "were", "reached"])


class MoneyReader(Cursor):
    """Gives a quantity its currency."""

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

    def _settle_brackets(self, quantity: Quantity) -> None:
        """ "a net loss of ($4.2 million)": accounts print a minus as brackets; after another sum they are prose."""
        opening, end = quantity.start_char - 1, quantity.end_char
        if (
            quantity.kind != "money"
            or self.text[max(opening, 0) : opening + 1] != "("
            or self.text[end : end + 1] != ")"
        ):
            return
        index = quantity.first - 2
        if quantity.value is not None and quantity.value > 0 and self._lower(index) in _BEFORE_ACCOUNTS:
            quantity.value = -quantity.value

    def _opens_next(self, end: int, found: UnitMatch) -> bool:
        """ "5 $10": the sign belongs to the number after it."""
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
        """m, b, t and words of scale after an amount of money ("$5m", "75 USD million")."""
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
        """A currency in words after the number: "5 million Australian dollars", "12-cent"."""
        at = quantity.last
        while self._lower(at) in DASHES and not self.tokens[at].gap:
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
        if name in _WORDS_NOT_MONEY:
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
