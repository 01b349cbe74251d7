"""Names of towns that stand for their clubs on pages of sport, and which club of two towns of one name is meant."""

from __future__ import annotations

import re
from typing import Any

import pytest


def mention(text: str, number: int = 0, kind: str = "LOC", surface: str = "Orme", **more: Any) -> dict[str, Any]:
    start = text.index(surface)
    row = {"mention_id": f"m{number}", "article_version_id": f"v{number}", "entity_key": f"{kind}|{surface.lower()}"}
    return row | {"mention_type": kind, "start_char": start, "end_char": start + len(surface)} | more


@pytest.mark.parametrize(
    ("text", "is_team"),
    [
        ("She came to Orme for a small fee in January.", True),
        ("She came to Orme in January.", False),
        ("Lund lost 2-1 at Orme on Friday.", False),
        ("Orme won again.", True),
        ("The match in Orme was called off.", False),
        ("Orme must do without the winger until May.", True),
        ("Orme sacked Ada Holm after the game.", True),
        ("She signed a new deal with Orme after the match.", True),
        ("The striker joined Orme in May.", True),
        ("Orme must pay for the stadium.", False),
        ("The striker made a deal in Orme.", False),
    ],
)
def test_words_beside_a_town_tell_whether_its_club_is_meant(ask, text: str, is_team: bool) -> None:
    rows = ask(
        "model", "article_teams", mentions=[mention(text)], articles=[{"article_version_id": "v0", "text": text}],
        article_fields=[{"article_version_id": "v0", "sport": "football"}],
    )  # fmt: skip
    assert bool(rows) == is_team


def test_a_result_at_a_town_does_not_speak_against_its_club(ask) -> None:
    text, other = "Lund lost 2-1 at Orme on Friday.", "Orme won again."
    whole = f"{text} {other}"
    second = mention(other) | {"mention_id": "m1", "start_char": len(text) + 1, "end_char": len(text) + 5}
    rows = ask(
        "model", "article_teams", mentions=[mention(text), second],
        articles=[{"article_version_id": "v0", "text": whole}],
        article_fields=[{"article_version_id": "v0", "sport": "football"}],
    )  # fmt: skip
    assert [row["entity_key"] for row in rows] == ["LOC|orme"]


def key(kind: str, entity_type: str | None = None) -> dict[str, Any]:
    row = {"entity_key": f"{kind}|orme", "key_type": kind, "entity_type": entity_type or kind, "entity_id": kind}
    return row | {"full_name_norm": "orme"}


def test_on_a_page_of_sport_what_looks_like_a_person_is_the_club(ask) -> None:
    names = [mention("Orme", 0), mention("Orme", 1, "PERSON"), mention("Orme", 2, "PERSON"), mention("Orme", 3, "ORG")]
    rows = ask(
        "model", "article_names", mentions=names, entity_keys=[key("LOC"), key("PERSON", "LOC"), key("ORG")],
        article_teams=[{"article_version_id": "v0", "entity_key": "LOC|orme", "sport": "football"}],
        article_fields=[
            {"article_version_id": "v0", "sport": "football"}, {"article_version_id": "v1", "sport": "football"},
            {"article_version_id": "v3", "sport": "sport"},
        ],
    )  # fmt: skip
    ids = {row["article_version_id"]: row["name_entity_id"] for row in rows}
    assert ids["v0"] == ids["v1"] == ids["v3"] != ids["v2"]


def test_clubs_of_two_towns_of_one_name_are_two(ask) -> None:
    towns = [("gn:1", "GB"), ("gn:2", "CA"), ("gn:1", "GB")]
    names = [mention("Orme", at, place_id=place, country_code=code) for at, (place, code) in enumerate(towns)]
    rows = ask(
        "model", "article_names", mentions=names, entity_keys=[key("LOC")],
        article_teams=[
            {"article_version_id": f"v{number}", "entity_key": "LOC|orme", "sport": "football"} for number in range(3)
        ],
        article_fields=[{"article_version_id": f"v{number}", "sport": "football"} for number in range(3)],
    )  # fmt: skip
    one, two, three = (row["name_entity_id"] for row in sorted(rows, key=lambda row: row["article_version_id"]))
    assert one == three != two


