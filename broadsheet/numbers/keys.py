"""The key under which one measure meets across articles, in parts: measure, what is counted, unit, place or owner.

Belongs here: `make_key` and what makes a number comparable. Which measure it is of is found in measure_classes.py, from
words gathered in measured.py. A phrase that is too general to compare ("12 people", "5 percent" of an unknown thing)
gets no key. Who says a figure is no part of its key, so that rival figures meet.
"""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.numbers.causes import add_cause
from broadsheet.numbers.cohesion import BARE
from broadsheet.numbers.doubts import has_doubt
from broadsheet.numbers.key_words import distinguish, key_lists
from broadsheet.numbers.measure_classes import find_measure
from broadsheet.numbers.measure_names import NUMBER, RESIDING, Measure
from broadsheet.numbers.measured import Measured
from broadsheet.numbers.noun_measures import find_noun_name
from broadsheet.numbers.plain_measures import name_plain
from broadsheet.numbers.said import DOUBTFUL
from broadsheet.numbers.statements import find_clause
from broadsheet.numbers.syntax import OBJECTS, SUBJECTS, find_span

# Dimensions in which goods and land are told.
_AMOUNTS = frozenset(["mass", "volume", "energy", "area"])
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


@dataclass(frozen=True, slots=True)
class Key:
    """A key with its parts. measure and counted_norm are None where only the rest of the article tells what is said."""

    text: str | None = None
    measure: str | None = None
    counted_norm: str | None = None


def make_key(measured: Measured) -> Key:
    """What is counted with what is said of it, unit, place and owner: `killed|russian soldier|count|ukraine`.

    An amount of change is a measure of its own. Without text where that is too general to compare, empty where nothing
    is said: "12 people are missing" of an unknown place is of the measure missing and has no key.
    """
    if _says_nothing(measured):
        return _name_term(measured)
    measure = find_measure(measured)
    if measure is None:
        bare = _make_bare(measured) if not measured.said and _is_whole(measured) else Key()
        return bare if bare.text is not None else _name_without_key(measured)
    if measure.name == DOUBTFUL:
        return Key()
    measure = add_cause(measured, measure)
    text = _join(measured, measure) if _is_whole(measured) else None
    if text is not None and measure.name == "affected":
        text = f"{_make_bare(measured).text or BARE}>{text}"
    return Key(text, measure.name, measure.counted)


def _says_nothing(measured: Measured) -> bool:
    """Whether a number is no measure: a name, a length of time, nought, or one whose noun stands in another clause."""
    if measured.kind in _KEYLESS or measured.dimension == "time" or measured.quantity.value == 0:
        return True
    return _is_named_elsewhere(measured) or _is_given(measured)


def _is_whole(measured: Measured) -> bool:
    """Whether a number is told, and no part of another."""
    return not (measured.is_vague or measured.is_partial)


def _name_term(measured: Measured) -> Key:
    """A time in prison, which is no measure that meets; nothing for all other numbers without one."""
    return Key(measure=name_plain(measured)) if measured.dimension == "time" else Key()


def _name_without_key(measured: Measured) -> Key:
    """The measure that is said of a number which has no key, else the one that its words name."""
    said = _name_said(measured)
    plain = name_plain(measured) if said.measure is None or measured.kind == "measure" else None
    return said if plain is None else Key(None, plain, " ".join(measured.telling) or None)


def _name_said(measured: Measured) -> Key:
    """The measure that a noun or a listed verb says of a number which has no key: "a surplus of £4m", "paid £2m"."""
    named, said = find_noun_name(measured), measured.said
    is_listed = bool(said) and not measured.is_generic and _may_be_said_of(measured)
    is_told = is_listed and not measured.is_amount_of_change
    is_strong = is_told and measured.kind == "count" and said not in key_lists().weak
    if named is not None and not is_strong:
        return Key(None, named.name, named.counted)
    return Key(None, said, " ".join(measured.telling)) if is_told else Key()


