"""A person of one word, of whom the pipeline is not sure, stays one where the article shows somebody."""

from __future__ import annotations

import numpy as np
import pytest

from broadsheet.analysed import AnalysedArticle
from broadsheet.entities import find_mentions
from broadsheet.language.sureness import note_sureness, read_sureness


def types_of(analysed: AnalysedArticle, word: str, sureness: float | None) -> set[str]:
    """The types of the mentions of a word, where the pipeline is so sure of all its labels."""
    for part in analysed.parts if sureness is not None else ():
        note_sureness(part.doc, np.arange(len(part.doc)), np.full(len(part.doc), sureness, np.float32))
    return {mention.mention_type for mention in find_mentions(analysed) if mention.evidence.surface == word}


STAYS = [
    "The court heard judge Varlo on Monday.",
    "The dog belonged to Varlo, who moved to the coast.",
    "The harbour was built by Varlo (61) and others.",
    "The talk was given by Varlo’s wife.",
    "He lives there with his daughter Varlo.",
    "A girl named “Varlo” was rescued.",
    "An accountant surnamed Varlo was questioned.",
    "The city appointed Varlo to write its laws.",
    "“It rains,” Varlo said.",
    "The songs are by Ada Lund and Varlo.",
    "Mira Varlo came early. Then Varlo left.",
]
OPENS = [
    "The whole street talks about Varlo and its new range.",
    "You need one of Varlo’s cameras to connect it.",
    "The claim was first published on Varlo last week.",
    "It came with Mira Lund. The Varlo truck was late.",
    "Ada Lund, Varlo’s executive director, spoke.",
]


@pytest.mark.parametrize("text", STAYS)
def test_somebody_stays_a_person(read_marked, text: str) -> None:
    names = {"Mira Varlo": "PERSON", "Ada Lund": "PERSON", "Varlo": "PERSON"}
    assert types_of(read_marked(text, names), "Varlo", 0.4) == {"PERSON"}


@pytest.mark.parametrize("text", OPENS)
def test_a_word_that_nothing_shows_to_be_somebody_is_left_open(read_marked, text: str) -> None:
    names = {"Mira Lund": "PERSON", "Ada Lund": "PERSON", "Varlo": "PERSON"}
    analysed = read_marked(text, names)
    assert types_of(analysed, "Varlo", 0.4) == {"MISC"}
    assert types_of(analysed, "Varlo", 0.8) == {"PERSON"}
    (mention,) = [mention for mention in find_mentions(read_marked(text, names)) if mention.evidence.surface == "Varlo"]
    assert (mention.mention_type, mention.rule) == ("PERSON", "doc_ents"), "a pipeline that does not say how sure it is"


@pytest.mark.parametrize(("sureness", "found"), [(0.5, "MISC"), (0.8, "LOC"), (0.95, "PERSON")])
def test_what_stands_where_a_place_does_is_one_unless_the_pipeline_is_sure(read_marked, sureness, found) -> None:
    text = "Ada Lund, from Varlo, opened the meeting."
    assert types_of(read_marked(text, {"Ada Lund": "PERSON", "Varlo": "PERSON"}), "Varlo", sureness) == {found}


def test_all_mentions_of_a_word_are_judged_together(read_marked) -> None:
    text = "The talk was of Varlo.\nMany like Varlo.\n“It rains,” Varlo said."
    assert types_of(read_marked(text, {"Varlo": "PERSON"}), "Varlo", 0.4) == {"PERSON"}


def test_a_span_with_another_label_may_be_a_person_by_what_is_left(read_marked) -> None:
    doc = read_marked("They met Varlo there.", {"Varlo": "ORG"}).body.doc
    assert read_sureness(doc, 9, 14, "ORG") is None
    note_sureness(doc, np.arange(len(doc)), np.full(len(doc), 0.75, np.float32))
    assert (read_sureness(doc, 9, 14, "ORG"), read_sureness(doc, 9, 14, "PERSON")) == (0.75, 0.25)
