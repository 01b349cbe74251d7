"""Rules of the kind of a number without a unit: pronoun, score, list number, rank, multiple, ratio.

Belongs here: the rules, in the order in which they are asked. How numbers name things is told by designations.py.
"""

from __future__ import annotations

from broadsheet.numbers.kind_rules import kind_rule
from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.surroundings import Context, listed
from broadsheet.numbers.tokens import DIGITS, LINE, SIGN, WORD, Token

PLAIN_NUMBERS = "kind of a plain number"
_BEFORE_PRONOUN = load_word_set("number_contexts", "pronoun_before")
_BEFORE_PRONOUN_OR_NOUN = load_word_set("number_contexts", "pronoun_before_unless_noun")
_BEFORE_PRONOUN_AT_END = load_word_set("number_contexts", "pronoun_before_at_end")
_AFTER_PRONOUN = load_word_set("number_contexts", "pronoun_after")
_TIED_TO_PRONOUN = load_word_set("number_contexts", "tied_to_pronoun")
_AFTER_TIMES = load_word_set("number_contexts", "multiple_after")
_BEFORE_TOP = load_word_set("number_contexts", "before_top_list")
_TIED_BEFORE_PRONOUN = frozenset(["in", "on", "to", "by", "for"])
_ARTICLES = frozenset(["a", "an"])
_ENDS = frozenset([".", ",", ";", "!", "?", ""])
_VERBS_IN_S = frozenset(["was", "is", "as", "has"])
_LARGEST_RANK, _LARGEST_NUMBERED_RANK = 1000, 199


@kind_rule(PLAIN_NUMBERS, "none", {"He is the one who left.": "one none", "It was a long one.": "one none"})
def pronoun_one(here: Context) -> bool:
    """A person or thing that "one" stands for without counting: "the one who", "one of them", "one-off"."""
    quantity = here.quantity
    if here.surface.lower() != "one" or quantity.unit is not None or quantity.bound != "exact":
        return False
    return _ends_noun_phrase(here) or _is_subject_of_verb(here) or _is_in_compound(here)


def _ends_noun_phrase(here: Context) -> bool:
    """ "the one", "a long one", "need one,"; some of the words stand before a noun too: "the one man"."""
    before = here.word(-1)
    if here.word(-2) in _ARTICLES and before.isalpha() and not here.precedes_noun:
        return True
    if before in _BEFORE_PRONOUN_AT_END and here.word(1) in _ENDS:
        return True
    return before in _BEFORE_PRONOUN and not (before in _BEFORE_PRONOUN_OR_NOUN and here.precedes_noun)


def _is_subject_of_verb(here: Context) -> bool:
    """ "one might say", "one of them"."""
    after = here.word(1)
    return after in _AFTER_PRONOUN or (after == "of" and here.quantity.kind == "count")


def _is_in_compound(here: Context) -> bool:
    """ "one-sided", "one's", "all-in-one"."""
    if here.is_tied_to_previous and here.word(-1) == "-" and here.word(-2) in _TIED_BEFORE_PRONOUN:
        return True
    return here.is_tied_to_next and here.word(1) in ("-", "'", "’") and here.word(2) in _TIED_TO_PRONOUN


@kind_rule(PLAIN_NUMBERS, "score", {"Leeds won 3-1 at home.": "3-1 score"})
def pair_in_game(here: Context) -> bool:
    """A score: a falling pair near words of games and votes, or one of several with commas between."""
    return here.quantity.rule == "score" and (_is_near_game(here) or _is_in_series(here))


@kind_rule(PLAIN_NUMBERS, "identifier", {"Turn to form 9-4 now.": "9-4 identifier"})
def pair_without_game(here: Context) -> bool:
    """An identifier: a falling pair far from words of games."""
    return here.quantity.rule == "score"


@kind_rule(PLAIN_NUMBERS, "score", {"They lost 1-3 in the match.": "1-3 score"}, rule="score", bound="exact")
def range_in_game(here: Context) -> bool:
    """A score that reads like a range: a tied pair near words of games that counts nothing after it."""
    is_tied_pair = here.quantity.is_range and ("-" in here.surface or "–" in here.surface)
    return is_tied_pair and not _counts_plural(here.after) and _is_near_game(here)


