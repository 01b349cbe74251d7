"""Names that a model cuts, mistypes or misses, corrected by lists and by adjacent words."""

from __future__ import annotations

import pytest

from broadsheet.entities import find_mentions
from tests.entities.conftest import ReadText

Names = dict[str, str]
Found = list[tuple[str, str]]

PLACES: dict[str, tuple[str, Names, Found]] = {
    "country in pieces": ("Then Sri Lanka won.", {"Sri": "PERSON", "Lanka": "NORP"}, [("Sri Lanka", "LOC")]),
    "country as a person": ("Then Costa Rica won.", {"Costa Rica": "PERSON"}, [("Costa Rica", "LOC")]),
    "country missed": ("He left Sierra Leone in May.", {"May": "MISC"}, [("Sierra Leone", "LOC")]),
    "country in capitals": ("SRI LANKA VOTES", {"SRI": "PERSON", "LANKA": "ORG"}, [("SRI LANKA", "LOC")]),
    "the whole state, not the shorter name in it": (
        "The Democratic Republic of the Congo won.",
        {"Democratic Republic": "ORG", "Congo": "LOC"},
        [("Democratic Republic of the Congo", "LOC")],
    ),
    "bank named after it": (
        "The Bank of Sri Lanka lent.",
        {"Bank of Sri Lanka": "ORG"},
        [("Bank of Sri Lanka", "ORG")],
    ),
    "airline that begins with it": (
        "Then New Zealand Rail sold it.",
        {"New": "MISC", "Zealand Rail": "ORG"},
        [("New", "MISC"), ("Zealand Rail", "ORG")],
    ),
    "missed in front of a capital": (
        "Then Hong Kong Lantern closed for Ola.",
        {"Ola": "PERSON"},
        [("Ola", "PERSON")],
    ),
    "adjective of it": ("Some Sri Lankan teas.", {"Sri Lankan": "NORP"}, [("Sri Lankan", "NORP")]),
    "city before its country": (
        "BULAWAYO, Zimbabwe – Rain fell.",
        {"BULAWAYO": "PERSON", "Zimbabwe": "LOC"},
        [("BULAWAYO", "LOC"), ("Zimbabwe", "LOC")],
    ),
    "missed city before its country": (
        "DAR ES SALAAM, Tanzania — Rain fell.",
        {"Tanzania": "LOC"},
        [("DAR ES SALAAM", "LOC"), ("Tanzania", "LOC")],
    ),
    "person before a country that has no such place": (
        "With Marta Paris, Norway won.",
        {"Marta Paris": "PERSON", "Norway": "LOC"},
        [("Marta Paris", "PERSON"), ("Norway", "LOC")],
    ),
}
WORDS: dict[str, tuple[str, Names, dict[str, str], Found]] = {
    "nickname in quotation marks": (
        "Then Rafael “Bong” Ortega came.",
        {"Rafael “Bong": "PERSON", "Ortega": "PERSON"},
        {},
        [("Rafael “Bong” Ortega", "PERSON")],
    ),
    "two people, one quoted": (
        "Then Rafael met “Bong” Ortega.",
        {"Rafael": "PERSON", "Ortega": "PERSON"},
        {},
        [("Rafael", "PERSON"), ("Ortega", "PERSON")],
    ),
    "officer with a given name": (
        "Then General Peter Holm Berg left.",
        {"General Peter Holm Berg": "ORG"},
        {},
        [("Peter Holm Berg", "PERSON")],
    ),
    "company that begins with a title": (
        "Then General Motors left.",
        {"General Motors": "ORG"},
        {},
        [("General Motors", "ORG")],
    ),
    "common noun in front": (
        "The lower house Chamber of Deputies met.",
        {"house Chamber of Deputies": "ORG"},
        {"house": "NOUN"},
        [("Chamber of Deputies", "ORG")],
    ),
    "brand in small letters": (
        "Then afrol News wrote.",
        {"afrol News": "ORG"},
        {"afrol": "PROPN"},
        [("afrol News", "ORG")],
    ),
    "known short forms that were missed": (
        "HARARE (AP) - Ola told NATO and the CIA-led team.",
        {"HARARE": "LOC", "Ola": "PERSON"},
        {},
        [("HARARE", "LOC"), ("AP", "ORG"), ("Ola", "PERSON"), ("NATO", "ORG")],
    ),
    "a pronoun on a line in capitals": ("ASK OLA WHO WINS", {"OLA": "PERSON"}, {}, [("OLA", "PERSON")]),
    "panel on its subject": (
        "The Global Panel on River Change met.",
        {"Global Panel": "ORG", "River Change": "ORG"},
        {},
        [("Global Panel on River Change", "ORG")],
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_listed_places_are_restored(name: str, read_marked: ReadText) -> None:
    text, names, expected = PLACES[name]
    found = [(m.evidence.surface, m.mention_type) for m in find_mentions(read_marked(text, names))]
    assert found == expected


@pytest.mark.parametrize("name", WORDS)
def test_words_in_and_next_to_a_name_determine_its_span(name: str, read_marked: ReadText) -> None:
    text, names, tags, expected = WORDS[name]
    found = [(m.evidence.surface, m.mention_type) for m in find_mentions(read_marked(text, names, tags=tags))]
    assert found == expected
