"""Looking at a parsed Doc: spans by characters, and the relations that the modules of syntax share."""

from __future__ import annotations

from collections.abc import Set
from typing import TypeGuard

from spacy.tokens import Doc, Span
from spacy.tokens import Token as DocToken

NOUNS = frozenset(["NOUN", "PROPN"])
VERBS = frozenset(["VERB", "AUX"])
SUBJECTS = frozenset(["nsubj", "nsubj:pass", "nsubj:outer"])
OBJECTS = frozenset(["obj", "dobj", "iobj"])


def has_syntax(doc: Doc | None) -> TypeGuard[Doc]:
    """Whether a Doc is there and parsed."""
    return doc is not None and doc.has_annotation("DEP")


def find_span(doc: Doc, start_char: int, end_char: int) -> Span | None:
    """The tokens that a span of characters touches; None where it touches none."""
    span = doc.char_span(start_char, end_char, alignment_mode="expand")
    return span if span is not None and len(span) else None


def is_top(token: DocToken) -> bool:
    """Whether a token heads its sentence."""
    return bool(token.head.i == token.i)


def has_case(token: DocToken, words: Set[str]) -> bool:
    """Whether one of these prepositions stands at a token."""
    return any(child.dep_ == "case" and child.lower_ in words for child in token.children)
