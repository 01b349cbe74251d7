"""Whether a sentence ends at a full stop: after an abbreviation it does only where the next word begins one.

Belongs here: full stops between two words of a line. The words are in lang/en/abbreviations.toml.
"""

from __future__ import annotations

import re

from broadsheet.language.windows import NEWLINE, NO_SPACE, Words
from broadsheet.numbers.lexicon import load_word_set, load_words

_BEFORE_NAMES = load_word_set("abbreviations", "before_names")
_BEFORE_NUMBERS = load_word_set("abbreviations", "before_numbers")
_CAN_END = load_word_set("abbreviations", "can_end")
_KNOWN = load_word_set("abbreviations", "anywhere") | _BEFORE_NAMES | _BEFORE_NUMBERS | _CAN_END
_UNITS = load_word_set("abbreviations", "units")
# Abbreviations that are words without a capital: "The answer was no." ends as a sentence does.
_WORDS = load_word_set("abbreviations", "common_words")
_OPENERS = load_word_set("abbreviations", "openers")
_PRONOUNS = frozenset(load_words("abbreviations")["openers"]["pronouns"])
_AFTER_HALF_DAYS = load_word_set("abbreviations", "after_half_days")
_HALF_DAYS = frozenset(["a.m", "p.m"])
_FINAL = frozenset({".", "?", "!", "…"})
# U.S., P.D., a.m: letters with full stops between them; the last full stop is gone.
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
# "Brig. Gen. Ames", "Lieut. Col. Berg": shorter words with a capital may be titles themselves.
_LONGEST_RANK = 5
# So many words before an abbreviation show whether the line is a headline in capitals.
_REACH = 8


def starts_after_full_stop(words: Words, word: int, first: int) -> bool | None:
    """Whether a sentence starts at a word after a full stop; None where neither is sure, as after a line break."""
    if words.spaces[word] in (NEWLINE, NO_SPACE):
        return None
    short = _read_abbreviation(words, word - 1, first)
    text = words.texts[word]
    if short is None:
        return _ends_plainly(words, word, first) or None
    if not text[:1].isupper():
        is_inside = text[:1].islower() or (text[:1].isdigit() and short in _BEFORE_NAMES | _BEFORE_NUMBERS)
        return False if is_inside else None
    if short in _BEFORE_NAMES - _CAN_END:
        return False
    return _starts_with_capital(words, word, first, short)


def _starts_with_capital(words: Words, word: int, first: int, short: str) -> bool | None:
    """The same for a word with a capital after an abbreviation that can end a sentence."""
    lower = words.texts[word].lower()
    if lower in _OPENERS:
        return _begins_sentence(words, word, first) or None
    if short in _HALF_DAYS:
        return lower not in _AFTER_HALF_DAYS
    if _measures(words, word, short):
        return True
    return False if short in _CAN_END else None


def _read_abbreviation(words: Words, place: int, first: int) -> str | None:
    """The abbreviation that ends at a word, in lower case without its full stop; None where it is an ordinary word."""
    text = words.texts[place]
    if text == "." and place > first and words.spaces[place] == NO_SPACE:
        text = words.texts[place - 1] + "."
    short = text[:-1]
    lower = short.lower()
    if not (_INITIALS.fullmatch(short) or lower in _KNOWN):
        return None
    return None if short.islower() and lower in _WORDS and not _is_numbered(words, place, lower) else lower


def _is_numbered(words: Words, place: int, short: str) -> bool:
    """ "no. 4": a number follows a word that stands before numbers."""
    return short in _BEFORE_NUMBERS and place + 1 < len(words.texts) and words.texts[place + 1][:1].isdigit()


def _ends_plainly(words: Words, word: int, first: int) -> bool:
    """Whether a full stop after an ordinary word or a number in the line ends a sentence: a capital follows."""
    if words.texts[word - 1] != "." or not words.texts[word][:1].isupper() or word - 3 < first:
        return False
    last = words.texts[word - 2]
    if last.isdigit():
        return _ends_with_number(words, word, first)
    is_low = last.islower() and len(last) > 1
    return words.spaces[word - 1] == NO_SPACE and (
        is_low or (len(last) > _LONGEST_RANK and _opens_with_title(words, word))
    )


def _ends_with_number(words: Words, word: int, first: int) -> bool:
    """Whether a number and its full stop end a sentence: "2. Ames stayed." is an item of a list."""
    if words.texts[word - 3] == "." and _is_numbered_short(words, word, first):
        return words.texts[word].lower() in _OPENERS or _opens_with_title(words, word)
    begins_line = NEWLINE in (words.spaces[word - 2], words.spaces[word - 3])
    return not begins_line and words.texts[word - 3] not in _FINAL


def _is_numbered_short(words: Words, word: int, first: int) -> bool:
    """ "at No. 10. They talked.": the number before the full stop belongs to an abbreviation like "No."."""
    place = word - 3
    return (
        place > first
        and words.spaces[word - 2] != NEWLINE
        and _read_abbreviation(words, place, first) in _BEFORE_NUMBERS
    )


def _opens_with_title(words: Words, word: int) -> bool:
    """ "on Monday. Prof. Lee stayed.": a title with its full stop and a name follow."""
    text, *after = words.texts[word : word + 3]
    if not text.endswith("."):
        is_tied = after[:1] == ["."] and words.spaces[word + 1] == NO_SPACE
        text, after = (f"{text}." if is_tied else text), after[1:]
    return (
        text.endswith(".")
        and text[:-1].lower() in _BEFORE_NAMES - _CAN_END
        and after[:1] != []
        and after[0][:1].isupper()
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
