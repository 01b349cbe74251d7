"""Phrases and names that give a place, one at a time: "in Orme", "Orme's", a dateline; not "Hong Kong dollars".

Belongs here: what a token or a mention alone tells. Which of several places a number holds for is told in `places`.
"""

from __future__ import annotations

import re
from collections.abc import Set

from spacy.tokens import Token as DocToken

from broadsheet.analysed import TextPart
from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.person_ages import roles
from broadsheet.numbers.syntax import has_case
from broadsheet.records import Mention

# "ORME, Vardland (Agency) —" after a name at the start of a line.
# "ORME, Vardland, Sept. 3 -" too: a hyphen with spaces ends one after a day or a name in capitals.
_DATELINE = re.compile(
    r"(?:[^\n.!?]|\b[A-Z][a-z]{1,4}\.){0,50}?"
    r"(?:\([^()\n]{2,30}\)\s?(?:—|–|--|-)|\s(?:—|–|--)|(?<=[A-Z])\s-\s|(?<=[a-z.]\s\d)\s-\s|(?<=[a-z.]\s\d\d)\s-\s)"
)
_AGENCY_END = re.compile(r"\)\s?(?:—|–|--|-)")
_LONGEST_DATELINE = 60
WHERE = frozenset(["in", "across", "at", "near", "inside", "throughout", "within", "around", "outside", "on", "off"])
_OF = frozenset(["of"])
_OF_MEMBERS = frozenset(["at", "with", "from", "of"])
_COUNTRIES = frozenset(["country", "countries", "nation", "nations"])


def is_of_money(token: DocToken) -> bool:
    """Whether a place is part of the name of a currency: "176 Hong Kong dollars"."""
    currencies = load_words("counted")["currencies"]["words"]
    following = (token.doc[index] for index in range(token.i + 1, min(token.i + 3, len(token.doc))))
    return any(word.lower_ in currencies for word in following)


def is_place_within(token: DocToken, *, is_where: bool) -> bool:
    """Whether a word of a phrase gives its place: "the match in Orme"; in a phrase of place "Orme's jails" too."""
    if token.dep_ == "nmod" and stands_at(token, WHERE):
        return True
    is_own = token.dep_ in ("nmod:poss", "compound") or (token.dep_ == "nmod" and has_case(token, _OF))
    return is_where and is_own


def is_dateline(part: TextPart, mention: Mention) -> bool:
    """Whether a name stands where a line begins, with an agency or a dash after it."""
    start, end = mention.evidence.start_char, mention.evidence.end_char
    return (start == 0 or part.text[start - 1] == "\n") and _DATELINE.match(part.text, end, end + 90) is not None


def is_agency_of_dateline(part: TextPart, mention: Mention) -> bool:
    """ "ORME, May 3 (Agency) -": whether a name stands in the brackets of a dateline."""
    start, end = mention.evidence.start_char, mention.evidence.end_char
    line = part.text.rfind("\n", 0, start) + 1
    is_bracketed = part.text[start - 1 : start] == "(" and _AGENCY_END.match(part.text, end) is not None
    return is_bracketed and start - line <= _LONGEST_DATELINE


def find_place_id(mention: Mention) -> str | None:
    """The id of the place that a mention names: its own, else that of GeoNames; None where it has none."""
    own = getattr(mention, "place_id", None)
    if own:
        return str(own)
    return f"gn:{mention.geonames_id}" if mention.geonames_id else None


def stands_at(noun: DocToken, words: Set[str]) -> bool:
    """Whether a preposition of these stands at a noun, or at a later word of its name, where trees put it at times."""
    words_of_name = [noun, *(child for child in noun.children if child.dep_ == "flat")]
    return any(
        child.dep_ == "case" and child.lower_ in words and child.i < noun.i
        for word in words_of_name
        for child in word.children
    )


def find_bare_number(name: DocToken) -> int | None:
    """The token of the number right before "in" and a name, with "the" or without, "9 in Orme"; None without one."""
    gap = 2 if name.i and name.nbor(-1).lower_ == "the" else 1
    number = name.i - gap - 1
    is_where = number >= 0 and name.doc[number + 1].lower_ in WHERE
    return number if is_where and name.doc[number].pos_ == "NUM" else None


def is_of_countries(noun: DocToken) -> bool:
    """Whether countries are counted, themselves or as a number of them."""
    parts = (child for child in noun.children if child.dep_ == "nmod" and stands_at(child, _OF))
    return noun.lower_ in _COUNTRIES or any(part.lower_ in _COUNTRIES for part in parts)


def is_of_measure(noun: DocToken) -> bool:
    """Whether a noun names a measure: "exports", "population"."""
    return noun.lower_ in load_words("counted")["measures"]["words"]


def is_member(subject: DocToken, phrase: DocToken) -> bool:
    """Whether a phrase says only where one person works who does something: "a lawyer at the University of Orme"."""
    return subject.lower_ in roles() and has_case(phrase, _OF_MEMBERS)
