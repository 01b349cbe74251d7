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


@pytest.mark.parametrize(
    "text",
    [
        "Norway Press writer Robert Brandt contributed to this report from Bergen on 4 May 2024.",
        "We had to wait three hours at Bergen Hospital on 4 May 2024.",
        "Your ticket to the Bergen Fair of 2024 costs 40 crowns and your child pays half of that.",
        "Maybe the 40 boats of Bergen were lost in the storm of 1921.",
        "The Bergen Council should pay Norway 40 million crowns for the bridge of 2021.",
        "If a member lost money at Bergen Bank in 2021, contact the Board of Norway by 4 May.",
        "The Bergen Plan of 2021 was a stunning success for 40 towns of Norway.",
        "Ten customers of Bergen Bank have accused Mr Voss of, among other things, fraud and theft since 2021.",
    ],
)
def test_advice_opinion_credits_and_what_others_say_are_no_claims_of_the_outlet(text: str) -> None:
    assert outlet_texts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Karl Voss, who was looking for a cow in Norway, stepped on a mine and lost 40 crowns on 5 April 2013.",
        "The US sold 40 boats to Norway in 2021 for 40 million crowns.",
        "For the third time in 40 years, Norway closed the Bergen Bridge in May 2021.",
        "King Charles I sold the homes of 40 lords of Bergen for 40 million crowns in 1621.",
    ],
)
def test_rules_deeds_and_kings_stay_claims_of_the_outlet(text: str) -> None:
    assert outlet_texts(text) != []


def test_a_judgement_that_figures_bear_out_can_be_checked() -> None:
    text = (
        "The need for work is so great that more than 25,000 people applied for 90 jobs at the port of Bergen in May."
    )
    assert outlet_texts(text) == [text.removesuffix(".")]
