"""What a number counts: the phrase behind it or before it, by syntax where the Doc has it, else by patterns.

Belongs here: from a quantity to the span and head of what is counted. Keys that meet across articles are made in
measure.py.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc
from spacy.tokens import Token as DocToken

from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.quantities import Quantity
from broadsheet.numbers.tokens import LINE, WORD, Token

_FIND_COUNTED_WORDS = frozenset(["year", "date_part", "time_part", "identifier", "phone", "name_part", "score", "age"])
_READ_PARSE_WORDS = frozenset(
    ["nummod", "quantmod", "compound", "amod", "det", "nmod", "advmod", "obl:npmod", "nmod:npmod", "flat", "goeswith"]
)

# A counted phrase has at most so many words.
_LONGEST = 7
_NOUNS = frozenset(["NOUN", "PROPN"])
_SPANS_OF_TIME = frozenset(["year", "month", "quarter", "week", "day", "decade"])
_ARTICLES = frozenset(["the", "its", "their", "all", "those", "these", "his", "her", "our", "a", "an"])
# A past participle behind a noun takes no object: such words may follow it.
_AFTER_PARTICIPLE = load_word_set("number_contexts", "after_participle")


@dataclass(frozen=True, slots=True)
class Counted:
    """Span and head of what is counted; rule says how it was found."""

    start_char: int
    end_char: int
    head: str
    rule: str


@cache
def _words(section: str) -> frozenset[str]:
    return frozenset(load_words("counted")[section]["words"])


def find_counted(text: str, tokens: list[Token], quantity: Quantity, doc: Doc | None) -> Counted | None:
    """The phrase that says what a quantity counts; None where the text does not say."""
    if quantity.kind in _FIND_COUNTED_WORDS:
        return None
    found = _read_parse(doc, quantity) if doc is not None and doc.has_annotation("DEP") else None
    found = found or _trim_verb(_read_following(text, tokens, quantity), text, doc)
    if found and found.head in _change_nouns():
        found = _read_changed(text, tokens, found) or _read_subject(doc, quantity) or found
    return found or _read_subject(doc, quantity) or _read_measure(text, tokens, quantity)


def _trim_verb(found: Counted | None, text: str, doc: Doc | None) -> Counted | None:
    """A following group without the verb that ends it ("6 in 10 Americans disapprove"), where the Doc has verbs."""
    if found is None or doc is None or not doc.has_annotation("DEP"):
        return found
    span = doc.char_span(found.start_char, found.end_char, alignment_mode="expand")
    if span is None or len(span) < 2 or span[-1].pos_ not in ("VERB", "AUX") or span[-1].dep_ in ("acl", "amod"):
        return found
    if not any(child.dep_ in ("nsubj", "nsubj:pass") for child in span[-1].children):
        return found
    last = span[-2]
    return Counted(found.start_char, last.idx + len(last), last.lower_, found.rule)


def _read_subject(doc: Doc | None, quantity: Quantity) -> Counted | None:
    """The subject of a verb of change or state that names a measure: "Mortgage approvals fell to 39,600"."""
    if doc is None or not doc.has_annotation("DEP"):
        return None
    span = doc.char_span(quantity.start_char, quantity.end_char, alignment_mode="expand")
    if span is None or not len(span):
        return None
    verb = span.root.head
    while (
        verb.dep_ in ("xcomp", "nmod", "obl", "appos", "conj")
        and verb.head.i != verb.i
        and verb.pos_ not in ("VERB", "AUX")
    ):
        verb = verb.head
    while verb.dep_ in ("conj", "xcomp", "advcl") and not any(c.dep_ == "nsubj" for c in verb.children):
        if verb.head.i == verb.i:
            break
        verb = verb.head
    if verb.lower_ not in _subject_verbs():
        return None
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubj:pass") and child.pos_ == "NOUN" and child.i < span.start:
            if child.lower_ not in _words("measures") and not child.lower_.endswith("s"):
                return None
            found = _phrase_of(doc, child, range(0))
            return replace(found, rule="subject") if found else None
    return None


@cache
def _subject_verbs() -> frozenset[str]:
    change = load_words("numbers")["change"]
    return frozenset(word for key in ("rise", "fall") for word in change[key]) | _words("states")


@cache
def _change_nouns() -> frozenset[str]:
    return frozenset(load_words("counted")["change_nouns"]["words"])


def _read_changed(text: str, tokens: list[Token], found: Counted) -> Counted | None:
    """ "a 5% rise in rents": what rises stands behind in or of."""
    index = bisect_left(tokens, found.end_char, key=lambda token: token.start_char)
    if index >= len(tokens) or tokens[index].lower not in ("in", "of"):
        return None
    first = index + 1
    while first < len(tokens) and tokens[first].lower in _ARTICLES:
        first += 1
    last = _end_of_group(tokens, first)
    if last == first:
        return None
    return Counted(tokens[first].start_char, tokens[last - 1].end_char, tokens[last - 1].lower, "changed_noun")


def _read_following(text: str, tokens: list[Token], quantity: Quantity) -> Counted | None:
    """The group of words right behind the number, with a participle after it."""
    index = quantity.last
    while index < len(tokens) and quantity.bound_end is not None and tokens[index].start_char < quantity.bound_end:
        index += 1
    if index < len(tokens) and quantity.form == "ordinal" and tokens[index].text == "-":
        return None
    if index < len(tokens) and tokens[index].lower == "-" and not tokens[index].gap:
        index += 1
    if index < len(tokens) and tokens[index].lower == "of":
        index += 1
        while index < len(tokens) and tokens[index].lower in _ARTICLES:
            index += 1
    elif (
        (quantity.kind in ("percent", "ratio") and quantity.unit is not None)
        or quantity.form == "fraction"
        or quantity.kind in ("money", "percentage_point")
    ):
        return None
    first = index
    last = _end_of_group(tokens, first)
    if last == first:
        if index < len(tokens) and tokens[index].lower in _words("participles") and tokens[index].gap:
            return Counted(tokens[index].start_char, tokens[index].end_char, tokens[index].lower, "participle")
        return None
    head = tokens[last - 1]
    if last < len(tokens) and tokens[last].lower in _words("participles") and _takes_no_object(tokens, last):
        last += 1
    return Counted(tokens[first].start_char, tokens[last - 1].end_char, head.lower, "following_words")


def _takes_no_object(tokens: list[Token], index: int) -> bool:
    """True where a participle ends its phrase ("soldiers killed since May"), not where it is a verb of its own."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return after is None or after.kind != WORD or after.lower in _AFTER_PARTICIPLE


