"""Nobody in particular makes no statement; somebody without a name does."""

from __future__ import annotations

import pytest

from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.language.pipeline import LanguageModel, load_language_model
from tests.claims.golden_claims import make_article


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    found = load_language_model()
    if "reader" not in found.nlp.pipe_names:
        pytest.skip("no trained pipeline is shipped")
    return found


NOBODY = [
    "Anybody who says the barrier will hold is wrong.",
    "Anyone who was there said it was loud.",
    "Anyone who claims that the mill is safe has not seen its roof.",
    "Whoever claims that the harbour is deep enough should try to land there.",
    "No one has said that the bridge is unsafe.",
    "Nobody said the ferry would sail on Sunday.",
    "None of the engineers said the dam was cracked.",
    "Neither of them said the cheque was false.",
    "Those who say the barrier will hold have never seen a flood.",
    "People who say that the river is clean do not fish in it.",
    "A person who says the vote was rigged should bring proof.",
    "Everyone knows that the road floods in spring.",
    "Some might argue that the tower is too tall.",
    "One could say that the council was lucky.",
    "Someone will claim that the well is poisoned.",
    "Critics may say that the plan costs too much.",
    "You might think that the lake is deep.",
    "If the mayor says that the wall will hold, people will go home.",
    "Unless the bank confirms that the money is there, the yard will close.",
    "Who says the barrier will hold?",
    "Any driver who claims that he was slower will have to prove it.",
    "Many would say that the old market was nicer.",
]
SOMEBODY = [
    ("Some who were there said it was loud.", "Some"),
    ("Somebody at the yard said the crane had been broken for weeks.", "Somebody"),
    ("Someone who saw the fire said it had begun in the attic.", "Someone"),
    ("Those who were at the hall said the roof had shaken.", "Those"),
    ("Everyone who was there said it was loud.", "Everyone"),
    ("Many said the old market was nicer.", "Many"),
    ("Others say that the well is poisoned.", "Others"),
    ("Critics say that the plan costs too much.", "Critics"),
    ("Critics of the plan said it would cost too much.", "Critics"),
    ("People who lost their homes said the siren had not sounded.", "People"),
    ("One of the drivers said the brakes had failed.", "One"),
    ("Most believe that the wall will hold.", "Most"),
    ("A person who was on board said the lights went out.", "A person"),
    ("The woman who says she was pushed off the pier has hired a lawyer.", "who"),
    ("A man who says the council owes him money chained himself to the door.", "who"),
    ("The mayor said nobody had been hurt.", "mayor"),
    ("The mayor, who says the wall will hold, was at the hall.", "who"),
    ("Anna Lind, who says the wall will hold, was at the hall.", "who"),
    ("Residents who say they saw smoke called the fire brigade.", "who"),
    ("The mayor asked who had said the wall would hold.", "mayor"),
    ("The mayor said anyone who was hurt would be paid.", "mayor"),
    ("Officials would say only that the line was closed.", "Officials"),
    ("If it rains again, the mayor says, the wall will break.", "mayor"),
]


def _find_sources(text: str, model: LanguageModel) -> list[str]:
    [analysed] = analyse_articles([make_article({"id": "case", "text": text})], model)
    return [claim.source_text or "" for claim in derive_rows(analysed).claims if claim.speaker_kind != "outlet"]


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_in_particular_says_nothing(text: str, model: LanguageModel) -> None:
    assert _find_sources(text, model) == []


@pytest.mark.parametrize(("text", "source"), SOMEBODY)
def test_somebody_without_a_name_is_a_source(text: str, source: str, model: LanguageModel) -> None:
    assert any(source.lower() in found.lower() for found in _find_sources(text, model))
