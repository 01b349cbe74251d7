"""Writes the outline of the continents for the map, land.txt, from Natural Earth's land at 1:110 million.

Run by hand: `.venv/bin/python -m training.make_outline FOLDER`, where FOLDER holds land-110m.json of the package
world-atlas, which carries Natural Earth (public domain) as TopoJSON. The outline is one SVG path in the units of
`broadsheet.browse.maps`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from broadsheet.browse.maps import HEIGHT, NORTH, SOUTH, project

TARGET = Path(__file__).resolve().parents[1] / "broadsheet" / "browse" / "static" / "land.txt"
# Rings with a box smaller than this many units are left out; points nearer than this to the one before too.
_LEAST_BOX, _LEAST_STEP = 1.6, 0.7


def main() -> None:
    """Write the path."""
    topology = json.loads((Path(sys.argv[1]) / "land-110m.json").read_text(encoding="utf-8"))
    path = "".join(_draw(ring) for whole in _read_rings(topology) for ring in _cut(whole))
    TARGET.write_text(path + "\n", encoding="utf-8")
    print(f"{len(path)} characters")


def _read_rings(topology: dict) -> Iterator[list[tuple[float, float]]]:
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for east, up in arc:
            x, y = x + east, y + up
            points.append((x * scale_x + left, y * scale_y + bottom))
        arcs.append(points)
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                points = []
                for number in ring:
                    arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                    points += arc[1:] if points else arc
                yield points


def _cut(ring: list[tuple[float, float]]) -> Iterator[list[tuple[float, float]]]:
    """The ring as it lies on the map; one that crosses the date line lies at both of its edges."""
    run_on = [ring[0]]
    for longitude, latitude in ring[1:]:
        turns = round((run_on[-1][0] - longitude) / 360)
        run_on.append((longitude + 360 * turns, latitude))
    for turn in (-360, 0, 360):
        longitudes = [longitude + turn for longitude, _ in run_on]
        if min(longitudes) < 180 and max(longitudes) > -180:
            yield [(min(max(longitude + turn, -180.0), 180.0), latitude) for longitude, latitude in run_on]


def _draw(ring: list[tuple[float, float]]) -> str:
    """The ring as a path in tenths of a unit, cut at the edges of the map; empty for one too small to be seen."""
    points = [project(min(max(latitude, SOUTH), NORTH), longitude) for longitude, latitude in ring]
    kept = points[:1]
    for x, y in points[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= _LEAST_STEP:
            kept.append((x, y))
    across, down = ({point[axis] for point in kept} for axis in (0, 1))
    is_below = min(down) >= HEIGHT
    if is_below or len(kept) < 3 or (max(across) - min(across)) + (max(down) - min(down)) < _LEAST_BOX:
        return ""
    start = kept[0]
    drawn = f"M{start[0]:.1f} {start[1]:.1f}l"
    steps = []
    x, y = round(start[0], 1), round(start[1], 1)
    for to_x, to_y in kept[1:]:
        east, down_by = round(to_x - x, 1), round(to_y - y, 1)
        x, y = round(x + east, 1), round(y + down_by, 1)
        steps.append(f"{east:g} {down_by:g}")
    return f"{drawn}{' '.join(steps)}z"


if __name__ == "__main__":
    main()
