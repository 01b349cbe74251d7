"""Things think nothing: a belief needs somebody who can have it."""

from __future__ import annotations

import pytest

from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.language.pipeline import load_language_model
from broadsheet.records import ArticleText


def sources_of(text: str) -> list[str | None]:
    rows = derive_rows(next(analyse_articles([ArticleText("v", text)], load_language_model())))
    return [claim.source_text for claim in rows.claims if claim.speaker_kind != "outlet"]


@pytest.mark.parametrize(
    "text",
    ["The seedlings know that spring is near.", "These websites assumed that the visit was real."],
)
def test_a_thing_that_thinks_says_nothing(text: str) -> None:
    assert sources_of(text) == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The farmers know that spring is near.", "The farmers"),
        ("Ida Moss believes that the wall will hold.", "Ida Moss"),
        ("The committee believes that the wall will hold.", "The committee"),
        ("The report says that the wall will hold.", "The report"),
    ],
)
def test_those_who_can_think_keep_their_claims(text: str, source: str) -> None:
    assert sources_of(text) == [source]
