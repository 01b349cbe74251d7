"""Which blocks of a day stand in several articles of their source, counted over that day and the days before it.

A day's counts depend on the days of its window only, so a day gives the same labels whether it is run alone or with
others. Where an earlier day has since been rewritten, `find_recounted_days` finds the days whose counts no longer hold.
What a count means for a block is told in broadsheet.extract.repetition.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from broadsheet.lake import Lake

if TYPE_CHECKING:
    from broadsheet.extract import Extraction

# Longer blocks are not counted: what publishers add is short, and a long one that repeats is background to a story.
LONGEST_BLOCK_CHARS = 400
# Two weeks hold enough articles of any daily source, and bound what a run reads.
WINDOW_DAYS = 14
# More articles than this are counted as this many, so that a late page does not change the counts of every footer.
MOST_COUNTED = 10
_SCHEMA = {"captured_on": pl.Date, "source_id": pl.String, "article_id": pl.String, "surface": pl.String}


def list_blocks(extractions: Iterable[Extraction], day: date) -> pl.DataFrame:
    """Every block of a day's articles once: captured_on, source_id, article_id, surface."""
    rows = {
        (day, found.source_id, found.article.article_id, block.surface): None
        for found in extractions
        if found.article
        for block in found.paragraphs
        if len(block.surface) <= LONGEST_BLOCK_CHARS
    }
    return pl.DataFrame(list(rows), schema=_SCHEMA, orient="row")


def read_blocks_of(lake: Lake, days: Collection[date]) -> pl.DataFrame:
    """The blocks of days as they stand in the lake, as `list_blocks` gives them."""
    if not days:
        return pl.DataFrame(schema=_SCHEMA)
    articles = lake.read("articles", days=days, columns=["article_version_id", "article_id", "source_id"])
    blocks = lake.read("paragraphs", days=days, columns=["article_version_id", "captured_on", "surface"])
    short = blocks.filter(pl.col("surface").str.len_chars() <= LONGEST_BLOCK_CHARS)
    return short.join(articles, on="article_version_id").select(list(_SCHEMA)).unique(maintain_order=True)


def list_window(day: date, days: Sequence[date]) -> Sequence[date]:
    """Those of `days`, which are in order, that lie in the window before a day."""
    return days[bisect_left(days, day - timedelta(days=WINDOW_DAYS)) : bisect_left(days, day)]


def keep_window(blocks: pl.DataFrame, day: date) -> pl.DataFrame:
    """Those blocks that stand in the window before a day."""
    return blocks.filter((pl.col("captured_on") >= day - timedelta(days=WINDOW_DAYS)) & (pl.col("captured_on") < day))


def count_repeats(blocks: pl.DataFrame, day: date) -> dict[str, dict[str, int]]:
    """By source and text, in how many articles of the window a block of that day stands; 2 and more only."""
    window = blocks.filter(pl.col("captured_on").is_between(day - timedelta(days=WINDOW_DAYS), day))
    today = window.filter(pl.col("captured_on") == day).select("source_id", "surface").unique()
    counted = (
        window.join(today, on=["source_id", "surface"], how="semi")
        .group_by("source_id", "surface")
        .agg(pl.col("article_id").n_unique().clip(upper_bound=MOST_COUNTED).alias("article_count"))
        .filter(pl.col("article_count") >= 2)
    )
    counts: dict[str, dict[str, int]] = {}
    for source_id, surface, article_count in counted.iter_rows():
        counts.setdefault(source_id, {})[surface] = article_count
    return counts


def find_recounted_days(lake: Lake) -> set[date]:
    """Days whose stored counts differ from those of today's lake, because an earlier day was written after them."""
    runs = lake.read("runs", columns=["stage", "captured_on", "finished_at"]).filter(pl.col("stage") == "extract")
    finished = dict(runs.select("captured_on", "finished_at").iter_rows())
    days = lake.days("articles")
    return {day for day in _list_overtaken(finished, days) if _is_recounted(lake, day, days)}


def _list_overtaken(finished: Mapping[date, datetime], days: Sequence[date]) -> list[date]:
    return [
        day
        for day in days
        if day in finished
        and any(finished[other] > finished[day] for other in list_window(day, days) if other in finished)
    ]


def _is_recounted(lake: Lake, day: date, days: Sequence[date]) -> bool:
    counts = count_repeats(read_blocks_of(lake, [*list_window(day, days), day]), day)
    sources = dict(lake.read("articles", days=[day], columns=["article_version_id", "source_id"]).iter_rows())
    stored = lake.read("paragraphs", days=[day], columns=["article_version_id", "surface", "repeats_in_source"])
    return any(
        counts.get(sources.get(version, ""), {}).get(surface) != count for version, surface, count in stored.iter_rows()
    )
