"""The stored captures of a day, read in pieces of bounded bytes.

A day of a crawl is larger than memory. Its rows without bodies are small and are held; bodies come piece by piece.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

import polars as pl

from broadsheet.ingest.days import LIGHT_COLUMNS, PIECE_BYTES, captures_of
from broadsheet.lake import Lake
from broadsheet.records import Capture


class StoredCaptures:
    """The captures of one day as they stand in the lake, in their order. `rows`: LIGHT_COLUMNS of all of them."""

    def __init__(self, lake: Lake, day: date) -> None:
        """Raises CorruptTableError where the day cannot be read."""
        self._lake = lake
        self._day = day
        self.rows = lake.read("captures", days=[day], columns=LIGHT_COLUMNS)

    def __len__(self) -> int:
        return self.rows.height

    def __iter__(self) -> Iterator[Capture]:
        """Every capture with its body. Raises CorruptTableError where a body cannot be read."""
        yield from self.read(None)

    def read(self, capture_ids: Collection[str] | None) -> Iterator[Capture]:
        """The captures of these ids (None: all), with their bodies. Raises CorruptTableError."""
        wanted = None if capture_ids is None else set(capture_ids)
        ids = self.rows["capture_id"].to_list()
        for start, count in self._cut():
            if wanted is None or not wanted.isdisjoint(ids[start : start + count]):
                frame = self._read_piece(start, count)
                for capture in captures_of(frame):
                    if wanted is None or capture.capture_id in wanted:
                        yield capture

    def _read_piece(self, start: int, count: int) -> pl.DataFrame:
        if count == len(self):
            return self._lake.read("captures", days=[self._day])
        return self._lake.read_rows("captures", self._day, start, count)

    def _cut(self) -> Iterator[tuple[int, int]]:
        start = size = 0
        for place, body_bytes in enumerate(self.rows["body_bytes"]):
            if place > start and size + body_bytes > PIECE_BYTES:
                yield start, place - start
                start, size = place, 0
            size += body_bytes
        if start < len(self):
            yield start, len(self) - start
