"""Cardinals and ordinals in words: a small machine that adds groups below a thousand, each with its scale."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from broadsheet.numbers.numeral import NumeralCursor

_ENDS_ORDINAL_WORDS = frozenset(["of", "and", "in", "at", "with", "to", "was", "is", "he", "she"])


@dataclass(frozen=True, slots=True)
class Cardinal:
    """Number words up to a token. tail: the part after the last "and"; is_ordinal: the last word is an ordinal."""

    value: Fraction
    last: int
    scale: str | None
    is_ordinal: bool = False
    tail: Fraction | None = None


def parse_cardinal(reader: NumeralCursor, first: int, start: Fraction | None) -> Cardinal | None:
    """The number words from `first`; None where there are none.

    start: a group already read ("a" of "a hundred").
    """
    machine = _Machine(reader, first, group=start)
    index = first
    while machine.take(index):
        index = machine.end or index
    return machine.finish(index)


@dataclass(slots=True)
class _Machine:
    """A number so far. `group` is the part below a thousand; what is added to it must stay below `room`.

    limit: the last scale, which the next must not exceed; tail: what stands after the last "and".
    """

    reader: NumeralCursor
    first: int
    group: Fraction | None
    end: int | None = None
    total: Fraction = Fraction(0)
    room: Fraction = Fraction(1000)
    limit: int = 10**30
    scale: str | None = None
    tail: Fraction | None = None

    def take(self, index: int) -> bool:
        """Take the next number word, past what joins it; False where none belongs to the number."""
        at, is_joined = self._find_next(index)
        words, word = self.reader.words, self.reader.lower(at)
        if word in words.cardinals:
            is_taken = self._add(words.cardinals[word], is_joined)
        else:
            is_taken = not is_joined and self._is_scale(word) and self._scale_up(word, index)
        if is_taken:
            self.end = at + 1
        return is_taken

    def finish(self, index: int) -> Cardinal | None:
        """The number, with an ordinal as its last word where one follows; None where nothing was read."""
        at, _ = self._find_next(index)
        value = self._end_in_ordinal(at)
        if value is not None:
            return Cardinal(value, at + 1, self.scale, is_ordinal=True)
        if self.end is None:
            return None
        return Cardinal(self.total + (self.group or 0), self.end, self.scale, tail=self.tail)

    def _find_next(self, index: int) -> tuple[int, bool]:
        """The place of the next number word, and whether "and", "&" or a comma joins it."""
        if index == self.first:
            return index, False
        at = self.reader.skip_hyphen(index)
        is_joined = at == index and self._is_round() and self._joins(index)
        return at + is_joined, is_joined

    def _is_round(self) -> bool:
        """Something may be joined: hundreds, or a scale with nothing after it."""
        return self.total > 0 if self.group is None else self.group > 0 and self.group % 100 == 0

    def _joins(self, index: int) -> bool:
        word, following = self.reader.lower(index), self.reader.lower(index + 1)
        if word in ("and", "&"):
            return following in self.reader.words.cardinals or following in self.reader.words.ordinals
        return word == "," and self.group is None and following in self.reader.words.cardinals

    def _is_scale(self, word: str) -> bool:
        """Hundred, million, dozen; their plurals only after a number ("three thousands")."""
        if word == "gross":
            return False
        is_plural = word in self.reader.words.vague and self.group is not None and word not in ("tens", "scores")
        return word in self.reader.words.scales or is_plural

    def _add(self, value: int, is_joined: bool) -> bool:
        """Add a word below a hundred; False where it belongs to another number."""
        if self.group is not None and not 0 < value < self.room:
            return False
        if self.group is None and self.total and value >= self.limit:
            return False
        if is_joined:
            self.tail = Fraction(value)
        elif self.tail is not None:
            self.tail += value
        self.group = (self.group or Fraction(0)) + value
        self.room = Fraction(10) if value >= 20 else Fraction(0)
        return True

    def _scale_up(self, word: str, index: int) -> bool:
        """Multiply by a scale word; False where it belongs to another number."""
        words = self.reader.words
        factor = words.scales.get(word) or words.vague[word]
        self.tail = self.tail if factor == 12 else None
        if self._is_scale_of_scale(factor, index):
            self.total, self.limit, self.scale = self.total * factor, factor, f"{self.scale} {word}"
            return True
        if not self._can_scale(factor, is_first=index == self.first):
            return False
        if factor in (12, 100):
            self._scale_group(factor)
        else:
            self._close_group(factor)
        self.scale = word
        return True

    def _is_scale_of_scale(self, factor: int, index: int) -> bool:
        """ "a thousand million", "three lakh crore"."""
        is_larger = self.group is None and self.total > 0 and factor >= self.limit
        return is_larger and self.reader.lower(index - 1) in self.reader.words.scales

    def _can_scale(self, factor: int, *, is_first: bool) -> bool:
        """A scale word alone must be the first; hundred needs a group below a hundred."""
        if self.group is None:
            return is_first and not self.total
        return factor != 100 or (self.group < 100 and self.room != 100)

    def _scale_group(self, factor: int) -> None:
        """Hundreds and dozens stay in the group; a dozen multiplies what stands after "and" alone."""
        base = Fraction(1) if self.group is None else self.group
        if factor == 12 and self.tail:
            self.group = base + self.tail * 11
        else:
            self.group = base * factor
        self.room = Fraction(100) if factor == 100 else Fraction(0)

    def _close_group(self, factor: int) -> None:
        """Add the group times its scale to the total; a larger scale than the last multiplies all."""
        base = Fraction(1) if self.group is None else self.group
        is_of_all = factor >= self.limit and self.total
        self.total = (self.total + base) * factor if is_of_all else self.total + base * factor
        self.group, self.limit, self.room = None, factor, Fraction(1000)

    def _end_in_ordinal(self, at: int) -> Fraction | None:
        """The value with an ordinal as its last word: "twenty-first", "two hundredth", "three millionth"."""
        value = self.reader.words.ordinals.get(self.reader.lower(at))
        if value is None or (self.group is None and not self.total):
            return None
        if value < 100:
            return self.total + (self.group or 0) + value if self._is_last_part(value, at) else None
        if self.group is None or (value == 100 and self.group >= 100):
            return None
        return self.total + self.group * value

    def _is_last_part(self, value: int, at: int) -> bool:
        """An ordinal below a hundred that ends the number, and is no bottom of a fraction and no length of time."""
        room = self.limit if self.group is None else self.room
        is_time = self.reader.lower(at) == "second" and not _ends_ordinal(self.reader.lower(at + 1))
        return value < room and not is_time and not _is_fraction_end(self.group)


def _ends_ordinal(following: str) -> bool:
    """ "twenty second of June" is an ordinal, "twenty second delay" is a length."""
    return not following.isalpha() or following in _ENDS_ORDINAL_WORDS


def _is_fraction_end(group: Fraction | None) -> bool:
    """ "one third" and "two fifths" are fractions; "twenty-third" and "hundred and fifth" are ordinals."""
    return group is not None and group < 20
