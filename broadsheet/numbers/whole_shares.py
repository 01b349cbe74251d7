"""The part that somebody or something has of a whole: "Norway accounts for 40% of exports", "a deficit of 3% of GDP".

Belongs here: who holds a part and of what whole. What people of a group do ("59% of voters are dissatisfied") is found
in group_shares.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token as DocToken

from broadsheet.numbers.doubts import has_doubt
from broadsheet.numbers.key_words import distinguish, key_lists, lemma
from broadsheet.numbers.measure_names import SPENDING, Measure
from broadsheet.numbers.measured import Measured
from broadsheet.numbers.statements import find_clause
from broadsheet.numbers.syntax import NOUNS, OBJECTS, SUBJECTS, has_case

# Who has all of a thing has no share of it.
_ALL = 100
_RELATIVES = frozenset(["which", "that"])
_OF, _ON = frozenset(["of"]), frozenset(["on", "for"])
_OUTPUT = frozenset(["gdp", "gross domestic product"])
_WORLD = frozenset(["world", "planet", "globe"])
_MODIFIERS = frozenset(["amod", "compound"])


def find_share(measured: Measured) -> Measure | None:
    """The share that the subject has of a whole."""
    if not measured.is_share or measured.is_amount_of_change or measured.size >= _ALL:
        return None
    holder, words = _find_holder(measured), _name_whole(measured)
    is_one = holder is not None and holder.pos_ in NOUNS and not _is_number(holder) and not _is_of_several(holder)
    if holder is None or not words or not is_one:
        return None
    return _make_named(measured, holder, words) if holder.pos_ == "PROPN" else _make_plain(measured, holder, words)


def _name_whole(measured: Measured) -> str:
    """The words of a whole; empty where only "the global total" is told."""
    words = distinguish(measured.own, None) or [measured.main_word]
    if words == ["global"]:
        words = [] if measured.main_word == "total" else ["global", measured.main_word]
    return " ".join(words)


def _is_number(holder: DocToken) -> bool:
    return any(char.isdigit() for char in holder.text)


def _is_of_several(holder: DocToken) -> bool:
    """Whether names are joined of which each may have its part: "Norway, Denmark and Vardland"."""
    return holder.pos_ == "PROPN" and any(child.dep_ == "conj" for child in holder.children)


def _make_named(measured: Measured, holder: DocToken, whole: str) -> Measure:
    """The share of a place or owner with a name."""
    scope = measured.scope
    is_named = scope.is_named or scope.owner is not None
    return Measure("share", whole, scope.owner_name if is_named else _join_capitals(holder))


def _join_capitals(holder: DocToken) -> str:
    """A name with the capitalised words before it: "United States"."""
    start = holder.i
    while start > holder.sent.start and holder.doc[start - 1].text[:1].isupper() and holder.doc[start - 1].is_alpha:
        start -= 1
    span = holder.doc[start : holder.i + 1]
    return " ".join(token.text for token in span if token.lower_ != "the")


def _make_plain(measured: Measured, holder: DocToken, whole: str) -> Measure | None:
    """The share of a thing, in its place or in the world: "women make up 11% of the population"."""
    parts = (child.lower_ for child in holder.lefts if child.dep_ in _MODIFIERS)
    part = distinguish([*map(lemma, parts), lemma(holder.lower_)], None)
    is_worldwide = not measured.scope.is_named and (is_of_world(holder) or _is_whole_of_world(measured))
    owner = measured.scope.owner_name
    return Measure("share", f"{' '.join(part)} in {whole}", owner, is_worldwide=is_worldwide) if part else None


def is_of_world(noun: DocToken) -> bool:
    """Whether a thing is the world's: "the world's cities"."""
    return any(child.dep_ == "nmod:poss" and child.lower_ in _WORLD for child in noun.children)


def _is_whole_of_world(measured: Measured) -> bool:
    head = measured.head
    return head is not None and (is_of_world(head) or "global" in measured.words)


