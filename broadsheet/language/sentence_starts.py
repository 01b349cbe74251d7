"""Rules for sentence starts next to quotation marks and abbreviations: frequent in news, rare in the treebanks."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from broadsheet.language.windows import NEWLINE, NO_SPACE, Window, Words
from broadsheet.numbers.lexicon import load_word_set, load_words

_OPENING = frozenset({'"', "“", "‘", "„", "«", "``"})
_CLOSING = frozenset({'"', "”", "’", "'", "''", "»"})
_FINAL = frozenset({".", "?", "!", "…"})

_BEFORE_NAMES = load_word_set("abbreviations", "before_names")
_BEFORE_NUMBERS = load_word_set("abbreviations", "before_numbers")
_CAN_END = load_word_set("abbreviations", "can_end")
_ANYWHERE = load_word_set("abbreviations", "anywhere") | _BEFORE_NUMBERS | _CAN_END
_OPENERS = load_word_set("abbreviations", "openers")
_PRONOUNS = frozenset(load_words("abbreviations")["openers"]["pronouns"])
_UNITS = load_word_set("abbreviations", "units")
_WORDS = load_word_set("abbreviations", "common_words")
_HALF_DAYS = frozenset(["a.m", "p.m"])
_AFTER_HALF_DAYS = load_word_set("abbreviations", "after_half_days")
# U.S., P.D., a.m: letters with full stops between them; the last full stop is gone.
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
# So many words before an abbreviation show whether the line is a headline in capitals.
_REACH = 8


def correct_sentence_starts(starts: NDArray[np.bool_], words: Words, window: Window) -> None:
    """Change a window's sentence starts in place.

    An opening mark after a complete sentence starts a new one, not the word after the mark. After a closing mark no
    sentence starts if a comma comes before it or a lower-case word follows: the speaker belongs to the quotation. After
    an abbreviation a sentence starts only where the next word begins one.
    """
    for index in range(1, window.end - window.start):
        word = window.start + index
        before = words.texts[word - 1]
        if words.texts[word] in _OPENING and _opens_sentence(words, word, window.start):
            starts[index] = True
            if index + 1 < window.end - window.start:
                starts[index + 1] = words.spaces[word + 1] == NEWLINE
        elif starts[index] and before in _CLOSING and index > 1 and words.spaces[word] != NEWLINE:
            starts[index] = words.texts[word - 2] != "," and not words.texts[word][:1].islower()
        elif before[-1:] == "." and words.spaces[word] not in (NEWLINE, NO_SPACE):
            after = _starts_after_abbreviation(words, word, window.start)
            if after is not None:
                starts[index] = after


def _starts_after_abbreviation(words: Words, word: int, first: int) -> bool | None:
    """Whether a sentence starts at a word after an abbreviation; None where none stands before it or neither is sure."""
    short = _read_abbreviation(words, word - 1, first)
    text = words.texts[word]
    if short is None:
        return _ends_plainly(words, word, first) or None
    if text[:1].isdigit():
        return False if short in _BEFORE_NAMES or short in _BEFORE_NUMBERS else None
    if not text[:1].isupper():
        return False if text[:1].islower() else None
    if short in _BEFORE_NAMES and short not in _CAN_END:
        return False
    if (short in _HALF_DAYS and text.lower() not in _AFTER_HALF_DAYS) or _measures(words, word, short):
        return True
    if text.lower() in _OPENERS:
        return _begins_sentence(words, word, first) or None
    return False if short in _CAN_END else None


def _read_abbreviation(words: Words, place: int, first: int) -> str | None:
    """The abbreviation that ends at a word, in lower case without its full stop; None where it is an ordinary word."""
    text = words.texts[place]
    if text == "." and place > first and words.spaces[place] == NO_SPACE:
        text = words.texts[place - 1] + "."
    short = text[:-1]
    lower = short.lower()
    if _INITIALS.fullmatch(short) or lower in _BEFORE_NAMES or lower in _ANYWHERE:
        # "The answer was no.", "They sat in.", "He won the art." end as words do.
        is_word = short.islower() and lower in _WORDS
        is_numbered = place + 1 < len(words.texts) and words.texts[place + 1][:1].isdigit() and lower in _BEFORE_NUMBERS
        return None if is_word and not is_numbered else lower
    return None


def _ends_plainly(words: Words, word: int, first: int) -> bool:
    """Whether a full stop after an ordinary word or a number in the line ends a sentence: a capital follows."""
    if words.texts[word - 1] != "." or not words.texts[word][:1].isupper() or word - 3 < first:
        return False
    last = words.texts[word - 2]
    begins_line = NEWLINE in (words.spaces[word - 2], words.spaces[word - 3])
    is_listed = last.isdigit() and (begins_line or words.texts[word - 3] in _FINAL)
    return (
        words.spaces[word - 1] == NO_SPACE and not is_listed and (last.isdigit() or (last.islower() and len(last) > 1))
    )


def _measures(words: Words, word: int, short: str) -> bool:
    """Whether an abbreviated unit with its number stands before a word: "3 ft. Long ropes help" does so."""
    place = word - 2 if words.texts[word - 1] != "." else word - 3
    return short in _UNITS and place >= 0 and words.texts[place][:1].isdigit()


def _begins_sentence(words: Words, word: int, first: int) -> bool:
    """Whether a word like "The" after an abbreviation begins a sentence and no part of a headline in capitals."""
    if words.texts[word].lower() in _PRONOUNS:
        return True
    if word + 1 < len(words.texts) and not words.texts[word + 1][:1].isupper():
        return True
    before = words.texts[max(first, word - _REACH) : word]
    return any(len(text) > 2 and text.islower() and text not in _OPENERS for text in before)


def _opens_sentence(words: Words, word: int, first: int) -> bool:
    """Whether an opening mark follows final punctuation (and closing marks) and precedes a capital directly."""
    if word + 1 >= len(words.texts) or words.spaces[word] == NO_SPACE or words.spaces[word + 1] != NO_SPACE:
        return False
    before = word - 1
    while before > first and words.texts[before] in _CLOSING:
        before -= 1
    return words.texts[before] in _FINAL and words.texts[word + 1][:1].isupper()
