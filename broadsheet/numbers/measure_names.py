"""A measure that a number is of, and the names of measures that rules know themselves.

Belongs here: the value that the rules give. All other names are in `measure_keys.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.numbers.key_words import key_lists

NUMBER = "number"
"""The measure of what is only there: "the number of shops", "the club has 1,200 members"."""

SUM = "sum"
"""The measure of money of which a noun tells what it is for: "a $2 billion stimulus package"."""

EMPLOYED = "employed"
"""The measure of who works for a firm."""

RESIDING = "residing"
"""Of whom a town has so many: its name is often not known as that of a place."""


SPENDING = "spending"
"""The measure of what a place or owner spends."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure with the words of what is counted. owner: whose it is, where that tells it from others.

    is_change: whether the number is an amount by which it changes. unit: where it is not that of the number, "percent
    of gdp".
    """

    name: str
    counted: str = ""
    owner: str = ""
    is_worldwide: bool = False
    is_change: bool = False
    unit: str = ""


def default_counted(name: str, words: list[str]) -> str:
    """The words of what is counted, or what a measure counts where none tells more."""
    lists = key_lists()
    implied = lists.implied.get(name, frozenset()) | (lists.work_words if name in lists.of_work else frozenset())
    kept = [word for word in words if word not in implied]
    return " ".join(kept) or lists.default_counted.get(name, "")