def _find_holder(measured: Measured) -> DocToken | None:
    """Who has the part: the subject of a verb of shares, or what is said to be so much of the whole."""
    number = measured.number
    if number is None:
        return None
    if any(child.dep_ == "cop" for child in number.children):
        return _find_subject_of(number) if not has_doubt(number) else None
    verb = find_clause(number)
    if verb is None or verb.lemma_.lower() not in key_lists().share_verbs or number.dep_ in SUBJECTS:
        return None
    return _find_subject_of(verb) or measured.subject or _find_told_of(verb)


def _find_subject_of(predicate: DocToken) -> DocToken | None:
    """The subject of a predicate; the noun before "which" for it."""
    subject = next((child for child in predicate.children if child.dep_ in SUBJECTS), None)
    is_relative = subject is not None and subject.lower_ in _RELATIVES
    return predicate.head if is_relative and predicate.dep_ == "acl:relcl" else subject


def _find_told_of(verb: DocToken) -> DocToken | None:
    """Of whom a phrase is told: "Norway is a large producer, accounting for 11% of exports"."""
    noun = verb.head
    if verb.dep_ != "acl" or not verb.lower_.endswith("ing") or noun.pos_ not in NOUNS:
        return None
    is_predicate = any(child.dep_ == "cop" for child in noun.children)
    return _find_subject_of(noun) if is_predicate else noun


def find_share_of_output(measured: Measured) -> Measure | None:
    """A measure in percent of gross domestic product: "a deficit of 3% of GDP", "spent 2% of GDP on defence"."""
    number = measured.number
    is_of_output = measured.is_share and measured.main_word in _OUTPUT and not measured.is_amount_of_change
    if number is None or not is_of_output or not _is_of_one_place(measured):
        return None
    found = next(filter(None, map(_name_measure, _read_measures(number))), None) or _name_spending(number)
    return Measure(*found, measured.scope.owner_name, unit="percent of gdp") if found is not None else None


def _is_of_one_place(measured: Measured) -> bool:
    """Whether a place is known and the clause does not say it of several."""
    scope, subject = measured.scope, measured.subject
    is_placed = scope.is_named or scope.main_country is not None
    return is_placed and (subject is None or not _is_of_several(subject))


def _name_spending(number: DocToken) -> tuple[str, str] | None:
    """Spending with what it is for, where a verb says it."""
    verb = find_clause(number)
    is_spent = verb is not None and verb.lemma_.lower() == "spend" and not has_doubt(verb)
    return (SPENDING, _find_purpose(verb)) if verb is not None and is_spent else None


def _read_measures(number: DocToken) -> Iterator[DocToken]:
    """The nouns that a percentage may be of: its subject, that before "of", the subject or object of its verb."""
    yield from (child for child in number.children if child.dep_ in SUBJECTS)
    if number.dep_ == "nmod" and has_case(number, _OF):
        yield number.head
    verb = find_clause(number)
    if verb is not None:
        yield from (child for child in verb.children if child.dep_ in SUBJECTS | OBJECTS and child.i < number.i)


def _name_measure(noun: DocToken) -> tuple[str, str] | None:
    """The measure that a noun with the words before it names, with the words that are left."""
    before = [lemma(child.lower_) for child in noun.lefts if child.dep_ in _MODIFIERS]
    words = [*before, lemma(noun.lower_)]
    for length in (2, 1):
        for phrase, name in key_lists().phrases.get(length, ()):
            if phrase[-1] == words[-1] and set(words).issuperset(phrase):
                return name, " ".join(distinguish([word for word in words if word not in phrase], None))
    return None


def _find_purpose(verb: DocToken) -> str:
    """What money is spent on."""
    after = (child for child in verb.rights if child.dep_ == "obl" and child.pos_ == "NOUN" and has_case(child, _ON))
    noun = next(after, None)
    if noun is None:
        return ""
    parts = [lemma(child.lower_) for child in noun.lefts if child.dep_ in _MODIFIERS]
    return " ".join(distinguish([*parts, lemma(noun.lower_)], None))
