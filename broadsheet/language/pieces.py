"""Words to the model's input ids: uncased word pieces, and classes for the letter case that uncasing loses.

Training and run time share this module, so that both get the same ids for the same word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

CASE_CLASSES = 10
PAD_ID, UNKNOWN_ID, START_ID, END_ID, MASK_ID = 0, 100, 101, 102, 103
"""Rows of the word piece vocabulary with a meaning of their own."""

MAX_PIECES_PER_WORD = 12
"""A word's first pieces are enough; addresses and runs of letters would otherwise fill a window."""
_MAX_WORD_CHARS = 60
_MAX_CACHED_CHARS = 40
_MAX_CACHED_WORDS = 100_000

Pieces = tuple[tuple[int, ...], tuple[int, ...]]


def find_case_class(letters: str) -> int:
    """Class 1 to 9: punctuation, digits, mixed, lower, one capital, CAPITALS, Capital, CamelCase, other.

    >>> [find_case_class(word) for word in ("--", "42", "G7", "the", "A", "EU", "Oslo", "McCoy", "iPhone")]
    [1, 2, 3, 4, 5, 6, 7, 8, 9]
    """
    if letters.islower() and letters.isalpha():
        return 4
    if not any(char.isalnum() for char in letters):
        return 1
    if letters.isdigit():
        return 2
    if any(char.isdigit() for char in letters):
        return 3
    if letters.islower():
        return 4
    return _find_class_of_capitals(letters)


def _find_class_of_capitals(letters: str) -> int:
    """Class 5 to 9 of a word without digits that has a capital."""
    if letters.isupper():
        return 5 if len(letters) == 1 else 6
    if not letters[0].isupper():
        return 9
    return 7 if len(letters) == 1 or letters[1:].islower() else 8


class WordPieces:
    """Word piece ids and case classes of words, greedy longest match first, with a cache.

    vocabulary: piece to row; pieces inside a word carry `##`. Agrees with BERT's uncased tokenizer on words.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._cache: dict[str, Pieces] = {}

    def __call__(self, word: str) -> Pieces:
        """Ids and case classes (word class * 10 + piece class), 1 to 12 of each; any text gives at least one."""
        found = self._cache.get(word)
        if found is None:
            found = self._split(word[: 4 * _MAX_WORD_CHARS])
            if len(word) <= _MAX_CACHED_CHARS:
                if len(self._cache) >= _MAX_CACHED_WORDS:
                    self._cache.clear()
                self._cache[word] = found
        return found

    def _split(self, word: str) -> Pieces:
        stripped = "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn") or word
        word_class = find_case_class(stripped) * CASE_CLASSES
        ids: list[int] = []
        classes: list[int] = []
        for chunk in _split_at_punctuation(stripped):
            for piece_id, letters in self._match(chunk):
                ids.append(piece_id)
                classes.append(word_class + find_case_class(letters))
            if len(ids) >= MAX_PIECES_PER_WORD:
                break
        if not ids:
            return (UNKNOWN_ID,), (word_class + 1,)
        return tuple(ids[:MAX_PIECES_PER_WORD]), tuple(classes[:MAX_PIECES_PER_WORD])

    def _match(self, chunk: str) -> list[tuple[int, str]]:
        lower = chunk.lower()
        if len(lower) != len(chunk):
            lower = "".join(char.lower()[:1] or char for char in chunk)
        if len(chunk) > _MAX_WORD_CHARS:
            return [(UNKNOWN_ID, chunk)]
        found: list[tuple[int, str]] = []
        start = 0
        while start < len(lower):
            for end in range(len(lower), start, -1):
                piece_id = self._vocabulary.get(("##" if start else "") + lower[start:end])
                if piece_id is not None:
                    break
            else:
                return [(UNKNOWN_ID, chunk)]
            found.append((piece_id, chunk[start:end]))
            start = end
        return found


def _split_at_punctuation(word: str) -> list[str]:
    chunks: list[str] = []
    letters = ""
    for char in word:
        if char.isspace():
            continue
        if _is_punctuation(char):
            if letters:
                chunks.append(letters)
                letters = ""
            chunks.append(char)
        else:
            letters += char
    if letters:
        chunks.append(letters)
    return chunks


def _is_punctuation(char: str) -> bool:
    return (char.isascii() and not char.isalnum() and char.isprintable()) or unicodedata.category(char).startswith("P")
