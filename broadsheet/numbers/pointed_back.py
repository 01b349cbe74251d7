"""What a bare number counts that points to a sentence before: "About 40 percent have come home", "Of these, 30 ...".

Belongs here: shares that are the subject of their clause and counts behind "of these" or "another", with the nouns that
they may point to. Nouns repeated within a sentence are in repeated.py, nouns of measure in carried_nouns.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc, Span
from spacy.tokens import Token as DocToken

from broadsheet.numbers.counted_clause import change_words
from broadsheet.numbers.counted_syntax import Counted, counted_words, make_phrase
from broadsheet.numbers.key_words import lemma
from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.repeated import find_antecedent, has_pronoun
from broadsheet.numbers.statements import find_clause
from broadsheet.numbers.syntax import NOUNS, OBJECTS, SUBJECTS, find_span, has_case

Earlier = Sequence[tuple[Quantity, Counted]]

_OF = frozenset(["of"])
_OF_THESE = re.compile(r"(?:Of|Among|From)\s(?:these|those|them|that (?:number|total)),?\s\D{0,20}$")
_ANOTHER = re.compile(r"\b(?:[Aa]nother|[Aa] further)\s(?:about |around |some )?$")
_THE_OTHER = re.compile(r"\b[Tt]he (?:other|remaining)\s$")
_OF_WHOLE = re.compile(r"Of (?:the|its|their|his|her|all)\s[^,.;]{1,60},\s(?:only |just |about |some )?$")
# In which relations the whole in front of its part stands: "Of the 46 miners, 30".
_IN_FRONT = frozenset(["obl", "nmod"])
_SHARES = frozenset(["percent", "ratio"])
_PARAGRAPH = "\n\n"
_SURVEYS = frozenset(["survey", "poll", "study", "questionnaire", "surveys", "polls"])
# A share points at most so many sentences back, a count one.
_SENTENCES_OF_SHARES = 2
# What a number points to stands at most so many characters before it.
_REACH = 1500


def find_pointed(text: str, doc: Doc, quantity: Quantity, earlier: Earlier) -> Counted | None:
    """The noun of an earlier sentence, or of the part before in its own, that a bare number counts; else None."""
    span = find_span(doc, quantity.start_char, quantity.end_char)
    if span is None:
        return None
    if quantity.kind in _SHARES:
        found = _find_whole(text, span, quantity, earlier)
    else:
        relations = _find_relations(text, span, quantity)
        found = next(_find_counts(text, span, earlier, relations), None) if relations else None
    return replace(found, rule="repeated") if found is not None else None


def _find_whole(text: str, span: Span, quantity: Quantity, earlier: Earlier) -> Counted | None:
    """What a share is of where a pronoun says so ("40 percent of whom"), or nothing does ("40 percent have left")."""
    if has_pronoun(span.root):
        antecedent = find_antecedent(span.root)
        own = make_phrase(antecedent, range(0)) if antecedent is not None else None
        return own or next(_find_counts(text, span, earlier, SUBJECTS | OBJECTS), None)
    is_bare = quantity.kind == "percent" and _is_bare_subject(span)
    return _find_whole_of_share(text, span, earlier) if is_bare else None


def _find_relations(text: str, span: Span, quantity: Quantity) -> frozenset[str]:
    """In which relations the noun stands that a count points to by "of these" or "another"; empty where by none."""
    before = text[span.sent.start_char : quantity.start_char]
    if quantity.kind != "count" or quantity.unit is not None:
        return frozenset()
    if _OF_THESE.match(before) or _THE_OTHER.search(before):
        return SUBJECTS | OBJECTS
    if _OF_WHOLE.match(before):
        return _IN_FRONT
    return SUBJECTS if span.root.dep_ in SUBJECTS and _ANOTHER.search(before) else frozenset()


def _is_bare_subject(span: Span) -> bool:
    """Whether a share is what its clause is about, without a word for its whole, and does not rise or fall."""
    root = span.root
    verb = find_clause(root) or root.head
    if root.dep_ not in SUBJECTS or any(has_case(child, _OF) for child in root.children):
        return False
    return {verb.lower_, verb.lemma_.lower()}.isdisjoint(change_words())


def _find_whole_of_share(text: str, span: Span, earlier: Earlier) -> Counted | None:
    """What the share before is of, else what the number before counts or whom a survey is of."""
    shares = (
        counted
        for quantity, counted in reversed(earlier)
        if quantity.kind == "percent" and (counted.start_char > quantity.end_char or counted.rule == "repeated")
    )
    share = next(shares, None)
    if share is not None and _is_near(text, span, share, _SENTENCES_OF_SHARES) and _is_plural(share):
        return share
    return next(_find_counts(text, span, earlier, SUBJECTS | OBJECTS), None) or _find_surveyed(text, span)


def _is_plural(counted: Counted) -> bool:
    return lemma(counted.head) != counted.head


def _is_near(text: str, span: Span, counted: Counted, sentences: int) -> bool:
    """Whether a phrase stands in the same paragraph, at most so many sentences back."""
    is_far = span.start_char - counted.start_char > _REACH
    if is_far or _PARAGRAPH in text[counted.start_char : span.start_char]:
        return False
    noun = find_span(span.doc, counted.start_char, counted.end_char)
    starts = sum(1 for token in span.doc[noun.end : span.start] if token.is_sent_start) if noun is not None else 0
    return starts <= sentences


def _find_counts(text: str, span: Span, earlier: Earlier, relations: frozenset[str]) -> Iterator[Counted]:
    """Plurals that numbers of the sentence before count, in these relations to their verb, nearest first."""
    for quantity, counted in reversed(earlier):
        noun = find_span(span.doc, counted.start_char, counted.end_char)
        is_count = quantity.kind == "count" and noun is not None and _is_plural(counted)
        if is_count and noun is not None and _is_near(text, span, counted, 1) and _stands(noun.root, relations):
            yield counted


def _stands(noun: DocToken, relations: frozenset[str]) -> bool:
    """Whether a noun is a subject or object, or what a survey is of."""
    is_surveyed = noun.dep_ == "nmod" and noun.head.lower_ in _SURVEYS
    return noun.dep_ in relations or is_surveyed or (noun.dep_ in OBJECTS and noun.lower_ in _listed_people())


@cache
def _listed_people() -> frozenset[str]:
    """Plurals of people, of whom the next sentence may tell more: "killed three people. Another 12 were hurt"."""
    words = {*load_words("counted")["aged_groups"]["words"], *load_words("counted")["hurt_groups"]["words"]}
    return frozenset(word for word in words if lemma(word) != word)


def _find_surveyed(text: str, span: Span) -> Counted | None:
    """Whom a survey of this sentence or the one before is of: "A survey of nurses found that 45 percent"."""
    first = span.sent.start
    before = span.doc[first - 1].sent.start if first else first
    start = first if _PARAGRAPH in text[span.doc[before].idx : span.start_char] else before
    for token in reversed(span.doc[start : span.start]):
        is_whom = token.dep_ == "nmod" and token.pos_ in NOUNS and token.head.lower_ in _SURVEYS
        if is_whom and has_case(token, _OF) and lemma(token.lower_) != token.lower_:
            return make_phrase(token, range(0)) if token.lower_ not in counted_words("time_nouns") else None
    return None
