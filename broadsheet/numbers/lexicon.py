"""Word lists of one language, read once per process from `broadsheet/lang/<language>/<name>.toml`.

Belongs here: reading the files and longest-match tables over words. What words mean is in the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from broadsheet.numbers.tokens import split_tokens
from broadsheet.word_lists import load_word_list

Phrases = dict[str, list[tuple[tuple[str, ...], str]]]


@cache
def load_words(name: str, language: str = "en") -> Mapping[str, Any]:
    """The content of a word list. Raises FaultError where the file is missing or unreadable."""
    return load_word_list(name, language)


@cache
def load_word_set(name: str, section: str) -> frozenset[str]:
    """The words of one section of a list."""
    return frozenset(load_words(name)[section]["words"])


def split_words(phrase: str) -> tuple[str, ...]:
    """A phrase as the tokens that a text would give: words and single signs, lower case.

    >>> split_words("c.")
    ('c', '.')
    """
    return tuple(token.lower for token in split_tokens(phrase))


def index_phrases(groups: Mapping[str, Iterable[str]], *, by_last: bool = False) -> Phrases:
    """Phrases by their first word (or last, with by_last), longest first, each with the key of its group."""
    index: Phrases = {}
    for key, phrases in groups.items():
        for phrase in phrases:
            words = split_words(phrase)
            index.setdefault(words[-1] if by_last else words[0], []).append((words, key))
    for found in index.values():
        found.sort(key=lambda item: -len(item[0]))
    return index
