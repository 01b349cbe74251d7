"""What a number counts: the phrase after it or before it, by syntax where the Doc has it, else by patterns.

Belongs here: from a quantity to the span and head of what is counted, by patterns over words. What needs a parse is in
counted_syntax.py, where a group of words begins and ends in noun_groups.py; keys are made in keys.py.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from spacy.tokens import Doc

from broadsheet.numbers.compound_modifiers import find_multiplied, find_tied
from broadsheet.numbers.counted_clause import make_subject, read_changed, read_clause
from broadsheet.numbers.counted_syntax import Counted, check_words, counted_words, read_parse
from broadsheet.numbers.headings import find_priced_heading
from broadsheet.numbers.key_words import key_lists, lemma
from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.noun_groups import ends_phrase, find_group_end, find_group_start
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.rules import number_rule
from broadsheet.numbers.statements import find_clause
from broadsheet.numbers.syntax import NOUNS, find_span, has_case, has_syntax
from broadsheet.numbers.tokens import DIGITS, LINE, WORD, Token, is_tied_to_next, lower_at
from broadsheet.numbers.told_again import skip_told_again

COUNTS_NOTHING = frozenset(["year", "date_part", "time_part", "identifier", "phone", "name_part", "score", "age"])
"""Kinds of numbers that count nothing."""
# Kinds that count what follows only after "of": "5% of homes", "$3m of aid".
_COUNTS_AFTER_OF = frozenset(["money", "percentage_point"])
_ARTICLES = load_words("counted")["articles"]["words"]
_LEVEL = frozenset(["to", "at"])
# Times and temperatures say what they measure: "within 28 days" is no number of donations named before.
_OWN_MEASURES = frozenset(["time", "temperature"])
# What a sum pays for ends at most so many tokens after it.
_NOUN_REACH = 3
_ENDS, _ENDS_OF_ITEM = frozenset(".!?"), frozenset(".,;")
_TWO, _LEAST, _SINGLE = 2, 3, frozenset(["a", "an", "another"])
# A label before a colon has at most so many words.
_LONGEST_LABEL = 4
# A noun of measure counts for a number at most so many tokens after it.
_REACH = 14


def find_counted(
    tokens: list[Token], quantity: Quantity, doc: Doc | None, units: frozenset[int] = frozenset()
) -> Counted | None:
    """The phrase that says what a quantity counts; None where the text does not say."""
    if quantity.kind in COUNTS_NOTHING:
        return None
    found = _find_line_of_match(tokens, quantity) or _find_noun_or_two(tokens, quantity)
    found = found or (_read_words(doc, quantity, units) if has_syntax(doc) else None)
    if found is None and not _is_span_of_time(tokens, quantity):
        found = check_words(following_words(tokens, quantity), doc)
    found = _skip_headline(tokens, quantity, found or _noun_right_after(tokens, quantity))
    if found is None:
        label = _find_label(tokens, quantity)
        return label or read_clause(doc, quantity, units) or _measure_in_clause(tokens, quantity, doc)
    return _look_through(tokens, found, quantity, doc, units)


def _skip_headline(tokens: list[Token], quantity: Quantity, found: Counted | None) -> Counted | None:
    """The plural behind a number that a headline's words were taken to end in."""
    is_headline = found is not None and _is_before_plural(tokens, quantity, found)
    return (following_words(tokens, quantity) or found) if is_headline else found


def _is_before_plural(tokens: list[Token], quantity: Quantity, found: Counted) -> bool:
    """Whether a headline's words end in a number of digits that a plural follows: "‘Hill’ Nabs | 8 Nods"."""
    after = tokens[quantity.last] if quantity.last < len(tokens) else None
    is_plural = after is not None and after.gap and after.text[:1].isupper() and lemma(after.lower) != after.lower
    return is_plural and quantity.kind == "count" and found.start_char < quantity.start_char < found.end_char


def _read_words(doc: Doc, quantity: Quantity, units: frozenset[int]) -> Counted | None:
    """What the words around a number say by their syntax, those of a heading and of a compound first."""
    found = find_priced_heading(doc, quantity) or find_tied(doc, quantity) or find_multiplied(doc, quantity)
    return found or read_parse(doc, quantity, units)


def _find_line_of_match(tokens: list[Token], quantity: Quantity) -> Counted | None:
    """What players do right after a number, however a list of them is parsed: "Jon Sele 1 assist, 8 saves"."""
    at = quantity.last
    is_plain = quantity.kind == "count" and quantity.unit is None and quantity.form == "digits"
    if not is_plain or lower_at(tokens, at) not in counted_words("deeds_of_players"):
        return None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    ends = after is None or after.kind == LINE or after.text in _ENDS_OF_ITEM or after.lower in counted_words("stops")
    return _make(tokens, at, at + 1, "following_words") if ends else None


