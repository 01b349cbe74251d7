"""Whether the words around a time expression make it the time of a figure, or of something else.

Belongs here: times of reports, births, forecasts and models of things, and those that a bracket ties to one figure.
Which of several times is the period of a number is decided in periods.py.
"""

from __future__ import annotations

import re

from spacy.tokens import Span
from spacy.tokens import Token as DocToken

from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.syntax import is_top
from broadsheet.records import DateExpression

_BORN = re.compile(r"\bborn\s+(?:on|in)\s+(?:the\s+)?$", re.IGNORECASE)
# "2018 (253 cases)", and "253 cases (2018)": a bracket that opens right behind the time, or that holds the time alone.
_OPENED = re.compile(r"\s?\((?:about |around |roughly |some |nearly |almost |just under |just over )?")
_COUNTED_AND_OPENED = re.compile(r"(?:\s[\w’'-]+){0,3}\s?\((?:in )?")


def is_told_beside(text: str, time: DateExpression, quantity: Quantity) -> bool:
    """Whether brackets tie a time to this number and to no other: "2018 (253 cases)", "253 cases (2018)"."""
    start, end = time.evidence.start_char, time.evidence.end_char
    if end <= quantity.start_char:
        return _OPENED.fullmatch(text, end, quantity.number_start) is not None
    is_alone = text.startswith(")", end)
    return is_alone and _COUNTED_AND_OPENED.fullmatch(text, quantity.end_char, start) is not None


def is_model_year(token: DocToken) -> bool:
    """Whether a year before a noun names a thing ("the 2016 laptop"), not the time of a measure ("2016 sales")."""
    noun = token.head
    is_before = token.dep_ in ("compound", "amod", "nummod") and token.i < noun.i
    return is_before and token.text.isdigit() and noun.lower_ not in load_words("counted")["measures"]["words"]


def is_of_report(phrase: Span, verb: DocToken) -> bool:
    """Whether a time stands right after another verb of saying: "officials said Monday that 12 people died"."""
    doc, index = phrase.doc, phrase.start - 1
    if index > 0 and doc[index].lower_ == "on":
        index -= 1
    before = doc[max(index, 0)]
    return before.i != verb.i and before.lower_ in load_words("counted")["reports"]["words"]


def is_before_report(phrase: Span) -> bool:
    """Whether a time stands right before a verb of saying: "on Monday reported a loss for 2019"."""
    after = phrase.doc[phrase.end : phrase.end + 1].text.lower()
    return after in load_words("counted")["reports"]["words"]


def is_birth(lead: str, time: DateExpression, quantity: Quantity) -> bool:
    """Whether a time before a number is that of a birth: "was born in 1964, the older of two daughters"."""
    return time.evidence.start_char < quantity.start_char and _BORN.search(lead) is not None


def is_forecast(verb: DocToken) -> bool:
    """Whether a verb tells what somebody foretells: "had forecast output to grow by 3%"; taggers miss "forecast"."""
    if verb.dep_ not in ("xcomp", "ccomp") or is_top(verb):
        return False
    is_missed = any(token.lower_ == "forecast" for token in verb.doc[verb.head.i : verb.i])
    return is_missed or verb.head.lemma_.lower() in load_words("counted")["forecasts"]["words"]
