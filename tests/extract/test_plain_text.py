"""Bare texts: paragraphs, headline, boilerplate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract import read_plain_text, split_paragraphs
from broadsheet.extract.boilerplate import label_boilerplate
from tests.extract.test_extract_capture import extract

ARTICLE = """Bridge to stay closed, mayor says

The old bridge will stay closed until March, the mayor said on Friday.

READ MORE: Ferry to run twice an hour

"We need the time," she added. "Safety comes first."


  • Ferry captain wins prize for rescue on the lake

  • Fish return to the river after forty years of silence

Source: Read Full Article"""


def test_a_short_first_line_without_a_stop_is_the_headline() -> None:
    headline, paragraphs = read_plain_text(ARTICLE)
    assert headline == "Bridge to stay closed, mayor says"
    assert paragraphs[0].start_char == 0 and ARTICLE.startswith(headline)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One line only",
        "The mayor spoke.\n\nThe bridge stays closed.",
        "x" * 300 + "\n\nmore text follows here",
        "12\n\n34",
    ],
)
def test_no_headline_is_made_up(text: str) -> None:
    assert read_plain_text(text)[0] is None


@pytest.mark.parametrize(
    ("opening", "headline"),
    [("# Bridge to stay closed", "Bridge to stay closed"), ("\n## Bridge", "Bridge"),
     ("#bridge is shut", "#bridge is shut"), ("Bridge no. # 3 shut", "Bridge no. # 3 shut")],
)  # fmt: skip
def test_the_headline_of_markdown_has_no_mark(opening: str, headline: str) -> None:
    line = "The bridge was closed for {} days, the mayor said on Friday, and nobody knew why."
    lines = [line.format(count) for count in range(9)]
    article = extract("\n\n".join([opening, *lines, "# Not the first"]), "a.md").article
    assert article is not None
    assert (article.headline, article.text.partition("\n")[0]) == (headline, headline)
    assert article.text.endswith("\n# Not the first")


def test_boilerplate_of_a_bare_text_is_labelled() -> None:
    kinds = [piece.boilerplate_kind for piece in label_boilerplate(read_plain_text(ARTICLE)[1])]
    assert kinds == [None, None, "read_more", None, "related_links", "related_links", "source_credit"]


def test_a_hand_wrapped_text_is_cut_at_blank_lines() -> None:
    text = (
        "The council of the town met on Monday evening and talked for\n"
        "three hours about the bridge, which has been closed since the\nsummer.\n\n"
        "Nobody knows how long the work will take, said the engineer who\n"
        "was asked to look at the pillars, and nobody knows what it will\ncost either.\n"
    )
    assert [piece.surface.count("\n") for piece in split_paragraphs(text)] == [2, 2]


@given(st.text(max_size=400))
def test_any_text_is_cut_without_loss(text: str) -> None:
    paragraphs = list(split_paragraphs(text))
    assert all(text[piece.start_char : piece.end_char] == piece.surface for piece in paragraphs)
    assert "".join("".join(piece.surface.split()) for piece in paragraphs) == "".join(text.split())
    assert [piece.paragraph_index for piece in paragraphs] == list(range(len(paragraphs)))
