"""The title or apposition beside a person."""

from __future__ import annotations

import pytest

from broadsheet.entities import find_mentions
from tests.entities.conftest import ReadText


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Today Latvian President Ola Berg spoke.", "Latvian President"),
        ("According to Dr Ola Berg it rained.", "Dr"),
        ("The former Finance Minister Ola Berg spoke.", "former Finance Minister"),
        ("It shook rights activist Ola Berg badly.", "rights activist"),
        ("He met Ola Berg, a marine biologist at the institute, in May.", "marine biologist at the institute"),
        ("He met Ola Berg, the chief engineer of the Tide Board.", "chief engineer of the Tide Board"),
        ("He met Ola Berg, who smiled, in May.", None),
        ("He met Ola Berg, Ida Holm and others.", None),
        ("He met Ola Berg, 71, in May.", None),
        ("The President. Ola Berg slept.", None),
        ("He is the President\nOla Berg slept.", None),
    ],
)
def test_role_of_a_person(text: str, role: str | None, read_marked: ReadText) -> None:
    mention = find_mentions(read_marked(text, {"Ola Berg": "PERSON"}))[0]
    assert mention.role_text == role
