"""Where linked places lie, which namesake stands near the others, and where an article's event is."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest

from broadsheet.derive import analyse_articles
from broadsheet.entities import find_mentions
from broadsheet.entities.lexicon import load_lexicon
from broadsheet.entities.place_table import load_place_table
from broadsheet.language.pipeline import load_language_model
from broadsheet.records import ArticleText, Mention

# Countries that are no more, and islands where nobody lives, have no cities to take a point from.
WITHOUT_POINT = {"AN", "CS", "BV", "HM", "UM"}


def find(text: str, headline: str | None = None) -> list[Mention]:
    article = ArticleText("v1", text, headline=headline)
    return list(find_mentions(next(iter(analyse_articles([article], load_language_model())))))


def roles(text: str, headline: str | None = None) -> dict[str, str]:
    return {m.evidence.surface: m.place.role for m in find(text, headline) if m.place and m.mention_type == "LOC"}


def test_every_place_that_the_lists_can_name_has_a_point() -> None:
    lexicon, table = load_lexicon("en"), load_place_table("en")
    codes = {*table.regions.values(), *table.short.values(), *lexicon.demonym_parts.values()} - {"001"}
    codes |= {code for code in lexicon.demonyms.values() if code}
    codes |= {place.country_code for place in lexicon.places.values() if place.kind == "country" and place.country_code}
    assert codes - set(table.areas) == WITHOUT_POINT
    cities = [place for place in lexicon.places.values() if place.kind in ("city", "capital") and place.geonames_id]
    lacking = [place.name for place in cities if table.find_city(place.geonames_id or 0) is None]
    assert len(lacking) <= 1, lacking


def test_every_area_is_listed_once_and_countries_bear_their_present_names() -> None:
    lines = files("broadsheet").joinpath("lang/en/regions.csv").read_text(encoding="utf-8").splitlines()[2:]
    codes = Counter(line.partition(",")[0] for line in lines)
    assert [code for code, count in codes.items() if count > 1] == []
    areas = load_place_table("en").areas
    named = {code: areas[code].name for code in ("AI", "BQ", "BY", "GE", "SK")}
    assert named == {
        "AI": "Anguilla", "BQ": "Bonaire, Sint Eustatius and Saba", "BY": "Belarus", "GE": "Georgia", "SK": "Slovakia",
    }  # fmt: skip


def test_points_lie_on_the_earth_and_in_their_country() -> None:
    table = load_place_table("en")
    points = [area.point for area in table.areas.values()]
    assert all(-90 <= latitude <= 90 and -180 <= longitude <= 180 for latitude, longitude in points)
    assert table.areas["FJ"].point[1] > 170, "islands on both sides of the date line"
    assert [city.part for city in table.find_cities("London")[:2]] == ["GB-ENG", "CA-ON"]


CASES = [
    ("two towns nearby outweigh a famous namesake",
     "Fire crews from Hoover, Alabama, and Bessemer, Alabama, were sent to Birmingham on Monday.", "Birmingham",
     "US-AL"),
    ("a small town near another one",
     "The bridge at Goleta was closed. Drivers from Santa Barbara, California, must go by Carpinteria.", "Carpinteria",
     "US-CA"),
    ("a county with its state", "A judge in Jefferson County, Kentucky, ruled on Monday.", "Jefferson County", "US-KY"),
    ("a county alone is one of many", "A judge in Jefferson County ruled on Monday.", "Jefferson County", None),
    ("capitals do not make a state of the capital", "WASHINGTON — The treasury said so on Monday.", "WASHINGTON",
     "US-DC"),
    ("the people before a town", "Floods hit the Canadian city of London on Monday.", "London", "CA-ON"),
    ("the people before a town in more words",
     "Floods hit the old English port town of Boston on Monday.", "Boston", "GB-ENG"),
    ("a people whose country has no such town",
     "The Mexican town of Stavanger has no harbour, said the mayor.", "Stavanger", "NO-11"),
    ("a people that does not own the town", "Canadian envoys met in London on Monday.", "London", "GB-ENG"),
    ("a part without a code of a country that nobody speaks of",
     "The bus to North Hill in Plymouth, England, was late on Monday.", "North Hill", None),
    ("the same in its country",
     "A storm hit Anguilla on Monday. Crews went to North Hill.", "North Hill", "gn:11205436"),
    ("one small namesake nearby is not the city that all know",
     "Fires burned near Hollywood, California, and deadly floods hit Valencia.", "Valencia", None),
    ("two towns nearby tell that it is",
     "Fires burned in Hollywood, California, and Burbank, California, and floods hit Valencia.", "Valencia", "US-CA"),
    ("a state that is no city", "Gunmen attacked a market in Kaduna State on Monday.", "Kaduna State", "NG-KD"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "surface", "part"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_place_lies_where_the_article_says(text: str, surface: str, part: str | None) -> None:
    found = next(m for m in find(text) if m.evidence.surface == surface)
    assert (found.place.part_code if found.place else None) == part


SCENES = [
    ("dateline", "OSLO, March 3 (Agency) — Talks with France went on in Bergen.",
     {"OSLO": "dateline", "France": "mentioned", "Bergen": "mentioned"}),
    ("lead", "The river burst its banks in Geelong on Monday. Melbourne sent help.",
     {"Geelong": "scene", "Melbourne": "mentioned"}),
    ("capitals that act are no scene", "Moscow and Paris traded accusations over trade on Friday.",
     {"Moscow": "mentioned", "Paris": "mentioned"}),
    ("two towns are none", "Fires broke out in Lyon and in Marseille on Friday.",
     {"Lyon": "mentioned", "Marseille": "mentioned"}),
    ("the country alone", "Floods killed nine people in Ghana on Friday.", {"Ghana": "scene"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), [case[1:] for case in SCENES], ids=[case[0] for case in SCENES])
def test_an_event_is_where_the_dateline_or_the_lead_puts_it(text: str, wanted: dict[str, str]) -> None:
    assert roles(text) == wanted
