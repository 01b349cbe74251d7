"""A text as items for the date grammar: each is one or more tokens with a class and a value.

Belongs here: which words are months, units and numbers, and special forms in digits (12:30, 2022-07-11, 1960s).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from broadsheet.dates.item_classes import _SIGNS, _WORDS, Item
from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.numeral import Numeral
from broadsheet.numbers.numeral_reader import find_numerals
from broadsheet.numbers.tokens import DIGITS, LINE, WORD, Token, split_tokens

_FIXED = re.compile(
    r"(?<![\w.,/:-])(?:"
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
    r"|(?<![\w.])(?P<ampm>[ap]\.\s?m\.?|[ap]\sm\b|[APap][Mm])(?!\w)"
    r"|(?<=\d)(?P<ampm2>[ap]\.m\.?|[APap]\.?[Mm])(?!\w)"
)

# Classes whose value is a number: rules compare it and count with it.
_NUMERAL_CLASSES = frozenset({"word", "ordinal"})
# Longer names of time zones are words: "Eastern".
_LONGEST_ZONE = 4


@dataclass(frozen=True, slots=True)
class _Lists:
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    ambiguous: frozenset[str]
    capital: frozenset[str]
    table: Mapping[str, tuple[str, Any]]
    holidays: Mapping[tuple[str, ...], str]
    holiday_starts: frozenset[str]


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
    tokens = split_tokens(text)
    fixed = _find_fixed(text)
    numerals = {numeral.first: numeral for numeral in find_numerals(tokens)}
    lists = _lists()
    items: list[Item] = []
    index, place = 0, 0
    while index < len(tokens):
        token = tokens[index]
        while place < len(fixed) and fixed[place].start_char < token.start_char:
            place += 1
        if place < len(fixed) and fixed[place].start_char == token.start_char:
            item = fixed[place]
            item.gap = token.gap
            items.append(item)
            while index < len(tokens) and tokens[index].start_char < item.end_char:
                index += 1
            continue
        numeral = numerals.get(index)
        limit = fixed[place].start_char if place < len(fixed) else len(text)
        if numeral and numeral.end_char <= limit and not _is_date_word(token, numeral):
            items.extend(_items_of_numeral(tokens, numeral))
            index = numeral.last
            continue
        item, index = _item_of_word(tokens, index, lists)
        items.append(item)
    return _join_word_years(items)


def _is_date_word(token: Token, numeral: Numeral) -> bool:
    """Whether a numeral begins with a word that has another meaning in the date grammar."""
    return token.lower in ("a", "an", "half", "quarter", "quarters", "couple") and numeral.form != "ordinal"


def _items_of_numeral(tokens: list[Token], numeral: Numeral) -> list[Item]:
    """The item of a numeral."""
    token = tokens[numeral.first]
    text = token.text if numeral.last == numeral.first + 1 else ""
    name, value = _class_of_numeral(numeral, text)
    return [Item(name, value, numeral.start_char, numeral.end_char, token.lower, text or token.text, token.gap)]


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
    value = numeral.value
    if value is None:
        return ("few", 0) if numeral.form == "vague" else ("number", None)
    if numeral.form == "ordinal":
        return ("ordinal" if 1 <= value <= 31 else "bigord"), int(value)
    if value.denominator != 1 or numeral.form == "fraction" or "." in text:
        return "decimal", value
    whole = int(value)
    if numeral.form == "digits" and text.isdigit() and text.isascii():
        if len(text) <= 2 and 1 <= whole <= 31:
            return "day", whole
        if len(text) == 4 and 1000 <= whole <= 2199:
            return "year", whole
        if len(text) == 2:
            return "short", whole
    if numeral.form == "words" and numeral.scale_text in ("thousand", "hundred") and 1000 <= whole <= 2100:
        return "year", whole
    if numeral.form == "words" and numeral.scale_text is None and 0 < whole < 100:
        return "word", whole
    return "number", whole


def _item_of_word(tokens: list[Token], index: int, lists: _Lists) -> tuple[Item, int]:
    token = tokens[index]
    lower = token.lower.removesuffix("'s") if token.kind == WORD else token.lower
    name, last = "none", index + 1
    value: Any = None
    if token.kind == WORD:
        if lower in lists.holiday_starts:
            holiday = _match_holiday(tokens, index, lists)
            if holiday:
                value, last = holiday
                name = "holiday"
        if name == "none" and lower in lists.months:
            name, value = _class_of_month(token, lower, lists), lists.months[lower]
        elif name == "none" and lower in lists.weekdays:
            ambiguous = lower in lists.ambiguous and not (token.text[:1].isupper() and lower in lists.capital)
            name, value = ("none" if ambiguous else "weekday"), lists.weekdays[lower]
        elif name == "none":
            name, value = lists.table.get(token.lower) or lists.table.get(lower) or ("none", None)
            if name in _NUMERAL_CLASSES and lower != token.lower:
                name = "none"  # "Formula One's ten teams" counts teams, and is no year in words
            if name == "zone" and not _is_zone(token):
                name = "none"
            if name == "era" and token.text.islower():
                name = "none"
    elif token.kind == LINE:
        name = "none"
    elif token.kind == DIGITS:
        name = "number"
    else:
        name = _SIGNS.get(token.text, "none")
    end = tokens[last - 1].end_char
    return Item(name, value, token.start_char, end, lower, token.text, token.gap), last


def _is_zone(token: Token) -> bool:
    """Whether a word of time zones is written as one: "GMT", "Eastern"."""
    return token.text.isupper() or (len(token.text) > _LONGEST_ZONE and token.text.istitle())


def _class_of_month(token: Token, lower: str, lists: _Lists) -> str:
    if lower not in lists.ambiguous:
        return "month"
    return "ambiguous"


def _match_holiday(tokens: list[Token], index: int, lists: _Lists) -> tuple[str, int] | None:
    for length in (4, 3, 2, 1):
        words = tuple(token.lower for token in tokens[index : index + length])
        if len(words) == length and words in lists.holidays and tokens[index].text[:1].isupper():
            return lists.holidays[words], index + length
    return None


def _find_fixed(text: str) -> list[Item]:
    found = []
    for match in _FIXED.finditer(text):
        name = match.lastgroup or ""
        if name == "mark":
            name = "numdate"
        surface = match.group()
        kind = {"q2": "quarter", "q": "quarter", "ampm2": "ampm", "ampm": "ampm", "decade": "decade"}.get(name, "fixed")
        kind = {"clock": "clock", "dotclock": "clock"}.get(name, kind)
        value: Any = (name, surface)
        if kind == "ampm":
            value = 0 if surface[0] in "aA" else 12
        if kind == "decade":
            value = int(surface[:4])
        found.append(Item(kind, value, match.start(), match.end(), surface.lower(), surface, False))
    return found
