"""Which measure a number is of: an event, a noun of measure, a price, a share of votes, how many there are.

Belongs here: from the words of a number to one name of the closed list in `measure_keys.toml`, or the base form of a
verb that is not in it, and to the normalised words of what is counted. Place and unit are added in keys.py.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token as DocToken

from broadsheet.numbers.key_words import distinguish, key_lists
from broadsheet.numbers.measure_names import NUMBER, RESIDING, Measure
from broadsheet.numbers.measured import Measured
from broadsheet.numbers.said import DOUBTFUL
from broadsheet.numbers.statements import find_clause
from broadsheet.numbers.votes_and_deals import find_deal, find_share_of_vote

_SHARES = frozenset(["percent", "ratio"])
_RATES = frozenset(["percent", "percentage_point"])
_AMOUNTS_OF_CHANGE = frozenset(["rise", "fall", "by"])


def find_measure(measured: Measured) -> Measure | None:
    """The measure that a number is of; DOUBTFUL as its name where the clause denies it; None where none is named."""
    for find in _FINDERS:
        found = find(measured)
        if found is not None:
            return replace(found, is_change=_is_change(measured, found.name))
    return None


def _is_change(measured: Measured, name: str) -> bool:
    """Whether a number is an amount of change: of a measure that is a change itself its words say so in another way."""
    lists, words = key_lists(), set(measured.own)
    if any(words.issuperset(phrase.split()) for phrase in lists.level_phrases):
        return False
    if measured.quantity.kind in _RATES and not lists.change_nouns.isdisjoint((measured.main_word,)):
        return True
    is_own_verb = name == "laid_off" and measured.quantity.kind == "count"
    return measured.change in _AMOUNTS_OF_CHANGE and not is_own_verb


def _find_quoted(measured: Measured) -> Measure | None:
    """A price or index of a world market: "Brent was at $74 a barrel", "The Hang Seng dropped 1 per cent"."""
    lists, phrase = key_lists(), f" {' '.join(measured.words)} "
    name = next((name for name in lists.of_world if f" {name} " in phrase), None)
    is_change = measured.quantity.kind in _RATES and measured.change in _AMOUNTS_OF_CHANGE
    if name is None or not (is_change or measured.quantity.kind == "money" or _is_index_level(measured, name)):
        return None
    return Measure("index" if name in lists.indices else "price", name, is_worldwide=True)


def _is_index_level(measured: Measured, name: str) -> bool:
    is_plain = measured.quantity.kind == "count" and measured.counted is not None and measured.counted.rule != "syntax"
    return is_plain and name in key_lists().indices


def _find_named_by_more(measured: Measured) -> Measure | None:
    """A measure that several words name: "interest rate", "gross domestic product"."""
    return _find_phrase(measured, 3) or _find_phrase(measured, 2)


def _find_named(measured: Measured) -> Measure | None:
    """A measure that one noun names: "inflation", "revenue"."""
    return _find_phrase(measured, 1)


def _find_phrase(measured: Measured, length: int) -> Measure | None:
    lists, words = key_lists(), set(measured.own)
    for phrase, name in lists.phrases.get(length, ()):
        is_head = phrase[-1] == measured.main_word or (measured.main_word in lists.carriers and phrase[-1] in words)
        if name == "unemployment" and measured.quantity.kind == "count" and is_head and words.issuperset(phrase):
            return Measure("unemployed", _count_default("unemployed", []))
        if is_head and words.issuperset(phrase) and _fits_kind(measured, name):
            said = lists.carriers.union(phrase, (lists.same.get(word, word) for word in phrase))
            rest = [word for word in distinguish(measured.own, None) if word not in said]
            return _complete(measured, name, rest)
    return None


def _complete(measured: Measured, name: str, rest: list[str]) -> Measure | None:
    """A noun of measure with its place or owner; None where a thing, place or owner is needed and not named."""
    lists, scope = key_lists(), measured.scope
    owner = scope.owner or "" if name in lists.of_owner else ""
    rest = [word for word in rest if not owner or word not in lists.role_nouns]
    country = scope.main_country if name in lists.national else scope.main_place
    is_told = (bool(rest) or name not in lists.told) and (measured.quantity.kind != "count" or measured.is_numbered)
    is_placed = name in lists.of_place and bool(scope.place or (country and is_told))
    is_thing = name in lists.of_thing and bool(rest) and measured.is_specific
    if not (owner or is_placed or is_thing or (rest and scope.is_named)):
        return None
    return Measure(name, _count_default(name, rest), owner)


def _fits_kind(measured: Measured, name: str) -> bool:
    """Whether a measure is given in numbers of this kind: inflation in percent, profit in money or as a change."""
    lists, kind = key_lists(), measured.quantity.kind
    if measured.is_share or (name in lists.kinds["stock_only"] and not measured.is_stock):
        return False
    if kind in _RATES:
        is_change = measured.change in _AMOUNTS_OF_CHANGE or measured.main_word in lists.change_nouns
        return is_change or (kind == "percent" and name in lists.kinds["percent"])
    if kind == "money":
        return name not in lists.kinds["not_money"]
    return name in lists.kinds.get(kind, frozenset())


def _find_event(measured: Measured) -> Measure | None:
    """What happens to people and things: "12 soldiers were killed", "the death toll rose to 14"."""
    said, kind = measured.said, measured.quantity.kind
    if said == DOUBTFUL:
        return Measure(DOUBTFUL) if kind == "count" or measured.is_share else None
    if said is None or not (measured.is_event or said == "affected"):
        return None
    if measured.quantity.value == 1 and said not in key_lists().default_counted:
        return None
    is_change = kind in _RATES and measured.change in _AMOUNTS_OF_CHANGE
    is_share = measured.is_share and said != RESIDING and measured.scope.place is not None
    is_area = said in key_lists().of_areas and measured.dimension == "area"
    if not (kind == "count" or is_change or is_share or is_area):
        return None
    words = measured.telling if measured.has_noun or said not in key_lists().default_counted else []
    return Measure(said, _count_default(said, words))


def _count_default(name: str, words: list[str]) -> str:
    """The words of what is counted, or what a measure counts where none tells more."""
    lists = key_lists()
    implied = lists.implied.get(name, frozenset()) | (lists.work_words if name in lists.of_work else frozenset())
    kept = [word for word in words if word not in implied]
    return " ".join(kept) or lists.default_counted.get(name, "")


def _find_priced(measured: Measured) -> Measure | None:
    """What a thing costs, sells for or is worth, by its verb: "the bridge will cost £30 million"."""
    counted, number = measured.counted, measured.number
    if measured.quantity.kind != "money" or number is None or counted is None or counted.rule != "subject":
        return None
    verb = find_clause(number)
    lemma = verb.lemma_.lower() if verb is not None else ""
    name = key_lists().priced.get(lemma) or ("market_value" if "worth" in measured.words_before else None)
    if name == "cost" and verb is not None and _is_priced(verb, measured):
        name = "price"
    words = distinguish(measured.own, None)
    is_told = bool(words) and measured.main_word not in key_lists().phrase_nouns
    is_told = is_told and (measured.is_specific or measured.scope.is_named)
    return Measure(name, " ".join(words), _owner_of(measured)) if name and is_told else None


def _is_priced(verb: DocToken, measured: Measured) -> bool:
    """Whether "cost" gives a price for which a thing may be had: "it costs", "tickets cost", not "it will cost"."""
    is_plain = not any(child.dep_ == "aux" for child in verb.children)
    is_many = measured.head is not None and measured.head.lower_.endswith("s")
    return is_plain and (is_many or verb.lower_ == "costs")


def _find_said(measured: Measured) -> Measure | None:
    """What a listed verb says of a count, before what its noun would name: "cut 400 jobs"."""
    is_strong = measured.quantity.kind == "count" and measured.said not in key_lists().weak
    return _find_listed(measured) if is_strong else None


def _find_listed(measured: Measured) -> Measure | None:
    """What a listed verb says of a thing, with an owner or place: "Acme exported 400 cars"."""
    said, lists, scope = measured.said, key_lists(), measured.scope
    is_scoped = scope.is_named or (scope.is_known and said not in lists.weak)
    if not said or measured.is_generic or measured.is_share or not is_scoped:
        return None
    if measured.quantity.kind not in ("count", "money"):
        return None
    if (said in lists.weak and not _is_large(measured)) or (said in lists.events and measured.quantity.kind == "money"):
        return None
    words = _count_default(said, measured.telling)
    is_told = bool(words) or measured.quantity.kind == "money"
    return Measure(said, words, _owner_of(measured)) if is_told else None


def _find_part(measured: Measured) -> Measure | None:
    """A part of a whole that a place or owner has, and a change of what is no listed measure, in percent."""
    words, scope = distinguish(measured.own, None), measured.scope
    if measured.quantity.kind not in _RATES or not words or not scope.is_named:
        return None
    if measured.has_share:
        return Measure("share", " ".join(words), _owner_of(measured))
    is_change = measured.change in _AMOUNTS_OF_CHANGE and not measured.is_share
    return Measure(NUMBER, " ".join(words), _owner_of(measured)) if is_change else None


def _find_unlisted(measured: Measured) -> Measure | None:
    """How many there are of a thing of a place or owner, else what a verb in no list says of it."""
    words, lists, scope = measured.telling, key_lists(), measured.scope
    if measured.quantity.kind != "count" or not words or not scope.is_known or not measured.has_noun:
        return None
    is_named = scope.is_named and _is_large(measured)
    is_open = is_named and len(words) > 1 and measured.said is None
    is_stock = measured.is_stock and (scope.is_named or measured.is_numbered)
    if (is_stock and _is_large(measured)) or is_open:
        return Measure(NUMBER, " ".join(words), _owner_of(measured))
    verb = (measured.said or "").rstrip("*")
    is_told = verb not in ("", *lists.light) and scope.is_named and _is_very_large(measured)
    return Measure(verb, " ".join(words), _owner_of(measured)) if is_told else None


def _is_very_large(measured: Measured) -> bool:
    value = measured.quantity.value if measured.quantity.value is not None else measured.quantity.low
    return value is not None and value >= key_lists().smallest_open


def _is_large(measured: Measured) -> bool:
    """Whether a count is large enough that it is given for its size."""
    value = measured.quantity.value if measured.quantity.value is not None else measured.quantity.low
    return value is not None and value >= key_lists().smallest


def _owner_of(measured: Measured) -> str:
    return measured.scope.owner or ""


# In the order in which they are asked; the first that finds a measure wins.
_FINDERS = (
    _find_quoted,
    find_deal,
    _find_named_by_more,
    _find_event,
    find_share_of_vote,
    _find_said,
    _find_named,
    _find_priced,
    _find_listed,
    _find_part,
    _find_unlisted,
)
