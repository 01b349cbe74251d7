"""The habits of every training pack: what its labels come to, what stays open, what is kept out for measuring."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.training.packs_of_text import make_record, show, write_pack
from training.packs import read_crossner_fields, read_grobid, read_redocred, read_tweets, read_wikigold
from training.partial import read_core, read_knowledgenet, read_legal
from training.sentences import Document

NATIONALITIES = frozenset({"Danish", "Kurdish", "Jewish", "German"})
OPEN = "B-NORP+I-NORP+B-MISC+I-MISC+B-EVENT+I-EVENT+B-PRODUCT+I-PRODUCT+B-WORK+I-WORK+B-LAW+I-LAW-"
FIRST = "B-NORP+B-MISC+B-EVENT+B-PRODUCT+B-WORK+B-LAW-"
"""What a word may be that a corpus leaves open, and the first word of a name in a class for all other names."""


def _with_nationalities(read: Callable[[Path, frozenset[str]], list[Document]]) -> Callable[[Path], list[Document]]:
    return lambda folder: read(folder, NATIONALITIES)


WIKIGOLD = ("wikigold", _with_nationalities(read_wikigold), {"meta": {"document": 1}})
REDOCRED = ("redocred", _with_nationalities(read_redocred), {"meta": {"title": "Odd"}})
FIELDS = ("crossner_other", _with_nationalities(read_crossner_fields), {"meta": {"domain": "music"}})
TWEETS = ("btc", read_tweets, {"meta": {"section": "G"}})
GROBID = ("grobid_ner", _with_nationalities(read_grobid), {})
CORE = ("core_companies_partial", _with_nationalities(read_core), {})
KNOWLEDGENET = ("knowledgenet_partial", _with_nationalities(read_knowledgenet), {})
LEGAL = ("legal_ner_dev", _with_nationalities(read_legal), {})
PackOf = tuple[str, Callable[[Path], list[Document]], dict[str, Any]]


def _read(pack: PackOf, folder: Path, marked: str, **fields: Any) -> list[str]:
    name, read, more = pack
    write_pack(folder, name, [make_record(marked, **(more | fields))])
    return [show(sentence) for document in read(folder) for sentence in document]


@pytest.mark.parametrize(
    ("pack", "marked", "wanted"),
    [
        pytest.param(WIKIGOLD, "the [Lund|ORG] team won", "the Lund/B-ORG team won", id="wikigold: a team is ORG"),
        pytest.param(WIKIGOLD, "a [Danish|MISC] ship", "a Danish/B-NORP ship", id="wikigold: nationality"),
        pytest.param(WIKIGOLD, "at [Rock|MISC] now", f"at Rock/{FIRST} now", id="wikigold: other names are open"),
        pytest.param(WIKIGOLD, "on Monday", f"on Monday/{OPEN}", id="wikigold: dates are not marked"),
        pytest.param(REDOCRED, "a [Kurdish|LOC] poet", "a Kurdish/B-NORP poet", id="redocred: nationality is no place"),
        pytest.param(REDOCRED, "in [Iran|LOC] then", "in Iran/B-LOC then", id="redocred: a country"),
        pytest.param(REDOCRED, "a [Walish|LOC] poet", "a Walish/B-LOC+B-NORP poet", id="redocred: perhaps nationality"),
        pytest.param(REDOCRED, "in [may|TIME] then", "in may then", id="redocred: times are no names"),
        pytest.param(REDOCRED, "two [prisoners|ORG] left", "two prisoners/? left", id="redocred: common noun"),
        pytest.param(FIELDS, "[Blue Elk|band] sang", "Blue/B-ORG Elk/I-ORG sang", id="crossner: a band"),
        pytest.param(FIELDS, "in [Wave|magazine] now", "in Wave/B-ORG now", id="crossner: a magazine"),
        pytest.param(FIELDS, "her [Tides|album] sold", "her Tides/B-WORK sold", id="crossner: an album"),
        pytest.param(FIELDS, "plays [jazz|musicgenre]", f"plays jazz/{FIRST}", id="crossner: a genre is open"),
        pytest.param(TWEETS, "[@lund|ORG+] met [Eon|ORG]", "@lund/? met Eon/B-ORG", id="tweets: handles are open"),
        pytest.param(GROBID, "the [German|PERSON_TYPE] side", "the German/B-NORP side", id="grobid: a people"),
        pytest.param(GROBID, "[Ana , the mayor|PERSON+] left", "Ana/? ,/? the/? mayor/? left", id="grobid: a list"),
        pytest.param(GROBID, "[Irish army|INSTITUTION] left", "Irish/? army/? left", id="grobid: a description"),
        pytest.param(GROBID, "the [Senate|INSTITUTION] left", "the Senate/B-ORG left", id="grobid: a body"),
    ],
)
def test_a_label_comes_to_our_types(pack: PackOf, marked: str, wanted: str, tmp_path: Path) -> None:
    assert _read(pack, tmp_path, marked) == [wanted]


@pytest.mark.parametrize(
    ("pack", "marked", "wanted"),
    [
        pytest.param(CORE, "[Elm|ORG] bought Oak from it", "Elm/B-ORG bought Oak/? from it", id="another company"),
        pytest.param(CORE, "The firm of [Elm|ORG] paid", "The firm of Elm/B-ORG paid", id="a first word is no name"),
        pytest.param(CORE, "sold Bank of Oak to [Elm|ORG]", "sold Bank/? of/? Oak/? to Elm/B-ORG", id="of between two"),
        pytest.param(CORE, "[Elm|NAME] grew", "Elm/? grew", id="of unknown type"),
        pytest.param(CORE, "a [Swift|PRODUCT]", "a Swift/B-MISC+B-PRODUCT+B-WORK", id="a product"),
        pytest.param(CORE, "[Elm|ORG] , a Danish firm", "Elm/B-ORG , a Danish/B-NORP firm", id="a nationality"),
        pytest.param(CORE, "[Elm|ORG] sold Danish Oak", "Elm/B-ORG sold Danish/? Oak/?", id="one in a name"),
        pytest.param(KNOWLEDGENET, "[Ana Ruiz|PERSON] of Oak", "Ana/B-PERSON Ruiz/I-PERSON of Oak/?", id="a person"),
        pytest.param(LEGAL, "the [State of Oak|ORG] says", "the State/? of/? Oak/? says", id="a state as a party"),
        pytest.param(LEGAL, "[Ana|PETITIONER] v [Elm|COURT]", "Ana/? v Elm/B-ORG", id="a party to a case"),
    ],
)
def test_what_a_partial_pack_does_not_mark_is_open(pack: PackOf, marked: str, wanted: str, tmp_path: Path) -> None:
    assert _read(pack, tmp_path, marked) == [wanted]


def test_an_open_word_behind_a_marked_name_does_not_go_on_with_it(tmp_path: Path) -> None:
    found = _read(CORE, tmp_path, "then [Elm|ORG] Oak closed")[0].split()[2]
    assert "B-ORG" in found and "I-ORG" not in found and found.endswith("-")


def test_the_possessive_leaves_a_name(tmp_path: Path) -> None:
    record = make_record("[Elm's|ORG] head")
    record["tokens"] = [[0, 3], [3, 5], [6, 10]]
    write_pack(tmp_path, "knowledgenet_partial", [record])
    assert show(read_knowledgenet(tmp_path, NATIONALITIES)[0][0]) == "Elm/B-ORG 's head"


@pytest.mark.parametrize(
    ("pack", "fields"),
    [
        pytest.param(WIKIGOLD, {"meta": {"document": 8}}, id="wikigold: every fourth document"),
        pytest.param(REDOCRED, {"split": "test", "meta": {"title": "Even"}}, id="redocred: part of split test"),
        pytest.param(FIELDS, {"split": "test", "meta": {"domain": "literature"}}, id="crossner: test of literature"),
        pytest.param(CORE, {"split": "test"}, id="core: split test"),
        pytest.param(TWEETS, {"meta": {"section": "A"}}, id="tweets: other sections"),
    ],
)
def test_what_measures_is_not_read(pack: PackOf, fields: dict[str, Any], tmp_path: Path) -> None:
    assert _read(pack, tmp_path, "Nothing here", **fields) == []
    assert _read(pack, tmp_path, "Nothing here") != []


def test_a_passage_says_where_no_sentence_starts_only_at_its_first_word(tmp_path: Path) -> None:
    write_pack(tmp_path, "core_companies_partial", [make_record("[Elm|ORG] grew . It sold .")])
    assert not read_core(tmp_path, NATIONALITIES)[0][0].starts_sentence
