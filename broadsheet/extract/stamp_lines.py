"""Visible lines that say when a page was published or changed: their parts, and whether a line is such a stamp.

Belongs here: lines of words. Parsing the date in them belongs to broadsheet.extract.stamps, choosing to the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from broadsheet.extract.bylines import load_words

_DIGIT = re.compile(r"\d")
# What a date may consist of, so that the rest of a line is what is said about it.
_DATE = re.compile(
    r"(?:19|20)\d{2}\s?[./年-]\s?\d{1,2}\s?[./月-]\s?\d{1,2}日?"
    r"|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:19|20)\d{2}"
    r"|\d{1,2}(?:st|nd|rd|th|er|\.)?[\s,]{0,2}(?:of |de |d')?[^\W\d_]{3,14}\.?[\s,]{0,2}(?:de |del )?(?:19|20)\d{2}"
    r"|[^\W\d_]{3,14}\.?\s{0,2}\d{1,2}(?:st|nd|rd|th)?[\s,.]{1,3}(?:19|20)\d{2}"
)
_WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*")
# "a.m." after a time is no word and ends no sentence.
_HALF_DAY = re.compile(r"(?<=\d) ?[ap]\.m\.(?!\w)", re.IGNORECASE)
_SENTENCE_WORDS = 8
_MOST_DATES = 2
_WORDS_BEFORE, _WORDS_AFTER = 3, 6


def begins_as_stamp(text: str) -> bool:
    """Whether a text begins with a word of publication or change.

    >>> begins_as_stamp("Published on 3 May 2024"), begins_as_stamp("The report was published on 3 May 2024")
    (True, False)
    """
    return bool(_lead().match(text))


def split_stamp(line: str) -> Iterator[str]:
    """Yield the parts of a line that have a date of their own.

    >>> list(split_stamp("Published 3 May 2024; last updated 4 May 2024"))
    ['Published 3 May 2024', 'last updated 4 May 2024']
    """
    parts = [part.strip(" ,;|•·") for part in _cut().split(line)]
    yield from (part for part in parts if _DIGIT.search(part))


def speaks_of_change(part: str) -> bool:
    """Whether the first date of a part is of a change ("Updated 3 May"), not of the publication."""
    return bool(_changed().search(_DIGIT.split(part, maxsplit=1)[0]))


def is_stamp(part: str, *, is_marked: bool) -> bool:
    """Whether a line says when the page was published or changed, rather than something with a date in it.

    is_marked: the page's markup calls it a date; then only whole sentences are none. A line without a mark must begin
    with its date, a weekday, a place or a word of publication, and go on with nothing but a time, a name or a place.

    >>> is_stamp("Oakham, Friday 3 May 2024, 10 a.m.", is_marked=False)
    True
    >>> is_stamp("The wall fell on 3 May 2024.", is_marked=False), is_stamp("3 May 2024 was wet", is_marked=False)
    (False, False)
    """
    found = _DATE.search(part)
    if len(_DATE.findall(part)) > _MOST_DATES:
        return False  # a table of dates
    if is_marked:
        return not (len(part.split()) >= _SENTENCE_WORDS and part.endswith((".", "!", "?"))) or begins_as_stamp(part)
    if found is None:
        return False
    before, after = part[: found.start()], part[found.end() :]
    lead = _lead().match(before)
    if lead:
        return _count_names(before[lead.end() :]) <= _WORDS_BEFORE and _may_follow(after.rstrip(" ."))
    return _may_precede(before) and _may_follow(after)


def _count_names(text: str) -> int:
    """Words of a text that are no weekday and no word that belongs to a date."""
    beside = (*load_words("before_date"), *load_words("weekdays"))
    return sum(word.casefold() not in beside for word in _WORD.findall(text))


def _may_precede(before: str) -> bool:
    words = [word for word in _WORD.findall(before) if word.casefold() not in load_words("before_date")]
    places = [word for word in words if word.casefold() not in load_words("weekdays")]
    ahead = before.rstrip()
    if words and words[-1] not in places:
        ahead = ahead.removesuffix(words[-1]).rstrip()
    is_led = all(word[0].isupper() for word in places) and ahead[-1:] in tuple(",|–-/")
    return not places or (len(places) <= _WORDS_BEFORE and is_led)


def _may_follow(after: str) -> bool:
    after = _HALF_DAY.sub("", after)
    words = _WORD.findall(after)
    if not words:
        return True
    is_plain = words[0][0].islower() and words[0].casefold() not in load_words("after_date")
    return not is_plain and len(words) <= _WORDS_AFTER and not after.rstrip().endswith((".", "!", "?", ":"))


@cache
def _lead() -> re.Pattern[str]:
    words = sorted((*load_words("published"), *load_words("changed")), key=len, reverse=True)
    joined = "|".join(map(re.escape, words))
    return re.compile(
        r"[\s(\[|/–-]*(?:this \w+ (?:was |has been )?)?(?:last |first |originally |zuletzt |letzte )?"
        r"(?:zuerst |erstmals |ursprünglich |initialement )?"
        rf"(?:{joined})(?![^\W\d_])",
        re.IGNORECASE,
    )


@cache
def _changed() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, load_words("changed"))), re.IGNORECASE)


@cache
def _cut() -> re.Pattern[str]:
    """Between two stamps of one line: a mark, or the word of a change after a date."""
    joined = "|".join(map(re.escape, load_words("changed")))
    return re.compile(rf"\s*[;|•·]\s*|(?<=[\d).,])\s+(?=(?:last |zuletzt )?(?:{joined})(?![^\W\d_]))", re.IGNORECASE)