def _find_noun_or_two(tokens: list[Token], quantity: Quantity) -> Counted | None:
    """The noun before "or two": "an app or two"."""
    first = quantity.first
    is_idiom = quantity.value == _TWO and quantity.form == "words" and first >= _LEAST
    if not is_idiom or lower_at(tokens, first - 1) != "or" or lower_at(tokens, first - _LEAST) not in _SINGLE:
        return None
    return _make(tokens, first - 2, first - 1, "following_words")


def _look_through(
    tokens: list[Token], found: Counted, quantity: Quantity, doc: Doc | None, units: frozenset[int]
) -> Counted | None:
    """What a noun tells that only says how much: the thing that rises, or that is so many times the other."""
    if quantity.kind == "multiple" and found.head == "times":
        return read_clause(doc, quantity, units)
    return _find_changed(tokens, found, quantity, doc, units) if found.head in counted_words("change_nouns") else found


def _find_changed(
    tokens: list[Token], found: Counted, quantity: Quantity, doc: Doc | None, units: frozenset[int]
) -> Counted:
    """What a noun of change is about; itself where that is not told."""
    named = changed_noun(tokens, found, quantity) or read_clause(doc, quantity, units)
    return named or (read_changed(doc, found) if quantity.kind == "percent" else None) or found


def _find_label(tokens: list[Token], quantity: Quantity) -> Counted | None:
    """The words between the start of a line or sentence and the colon before a number: "Employees: 6,840"."""
    start = quantity.start_char
    colon = bisect_left(tokens, start, key=lambda token: token.start_char) - 1
    if colon < 1 or tokens[colon].text != ":":
        return None
    first = colon
    while first > 0 and tokens[first - 1].kind == WORD:
        first -= 1
    is_line = first == 0 or tokens[first - 1].kind == LINE or tokens[first - 1].text in _ENDS
    return _make(tokens, first, colon, "label") if is_line and 0 < colon - first <= _LONGEST_LABEL else None


def _noun_of_change(tokens: list[Token], quantity: Quantity) -> Counted | None:
    """The noun of change right after a percentage, before in or of: "a 33% decline in revenue"."""
    at = quantity.last
    is_noun = lower_at(tokens, at) in counted_words("change_nouns") and lower_at(tokens, at + 1) in ("in", "of")
    return _make(tokens, at, at + 1, "following_words") if is_noun and quantity.kind == "percent" else None


def _noun_right_after(tokens: list[Token], quantity: Quantity) -> Counted | None:
    return _noun_of_change(tokens, quantity) or _noun_of_sum(tokens, quantity)


def _noun_of_sum(tokens: list[Token], quantity: Quantity) -> Counted | None:
    """The noun right after a sum that is what it pays for, however a headline is parsed: "after $100M revamp"."""
    if quantity.kind != "money" or quantity.per_start is not None:
        return None
    last = quantity.last
    for index in range(last, min(last + _NOUN_REACH, len(tokens))):
        if tokens[index].kind != WORD or tokens[index].lower in counted_words("stops"):
            return None
        if tokens[index].lower in _nouns_of_sums():
            return _make(tokens, last, index + 1, "following_words")
    return None


@cache
def _nouns_of_sums() -> frozenset[str]:
    """What is built, and nouns that name a measure."""
    return frozenset(key_lists().built | key_lists().sums)


def _is_span_of_time(tokens: list[Token], quantity: Quantity) -> bool:
    """Whether a quantity is a length of time that counts nothing after it, but "of": "two hours early"."""
    is_time = quantity.unit is not None and quantity.unit.dimension == "time"
    return is_time and lower_at(tokens, quantity.last) not in ("of", "-")


def _measure_in_clause(tokens: list[Token], quantity: Quantity, doc: Doc | None) -> Counted | None:
    """The noun of measure before a number, where the parse lets both stand in one clause."""
    found = measure_noun(tokens, quantity)
    if found is None or not has_syntax(doc):
        return found
    return None if _measures_other(found, quantity, doc) else _check_clause(found, quantity, doc)


def _check_clause(found: Counted, quantity: Quantity, doc: Doc) -> Counted | None:
    """A noun of measure, or its subject, where it stands in the clause of the number."""
    noun, number = (
        find_span(doc, found.start_char, found.end_char),
        find_span(doc, quantity.start_char, quantity.end_char),
    )
    if noun is None or number is None:
        return found
    if noun.root.pos_ not in NOUNS:
        return None
    if found.head in counted_words("counting_nouns") and has_case(number.root, _LEVEL):
        found = make_subject(noun.root) or found
    is_above = noun.root.is_ancestor(number.root)
    return found if is_above or find_clause(noun.root) == find_clause(number.root) else None


