"""What the verb of a clause says of time: its form, its auxiliaries and its meaning, from the parse.

Belongs here: one predicate and the infinitives under it. How a date finds its predicate is in clause_sides.py; the
words are in lang/en/dates.toml. Universal Dependencies labels, as the shipped model gives them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from spacy.tokens import Token

from broadsheet.numbers.lexicon import load_words

PAST, FUTURE, SOON, EITHER = "past", "future", "soon", "either"
"""What a clause says: it was, it will be, it will be by a present tense, it may be on either side of the anchor."""

_VERBS = frozenset({"VERB", "AUX"})
_MOST_STEPS = 6
_PERFECT = frozenset(["has", "have", "had", "'ve", "having"])
_PRESENT_BE = frozenset(["is", "are", "am", "'re", "'m", "'s"])
_PAST_BE = frozenset(["was", "were"])
_NO_TENSE = frozenset(["acl", "amod", "advcl", "xcomp", "ccomp", "conj"])


@cache
def clause_words() -> Mapping[str, frozenset[str]]:
    """Word lists by name: what verbs and nouns say of time."""
    return {name: frozenset(words) for name, words in load_words("dates")["clauses"].items()}


def read_lower(token: Token) -> str:
    """A word in lower case with a straight apostrophe."""
    return token.lower_.replace("’", "'")


def is_predicate(token: Token) -> bool:
    """Whether a token is a verb or has a copula."""
    return token.pos_ in _VERBS or any(child.dep_ == "cop" for child in token.children)


def find_helpers(token: Token) -> frozenset[str]:
    """Auxiliaries and copulas of a predicate in lower case."""
    return frozenset(read_lower(child) for child in token.children if child.dep_.split(":")[0] in ("aux", "cop"))


def read_predicate(token: Token, case: frozenset[str], steps: int = 0) -> str | None:
    """What a predicate says of time; None where its governor decides.

    case: prepositions before the date, for "scheduled a vote for Friday" and "was closed until Monday".
    """
    helpers, words = find_helpers(token), clause_words()
    if steps > _MOST_STEPS:
        return EITHER
    if _is_infinitive(token):
        return _read_infinitive(token, helpers, steps)
    by_modal = PAST if "could" in helpers and _is_negated(token) else _read_modal(helpers, words)
    if by_modal:
        return by_modal
    if helpers & _PERFECT:
        return FUTURE if _plans(token, words) and case & words["aims"] else PAST
    if helpers & _PAST_BE:
        return EITHER if _plans(token, words) or case & words["ends"] else PAST
    if helpers & _PRESENT_BE:
        return SOON
    if "did" in helpers:
        return PAST
    return _read_bare(token, case, steps)


def _read_modal(helpers: frozenset[str], words: Mapping[str, frozenset[str]]) -> str | None:
    if helpers & words["will"]:
        return PAST if {"would", "have"} <= helpers else FUTURE
    if helpers & words["modals"]:
        return PAST if "have" in helpers else FUTURE
    if helpers & words["unsure"]:
        return PAST if "have" in helpers else EITHER
    return None


def _is_negated(token: Token) -> bool:
    return any(read_lower(child) in ("not", "n't", "never") for child in token.children)


def _plans(token: Token, words: Mapping[str, frozenset[str]]) -> bool:
    return token.lemma_.lower() in words["plans"] or read_lower(token) in words["plans"]


def read_form(token: Token) -> str:
    """The form of a verb: base, s, ing or past (which is the participle as well)."""
    text, lemma = read_lower(token), token.lemma_.lower()
    if text in ("'s", "is", "are", "am", "has", "does"):
        return "s"
    if text == lemma:
        return "past" if _looks_past(token) and _has_single_subject(token) else "base"
    if text.endswith("ing"):
        return "ing"
    return "s" if text.endswith("s") and text != "was" else "past"


def _has_single_subject(token: Token) -> bool:
    """Whether the subject asks for an s in the present: "he put" is past, "they put" may be either."""
    subject = next((child for child in token.children if child.dep_.startswith("nsubj")), None)
    if subject is None:
        return False
    return read_lower(subject) in clause_words()["single_subjects"] or (
        subject.pos_ in ("NOUN", "PROPN") and not subject.lower_.endswith("s")
    )


def _read_bare(token: Token, case: frozenset[str], steps: int) -> str | None:
    """A verb without auxiliaries."""
    form, words = read_form(token), clause_words()
    has_subject = any(child.dep_.startswith("nsubj") for child in token.children)
    if form == "ing":
        return PAST if any(read_lower(child) in words["grounds"] for child in token.children) else None
    if form == "past":
        return _read_past(token, case, has_subject)
    if form == "base" and not has_subject and token.dep_ in _NO_TENSE:
        return read_predicate(token.head, case, steps + 1) if is_predicate(token.head) else None
    if token.lemma_.lower() in words["tells"]:
        return PAST
    if _looks_past(token):
        return EITHER
    if token.lemma_.lower() in words["schedules"] or _is_conditional(token):
        return SOON
    if token.lemma_.lower() in words["haves"] and case & words["ends"]:
        return SOON
    return EITHER


def _read_past(token: Token, case: frozenset[str], has_subject: bool) -> str | None:
    words = clause_words()
    if not _plans(token, words):
        return EITHER if case & words["ends"] else PAST
    if not has_subject and token.dep_ in ("acl", "amod", "advcl"):
        return None if token.head.pos_ not in _VERBS else EITHER
    return FUTURE if case & words["aims"] else PAST


def _looks_past(token: Token) -> bool:
    """Whether the present looks like the past: "they set a date"."""
    return read_lower(token) in clause_words()["same_forms"]


def _is_conditional(token: Token) -> bool:
    marks = clause_words()["conditions"]
    return any(child.dep_ in ("mark", "advmod") and read_lower(child) in marks for child in token.children)


def _is_infinitive(token: Token) -> bool:
    return any(read_lower(child) == "to" and child.dep_ in ("mark", "aux") for child in token.children)


def _read_infinitive(token: Token, helpers: frozenset[str], steps: int) -> str | None:
    """ "is set to begin", "plans to travel", "elections to be held", "failed to appear"."""
    governor, words = token.head, clause_words()
    if "have" in helpers:
        return PAST
    if helpers & _PRESENT_BE:
        return FUTURE
    if helpers & _PAST_BE:
        return EITHER
    if not is_predicate(governor) or governor is token:
        plans = governor.lemma_.lower() in words["plan_nouns"] or "be" in helpers
        return FUTURE if plans or governor is token else None
    said = read_predicate(governor, frozenset(), steps + 1)
    if governor.lemma_.lower() in words["outcomes"]:
        return said
    if said == PAST:
        return EITHER if _plans(governor, words) or governor.lemma_.lower() in words["commits"] else PAST
    return said and FUTURE
