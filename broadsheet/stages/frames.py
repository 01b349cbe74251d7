"""Records as frames of their table, with the columns that every row of a day and derivation shares."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import polars as pl

from broadsheet.derivation import Derivation
from broadsheet.lake import Lake, frame_of
from broadsheet.rows import to_row
from broadsheet.tables import get_table


def build_frame(table: str, records: Iterable[Any], **shared: Any) -> pl.DataFrame:
    """One row a record, with the `shared` values in every row."""
    return frame_of(get_table(table), (to_row(record) | shared for record in records))


def build_side_frame(table: str, records: Iterable[tuple[str, Any]], **shared: Any) -> pl.DataFrame:
    """One row a record; each comes with the article_version_id it belongs to."""
    rows = (to_row(record) | {"article_version_id": version_id} | shared for version_id, record in records)
    return frame_of(get_table(table), rows)


def store_derivation(lake: Lake, derivation: Derivation, now: datetime) -> None:
    """Note a derivation the first time it is used."""
    known = lake.read("derivations", columns=["derivation_id"])["derivation_id"]
    if derivation.derivation_id not in known.to_list():
        row = to_row(derivation) | {"first_used_at": now}
        lake.upsert("derivations", frame_of(get_table("derivations"), [row]))


def replace_day(lake: Lake, frames: dict[str, pl.DataFrame], day: date) -> None:
    """Replace that day in each table, in the given order."""
    for table, frame in frames.items():
        lake.replace_partition(table, day, frame)