def _measures_other(found: Counted, quantity: Quantity, doc: Doc) -> bool:
    """Whether a time or a temperature says itself what it measures, so that a noun before it is another's."""
    is_own = quantity.unit is not None and quantity.unit.dimension in _OWN_MEASURES
    return is_own and "temperature" not in doc.text[found.start_char : found.end_char].lower()


@number_rule("counted", {"They made 12 cuts in spending.": "12 spending"})
def changed_noun(tokens: list[Token], found: Counted, quantity: Quantity) -> Counted | None:
    """What rises or falls after a noun of change: "a 5% rise in rents"; the number itself is none ("a loss of $5m")."""
    index = bisect_left(tokens, found.end_char, key=lambda token: token.start_char)
    if lower_at(tokens, index) not in ("in", "of"):
        return None
    first = _skip_articles(tokens, index + 1)
    if first in range(quantity.first, quantity.last):
        return None
    last = find_group_end(tokens, first)
    return _make(tokens, first, last, "changed_noun") if last > first else None


@number_rule("counted", {"They lost 12 Russian soldiers today.": "12 Russian soldiers"})
def following_words(tokens: list[Token], quantity: Quantity) -> Counted | None:
    """The group of words right after a number, with a participle after it: "12 soldiers killed"."""
    first = _find_start(tokens, quantity)
    if first is None:
        return None
    last = find_group_end(tokens, first)
    if last == first:
        is_participle = lower_at(tokens, first) in counted_words("participles") and tokens[first].gap
        return _make(tokens, first, first + 1, "participle") if is_participle else None
    found = _make(tokens, first, last, "following_words")
    if lower_at(tokens, last) in counted_words("participles") and ends_phrase(tokens, last):
        return Counted(found.start_char, tokens[last].end_char, found.head, found.rule)
    return found


def _find_start(tokens: list[Token], quantity: Quantity) -> int | None:
    """Index of the first word that a number may count; None where it counts only what stands before it."""
    index = quantity.last
    while index < len(tokens) and quantity.bound_end is not None and tokens[index].start_char < quantity.bound_end:
        index += 1
    if lower_at(tokens, index) == "-":
        if quantity.form == "ordinal":
            return None
        index += 0 if tokens[index].gap else 1
    index = skip_told_again(tokens, quantity, index)
    if lower_at(tokens, index) == "of":
        return _skip_numbers(tokens, _skip_articles(tokens, index + 1))
    return None if _counts_only_after_of(quantity) else index


def _counts_only_after_of(quantity: Quantity) -> bool:
    if quantity.form == "fraction" or quantity.kind in _COUNTS_AFTER_OF:
        return True
    return quantity.kind in ("percent", "ratio") and quantity.unit is not None


def _skip_articles(tokens: list[Token], index: int) -> int:
    while lower_at(tokens, index) in _ARTICLES:
        index += 1
    return index


def _skip_numbers(tokens: list[Token], index: int) -> int:
    while index < len(tokens) and (tokens[index].kind == DIGITS or tokens[index].lower in _scales()):
        index += 1
    return index


@cache
def _scales() -> frozenset[str]:
    return frozenset(load_words("numbers")["scales"])


@number_rule("counted", {"The death toll rose to 12.": "12 death toll"})
def measure_noun(tokens: list[Token], quantity: Quantity) -> Counted | None:
    """A noun of measure before a number in the same sentence: "the death toll rose to 12"."""
    low = max(quantity.first - _REACH, 0)
    for index in range(quantity.first - 1, low - 1, -1):
        if _ends_sentence(tokens, index):
            return None
        if _is_measure(tokens, index):
            return _make(tokens, find_group_start(tokens, index, low), index + 1, "measure_noun")
    return None


def _ends_sentence(tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    if token.text == ".":
        return not is_tied_to_next(tokens, index)
    return token.kind == LINE or token.text in "!?;:|"


def _is_measure(tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    is_base_of_rate = tokens[max(index - 1, 0)].lower in ("per", "each")
    return token.kind == WORD and token.lower in counted_words("measures") and not is_base_of_rate


def _make(tokens: list[Token], first: int, last: int, rule: str) -> Counted:
    """What tokens[first:last] name; the last of them is the head."""
    return Counted(tokens[first].start_char, tokens[last - 1].end_char, tokens[last - 1].lower, rule)