def _end_of_group(tokens: list[Token], first: int) -> int:
    """Index after the noun group that begins at `first`: words up to a stop word, verb or sign."""
    stops, participles = _words("stops"), _words("participles")
    index = first
    while index < len(tokens) and index - first < _LONGEST:
        token = tokens[index]
        if token.kind == LINE:
            break
        if (
            token.text in "-‐‑'’"
            and index > first
            and index + 1 < len(tokens)
            and not token.gap
            and not tokens[index + 1].gap
            and tokens[index + 1].kind == WORD
        ):
            index += 2
            continue
        if token.kind != WORD or token.lower in stops:
            break
        if token.lower in participles and index > first:
            break
        if (
            index > first
            and tokens[index - 1].lower.endswith("s")
            and token.lower.endswith(("ed", "ing"))
            and len(token.lower) > 4
        ):
            break
        if index > first and _is_plural(tokens[index - 1]) and not token.text[:1].isupper():
            break
        if token.lower.endswith("'s"):
            return index + 1 if index == first else index
        index += 1
    return index


def _is_plural(token: Token) -> bool:
    word = token.lower
    return word in ("people", "children", "men", "women") or (
        word.endswith("s")
        and not word.endswith(("ss", "us", "is", "ous"))
        and len(word) > 3
        and token.text[:1].islower()
    )


