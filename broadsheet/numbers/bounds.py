"""Bounds of a number: words before it ("at least") or after it ("or more")."""

from __future__ import annotations

from functools import cache

from broadsheet.numbers.lexicon import Phrases, index_phrases, load_word_set, load_words
from broadsheet.numbers.quantity import Cursor, Quantity
from broadsheet.numbers.tokens import DIGITS, LINE, WORD

# Verbs of change before "up to": "edged up to 27.6%" says where it went, not how far it may.
_RISING = load_word_set("number_contexts", "rising_before_up_to")
_IS_NO_BOUND_WORDS = frozenset(["for", "just", "well", "of", "is", "was", "in", "and"])


@cache
def _bounds() -> tuple[Phrases, Phrases]:
    lists = load_words("numbers")
    return index_phrases(lists["bounds_before"], by_last=True), index_phrases(lists["bounds_after"])


class BoundReader(Cursor):
    """Gives a quantity its bound."""

    def add_bound(self, quantity: Quantity) -> None:
        """The words before or after a quantity that bound it; "about 500 or more" is bounded by what follows."""
        if quantity.bound == "between":
            return
        before, after = _bounds()
        found = self._phrase_before(before, quantity)
        if found is None or found[0] in ("about", "exact", "more_than", "less_than"):
            following = self._phrase_after(after, quantity)
            if following and found and found[0] in ("exact", "more_than", "less_than"):
                quantity.bound_end = self.tokens[following[2] - 1].end_char
                quantity.bound, quantity.bound_start = following[0], self.tokens[found[1]].start_char
                return
            found = following or found
        if found:
            quantity.bound, first, last = found
            quantity.bound_start = self.tokens[first].start_char
            quantity.bound_end = self.tokens[last - 1].end_char

    def _phrase_before(self, phrases: Phrases, quantity: Quantity) -> tuple[str, int, int] | None:
        last = quantity.first
        while (
            last > 0
            and self._lower(last - 1) in ("the", "a", "an", "just", "only", "another", "an additional", "estimated")
            and last == quantity.first
            and self._lower(last - 1) != "estimated"
        ):
            if self._lower(last - 1) in ("just", "only"):
                break
            last -= 1
        for words, key in phrases.get(self._lower(last - 1), ()):
            first = last - len(words)
            if first < 0 or any(self._lower(first + step) != word for step, word in enumerate(words)):
                continue
            if self._is_no_bound(words, key, first, last, quantity):
                continue
            if (
                words[0] in ("<", ">", "≤", "≥")
                and self._lower(first - 1) in ("<", ">", "=")
                and not self.tokens[first].gap
            ):
                continue
            if key in ("more_than", "less_than") and self._lower(first - 1) in ("no", "not"):
                return ("at_most" if key == "more_than" else "at_least"), first - 1, last
            return key, first, last
        return None

    def _is_no_bound(self, words: tuple[str, ...], key: str, first: int, last: int, quantity: Quantity) -> bool:
        """Words that bound only some numbers: "over three years" lasts, "past 3" is a time, "about" may be a topic."""
        word = words[0]
        before = self._lower(first - 1)
        if words == ("up", "to") and before in _RISING:
            return True
        if len(words) > 1 or not word.isalpha():
            return False
        is_time = quantity.unit is not None and quantity.unit.dimension == "time"
        if word in ("over", "within", "under", "above", "below", "past", "beyond") and (
            quantity.form == "ordinal" or (is_time and before not in _IS_NO_BOUND_WORDS)
        ):
            return True
        if word in ("past", "beyond", "within"):
            if before in _RISING:
                return False
            return not quantity.unit or quantity.unit.dimension == "time"
        if word == "around" and quantity.form == "ordinal":
            return True
        if word == "some" and (quantity.form in ("ordinal",) or before in ("of",)):
            return True
        return word == "exactly" and before == "not"

    def _phrase_after(self, phrases: Phrases, quantity: Quantity) -> tuple[str, int, int] | None:
        start = quantity.last
        for offset in (0, 1):
            at = start + offset
            if at >= len(self.tokens) or self.tokens[at].kind == LINE:
                return None
            for words, key in phrases.get(self._lower(at), ()):
                if all(self._lower(at + step) == word for step, word in enumerate(words)):
                    if offset and (key == "about" or len(words) < 2 or self.tokens[start].kind != WORD):
                        continue
                    if words in (("plus",), ("odd",), ("+",), ("approximately",), ("roughly",)) and (
                        self.tokens[at].gap and words != ("odd",)
                    ):
                        continue
                    end = at + len(words)
                    if words[-1] != "than" and self._lower(end) == "than":
                        continue
                    if self._begins_number(end):
                        continue
                    return key, at, end
        return None

    def _begins_number(self, index: int) -> bool:
        """A number stands here: "or more" before it belongs to that one."""
        if index >= len(self.tokens):
            return False
        words = load_words("numbers")
        return (
            self.tokens[index].kind == DIGITS
            or self._lower(index) in words["cardinals"]
            or (
                self._lower(index) in ("a", "an")
                and self._lower(index + 1) in (*words["scales"], "half", "quarter", "third")
            )
        )
