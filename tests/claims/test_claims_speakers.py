"""Who a pronoun, a role or an "I" stands for."""

from __future__ import annotations

import pytest

from broadsheet.claims.genders import infer_gender_from_name, infer_gender_from_words
from broadsheet.claims.lexicon import load_lexicon
from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.language.pipeline import LanguageModel, load_language_model
from broadsheet.records import Claim
from tests.claims.golden_claims import make_article


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    found = load_language_model()
    if "reader" not in found.nlp.pipe_names:
        pytest.skip("no trained pipeline is shipped")
    return found


def claims_of(text: str, model: LanguageModel) -> list[Claim]:
    article = make_article({"id": "case", "text": text})
    [analysed] = analyse_articles([article], model)
    return [claim for claim in derive_rows(analysed).claims if claim.speaker_kind != "outlet"]


def speakers_of(text: str, model: LanguageModel) -> dict[str | None, str | None]:
    return {claim.source_text: claim.speaker_name for claim in claims_of(text, model)}


@pytest.mark.parametrize(
    ("name", "gender"),
    [("Maria Lind", "she"), ("Peter Lind", "he"), ("Robin Lind", None), ("Lind", None), ("Xqz Lind", None)],
)
def test_given_name_gives_gender_only_if_it_is_unambiguous(name: str, gender: str | None) -> None:
    assert infer_gender_from_name(name, load_lexicon()) == gender


@pytest.mark.parametrize(
    ("words", "gender"),
    [("Mrs", "she"), ("Mr Lind's mother", "she"), ("wife of King Olaf", "she"), ("the engineer", None)],
)
def test_last_gendered_word_before_of_gives_gender(words: str, gender: str | None) -> None:
    assert infer_gender_from_words(words, load_lexicon()) == gender


def test_names_for_both_are_in_neither_list() -> None:
    first_names = load_lexicon().first_names
    assert len(first_names) > 5000
    assert {"robin", "kim", "andrea"}.isdisjoint(first_names)


def test_pronoun_goes_to_the_person_it_fits(model: LanguageModel) -> None:
    text = "Peter Falk met Maria Sund at the mill. She said the wheel was broken. He said it was old."
    assert speakers_of(text, model) == {"She": "Maria Sund", "He": "Peter Falk"}


def test_pronoun_that_two_fit_stands_for_nobody(model: LanguageModel) -> None:
    text = "Robin Falk and Kim Sund met at the mill. He said the wheel was broken."
    assert speakers_of(text, model) == {"He": None}


def test_name_inside_a_quotation_is_no_antecedent_outside(model: LanguageModel) -> None:
    text = "“Peter Falk broke the wheel,” the crowd shouted. He said the wheel was old."
    assert speakers_of(text, model)["He"] is None


def test_labels_of_an_interview_resolve_i(model: LanguageModel) -> None:
    turns = ["Anna Berg: Why boats?", "Lars Holm: I think wood is alive."] * 3
    found = claims_of("\n".join(turns), model)
    assert {claim.speaker_name for claim in found if claim.source_text == "I"} == {"Lars Holm"}


def test_i_of_a_writer_stays_unnamed(model: LanguageModel) -> None:
    text = "Lars Holm builds boats.\nI think wood is alive.\nI feel that plastic is dead."
    assert {claim.speaker_name for claim in claims_of(text, model)} == {None}
