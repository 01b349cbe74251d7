"""Articles on the map written as GeoJSON: the rows of the view, and text of the press that stays harmless."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from broadsheet.errors import ReleaseError, SettingsError
from broadsheet.release import open_warehouse
from broadsheet.settings import Settings, load_settings
from pipelines.export_geojson import export_geojson, write_feature
from tests.browse.conftest import HOSTILE, publish_rows

ROW: dict[str, Any] = {
    "article_id": "a", "article_version_id": "v", "headline": HOSTILE + "\x7f\x85", "reported_on": date(2024, 3, 5),
    "mention_id": "m", "place_id": "gn:7", "latitude": -53.25, "longitude": 170.5,
}  # fmt: skip


def make_settings(home: Path, rows: list[dict[str, Any]]) -> Settings:
    settings = load_settings({"BROADSHEET_HOME": str(home)})
    publish_rows(settings, rows={"articles_on_map": rows})
    return settings


def make_row(article: str, **more: Any) -> dict[str, Any]:
    from broadsheet.model.queries import load_query
    from tests.sql.conftest import fill_row

    return fill_row(load_query("view", "articles_on_map").table, ROW | {"article_id": article} | more)


def read_checked(path: Path) -> list[dict[str, Any]]:
    """The features of a file that keeps to RFC 7946 as far as points go."""
    raw = path.read_bytes()
    assert raw.isascii() and not set(raw) & (set(range(32)) - {10}) and 127 not in raw
    collection = json.loads(raw)
    assert set(collection) == {"type", "features"} and collection["type"] == "FeatureCollection"
    for feature in collection["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"} and feature["type"] == "Feature"
        longitude, latitude = feature["geometry"]["coordinates"]
        assert -180 <= longitude <= 180 and -90 <= latitude <= 90 and feature["geometry"]["type"] == "Point"
    return list(collection["features"])


def test_the_file_holds_the_rows_of_the_view(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, [make_row("b"), make_row("a", latitude=59.9, longitude=10.7)])
    export_geojson(settings, None, tmp_path / "map.geojson")
    features = read_checked(tmp_path / "map.geojson")
    with open_warehouse(settings) as connection:
        rows = connection.sql("from articles_on_map order by article_id").pl().to_dicts()
    assert [feature["geometry"]["coordinates"] for feature in features] == [[10.7, 59.9], [170.5, -53.25]]
    for feature, row in zip(features, rows, strict=True):
        found = feature["properties"] | {"reported_on": date.fromisoformat(feature["properties"]["reported_on"])}
        assert found == {name: value for name, value in row.items() if name not in ("latitude", "longitude")}


def test_only_the_days_asked_for_are_written(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, [make_row("a"), make_row("b", reported_on=date(2024, 3, 6))])
    export_geojson(settings, [date(2024, 3, 6)], tmp_path / "map.geojson")
    assert [feature["id"] for feature in read_checked(tmp_path / "map.geojson")] == ["b"]


def test_a_map_without_articles_is_an_empty_collection(tmp_path: Path) -> None:
    export_geojson(make_settings(tmp_path, []), None, tmp_path / "map.json")
    assert read_checked(tmp_path / "map.json") == []


def test_a_point_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        write_feature(ROW | {"latitude": float("nan")})


def test_other_names_and_places_are_refused(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, [make_row("a")])
    with pytest.raises(SettingsError, match="GeoJSON"):
        export_geojson(settings, None, tmp_path / "map.csv")
    with pytest.raises(SettingsError, match="cannot be written"):
        export_geojson(settings, None, tmp_path / "gone" / "map.geojson")
    with pytest.raises(ReleaseError):
        export_geojson(load_settings({"BROADSHEET_HOME": str(tmp_path / "new")}), None, tmp_path / "map.geojson")
    assert not list(tmp_path.glob("*.part"))
