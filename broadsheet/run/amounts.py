"""How many pages a stage will work through, known before it begins; no rows are read for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from broadsheet.ingest.inbox_rows import index_rows
from broadsheet.ingest.index import list_days
from broadsheet.stages.context import StageContext
from broadsheet.stages.registry import get_stage


def count_pages_of(context: StageContext, stage: str, days: Collection[date]) -> int:
    """Pages of these days that a stage of days reads: records of the inbox, else rows of its first input table."""
    reads = get_stage(stage).reads
    if reads:
        rows = context.lake.count_rows(reads[0])
        return sum(rows.get(day, 0) for day in days)
    records = list_days(index_rows(context.lake.read("inbox_files")))
    return sum(records.get(day, 0) for day in days)
