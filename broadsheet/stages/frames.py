"""Records as frames of their table, with the columns that every row of a day and derivation shares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from broadsheet.lake import frame_of
from broadsheet.rows import to_row
from broadsheet.tables import get_table


def build_frame(table: str, records: Iterable[Any], **shared: Any) -> pl.DataFrame:
    """One row a record, with the `shared` values in every row."""
    return frame_of(get_table(table), (to_row(record) | shared for record in records))


def build_side_frame(table: str, records: Iterable[tuple[str, Any]], **shared: Any) -> pl.DataFrame:
    """One row a record; each comes with the article_version_id it belongs to."""
    rows = (to_row(record) | {"article_version_id": version_id} | shared for version_id, record in records)
    return frame_of(get_table(table), rows)
