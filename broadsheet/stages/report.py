"""What a stage tells about a day it has done: rows by table, reasons, seconds, the first rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

PREVIEW_ROWS = 5
# Short columns that tell most about a table; never a body or a whole text.
_PREVIEW_COLUMNS: dict[str, tuple[str, ...]] = {
    "captures": ("source_id", "url", "http_status", "content_type", "body_bytes"),
    "articles": ("source_id", "headline", "published_on", "article_type", "word_count"),
    "paragraphs": ("paragraph_index", "kind", "is_boilerplate", "boilerplate_kind", "start_char"),
    "article_dates": ("field", "kind", "raw_value", "value_on", "is_chosen"),
    "article_authors": ("name", "role", "method", "position"),
    "live_posts": ("posted_at", "headline", "text", "position", "method"),
    "links": ("anchor_text", "url", "kind", "position"),
    "skipped": ("source_id", "url", "reason", "detail"),
    "sentences": ("in_headline", "in_quotation", "word_count", "start_char", "end_char"),
    "mentions": ("mention_type", "surface", "entity_name", "role_text", "rule"),
    "claims": ("speaker_name", "cue_text", "quote_type", "claim_type", "rule"),
    "numbers": ("surface", "kind", "value", "unit", "counted_text"),
    "dates": ("surface", "timex_type", "value", "anchor", "rule"),
    "signatures": ("article_version_id", "opening_sha256", "shingle_count"),
    "unanalysed": ("article_version_id", "table_name", "reason", "detail", "error_type"),
}
_LONGEST_CELL = 80

Preview = tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class TableReport:
    """One table of one day: its rows, and the first of them in a few short columns."""

    row_count: int
    preview: Preview = ()


@dataclass(frozen=True, slots=True)
class DayReport:
    """One stage of one day. `reasons` counts what was left out, by reason."""

    stage: str
    day: date
    tables: Mapping[str, TableReport]
    seconds: float
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def row_count(self) -> int:
        """Rows of the stage's main table, the first one."""
        return next(iter(self.tables.values())).row_count


def report_table(name: str, frame: pl.DataFrame) -> TableReport:
    """Count a frame and show its first rows."""
    columns = [column for column in _PREVIEW_COLUMNS.get(name, frame.columns[:PREVIEW_ROWS]) if column in frame.columns]
    rows = frame.select(columns).head(PREVIEW_ROWS).iter_rows(named=True)
    return TableReport(frame.height, tuple({key: _shorten(value) for key, value in row.items()} for row in rows))


def _shorten(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"