def _read_measure(text: str, tokens: list[Token], quantity: Quantity) -> Counted | None:
    """A noun of measure before the number in the same sentence: "the death toll rose to 12"."""
    measures = _words("measures")
    low = max(quantity.first - 14, 0)
    for index in range(quantity.first - 1, low - 1, -1):
        token = tokens[index]
        if token.kind == LINE or (
            token.text in ".!?;:" and not (token.text == "." and index + 1 < len(tokens) and not tokens[index + 1].gap)
        ):
            return None
        if token.kind == WORD and token.lower in measures:
            first = index
            while (
                first > low
                and tokens[first - 1].kind == WORD
                and tokens[first - 1].lower not in _words("stops")
                and tokens[first].gap
                and index - first < 4
            ):
                first -= 1
            return Counted(tokens[first].start_char, token.end_char, token.lower, "measure_noun")
    return None


def _read_parse(doc: Doc, quantity: Quantity) -> Counted | None:
    """The noun that the number modifies, with its phrase and a participle behind it; else the subject of its verb."""
    span = doc.char_span(quantity.number_start, quantity.number_end, alignment_mode="expand")
    if span is None or len(span) == 0:
        return None
    root = span.root
    unit_end = quantity.unit_end if quantity.unit_end is not None and quantity.unit_end > quantity.number_end else None
    if unit_end is not None:
        unit = doc.char_span(quantity.unit_start or quantity.number_end, unit_end, alignment_mode="expand")
        if unit is not None and len(unit):
            root = unit.root
    whole = doc.char_span(quantity.start_char, quantity.end_char, alignment_mode="expand") or span
    inside = range(min(span.start, whole.start), max(span.end, whole.end))
    head = root
    while head.i in inside and head.head.i != head.i and head.dep_ in _READ_PARSE_WORDS:
        head = head.head
        if head.i not in inside:
            break
    if quantity.bound_end is not None and quantity.bound_end > quantity.end_char:
        return None
    if head.lower_ in ("percent", "cent") or (head.lower_ in _SPANS_OF_TIME and quantity.unit is not None):
        return None
    if head.i not in inside and head.pos_ in _NOUNS:
        return _phrase_of(doc, head, inside)
    complement = next(
        (
            child
            for child in root.children
            if child.dep_ in ("nmod", "obl")
            and child.i > root.i
            and any(grand.lower_ == "of" for grand in child.children)
        ),
        None,
    )
    if complement is not None and complement.pos_ in _NOUNS and complement.i not in inside:
        return _phrase_of(doc, complement, inside)
    return None


def _belongs_to(participle: DocToken, head: DocToken) -> bool:
    """ "soldiers killed" is a phrase, "people drowned" a sentence."""
    return participle.head.i == head.i or not any(child.i == head.i for child in participle.children)


def _phrase_of(doc: Doc, head: DocToken, inside: range) -> Counted | None:
    """The words from the number to the head, and a participle that follows."""
    first = head.i
    for child in head.lefts:
        if child.i >= inside.stop and child.dep_ in ("amod", "compound", "nmod", "flat", "nmod:poss", "acl", "advmod"):
            first = min(first, child.left_edge.i)
    first = max(first, inside.stop) if head.i >= inside.stop else first
    while first < head.i and doc[first].is_punct:
        first += 1
    last = head.i + 1
    while last < len(doc) and doc[last].dep_ in ("flat", "compound") and doc[last].head.i == head.i:
        last += 1
    if last < len(doc) and doc[last].lower_ in _words("participles") and _belongs_to(doc[last], head):
        after = doc[last + 1] if last + 1 < len(doc) else None
        if after is None or not after.is_alpha or after.lower_ in _AFTER_PARTICIPLE:
            last += 1
    start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
    return Counted(start, end, head.lower_, "syntax") if first <= head.i and end - start < 120 else None
