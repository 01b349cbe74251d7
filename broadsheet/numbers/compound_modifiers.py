"""What a number counts that only modifies: "a 91-page report", "the four-time champion", "ten times as many cases".

Belongs here: the word that a hyphen ties to a number, or the noun behind it where that word only says how the number
is meant, and the noun behind "times as many".
"""

from __future__ import annotations

from spacy.tokens import Doc, Span
from spacy.tokens import Token as DocToken

from broadsheet.numbers.counted_syntax import Counted, counted_words, make_phrase
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.syntax import NOUNS, find_span, is_top

_HYPHENS = frozenset("-‐‑")
_FARTHEST = 4
COMPOUND = "compound"
"""How a noun was found that a hyphen ties to its number: what is said of the whole is not said of it."""
_MANY = frozenset(["many", "much", "more", "fewer"])


def find_tied(doc: Doc, quantity: Quantity) -> Counted | None:
    """What a plain count counts whose noun a hyphen ties to it; None where none does."""
    is_plain = quantity.kind == "count" and quantity.unit is None
    span = find_span(doc, quantity.start_char, quantity.end_char) if is_plain else None
    word = _find_word_behind_hyphen(span) if span is not None else None
    if span is None or word is None:
        return None
    if not _is_manner(word):
        return Counted(word.idx, word.idx + len(word), word.lower_, COMPOUND)
    noun = _find_noun_behind(word)
    return make_phrase(noun, range(span.start, word.i + 1)) if noun is not None else None


def _find_word_behind_hyphen(span: Span) -> DocToken | None:
    """The word that a hyphen ties to a number, where no further one follows: not "two-on-one", "850-fill-power"."""
    behind = list(span.doc[span.end : span.end + 3])
    if len(behind) < 2 or behind[0].text not in _HYPHENS or span[-1].whitespace_ or behind[0].whitespace_:
        return None
    is_last = len(behind) < 3 or behind[2].text not in _HYPHENS
    return behind[1] if is_last and behind[1].is_alpha and behind[1].pos_ != "ADP" else None


def _is_manner(word: DocToken) -> bool:
    """Whether a word only says how its number is meant: "four-time", "650-strong", "two-headed"."""
    is_formed = word.lower_.endswith("ed") and word.pos_ not in NOUNS
    return is_formed or word.lower_ in counted_words("manners")


def _find_noun_behind(word: DocToken) -> DocToken | None:
    """The noun behind a word that it belongs to."""
    head = word
    for _ in range(_FARTHEST):
        if is_top(head) or (head.i > word.i and head.pos_ in NOUNS):
            break
        head = head.head
    return head if head.i > word.i and head.pos_ in NOUNS else None


def find_multiplied(doc: Doc, quantity: Quantity) -> Counted | None:
    """What there are so many times as many of: "ten times as many cases", "3 times more nurses"."""
    span = find_span(doc, quantity.start_char, quantity.end_char) if quantity.kind == "multiple" else None
    if span is None:
        return None
    for token in doc[span.end : span.end + _FARTHEST]:
        if token.lower_ in _MANY:
            is_told = token.dep_ == "amod" and token.head.pos_ in NOUNS and token.head.i > token.i
            return make_phrase(token.head, range(span.start, token.i + 1)) if is_told else None
    return None
