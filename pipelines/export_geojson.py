"""The command `broadsheet export geojson`: the articles on the map as a file that maps read (RFC 7946).

Belongs here: how a row becomes a feature, and putting the file in place whole. Which articles are on the map is told in
sql/view/articles_on_map.sql.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console

from broadsheet.errors import SettingsError
from broadsheet.locked import explain_error
from broadsheet.model.queries import read_sql
from broadsheet.private_files import write_beside
from broadsheet.release import open_warehouse
from broadsheet.rows import to_json
from broadsheet.settings import Settings

_ENDINGS = (".geojson", ".json")
_BATCH = 10_000


def export_geojson(settings: Settings, days: Collection[date] | None, output: Path) -> None:
    """Write a feature per article reported on these days (None: all) and say how many they were.

    The file appears when it is whole. Raises SettingsError for a name that no reader would take for GeoJSON or a file
    that cannot be written, ReleaseError where nothing is published, QueryError where the release has no such view yet.
    """
    if not output.name.endswith(_ENDINGS):
        raise SettingsError(f"{output} names no GeoJSON file. Write a name that ends in {' or '.join(_ENDINGS)}.")
    count = _write(output, (row for row in _read_rows(settings) if days is None or row["reported_on"] in days))
    Console(stderr=True, soft_wrap=True).print(
        f"{count} articles with a place written to {output}", highlight=False, markup=False
    )


def _write(output: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """Put the file in place whole; how many features it has."""
    count = 0
    try:
        with write_beside(output) as unfinished, unfinished.open("w", encoding="ascii") as file:
            file.write('{"type": "FeatureCollection", "features": [')
            for count, row in enumerate(rows, start=1):
                file.write(f"{',' if count > 1 else ''}\n{write_feature(row)}")
            file.write("\n]}\n")
    except OSError as error:
        raise SettingsError(f"{output} cannot be written: {error.strerror or error}. Choose another place.") from error
    return count


def write_feature(row: Mapping[str, Any]) -> str:
    """A row of `articles_on_map` as a feature: its point as [longitude, latitude], all else as properties.

    Only ASCII, so that no control character or mark of direction of a page reaches a reader raw.

    >>> write_feature({"article_id": "a", "longitude": 10.7, "latitude": 59.9, "surface": "Oslo"})[:79]
    '{"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [10'
    """
    properties = {name: value for name, value in row.items() if name not in ("latitude", "longitude")}
    feature = {
        "type": "Feature",
        "id": row["article_id"],
        "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
        "properties": properties,
    }
    return json.dumps(feature, default=to_json, allow_nan=False).replace("\x7f", "\\u007f")


def _read_rows(settings: Settings) -> Iterator[dict[str, Any]]:
    with open_warehouse(settings) as connection:
        try:
            connection.execute(read_sql("export/geojson.sql"))
            names = [column[0] for column in connection.description or []]
            while rows := connection.fetchmany(_BATCH):
                yield from (dict(zip(names, row, strict=True)) for row in rows)
        except duckdb.Error as error:
            raise explain_error(error) from error
