"""Check-worthiness: facts of public interest first, sport, shopping and small talk last."""

from __future__ import annotations

import numpy as np
import pytest

from broadsheet.claims.checkworthiness import describe_article
from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.language.pipeline import load_language_model
from broadsheet.records import ArticleText, Claim, Paragraph
from training.checkworthiness import average_precision, is_kept_apart, measure_all, read_sentences

FACTS = [
    "Inspectors found asbestos in 41 of the 60 schools that they visited",
    "The minister's firm was paid 1.3 million for work that was never done",
    "Deaths on building sites rose to 148 last year, from 121 in 2020",
    "The judge had owned shares in the company since 2016",
]
OTHERS = [
    "Lindqvist scored twice before half-time and the Owls held on for a 2-1 win",
    "The kettle is down to 24.99 from 39.99 with free delivery",
    "You will love the new colours, and they start at 15 a pair",
    "We are so grateful to everyone who came and sang with us",
    "Beat 3 eggs with 100 grams of sugar and bake for 40 minutes",
    "Will next year be better?",
]


def claims_of(text: str, paragraphs: tuple[Paragraph, ...] = ()) -> tuple[Claim, ...]:
    article = ArticleText("v", text, paragraphs=paragraphs)
    return derive_rows(next(analyse_articles([article], load_language_model()))).claims


def score(sentence: str, text: str = "{}") -> float:
    """The score of a sentence that somebody says in a text."""
    found = claims_of(text.format(f'Ida Moss said: "{sentence}."'))
    return next(claim.checkworthiness for claim in found if claim.speaker_kind != "outlet")


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_of_public_interest_ranks_above_all_others(fact: str) -> None:
    assert score(fact) > max(map(score, OTHERS))


def test_sentences_kept_apart_from_the_fit_are_ranked_well_by_the_weights_in_place() -> None:
    from broadsheet.word_lists import load_word_list

    texts, labels = read_sentences()
    apart = np.array([is_kept_apart(text) for text in texts])
    assert 100 <= apart.sum() <= 120
    names, values = measure_all([text for text, kept in zip(texts, apart, strict=True) if kept])
    weights = load_word_list("checkworthiness", "en")["weights"]
    scores = values @ np.array([weights[name] for name in names])
    assert average_precision(scores, labels[apart]) >= 0.80
    assert len({round(float(value), 4) for value in scores}) > 0.9 * apart.sum()


def test_a_page_of_sport_lowers_what_stands_on_it() -> None:
    sentence = "The club paid 2 million to its former owner in March"
    sport = "The team won the match. The coach praised the striker, who scored two goals this season.\n\n{}"
    assert score(sentence, sport) < score(sentence)
    assert describe_article("The striker scored a goal in the match.").topics["sport"] > 0
    assert describe_article("").topics == {"sport": 0.0, "shopping": 0.0, "lifestyle": 0.0}


def test_a_row_of_a_table_is_hardly_a_statement() -> None:
    line = "The ministry spent 300 million dollars on arms in 2021."

    def outlet_score(kind: str) -> float:
        found = claims_of(line, (Paragraph(0, 0, len(line), line, kind=kind),))
        return max((claim.checkworthiness for claim in found), default=0.0)

    assert outlet_score("table_row") < outlet_score("paragraph")


def test_a_sentence_that_names_and_numbers_nothing_is_no_claim_of_the_outlet() -> None:
    assert claims_of("Police violence against protesters killed workers and destroyed public trust.") == ()
    assert claims_of("Police violence against protesters in Orme killed 12 workers on Monday.") != ()
