"""What a sum without a noun of its own is for: "paid $2,000 for his flight", "a $9bn lifeline".

Belongs here: sums whose verb says for, on or toward what they are, the noun behind a sum that the tree ties elsewhere,
and the thing that a relative clause buys. What a verb of prices has as its subject is in counted_clause.py.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Span
from spacy.tokens import Token as DocToken

from broadsheet.numbers.counted_syntax import Counted, counted_words, make_phrase
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.statements import find_clause
from broadsheet.numbers.syntax import NOUNS, OBJECTS, SUBJECTS, find_span, has_case

_FOR = frozenset(["for"])
_TOWARD = frozenset(["toward", "towards"])
_ON = frozenset(["on"])
_IT = frozenset(["it", "that", "this"])
_RELATIVES = frozenset(["which", "that"])
_ARTICLES = frozenset(["a", "an", "the", "this", "that", "its", "their", "his", "her", "our", "another"])
_BEHIND = 4
PURPOSE = "purpose"
"""How a noun was found that only says what a sum is for: its statements are not those of the sum."""


def find_paid_for(doc: Doc, quantity: Quantity) -> Counted | None:
    """What a sum is for; None where its clause does not say."""
    span = find_span(doc, quantity.start_char, quantity.end_char)
    if span is None or quantity.kind != "money":
        return None
    behind = _find_noun_behind(span)
    if behind is not None:
        return make_phrase(behind, range(span.start, span.end))
    acquired = _find_acquired(span)
    if acquired is not None:
        return make_phrase(acquired, range(0))
    purpose = _find_purpose(span)
    found = make_phrase(purpose, range(0)) if purpose is not None else None
    return replace(found, rule=PURPOSE) if found is not None else None


def _find_noun_behind(span: Span) -> DocToken | None:
    """The noun right behind a sum whose article stands before it: "a | $9.5 billion | lifeline"."""
    if span.start == 0 or span.doc[span.start - 1].lower_ not in _ARTICLES:
        return None
    for token in span.doc[span.end : span.end + _BEHIND]:
        if token.pos_ in NOUNS and token.dep_ not in ("compound", "nmod"):
            return token if token.left_edge.i < span.start else None
    return None


def _find_acquired(span: Span) -> DocToken | None:
    """The noun of a relative clause that buys or sells it: "Nordapost, which it acquired for $200 million"."""
    verb = find_clause(span.root) if has_case(span.root, _FOR) else None
    is_exchanged = verb is not None and verb.lemma_.lower() in counted_words("exchange_verbs")
    if verb is None or not is_exchanged or verb.dep_ != "acl:relcl":
        return None
    pronouns = (child for child in verb.children if child.dep_ in OBJECTS and child.lower_ in _RELATIVES)
    pronoun = next(pronouns, None)
    return _find_noun_right_before(pronoun) if pronoun is not None else None


def _find_noun_right_before(token: DocToken) -> DocToken | None:
    """The noun before a token, past a comma; None where another word stands there."""
    words = [word for word in token.doc[max(token.i - 2, 0) : token.i] if not word.is_punct]
    return words[-1] if words and words[-1].pos_ in NOUNS else None


def _find_purpose(span: Span) -> DocToken | None:
    """The noun after for, on or toward behind a sum, or behind the verb whose object it is."""
    verb = find_clause(span.root)
    if verb is None or (verb.lemma_.lower() in counted_words("punishing_verbs") and not _is_price(verb)):
        return None
    cases = _FOR | _TOWARD | (_ON if verb.lemma_.lower() in counted_words("spending_verbs") else frozenset())
    behind = (*span.root.rights, *(verb.rights if span.root.dep_ in OBJECTS else ()))
    nouns = (child for child in behind if child.i >= span.end and has_case(child, cases))
    return next((noun for noun in nouns if _is_thing(noun)), None)


def _is_price(verb: DocToken) -> bool:
    """Whether "it costs" gives a price and tells nobody's loss: "it costs $5 for a pass", not "it cost him $5m for"."""
    is_it = any(child.dep_ in SUBJECTS and child.lower_ in _IT for child in verb.children)
    return verb.lemma_.lower() == "cost" and is_it and not any(child.dep_ == "iobj" for child in verb.children)


def _is_thing(noun: DocToken) -> bool:
    """Whether a noun is something that is paid for: no time, no number, no person or place."""
    is_told = noun.pos_ == "NOUN" and noun.lower_ not in counted_words("time_nouns")
    return is_told and not any(child.dep_ == "nummod" for child in noun.children)
