"""The noun after of, on, for or from that tells more of what is counted, and the base of a price.

Belongs here: reading them from syntax. Which words of them count is told in measured.py.
"""

from __future__ import annotations

from spacy.tokens import Token as DocToken

from broadsheet.numbers.key_words import key_lists, lemma
from broadsheet.numbers.syntax import has_case

_PER = frozenset(["per"])
_OF, _OF_MEASURES = frozenset(["of"]), frozenset(["of", "on", "for", "from"])


def find_complements(head: DocToken) -> list[DocToken]:
    """The noun after of, on or for with the words before it, where it is no name; past the base of a price."""
    cases = _OF_MEASURES if lemma(head.lower_) in key_lists().phrase_nouns else _OF
    head = find_base(head) or head
    found: list[DocToken] = []
    for child in head.children:
        if child.dep_ == "nmod" and child.i > head.i and child.pos_ == "NOUN" and has_case(child, cases):
            found.append(child)
            found.extend(grand for grand in child.children if grand.dep_ in ("compound", "amod"))
    return found


def find_per(head: DocToken) -> DocToken | None:
    """ "Loss per share", "emissions per head": the noun after "per" that a measure is for."""
    return next((child for child in head.children if child.i > head.i and has_case(child, _PER)), None)


def find_base(head: DocToken) -> DocToken | None:
    """ "The price of a gallon of gas": the noun of measure for which a price is given."""
    bases = (child for child in head.children if child.lower_ in key_lists().bases and has_case(child, _OF))
    return next(bases, None)
