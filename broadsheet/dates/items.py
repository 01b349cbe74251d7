"""A text as items for the date grammar: each is one or more tokens with a class and a value.

Belongs here: which words are months, units and numbers, and special forms in digits (12:30, 2022-07-11, 1960s).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from broadsheet.dates.item_classes import _SIGNS, _WORDS, Item
from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.numeral import Numeral
from broadsheet.numbers.numeral_reader import find_numerals, scan_text
from broadsheet.numbers.tokens import DIGITS, WORD, Token, split_tokens

# The first group names the signs with which a form can begin, so that no other place is tried.
_FIXED = re.compile(
    r"(?=[\dQHAPap'’‘])(?:(?<![\w.,/:-])(?:"
    r"(?P<iso>\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?)(?![\w-])"
    r"|(?P<numdate>\d{1,4}(?P<mark>[./-])\d{1,2}(?P=mark)(?:\d{4}|\d{2}))(?![\d/-]|[.,:]\d)"
    r"|(?P<shortdate>\d{1,2}[/]\d{1,2}(?:,\s?\d{4}|,\d{2})?)(?![\w/%-]|[.,:]\d)"
    r"|(?P<yearmonth>(?:1[89]|20)\d\d[/.-](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])\s?[/-]\s?(?:19|20)\d\d|(?:19|20)\d\d(?:\s[/-]\s?|\s?[/-]\s)(?:0?[1-9]|1[0-2]))(?![\w/-]|[.,:]\d)"
    r"|(?P<years>(?:1[0-9]|20)\d\d\s?[/–—-]\s?(?:(?:1[0-9]|20)\d\d|\d\d))(?![\w/–-]|[.,:]\d)"
    r"|(?P<clock>(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?)(?![\d:])"
    r"|(?P<dotclock>(?:[01]?\d|2[0-3])\.[0-5]\d(?=\s?(?:[ap]\.?m\b|hrs?\b)))"
    r"|(?P<yearquarter>(?:19|20)\d\d[QH][1-4]|[QH][1-4]/(?:20)?\d\d|[1-4][QH]\s?['’]?(?:20\d\d|[0-4]\d)|[1-4]Q)(?![\w-])"
    r"|(?P<q>[QH][1-4])(?!\w)"
    r")"
    r"|(?<![\w.,/:])(?P<decade>(?:1[0-9]|20)\d0['’]?s)(?!\w)"
    r"|(?<!\w)(?P<shortdecade>['’‘]?[2-9]0['’]?s)(?!\w)"
    r"|(?<!\w)(?P<q2>[QH][1-4])(?!\w)"
    r"|(?<=\d-)(?P<endclock>(?:0?\d|1[0-2]):[0-5]\d)(?=\s?[AaPp]\.?\s?[Mm]\b)"
    r"|(?<![\w.])(?P<ampm>[ap]\.\s?m\.?|[ap]\sm\b|[APap][Mm])(?!\w)"
    r"|(?<=\d)(?P<ampm2>[ap]\.m\.?|[APap]\.?[Mm])(?!\w))"
)

# Classes of forms that are not "fixed".
_CLASSES_OF_FORMS = {
    "clock": "clock", "dotclock": "clock", "endclock": "clock", "ampm": "ampm", "ampm2": "ampm", "q": "quarter",
    "q2": "quarter", "decade": "decade",
}  # fmt: skip
# Classes whose value is a number: rules compare it and count with it.
_NUMERAL_CLASSES = frozenset({"word", "ordinal"})
# Longer names of time zones are words: "Eastern".
_LONGEST_ZONE = 4


@dataclass(frozen=True)
class _Lists:
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    ambiguous: frozenset[str]
    capital: frozenset[str]
    table: Mapping[str, tuple[str, Any]]
    holidays: Mapping[tuple[str, ...], str]
    holiday_starts: frozenset[str]

    @cached_property
    def known(self) -> frozenset[str]:
        """The words of any class."""
        return frozenset([*self.months, *self.weekdays, *self.table, *self.holiday_starts])


@cache
def _lists() -> _Lists:
    lists = load_words("dates")
    table: dict[str, tuple[str, Any]] = {word: (name, _value_of_word(word, name)) for word, name in _WORDS.items()}
    for word, unit in lists["units"].items():
        table[word] = ("units" if word in lists["plural_units"]["words"] else "unit", unit)
    for section, name in (
        ("days", "today"),
        ("seasons", "season"),
        ("clock", "noon"),
        ("zones", "zone"),
        ("sets", "sets"),
        ("few", "few"),
    ):
        table |= {word: (name, value) for word, value in lists[section].items()}
    for word, value in lists["parts"].items():
        if word not in ("night", "nights"):
            table[word] = ("parts" if word.endswith("s") else "part", value)
    table |= {word: ("decade", value) for word, value in lists["decades"].items()}
    holidays = {tuple(name.split()): value for name, value in lists["holidays"].items() if value}
    weekdays = lists["weekdays"]
    table |= {f"{word}s": ("weekdays", value) for word, value in weekdays.items() if word.endswith("day")}
    return _Lists(
        lists["months"],
        weekdays,
        frozenset(lists["ambiguous"]["words"]),
        frozenset(lists["ambiguous"]["capital"]),
        table,
        holidays,
        frozenset(words[0] for words in holidays),
    )


def _value_of_word(word: str, name: str) -> str | int:
    """The number of a word that is a class of its own, such as "one"; the word itself where it is no numeral."""
    if name not in _NUMERAL_CLASSES:
        return word
    return int(find_numerals(split_tokens(word))[0].value or 0)


def find_items(text: str) -> list[Item]:
    """The items of a text in order."""
    tokens, found = scan_text(text)
    starts = [token.start_char for token in tokens]
    fixed = _find_fixed(text)
    fixed_starts = [item.start_char for item in fixed]
    fixed_at = {item.start_char: item for item in fixed}
    numerals = {numeral.first: numeral for numeral in found}
    lists = _lists()
    items: list[Item] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        numeral = numerals.get(index)
        if token.start_char in fixed_at:
            item = replace(fixed_at[token.start_char], gap=token.gap)
            index = bisect_left(starts, item.end_char, index)
        elif numeral and _ends_before(fixed_starts, token, numeral) and not _is_date_word(token, numeral):
            item = _item_of_numeral(tokens, numeral)
            index = numeral.last
        else:
            item, index = _item_of_word(tokens, index, lists)
        items.append(item)
    return _join_word_years(items)


def _ends_before(fixed_starts: list[int], token: Token, numeral: Numeral) -> bool:
    """Whether a numeral ends before the next special form begins."""
    place = bisect_left(fixed_starts, token.start_char)
    return place == len(fixed_starts) or numeral.end_char <= fixed_starts[place]


def _is_date_word(token: Token, numeral: Numeral) -> bool:
    """Whether a numeral begins with a word that has another meaning in the date grammar."""
    return token.lower in ("a", "an", "half", "quarter", "quarters", "couple") and numeral.form != "ordinal"


def _item_of_numeral(tokens: list[Token], numeral: Numeral) -> Item:
    token = tokens[numeral.first]
    text = token.text if numeral.last == numeral.first + 1 else ""
    name, value = _class_of_numeral(numeral, text)
    return Item(name, value, numeral.start_char, numeral.end_char, token.lower, text or token.text, token.gap)


def _join_word_years(items: list[Item]) -> list[Item]:
    """ "nineteen eighty-four", "twenty twenty-two": two numbers in words that are one year."""
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.name == item.name == "word"
            and 17 <= last.value <= 20
            and 10 <= item.value <= 99
            and item.gap
        ):
            joined[-1] = Item(
                "year", last.value * 100 + item.value, last.start_char, item.end_char, last.lower, last.text, last.gap
            )
        else:
            joined.append(item)
    return joined


def _class_of_numeral(numeral: Numeral, text: str) -> tuple[str, Any]:
    """Class and value of a numeral; text: its only token, else empty."""
    value = numeral.value
    if value is None:
        return ("few", 0) if numeral.form == "vague" else ("number", None)
    whole = int(value)
    if numeral.form == "ordinal":
        return ("ordinal" if 1 <= value <= 31 else "bigord"), whole
    if value.denominator != 1 or numeral.form == "fraction" or "." in text:
        return "decimal", value
    if numeral.form == "digits":
        return _class_of_digits(text, whole), whole
    if numeral.form == "words":
        return _class_of_number_words(numeral.scale_text, whole), whole
    return "number", whole


def _class_of_digits(text: str, value: int) -> str:
    """What a number in digits can be by its length: a day, a year, or a year of two digits."""
    if not (text.isdigit() and text.isascii()):
        return "number"
    if len(text) <= 2 and 1 <= value <= 31:
        return "day"
    if len(text) == 4 and 1000 <= value <= 2199:
        return "year"
    return "short" if len(text) == 2 else "number"


def _class_of_number_words(scale_text: str | None, value: int) -> str:
    """ "nineteen hundred" and "two thousand ten" are years, "twelve" is a word."""
    if scale_text in ("thousand", "hundred") and 1000 <= value <= 2100:
        return "year"
    return "word" if scale_text is None and 0 < value < 100 else "number"


def _item_of_word(tokens: list[Token], index: int, lists: _Lists) -> tuple[Item, int]:
    """The item of a word or sign, and the index of the token after it."""
    token = tokens[index]
    lower = token.lower.removesuffix("'s") if token.kind == WORD else token.lower
    if token.kind == WORD and lower not in lists.known and token.lower not in lists.known:
        return Item("none", None, token.start_char, token.end_char, token.lower, token.text, token.gap), index + 1
    holiday = _match_holiday(tokens, index, lists) if lower in lists.holiday_starts else None
    name, value, last = holiday or (*_classify(token, lower, lists), index + 1)
    return Item(name, value, token.start_char, tokens[last - 1].end_char, lower, token.text, token.gap), last


def _classify(token: Token, lower: str, lists: _Lists) -> tuple[str, Any]:
    """Class and value of a token; lower: without a possessive."""
    if token.kind == WORD:
        return _class_of_word(token, lower, lists)
    if token.kind == DIGITS:
        return "number", None
    return _SIGNS.get(token.text, "none"), None


def _class_of_word(token: Token, lower: str, lists: _Lists) -> tuple[str, Any]:
    if lower in lists.months:
        return ("ambiguous" if lower in lists.ambiguous else "month"), lists.months[lower]
    if lower in lists.weekdays:
        is_name = token.text[:1].isupper() and lower in lists.capital
        return ("weekday" if is_name or lower not in lists.ambiguous else "none"), lists.weekdays[lower]
    name, value = lists.table.get(token.lower) or lists.table.get(lower) or ("none", None)
    return (name if _is_written_as(name, token, lower) else "none"), value


def _is_written_as(name: str, token: Token, lower: str) -> bool:
    """Whether a word has the form that its class asks for."""
    if name in _NUMERAL_CLASSES:
        return lower == token.lower  # "Formula One's ten teams" counts teams, and is no year in words
    if name == "era":
        return not token.text.islower()
    return name != "zone" or _is_zone(token)


def _is_zone(token: Token) -> bool:
    """Whether a word of time zones is written as one: "GMT", "Eastern"."""
    return token.text.isupper() or (len(token.text) > _LONGEST_ZONE and token.text.istitle())


def _match_holiday(tokens: list[Token], index: int, lists: _Lists) -> tuple[str, str, int] | None:
    """Class and rule of a holiday of one to four words, and the index of the token after it."""
    for length in (4, 3, 2, 1):
        words = tuple(token.lower for token in tokens[index : index + length])
        if len(words) == length and words in lists.holidays and tokens[index].text[:1].isupper():
            return "holiday", lists.holidays[words], index + length
    return None


def _find_fixed(text: str) -> list[Item]:
    """Special forms in digits, and "a.m."; which form it is stands in the value, with its text."""
    found = []
    for match in _FIXED.finditer(text):
        form, surface = match.lastgroup or "", match.group()
        name = _CLASSES_OF_FORMS.get(form, "fixed")
        value: Any = ("numdate" if form == "mark" else form, surface)
        if name == "ampm":
            value = 0 if surface[0] in "aA" else 12
        elif name == "decade":
            value = int(surface[:4])
        found.append(Item(name, value, match.start(), match.end(), surface.lower(), surface, False))
    return found
