"""What measure a number belongs to: period, as-of day, place, and a key under which articles meet.

Belongs here: the columns period_*, as_of, scope_place and measure_key. What is counted is found in counted.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from broadsheet.numbers.counted import Counted
from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.quantities import Quantity
from broadsheet.reading import Part
from broadsheet.records import DateExpression, Mention

# Time expressions and places count for a number within its sentence, at most so many characters away.
_REACH = 160
_SINCE = re.compile(r"\b(since|from)\s+(?:about\s+|around\s+|the\s+)?$", re.IGNORECASE)
_AS_OF = re.compile(r"\b(as of|as at|by|on|at the end of|until|up to|to)\s+(?:the\s+)?$", re.IGNORECASE)
_IN = re.compile(
    r"\b(in|during|for|over|through|throughout|between|within|of|from|last|this)\s+(?:the\s+)?$", re.IGNORECASE
)
_PLACE = re.compile(
    r"\b(in|across|from|at|near|inside|throughout|within|around|over)\s+(?:the\s+|northern\s+|southern\s+|eastern\s+|western\s+|central\s+)*$",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PLACED = frozenset(["LOC", "GPE", "NORP"])


@dataclass(frozen=True, slots=True)
class Period:
    """Period and as-of day of a number; text is what says so."""

    text: str | None = None
    start: date | None = None
    end: date | None = None
    as_of: date | None = None
    as_of_method: str | None = None


class Surroundings:
    """The time expressions and places of a part, looked up by sentence."""

    def __init__(
        self,
        part: Part,
        dates: Sequence[DateExpression],
        mentions: Sequence[Mention],
        published: date | None,
        method: str = "published",
    ) -> None:
        self.part, self.method = part, method
        self.dates = [
            row
            for row in sorted(dates, key=lambda row: row.evidence.start_char)
            if row.timex_type in ("DATE", "DURATION", "TIME")
        ]
        self.starts = [row.evidence.start_char for row in self.dates]
        self.places = sorted((m for m in mentions if m.mention_type in _PLACED), key=lambda m: m.evidence.start_char)
        self.place_starts = [m.evidence.start_char for m in self.places]
        self.published = published

    def find_period(self, quantity: Quantity) -> Period:
        """The period by the nearest time expression of the sentence that has one; as-of day stated or published."""
        low, high = self._bounds(quantity)
        since: Period | None = None
        best: tuple[int, Period] | None = None
        as_of: tuple[int, date] | None = None
        for row in self.dates[bisect_left(self.starts, low) : bisect_right(self.starts, high)]:
            start, end = row.evidence.start_char, row.evidence.end_char
            if start <= quantity.number_start < end or row.start_on is None:
                continue
            gap = start - quantity.end_char if start >= quantity.end_char else quantity.start_char - end
            lead = self.part.text[max(low, start - 24) : start]
            if _SINCE.search(lead) or row.evidence.surface.lower().startswith("since"):
                word = _SINCE.search(lead)
                text = self.part.text[(max(low, start - 24) + word.start()) if word else start : end]
                if word is None or word[1].lower() == "since":
                    since = since or Period(text, row.start_on, self.published)
                    continue
            if row.timex_type == "TIME" or (re.search(r"\b(as of|as at)\s+(?:the\s+)?$", lead, re.IGNORECASE)):
                as_of = min(as_of or (gap, row.end_on or row.start_on), (gap, row.end_on or row.start_on))
                continue
            period = Period(row.evidence.surface, row.start_on, row.end_on)
            if best is None or gap < best[0]:
                best = (gap, period)
        return self._settle(since, best, as_of)

    def _settle(self, since: Period | None, best: tuple[int, Period] | None, as_of: tuple[int, date] | None) -> Period:
        period = since or (best[1] if best else Period())
        day, method = (as_of[1], "stated") if as_of else (self.published, self.method if self.published else None)
        return Period(period.text, period.start, period.end, day, method)

    def find_place(self, quantity: Quantity) -> str | None:
        """The place nearest behind a word of place in the sentence; behind the number before in front of it."""
        low, high = self._bounds(quantity)
        best: tuple[int, str] | None = None
        for mention in self.places[bisect_left(self.place_starts, low) : bisect_right(self.place_starts, high)]:
            start, end = mention.evidence.start_char, mention.evidence.end_char
            if mention.mention_type == "NORP" or not _PLACE.search(self.part.text[max(low, start - 40) : start]):
                continue
            gap = start - quantity.end_char if start >= quantity.end_char else 60 + quantity.start_char - end
            if best is None or gap < best[0]:
                best = (gap, mention.entity_name)
        return best[1] if best else None

    def _bounds(self, quantity: Quantity) -> tuple[int, int]:
        sentence = self.part.sentence_at(quantity.number_start)
        low, high = max(quantity.start_char - _REACH, 0), quantity.end_char + _REACH
        if sentence is not None:
            low, high = max(low, sentence.evidence.start_char), min(high, sentence.evidence.end_char)
        return low, high


@cache
def _synonyms() -> dict[str, str]:
    return {word: key for key, words in load_words("counted")["synonyms"].items() for word in words}


@cache
def _weightless() -> frozenset[str]:
    lists = load_words("counted")
    return frozenset(lists["weightless"]["words"]) | frozenset(lists["stops"]["words"])


def make_key(quantity: Quantity, counted: Counted | None, text: str, place: str | None) -> str | None:
    """A key of words in fixed order, unit and place: `death soldier russian|count|`; None without what is counted.

    >>> lemma("soldiers"), lemma("countries"), lemma("deaths")
    ('soldier', 'country', 'death')
    """
    if counted is None or quantity.kind in ("ordinal", "rank", "year", "age", "score"):
        return None
    words = [lemma(word) for word in _LETTERS.findall(text[counted.start_char : counted.end_char].lower())]
    kept = sorted({word for word in words if word not in _weightless()})
    if not kept:
        return None
    unit = quantity.unit.currency or quantity.unit.name if quantity.unit else quantity.kind
    return f"{' '.join(kept)}|{unit}|{(place or '').lower()}"


@cache
def lemma(word: str) -> str:
    """A word without its plural ending, or the key of its synonyms."""
    known = _synonyms().get(word)
    if known:
        return known
    irregular = {
        "people": "person",
        "men": "man",
        "women": "woman",
        "children": "child",
        "lives": "life",
        "feet": "foot",
        "mice": "mouse",
    }
    if word in irregular:
        return _synonyms().get(irregular[word], irregular[word])
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
