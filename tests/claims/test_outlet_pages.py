"""What a page says of itself is no claim of the outlet; what it states is."""

from __future__ import annotations

import pytest

from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.language.pipeline import load_language_model
from broadsheet.records import ArticleText, Claim


def claims_of(text: str) -> list[Claim]:
    article = ArticleText("v", text, site_name="The Bergen Herald")
    return list(derive_rows(next(analyse_articles([article], load_language_model()))).claims)


def outlet_texts(text: str) -> list[str]:
    return [claim.content_text for claim in claims_of(text) if claim.speaker_kind == "outlet"]


@pytest.mark.parametrize(
    "text",
    [
        "With that in mind, these are the 12 biggest garden shows in Norway in 2025.",
        "Asked about the 40 trucks that had come from Bergen on Friday, Karl Voss sighed. “Too few,” he said.",
        "The Bergen Plan of 2021 is the most ambitious plan that Norway has seen in 40 years.",
    ],
)
def test_leads_scenes_and_judgements_are_no_claims_of_the_outlet(text: str) -> None:
    assert outlet_texts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The Bergen Plan of 2021 cost Norway 40 million crowns in 2023.",
        "Norway sold the homes of the most powerful lords of Bergen for 40 million crowns in 1821.",
    ],
)
def test_what_the_page_states_stays_a_claim_of_the_outlet(text: str) -> None:
    assert outlet_texts(text) == [text.rstrip(".")]


def test_our_review_is_a_document_of_the_outlet() -> None:
    [claim] = [c for c in claims_of("Our X30 review calls it the heir to the throne.") if c.speaker_kind != "outlet"]
    assert (claim.speaker_kind, claim.speaker_name) == ("document", "The Bergen Herald")
