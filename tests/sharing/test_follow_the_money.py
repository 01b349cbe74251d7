"""Entities of FollowTheMoney from rows written inline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from broadsheet.sharing import write_entities

REQUIRED = {
    "Article": {"fileName", "name"},
    "Mention": {"document", "name"},
    "Person": {"name"},
    "Organization": {"name"},
}


@pytest.fixture
def entities(connection, put_rows, tmp_path: Path) -> list[dict]:
    """What is written of one article with a person, a firm, a person also taken for a firm, and a place."""
    named = [
        ("Ida Krogh", "PERSON", "e1"), ("Noordwal", "ORG", "e2"), ("Falk", "PERSON", "e3"), ("Falk", "ORG", "e3"),
        ("Merrin", "LOC", "e4"),
    ]  # fmt: skip
    put_rows(
        articles_current=[
            {"article_id": "a", "article_version_id": "v", "headline": "Boats", "url": "https://a.example/1",
             "source_name": "Echo", "language": "en", "is_undated": True}
        ],
        mentions=[
            {"mention_id": f"m{number}", "article_version_id": "v", "surface": name, "mention_type": kind,
             "entity_key": f"{kind}|{name}", "country_code": "NL" if name == "Noordwal" else None}
            for number, (name, kind, _) in enumerate(named)
        ]
        + [{"mention_id": "old", "article_version_id": "before", "surface": "Ida", "entity_key": "PERSON|Ida Krogh"}],
        article_entities=[
            {"article_version_id": "v", "entity_key": f"{kind}|{name}", "entity_id": entity}
            for name, kind, entity in named
        ],
        entities=[
            {"entity_id": entity, "canonical_name": name, "entity_type": kind}
            for name, kind, entity in named
            if (name, kind) != ("Falk", "ORG")
        ],
        entity_aliases=[
            {"entity_id": "e1", "name_norm": name.lower(), "surface": name} for name in ("Ida Krogh", "Krogh")
        ],
    )  # fmt: skip
    counts = write_entities(connection, tmp_path / "out.jsonl")
    written = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert counts == {"Article": 1, "Person": 1, "Organization": 1, "LegalEntity": 1, "Mention": 4}
    return written


def test_each_entity_has_what_its_schema_requires(entities) -> None:
    for entity in entities:
        assert set(entity) == {"id", "schema", "properties"}
        assert REQUIRED.get(entity["schema"], {"name"}) <= entity["properties"].keys()
        assert all(
            values and all(isinstance(value, str) for value in values) for values in entity["properties"].values()
        )
    assert len({entity["id"] for entity in entities}) == len(entities)


def test_mentions_lead_to_entities_and_articles_that_are_there(entities) -> None:
    ids = {entity["id"]: entity["schema"] for entity in entities}
    for mention in (entity for entity in entities if entity["schema"] == "Mention"):
        assert ids[mention["properties"]["document"][0]] == "Article"
        assert ids[mention["properties"]["resolved"][0]] in {"Person", "Organization", "LegalEntity"}


def test_names_countries_and_unknown_days_are_given_as_they_are_known(entities) -> None:
    found = {entity["id"]: entity["properties"] for entity in entities}
    assert found["e1"] == {"name": ["Ida Krogh"], "alias": ["Krogh"]}
    assert found["e2"] == {"name": ["Noordwal"], "country": ["nl"]}
    assert "publishedAt" not in found["a"] and "bodyText" not in found["a"]
    assert found["a"]["sourceUrl"] == ["https://a.example/1"]
