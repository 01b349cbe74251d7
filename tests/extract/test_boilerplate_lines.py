"""Lines that belong to the publisher, and lines of the story that look like them."""

from __future__ import annotations

import pytest

from broadsheet.extract.boilerplate import label_boilerplate
from broadsheet.records import Paragraph


def label(surface: str) -> str | None:
    return label_boilerplate([Paragraph(0, 0, len(surface), surface)])[0].boilerplate_kind


@pytest.mark.parametrize(
    ("surface", "kind"),
    [
        ("WATCH | The mayor opens the new bridge", "read_more"),
        ("Most read in Sport", "read_more"),
        ("Follow along with the latest updates below.", "read_more"),
        ("Mehr zur Lage am Fluss lesen Sie in unserem Liveblog:", "read_more"),
        ("Get the best stories of the valley in your inbox", "newsletter"),
        ("Please read our Comment Policy before commenting.", "comments"),
        ("Il vous reste 60% de cet article à lire.", "subscribe"),
        ("Pictured right: the engineer Bo Ray.", "caption_credit"),
        ("Ann Lee reported from Oakham and Bo Ray from Wendmouth.", "byline"),
        ("Bo Ray contributed to this report.", "byline"),
        ("Lesedauer: 4 Minuten", "byline"),
        ("Der Fluss steigt weiter. Wie lange noch? 03.05.2024 | 2:15 min", "caption_credit"),
        ("Ein Klick für den Datenschutz", "cookie"),
        ("+++dropcap", "navigation"),
        ("3 May 2024", "byline"),
    ],
)
def test_a_line_of_the_publisher_is_told(surface: str, kind: str | None) -> None:
    assert label(surface) == kind


@pytest.mark.parametrize(
    "surface",
    [
        "— Ann Lee (@annlee) May 3, 2024",
        "The council watched the live broadcast of the vote on a screen in the hall.",
        "The mayor said more people should read the report before they vote.",
        "Subscribers of the library asked for longer hours on Sundays.",
        "___",
    ],
)
def test_a_line_of_the_story_is_left_alone(surface: str) -> None:
    assert label(surface) is None
