"""What a number counts, by syntax: the noun it modifies, or the subject of a verb of change or state.

Belongs here: what needs a parsed Doc. Patterns over words are in counted.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc
from spacy.tokens import Token as DocToken

from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.quantity import Quantity

_INSIDE_RELATIONS = frozenset(
    ["nummod", "quantmod", "compound", "amod", "det", "nmod", "advmod", "obl:npmod", "nmod:npmod", "flat", "goeswith"]
)

_NOUNS = frozenset(["NOUN", "PROPN"])

_SPANS_OF_TIME = frozenset(["year", "month", "quarter", "week", "day", "decade"])

# A past participle after a noun takes no object: such words may follow it.
AFTER_PARTICIPLE = load_word_set("number_contexts", "after_participle")


@dataclass(frozen=True, slots=True)
class Counted:
    """Span and head of what is counted; rule says how it was found."""

    start_char: int
    end_char: int
    head: str
    rule: str


@cache
def counted_words(section: str) -> frozenset[str]:
    return frozenset(load_words("counted")[section]["words"])


def trim_verb(found: Counted | None, text: str, doc: Doc | None) -> Counted | None:
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


def read_subject(doc: Doc | None, quantity: Quantity) -> Counted | None:
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
            if child.lower_ not in counted_words("measures") and not child.lower_.endswith("s"):
                return None
            found = _phrase_of(doc, child, range(0))
            return replace(found, rule="subject") if found else None
    return None


@cache
def _subject_verbs() -> frozenset[str]:
    change = load_words("numbers")["change"]
    return frozenset(word for key in ("rise", "fall") for word in change[key]) | counted_words("states")


def read_parse(doc: Doc, quantity: Quantity) -> Counted | None:
    """The noun that the number modifies, with its phrase and a participle after it; else the subject of its verb."""
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
    while head.i in inside and head.head.i != head.i and head.dep_ in _INSIDE_RELATIONS:
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
    if participle.head.i == head.i or not any(child.i == head.i for child in participle.children):
        return True
    has_object = any(child.dep_ in ("obj", "iobj", "ccomp", "xcomp") for child in participle.children)
    return participle.lower_ in counted_words("only_passive") and not has_object


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
    if last < len(doc) and doc[last].lower_ in counted_words("participles") and _belongs_to(doc[last], head):
        after = doc[last + 1] if last + 1 < len(doc) else None
        if after is None or not after.is_alpha or after.lower_ in AFTER_PARTICIPLE:
            last += 1
    start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
    return Counted(start, end, head.lower_, "syntax") if first <= head.i and end - start < 120 else None
