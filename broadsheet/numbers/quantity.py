"""A quantity as printed, and the cursor over tokens that its readers share."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.numeral import Numeral
from broadsheet.numbers.tokens import Token
from broadsheet.numbers.units import (
    Unit,
    UnitMatch,
)

DASHES = frozenset("-–—−~‐‑")
_TIES = DASHES | {"+"}


PER_NOUNS = load_word_set("number_contexts", "rate_bases")


@dataclass(slots=True)
class Quantity:
    """A number as printed. Spans: number (the numeral), start/end (with unit), bound (before or after)."""

    first: int
    last: int
    start_char: int
    end_char: int
    number_start: int
    number_end: int
    form: str
    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    bound: str = "exact"
    bound_start: int | None = None
    bound_end: int | None = None
    unit: Unit | None = None
    unit_start: int | None = None
    unit_end: int | None = None
    scale_text: str | None = None
    kind: str = "count"
    per_start: int | None = None
    per_end: int | None = None
    rule: str = "number"
    is_range: bool = False
    numerals: list[Numeral] = field(default_factory=list)
    denominator: Fraction | None = None
    read_by: list[str] = field(default_factory=list)  # names of the rules that made it, in order

    @property
    def span_start(self) -> int:
        """Start with a bound that stands before."""
        return min(self.start_char, self.bound_start if self.bound_start is not None else self.start_char)


class Cursor:
    """A text with its tokens; `floor` is the end of the last quantity read."""

    def __init__(self, text: str, tokens: list[Token], country: str | None) -> None:
        self.text = text
        self.tokens = tokens
        self.country = country
        self.floor = 0

    def lower(self, index: int) -> str:
        """The token at a place in lower case; empty outside the text."""
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def near(self, quantity: Quantity, before: int, after: int) -> set[str]:
        """The words of a quantity and around it, so many tokens before and after."""
        low, high = max(quantity.first - before, 0), min(quantity.last + after, len(self.tokens))
        return {token.lower for token in self.tokens[low:high]}

    def skip_dashes(self, index: int) -> int:
        """Past dashes and a plus that stand tied at a place: "5-kilometre", "20+ years"."""
        while self.lower(index) in _TIES and not self.tokens[index].gap:
            index += 1
        return index

    def take_words(self, quantity: Quantity, unit: Unit, kind: str, first: int, last: int) -> None:
        """Give a quantity a unit whose words are tokens[first:last]."""
        self.take_unit(quantity, UnitMatch(unit, self.tokens[first].start_char, self.tokens[last - 1].end_char), kind)
        quantity.last = last

    def take_unit(self, quantity: Quantity, match: UnitMatch, kind: str) -> None:
        """Give a quantity the unit that stands after it."""
        quantity.unit, quantity.kind = match.unit, kind
        quantity.unit_start, quantity.unit_end = match.start_char, match.end_char
        self.extend(quantity, match.end_char)

    def extend(self, quantity: Quantity, end_char: int) -> None:
        """Let a quantity end at a place, with the tokens that begin before it."""
        quantity.end_char = end_char
        while quantity.last < len(self.tokens) and self.tokens[quantity.last].start_char < end_char:
            quantity.last += 1
