"""Organisations of training sentences become others of the same kind; masks and spaces go along."""

from __future__ import annotations

import random

import numpy as np
import pytest

from tests.training.packs_of_text import make_record, show
from training.allowed import label_tokens
from training.opinions import PARTS, Opinion, Rows
from training.organisations import Organisations, find_kind, split_name
from training.sentences import Sentence, cut_long, cut_sentence
from training.swaps import Swaps, find_pair, find_spans

NAMES = [("Bank of Elm", "bank"), ("Ashdown Rovers", "club"), ("Ministry of Tides", "agency"), ("Oakline", "company")]
PAIRS = [("MTD", "Ministry of Tides and Docks")]


def _make(marked: str) -> Sentence:
    record = make_record(marked)
    masks = label_tokens(record, lambda span: (span["label"],), ())
    return cut_sentence(record, 0, len(record["tokens"]), masks, [])


def _exchange(marked: str) -> str:
    swaps = Swaps({}, 0.0, Organisations(NAMES, PAIRS, fewest=1), 1.0)
    return show(swaps(_make(marked), random.Random(1)))


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        pytest.param("[Bank of Yarm|ORG] fell", "Bank/B-ORG of/I-ORG Elm/I-ORG fell", id="bank for bank"),
        pytest.param("[Lund FC|ORG] won", "Ashdown/B-ORG Rovers/I-ORG won", id="club for club"),
        pytest.param("the [NTO|ORG] met", "the MTD/B-ORG met", id="acronym for acronym"),
        pytest.param(
            "[Oslo Port Board|ORG] ( [OPB|ORG] ) met",
            "Ministry/B-ORG of/I-ORG Tides/I-ORG and/I-ORG Docks/I-ORG ( MTD/B-ORG ) met",
            id="name and acronym for a pair",
        ),
        pytest.param("[Quill|ORG] met", "Quill/B-ORG met", id="a kind that nothing tells stays"),
        pytest.param("[Oakline|ORG] met", "Oakline/B-ORG met", id="a company of the lists becomes one"),
        pytest.param("[Bank of Yarm|PERSON] fell", "Bank/B-PERSON of/I-PERSON Yarm/I-PERSON fell", id="only ORG"),
    ],
)
def test_an_organisation_becomes_another_of_its_kind(marked: str, wanted: str) -> None:
    assert _exchange(marked) == wanted


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("First Bank of Yarm", "bank"),
        ("University of Yarm", "university"),
        ("Yarm School of Law", "school"),
        ("Department for Tides", "agency"),
        ("Elm Holdings, Inc.", "company_with_form"),
        ("Labour Party", "party"),
        ("NTNU", "acronym"),
        ("Amber", None),
    ],
)
def test_a_name_tells_its_kind(name: str, kind: str | None) -> None:
    assert find_kind(split_name(name)) == kind


def test_a_kind_of_few_names_is_not_exchanged() -> None:
    assert Organisations(NAMES, PAIRS).draw(["Bank", "of", "Yarm"], random.Random(1)) is None


def test_a_name_and_a_word_in_brackets_are_no_pair_without_an_acronym() -> None:
    sentence = _make("[Oslo Port Board|ORG] ( [Port|ORG] ) met")
    assert find_pair(sentence, find_spans(sentence, "ORG")) is None


def test_sentences_with_trees_stay() -> None:
    sentence = _make("[Bank of Yarm|ORG] fell")
    sentence.heads = [3, 0, 0, 3]
    assert Swaps({}, 1.0, Organisations(NAMES, PAIRS, fewest=1), 1.0)(sentence, random.Random(1)) is sentence


def _give_opinion(sentence: Sentence) -> Opinion:
    count = len(sentence.words)
    rows = Rows(
        {part: np.arange(count * kept).reshape(count, kept) for part, kept in PARTS.items()},
        {part: np.ones((count, kept)) for part, kept in PARTS.items()},
        np.zeros(count),
    )
    return Opinion(rows, 0, count)


def test_what_teachers_think_follows_an_exchanged_name() -> None:
    sentence = _make("the [Bank of Yarm|ORG] fell")
    sentence.taught = _give_opinion(sentence)
    swaps = Swaps({}, 0.0, Organisations([("Northern Bank", "bank")], [], fewest=1), 1.0)
    changed = swaps(sentence, random.Random(1))
    assert changed.words == ["the", "Northern", "Bank", "fell"] and changed.taught is not None
    rows = changed.taught.read()
    assert rows.index["ner"][:, 0].tolist() == [0, 3, 4, 16] and rows.share["ner"][1].tolist() == [1, 0, 0, 0]
    assert not changed.taught.has_tree


def test_a_long_sentence_is_cut_outside_names() -> None:
    parts = cut_long(_make("a b [C D E|ORG] f g"), 4)
    assert [part.words for part in parts] == [["a", "b"], ["C", "D", "E", "f"], ["g"]]
    assert [part.continues for part in parts] == [False, True, True]
