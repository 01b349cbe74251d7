"""A map of the world with a circle for each place, drawn as SVG without a script.

Belongs here: where a point lies on the map and how large its circle is. The outline of the continents is Natural
Earth's (public domain), written to static/land.txt by training/make_outline.py.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from broadsheet.browse.pages import Page
from broadsheet.browse.store import Asker

# Degrees and units: two units a degree, Antarctica and the pole cut off.
NORTH, SOUTH, WIDTH = 84.0, -57.0, 720.0
HEIGHT = (NORTH - SOUTH) * 2
_LEAST_RADIUS, _MOST_RADIUS = 2.5, 16.0
# A place of so many articles has the largest circle even where no other has more: a single article is no disc.
_LARGE_ARTICLES = 25


@dataclass(frozen=True, slots=True)
class Circle:
    """One place: centre and radius, whether it stands for a whole region or country, and its row."""

    x: float
    y: float
    radius: float
    is_area: bool
    row: dict[str, Any]


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Where a point lies on the map, from its upper left corner.

    >>> project(84.0, -180.0), project(0.0, 0.0)
    ((0.0, 0.0), (360.0, 168.0))
    """
    return (longitude + 180.0) * 2, (NORTH - latitude) * 2


def draw_circles(rows: Sequence[dict[str, Any]]) -> list[Circle]:
    """The circles, the largest first so that small ones lie above; their areas grow with the articles.

    Places beyond the edges of the map stand at the edge.
    """
    most = max((row["article_count"] for row in rows), default=0)
    circles = []
    for row in sorted(rows, key=lambda row: (-row["article_count"], row["place_id"])):
        x, y = project(min(max(row["latitude"], SOUTH), NORTH), row["longitude"])
        radius = max(_LEAST_RADIUS, _MOST_RADIUS * math.sqrt(row["article_count"] / max(most, _LARGE_ARTICLES)))
        circles.append(Circle(round(x, 1), round(y, 1), round(radius, 1), row["kind"] != "city", row))
    return circles


@cache
def read_land() -> str:
    """The outline of the continents as an SVG path."""
    return (files("broadsheet.browse") / "static" / "land.txt").read_text(encoding="utf-8").strip()


def make_map(asker: Asker, first: date | None = None, last: date | None = None) -> Page:
    """The map page: where the articles of a range of days (None: of all days) have their events."""
    days = {"first": first.isoformat() if first else None, "last": last.isoformat() if last else None}
    places = asker.ask("map_places", **days)
    shown = {
        **days, "counts": asker.ask_one("map_counts", **days), "places": places, "circles": draw_circles(places),
        "articles": asker.ask("map_articles", **days), "land": read_land(), "width": f"{WIDTH:g}",
        "height": f"{HEIGHT:g}",
    }  # fmt: skip
    return Page("map.html", "Map of places", shown)
