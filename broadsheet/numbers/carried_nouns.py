"""What a bare "rate", "figure" or "it" stands for: "Unemployment rose in Orme. The rate was 6 percent."

Belongs here: from such a word to the subject of the sentence before it. Numbers that repeat the noun of another in
their own sentence are read in repeated.py.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span
from spacy.tokens import Token as DocToken

from broadsheet.numbers.counted_clause import change_words, make_subject
from broadsheet.numbers.counted_syntax import Counted, counted_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.statements import find_clause
from broadsheet.numbers.syntax import NOUNS, SUBJECTS, find_span, has_syntax, is_top

_KINDS = frozenset(["percent", "money", "count", "measure"])
_ARTICLES = frozenset(["the", "that", "this"])
_IT = frozenset(["it", "this", "that"])


def carry_noun(doc: Doc | None, quantity: Quantity, found: Counted | None) -> Counted | None:
    """The noun of measure that the sentence before has as its subject, where a number's own only points to it."""
    span = find_span(doc, quantity.start_char, quantity.end_char) if has_syntax(doc) else None
    if span is None or quantity.kind not in _KINDS or not _points_back(span, quantity, found):
        return found
    subject = _find_subject_before(span)
    if subject is None or (found is not None and found.head == "rate" and not _has_rate(subject)):
        return found
    return make_subject(subject) or found


def _points_back(span: Span, quantity: Quantity, found: Counted | None) -> bool:
    """Whether a number counts only "the rate" or "the figure", or "it" has it as its level."""
    if found is not None:
        head = find_span(span.doc, found.start_char, found.end_char)
        is_bare = head is not None and len(head) == 1 and found.head in counted_words("carried_nouns")
        return is_bare and head is not None and {child.lower_ for child in head.root.children} & _ARTICLES != set()
    verb = find_clause(span.root)
    if verb is None or quantity.kind == "count":
        return False
    is_level = not {verb.lower_, verb.lemma_.lower()}.isdisjoint(change_words() | counted_words("states"))
    return is_level and any(child.dep_ in SUBJECTS and child.lower_ in _IT for child in verb.children)


def _find_subject_before(span: Span) -> DocToken | None:
    """The subject of the sentence before, where it is a noun of measure and the next line has not begun."""
    first = span.sent.start
    if first == 0 or "\n\n" in span.doc[first - 1].whitespace_:
        return None
    before = span.doc[first - 1].sent
    subjects = [token for token in before if token.dep_ in SUBJECTS and token.pos_ in NOUNS and _is_main(token)]
    measures = [token for token in subjects if token.lower_ in counted_words("measures")]
    return measures[0] if len(measures) == 1 else None


def _is_main(subject: DocToken) -> bool:
    """Whether a subject is that of what its sentence tells."""
    verb = subject.head
    return is_top(verb) or verb.dep_ in ("ccomp", "conj", "parataxis")


def _has_rate(subject: DocToken) -> bool:
    """Whether "the rate" may be that of a noun: unemployment and inflation have one, sales do not."""
    return subject.lower_ in counted_words("with_rates")
