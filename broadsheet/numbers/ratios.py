"""Rules for two quantities that are one ratio: "one in five", "two out of three", "3:1"."""

from __future__ import annotations

from broadsheet.numbers.pairs import Pair
from broadsheet.numbers.quantity import PER_NOUNS, Quantity
from broadsheet.numbers.rules import number_rule
from broadsheet.numbers.tokens import LINE, SIGN

_EQUALS = frozenset(["is", "equals", "was"])
_LARGEST_BASE = 10_000
_YEARS = range(1900, 2101)
_BEST_RATINGS = frozenset([5, 6, 10, 20, 100])


@number_rule("ratio", {"Three over four": "3/4"}, template="over")
def fraction_over(pair: Pair) -> Quantity | None:
    """A fraction on a line of its own, or after "is"."""
    is_alone = pair.right.unit is None and _ends_sentence(pair) and _begins_line(pair)
    return _make_ratio(pair) if is_alone else None


@number_rule("ratio", {"They won by a majority of 3:1": "3"}, template=":")
def ratio_of_digits(pair: Pair) -> Quantity | None:
    """A ratio written with a colon that is tied to its digits."""
    is_tied = pair.right.start_char - pair.left.end_char == 1
    return _make_ratio(pair) if is_tied and pair.are_both("digits") else None


@number_rule("ratio", {"Buyers outnumber sellers three to one": "3"}, template="to")
def ratio_to_one(pair: Pair) -> Quantity | None:
    """A ratio in words to one."""
    if pair.left_value < 1 or pair.right_value != 1 or not pair.are_both("words"):
        return None
    return None if pair.after in PER_NOUNS else _make_ratio(pair)


@number_rule("ratio", {"Nearly one in five adults smokes": "1/5"}, template="in")
def share_in(pair: Pair) -> Quantity | None:
    """A share of a round base; no unit and no year follows ("3 in 2019")."""
    is_share = _is_share(pair) and pair.right.unit is None and pair.right_value <= _LARGEST_BASE
    return _make_ratio(pair) if is_share and not _is_in_year(pair) and not _is_in_few(pair) else None


@number_rule(
    "ratio",
    {"Two out of three people agree": "2/3", "One in every 40 homes": "1/40", "Six of every ten cars": "3/5"},
    template="out of | in every | out of every | of every",
)
def share_out_of(pair: Pair) -> Quantity | None:
    """A share of any base; a time is none ("one in every two hours")."""
    unit = pair.right.unit
    return (
        _make_ratio(pair)
        if (_is_share(pair) or _is_rating(pair)) and (unit is None or unit.dimension != "time")
        else None
    )


@number_rule("ratio", {"Readers gave it 4.4/5": "22/25"}, template="/")
def rating(pair: Pair) -> Quantity | None:
    """A rating with a decimal of a round best one; whole ones are fractions."""
    is_tied = pair.right.start_char - pair.left.end_char == 1
    return _make_ratio(pair) if is_tied and _is_rating(pair) else None


def _is_rating(pair: Pair) -> bool:
    is_of_best = pair.right_value in _BEST_RATINGS and 0 < pair.left_value < pair.right_value
    return is_of_best and pair.are_both("digits") and pair.left_value.denominator > 1


def _is_share(pair: Pair) -> bool:
    """Whole numbers, the smaller first."""
    has_ordinal = "ordinal" in (pair.left.form, pair.right.form)
    return 0 < pair.left_value < pair.right_value and pair.are_whole and not has_ordinal


def _is_in_year(pair: Pair) -> bool:
    return pair.right.form == "digits" and pair.right_value in _YEARS


def _is_in_few(pair: Pair) -> bool:
    """ "12 in 20": so many of so few are rather counted in something else."""
    return pair.left_value > 9 and pair.right_value < 100


def _ends_sentence(pair: Pair) -> bool:
    tokens, index = pair.cursor.tokens, pair.right.last
    if index >= len(tokens):
        return True
    token = tokens[index]
    return token.kind == LINE or (token.kind == SIGN and token.text in ".?!")


def _begins_line(pair: Pair) -> bool:
    """A line starts here, or "is" stands before."""
    index = pair.left.first
    return index == 0 or pair.cursor.tokens[index - 1].kind == LINE or pair.before in _EQUALS


def _make_ratio(pair: Pair) -> Quantity | None:
    """The ratio of both; None where the first has a unit or the second is nothing."""
    if pair.left.unit is not None or not pair.right_value:
        return None
    left = pair.extend_left("ratio")
    left.value, left.denominator, left.kind = pair.left_value / pair.right_value, pair.right_value, "ratio"
    left.number_end = pair.right.number_end
    left.per_start = left.per_end = None
    return left
