"""Item classes: the vocabulary in which templates of the date grammar are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from broadsheet.dates.templates import Classes
from broadsheet.numbers.lexicon import load_words

# Words with a class of their own: `class` = words, in lang/en/dates.toml.
_WORDS: dict[str, str] = {word: name for name, words in load_words("dates")["classes"].items() for word in words}

_SIGNS = {
    ",": "comma", "-": "hyphen", "‐": "hyphen", "‑": "hyphen", "–": "dash", "—": "dash", "~": "dash",
    "/": "slash", ".": "dot", "(": "open", ")": "close", "'": "quote", "’": "quote", "‘": "quote", "|": "bar",
}  # fmt: skip

_NAMES = [
    "none", "month", "ambiguous", "weekday", "weekdays", "day", "ordinal", "bigord", "year", "short", "number", "word",
    "decimal", "unit", "units", "today", "season", "part", "parts", "noon", "ampm", "zone", "clock",
    "decade", "sets", "holiday", "quarter", "fixed", "few", *sorted({*_WORDS.values(), *_SIGNS.values()}),
]  # fmt: skip

CLASSES = Classes(
    list(dict.fromkeys(_NAMES)),
    {
        "mon": ("month", "ambiguous"),
        "dd": ("day", "ordinal"),
        "int": ("day", "short", "number", "word", "year"),
        "amount": ("day", "short", "number", "word", "year", "decimal", "a", "few"),
        "count": ("day", "short", "number", "word", "year", "decimal"),
        "dashes": ("hyphen", "dash"),
        "anyunit": ("unit", "units"),
        "lastnext": ("last", "next", "this", "past", "previous", "following"),
    },
)

NONE = CLASSES.char("none")


@dataclass(slots=True)
class Item:
    """One or more tokens with a class name and a value; `lower` is the first token's."""

    name: str
    value: Any
    start_char: int
    end_char: int
    lower: str
    text: str
    gap: bool
