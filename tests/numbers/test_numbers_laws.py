"""Laws of numbers: what is written is read back, nothing overlaps, any text is read in linear time."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.numbers.kinds import classify_kinds
from broadsheet.numbers.numeral_reader import find_numerals
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.quantity_scanner import scan_quantities
from broadsheet.numbers.tokens import split_tokens

_ONES_TEXT = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen"""
_TENS_TEXT = "twenty thirty forty fifty sixty seventy eighty ninety"
_SOUP_TEXT = """5 12 1,200 one two half a third million % $ to from between and - per cent km rose by of dozen 3-1 : . £
\n"""
_ONES, _TENS, _SOUP = _ONES_TEXT.split(), _TENS_TEXT.split(), _SOUP_TEXT.split(" ")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))


def write_words(value: int, *, joiner: str = "and") -> str:
    """A whole number in English words, as style books write it."""
    if value < 20:
        return _ONES[value]
    if value < 100:
        return _TENS[value // 10 - 2] + (f"-{_ONES[value % 10]}" if value % 10 else "")
    if value < 1000:
        rest = f" {joiner} {write_words(value % 100)}".replace("  ", " ") if value % 100 else ""
        return f"{_ONES[value // 100]} hundred{rest}"
    factor, name = next(scale for scale in _SCALES if value >= scale[0])
    rest = value % factor
    joint = f" {joiner} " if 0 < rest < 100 else " "
    tail = f"{joint}{write_words(rest, joiner=joiner)}".replace("  ", " ") if rest else ""
    return f"{write_words(value // factor, joiner=joiner)} {name}{tail}"


def _values(text: str) -> list[Fraction | None]:
    return [numeral.value for numeral in find_numerals(split_tokens(text))]


def _scan(text: str) -> list[Quantity]:
    quantities, tokens = scan_quantities(text)
    return classify_kinds(text, tokens, quantities, [])


@given(st.integers(0, 10**15 - 1), st.sampled_from(["and", ""]))
@settings(max_examples=200, deadline=None)
def test_words_are_read_back(value: int, joiner: str) -> None:
    assert _values(f"There were {write_words(value, joiner=joiner)} of them") == [value]


@given(st.integers(0, 10**12), st.sampled_from(["{}", "{:,}"]))
@settings(max_examples=100, deadline=None)
def test_digits_are_read_back(value: int, written: str) -> None:
    assert _values(f"There were {written.format(value)} of them") == [value]


@given(st.decimals(0, 10**6, places=2))
@settings(max_examples=100, deadline=None)
def test_money_is_read_back(value: Fraction) -> None:
    found = _scan(f"It cost ${value:,} in all")
    assert [(quantity.kind, quantity.value) for quantity in found] == [("money", Fraction(str(value)))]


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_overlaps(text: str) -> None:
    _check_spans(text)


@given(
    st.lists(
        st.sampled_from(_SOUP),
        max_size=30,
    )
)
@settings(max_examples=300, deadline=None)
def test_number_soup_is_read_without_overlaps(words: list[str]) -> None:
    _check_spans(" ".join(words))
    _check_spans("".join(words))


def _check_spans(text: str) -> None:
    last = 0
    for quantity in _scan(text):
        assert last <= quantity.start_char < quantity.end_char <= len(text)
        assert quantity.start_char <= quantity.number_start < quantity.number_end <= quantity.end_char
        last = quantity.end_char


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["1", "1 ", "and ", "-", "1-", "one ", "million ", "half a ", "$", "5 per ", "1,", ".", "\ud800"]
)
def test_long_runs_take_linear_time(unit: str) -> None:
    short, long = unit * (5_000 // len(unit)), unit * (50_000 // len(unit))

    def measure(text: str) -> float:
        started = time.process_time()
        _scan(text)
        return time.process_time() - started

    # Other work on the machine makes a measure longer, never shorter.
    assert min(measure(long) for _ in range(2)) < 40 * max(measure(short), 0.03)
