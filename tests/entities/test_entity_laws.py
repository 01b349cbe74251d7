"""What holds for every text: offsets, determinism, time."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.entities import find_mentions
from tests.entities.conftest import ReadText

WORDS = [
    *(
        "Tom Okafor",
        "Okafor",
        "the",
        "Norway",
        "(ISW)",
        "Institute for the Study of Tides",
        "’s",
        "'",
        "\n",
        ". ",
        "said",
    ),
    *("President", "\u200b", "😀", "MERRIN", "of", "and", "St", "A.", "-", "“", ", ", "Ž", "ﬁ", "\x07", "İ"),
]


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=80))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_mention_is_its_slice_in_order_and_without_line_break(read_blank: ReadText, text: str) -> None:
    analysed = read_blank(text)
    mentions = find_mentions(analysed)
    ends = 0
    for mention in mentions:
        place = mention.evidence
        assert text[place.start_char : place.end_char] == place.surface == place.surface.strip()
        assert place.start_char >= ends
        assert "\n" not in place.surface
        ends = place.end_char
    assert find_mentions(analysed) == mentions
    assert len({mention.mention_id for mention in mentions}) == len(mentions)
    keys = {mention.entity_key for mention in mentions}
    assert sum(mention.is_first_in_article for mention in mentions) == len(keys)


@pytest.mark.parametrize(
    "unit", ["Merrin ", "Tom Okafor of ", "A", "(ISW) ", "The Institute for Tides (IFT) and ", "Ola Berg, a "]
)
def test_time_grows_with_the_length(unit: str, read_blank: ReadText) -> None:
    short, long = read_blank(unit * 600), read_blank(unit * 6000)
    started = time.process_time()
    find_mentions(short)
    middle = time.process_time()
    find_mentions(long)
    assert time.process_time() - middle < 40 * (middle - started) + 0.5
