"""The period that the sentence before a number sets: "Sales fell in 2025. The firm sold 4,100 vans."

Belongs here: which time of a sentence before holds for a number whose own sentence names none. Times of its own
sentence are read in periods.py.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from spacy.tokens import Token as DocToken

from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.periods import Period, Time, TimeExpressions
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.syntax import VERBS, find_span, is_top
from broadsheet.numbers.time_ties import is_model_year, is_of_report
from broadsheet.records import Sentence

# So many sentences before that of a number may set its period, in its own paragraph.
_BACK = 2
_FARTHEST = 6
_NOT_PAST = frozenset(
    ["is", "are", "has", "have", "will", "would", "can", "could", "may", "might", "should", "must", "do", "does", "to"]
)
# Verbs whose past is like their present, but for its ending.
_ALIKE = frozenset(["hit", "cut", "put", "set", "shut", "spread", "beat", "let", "hurt", "burst", "shed", "quit"])
# What the one who writes does is of another time than what was told before: "asked him five questions".
_ASKING = frozenset(["ask", "interview", "cite", "quote"])
_AGAINST = re.compile(r"\b(?:against|compared (?:with|to)|from|than|versus)\s+(?:[^,;]|,(?=\d)){0,40}\d[^,;]{0,20}$")
_DATELINE = re.compile(r"[A-Z]{3}[A-Z .]*,")
_AUXILIARIES = frozenset(["aux", "aux:pass", "cop", "mark"])
_TOLD = frozenset(["conj", "ccomp", "parataxis", "xcomp"])
_REPORTS = load_word_set("counted", "reports")
_PAST = frozenset(["was", "were", "had", "did"])
_KINDS = frozenset(["count", "percent", "percentage_point", "money", "measure", "ratio"])
# What happens once and says nothing of the time of what is told after it: "was founded in 1998".
_ONCE = load_word_set("counted", "once_verbs")
# With one of these a sentence is of another time than the one before.
_OTHER_TIMES = load_word_set("counted", "other_times")


class ScenePeriods:
    """The periods that the sentences of a part set for those after them."""

    def __init__(self, times: TimeExpressions) -> None:
        self.times, self.part = times, times.part
        self.starts = [sentence.evidence.start_char for sentence in times.part.sentences]
        self.found: dict[int, Time | None] = {}

    def find(self, quantity: Quantity, period: Period) -> Period:
        """The period of a number: its own, else that of the sentence before where both tell what is past."""
        is_one = quantity.kind == "count" and quantity.value == 1
        if period.start is not None or is_one or quantity.kind not in _KINDS or not self._is_open(quantity):
            return period
        index = bisect_right(self.starts, quantity.number_start) - 1
        if index not in self.found:
            self.found[index] = self._find_before(index)
        time = self.found[index]
        if time is None:
            return period
        return replace(self.times.describe(time, period.as_of, period.as_of_method), as_of=period.as_of)

    def _is_open(self, quantity: Quantity) -> bool:
        """Whether the clause of a number tells what is past, and its sentence names no time of its own."""
        span = find_span(self.part.doc, quantity.start_char, quantity.end_char) if self.part.doc is not None else None
        if span is None:
            return False
        words = {token.lower_ for token in span.sent}
        verb = _find_verb(span.root)
        if verb is None or verb.lemma_.lower() in _ASKING:
            return False
        return is_told(verb) and is_past(verb) and _OTHER_TIMES.isdisjoint(words)

    def _find_before(self, index: int) -> Time | None:
        """The time of the nearest sentence before in the paragraph that names one; None where it names several."""
        sentences = self.part.sentences
        if index < 1 or self._has_own(sentences[index]):
            return None
        for at in range(index - 1, max(index - 1 - _BACK, -1), -1):
            between = self.part.text[sentences[at].evidence.end_char : sentences[at + 1].evidence.start_char]
            if "\n" in between and (at < index - 1 or _DATELINE.match(sentences[index].evidence.surface)):
                return None
            times = [time for time in self._read(sentences[at]) if not self._is_of_report(time)]
            if times:
                return times[0] if len(times) == 1 and self._sets(times[0]) else None
        return None

    def _has_own(self, sentence: Sentence) -> bool:
        """Whether a sentence names a time that is not only that of another figure in it: "against 12 in May"."""
        return any(not _AGAINST.search(time.lead) for time in self._read(sentence))

    def _is_of_report(self, time: Time) -> bool:
        """Whether a time is only that of a report: "the office said on Tuesday"."""
        phrase = find_span(self.part.doc, time.row.evidence.start_char, time.row.evidence.end_char)
        verb = _find_verb(phrase.root) if phrase is not None else None
        if phrase is None or verb is None:
            return False
        is_passive = any(child.dep_ == "aux:pass" for child in verb.children)
        return is_of_report(phrase, phrase.root) or (verb.lower_ in _REPORTS and not is_passive)

    def _read(self, sentence: Sentence) -> list[Time]:
        """The times of a sentence, but for those that it only compares with."""
        start, end = sentence.evidence.start_char, sentence.evidence.end_char
        return [time for time in self.times.find_within(start, end - 1, end, end) if not time.is_comparison]

    def _sets(self, time: Time) -> bool:
        """Whether a time is one of what a whole sentence tells: at its verb, not that of a report or of a name."""
        published = self.times.published
        if not _is_plain(time) or (published is not None and time.start_on > published):
            return False
        phrase = find_span(self.part.doc, time.row.evidence.start_char, time.row.evidence.end_char)
        verb = _find_verb(phrase.root) if phrase is not None else None
        if phrase is None or verb is None or is_model_year(phrase.root):
            return False
        above = verb.head if verb.dep_ == "xcomp" else verb
        return is_told(above) and is_past(above) and verb.lemma_.lower() not in _ONCE


def _is_plain(time: Time) -> bool:
    """Whether a time is a day or span of the calendar, not one that only begins or ends then."""
    is_open = time.since is not None or time.is_end
    return not is_open and time.row.timex_type == "DATE" and time.row.end_on is not None


def _find_verb(token: DocToken) -> DocToken | None:
    """The verb of the clause of a token; the top word, be it no verb, where that is first: "the rate was 5%"."""
    for _ in range(_FARTHEST):
        if token.pos_ in VERBS or is_top(token):
            return token
        token = token.head
    return None


def is_told(verb: DocToken) -> bool:
    """Whether a verb is what its sentence tells, itself, joined to that or as somebody's words."""
    for _ in range(_FARTHEST):
        if is_top(verb):
            return True
        if verb.dep_ not in _TOLD:
            return False
        verb = verb.head
    return False


def is_past(verb: DocToken) -> bool:
    """Whether a clause tells what is past: "fell", "was killed", "had risen", not "has risen", "will fall"."""
    helpers = {child.lower_ for child in verb.children if child.dep_ in _AUXILIARIES}
    if not helpers.isdisjoint(_NOT_PAST) or verb.lower_ in _NOT_PAST:
        return False
    if verb.lower_ in _PAST or not helpers.isdisjoint(_PAST):
        return True
    if verb.lower_ in _ALIKE:
        return True
    is_changed = verb.lower_ != verb.lemma_.lower() and not verb.lower_.endswith(("ing", "s"))
    return verb.pos_ == "VERB" and is_changed
