"""Which kind of number a quantity is: a count, or a year, score, rank, age, name, phone number and so on.

Numbers that are no number at all ("one" as a pronoun, digits of an address on the web) are marked `none` and left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from broadsheet.numbers.ages import AgeTeller
from broadsheet.numbers.designations import NameTeller
from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.surroundings import Spans, listed
from broadsheet.numbers.tokens import LINE, SIGN, WEB, WORD, Token, is_covered
from broadsheet.numbers.units import Unit

_IS_PRONOUN_WORDS = frozenset(["s", "on", "off", "to", "time", "sided", "size", "of"])


_PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]\d{2,4}){1,4}"
    r"|\(\d{2,5}\)[ .-]?\d{3,4}[ .-]\d{3,4}"
    r"|\d{3}-\d{3}-\d{4}"
    r"|0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}"
    r"|\+\d{9,13}"
    r"|1-\d{3}-\d{3}-\d{4})(?![\w-])"
)
_PRONOUN_BEFORE = load_word_set("number_contexts", "pronoun_before")
_PRONOUN_AFTER = load_word_set("number_contexts", "pronoun_after")
_TIMES_AFTER = load_word_set("number_contexts", "multiple_after")
_OLD = frozenset(["old", "-old"])
_RANK_AFTER = frozenset(["place", "position", "spot", "rank", "seed", "placed", "ranked"])


def tell_kinds(text: str, tokens: list[Token], quantities: list[Quantity], names: Spans) -> list[Quantity]:
    """Settle the kind of each quantity; those that are no numbers are left out.

    names: spans of mentions with their type, in order of start.
    """
    web = [match.span() for match in WEB.finditer(text)]
    phones = [match.span() for match in _PHONE.finditer(text)]
    teller = _Teller(text, tokens, names)
    before: Quantity | None = None
    kept = []
    taken = -1
    for quantity in quantities:
        if is_covered(web, quantity.number_start):
            continue
        phone = _covers(phones, quantity.number_start)
        if phone:
            if phone[0] == taken:
                continue
            taken = phone[0]
            kept.append(_make_phone(quantity, phone))
            continue
        if before is None or not teller.joins_age(before, quantity):
            teller.tell(quantity)
        before = quantity
        if quantity.kind != "none":
            kept.append(quantity)
    return kept


def _covers(spans: Sequence[tuple[int, int]], place: int) -> tuple[int, int] | None:
    index = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return spans[index] if index >= 0 and place < spans[index][1] else None


def _make_phone(quantity: Quantity, span: tuple[int, int]) -> Quantity:
    return Quantity(
        quantity.first, quantity.last, span[0], span[1], span[0], span[1], "digits", kind="phone", rule="phone"
    )


class _Teller(AgeTeller, NameTeller):
    def tell(self, quantity: Quantity) -> None:
        """Set the kind of one quantity by what stands around it."""
        if self._is_age(quantity):
            quantity.kind = "age"
            quantity.unit = quantity.unit or Unit("year", "time", 31556952.0)
            return
        if quantity.kind in ("money", "percent", "percentage_point"):
            return
        if quantity.kind == "measure":
            return
        if quantity.kind == "ordinal":
            self._tell_ordinal(quantity)
            return
        if self._is_pronoun(quantity):
            quantity.kind = "none"
        elif quantity.rule == "score":
            quantity.kind = "score" if self._near(quantity, listed("scores")) else "identifier"
        elif quantity.is_range and self._is_score(quantity):
            quantity.kind, quantity.rule, quantity.bound = "score", "score", "exact"
        elif self._is_list_number(quantity):
            quantity.kind, quantity.rule = "identifier", "list_number"
        elif self._is_rank(quantity):
            quantity.kind, quantity.rule = "rank", "rank"
        elif self._is_multiple(quantity):
            quantity.kind, quantity.rule = "multiple", "times"
        elif quantity.kind == "ratio":
            self._tell_ratio(quantity)
        elif quantity.form == "fraction" and quantity.value is not None and abs(quantity.value) < 1:
            quantity.kind = "ratio"
        elif self._is_address(quantity):
            quantity.kind, quantity.rule = "identifier", "address"
        elif self._is_name_part(quantity):
            quantity.kind, quantity.rule = "name_part", "name"
        elif self._is_identifier(quantity):
            quantity.kind, quantity.rule = "identifier", "identifier"

    def _tell_ratio(self, quantity: Quantity) -> None:
        if (
            quantity.rule == "ratio"
            and ":" in self.text[quantity.start_char : quantity.end_char]
            and self._near(quantity, listed("scores"))
        ):
            quantity.kind = "score"

    def _is_score(self, quantity: Quantity) -> bool:
        """ "3-1": a score beside words of games and votes."""
        tied = (
            "-" in self.text[quantity.number_start : quantity.number_end]
            or "–" in self.text[quantity.number_start : quantity.number_end]
        )
        after = self._token(quantity.last)
        noun = (
            after is not None
            and after.kind == WORD
            and after.gap
            and after.lower.endswith("s")
            and after.lower not in listed("scores")
            and after.lower not in ("was", "is", "as", "has")
        )
        return tied and not noun and self._near(quantity, listed("scores"))

    def _tell_ordinal(self, quantity: Quantity) -> None:
        """Ordinals that are ranks, parts of names, or no numbers ("second-hand", "at first")."""
        after, word = self._token(quantity.last), self._lower(quantity.first)
        before = self._lower(quantity.first - 1)
        surface = self.text[quantity.number_start : quantity.number_end]
        if (
            surface[:1].isupper()
            and after is not None
            and after.gap
            and after.kind == WORD
            and after.text[:1].isupper()
            and not self._starts_sentence(quantity.first)
        ) or (self._in_name(quantity) and not self._starts_sentence(quantity.first)):
            quantity.kind, quantity.rule = "name_part", "name"
        elif (
            word == "second"
            and before in ("a", "per", "split", "every")
            and not (after and after.kind == WORD and after.gap and after.lower not in listed("stops"))
        ):
            quantity.kind = "none"
        elif (after is not None and after.lower in _RANK_AFTER) or before in (
            "ranked",
            "finished",
            "came",
            "placed",
            "ranks",
            "ranking",
        ):
            quantity.kind, quantity.rule = "rank", "rank"
        elif (word == "first" and before == "at") or (
            self._lower(quantity.last) == "to" and self._lower(quantity.last + 1) == "last"
        ):
            quantity.kind = "none"

    def _is_pronoun(self, quantity: Quantity) -> bool:
        """ "one" that stands for a person or thing and counts nothing."""
        if self.text[quantity.number_start : quantity.number_end].lower() != "one" or quantity.unit is not None:
            return False
        before, after = self._lower(quantity.first - 1), self._lower(quantity.last)
        following = self._token(quantity.last)
        if quantity.bound != "exact":
            return False
        if before in _PRONOUN_BEFORE and not (
            before in ("only", "the", "not", "last", "first", "another", "every") and self._is_noun(following)
        ):
            return True
        if after in _PRONOUN_AFTER or (after == "of" and quantity.kind == "count"):
            return True
        if following is not None and following.text in "-'’" and not following.gap:
            return self._lower(quantity.last + 1) in _IS_PRONOUN_WORDS
        return False

    def _is_list_number(self, quantity: Quantity) -> bool:
        """ "1." or "2)" at the start of a line."""
        before, after = self._token(quantity.first - 1), self._token(quantity.last)
        if (
            quantity.form != "digits"
            or quantity.is_range
            or after is None
            or after.kind != SIGN
            or after.gap
            or after.text not in ".)"
        ):
            return False
        following = self._token(quantity.last + 1)
        starts = (
            before is None
            or before.kind == LINE
            or (before.text == "(" and after.text == ")" and (quantity.value or 100) < 10)
        )
        return starts and (following is None or following.gap) and (quantity.value or 0) < 100

    def _is_rank(self, quantity: Quantity) -> bool:
        before, far = self._lower(quantity.first - 1), self._lower(quantity.first - 2)
        if quantity.value is None or quantity.value.denominator != 1 or quantity.value > 1000:
            return False
        if (
            before == "#"
            or (before == "." and far == "no" and not self.tokens[quantity.first - 1].gap)
            or (before == "no" and self.tokens[quantity.first - 1].text == "No")
        ):
            return True
        if before in ("number", "nr") and far not in ("the", "a", "total") and quantity.value < 200:
            return True
        return before == "top" and far in ("the", "a", "its", "their", "world's", "") and quantity.value <= 1000

    def _is_multiple(self, quantity: Quantity) -> bool:
        after = self._lower(quantity.last)
        tied = self._token(quantity.last)
        if tied is not None and not tied.gap and after in ("x", "×", "fold") and quantity.value is not None:
            return True
        if after == "-" and self._lower(quantity.last + 1) == "fold":
            return True
        return after == "times" and self._lower(quantity.last + 1) in _TIMES_AFTER
