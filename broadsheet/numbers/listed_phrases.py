"""Looking for listed phrases right before or right after a place of a text, by hash and not by search.

Belongs here: `ListedPhrases`. Which phrases there are comes from CLDR and from word lists.
"""

from __future__ import annotations

from collections.abc import Iterable

from broadsheet.cldr import SPACES


class ListedPhrases:
    """A set of phrases; the longest that stands at a place is found. Letters of Latin script may not go on after it."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = frozenset(phrases) - {""}
        self.lengths = sorted({len(phrase) for phrase in self.phrases}, reverse=True)

    def find_after(self, text: str, start: int) -> tuple[int, int] | None:
        """Span of the phrase that begins at `start`, or after one space."""
        begin = start + 1 if text[start : start + 1] in SPACES and text[start : start + 1] else start
        for length in self.lengths:
            end = begin + length
            if end > len(text) or text[begin:end] not in self.phrases:
                continue
            if not (_is_latin(text[end - 1]) and _is_latin(text[end : end + 1])):
                return begin, end
        return None

    def find_before(self, text: str, end: int, *, may_touch: bool = False) -> tuple[int, int] | None:
        """Span of the phrase that ends at `end` before one space, in small letters or with a capital at its start.

        may_touch: it may also end right at `end`, as "$" does.
        """
        has_space = text[end - 1 : end] in SPACES and text[end - 1 : end] != ""
        if not has_space and not may_touch:
            return None
        stop = end - 1 if has_space else end
        for length in self.lengths:
            start = stop - length
            if start >= 0 and self._is_listed(text[start:stop]) and not _goes_on(text, start):
                return start, stop
        return None

    def _is_listed(self, written: str) -> bool:
        return written in self.phrases or written[:1].lower() + written[1:] in self.phrases


def _goes_on(text: str, start: int) -> bool:
    """Whether a word begins before `start`."""
    return start > 0 and text[start].isalnum() and text[start - 1].isalnum()


def _is_latin(char: str) -> bool:
    return char != "" and char.isalpha() and char < "ɐ"