def _is_in_series(here: Context) -> bool:
    """ "6-1, 6-4, 7-5": another pair stands before or after a comma."""
    ahead = [here.token(step) for step in (1, 2, 3, 4)]
    behind = [here.token(step) for step in (-4, -3, -2, -1)]
    shapes = (",", DIGITS, "-", DIGITS), (DIGITS, "-", DIGITS, ",")
    return any(
        all(token is not None and shape in (token.text, token.kind) for token, shape in zip(run, wanted, strict=True))
        for run, wanted in zip((ahead, behind), shapes, strict=True)
    )


def _is_near_game(here: Context) -> bool:
    return here.is_near(listed("scores"))


def _counts_plural(after: Token | None) -> bool:
    """Whether a plural noun follows that is no word of games: "3-4 people"."""
    if after is None or after.kind != WORD or not after.gap:
        return False
    return after.lower.endswith("s") and after.lower not in listed("scores") and after.lower not in _VERBS_IN_S


@kind_rule(PLAIN_NUMBERS, "identifier", {"1. Wash the rice.": "1 identifier"}, rule="list_number")
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
    is_told_again = here.word(-2) in load_words("numbers")["cardinals"]
    is_bracketed = here.before.text == "(" and here.word(1) == ")"
    return is_bracketed and (here.quantity.value or 100) < 10 and not is_told_again


def _may_be_rank(quantity: Quantity, largest: int) -> bool:
    value = quantity.value
    return value is not None and value.denominator == 1 and value <= largest


@kind_rule(PLAIN_NUMBERS, "rank", {"The album went to No. 3.": "3 rank"}, rule="rank")
def rank_sign(here: Context) -> bool:
    """A rank after a sign: "No. 3", "No 3", "# 3"."""
    before = here.before
    if before is None or not _may_be_rank(here.quantity, _LARGEST_RANK):
        return False
    is_dotted = before.text == "." and not before.gap and here.word(-2) == "no"
    return is_dotted or before.text in ("#", "No")


@kind_rule(PLAIN_NUMBERS, "rank", {"It reached number 3.": "3 rank"}, rule="rank")
def rank_word(here: Context) -> bool:
    """A rank after its word: "number 3"."""
    is_amount = here.word(-2) in ("the", "a", "total")
    return here.word(-1) in ("number", "nr") and not is_amount and _may_be_rank(here.quantity, _LARGEST_NUMBERED_RANK)


@kind_rule(PLAIN_NUMBERS, "rank", {"It entered the top 10.": "10 rank"}, rule="rank")
def top_list(here: Context) -> bool:
    """The length of a list of the best: "the top 10"."""
    is_top = here.word(-1) == "top" and here.word(-2) in _BEFORE_TOP
    return is_top and _may_be_rank(here.quantity, _LARGEST_RANK)


@kind_rule(
    PLAIN_NUMBERS,
    "multiple",
    {"It is 3x faster.": "3 multiple", "a 5-fold rise": "5 multiple"},
    rule="times",
)
def tied_multiple(here: Context) -> bool:
    """A multiple by what is tied to it: "3x", "5-fold"."""
    is_tied = here.is_tied_to_next and here.word(1) in ("x", "×", "fold") and here.quantity.value is not None
    return is_tied or (here.word(1) == "-" and here.word(2) == "fold")


@kind_rule(PLAIN_NUMBERS, "multiple", {"It costs four times the average.": "four multiple"}, rule="times")
def times(here: Context) -> bool:
    """A multiple of what is compared: "four times the average"."""
    return here.word(1) == "times" and here.word(2) in _AFTER_TIMES


@kind_rule(PLAIN_NUMBERS, "score", {"The match ended 3:1.": "3:1 score"})
def ratio_in_game(here: Context) -> bool:
    """A score printed with a colon, near words of games."""
    quantity = here.quantity
    has_colon = quantity.rule == "ratio" and ":" in here.text[quantity.start_char : quantity.end_char]
    return has_colon and quantity.kind == "ratio" and _is_near_game(here)


@kind_rule(PLAIN_NUMBERS, "ratio", {"One in five adults smokes.": "One in five ratio"})
def ratio_or_part(here: Context) -> bool:
    """A ratio or a part of one: "one in five", "a third"."""
    value = here.quantity.value
    is_part = here.quantity.form == "fraction" and value is not None and abs(value) < 1
    return here.quantity.kind == "ratio" or is_part
