"""Rules of the kind of an ordinal: a part of a name, a rank, or no number at all ("a second", "at first").

Belongs here: the rules, in the order in which they are asked. An ordinal for which none holds stays one.
"""

from __future__ import annotations

from broadsheet.numbers.kind_rules import kind_rule
from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.surroundings import Context
from broadsheet.numbers.tokens import WORD

ORDINALS = "kind of an ordinal"
_BEFORE_SECOND_OF_TIME = load_word_set("number_contexts", "before_second_of_time")
_RANK_NOUNS = load_word_set("number_contexts", "rank_nouns")
_RANK_VERBS = load_word_set("number_contexts", "rank_verbs")
_STREETS = load_word_set("number_contexts", "sure_streets")


@kind_rule(
    ORDINALS,
    "name_part",
    {"They met on Second Avenue.": "Second name_part", "It is at 30 22nd St. North.": "22nd name_part"},
    rule="name",
)
def ordinal_in_name(here: Context) -> bool:
    """A part of a name: "Second Avenue", "Third street", "22nd St."."""
    is_name = not here.starts_sentence and (_has_capitals(here) or here.is_inside_name)
    return is_name or _is_of_street(here)


def _is_of_street(here: Context) -> bool:
    """Whether an ordinal with a capital, or one of digits before a capital, names a street."""
    after = here.after
    if after is None or not after.gap:
        return False
    if after.text == "St":
        return here.surface[:1].isdigit() and here.word(2) == "."
    return after.lower in _STREETS and (
        here.surface[:1].isupper() or (here.surface[:1].isdigit() and after.text[0].isupper())
    )


def _has_capitals(here: Context) -> bool:
    after = here.after
    if after is None or after.kind != WORD or not after.gap:
        return False
    return here.surface[:1].isupper() and after.text[:1].isupper()


@kind_rule(ORDINALS, "none", {"It lasted a split second.": "second none"})
def second_of_time(here: Context) -> bool:
    """No number but a span of time: "a second"."""
    is_before_noun = here.precedes_noun and not here.is_tied_to_next
    return _first_word(here) == "second" and here.word(-1) in _BEFORE_SECOND_OF_TIME and not is_before_noun


@kind_rule(ORDINALS, "rank", {"She came third.": "third rank", "They took 2nd place.": "2nd rank"}, rule="rank")
def ordinal_rank(here: Context) -> bool:
    """A rank: "third place", "came third"."""
    return here.word(1) in _RANK_NOUNS or here.word(-1) in _RANK_VERBS


@kind_rule(ORDINALS, "none", {"At first nobody spoke.": "first none"})
def ordinal_phrase(here: Context) -> bool:
    """No number in a set phrase: "at first", "second to last"."""
    is_at_first = _first_word(here) == "first" and here.word(-1) == "at"
    return is_at_first or (here.word(1) == "to" and here.word(2) == "last")


def _first_word(here: Context) -> str:
    return here.tokens[here.quantity.first].lower
