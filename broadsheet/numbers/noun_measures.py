"""Measures that a noun names ("inflation", "interest rate") and prices that a verb gives ("the bridge will cost").

Belongs here: the phrases of `measure_keys.toml` with the kinds of numbers, the places and owners that they need. Events
and what verbs say are in measure_classes.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import cache

from spacy.tokens import Token as DocToken

from broadsheet.numbers.key_words import distinguish, key_lists
from broadsheet.numbers.measure_names import Measure, default_counted
from broadsheet.numbers.measured import Measured
from broadsheet.numbers.statements import find_clause
from broadsheet.numbers.stock import is_stock
from broadsheet.numbers.syntax import OBJECTS, SUBJECTS

_SHOWN = frozenset(["heading", "bracketed"])
_GROWTH = frozenset(["growth", "expansion"])
_OF_ECONOMY = frozenset(["economy", "economic", "gdp"])


def find_named_by_more(measured: Measured) -> Measure | None:
    """A measure that several words name, or one before its number: "interest rate", "a magnitude 6.1 earthquake"."""
    if measured.words_before[-1:] == ["magnitude"] and measured.scope.is_known:
        return Measure("magnitude")
    return _find_growth(measured) or _find_phrase(measured, 3) or _find_phrase(measured, 2)


def _find_growth(measured: Measured) -> Measure | None:
    """Growth of an economy without a word for it, near one: "the ministry forecasts growth of 3.1 percent"."""
    is_bare = measured.main_word in _GROWTH and set(measured.own) <= {*_GROWTH, "forecast", "estimate", "economic"}
    is_of_economy = measured.kind == "percent" and is_bare and measured.is_near(_OF_ECONOMY)
    return Measure("gdp") if is_of_economy else None


def find_named(measured: Measured) -> Measure | None:
    """A measure that one noun names: "inflation", "revenue"."""
    return _find_phrase(measured, 1)


def find_noun_name(measured: Measured) -> Measure | None:
    """The measure that the words of a number name, whoever and wherever it is of: "a surplus of £4m", "88 seats"."""
    words = set(measured.own)
    for length in (3, 2, 1):
        for _, phrase, name in _find_within(words, length):
            is_named = _is_head(measured, phrase) and not measured.is_share
            if is_named and _is_given_in_kind(measured, name):
                return Measure(_name_by_unit(measured, name), " ".join(_find_rest(measured, phrase)))
    price = _name_price(measured) if measured.kind == "money" else None
    return Measure(price, " ".join(measured.telling)) if price else None


@cache
def _phrases_by_word(length: int) -> Mapping[str, list[tuple[int, tuple[str, ...], str]]]:
    """By first word the phrases of so many words, each with its place in the list and the measure that it names."""
    phrases: dict[str, list[tuple[int, tuple[str, ...], str]]] = {}
    for place, (phrase, name) in enumerate(key_lists().phrases.get(length, ())):
        phrases.setdefault(phrase[0], []).append((place, tuple(phrase), name))
    return phrases


def _find_within(words: Set[str], length: int) -> list[tuple[int, tuple[str, ...], str]]:
    """Phrases of so many words of which all are there, in the order of the list."""
    by_word = _phrases_by_word(length)
    return sorted(one for word in words for one in by_word.get(word, ()) if words >= set(one[1]))


def _find_phrase(measured: Measured, length: int) -> Measure | None:
    for _, phrase, name in _find_within(set(measured.own), length):
        if _is_head(measured, phrase):
            if name == "unemployment" and measured.kind == "count":
                return Measure("unemployed", default_counted("unemployed", []))
            if _fits_kind(measured, name):
                return _complete(measured, name, _find_rest(measured, phrase))
    return None


def _is_head(measured: Measured, phrase: tuple[str, ...]) -> bool:
    """Whether a phrase ends with what is counted, or with what a carrier counts: "the level of unemployment"."""
    return phrase[-1] == measured.main_word or measured.main_word in key_lists().carriers


def _find_rest(measured: Measured, phrase: tuple[str, ...]) -> list[str]:
    """The words that the phrase of a measure leaves: "petrol" of "petrol prices"."""
    lists = key_lists()
    said = lists.carriers.union(phrase, (lists.same.get(word, word) for word in phrase))
    return [word for word in distinguish(measured.own, None) if word not in said]


def _complete(measured: Measured, name: str, rest: list[str]) -> Measure | None:
    """A noun of measure with its place or owner; None where a thing, place or owner is needed and not named."""
    if name == "index" and not rest:
        return _name_index(measured)
    lists, scope, name = key_lists(), measured.scope, _name_by_unit(measured, name)
    owner = scope.owner_name if name in lists.of_owner else ""
    if owner:
        rest = [word for word in rest if word not in lists.role_nouns]
    is_named = bool(owner) or (bool(rest) and scope.is_named)
    if is_named or _is_placed(measured, name, rest) or _is_thing(measured, name, rest):
        return Measure(name, default_counted(name, rest), owner)
    return None


def _name_by_unit(measured: Measured, name: str) -> str:
    """The name of a measure that one per share has: profit per share are earnings per share."""
    return "earnings_per_share" if name == "profit" and measured.unit_name.endswith("/share") else name


def _name_index(measured: Measured) -> Measure | None:
    """An index that a name tells from others, the same everywhere: "the Nifty Steel index"."""
    words = distinguish([word for word in measured.words if word not in key_lists().carriers], None)
    # "Among the 50 stocks in the index, 31 were": a subject counts something else.
    is_level = measured.number is not None and measured.number.dep_ not in SUBJECTS
    return Measure("index", " ".join(words), is_worldwide=True) if words and is_level and measured.has_name else None


def _is_placed(measured: Measured, name: str, rest: list[str]) -> bool:
    """Whether the clause names the place of a measure, or the article is about one and the words tell enough."""
    lists, scope = key_lists(), measured.scope
    if name not in lists.of_place or scope.place:
        return name in lists.of_place
    is_told_bare = name in lists.stated or (name in lists.told and not rest and not scope.is_beside)
    if is_told_bare or (measured.kind == "count" and not (measured.is_numbered or scope.is_beside)):
        return False
    return bool(scope.main_country if name in lists.national else scope.main_place)


def _is_thing(measured: Measured, name: str, rest: list[str]) -> bool:
    return name in key_lists().of_thing and bool(rest) and measured.is_specific


def _fits_kind(measured: Measured, name: str) -> bool:
    """Whether a measure is given in numbers of this kind: inflation in percent, profit in money or as a change."""
    lists = key_lists()
    is_part = measured.is_share or (measured.kind == "count" and measured.is_of_whole)
    if is_part or (name in lists.kinds["stock_only"] and not is_stock(measured)):
        return False
    return _is_given_in_kind(measured, name)


def _is_given_in_kind(measured: Measured, name: str) -> bool:
    lists = key_lists()
    if measured.is_rate and (measured.is_amount_of_change or measured.main_word in lists.change_nouns):
        return name not in lists.kinds["never_changing"]
    if measured.kind == "money":
        return name not in lists.kinds["not_money"]
    return name in lists.kinds.get(measured.kind, frozenset())


def find_shown_price(measured: Measured) -> Measure | None:
    """The price of a thing that a heading or brackets behind its name give: "Norda Loop Pro for $235"."""
    counted, words = measured.counted, distinguish(measured.own, None)
    is_shown = measured.kind == "money" and counted is not None and counted.rule in _SHOWN
    return Measure("price", " ".join(words)) if is_shown and words else None


def find_priced(measured: Measured) -> Measure | None:
    """What a thing costs, sells for or is worth, by its verb: "the bridge will cost £30 million"."""
    if measured.kind != "money" or measured.counted is None or measured.counted.rule != "subject":
        return None
    name, words = _name_price(measured), distinguish(measured.own, None)
    is_named = measured.main_word in key_lists().phrase_nouns or _is_of_seller(measured)
    if name is None or is_named or not _is_told(measured, words):
        return None
    is_built = name == "cost" and measured.main_word in key_lists().built
    return Measure(name, " ".join(words), _find_builder(measured) if is_built else measured.scope.owner_name)


def _is_told(measured: Measured, words: list[str]) -> bool:
    """Whether words, with a place or owner where they are few, tell what a price is of."""
    return bool(words) and (measured.is_specific or measured.scope.is_named)


def _is_of_seller(measured: Measured) -> bool:
    """Whether the subject sells another thing: "Acme sold it for $5m"."""
    verb = find_clause(measured.number) if measured.number is not None else None
    return verb is not None and verb.lemma_.lower() == "sell" and any(child.dep_ in OBJECTS for child in verb.children)


def find_built(measured: Measured) -> Measure | None:
    """What a thing costs that is built: "a £296 million tram line", "approved a bridge for £30 million"."""
    scope = measured.scope
    if measured.kind != "money" or measured.main_word not in key_lists().built or measured.is_amount_of_change:
        return None
    verb, words = find_clause(measured.number) if measured.number is not None else None, distinguish(measured.own, None)
    is_traded = verb is not None and verb.lemma_.lower() in key_lists().deal_verbs
    is_placed = scope.is_known or measured.is_specific
    if is_traded or not is_placed or not words:
        return None
    return Measure("cost", " ".join(words), _find_builder(measured))


def _find_builder(measured: Measured) -> str:
    """Whose a thing is that is built, where no place tells it from others: its place is known, who pays varies."""
    scope = measured.scope
    return "" if scope.place or scope.main_place else scope.owner_name


def _name_price(measured: Measured) -> str | None:
    """Price, cost or market_value by the verb; "worth" may stand without one."""
    verb = find_clause(measured.number) if measured.number is not None else None
    name = key_lists().priced.get(verb.lemma_.lower()) if verb is not None else None
    if name == "cost" and verb is not None and _is_priced(verb, measured):
        return "price"
    return name or ("market_value" if "worth" in measured.words_before else None)


def _is_priced(verb: DocToken, measured: Measured) -> bool:
    """Whether "cost" gives a price for which a thing may be had: "it costs", "tickets cost", not "it will cost"."""
    is_plain = not any(child.dep_ == "aux" for child in verb.children)
    is_many = measured.head is not None and measured.head.lower_.endswith("s")
    return is_plain and (is_many or verb.lower_ == "costs")
