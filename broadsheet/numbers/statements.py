"""What is said of a counted thing, read from syntax: "killed" of "12 people were killed in Lviv".

Belongs here: from the head of a counted phrase to the verbs, nouns and adjectives about it. Which of them are one
measure is data (`measure_keys.toml`), read in keys.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span
from spacy.tokens import Token as DocToken

from broadsheet.numbers.counted_syntax import Counted
from broadsheet.numbers.doubts import has_doubt
from broadsheet.numbers.key_words import acts_alone, compels
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.syntax import NOUNS, OBJECTS, SUBJECTS, VERBS, find_span, has_case, has_syntax, is_top

_ARGUMENTS = SUBJECTS | OBJECTS | {"csubj"}
_SHARES = ("percent", "cent", "half", "third", "thirds", "quarter", "quarters", "fifth", "majority", "most", "%")
_ROUND_NUMBERS = (
    "dozen",
    "dozens",
    "scores",
    "hundreds",
    "thousands",
    "millions",
    "handful",
    "couple",
    "hectares",
    "acres",
)
_PARTS = frozenset([*_SHARES, *_ROUND_NUMBERS, "ounces", "barrels", "litres", "kilos", "kilograms", "tonnes", "tons"])
_TOTALS = frozenset(["total"])
_FROM = frozenset(["from"])
_OF, _OF_PEOPLE = frozenset(["of"]), frozenset(["of", "by"])
_NUMERALS = frozenset(["NUM", "SYM"])
# With one of these a participle is no phrase of its own: an auxiliary or an object.
_CLAUSE_RELATIONS = frozenset(["aux", "aux:pass", "obj", "ccomp", "xcomp", "cop"])
_FARTHEST = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """A word about the thing counted: its lemma, its relation (one of RELATIONS) and its token."""

    lemma: str
    relation: str
    token: DocToken


def find_head(doc: Doc | None, quantity: Quantity, counted: Counted | None) -> DocToken | None:
    """The token that heads the counted phrase, or the number where nothing is counted; None without syntax."""
    if not has_syntax(doc):
        return None
    number = find_span(doc, quantity.start_char, quantity.end_char)
    if counted is None or counted.rule == "repeated":
        return number.root if number is not None else None
    phrase = find_span(doc, counted.start_char, counted.end_char)
    head = _find_named(phrase, counted.head) if phrase is not None else None
    if head is None or number is None or counted.rule != "syntax":
        return head
    return number.root if quantity.kind != "money" and _is_apart(number.root, head) else head


def _is_apart(number: DocToken, head: DocToken) -> bool:
    """Whether a number is an object by itself, above which no noun is that it counts."""
    return number.dep_ in OBJECTS and not number.is_ancestor(head)


def _find_named(phrase: Span, word: str) -> DocToken:
    """The last token of a phrase that is this word, else its root."""
    named = [token for token in phrase if token.lower_ == word]
    return named[-1] if named else phrase.root


def find_statements(head: DocToken) -> list[Statement]:
    """What is said of a counted thing, nearest first: its own participles and adjectives, then its verb."""
    found = [*_read_state_right_after(head), *_read_below(head)]
    found.append(Statement(head.lower_, "adjective", head))
    found.append(Statement(head.lemma_.lower(), _own_relation(head), head))
    found.extend(_read_above(head))
    return found


def _read_state_right_after(head: DocToken) -> Iterator[Statement]:
    """A preposition with its noun next to a thing, whatever they hang on: "workers on strike", "men in custody"."""
    following = head.doc[head.i + 1 : head.i + 3]
    if len(following) == 2 and following[0].pos_ == "ADP" and following[1].pos_ == "NOUN" and head.pos_ == "NOUN":
        yield Statement(f"{following[0].lower_} {following[1].lemma_.lower()}", "noun", following[1])


def is_unsure(statement: Statement) -> bool:
    """Whether the clause says that it did not happen or only might."""
    if statement.relation not in ("object", "subject"):
        return False
    return has_doubt(statement.token)


def find_clause(head: DocToken) -> DocToken | None:
    """The verb of the clause that holds a phrase; None where there is none near."""
    token = head
    for _ in range(_FARTHEST):
        if token.pos_ in VERBS:
            return token
        if is_top(token):
            return None
        token = token.head
    return token if token.pos_ == "VERB" else None


def _own_relation(head: DocToken) -> str:
    return "object" if head.pos_ == "VERB" else "noun"


def _read_below(head: DocToken) -> Iterator[Statement]:
    for child in head.children:
        lemma, is_after = child.lemma_.lower(), child.i > head.i
        if child.dep_ == "acl" and is_after:
            yield Statement(lemma, "subject" if child.lower_.endswith("ing") else "object", child)
        elif child.dep_ == "acl:relcl":
            yield Statement(lemma, _relative_relation(child), child)
        elif child.dep_ == "amod":
            yield from _read_adjective(child)
        elif child.dep_ == "compound":
            yield Statement(lemma, "noun", child)
        elif is_after:
            yield from _read_after(child)


def _read_after(child: DocToken) -> Iterator[Statement]:
    """What stands after a thing: "left 12 people homeless", "12 men in custody"."""
    if child.dep_ == "xcomp" and child.pos_ == "ADJ":
        yield Statement(child.lower_, "adjective", child)
    elif child.dep_ in ("nmod", "obl"):
        for case in child.children:
            if case.dep_ == "case":
                yield Statement(f"{case.lower_} {child.lemma_.lower()}", "noun", child)


def _read_adjective(adjective: DocToken) -> Iterator[Statement]:
    """An adjective before its noun; a participle as its verb too: "displaced people"."""
    yield Statement(adjective.lower_, "adjective", adjective)
    if adjective.pos_ == "VERB":
        yield Statement(adjective.lemma_.lower(), "object", adjective)
    elif adjective.lower_.endswith("ed"):
        yield Statement(_strip(adjective.lower_), "object", adjective)


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
        if is_top(token):
            return
        if not _is_part_of(token, above, is_head=token.i == head.i):
            yield from _read_relation(token, above, head)
            return
        token = above


def _is_part_of(token: DocToken, above: DocToken, *, is_head: bool) -> bool:
    """Whether what is said of the token above holds for a token: "and 12 men", "a third of homes", "12 homes"."""
    if token.dep_ == "conj":
        return above.pos_ in NOUNS or above.pos_ in _NUMERALS
    if token.dep_ == "nmod" and has_case(token, _OF):
        is_share = above.pos_ in _NUMERALS or above.lower_ in _PARTS or above.lower_ in _TOTALS
        return is_share or (is_head and above.pos_ == "PROPN")
    return is_head and token.dep_ in ("nummod", "compound", "nmod") and above.pos_ in NOUNS


def _read_relation(token: DocToken, above: DocToken, head: DocToken) -> Iterator[Statement]:
    """What the verb or noun above says of a token by its relation."""
    # A conjunct stands after what it is joined to; one before a verb is its subject, mislabelled.
    is_subject = token.dep_ in ("conj", "discourse") and token.i < above.i and above.pos_ == "VERB"
    if is_subject or token.dep_ in _ARGUMENTS or _is_bare_object(token, above):
        yield from _read_verb(token, above)
    elif token.dep_ == "nmod" and above.pos_ == "NOUN":
        yield from _read_noun_above(token, above)
    elif token.dep_ == "xcomp" and head.pos_ != "VERB" and above.pos_ == "VERB":
        yield Statement(above.lemma_.lower(), "object", above)


def _is_subject_before(token: DocToken, verb: DocToken) -> bool:
    """Whether an object before a verb without a subject is its subject, mislabelled: "716 people are to lose jobs"."""
    return token.i < verb.i and not any(child.dep_ in SUBJECTS for child in verb.children)


def _is_bare_object(token: DocToken, above: DocToken) -> bool:
    """Whether a number or noun right of a verb is its object, mislabelled: "killing five", "lays off 154 workers"."""
    is_after = token.i > above.i and above.pos_ == "VERB"
    if token.pos_ in _NUMERALS:
        return is_after and token.dep_ == "nummod"
    has_number = any(child.dep_ == "nummod" for child in token.children)
    return is_after and has_number and token.dep_ == "obl" and not any(child.dep_ == "case" for child in token.children)


def _read_noun_above(token: DocToken, above: DocToken) -> Iterator[Statement]:
    """What the noun above says: "a death toll of 12", "claimed the lives of 12", "home to 12"."""
    lemma, verb = above.lemma_.lower(), above.head
    for case in token.children:
        if case.dep_ == "case" and case.lower_ != "of":
            yield Statement(f"{lemma} {case.lower_}", "noun", above)
    if has_case(token, _OF_PEOPLE):
        yield Statement(lemma, "gathering", above)
    if has_case(token, _OF):
        if above.dep_ in OBJECTS:
            yield Statement(f"{verb.lemma_.lower()} {lemma}", "object", verb)
        yield Statement(lemma, "noun", above)


def _is_object(token: DocToken, verb: DocToken) -> bool:
    """Whether a verb is done to a thing: its object, or the subject of its passive."""
    is_passive = token.dep_ == "nsubj:pass" or any(child.dep_ == "aux:pass" for child in verb.children)
    is_labelled = token.dep_ in OBJECTS and not _is_subject_before(token, verb)
    return is_passive or is_labelled or _is_bare_object(token, verb)


def _read_verb(token: DocToken, above: DocToken) -> Iterator[Statement]:
    """What a verb, or a noun or adjective in its place, says of its subject or object, nearest first."""
    is_object = _is_object(token, above)
    yield from _read_results(token, above)
    if not is_object and token.dep_ in ("nsubj", "nsubj:outer", "conj") and _is_participle(above):
        yield Statement(above.lemma_.lower(), "object", above)
    yield from _read_states(token, above)
    yield from _read_joined(token, above, "object" if is_object else "subject")
    if above.pos_ == "ADJ":
        yield Statement(above.lower_, "adjective", above)
    elif above.pos_ == "NOUN":
        yield Statement(above.lemma_.lower(), "noun", above)
    else:
        yield Statement(above.lemma_.lower(), "object" if is_object else "subject", above)


def _read_joined(token: DocToken, verb: DocToken, relation: str) -> Iterator[Statement]:
    """A verb with its particle or the object beside a thing: "lay off 12", "12 workers lost their jobs"."""
    particle = verb.nbor() if verb.i + 1 < len(verb.doc) else verb
    if particle.pos_ == "ADP" and particle.head.i == verb.i + 2:
        yield Statement(f"{verb.lemma_.lower()} {particle.lower_}", relation, verb)
    for child in verb.rights:
        if child.dep_ == "obl" and has_case(child, _FROM):
            yield Statement(f"{verb.lemma_.lower()} from {child.lemma_.lower()}", relation, verb)
    for child in verb.children:
        if child.dep_ in ("compound:prt", "obj", "xcomp", "advmod") and child.i != token.i:
            yield Statement(f"{verb.lemma_.lower()} {child.lemma_.lower()}", relation, child.head)


def _read_results(token: DocToken, verb: DocToken) -> Iterator[Statement]:
    """What a verb makes of its object or says of its subject: "left 12 dead", "shot dead 12", "12 remain missing"."""
    is_object = token.dep_ in OBJECTS
    for child in verb.children:
        if child.dep_ != "xcomp":
            continue
        if child.pos_ == "ADJ" and (is_object or child.i > token.i):
            yield Statement(child.lemma_.lower(), "adjective", child)
            yield Statement(child.lower_, "adjective", child)
        elif child.pos_ == "VERB" and (is_object or compels(verb.lemma_.lower())):
            relation = "object" if is_object or any(grand.dep_ == "aux:pass" for grand in child.children) else "subject"
            yield from _read_joined(token, child, relation)
            yield Statement(child.lemma_.lower(), relation, child)


def _read_states(token: DocToken, above: DocToken) -> Iterator[Statement]:
    """A noun with its preposition, as a predicate or after the verb: "were under water", "left without power"."""
    for place in (above, *above.children):
        case = next((child.lower_ for child in place.children if child.dep_ == "case"), None)
        if case and (place.i == above.i or (place.dep_ == "obl" and place.i > token.i)):
            yield Statement(f"{case} {place.lemma_.lower()}", "noun", place)


def _is_participle(verb: DocToken) -> bool:
    """A past participle without its auxiliary and object: "30 others injured", "12 arrested after raid"."""
    if not verb.lower_.endswith("ed") or acts_alone(verb.lemma_.lower()):
        return False
    return not any(child.dep_ in _CLAUSE_RELATIONS for child in verb.children)