def _may_be_said_of(measured: Measured) -> bool:
    """Whether what a verb says holds for numbers of this kind: for counts, sums and amounts of goods or land."""
    if measured.kind == "measure":
        return measured.dimension in _AMOUNTS
    return not measured.is_rate and measured.kind != "ratio"


def _is_named_elsewhere(measured: Measured) -> bool:
    """Whether a noun of measure that was found before a number stands in another clause."""
    counted, head = measured.counted, measured.head
    if counted is None or head is None or counted.rule != "measure_noun":
        return False
    number = find_span(head.doc, measured.quantity.number_start, measured.quantity.number_end)
    return number is None or find_clause(head) != find_clause(number.root)


def _is_given(measured: Measured) -> bool:
    """Whether a noun of measure only gives the money: "the budget gives $20m to schools"."""
    number, head = measured.number, measured.head
    if number is None or head is None or number.dep_ not in OBJECTS or head.dep_ not in SUBJECTS:
        return False
    return head.head.i == number.head.i and number.head.lemma_.lower() in key_lists().giving_verbs


def _join(measured: Measured, measure: Measure) -> str | None:
    """The key of a measure with the place and owner without which it tells nothing; None where these are not known."""
    name = f"{measure.name} change" if measure.is_change else measure.name
    parts = [] if measure.is_worldwide else [part for part in (_find_place(measured, measure), measure.owner) if part]
    if not (parts or measure.is_worldwide or _is_thing(measured, measure)):
        return None
    return "|".join((name, measure.counted, measure.unit or measured.unit_name, ", ".join(parts))).lower()


def _is_thing(measured: Measured, measure: Measure) -> bool:
    """Whether a measure is one of a thing whose words tell enough: what is bought and paid for needs no place."""
    lists = key_lists()
    is_told = measured.has_name or measure.name not in lists.of_named_thing
    return bool(measure.counted) and measure.name in lists.of_thing and measured.is_specific and is_told


def _find_place(measured: Measured, measure: Measure) -> str:
    """The place of the clause, else for a measure without an owner that of the article."""
    scope = measured.scope
    if scope.place or measure.owner:
        return scope.place or ""
    if measure.name == RESIDING:
        return scope.owner_name or _place_of_state(measured)
    return _place_of_article(measured, measure.name)


def _place_of_state(measured: Measured) -> str:
    """The place of the article where its country or town is said to have so many: "the town had 4,100 residents"."""
    subject, scope = measured.subject, measured.scope
    is_of_state = subject is not None and subject.lower_ in key_lists().state_nouns
    return scope.main_place or "" if is_of_state else ""


def _place_of_article(measured: Measured, name: str) -> str:
    """The place of the article for what it reports, its country for measures of countries; else empty."""
    scope, lists = measured.scope, key_lists()
    if name in lists.national:
        return scope.main_country or ""
    is_event = name in {*lists.events, "affected"}
    if is_event and scope.is_worldwide:
        return "worldwide"
    if name in lists.incidents:
        # A few of a whole country are those of some town in it that the article names elsewhere or not at all.
        is_national = measured.size >= lists.smallest_open
        return scope.main_place or (scope.main_country if is_national else None) or ""
    return scope.main_place or "" if not is_event else ""


def _make_bare(measured: Measured) -> Key:
    """A provisional key of a specific noun of which nothing is said here; the rest of the article resolves it."""
    quantity = measured.quantity
    is_plain = quantity.kind == "count" and quantity.value != 1 and quantity.per_start is None
    verb = find_clause(measured.head) if measured.head is not None else None
    if not is_plain or measured.is_amount_of_change or (verb is not None and has_doubt(verb)):
        return Key()
    words = distinguish(measured.own, None)
    named = find_noun_name(measured) if words else None
    name = named.name if named is not None else NUMBER
    return Key(f"{BARE}{' '.join(words)}", name, " ".join(words)) if words else Key()
