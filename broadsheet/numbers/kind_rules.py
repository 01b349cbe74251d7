"""Rules of the kind of a number: pronoun, score, list number, rank, multiple, ratio, name; of ordinals apart.

Belongs here: the rules, in the order in which they are asked, each with what it makes of the number. The first that
holds decides. Ages are in ages.py, how numbers name things in designations.py, the steps in kinds.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from broadsheet.numbers.designations import NameTeller
from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.rules import number_rule
from broadsheet.numbers.surroundings import Context, listed
from broadsheet.numbers.tokens import LINE, SIGN, WORD, Token

Holds = Callable[[Context], bool]

_BEFORE_PRONOUN = load_word_set("number_contexts", "pronoun_before")
_BEFORE_PRONOUN_OR_NOUN = load_word_set("number_contexts", "pronoun_before_unless_noun")
_AFTER_PRONOUN = load_word_set("number_contexts", "pronoun_after")
_TIED_TO_PRONOUN = load_word_set("number_contexts", "tied_to_pronoun")
_AFTER_TIMES = load_word_set("number_contexts", "multiple_after")
_BEFORE_SECOND_OF_TIME = load_word_set("number_contexts", "before_second_of_time")
_RANK_NOUNS = load_word_set("number_contexts", "rank_nouns")
_RANK_VERBS = load_word_set("number_contexts", "rank_verbs")
_BEFORE_TOP = load_word_set("number_contexts", "before_top_list")
_VERBS_IN_S = frozenset(["was", "is", "as", "has"])
_LARGEST_RANK, _LARGEST_NUMBERED_RANK = 1000, 199


@dataclass(frozen=True, slots=True)
class KindRule:
    """What a rule makes of a number for which it holds; rule: what the row says, None where it stays as it is."""

    name: str
    holds: Holds
    kind: str
    rule: str | None
    bound: str | None

    def assign(self, quantity: Quantity) -> None:
        """Give a quantity the kind of this rule."""
        quantity.kind = self.kind
        quantity.rule = self.rule or quantity.rule
        quantity.bound = self.bound or quantity.bound
        quantity.read_by.append(self.name)


ORDINAL_RULES: list[KindRule] = []
PLAIN_RULES: list[KindRule] = []
_GROUPS = {"kind of an ordinal": ORDINAL_RULES, "kind of a plain number": PLAIN_RULES}


def _kind_rule(
    group: str, kind: str, examples: Mapping[str, str], *, rule: str | None = None, bound: str | None = None
) -> Callable[[Holds], Holds]:
    def register(holds: Holds) -> Holds:
        _GROUPS[group].append(KindRule(holds.__name__, holds, kind, rule, bound))
        return number_rule(group, examples)(holds)

    return register


@_kind_rule("kind of an ordinal", "name_part", {"They met on Second Avenue.": "Second name_part"}, rule="name")
def ordinal_in_name(here: Context) -> bool:
    """A part of a name: "Second Avenue"."""
    return not here.starts_sentence and (_has_capitals(here) or here.is_inside_name)


def _has_capitals(here: Context) -> bool:
    after = here.after
    if after is None or after.kind != WORD or not after.gap:
        return False
    return here.surface[:1].isupper() and after.text[:1].isupper()


@_kind_rule("kind of an ordinal", "none", {"It lasted a split second.": "second none"})
def second_of_time(here: Context) -> bool:
    """No number but a span of time: "a second"."""
    is_before_noun = here.precedes_noun and not here.is_tied_to_next
    return _first_word(here) == "second" and here.word(-1) in _BEFORE_SECOND_OF_TIME and not is_before_noun


@_kind_rule(
    "kind of an ordinal", "rank", {"She came third.": "third rank", "They took 2nd place.": "2nd rank"}, rule="rank"
)
def ordinal_rank(here: Context) -> bool:
    """A rank: "third place", "came third"."""
    return here.word(1) in _RANK_NOUNS or here.word(-1) in _RANK_VERBS


@_kind_rule("kind of an ordinal", "none", {"At first nobody spoke.": "first none"})
def ordinal_phrase(here: Context) -> bool:
    """No number in a set phrase: "at first", "second to last"."""
    is_at_first = _first_word(here) == "first" and here.word(-1) == "at"
    return is_at_first or (here.word(1) == "to" and here.word(2) == "last")


def _first_word(here: Context) -> str:
    return here.tokens[here.quantity.first].lower


@_kind_rule("kind of a plain number", "none", {"He is the one who left.": "one none", "One of them left.": "One none"})
def pronoun_one(here: Context) -> bool:
    """A person or thing that "one" stands for without counting: "the one who", "one of them", "one-off"."""
    quantity = here.quantity
    if here.surface.lower() != "one" or quantity.unit is not None or quantity.bound != "exact":
        return False
    return _ends_noun_phrase(here) or _is_subject_of_verb(here) or _is_in_compound(here)


def _ends_noun_phrase(here: Context) -> bool:
    """ "the one", "another one"; some of the words stand before a numeral with a noun too: "the one man"."""
    before = here.word(-1)
    return before in _BEFORE_PRONOUN and not (before in _BEFORE_PRONOUN_OR_NOUN and here.precedes_noun)


def _is_subject_of_verb(here: Context) -> bool:
    """ "one might say", "one of them"."""
    after = here.word(1)
    return after in _AFTER_PRONOUN or (after == "of" and here.quantity.kind == "count")


def _is_in_compound(here: Context) -> bool:
    """ "one-sided", "one's"."""
    return here.is_tied_to_next and here.word(1) in ("-", "'", "’") and here.word(2) in _TIED_TO_PRONOUN


@_kind_rule("kind of a plain number", "score", {"Leeds won 3-1 at home.": "3-1 score"})
def pair_in_game(here: Context) -> bool:
    """A score: a falling pair near words of games and votes."""
    return here.quantity.rule == "score" and _is_near_game(here)


@_kind_rule("kind of a plain number", "identifier", {"Turn to form 9-4 now.": "9-4 identifier"})
def pair_without_game(here: Context) -> bool:
    """An identifier: a falling pair far from words of games."""
    return here.quantity.rule == "score"


@_kind_rule(
    "kind of a plain number", "score", {"They lost 1-3 in the match.": "1-3 score"}, rule="score", bound="exact"
)
def range_in_game(here: Context) -> bool:
    """A score that reads like a range: a tied pair near words of games that counts nothing after it."""
    is_tied_pair = here.quantity.is_range and ("-" in here.surface or "–" in here.surface)
    return is_tied_pair and not _counts_plural(here.after) and _is_near_game(here)


def _is_near_game(here: Context) -> bool:
    return here.is_near(listed("scores"))


def _counts_plural(after: Token | None) -> bool:
    """Whether a plural noun follows that is no word of games: "3-4 people"."""
    if after is None or after.kind != WORD or not after.gap:
        return False
    return after.lower.endswith("s") and after.lower not in listed("scores") and after.lower not in _VERBS_IN_S


@_kind_rule("kind of a plain number", "identifier", {"1. Wash the rice.": "1 identifier"}, rule="list_number")
def list_number(here: Context) -> bool:
    """The number of an item in a list: "1." or "2)" where a line begins, "(3)" anywhere."""
    quantity = here.quantity
    if quantity.form != "digits" or quantity.is_range or (quantity.value or 0) >= 100:
        return False
    following = here.token(2)
    return _ends_label(here.after) and _begins_label(here) and (following is None or following.gap)


def _ends_label(after: Token | None) -> bool:
    return after is not None and after.kind == SIGN and not after.gap and after.text in ".)"


def _begins_label(here: Context) -> bool:
    if here.before is None or here.before.kind == LINE:
        return True
    return here.before.text == "(" and here.word(1) == ")" and (here.quantity.value or 100) < 10


def _may_be_rank(quantity: Quantity, largest: int) -> bool:
    value = quantity.value
    return value is not None and value.denominator == 1 and value <= largest


@_kind_rule("kind of a plain number", "rank", {"The album went to No. 3.": "3 rank"}, rule="rank")
def rank_sign(here: Context) -> bool:
    """A rank after a sign: "No. 3", "No 3", "# 3"."""
    before = here.before
    if before is None or not _may_be_rank(here.quantity, _LARGEST_RANK):
        return False
    is_dotted = before.text == "." and not before.gap and here.word(-2) == "no"
    return is_dotted or before.text in ("#", "No")


@_kind_rule("kind of a plain number", "rank", {"It reached number 3.": "3 rank"}, rule="rank")
def rank_word(here: Context) -> bool:
    """A rank after its word: "number 3"."""
    is_amount = here.word(-2) in ("the", "a", "total")
    return here.word(-1) in ("number", "nr") and not is_amount and _may_be_rank(here.quantity, _LARGEST_NUMBERED_RANK)


@_kind_rule("kind of a plain number", "rank", {"It entered the top 10.": "10 rank"}, rule="rank")
def top_list(here: Context) -> bool:
    """The length of a list of the best: "the top 10"."""
    is_top = here.word(-1) == "top" and here.word(-2) in _BEFORE_TOP
    return is_top and _may_be_rank(here.quantity, _LARGEST_RANK)


@_kind_rule(
    "kind of a plain number",
    "multiple",
    {"It is 3x faster.": "3 multiple", "a 5-fold rise": "5 multiple"},
    rule="times",
)
def tied_multiple(here: Context) -> bool:
    """A multiple by what is tied to it: "3x", "5-fold"."""
    is_tied = here.is_tied_to_next and here.word(1) in ("x", "×", "fold") and here.quantity.value is not None
    return is_tied or (here.word(1) == "-" and here.word(2) == "fold")


@_kind_rule("kind of a plain number", "multiple", {"It costs four times the average.": "four multiple"}, rule="times")
def times(here: Context) -> bool:
    """A multiple of what is compared: "four times the average"."""
    return here.word(1) == "times" and here.word(2) in _AFTER_TIMES


@_kind_rule("kind of a plain number", "score", {"The match ended 3:1.": "3:1 score"})
def ratio_in_game(here: Context) -> bool:
    """A score printed with a colon, near words of games."""
    quantity = here.quantity
    has_colon = quantity.rule == "ratio" and ":" in here.text[quantity.start_char : quantity.end_char]
    return has_colon and quantity.kind == "ratio" and _is_near_game(here)


@_kind_rule("kind of a plain number", "ratio", {"One in five adults smokes.": "One in five ratio"})
def ratio_or_part(here: Context) -> bool:
    """A ratio or a part of one: "one in five", "a third"."""
    value = here.quantity.value
    is_part = here.quantity.form == "fraction" and value is not None and abs(value) < 1
    return here.quantity.kind == "ratio" or is_part


@_kind_rule(
    "kind of a plain number", "identifier", {"She lives at 300 Slater Street.": "300 identifier"}, rule="address"
)
def house_number(here: Context) -> bool:
    """The number of a house: "300 Slater Street"."""
    return _names_of(here)._is_address(here.quantity)


@_kind_rule("kind of a plain number", "name_part", {"It flew as Flight 370.": "370 name_part"}, rule="name")
def number_in_name(here: Context) -> bool:
    """A part of a name: "Flight 370", "A380"."""
    return _names_of(here)._is_name_part(here.quantity)


@_kind_rule("kind of a plain number", "identifier", {"Its code is 00451 today.": "00451 identifier"}, rule="identifier")
def printed_code(here: Context) -> bool:
    """An identifier: leading zeros, very long or dotted digits."""
    return _names_of(here)._is_identifier(here.quantity)


def _names_of(here: Context) -> NameTeller:
    return NameTeller(here.text, here.tokens, here.names)
