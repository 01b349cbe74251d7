"""How each source of sources.toml does now: when it was asked, what came in, and its state as in source_health."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from broadsheet.ingest.inbox_rows import index_rows
from broadsheet.ingest.sources import Source
from broadsheet.lake import Lake
from broadsheet.model import InputViews, load_query, run_query

# What "lately" means.
RECENT_DAYS = 7


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """One source now.

    state: as in source_health; `new` where there is no day of it yet. polled_at: when it was asked last, None for a
    source that is not polled. succeeded_at: when a list of it was read last, or its newest file changed. item_count:
    addresses ever found, or records. page_count: pages received in the last seven days.
    """

    source: Source
    state: str
    polled_at: datetime | None = None
    succeeded_at: datetime | None = None
    item_count: int = 0
    page_count: int = 0


def describe_health(lake: Lake, sources: Sequence[Source], now: datetime) -> list[SourceHealth]:
    """The health of each source, in their order, by the ledger and the index of files as they stand in the lake."""
    states = _find_states(lake)
    feeds = lake.read("feeds").filter(pl.col("parent_url").is_null())
    items = dict(lake.read("urls", columns=["source_id"])["source_id"].value_counts().iter_rows())
    since = now - timedelta(days=RECENT_DAYS)
    pages = _count_pages(lake.read("fetches", columns=["source_id", "purpose", "outcome", "started_at"]), since)
    polled = {row["source_id"]: row for row in feeds.sort("last_polled_at", nulls_last=False).iter_rows(named=True)}
    files = _read_files(lake, since)
    found: list[SourceHealth] = []
    for source in sources:
        if source.is_live:
            row = polled.get(source.id, {})
            found.append(
                SourceHealth(
                    source, states.get(source.id, "new"), row.get("last_polled_at"), row.get("last_success_at"),
                    items.get(source.id, 0), pages.get(source.id, 0),
                )
            )  # fmt: skip
        else:
            changed_at, count, recent = files.get(source.id, (None, 0, 0))
            found.append(SourceHealth(source, states.get(source.id, "-"), None, changed_at, count, recent))
    return found


def _find_states(lake: Lake) -> dict[str, str]:
    """The state of each source on its last day."""
    query = load_query("view", "source_health")
    with closing(InputViews(lake)) as views:
        frame = run_query(views.open(query.inputs), query)
    return dict(frame.sort("reported_on").select("source_id", "state").iter_rows())


def _count_pages(fetches: pl.DataFrame, since: datetime) -> dict[str, int]:
    pages = fetches.filter(
        (pl.col("purpose") == "page") & (pl.col("outcome") == "fetched") & (pl.col("started_at") >= since)
    )
    return dict(pages["source_id"].value_counts().iter_rows())


def _read_files(lake: Lake, since: datetime) -> dict[str, tuple[datetime, int, int]]:
    """Of each source with files: when the newest changed, records in all, records captured since."""
    found: dict[str, tuple[datetime, int, int]] = {}
    first = since.date()
    for row in index_rows(lake.read("inbox_files")):
        changed_at, count, recent = found.get(row.source_id, (row.modified_at, 0, 0))
        new = sum(day.record_count for day in row.days if day.captured_on >= first)
        found[row.source_id] = max(changed_at, row.modified_at), count + row.record_count, recent + new
    return found
