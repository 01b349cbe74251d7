"""Two neighbouring quantities with the words between them, as the rules that join them see them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from broadsheet.numbers.quantity import DASHES, Cursor, Quantity
from broadsheet.numbers.tokens import Token

Gap = tuple[str, ...]

# Words of a template that stand for others.
_CLASSES: dict[str, frozenset[str]] = {"dash": DASHES, "nothing": frozenset([""])}


@dataclass(slots=True)
class Pair:
    """A quantity and the next one, both with a value."""

    cursor: Cursor
    left: Quantity
    right: Quantity
    left_value: Fraction
    right_value: Fraction

    @property
    def before(self) -> str:
        """The word before both."""
        return self.cursor.lower(self.left.first - 1)

    @property
    def after(self) -> str:
        """The word after both."""
        return self.cursor.lower(self.right.last)

    @property
    def joint(self) -> Token:
        """The first token between the two."""
        return self.cursor.tokens[self.left.last]

    @property
    def are_whole(self) -> bool:
        return self.left_value.denominator == 1 and self.right_value.denominator == 1

    def are_both(self, form: str) -> bool:
        """True where both are of one form: digits, words, ordinal and so on."""
        return self.left.form == self.right.form == form

    def extend_left(self, rule: str) -> Quantity:
        """The left quantity, which now ends where the right one does."""
        self.left.last, self.left.end_char, self.left.rule = self.right.last, self.right.end_char, rule
        return self.left


def read_gaps(template: str) -> list[Gap]:
    """The words between two quantities that a template stands for, "|" between alternatives.

    >>> read_gaps("out of | nothing")
    [('out', 'of'), ()]
    """
    gaps: list[Gap] = []
    for phrase in template.split(" | "):
        found: list[Gap] = [()]
        for word in phrase.split():
            choices = sorted(_CLASSES.get(word, (word,)))
            found = [(*gap, *([choice] if choice else [])) for gap in found for choice in choices]
        gaps += found
    return gaps
