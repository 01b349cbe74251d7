"""Rules for two quantities that are the ends of a range: "between 10 and 20", "10-20", "10 to 20 million"."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.pairs import Pair
from broadsheet.numbers.quantity import DASHES, Quantity
from broadsheet.numbers.rules import number_rule
from broadsheet.numbers.units import Unit

_BEFORE_YEAR = frozenset(["since", "in", "of", "during", "before", "after"])
_SPACED_DASHES = frozenset("–—-")
_SCORE_DASHES = frozenset("-–")
_CHAIN_SIGNS = frozenset("-–/")
_LARGEST_SCORE = 300
_LARGEST_ALTERNATIVE = 1000
# A number with the scale of the next one is smaller: "8 to 9 million".
_LARGEST_SHARING = 1000
# Words of change this far before "from A to B" keep the two apart; this far where both have a unit.
_REACH_OF_CHANGE = 8
_REACH_WITH_UNITS = 4


@number_rule("range", {"between 10 and 20 people": "10 to 20"}, template="and")
def range_between(pair: Pair) -> Quantity | None:
    """A range after "between"."""
    return _make_range(pair, pair.before) if pair.before == "between" and not pair.left.per_start else None


@number_rule("range", {"between the fifth and the ninth": "5 to 9"}, template="and the")
def range_between_places(pair: Pair) -> Quantity | None:
    """A range of ordinals after "between the"."""
    is_between = pair.cursor.lower(pair.left.first - 2) == "between"
    return _make_range(pair, "between") if is_between and pair.right.form == "ordinal" else None


@number_rule("range", {"a crowd of 10 to 20 million": "10000000 to 20000000"}, template="to")
def range_to(pair: Pair) -> Quantity | None:
    """A range with "to", where no word of change says that one became the other."""
    if _is_year_and_amount(pair) or _is_change(pair):
        return None
    return _make_range(pair, pair.before)


@number_rule("range", {"ages 6 through 12": "6 to 12"}, template="through")
def range_through(pair: Pair) -> Quantity | None:
    """A range with "through"."""
    return None if pair.left.per_start or _is_year_and_amount(pair) else _make_range(pair, pair.before)


@number_rule("range", {"two or three people": "2 to 3"}, template="or")
def range_of_neighbours(pair: Pair) -> Quantity | None:
    """Alternatives of the same form that lie near each other."""
    is_near = 0 < pair.left_value < pair.right_value <= pair.left_value * 2 + 1
    if not is_near or pair.right_value > _LARGEST_ALTERNATIVE or pair.left.form != pair.right.form:
        return None
    return None if pair.left.unit or pair.left.per_start else _make_range(pair, pair.before)


@number_rule("range", {"It costs $8 or $9 million": "8000000 to 9000000 dollar"}, template="or")
def range_of_sums(pair: Pair) -> Quantity | None:
    """Alternative sums of which the first has the scale of the second."""
    return _make_range(pair, pair.before) if _is_scale_shared(pair) else None


@number_rule("range", {"The score was 3-1": "3 to 1"}, template="dash")
def score(pair: Pair) -> Quantity | None:
    """Two bare numbers, the larger first."""
    is_score = pair.joint.text in _SCORE_DASHES and _LARGEST_SCORE > pair.left_value >= pair.right_value
    if not is_score or not _are_bare_digits(pair) or not _is_tied(pair):
        return None
    left = pair.extend_left("score")
    left.value, left.low, left.high, left.is_range = None, pair.left_value, pair.right_value, True
    left.number_end = pair.right.number_end
    left.numerals += pair.right.numerals
    return left


@number_rule("range", {"a group of 10-20 people": "10 to 20", "It cost $5 – $7": "5 to 7 dollar"}, template="dash")
def range_with_dash(pair: Pair) -> Quantity | None:
    """A range with a dash or a tilde."""
    return _make_range(pair, pair.before) if not pair.left.per_start and _is_tied(pair) else None


@number_rule(
    "range",
    {"a 5- to 10-year plan": "5 to 10 year", "18-to-24-year-olds": "18 to 24 year"},
    template="dash to | dash or | dash to dash",
)
def range_of_hyphened(pair: Pair) -> Quantity | None:
    """A range whose first end keeps its hyphen."""
    return None if pair.left.per_start else _make_range(pair, pair.before)


def _is_year_and_amount(pair: Pair) -> bool:
    """ "since 2019 to 7.6 million": a year that an amount follows."""
    if pair.right.unit is None and not pair.right.scale_text:
        return False
    left = pair.left
    is_bare = left.unit is None and left.form == "digits" and left.number_end - left.number_start == 4
    return is_bare and 1900 <= pair.left_value <= 2100 and pair.before in _BEFORE_YEAR


def _is_change(pair: Pair) -> bool:
    """ "rose from 3 to 5", "rose 3% to 5%": words of change before the two."""
    if (_is_scale_shared(pair) and pair.before not in ("from", "by")) or _is_percent_shared(pair):
        return False
    if pair.before in ("from", "by") and _has_change_before(pair, _REACH_OF_CHANGE):
        return True
    return bool(pair.left.unit and pair.right.unit) and _has_change_before(pair, _REACH_WITH_UNITS)


def _is_percent_shared(pair: Pair) -> bool:
    """ "shrink by 20 to 30 percent": the first is in percent too."""
    is_bare = pair.left.unit is None and pair.left.scale_text is None and pair.before == "by"
    return is_bare and pair.right.kind == "percent" and pair.left_value < pair.right_value


def _is_scale_shared(pair: Pair) -> bool:
    """ "raise £8 to £9 million": the first sum has the scale of the second."""
    left, right = pair.left, pair.right
    is_small = left.scale_text is None and 0 < pair.left_value < _LARGEST_SHARING
    return is_small and right.scale_text is not None and left.kind == right.kind == "money"


def _has_change_before(pair: Pair, reach: int) -> bool:
    words, first = _change_words(), pair.left.first
    return any(token.lower in words for token in pair.cursor.tokens[max(first - 1 - reach, 0) : first])


def _are_bare_digits(pair: Pair) -> bool:
    return pair.are_both("digits") and not pair.left.unit and not pair.right.unit


def _is_tied(pair: Pair) -> bool:
    """No blanks around the dash, or digits with blanks on both sides; not a part of a longer chain of dashes."""
    if _is_in_chain(pair):
        return False
    dash = pair.joint
    if not dash.gap:
        return pair.right.start_char == dash.end_char
    is_spaced = pair.right.start_char > dash.end_char and dash.text in _SPACED_DASHES and pair.are_both("digits")
    return is_spaced and (pair.left.unit is None or pair.right.unit is not None)


def _is_in_chain(pair: Pair) -> bool:
    """ "3-1-2", "1/3-5": more dashes or slashes stand around the two."""
    text, first, end = pair.cursor.text, pair.left.start_char, pair.right.end_char
    goes_on = text[end : end + 1] in DASHES and text[end + 1 : end + 2].isdigit()
    return goes_on or text[max(first - 1, 0) : first] in _CHAIN_SIGNS


def _make_range(pair: Pair, opener: str) -> Quantity | None:
    """The range of both; None where they are no ends of one range."""
    if not _are_alike(pair):
        return None
    left, right = pair.left, pair.right
    low, high = _scale_low(pair), pair.right_value
    if low == high or (low > high and not _is_frost(pair)):
        return None
    measured = right if right.unit else left
    merged = Quantity(
        left.first, right.last, left.start_char, right.end_char, left.number_start, right.number_end, right.form,
        low=min(low, high), high=max(low, high), bound="between", unit=measured.unit,
        unit_start=measured.unit_start, unit_end=measured.unit_end, kind=measured.kind,
        scale_text=right.scale_text or left.scale_text, per_start=right.per_start, per_end=right.per_end,
        rule="range", is_range=True, numerals=[*left.numerals, *right.numerals],
        read_by=[*left.read_by, *right.read_by],
    )  # fmt: skip
    if opener in ("between", "from"):
        index = left.first - 1 if pair.before == opener else left.first - 2
        token = pair.cursor.tokens[index]
        merged.bound_start, merged.bound_end = token.start_char, token.end_char
    return merged


def _are_alike(pair: Pair) -> bool:
    """Ends of one kind and unit; the unit may stand with the second alone, and with money with the first alone."""
    left, right = pair.left, pair.right
    if left.form == "ordinal" and right.form != "ordinal":
        return False
    if left.unit is None:
        return True
    if right.unit is None:
        return left.kind == "money"
    return left.kind == right.kind and _is_same(left.unit, right.unit)


def _is_same(one: Unit, other: Unit) -> bool:
    return one.name == other.name or bool(one.ambiguous or other.ambiguous)


def _is_frost(pair: Pair) -> bool:
    """ "-10 to -18 degrees", "-5 to -10": what lies below zero may be printed from the higher."""
    return pair.left_value < 0 and (pair.left.kind == "measure" or pair.right_value < 0)


def _scale_low(pair: Pair) -> Fraction:
    """The lower end with the scale of the higher, which is printed once: "10 to 20 million"."""
    low = pair.left_value
    is_shared = pair.left.scale_text is None and low < pair.right_value and low < _LARGEST_SHARING
    factor = scale_factor(pair.right.scale_text) if is_shared else Fraction(1)
    return low * factor if low * factor <= pair.right_value else low


def scale_factor(scale_text: str | None) -> Fraction:
    """What the words of a scale multiply by; 1 where there are none."""
    factor = Fraction(1)
    for word in (scale_text or "").lower().split():
        factor *= _scales().get(word, 1)
    return factor


@cache
def _scales() -> dict[str, int]:
    """Words of scale with their factors; where lists share a word, the first list counts."""
    lists = load_words("numbers")
    return {**lists["vague"], **lists["short_money"], **lists["short"], **lists["scales"]}


@cache
def _change_words() -> frozenset[str]:
    """Words of change, and verbs that lead from one number to another."""
    lists = load_words("numbers")
    found = {word for words in lists["change"].values() for word in words if " " not in word}
    return frozenset(found | set(lists["movement"]["words"]))
