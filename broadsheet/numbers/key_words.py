"""Words of measure keys: the lists of one measure's names, and nouns without their plural ending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from broadsheet.numbers.lexicon import load_words

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

# Plurals in "-uses" whose singular ends in "-use"; those of others end in "-us": "campuses".
_IN_USE = frozenset(["uses", "excuses", "abuses", "fuses", "muses", "ruses"])
# Plurals in "-oes" whose singular ends in "-oe"; that of others ends in "-o": "volcanoes".
_IN_OE = frozenset(["shoes", "canoes", "oboes", "floes", "throes"])
_SINGULAR = frozenset(["series", "species", "news", "gas", "gdp"])


RELATIONS = ("object", "subject", "noun", "gathering", "adjective")
"""How a word about a thing stands to it, each a section of measure_keys.toml."""

Phrases = Mapping[int, tuple[tuple[tuple[str, ...], str], ...]]


@dataclass(frozen=True, slots=True)
class KeyLists:
    """The lists of measure_keys.toml; `phrases` by their number of words, others by word or as sets."""

    said: Mapping[str, Mapping[str, str]]
    same: Mapping[str, str]
    phrases: Phrases
    kinds: Mapping[str, frozenset[str]]
    priced: Mapping[str, str]
    default_counted: Mapping[str, str]
    general: frozenset[str]
    kept: frozenset[str]
    partial: frozenset[str]
    weak: frozenset[str]
    light: frozenset[str]
    of_place: frozenset[str]
    national: frozenset[str]
    told: frozenset[str]
    stated: frozenset[str]
    of_owner: frozenset[str]
    of_thing: frozenset[str]
    of_named_thing: frozenset[str]
    of_world: tuple[str, ...]
    indices: frozenset[str]
    index_words: frozenset[str]
    carriers: frozenset[str]
    events: frozenset[str]
    built: frozenset[str]
    sums: frozenset[str]
    of_work: frozenset[str]
    work_words: frozenset[str]
    lost_job_verbs: frozenset[str]
    lost_job_nouns: frozenset[str]
    leaving_verbs: frozenset[str]
    job_risks: frozenset[str]
    jobs: frozenset[str]
    stock_verbs: frozenset[str]
    forecast_verbs: frozenset[str]
    forecast_nouns: frozenset[str]
    polls: frozenset[str]
    share_nouns: frozenset[str]
    share_verbs: frozenset[str]
    illness: frozenset[str]
    phrase_nouns: frozenset[str]
    role_nouns: frozenset[str]
    incidents: frozenset[str]
    implied: Mapping[str, frozenset[str]]
    bases: frozenset[str]
    voting_verbs: frozenset[str]
    polled_verbs: frozenset[str]
    deal_verbs: frozenset[str]
    deal_nouns: frozenset[str]
    of_areas: frozenset[str]
    of_firm: frozenset[str]
    market_words: frozenset[str]
    of_goods: frozenset[str]
    state_nouns: frozenset[str]
    whole_economies: frozenset[str]
    giving_verbs: frozenset[str]
    verbs_of_whom: frozenset[str]
    people: frozenset[str]
    collectives: frozenset[str]
    of_market: frozenset[str]
    no_firms: frozenset[str]
    parts_of_firm: frozenset[str]
    legal: frozenset[str]
    level_phrases: frozenset[str]
    change_nouns: frozenset[str]
    smallest: int
    smallest_open: int
    weightless: frozenset[str]


@cache
def key_lists() -> KeyLists:
    """The lists, read once."""
    keys, counted = load_words("measure_keys"), load_words("counted")

    def words(section: str, field: str = "words") -> frozenset[str]:
        return frozenset(keys[section][field])

    return KeyLists(
        said={relation: _by_word(keys[relation]) for relation in RELATIONS},
        same=_by_word(keys["same"]),
        phrases=_by_length(keys["phrases"]),
        kinds={kind: frozenset(names) for kind, names in keys["kinds"].items()},
        priced=_by_word(keys["priced"]),
        default_counted=_by_word(keys["default_counted"]),
        general=words("general"),
        kept=words("general", "kept_with_predicate"),
        partial=words("partial"),
        weak=words("weak"),
        light=words("light"),
        of_place=words("of_place", "measures"),
        national=words("of_place", "national"),
        told=words("of_place", "told"),
        stated=words("of_place", "stated"),
        of_owner=words("of_owner", "measures"),
        of_thing=words("of_thing", "measures"),
        of_named_thing=words("of_thing", "named"),
        of_world=tuple(sorted(words("of_world"), key=lambda name: (-len(name), name))),
        indices=words("of_world", "indices"),
        index_words=words("of_world", "index_words"),
        carriers=words("carriers"),
        events=words("events"),
        built=words("built"),
        sums=words("sums"),
        of_work=words("work", "measures"),
        work_words=words("work"),
        lost_job_verbs=words("lost_jobs", "verbs"),
        lost_job_nouns=words("lost_jobs", "nouns"),
        leaving_verbs=words("lost_jobs", "leaving"),
        job_risks=words("lost_jobs", "risks"),
        jobs=words("lost_jobs", "jobs"),
        stock_verbs=words("stock", "verbs"),
        forecast_verbs=words("forecasts", "verbs"),
        forecast_nouns=words("forecasts", "nouns"),
        polls=words("polls"),
        share_nouns=words("polls", "share_nouns"),
        share_verbs=words("shares", "verbs"),
        illness=words("illness"),
        phrase_nouns=frozenset(phrase.split()[-1] for names in keys["phrases"].values() for phrase in names),
        role_nouns=words("role_nouns"),
        incidents=words("incidents"),
        implied={name: frozenset(implied) for name, implied in keys["implied"].items()},
        bases=words("bases"),
        voting_verbs=words("voting", "verbs"),
        polled_verbs=words("voting", "polled"),
        deal_verbs=words("deals", "verbs"),
        deal_nouns=words("deals", "nouns"),
        of_areas=words("areas", "measures"),
        of_firm=words("of_firm"),
        market_words=words("market"),
        of_goods=words("of_goods"),
        state_nouns=words("state_nouns"),
        whole_economies=words("whole_economies"),
        giving_verbs=words("giving", "verbs"),
        verbs_of_whom=words("of_whom", "verbs"),
        people=words("people"),
        collectives=words("people", "collectives"),
        of_market=words("of_firm", "of_market"),
        no_firms=words("of_firm", "no_firms"),
        parts_of_firm=words("of_firm", "parts"),
        legal=words("illness", "legal"),
        level_phrases=words("change_levels", "levels"),
        change_nouns=words("change_levels", "changes"),
        smallest=keys["stock"]["smallest"],
        smallest_open=keys["stock"]["smallest_open"],
        weightless=frozenset(counted["weightless"]["words"]) | frozenset(counted["stops"]["words"]),
    )


def _by_length(section: Mapping[str, Any]) -> Phrases:
    """The phrases of measures by their number of words."""
    found: dict[int, list[tuple[tuple[str, ...], str]]] = {}
    for name, phrases in section.items():
        for phrase in phrases:
            words = tuple(phrase.split())
            found.setdefault(len(words), []).append((words, name))
    return {length: tuple(phrases) for length, phrases in found.items()}


def _by_word(section: Mapping[str, Any]) -> dict[str, str]:
    return {word: key for key, words in section.items() for word in words}


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
    if len(word) > 4 and _ends_in_es(word):
        return word[:-2]
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if is_plural and word not in _SINGULAR else word


def _ends_in_es(word: str) -> bool:
    """Whether a plural adds "-es" to its noun: "churches", "campuses", not "houses"."""
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return True
    if word.endswith("oes"):
        return word not in _IN_OE and len(word) > 5
    return word.endswith("uses") and not word.endswith(("ouses", "auses")) and word not in _IN_USE


def find_verb(word: str) -> str:
    """The verb of a participle that is in the lists, else the word."""
    for ending in ("ed", "d"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            if stem in key_lists().said["object"]:
                return stem
    return word


def compels(verb: str) -> bool:
    """Whether a verb, as its lemma, says that its subject has to do or suffer something, or is about to."""
    return verb in load_words("measure_keys")["compelling"]["verbs"]


def acts_alone(verb: str) -> bool:
    """Whether the past tense of a verb needs no object, so that it is no participle: "half of the miners moved"."""
    return verb in load_words("measure_keys")["acting_alone"]["verbs"]


def distinguish(own: list[str], said: str | None) -> list[str]:
    """The words of a phrase that tell it from others, without those that say the same as `said`, in their order."""
    same = key_lists().same
    return sorted({same.get(word, word) for word in own if _is_telling(word, said)})


def _is_telling(word: str, said: str | None) -> bool:
    """Whether a word is specific; some general ones are where something is said of them: "killed woman"."""
    lists = key_lists()
    if word in lists.weightless:
        return False
    if word in lists.general and (said is None or word not in lists.kept):
        return False
    names = (word, lists.said["noun"].get(word), lists.said["adjective"].get(word), _said_of(word))
    return said is None or said not in names


def _said_of(word: str) -> str | None:
    return key_lists().said["object"].get(find_verb(word))
