"""The map of places: where circles stand, how large they are, and that the page needs no script."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from broadsheet.browse.links import Links
from broadsheet.browse.maps import HEIGHT, WIDTH, draw_circles, make_map, project, read_land
from broadsheet.browse.render import render_page
from broadsheet.browse.store import Warehouse
from broadsheet.model.queries import load_query
from broadsheet.settings import load_settings
from tests.browse.conftest import Get, publish_rows
from tests.sql.conftest import fill_row

LARGEST_OUTLINE = 60_000
ROW: dict[str, Any] = {"place_id": "gn:1", "latitude": 0.0, "longitude": 0.0, "kind": "city", "article_count": 1}


@pytest.mark.parametrize(
    ("latitude", "longitude", "place"),
    [(84.0, -180.0, (0, 0)), (0.0, 0.0, (360, 168)), (-57.0, 180.0, (WIDTH, HEIGHT))],
)
def test_a_point_stands_where_its_degrees_say(latitude: float, longitude: float, place: tuple[float, float]) -> None:
    assert project(latitude, longitude) == place


def test_areas_of_circles_grow_with_articles_and_small_ones_lie_above() -> None:
    small, large = ROW | {"article_count": 25}, ROW | {"article_count": 100, "place_id": "NO", "kind": "country"}
    drawn = draw_circles([small, large])
    assert [circle.row["place_id"] for circle in drawn] == ["NO", "gn:1"]
    assert drawn[0].radius == 2 * drawn[1].radius and [circle.is_area for circle in drawn] == [True, False]


def test_a_single_article_is_a_small_circle_also_where_no_place_has_more() -> None:
    (circle,) = draw_circles([ROW])
    assert circle.radius < draw_circles([ROW | {"article_count": 30}])[0].radius / 4


def test_a_place_beyond_the_edge_stands_at_it() -> None:
    (circle,) = draw_circles([ROW | {"latitude": -78.0}])
    assert circle.y == HEIGHT


def test_the_outline_is_a_path_and_small() -> None:
    land = read_land()
    assert len(land) < LARGEST_OUTLINE and set(land) <= set("Mlz0123456789.- ")


def test_the_page_counts_articles_with_a_place_and_links_places(get: Get) -> None:
    page = get("/map").text
    assert "<svg" in page and 'class="spot area"' in page and 'href="/entity/e1"' in page
    assert page.count("<script>") == 1 and "1 article of 1" in page


def test_a_release_without_places_says_so(tmp_path: Path) -> None:
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path)})
    article = fill_row(load_query("model", "articles_current").table, {"article_id": "a"})
    publish_rows(settings, rows={"articles_current": [article]})
    asker = Warehouse(settings).open_asker()
    text = render_page(make_map(asker, date(2024, 1, 1), date(2024, 12, 31)), Links(), asker.answers, None)
    assert "says where its event is" in text and "<svg" not in text
