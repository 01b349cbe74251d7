"""Whether a clause denies what it says or only thinks it possible: "could kill 12", "did not hurt 12".

Belongs here: a verb with its auxiliaries and marks. Which statements are left out for it is told in statements.py.
"""

from __future__ import annotations

from spacy.tokens import Token as DocToken

_UNSURE = frozenset(["could", "might", "may", "should", "if"])
_NOT = frozenset(["not", "n't", "n’t", "never"])


def has_doubt(verb: DocToken) -> bool:
    """Whether a verb is negated, stands under could, might or if, or under would in a sentence with if."""
    return is_negated(verb) or is_only_possible(verb)


def is_negated(verb: DocToken) -> bool:
    """Whether "not" or "never" stands at a verb or predicate."""
    return any(child.lower_ in _NOT for child in verb.children)


def is_only_possible(verb: DocToken) -> bool:
    """Whether a verb stands under could, might or if, or under would in a sentence with if."""
    return any(_is_unsure_word(child) for child in verb.children)


def _is_unsure_word(word: DocToken) -> bool:
    if word.dep_ not in ("aux", "mark"):
        return False
    return word.lower_ in _UNSURE or (word.lower_ == "would" and any(token.lower_ == "if" for token in word.sent))
