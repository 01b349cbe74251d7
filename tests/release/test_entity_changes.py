"""What became of entities from release to release, so that an old link can be followed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from broadsheet.lake import Lake, frame_of
from broadsheet.model.inputs import find_table
from broadsheet.release import open_warehouse, publish
from broadsheet.settings import Settings
from tests.sql.conftest import fill_row

NOW = datetime(2024, 3, 5, tzinfo=UTC)
TABLES = [find_table(name) for name in ("article_entities", "entities", "entity_changes")]
Place = tuple[str, str, str, str]


def publish_places(settings: Settings, lake: Lake, number: int, places: Iterable[Place]) -> list[tuple[Any, ...]]:
    """Publish these (version, key, entity, rule); gives the changes of this release."""
    rows = [
        {"article_version_id": version, "entity_key": key, "entity_id": entity, "entity_type": "PERSON", "rule": rule,
         "judgement_id": "j1" if rule == "judgement" else None}
        for version, key, entity, rule in places
    ]  # fmt: skip
    table = find_table("entities")
    names = sorted({row["entity_id"] for row in rows})
    lake.replace(TABLES[0], frame_of(TABLES[0], rows))
    lake.replace(
        table, frame_of(table, [fill_row(table, {"entity_id": name, "canonical_name": name.title()}) for name in names])
    )
    release = publish(settings, lake, TABLES, now=NOW + timedelta(hours=number), code_version="c1")
    assert release is not None
    with open_warehouse(settings) as connection:
        return connection.execute(
            "select old_entity_id, change, new_entity_id, reason, name_count, is_old_id_in_use from ops.entity_changes"
            " where release_id = $id order by all",
            {"id": release.release_id},
        ).fetchall()


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (["a1", "b2"], ["a1", "b2", "c3"], []),
        (["a1", "b2"], ["a1", "a2"], [("b", "merged", "a", "same_name", 1, False)]),
        (["a1", "a2"], ["c1", "c2"], [("a", "renamed", "c", "same_name", 2, False)]),
        (["a1", "b2"], ["c1", "c2"], [(old, "merged", "c", "same_name", 1, False) for old in "ab"]),
        (["a1", "a2", "a3"], ["a1", "a2", "b3"], [("a", "split", "b", "same_name", 1, True)]),
        (["a1", "a2"], ["b1", "c2"], [("a", "split", new, "same_name", 1, False) for new in "bc"]),
        (["a1", "b2"], ["a1"], [("b", "gone", None, "no_article", 0, False)]),
    ],
    ids=["more articles", "merged", "renamed", "merged anew", "split", "split wholly", "gone"],
)  # fmt: skip
def test_changes_are_told_apart(settings: Settings, before: list[str], after: list[str], changes: list[Any]) -> None:
    lake = Lake(settings.lake_uri)
    read = [[(name[1] * 32, f"PERSON|{name[1]}", name[0], "same_name") for name in names] for names in (before, after)]
    assert publish_places(settings, lake, 1, read[0]) == []
    assert publish_places(settings, lake, 2, read[1]) == changes
    with open_warehouse(settings) as connection:
        names = connection.sql("select distinct old_name from ops.entity_changes order by 1").fetchall()
    assert names == sorted({(change[0].title(),) for change in changes})


def test_articles_that_are_read_anew_keep_their_entities(settings: Settings) -> None:
    lake = Lake(settings.lake_uri)
    publish_places(settings, lake, 1, [("1" * 32, "PERSON|ada", "a", "same_name")])
    assert publish_places(settings, lake, 2, [("2" * 32, "PERSON|ada", "a", "same_name")]) == []
    assert publish_places(settings, lake, 3, [("3" * 32, "PERSON|ada", "b", "spelling")]) == [
        ("a", "renamed", "b", "spelling", 1, False)
    ]


def test_the_reason_is_the_judgement_and_its_withdrawal(settings: Settings) -> None:
    lake = Lake(settings.lake_uri)
    apart = [("1" * 32, "PERSON|ada", "a", "same_name"), ("2" * 32, "PERSON|bea", "b", "same_name")]
    publish_places(settings, lake, 1, apart)
    joined = [(version, key, "a", "judgement") for version, key, _, _ in apart]
    assert publish_places(settings, lake, 2, joined) == [("b", "merged", "a", "judgement", 1, False)]
    assert publish_places(settings, lake, 3, apart) == [("a", "split", "b", "withdrawn", 1, True)]


def test_the_history_is_kept_and_an_unreadable_release_starts_a_new_one(settings: Settings) -> None:
    lake = Lake(settings.lake_uri)
    for number, name in enumerate("abc", start=1):
        publish_places(settings, lake, number, [("1" * 32, "PERSON|ada", name, "same_name")])
    with open_warehouse(settings) as connection:
        steps = connection.sql("select old_entity_id, new_entity_id from ops.entity_changes order by 1").fetchall()
    assert steps == [("a", "b"), ("b", "c")]
    file = settings.warehouse.resolve()
    file.chmod(0o644)
    file.write_bytes(b"no database")
    assert publish_places(settings, lake, 4, [("1" * 32, "PERSON|ada", "d", "same_name")]) == []
