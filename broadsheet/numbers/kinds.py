"""Which kind of number a quantity is: a count, or a year, score, rank, age, name, phone number and so on.

Numbers that are no number at all ("one" as a pronoun, digits of an address on the web) are marked `none` and left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.quantities import Quantity
from broadsheet.numbers.tokens import LINE, SIGN, WEB, WORD, Token, is_covered
from broadsheet.numbers.units import Unit

_IS_PRONOUN_WORDS = frozenset(["s", "on", "off", "to", "time", "sided", "size", "of"])
_IS_NAME_PART_WORDS = frozenset(["top", "under", "over", "sub", "mid", "pre", "post", "non", "ex", "plus"])

Spans = list[tuple[int, int, str]]

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


@cache
def _words(section: str) -> frozenset[str]:
    return frozenset(load_words("counted")[section]["words"])


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


class _Teller:
    def __init__(self, text: str, tokens: list[Token], names: Spans) -> None:
        self.text = text
        self.tokens = tokens
        self.names = names

    def _token(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def _lower(self, index: int) -> str:
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

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
            quantity.kind = "score" if self._near(quantity, _words("scores")) else "identifier"
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
            and self._near(quantity, _words("scores"))
        ):
            quantity.kind = "score"

    def _near(self, quantity: Quantity, words: frozenset[str], reach: int = 8) -> bool:
        low, high = max(quantity.first - reach, 0), min(quantity.last + reach, len(self.tokens))
        return any(self.tokens[index].lower in words for index in range(low, high))

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
            and after.lower not in _words("scores")
            and after.lower not in ("was", "is", "as", "has")
        )
        return tied and not noun and self._near(quantity, _words("scores"))

    def joins_age(self, before: Quantity, quantity: Quantity) -> bool:
        """ "aged 22, 25 and 31": what is joined to an age is one; the kind is set."""
        if before.kind != "age" or quantity.unit is not None or quantity.form != before.form:
            return False
        gap = [token.lower for token in self.tokens[before.last : quantity.first]]
        if gap not in ([","], ["and"], [",", "and"], ["or"]) or not 0 < (quantity.value or 0) < 130:
            return False
        after = self._token(quantity.last)
        if self._is_noun(after) and self._lower(before.first - 1) not in ("aged", "ages", ",", "and"):
            return False
        if self._lower(before.first - 1) not in ("aged", "ages", ",", "and") or (gap == [","] and self._is_noun(after)):
            return False
        quantity.kind, quantity.unit = "age", before.unit
        return True

    def _is_age(self, quantity: Quantity) -> bool:
        """ "aged 34", "34-year-old", "34 years old", "Ann Smith, 34,"."""
        start = quantity.first
        unit = quantity.unit
        if unit is not None and unit.dimension == "time":
            at = quantity.last
            while self._lower(at) == "-":
                at += 1
            if self._lower(at) in ("old", "olds") or (self._lower(at) == "of" and self._lower(at + 1) == "age"):
                quantity.last = at + (2 if self._lower(at) == "of" else 1)
                quantity.end_char = self.tokens[quantity.last - 1].end_char
                quantity.unit_end = quantity.end_char
                return True
            return False
        if unit is not None or (quantity.value is None and not quantity.is_range):
            return False
        value = quantity.value if quantity.value is not None else quantity.high or 0
        if not 0 < value < 130 or value.denominator != 1:
            return False
        before = self._lower(start - 1)
        if before == "aged" or (
            (before == "age" and self._lower(start - 2) in ("of", "at", "the", "by", "to", "until")) or before == "ages"
        ):
            return True
        if self._is_bounded_age(quantity) or self._is_decade_of_life(quantity):
            return True
        if self._lower(quantity.last) == "yo":
            quantity.last += 1
            quantity.end_char = self.tokens[quantity.last - 1].end_char
            return True
        return (
            before == ","
            and quantity.form == "digits"
            and self._lower(quantity.last) in (",", ".", ")", "who", "of", "was")
            and self._ends_person(start - 1)
            and (self._token(quantity.last) is None or self._lower(quantity.last) != "." or True)
        )

    def _is_bounded_age(self, quantity: Quantity) -> bool:
        """ "people over 65", "children under five", "aged over 18": a limit of age behind people."""
        start, after = quantity.first, self._token(quantity.last)
        if self._lower(start - 1) not in ("over", "under", "above", "below") or quantity.is_range:
            return False
        if after is not None and (
            after.text in "%-" or (after.kind == WORD and (not after.gap or self._is_noun(after)))
        ):
            return False
        return self._lower(start - 2) in _words("aged_groups")

    def _is_decade_of_life(self, quantity: Quantity) -> bool:
        """ "in their 30s", "in his late 40s": the ten years of age that begin there."""
        at = quantity.first - 1
        if self._lower(at) in ("early", "mid", "late") or (self._lower(at) == "-" and self._lower(at - 1) == "mid"):
            at -= 1 if self._lower(at) != "-" else 2
        value = quantity.value
        if value is None or value % 10 or not 10 <= value <= 90 or self._lower(at) not in ("his", "her", "their", "my"):
            return False
        tail = self._token(quantity.last)
        if tail is None or tail.gap or tail.lower != "s" or self._lower(at - 1) != "in":
            return False
        quantity.value, quantity.low, quantity.high, quantity.is_range = None, value, value + 9, True
        quantity.bound, quantity.rule = "between", "decade_of_life"
        quantity.last += 1
        quantity.end_char = tail.end_char
        return True

    def _ends_person(self, comma: int) -> bool:
        """A person's name ends before the comma: a mention, or two capitalised words."""
        place = self.tokens[comma].start_char
        index = bisect_right(self.names, place, key=lambda name: name[0]) - 1
        if index >= 0 and self.names[index][1] == place:
            return self.names[index][2] == "PERSON"
        role = self._lower(comma - 1)
        if role in _roles() and not self.tokens[comma - 1].text[:1].isupper():
            return True
        if self.names:
            return False
        first, second = self._token(comma - 2), self._token(comma - 1)
        return bool(
            first
            and second
            and first.kind == second.kind == WORD
            and first.text[:1].isupper()
            and second.text[:1].isupper()
            and second.lower not in _months()
        )

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
            and not (after and after.kind == WORD and after.gap and after.lower not in _words("stops"))
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

    def _starts_sentence(self, index: int) -> bool:
        before = self._token(index - 1)
        return before is None or before.kind == LINE or before.text in '.!?:"“‘•-–—'

    def _in_name(self, quantity: Quantity) -> bool:
        index = bisect_right(self.names, quantity.number_start, key=lambda name: name[0]) - 1
        return index >= 0 and quantity.number_end <= self.names[index][1]

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

    def _is_noun(self, token: Token | None) -> bool:
        return token is not None and token.kind == WORD and token.lower not in _words("stops")

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

    def _is_name_part(self, quantity: Quantity) -> bool:
        """Digits tied to letters, in a mention, or behind a capitalised noun that takes numbers."""
        before, after = self._token(quantity.first - 1), self._token(quantity.last)
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
        heads = before.lower in _words("name_heads")
        if quantity.form == "words":
            return heads and capital and self.text[quantity.number_start].isupper()
        if heads and before.lower not in ("number", "no"):
            return capital or not self._is_noun(after)
        if (
            not before.text[:1].isupper()
            or before.lower in _words("stops")
            or self._starts_sentence(quantity.first - 1)
        ):
            return False
        return not self._is_noun(after) and before.lower not in _months() and len(before.text) > 1

    def _is_address(self, quantity: Quantity) -> bool:
        """ "300 Slater Street": a house number before capitalised words that end in a word of streets."""
        if quantity.form != "digits" or quantity.is_range or not 0 < (quantity.value or 0) < 100_000:
            return False
        for step in range(4):
            token = self._token(quantity.last + step)
            if token is None or not (token.kind == WORD and token.text[:1].isupper()):
                return False
            if step and token.lower in _words("streets"):
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


@cache
def _roles() -> frozenset[str]:
    """Nouns for people, behind which a number between commas is their age."""
    return frozenset([*load_words("titles")["roles"], *_words("persons")])


@cache
def _months() -> frozenset[str]:
    lists = load_words("dates")
    return frozenset([*lists["months"], *lists["weekdays"]])
