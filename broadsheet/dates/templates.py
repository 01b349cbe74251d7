"""A small language for date grammars: templates of word classes that become regular expressions.

A text is turned into items, each with one class; the classes are written as one character each, so that a template
like `weekday comma? month day [comma? year]` is a regular expression over a short string. Template words are class
names; `?` makes one optional, `|` separates alternatives, `[...]` is an optional group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_WORD = re.compile(r"\[|\]\??|[^\s\[\]]+")
# Characters of the private use area, which have no meaning in a regular expression.
_BASE = 0xE000


@dataclass
class Classes:
    """Characters of class names. `groups` are names for several classes at once."""

    names: list[str]
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._chars = {name: chr(_BASE + place) for place, name in enumerate(self.names)}

    def char(self, name: str) -> str:
        """The character of one class."""
        return self._chars[name]

    def chars(self, name: str) -> str:
        """The characters of a class or group."""
        if name in self.groups:
            return "".join(self.chars(part) for part in self.groups[name])
        return self.char(name)


def compile_template(template: str, classes: Classes) -> tuple[re.Pattern[str], frozenset[str]]:
    """The regular expression of a template and the characters it can begin with."""
    pattern, first = "", ""
    depth, is_open = 0, True
    for word in _WORD.findall(template):
        if word == "[":
            pattern += "(?:"
            depth += 1
        elif word[0] == "]":
            pattern += ")?"
            depth -= 1
        else:
            optional = word.endswith("?")
            chars = "".join(classes.chars(name) for name in word.rstrip("?").split("|"))
            pattern += f"[{chars}]" + ("?" if optional else "")
            if is_open:
                first += chars
                is_open = optional or depth > 0
    return re.compile(pattern), frozenset(first)
