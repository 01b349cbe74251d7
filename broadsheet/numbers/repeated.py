"""Numbers that repeat the noun of another: "12 people were killed and 30 injured", "3 of them", "up from 241".

Belongs here: bare numbers. What a number with a verb of its own is said of is in counted_clause.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span
from spacy.tokens import Token as DocToken

from broadsheet.numbers.counted_clause import ADVERBS_OF_CHANGE, JOINED, change_words
from broadsheet.numbers.counted_syntax import Counted, make_phrase
from broadsheet.numbers.key_words import lemma
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.statements import find_clause
from broadsheet.numbers.syntax import OBJECTS, SUBJECTS, find_span, has_case, has_syntax, is_top

_COMPARISONS = (["compared", "with"], ["compared", "to"], [",", "against"], ["comparison", "with"])
_AROUND = frozenset(["about", "just", "only", "some", "nearly", "around", "the"])
_GAPPED = frozenset(["conj", "orphan"])
# How a phrase was found that is no noun of a number's own.
_NO_NOUNS = frozenset(["participle", "subject", "measure_noun"])
_INCLUDING = frozenset(["including"])
_PRONOUNS = frozenset(["them", "whom", "which", "these", "those"])


def repeat_counted(
    doc: Doc | None, quantity: Quantity, found: Counted | None, before: Sequence[Counted]
) -> Counted | None:
    """The noun of an earlier number that a bare one repeats: "12 people were killed and 30 injured", "3 of them".

    before: what the earlier numbers of the text count, nearest last. Gives `found` where it is a noun of its own.
    """
    if not has_syntax(doc) or not _is_bare(quantity, found):
        return found
    span = find_span(doc, quantity.start_char, quantity.end_char)
    if span is None:
        return found
    antecedent = find_antecedent(span.root)
    own = make_phrase(antecedent, range(0)) if antecedent is not None else None
    if own is not None:
        return replace(own, rule="repeated")
    noun = find_span(doc, before[-1].start_char, before[-1].end_char) if before else None
    if noun is None or noun.root.sent.start != span.root.sent.start:
        return found
    return replace(before[-1], rule="repeated") if _repeats(span, noun.root) else found


def _repeats(span: Span, noun: DocToken) -> bool:
    """Whether a bare number in the sentence of a counted noun counts the same."""
    return has_pronoun(span.root) or _is_joined(span.root, noun) or _is_former(span) or is_compared(span)


def is_compared(span: Span) -> bool:
    """Whether a number is what the one before is compared with: "12 homes, compared with 30 in May"."""
    words = [token.lower_ for token in span.doc[max(span.start - 3, 0) : span.start] if token.lower_ not in _AROUND]
    return words[-2:] in _COMPARISONS or words[-1:] == ["versus"]


def _is_former(span: Span) -> bool:
    """Whether a number is the level before a change: "340 homes were flooded, up from 241"."""
    words = [token.lower_ for token in span.doc[max(span.start - 2, 0) : span.start]]
    return len(words) == 2 and words[1] == "from" and words[0] in change_words() | ADVERBS_OF_CHANGE


def _is_bare(quantity: Quantity, found: Counted | None) -> bool:
    """Whether a count has no noun of its own."""
    is_plain = quantity.kind == "count" and quantity.unit is None
    return is_plain and (found is None or found.rule in _NO_NOUNS)


def find_antecedent(number: DocToken) -> DocToken | None:
    """The noun that "them" or "whom" stands for, of which a number is a part: "Nurses heard that 20 of them"."""
    verb = find_clause(number) if has_pronoun(number) else None
    if verb is None or is_top(verb):
        return None
    if verb.dep_ == "acl:relcl":
        return verb.head if verb.head.pos_ == "NOUN" else None
    relations = SUBJECTS | OBJECTS
    subjects = (child for child in verb.head.children if child.dep_ in relations and child.i < verb.head.i)
    nouns = (child for child in subjects if child.pos_ == "NOUN" and lemma(child.lower_) != child.lower_)
    return next(nouns, None) if verb.dep_ == "ccomp" else None


def has_pronoun(number: DocToken) -> bool:
    """Whether a number is a part of what was counted before: "3 of them", "two of whom"."""
    return any(child.lower_ in _PRONOUNS and has_case(child, frozenset(["of"])) for child in number.children)


def _is_joined(number: DocToken, noun: DocToken) -> bool:
    """Whether a bare number is a part of a noun ("nurses, including 51 from"), or stands as it in a joined clause."""
    if number.dep_ in _GAPPED and noun.i in (number.head.i, number.head.head.i):
        return True
    if number.dep_ == "nmod" and number.head.i == noun.i and has_case(number, _INCLUDING):
        return True
    verb, other = find_clause(number), find_clause(noun)
    if verb is None or other is None or number.dep_ not in SUBJECTS | OBJECTS | _GAPPED:
        return False
    return verb.i != other.i and verb.dep_ in JOINED and verb.head.i == other.i
