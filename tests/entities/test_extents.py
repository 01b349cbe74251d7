"""Whole names of persons: nicknames, particles, initials, footnotes; journals that are none, products with a number."""

from __future__ import annotations

import pytest

from broadsheet.entities import find_mentions
from tests.entities.conftest import ReadText

Found = list[tuple[str, str, str]]
P, B, W, L = "PERSON", "ORG", "WORK", "LOC"

CASES: dict[str, tuple[str, dict[str, str], Found]] = {
    "nickname, and alone afterwards": (
        "Then Karl “Rook” Ormsund came. Rook lost.",
        {"Karl": P, "Rook": P, "Ormsund": "MISC"},
        [("Karl “Rook” Ormsund", P, "Karl Ormsund"), ("Rook", P, "Karl Ormsund")],
    ),
    "nickname in plain marks, of two words": (
        'Then Dane "The Quarry" Tolle came.',
        {"Dane": P, "Tolle": P},
        [('Dane "The Quarry" Tolle', P, "Dane Tolle")],
    ),
    "nickname in single marks behind a title": (
        "Then Captain Ida ‘Gull’ Berg came.",
        {"Ida": P},
        [("Ida ‘Gull’ Berg", P, "Ida Berg")],
    ),
    "nickname in guillemets, surname with a hyphen": (
        "Then Ormo «Kite» Sun-hee came.",
        {"Ormo «Kite": P},
        [("Ormo «Kite» Sun-hee", P, "Ormo Sun-hee")],
    ),
    "nickname that is another one's first name": (
        "Then Karl “Bo” Ormsund met Bo Lind. Bo won.",
        {"Karl “Bo” Ormsund": P, "Bo Lind": P, "Bo": P},
        [("Karl “Bo” Ormsund", P, "Karl Ormsund"), ("Bo Lind", P, "Bo Lind"), ("Bo", P, "Bo Lind")],
    ),
    "a firm's work, no nickname": (
        "Then Ormsoft “Rook” Berg came.",
        {"Ormsoft": B, "Berg": P},
        [("Ormsoft", B, "Ormsoft"), ("Berg", P, "Berg")],
    ),
    "a quotation between two persons": (
        "She asked Karl, “Who?” Ida Berg knew.",
        {"Karl": P, "Ida Berg": P},
        [("Karl", P, "Karl"), ("Ida Berg", P, "Ida Berg")],
    ),
    "name cut at its particles": (
        "Then Karel van der Ormsund came.",
        {"Karel van der": P, "Ormsund": L},
        [("Karel van der Ormsund", P, "Karel van der Ormsund")],
    ),
    "particles behind a name": (
        "Then Karel von Orm came.",
        {"Karel": P},
        [("Karel von Orm", P, "Karel von Orm")],
    ),
    "a footnote in brackets": ("It is by Ida Berg.[1] Later", {"Ida Berg.[1": P}, [("Ida Berg", P, "Ida Berg")]),
    "a raised footnote": ("It is by Ida Berg.³ Later", {"Ida Berg.³": P}, [("Ida Berg", P, "Ida Berg")]),
    "a verb at the start of a line": (
        "Orm came. Orm left.\nFearing Orm’s return",
        {"Fearing Orm": P, "Orm": P},
        [("Orm", P, "Orm")] * 3,
    ),
    "a surname like a verb": (
        "Then Hastings Orm came. Orm left. Orm won.",
        {"Hastings Orm": P, "Orm": P},
        [("Hastings Orm", P, "Hastings Orm"), ("Orm", P, "Hastings Orm"), ("Orm", P, "Hastings Orm")],
    ),
    "a journal and its authors": (
        "4. Orme K, Sarvo W-H. Salt in harbours. Br J Lun. 2008;66(5):689.",
        {"Orme": P, "Sarvo": P, "Br J": P},
        [("Orme K", P, "Orme K"), ("Sarvo W-H", P, "Sarvo W-H"), ("Br J Lun", B, "Br J Lun")],
    ),
    "a journal named in a year with pages": (
        "It was seen. Ann Lun Dis. 2014: p. 7.\nOrme K et al. Salt. Lun. 2001;3:4.",
        {"Ann": P, "Orme": P},
        [("Ann Lun Dis", B, "Ann Lun Dis"), ("Orme K", P, "Orme K"), ("Lun", B, "Lun")],
    ),
    "a publisher": (
        "3. Orme K. Salt. Sarvo; 1980. p. 4.\n4. Orme K. Salt. Lun. 2001;3:4.",
        {"Sarvo": P},
        [("Sarvo", B, "Sarvo"), ("Lun", B, "Lun")],
    ),
    "the title that was taken in": (
        "4. Orme K. Salt in harbours. Lun. 2008;66:689.",
        {"Orme K. Salt": P},
        [("Orme K", P, "Orme K"), ("Lun", B, "Lun")],
    ),
    "a middle initial outside references": (
        "Then Orme K. Salto in red came.",
        {"Orme K. Salto": P},
        [("Orme K. Salto", P, "Orme K. Salto")],
    ),
    "authors by initials": (
        "^ Gorm, I.; Sarvo, A.R.; Sarn, Emma (2010). Salt.",
        {"Gorm": P, "Sarvo": P, "A.R.": P, "Sarn": P},
        [("Gorm, I.", P, "I. Gorm"), ("Sarvo, A.R.", P, "A.R. Sarvo"), ("Sarn, Emma", P, "Emma Sarn")],
    ),
    "two authors are no person surname first": (
        "Orme YI, Salto MJ. Salt in harbours.",
        {"Orme YI": P, "Salto MJ": P},
        [("Orme YI", P, "Orme YI"), ("Salto MJ", P, "Salto MJ")],
    ),
    "products by their numbers": (
        "It runs on Ormix 7 and Ormix 8.1. The Orm 3090 sold out, the Orm 3080s too.",
        {"Ormix": W, "Orm": W},
        [
            ("Ormix 7", W, "Ormix 7"),
            ("Ormix 8.1", W, "Ormix 8.1"),
            ("Orm 3090", W, "Orm 3090"),
            ("Orm 3080", W, "Orm 3080"),
        ],
    ),
    "a number once may be chance": ("It sold Ormix 7 times.", {"Ormix": W}, [("Ormix", W, "Ormix")]),
    "years and counts are no numbers of products": (
        "It sold Ormix 2019 and Ormix 2020, then Ormix 40 times and Ormix 50 times.",
        {"Ormix": W},
        [("Ormix", W, "Ormix")] * 4,
    ),
    "the family is not the person": (
        "Then Chris Orm came. The Orm family left. Orm won.",
        {"Chris Orm": P, "Orm": P},
        [("Chris Orm", P, "Chris Orm"), ("Orm", P, "Orm"), ("Orm", P, "Chris Orm")],
    ),
    "a firm is not its staff or product": (
        "Then Ormax came. The Ormax Safety Ambassadors left. Ormax won.",
        {"Ormax Safety Ambassadors": B, "Ormax": B},
        [("Ormax", B, "Ormax"), ("Ormax Safety Ambassadors", B, "Ormax Safety Ambassadors"), ("Ormax", B, "Ormax")],
    ),
    "a firm introduced by its long name": (
        "Then Ormax Tower Systems came. Ormax won.",
        {"Ormax Tower Systems": B, "Ormax": B},
        [("Ormax Tower Systems", B, "Ormax Tower Systems"), ("Ormax", B, "Ormax Tower Systems")],
    ),
    "an office of letters is not one district's": (
        "Then the 9th Area ORP came. The ORP won.",
        {"9th Area ORP": B, "ORP": B},
        [("9th Area ORP", B, "9th Area ORP"), ("ORP", B, "ORP")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_names_are_whole_and_stand_for_whom_they_name(name: str, read_marked: ReadText) -> None:
    text, names, expected = CASES[name]
    found = [(m.evidence.surface, m.mention_type, m.entity_name) for m in find_mentions(read_marked(text, names))]
    assert found == expected
