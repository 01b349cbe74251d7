"""Which country the name of an organisation says it is of, and which names say none."""

from __future__ import annotations

import pytest

from broadsheet.entities.body_countries import find_body_country
from broadsheet.entities.lexicon import load_lexicon
from broadsheet.entities.place_table import load_place_table

CASES = [
    ("Ski Union of Norway", "NO"),
    ("Permanent Norway Ski Commission", "NO"),
    ("South African Ski Union", "ZA"),
    ("Republic of Peru Ski Union", "PE"),
    ("Bank of Jordan", "JO"),
    ("Orme Ski Union", None),
    ("Jordan Holdings", None),
    ("Norway-Peru Ski Council", None),
    ("Norwegian and Peruvian Ski Council", None),
    ("University of Georgia", None),
    ("New Mexico Ski Club", None),
    ("University of South Carolina", None),
    ("Latin American Ski Union", None),
    ("norway ski union", None),
]


@pytest.mark.parametrize(("name", "country"), CASES, ids=[name for name, _ in CASES])
def test_a_body_is_of_the_country_in_its_name(name: str, country: str | None) -> None:
    assert find_body_country(name, load_lexicon("en"), load_place_table("en")) == country