PEOPLES = {"valmoran": ("NORP", "XV"), "lundish": ("NORP", "XL"), "valmora": ("LOC", "XV")}


def find_clubs(ask, *texts: str) -> list[str | None]:
    """Country of the club Albion in each report; players and rivals are capitalised words."""
    rows: list[dict[str, Any]] = []
    for at, text in enumerate(texts):
        for found in re.finditer(r"\b[A-Z]\w+", text):
            name = found[0].lower()
            kind, code = PEOPLES.get(name, ("ORG" if name == "albion" else "PERSON", None))
            place = {"mention_type": kind, "country_code": code, "place_id": code, "entity_key": f"{kind}|{name}"}
            span = {"start_char": found.start(), "end_char": found.end(), "in_headline": False}
            rows.append({"mention_id": f"{at} {span}", "article_version_id": f"v{at}"} | place | span)
    keys = {row["entity_key"]: row["mention_type"] for row in rows}
    clubs = ask(
        "model", "article_clubs", mentions=rows,
        articles=[{"article_version_id": f"v{at}", "text": text} for at, text in enumerate(texts)],
        article_fields=[{"article_version_id": f"v{at}", "sport": "football"} for at in range(len(texts))],
        entity_keys=[{"entity_key": key, "full_name_norm": key.split("|")[1]} for key in keys],
    )  # fmt: skip
    told = {row["article_version_id"]: row["country_code"] for row in clubs if row["entity_key"] == "ORG|albion"}
    return [told.get(f"v{at}") for at in range(len(texts))]


@pytest.mark.parametrize(
    ("one", "other", "countries"),
    [
        ("Albion beat Orme in the Valmoran first division.", "Albion lead the Lundish league after Falk scored.",
         ["XV", "XL"]),
        ("Albion beat Orme and are second in Valmora.", "Albion lead the Lundish championship after Falk scored.",
         ["XV", "XL"]),
        ("Albion beat Orme in the Valmoran league.", "Albion beat Orme, the leaders of the Lundish league.",
         [None, None]),
        ("Albion beat Orme in the Valmoran league.", "Albion met Falk of the Lundish league in a friendly.",
         [None, None]),
        ("Albion beat Orme in the Valmoran league.", "Albion signed a Lundish striker.", [None, None]),
        ("Albion beat Orme in the Valmoran league.", "Albion lead the Lundish league and the Valmoran league.",
         [None, None]),
    ],
    ids=["two leagues", "a rank", "a rival of both", "abroad", "a player's country", "both leagues"],
)  # fmt: skip
def test_clubs_of_one_name_are_two_where_each_plays_in_its_league(ask, one: str, other: str, countries: list) -> None:
    assert find_clubs(ask, one, other) == countries


def test_players_and_places_tell_which_of_two_clubs_is_meant(ask) -> None:
    one, other = "Albion beat Orme in the Valmoran league.", "Albion lead the Lundish league after Falk scored."
    later = ["Albion sold Falk.", "Albion flew home to Valmora.", "Albion won again."]
    assert find_clubs(ask, one, other, *later) == ["XV", "XL", "XL", "XV", None]


def test_clubs_of_two_countries_are_two_entities(ask) -> None:
    names = [mention("Orme", at, "ORG") for at in range(3)]
    clubs = [{"article_version_id": f"v{at}", "entity_key": "ORG|orme", "country_code": "GB"} for at in range(2)]
    rows = ask(
        "model", "article_names", mentions=names, entity_keys=[key("ORG")],
        article_clubs=[clubs[0], clubs[1] | {"country_code": "CL"}],
    )  # fmt: skip
    ids = {row["article_version_id"]: row["name_entity_id"] for row in rows}
    assert len(set(ids.values())) == 3 and {row["rule"] for row in rows} == {"team", "-"}
