"""Names of towns that stand for their clubs on pages of sport, and which club of two towns of one name is meant."""

from __future__ import annotations

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
