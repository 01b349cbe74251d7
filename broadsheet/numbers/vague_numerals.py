"""Numerals that say only roughly how many: "dozens", "tens of thousands", "several hundred", "a couple of dozen".

Belongs here: words of rough number and the scale they multiply. "several days" without a scale is no numeral.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.numeral import Numeral, NumeralCursor
from broadsheet.numbers.tokens import WORD

# Plurals that count only before "of": "tens of thousands", "scores of people".
_NEED_OF = frozenset(["tens", "scores"])
# Several and a few of a scale are at least two of it.
_FEWEST = 2
# Words for ten years of someone's life, after these: "in her sixties".
DECADE_WORDS: Mapping[str, int] = load_words("numbers")["decades"]
OWNERS = frozenset(["his", "her", "their", "my", "our", "your", "whose"])
_STAGES = frozenset(["early", "mid", "late", "-"])
ROUGH_COUNTS: frozenset[str] = frozenset(load_words("numbers")["rough_counts"]["words"])


class VagueReader(NumeralCursor):
    """Reads a numeral without a value of its own."""

    def read_plural(self, first: int) -> Numeral:
        """ "dozens", "hundreds of thousands", "tens of millions"."""
        low = Fraction(self.words.vague[self.lower(first)])
        last = first + 1
        if self.lower(last) == "of" and self.lower(last + 1) in self.words.vague:
            low, last = low * self.words.vague[self.lower(last + 1)], last + 2
        elif self.lower(first) in _NEED_OF and self.lower(last) != "of":
            return self._make(first, last, None, "none")
        numeral = self._make(first, last, None, "vague")
        numeral.low = low
        return numeral

    def read_rough(self, first: int) -> Numeral | None:
        """ "several hundred", "a few thousand", "a couple of dozen"; None where no scale follows.

        "several million-dollar homes" are several homes.
        """
        at = first + 1 if self.lower(first) == "a" else first
        word = self.lower(at)
        if word not in ROUGH_COUNTS:
            return None
        scale_first = at + 2 if self.lower(at + 1) == "of" else self.skip_hyphen(at + 1)
        factor, last, scale = self._read_scale_words(scale_first)
        if scale is None or (scale_first == at + 1 and self.skip_hyphen(last) != last):
            return None
        if word == "couple":
            return self._make(first, last, 2 * factor, "rough", scale)
        numeral = self._make(first, last, None, "vague", scale)
        numeral.low = _FEWEST * factor
        return numeral

    def read_decade(self, first: int) -> Numeral | None:
        """ "in her sixties": ten years of someone's life; those of a century are a time."""
        at = first - 1
        while at > 0 and self.lower(at) in _STAGES:
            at -= 1
        is_owned = at >= 0 and self.lower(at) in OWNERS
        return self._make(first, first + 1, Fraction(DECADE_WORDS[self.lower(first)]), "words") if is_owned else None

    def _read_scale_words(self, first: int) -> tuple[Fraction, int, str | None]:
        """The product of the scale words from a place on, plurals too: "hundred thousand", "dozens"."""
        factor, last = Fraction(1), first
        while last < len(self.tokens) and self.tokens[last].kind == WORD:
            size = self.words.scales.get(self.lower(last)) or self._plural_scale(self.lower(last))
            if size is None:
                break
            factor, last = factor * size, last + 1
        scale = " ".join(self.lower(index) for index in range(first, last))
        return factor, last, scale or None

    def _plural_scale(self, word: str) -> int | None:
        return None if word in _NEED_OF else self.words.vague.get(word)
