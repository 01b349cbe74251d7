"""Names, their types and their clusters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from broadsheet.entities import find_mentions
from tests.entities.conftest import ReadText

GOLDEN = Path(__file__).parents[1] / "golden" / "entities" / "fallback.jsonl"
CASES = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_names_types_and_clusters_without_a_model(case: dict[str, Any], read_blank: ReadText) -> None:
    mentions = find_mentions(read_blank(case["text"], case.get("headline")))
    assert [[m.evidence.surface, m.mention_type, m.entity_name] for m in mentions] == case["want"]


def test_surname_takes_the_type_of_the_full_person(read_marked: ReadText) -> None:
    analysed = read_marked("Ola Berg spoke. Berg left. Berg cried.", {"Ola Berg": "PERSON", "Berg": "LOC"})
    mentions = find_mentions(analysed)
    assert [m.mention_type for m in mentions] == ["PERSON"] * 3
    assert {m.entity_key for m in mentions} == {"PERSON|ola berg"}
    assert mentions[1].rule == "doc_ents+surname"


def test_majority_type_of_a_string_wins(read_marked: ReadText) -> None:
    text = "Lumora grew. Buy Lumora now. We like Lumora. Old Lumora Lane is near Lumora."
    analysed = read_marked(text, {"Lumora": "ORG", "Old Lumora": "LOC"})
    assert [m.mention_type for m in find_mentions(analysed)] == ["ORG", "ORG", "ORG", "LOC", "ORG"]


def test_countries_and_demonyms_are_corrected(read_marked: ReadText) -> None:
    analysed = read_marked("Latvia beat Latvian rivals.", {"Latvia": "ORG", "Latvian": "LOC"})
    found = [(m.mention_type, m.country_code, m.rule) for m in find_mentions(analysed)]
    assert found == [("LOC", "LV", "doc_ents+gazetteer"), ("NORP", "LV", "doc_ents+demonym")]


def test_names_of_other_pipelines_are_cut_at_lines_and_trimmed(read_marked: ReadText) -> None:
    analysed = read_marked(
        "He sold the Tide Board's boat.\nTo Ola\nBerg it went.", {"the Tide Board's": "ORG", "Ola\nBerg": "PERSON"}
    )
    assert [m.evidence.surface for m in find_mentions(analysed)] == ["Tide Board", "Ola"]


def test_spouses_with_one_surname_stay_two(read_blank: ReadText) -> None:
    mentions = find_mentions(read_blank("In May Anna Berg left. In June Peter Berg came, and Berg sang."))
    assert [m.entity_name for m in mentions] == ["Anna Berg", "Peter Berg", "Peter Berg"]


def test_first_mention_is_the_headline_and_never_boilerplate_where_there_is_another(read_blank: ReadText) -> None:
    text = "Read about Ola Berg here.\n\nAll about Ola Berg and Ida Holm.\n\nLike Ida Holm? And Eva Lind?"
    mentions = find_mentions(read_blank(text, boilerplate=(0, 2)))
    firsts = [(m.evidence.surface, m.evidence.start_char) for m in mentions if m.is_first_in_article]
    assert firsts == [("Ola Berg", 37), ("Ida Holm", 50), ("Eva Lind", 80)]


def test_country_code_and_geonames_id(read_blank: ReadText) -> None:
    mentions = find_mentions(
        read_blank("From Riga via London, Ontario, to London and Springfield. Lithuanian ships came.")
    )
    codes = {(m.evidence.surface, m.evidence.start_char): (m.country_code, m.geonames_id) for m in mentions}
    assert codes["Riga", 5] == ("LV", 456172)
    assert codes["London", 14] == ("CA", 6058560)
    assert codes["London", 34] == ("GB", 2643743)
    assert codes["Lithuanian", 58] == ("LT", None)
    assert codes.get(("Springfield", 45), (None, None)) == (None, None)


def test_repeat_of_a_longer_name_is_found_where_the_pipeline_missed_it(read_blank: ReadText) -> None:
    analysed = read_blank("They met Ola Berg there. Once Upon A Time Ola Berg Was Here And Sang To Us All")
    assert [m.evidence.surface for m in find_mentions(analysed)] == ["Ola Berg", "Ola Berg"]


@pytest.mark.parametrize(
    ("text", "names", "want"),
    [
        ("He met Yiu Chun-hei there.", {"Yiu Chun": "PERSON"}, [("Yiu Chun-hei", "PERSON")]),
        ("An Ola Berg-backed plan.", {"Ola Berg": "PERSON"}, [("Ola Berg", "PERSON")]),
        (
            "The Centre for the Deaf paid Ministry of Tarim staff.",
            {"Centre": "ORG", "Deaf": "ORG", "Ministry": "ORG", "Tarim": "LOC"},
            [("Centre for the Deaf", "ORG"), ("Ministry", "ORG"), ("Tarim", "LOC")],
        ),
        ("The Sultanate of Tarim paid.", {"Sultanate of": "LOC", "Tarim": "LOC"}, [("Sultanate of Tarim", "LOC")]),
        ("The Office for it paid.", {"Office for": "ORG"}, [("Office", "ORG")]),
        ("He met President Ola Berg.", {"President Ola Berg": "PERSON"}, [("Ola Berg", "PERSON")]),
        ("He met the Undersecretary.", {"Undersecretary": "PERSON"}, []),
        ("It was Mr Baptist with Zzz.", {}, [("Baptist", "PERSON"), ("Zzz", "PERSON")]),
        ("Under the Tarim Water Treaty it must.", {"Tarim Water Treaty": "ORG"}, [("Tarim Water Treaty", "LAW")]),
        ("Shares of the carmaker Lumora fell.", {"Lumora": "LOC"}, [("Lumora", "ORG")]),
        ("Storm Odette came.", {"Storm Odette": "PERSON"}, [("Storm Odette", "EVENT")]),
        ("They read the Food and Water Agency report.", {"Food": "ORG", "Water Agency": "ORG"},
         [("Food and Water Agency", "ORG")]),
        ("Men of the Latvian Armed Forces came.", {"Latvian": "NORP"}, [("Latvian Armed Forces", "ORG")]),
        ("The Fishery Authority paid Thai Police.", {"Fishery": "ORG", "Thai": "NORP"},
         [("Fishery Authority", "ORG"), ("Thai", "NORP")]),
        ("There Ola Inge Berg, Ida Holm sang.", {"Ola": "PERSON", "Inge Berg": "PERSON", "Ida Holm": "PERSON"},
         [("Ola Inge Berg", "PERSON"), ("Ida Holm", "PERSON")]),
        ("HSK 1 beat HSK 2. The BDK 3 times.", {"HSK": "ORG", "BDK": "ORG"},
         [("HSK 1", "ORG"), ("HSK 2", "ORG"), ("BDK", "ORG")]),
        ("NKV A won. The NKV 2,000 fans. Later NKV A lost.", {"NKV": "ORG"},
         [("NKV A", "ORG"), ("NKV", "ORG"), ("NKV A", "ORG")]),
        ("The Crown Prince met Maasai men.", {"Crown Prince": "ORG", "Maasai": "LOC"}, [("Maasai", "NORP")]),
        ("In Odby Region and mid-June No. 3 ran. Group C won.",
         {"Odby": "LOC", "mid-June": "LOC", "No.": "LOC", "Group C": "ORG"}, [("Odby Region", "LOC")]),
        ("Yau Ching-yan met Tel Odo-listed firms.", {"Yau Ching": "LOC", "Tel Odo": "LOC"},
         [("Yau Ching-yan", "PERSON"), ("Tel Odo", "LOC")]),
        ("Home to Sri Lanka.", {"Sri": "PERSON"}, [("Sri Lanka", "LOC")]),
        ("Off Trinidad and Tobago and Norway.", {"Trinidad": "LOC", "Tobago": "LOC", "Norway": "LOC"},
         [("Trinidad and Tobago", "LOC"), ("Norway", "LOC")]),
        ("Deaths from Norovirus rose.", {"Norovirus": "LOC"}, [("Norovirus", "MISC")]),
        ("New strikes, dharnas and Bandhs.", {"dharnas": "ORG"}, []),
    ],
)  # fmt: skip
def test_names_of_a_pipeline_are_corrected(
    text: str, names: dict[str, str], want: list[tuple[str, str]], read_marked: ReadText
) -> None:
    mentions = find_mentions(read_marked(text, names | {"Zzz": "PERSON"}))
    assert [(m.evidence.surface, m.mention_type) for m in mentions] == want
