"""What models take for a person although its words or those beside it show something else."""

from __future__ import annotations

import numpy as np
import pytest

from broadsheet.entities import find_mentions
from broadsheet.language.sureness import note_sureness
from tests.entities.conftest import ReadText

P, B, W, L = "PERSON", "ORG", "WORK", "LOC"

CASES: dict[str, tuple[str, dict[str, str], list[tuple[str, str]]]] = {
    "street": ("He lives on Ahornstrasse now.", {"Ahornstrasse": P}, [("Ahornstrasse", L)]),
    "street with hyphens": ("He left Karl-Orme-Allee now.", {"Karl-Orme-Allee": P}, [("Karl-Orme-Allee", L)]),
    "street that a word opens": ("He left Rue Ormeaux now.", {"Rue Ormeaux": P}, [("Rue Ormeaux", L)]),
    "person with such an ending": ("Then Anna Steinplatz left.", {"Anna Steinplatz": P}, [("Anna Steinplatz", P)]),
    "firm that such a word opens": ("Then Plaza Ormeaux left.", {"Plaza Ormeaux": B}, [("Plaza Ormeaux", B)]),
    "newspaper of the list": ("He told Le Figaro so.", {"Le Figaro": P}, [("Le Figaro", B)]),
    "newspaper by its word": ("He told Salto Shimbun so.", {"Salto Shimbun": P}, [("Salto Shimbun", B)]),
    "person who is called so": ("Then Anna Kurier left.", {"Anna Kurier": P}, [("Anna Kurier", P)]),
    "work behind its noun": (
        "In the novel Salto Orme he wins. Then Salto Orme sold out.",
        {"Salto Orme": P},
        [("Salto Orme", W), ("Salto Orme", W)],
    ),
    "work before its noun": ("He saw Salto Orme, a film by Berg.", {"Salto Orme": P}, [("Salto Orme", W)]),
    "work in marks": ("It is Ida Lund’s ‘Salto Orme’ again.", {"Salto Orme": P}, [("Salto Orme", W)]),
    "who made the work": ("In the film Salto Orme made he wins.", {"Salto Orme": P}, [("Salto Orme", P)]),
    "who directs films": ("Then Salto Orme, a film director, left.", {"Salto Orme": P}, [("Salto Orme", P)]),
    "person quoted by name": ("They call him “Salto Orme” there.", {"Salto Orme": P}, [("Salto Orme", P)]),
    "first name of a work": (
        "In the novel Anna Orme he wins. Then Anna Orme left.",
        {"Anna Orme": P},
        [("Anna Orme", P), ("Anna Orme", P)],
    ),
    "degree": ("Then Ida Lund, R.D., left.", {"Ida Lund": P, "R.D.": P}, [("Ida Lund", P)]),
    "initials of somebody": ("Then R.D. left.", {"R.D.": P}, [("R.D.", P)]),
    "address": ("Write to Orme@sarvo.example now.", {"Orme@sarvo.example": P}, []),
    "person behind a label": ("Firm: Ormax\nCEO: Salto Orme\nStaff: 40", {"Salto Orme": B}, [("Salto Orme", P)]),
    "person and firm behind a label": ("CEO: Salto Orme (Ormax)\nSo.", {"Salto Orme": B}, [("Salto Orme", P)]),
    "firm behind another label": ("Client: Salto Orme\nStaff: 40", {"Salto Orme": B}, [("Salto Orme", B)]),
    "body behind a label": ("Chair: Orme University\nStaff: 40", {"Orme University": B}, [("Orme University", B)]),
    "staff of a person of the article": (
        "Then Ida Lund came. Former employees of Lund left.",
        {"Ida Lund": P, "Lund": P},
        [("Ida Lund", P), ("Lund", P)],
    ),
    "staff of a firm": ("Former employees of Lund left.", {"Lund": P}, [("Lund", B)]),
}
UNSURE: dict[str, tuple[str, dict[str, str], list[tuple[str, str]]]] = {
    "common words": ("He saw Raging Tide again.", {"Raging Tide": P}, [("Raging Tide", "MISC")]),
    "common words behind a label": ("CEO: Raging Tide\nStaff: 40", {"Raging Tide": P}, [("Raging Tide", P)]),
    "common words that speak": ("“No,” Raging Tide said.", {"Raging Tide": P}, [("Raging Tide", P)]),
    "a first name": ("He saw Rose Tide again.", {"Rose Tide": P}, [("Rose Tide", P)]),
    "initials": ("He saw Tide B again.", {"Tide B": P}, [("Tide B", P)]),
    "a word of no language": ("He saw Ormo Tide again.", {"Ormo Tide": P}, [("Ormo Tide", P)]),
    "rare first name alone": ("He has a mat by Jade here.", {"Jade": P}, [("Jade", "MISC")]),
    "usual first name alone": ("He has a mat by Anna here.", {"Anna": P}, [("Anna", P)]),
    "rare first name below a letter": ("We met.\n— Jade\nIt rained.", {"Jade": P}, [("Jade", P)]),
    "rare first name with an age": ("Fry-day!\n\n—Jade, age 6", {"Jade": P}, [("Jade", P)]),
}


@pytest.mark.parametrize("name", CASES)
def test_words_show_what_is_no_person(name: str, read_marked: ReadText) -> None:
    text, names, expected = CASES[name]
    found = [(m.evidence.surface, m.mention_type) for m in find_mentions(read_marked(text, names))]
    assert [row for row in found if row[0] in names] == expected


@pytest.mark.parametrize("name", UNSURE)
def test_what_the_pipeline_is_not_sure_of_stays_a_person_only_by_a_name(name: str, read_marked: ReadText) -> None:
    text, names, expected = UNSURE[name]
    analysed = read_marked(text, names)
    for part in analysed.parts:
        note_sureness(part.doc, np.arange(len(part.doc)), np.full(len(part.doc), 0.5, np.float32))
    assert [(m.evidence.surface, m.mention_type) for m in find_mentions(analysed)] == expected
