"""Cardinals and ordinals in words: a small machine that adds groups below a thousand, each with its scale."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from broadsheet.numbers.numeral import NumeralCursor

_ENDS_ORDINAL_WORDS = frozenset(["of", "and", "in", "at", "with", "to", "was", "is", "he", "she"])


Parsed = tuple[Fraction, int, str | None, bool, Fraction | None]


def parse_cardinal(reader: NumeralCursor, first: int, start: Fraction | None) -> Parsed | None:
    """Number words from `first`: value, end, scale, whether they are ordinal, and the part after the last "and".

    start: a group already read ("a" of "a hundred"). None where there are none.
    """
    machine = _Machine(group=start, end=first if start is None else None)
    index = first
    while True:
        at = reader._skip_hyphen(index) if index > first else index
        joined = False
        if index > first and at == index and (machine.total or machine.group):
            at, joined = _skip_joiner(reader, index, machine.group, machine.total)
        word = reader._lower(at)
        if word in reader.words.cardinals:
            taken = machine.add(reader.words.cardinals[word], joined=joined)
        elif not joined and _is_scale(reader, word, machine.group):
            factor = reader.words.scales.get(word) or reader.words.vague[word]
            follows_scale = reader._lower(index - 1) in reader.words.scales
            taken = machine.scale_up(word, factor, follows_scale=follows_scale, is_first=index == first)
        else:
            ordinal = machine.end_in_ordinal(reader, at)
            if ordinal is not None:
                return ordinal, at + 1, machine.scale, True, None
            taken = False
        if not taken:
            break
        index = machine.end = at + 1
    if machine.end is None or machine.end == first:
        return None
    return machine.total + (machine.group or 0), machine.end, machine.scale, False, machine.tail


def _is_scale(reader: NumeralCursor, word: str, group: Fraction | None) -> bool:
    """Hundred, million, dozen; their plurals only after a number ("three thousands")."""
    if word == "gross":
        return False
    is_plural = word in reader.words.vague and group is not None and word not in ("tens", "scores")
    return word in reader.words.scales or is_plural


@dataclass(slots=True)
class _Machine:
    """A number so far. `group` is the part below a thousand; what is added to it must stay below `room`.

    limit: the last scale, which the next must not exceed; tail: what stands after the last "and".
    """

    group: Fraction | None
    end: int | None
    total: Fraction = Fraction(0)
    room: Fraction = Fraction(1000)
    limit: int = 10**30
    scale: str | None = None
    tail: Fraction | None = None

    def add(self, value: int, *, joined: bool) -> bool:
        """Add a word below a hundred; False where it belongs to another number."""
        if self.group is not None and not 0 < value < self.room:
            return False
        if self.group is None and self.total and value >= self.limit:
            return False
        if joined:
            self.tail = Fraction(value)
        elif self.tail is not None:
            self.tail += value
        self.group = (self.group or Fraction(0)) + value
        self.room = Fraction(10) if value >= 20 else Fraction(0)
        return True

    def scale_up(self, word: str, factor: int, *, follows_scale: bool, is_first: bool) -> bool:
        """Multiply by a scale word; False where it belongs to another number."""
        self.tail = self.tail if factor == 12 else None
        if self.group is None and self.total and factor >= self.limit and follows_scale:
            self.total, self.limit, self.scale = self.total * factor, factor, f"{self.scale} {word}"
            return True
        if self.group is None and (self.total or not is_first):
            return False
        base = Fraction(1) if self.group is None else self.group
        if factor == 100 and self.group is not None and (self.group >= 100 or self.room == 100):
            return False
        if factor == 12 and self.tail:
            self.group, self.room = (self.group or Fraction(0)) - self.tail + self.tail * 12, Fraction(0)
        elif factor in (100, 12):
            self.group, self.room = base * factor, Fraction(100) if factor == 100 else Fraction(0)
        else:
            is_of_all = factor >= self.limit and self.total
            self.total = (self.total + base) * factor if is_of_all else self.total + base * factor
            self.group, self.limit, self.room = None, factor, Fraction(1000)
        self.scale = word
        return True

    def end_in_ordinal(self, reader: NumeralCursor, at: int) -> Fraction | None:
        """The value with an ordinal as its last word; None where there is none."""
        if self.group is None and not self.total:
            return None
        room = self.room if self.group is not None else Fraction(self.limit)
        return _read_ordinal_end(reader, at, self.total, self.group, room)


def _read_ordinal_end(
    reader: NumeralCursor, at: int, total: Fraction, group: Fraction | None, room: Fraction
) -> Fraction | None:
    """The value of a number that ends in an ordinal: "twenty-first", "two hundredth", "three millionth"."""
    word = reader._lower(at)
    value = reader.words.ordinals.get(word)
    if value is None:
        return None
    if value == 100:
        return total + group * 100 if group is not None and group < 100 else None
    is_second = word == "second" and not _ends_ordinal(reader._lower(at + 1))
    if value < room and value < 100 and not is_second and not _is_fraction_end(group):
        return total + (group or 0) + value
    return total + group * value if value >= 1000 and group is not None else None


def _ends_ordinal(following: str) -> bool:
    """ "twenty second of June" is an ordinal, "twenty second delay" is a length."""
    return not following.isalpha() or following in _ENDS_ORDINAL_WORDS


def _is_fraction_end(group: Fraction | None) -> bool:
    """ "one third" and "two fifths" are fractions; "twenty-third" and "hundred and fifth" are ordinals."""
    return group is not None and group < 20


def _skip_joiner(reader: NumeralCursor, index: int, group: Fraction | None, total: Fraction) -> tuple[int, bool]:
    """Past "and", "&" or a comma that joins parts of one number."""
    word = reader._lower(index)
    big = (group is not None and group % 100 == 0 and group > 0) or (group is None and total > 0)
    if not big:
        return index, False
    following = reader._lower(index + 1)
    if word in ("and", "&") and (following in reader.words.cardinals or following in reader.words.ordinals):
        return index + 1, True
    if word == "," and group is None and following in reader.words.cardinals:
        return index + 1, True
    return index, False
