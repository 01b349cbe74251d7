"""When a short form can be an acronym of a name."""

from __future__ import annotations

import pytest

from broadsheet.entities.definitions import is_acronym
from broadsheet.entities.names import fold_name, trim_extent


@pytest.mark.parametrize(
    ("short", "full", "is_one"),
    [
        ("ISW", "Institute for the Study of War", True),
        ("IFSW", "Institute for the Study of War", False),
        ("PFDJ", "People's Front for Democracy and Justice", True),
        ("AFROL", "Northshore Council", False),
        ("UNHCR", "United Nations High Commissioner for Refugees", True),
        ("Defra", "Department for Environment, Food and Rural Affairs", False),
        ("NRA", "Northshore Rivers Authority", True),
        ("N", "Northshore Rivers", False),
        ("CEO", "Noordwal Energie", False),
    ],
)
def test_acronym(short: str, full: str, is_one: bool) -> None:
    assert is_acronym(short, full) is is_one


@pytest.mark.parametrize(
    ("name", "folded"),
    [("U.S.", "us"), ("The Hague", "hague"), ("Ålesund", "alesund"), ("Herald’s", "herald"), ("A", "a"), ("", "")],
)
def test_folding(name: str, folded: str) -> None:
    assert fold_name(name) == folded


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("the Express", "Express"),
        ("“Tide Board”", "Tide Board"),
        ("Tide Board's", "Tide Board"),
        ("Noordwal Inc.", "Noordwal Inc."),
        ("Noordwal.", "Noordwal"),
        ("Bank (BK", "Bank"),
        ("U.S.", "U.S."),
        ("the", "the"),
        ("...", ""),
    ],
)
def test_trimming(text: str, kept: str) -> None:
    start, end = trim_extent(text, 0, len(text))
    assert text[start:end] == kept
