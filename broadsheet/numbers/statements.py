"""What is said of a counted thing, read from syntax: "killed" of "12 people were killed in Lviv".

Belongs here: from the head of a counted phrase to the verbs, nouns and adjectives about it. Which of them are one
measure is data (`measure_keys.toml`), read in keys.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.tokens import Token as DocToken

from broadsheet.numbers.counted_syntax import Counted
from broadsheet.numbers.quantity import Quantity

_SUBJECTS = frozenset(["nsubj", "nsubj:pass", "csubj"])
_OBJECTS = frozenset(["obj", "dobj", "iobj"])
_UNSURE = frozenset(["could", "would", "might", "may", "should", "if"])
_NOT = frozenset(["not", "n't", "n’t", "never"])
_PARTS = frozenset(["percent", "cent", "half", "third", "thirds", "quarter", "quarters", "majority", "most", "%"])
_FARTHEST = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """A word about the thing counted: its lemma, its relation (object, subject, noun, adjective) and its token."""

    lemma: str
    relation: str
    token: DocToken


def find_head(doc: Doc | None, quantity: Quantity, counted: Counted | None) -> DocToken | None:
    """The token that heads the counted phrase, or the number where nothing is counted; None without syntax."""
    if doc is None or not doc.has_annotation("DEP"):
        return None
    start, end = quantity.start_char, quantity.end_char
    if counted is not None:
        start, end = counted.start_char, counted.end_char
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    if counted is not None:
        named = [token for token in span if token.lower_ == counted.head]
        head = named[-1] if named else span.root
        number = doc.char_span(quantity.start_char, quantity.end_char, alignment_mode="expand")
        is_other = (
            number is not None and len(number) and number.root.dep_ in _OBJECTS and not number.root.is_ancestor(head)
        )
        return number.root if is_other and counted.rule == "syntax" and number is not None else head
    return span.root


def find_statements(head: DocToken) -> list[Statement]:
    """What is said of a counted thing, nearest first: its own participles and adjectives, then its verb."""
    found = list(_read_below(head))
    found.append(Statement(head.lower_, "adjective", head))
    found.append(Statement(head.lemma_.lower(), _own_relation(head), head))
    found.extend(_read_above(head))
    return found


def is_unsure(statement: Statement) -> bool:
    """Whether the clause says that it did not happen or only might."""
    if statement.relation not in ("object", "subject"):
        return False
    return has_doubt(statement.token)


def has_doubt(verb: DocToken) -> bool:
    """Whether a verb is negated or stands under could, would, might or if."""
    return any(
        child.lower_ in _NOT or (child.lower_ in _UNSURE and child.dep_ in ("aux", "mark")) for child in verb.children
    )


def find_clause(head: DocToken) -> DocToken | None:
    """The verb of the clause that holds a phrase; None where there is none near."""
    token = head
    for _ in range(_FARTHEST):
        if token.pos_ in ("VERB", "AUX"):
            return token
        if token.head.i == token.i:
            return None
        token = token.head
    return token if token.pos_ == "VERB" else None


def _own_relation(head: DocToken) -> str:
    return "object" if head.pos_ == "VERB" else "noun"


def _read_below(head: DocToken) -> Iterator[Statement]:
    for child in head.children:
        lemma = child.lemma_.lower()
        if child.dep_ == "acl" and child.i > head.i:
            yield Statement(lemma, "subject" if child.lower_.endswith("ing") else "object", child)
        elif child.dep_ == "acl:relcl":
            yield Statement(lemma, _relative_relation(child), child)
        elif child.dep_ == "amod":
            yield Statement(child.lower_, "adjective", child)
            if child.pos_ == "VERB" or child.lower_.endswith("ed"):
                yield Statement(child.lemma_.lower() if child.pos_ == "VERB" else _strip(child.lower_), "object", child)
        elif child.dep_ == "compound":
            yield Statement(lemma, "noun", child)


def _strip(word: str) -> str:
    """A participle that was tagged as an adjective, as its verb: "injured", "displaced"."""
    stem = word[:-2]
    return f"{stem}e" if stem.endswith(("c", "u", "g", "v", "s")) else stem


def _relative_relation(verb: DocToken) -> str:
    for child in verb.children:
        if child.dep_ == "nsubj:pass":
            return "object"
        if child.dep_ == "nsubj":
            return "subject" if child.lower_ in ("who", "that", "which") else "object"
    return "object"


def _read_above(head: DocToken) -> Iterator[Statement]:
    """The verb or noun that the phrase belongs to; through "and" that of the phrase it is joined to."""
    token = head
    for _ in range(_FARTHEST):
        above = token.head
        if above.i == token.i:
            return
        if token.dep_ == "conj" and above.pos_ in ("NOUN", "PROPN", "NUM", "SYM"):
            token = above
            continue
        # A conjunct stands after what it is joined to; one before a verb is its subject, mislabelled.
        is_before = token.dep_ == "conj" and token.i < above.i and above.pos_ == "VERB"
        if is_before or token.dep_ in _SUBJECTS or token.dep_ in _OBJECTS:
            yield from _read_verb(token, above)
        elif (
            token.dep_ == "nmod" and _has_case(token, "of") and (above.pos_ in ("SYM", "NUM") or above.lower_ in _PARTS)
        ):
            token = above
            continue
        elif token.dep_ == "nmod" and above.pos_ == "NOUN" and _has_case(token, "of"):
            yield Statement(above.lemma_.lower(), "noun", above)
        elif token.dep_ in ("nummod", "compound", "nmod") and token.i == head.i and above.pos_ in ("NOUN", "PROPN"):
            token = above
            continue
        elif token.dep_ == "xcomp" and head.pos_ != "VERB" and above.pos_ == "VERB":
            yield Statement(above.lemma_.lower(), "object", above)
        return


def _read_verb(token: DocToken, above: DocToken) -> Iterator[Statement]:
    is_passive = token.dep_ == "nsubj:pass" or any(child.dep_ == "aux:pass" for child in above.children)
    is_object = token.dep_ in _OBJECTS or is_passive
    if not is_object and token.dep_ in ("nsubj", "conj") and _is_participle(above):
        yield Statement(above.lemma_.lower(), "object", above)
    if is_object:
        for child in above.children:
            if child.dep_ == "xcomp" and child.i > token.i and child.pos_ in ("ADJ", "VERB"):
                yield Statement(child.lemma_.lower(), "adjective" if child.pos_ == "ADJ" else "object", child)
                if child.pos_ == "ADJ":
                    yield Statement(child.lower_, "adjective", child)
    for place in (above, *above.children):
        case = next((child.lower_ for child in place.children if child.dep_ == "case"), None)
        if case and (place.i == above.i or (place.dep_ == "obl" and place.i > token.i)):
            yield Statement(f"{case} {place.lemma_.lower()}", "noun", place)
    if above.pos_ == "ADJ":
        yield Statement(above.lower_, "adjective", above)
    elif above.pos_ == "NOUN":
        yield Statement(above.lemma_.lower(), "noun", above)
    else:
        yield Statement(above.lemma_.lower(), "object" if is_object else "subject", above)


def _is_participle(verb: DocToken) -> bool:
    """A past participle without its auxiliary and object: "30 others injured", "12 arrested after raid"."""
    return verb.lower_.endswith("ed") and not any(
        child.dep_ in ("aux", "aux:pass", "obj", "ccomp", "xcomp", "cop") for child in verb.children
    )


def _has_case(token: DocToken, word: str) -> bool:
    return any(child.dep_ == "case" and child.lower_ == word for child in token.children)
