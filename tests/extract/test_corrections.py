"""Statements of an article about its own changes."""

from __future__ import annotations

import pytest

from broadsheet.extract.corrections import find_corrections
from broadsheet.records import Paragraph


def find(*lines: str) -> tuple[str, str] | None:
    return find_corrections([Paragraph(place, 0, len(line), line) for place, line in enumerate(lines)])


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("This article was amended on 5 March to correct the name of the river.", "correction"),
        ("Correction: the river rose by 241 centimetres.", "correction"),
        ("Correction, March 5, 2024: The mill is in Oakham.", "correction"),
        ("An earlier version of this story gave the wrong name.", "correction"),
        ("(A previous version of the headline misstated the year.)", "correction"),
        ("We regret the error.", "correction"),
        ("Clarification: the council has not voted yet.", "clarification"),
        ("This story has been updated with a comment by the council.", "update"),
        ("Editor’s note: a line about the ferry was added after publication.", "update"),
        ("This article has been retracted.", "retraction"),
        ("In einer früheren Version dieses Artikels stand ein falscher Name.", "correction"),
        ("Korrektur: Der Fluss stieg um 241 Zentimeter.", "correction"),
        ("Dieser Artikel wurde am Dienstag aktualisiert.", "update"),
        ("Une version précédente de cet article donnait un autre nom.", "correction"),
        ("Rectificatif : le fleuve a monté de 241 centimètres.", "correction"),
        ("Cet article a été mis à jour à 10 h.", "update"),
        ("Una versión anterior de este artículo decía otra cosa.", "correction"),
        ("Fe de errores: el río subió 241 centímetros.", "correction"),
        ("Este artículo ha sido actualizado.", "update"),
        ("The correction of the river bed cost two million euros.", None),
        ("Markets saw a correction on Tuesday, the bank said.", None),
        ("Updated: Jan 23, 2024, 10.45 AM", None),
        ("The law was amended in 2019, and the ministry updated its list.", None),
        ("", None),
    ],
)
def test_statements_of_a_change_are_told_from_talk_of_changes(line: str, kind: str | None) -> None:
    found = find("The river rose on Tuesday.", line)
    assert (found[0] if found else None) == kind


def test_all_statements_are_kept_and_the_gravest_names_the_kind() -> None:
    found = find("This story has been updated.", "The river rose.", "Correction: it rose by 2 metres.")
    assert found == ("correction", "This story has been updated.\nCorrection: it rose by 2 metres.")
