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
    helpers = find_helpers(token)
    if steps > _MOST_STEPS:
        return EITHER
    if _is_due(token):
        return EITHER if (helpers | find_helpers(token.head)) & _PAST_BE else FUTURE
    if _is_infinitive(token):
        return _read_infinitive(token, helpers, steps)
    said = _read_modal(token, helpers, case) or _read_helpers(token, helpers, case)
    return said or _read_bare(token, case, steps)


def _read_helpers(token: Token, helpers: frozenset[str], case: frozenset[str]) -> str | None:
    """What the forms of have, be and do say; None without them."""
    words = clause_words()
    if helpers & _PERFECT:
        return _read_perfect(token, case)
    if helpers & _PAST_BE:
        return EITHER if _plans(token, words) or case & words["ends"] else PAST
    if helpers & _PRESENT_BE:
        return SOON
    return PAST if "did" in helpers else None


def _read_perfect(token: Token, case: frozenset[str]) -> str:
    """ "Has met", "has planned a visit for", "has given him until"."""
    words = clause_words()
    if case & words["deadlines"] and token.lemma_.lower() in words["sets"]:
        return EITHER
    return FUTURE if (_plans(token, words) and case & words["aims"]) or _calls(token, case) else PAST


def _read_modal(token: Token, helpers: frozenset[str], case: frozenset[str]) -> str | None:
    """What "will", "would", "may" and the like say; None without them."""
    words = clause_words()
    if not helpers & words["will"] | helpers & words["modals"] | helpers & words["unsure"]:
        return None
    if "have" in helpers and "will" not in helpers:
        return PAST
    if helpers & words["unsure"]:
        is_ahead = case & words["deadlines"] and not _is_negated(token)
        return FUTURE if is_ahead else PAST if _is_negated(token) else EITHER
    return FUTURE


def _is_negated(token: Token) -> bool:
    return any(read_lower(child) in ("not", "n't", "never") for child in token.children)


def _calls(token: Token, case: frozenset[str]) -> bool:
    """Whether what is called or called off lies ahead: "have called a strike for Friday", "cancelled from Monday"."""
    words, lemma = clause_words(), token.lemma_.lower()
    return bool((lemma in words["calls"] and "for" in case) or (lemma in words["cancels"] and "from" in case))


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
    form = read_form(token)
    has_subject = any(child.dep_.startswith("nsubj") for child in token.children)
    if form == "ing":
        return PAST if any(read_lower(child) in clause_words()["grounds"] for child in token.children) else None
    if form == "past":
        return _read_past(token, case, has_subject)
    if form == "base" and not has_subject and token.dep_ in _NO_TENSE:
        return read_predicate(token.head, case, steps + 1) if is_predicate(token.head) else None
    return _read_present(token, case)


def _read_present(token: Token, case: frozenset[str]) -> str:
    """The simple present: of what is arranged it names the coming day, of what is told the past one."""
    words, lemma = clause_words(), token.lemma_.lower()
    if lemma in words["tells"]:
        return PAST
    if _looks_past(token):
        return EITHER
    waits = lemma in words["haves"] and case & words["ends"]
    return SOON if waits or lemma in words["schedules"] or _is_conditional(token) else EITHER


def _read_past(token: Token, case: frozenset[str], has_subject: bool) -> str | None:
    words = clause_words()
    if _calls(token, case) and has_subject and "for" in case:
        return FUTURE
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


def _is_due(token: Token) -> bool:
    """ "was due to sail", where the parse takes "due to" for a preposition."""
    is_below = token.dep_ in _NO_TENSE or token.dep_ == "obl"
    return token.head is not token and read_lower(token.head) == "due" and is_below


def _is_infinitive(token: Token) -> bool:
    return any(read_lower(child) == "to" and child.dep_ in ("mark", "aux") for child in token.children)


def _read_infinitive(token: Token, helpers: frozenset[str], steps: int) -> str | None:
    """ "is set to begin", "plans to travel", "elections to be held", "failed to appear"."""
    if "have" in helpers:
        return PAST
    if helpers & (_PRESENT_BE | _PAST_BE):
        return FUTURE if helpers & _PRESENT_BE else EITHER
    governor = token.head
    if is_predicate(governor) and governor is not token:
        return _read_governed(governor, steps)
    plans = governor.lemma_.lower() in clause_words()["plan_nouns"] or "be" in helpers or governor is token
    return FUTURE if plans else None


def _read_governed(governor: Token, steps: int) -> str | None:
    """An infinitive by its governor: after "agreed" it lies ahead, after "failed" it does not."""
    words, lemma = clause_words(), governor.lemma_.lower()
    said = read_predicate(governor, frozenset(), steps + 1)
    if lemma in words["outcomes"]:
        return said
    if said == PAST:
        return EITHER if _plans(governor, words) or lemma in words["commits"] else PAST
    return said and FUTURE
