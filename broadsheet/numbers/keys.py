"""The key under which one measure meets across articles: what is said, of what, in which unit, where.

Belongs here: `make_key`. Words of one measure are data (`measure_keys.toml`). A phrase that is too general to compare
("12 people", "5 percent" of an unknown thing) gets no key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Token as DocToken

from broadsheet.numbers.counted import Counted
from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.quantities import Quantity
from broadsheet.numbers.statements import Statement, find_statements, is_unsure

_KEYLESS = frozenset(
    [
        "ordinal",
        "rank",
        "year",
        "age",
        "score",
        "date_part",
        "time_part",
        "identifier",
        "phone",
        "name_part",
        "multiple",
    ]
)
_WORD = re.compile(r"[^\W\d_]+(?:[-&][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?\b")
_COMPLEMENT_CASES = frozenset(["of", "with", "for"])


@dataclass(frozen=True, slots=True)
class Scope:
    """Where and whose a number is. place: named in its clause; main_place: of the whole article; owner: whose.

    words: those of the phrase that name place or owner; they tell nothing more of what is counted.
    """

    place: str | None = None
    main_place: str | None = None
    owner: str | None = None
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Lists:
    said: Mapping[str, Mapping[str, str]]
    same: Mapping[str, str]
    general: frozenset[str]
    kept: frozenset[str]
    partial: frozenset[str]
    weak: frozenset[str]
    light: frozenset[str]
    of_place: frozenset[str]
    of_owner: frozenset[str]
    of_world: frozenset[str]
    weightless: frozenset[str]
    measures: frozenset[str]


@cache
def _lists() -> _Lists:
    keys, counted = load_words("measure_keys"), load_words("counted")

    def words(section: str) -> frozenset[str]:
        return frozenset(keys[section]["words"])

    return _Lists(
        {relation: _by_word(keys[relation]) for relation in ("object", "subject", "noun", "adjective")},
        _by_word(keys["same"]),
        words("general"),
        frozenset(keys["general"]["kept_with_predicate"]),
        words("partial"),
        words("weak"),
        words("light"),
        words("of_place"),
        words("of_owner"),
        words("of_world"),
        frozenset(counted["weightless"]["words"]) | frozenset(counted["stops"]["words"]),
        frozenset(lemma(word) for word in counted["measures"]["words"]),
    )


def _by_word(section: Mapping[str, Any]) -> dict[str, str]:
    return {word: key for key, words in section.items() for word in words}


def make_key(
    quantity: Quantity,
    counted: Counted | None,
    head: DocToken | None,
    text: str,
    scope: Scope,
    change: str | None = None,
) -> str | None:
    """What is counted with what is said of it, unit and place: `killed russian soldier|count|Ukraine`.

    head: token of what is counted, None without syntax. change: role of the number in a change; an amount of change is
    a measure of its own. None where nothing is said that could be compared.
    """
    unit = quantity.unit
    if quantity.kind in _KEYLESS or (unit is not None and unit.dimension == "time"):
        return None
    words = _group_words(counted, text)
    if _lists().partial & set(words) or _is_partial(quantity, counted, text):
        return None
    own = [lemma(word) for word in words if word not in scope.words]
    if head is not None:
        own.extend(_complement_words(head))
    said = _find_said(head, own)
    if said == "":
        return None
    what = _describe(quantity, head, own, said, scope)
    if what is None:
        return None
    if change in ("rise", "fall", "by"):
        what = f"{what} change"
    if scope.owner and scope.owner.lower() not in what:
        what = f"{what} {scope.owner.lower()}"
    unit_name = (unit.currency or unit.name) if unit else "count"
    if quantity.per_start is not None:
        unit_name = f"{unit_name}/{text[quantity.per_start : quantity.per_end].lower()}"
    if scope.owner or (own and own[-1] in _lists().of_world):
        return f"{what}|{unit_name}|{(scope.place or '').lower()}"
    place = scope.place or scope.main_place
    return f"{what}|{unit_name}|{place.lower()}" if place else None


def _group_words(counted: Counted | None, text: str) -> list[str]:
    if counted is None:
        return []
    phrase = text[counted.start_char : counted.end_char].lower()
    return [word for word in _WORD.findall(_POSSESSIVE.sub("", phrase)) if len(word) > 1]


def _is_partial(quantity: Quantity, counted: Counted | None, text: str) -> bool:
    """ "another 12 people", "12 more people"."""
    before = _WORD.findall(text[max(quantity.span_start - 16, 0) : quantity.span_start])
    between = _WORD.findall(text[quantity.end_char : counted.start_char]) if counted else []
    near = {word.lower() for word in (*before[-1:], *between[:2])}
    return bool(near & _lists().partial)


def _complement_words(head: DocToken) -> list[str]:
    """ "cases of cholera", "price of oil": the noun behind of, with or for, where it is no name."""
    found = []
    for child in head.children:
        if child.dep_ != "nmod" or child.i < head.i or child.pos_ != "NOUN":
            continue
        if any(grand.dep_ == "case" and grand.lower_ in _COMPLEMENT_CASES for grand in child.children):
            found.append(lemma(child.lower_))
            found.extend(lemma(grand.lower_) for grand in child.children if grand.dep_ in ("compound", "amod"))
    return found


def _find_said(head: DocToken | None, own: list[str]) -> str | None:
    """The measure that is said of the thing; None where none is known, empty where it may not be compared."""
    said = _lists().said
    if head is None:
        for word in own:
            found = said["noun"].get(word) or said["adjective"].get(word)
            if found:
                return found
        return next((said["object"][verb] for word in own if (verb := _verb_of(word)) in said["object"]), None)
    statements = find_statements(head)
    weak: str | None = None
    for statement in statements:
        found = said[statement.relation].get(statement.lemma)
        if found and found not in _lists().weak:
            return "" if is_unsure(statement) else found
        weak = weak or found
    if weak:
        return weak
    last = statements[-1]
    if last.relation in ("object", "subject") and last.lemma not in _lists().light:
        return "" if is_unsure(last) else _generic(last)
    return None


def _generic(statement: Statement) -> str | None:
    """A verb that is in no list speaks for itself."""
    return f"{statement.lemma}*" if statement.token.pos_ == "VERB" and statement.lemma.isalpha() else None


def _verb_of(word: str) -> str:
    for ending in ("ed", "d"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            if stem in _lists().said["object"]:
                return stem
    return word


def _describe(quantity: Quantity, head: DocToken | None, own: list[str], said: str | None, scope: Scope) -> str | None:
    """The words of the key, or None where they are too few to tell one measure from another."""
    lists = _lists()
    known = said is not None and not said.endswith("*")
    words = []
    for word in own:
        key = lists.same.get(word, word)
        is_said = known and said in (lists.said["noun"].get(word), lists.said["adjective"].get(word), _said_of(word))
        is_general = word in lists.general and not (known and word in lists.kept)
        if not (is_general or is_said or word in lists.weightless or key in words):
            words.append(key)
    main = lists.same.get(own_head, own_head) if (own_head := _head_word(head, own)) else ""
    is_named = scope.owner is not None or scope.place is not None
    if main in lists.of_world:
        return " ".join(sorted(words))
    if main in lists.of_place or main in lists.of_owner or main in lists.measures:
        ok = (main in lists.of_place and bool(scope.place)) or (main in lists.of_owner and is_named)
        ok = ok or (main in lists.measures and is_named and len(words) > 1)
        if not (ok or known):
            return None
        return " ".join(sorted([said, *words] if known and said else words)) or None
    if known and said:
        if quantity.kind in ("percent", "ratio", "money") and not words and not is_named:
            return None
        return " ".join([said, *sorted(words)])
    if not words or quantity.kind in ("ratio", "percentage_point"):
        return None
    points = (said is not None) + (len(words) > 1) + is_named
    if points < 2 or not (said or len(words) > 1):
        return None
    return " ".join([said, *sorted(words)]) if said else " ".join(sorted(words))


def _said_of(word: str) -> str | None:
    return _lists().said["object"].get(_verb_of(word))


def _head_word(head: DocToken | None, own: list[str]) -> str:
    if head is not None:
        return lemma(head.lower_)
    return own[-1] if own else ""


_IRREGULAR = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "lives": "life",
    "feet": "foot",
    "mice": "mouse",
    "servicemen": "serviceman",
}


_SINGULAR = frozenset(["series", "species", "news", "gas", "gdp"])


@cache
def lemma(word: str) -> str:
    """A noun without its plural ending.

    >>> lemma("soldiers"), lemma("countries"), lemma("deaths"), lemma("people")
    ('soldier', 'country', 'death', 'person')
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies") and word not in _SINGULAR:
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in _SINGULAR:
        return word[:-1]
    return word
