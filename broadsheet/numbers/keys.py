"""The key under which one measure meets across articles: what is said, of what, in which unit, where.

Belongs here: `make_key`. Words of one measure are data (`measure_keys.toml`). A phrase that is too general to compare
("12 people", "5 percent" of an unknown thing) gets no key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Token as DocToken

from broadsheet.numbers.cohesion import BARE
from broadsheet.numbers.counted_syntax import Counted
from broadsheet.numbers.key_words import find_verb, key_lists, lemma, tell_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.statements import Statement, find_clause, find_statements, has_doubt, is_unsure

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


@dataclass(frozen=True, slots=True)
class Scope:
    """Where and whose a number is. place: named in its clause; main_place: of the whole article; owner: whose.

    words: those of the phrase that name place or owner; they tell nothing more of what is counted.
    """

    place: str | None = None
    main_place: str | None = None
    owner: str | None = None
    words: frozenset[str] = frozenset()


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
    if (
        counted is not None
        and counted.rule == "measure_noun"
        and head is not None
        and not _is_in_clause(head, quantity)
    ):
        return None
    words = _group_words(counted, text)
    if key_lists().partial & set(words) or _is_partial(quantity, counted, text):
        return None
    own = [lemma(word) for word in words if word not in scope.words]
    if head is not None:
        own.extend(_complement_words(head))
    quoted = next((word for word in words if word in key_lists().of_world), None)
    if quoted is not None:
        return f"{quoted}|{_unit_name(quantity, text)}|" if unit is not None and quantity.kind != "percent" else None
    said = _find_said(head, own)
    if said == "":
        return None
    is_event = said in key_lists().events
    what = _describe(quantity, head, own, said, scope, _is_share(quantity, counted, text))
    if what is None:
        return None if said else _make_bare(quantity, own, head, change)
    if change in ("rise", "fall", "by"):
        what = f"{what} change"
    unit_name = _unit_name(quantity, text)
    place = scope.place
    if is_event or not scope.owner:
        place = place or scope.main_place
        key = f"{what}|{unit_name}|{place.lower()}" if place else None
        return f"{_make_bare(quantity, own, head, change) or BARE}>{key}" if key and said == "affected" else key
    owner = (scope.owner or "").lower()
    named = what if owner in what else f"{what} {owner}"
    return f"{named}|{unit_name}|{(place or '').lower()}"


def _make_bare(quantity: Quantity, own: list[str], head: DocToken | None, change: str | None) -> str | None:
    """A provisional key of a specific noun of which nothing is said here; settled by the rest of the article."""
    is_plain = quantity.kind == "count" and quantity.value != 1 and quantity.per_start is None
    verb = find_clause(head) if head is not None else None
    if not is_plain or change in ("rise", "fall", "by") or (verb is not None and has_doubt(verb)):
        return None
    words = tell_words(own, None)
    return f"{BARE}{' '.join(words)}" if words else None


def _unit_name(quantity: Quantity, text: str) -> str:
    """Unit or currency with the base of a rate. "$" alone is mostly the US dollar: both meet under one name."""
    unit = quantity.unit
    name = "count" if unit is None else "dollar" if unit.currency == "USD" else unit.currency or unit.name
    if quantity.per_start is not None:
        name = f"{name}/{text[quantity.per_start : quantity.per_end].lower()}"
    return name


def _is_share(quantity: Quantity, counted: Counted | None, text: str) -> bool:
    """ "6% of emissions": a part of the measure, not the measure."""
    if counted is None or quantity.kind not in ("percent", "ratio") or counted.start_char < quantity.end_char:
        return False
    return text[quantity.end_char : counted.start_char].strip().lower().startswith("of")


def _is_in_clause(head: DocToken, quantity: Quantity) -> bool:
    """Whether a noun found before a number stands in the number's own clause."""
    span = head.doc.char_span(quantity.number_start, quantity.number_end, alignment_mode="expand")
    return span is not None and len(span) > 0 and find_clause(head) == find_clause(span.root)


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
    return bool(near & key_lists().partial)


def _complement_words(head: DocToken) -> list[str]:
    """ "cases of cholera", "price of oil": the noun after of, where it is no name."""
    found = []
    for child in head.children:
        if child.dep_ != "nmod" or child.i < head.i or child.pos_ != "NOUN":
            continue
        if any(grand.dep_ == "case" and grand.lower_ == "of" for grand in child.children):
            found.append(lemma(child.lower_))
            found.extend(lemma(grand.lower_) for grand in child.children if grand.dep_ in ("compound", "amod"))
    return found


def _find_said(head: DocToken | None, own: list[str]) -> str | None:
    """The measure that is said of the thing; None where none is known, empty where it may not be compared."""
    said = key_lists().said
    if head is None:
        for word in own:
            found = said["noun"].get(word) or said["adjective"].get(word)
            if found:
                return found
        return next((said["object"][verb] for word in own if (verb := find_verb(word)) in said["object"]), None)
    statements = find_statements(head)
    weak: str | None = None
    for statement in statements:
        found = said[statement.relation].get(statement.lemma)
        if found and found not in key_lists().weak:
            return "" if is_unsure(statement) else found
        weak = weak or found
    if weak:
        return weak
    last = statements[-1]
    if last.relation in ("object", "subject") and last.lemma not in key_lists().light:
        return "" if is_unsure(last) else _generic(last)
    return None


def _generic(statement: Statement) -> str | None:
    """A verb that is in no list speaks for itself."""
    return f"{statement.lemma}*" if statement.token.pos_ == "VERB" and statement.lemma.isalpha() else None


def _describe(
    quantity: Quantity, head: DocToken | None, own: list[str], said: str | None, scope: Scope, is_share: bool
) -> str | None:
    """The words of the key, or None where they are too few to tell one measure from another."""
    lists = key_lists()
    is_named = scope.owner is not None or scope.place is not None
    main = _head_word(head, own)
    if said in lists.events and said is not None:
        is_level = quantity.kind in ("percent", "ratio") and not is_share
        if quantity.kind == "money" or is_level or (is_share and said == "residing"):
            return None
        return " ".join(["share" if is_share else "", said, *tell_words(own, said)]).strip()
    if is_share or quantity.kind in ("ratio", "percentage_point"):
        return None
    if main in lists.of_place or main in lists.of_owner or (main in lists.measures and quantity.kind != "count"):
        words = tell_words(own, None)
        return " ".join(words) if words and _is_settled(quantity, main, words, scope) else None
    words = tell_words(own, said)
    if quantity.kind == "money" and said is not None and said.endswith("*"):
        return None
    if said is not None and not said.endswith("*"):
        is_told = (bool(words) and (is_named or len(words) > 1)) or scope.owner is not None
        return " ".join([said, *words]) if is_told else None
    if not words or not is_named or quantity.value == 1 or (said is None and len(words) < 2):
        return None
    return " ".join([said, *words] if said else words)


def _is_settled(quantity: Quantity, main: str, words: list[str], scope: Scope) -> bool:
    """A measure noun with the place or owner without which it tells nothing."""
    lists = key_lists()
    if lists.in_percent & {main, *words} and quantity.kind != "percent":
        return False
    if quantity.kind == "count" and main in lists.of_place and main not in ("population", "turnout", "emission"):
        return False
    if main in lists.of_place and scope.place:
        return True
    if main in lists.of_owner and scope.owner:
        return True
    return len(words) > 1 and (scope.place is not None or scope.owner is not None)


def _head_word(head: DocToken | None, own: list[str]) -> str:
    if head is not None:
        return lemma(head.lower_)
    return own[-1] if own else ""
