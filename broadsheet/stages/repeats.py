"""Which blocks of a day stand in several articles of their source, counted over that day and the days before it.

A day's counts depend on the days of its window only, so a day gives the same labels whether it is run alone or with
others. Days whose counts no longer hold, because an earlier day was written after them, are found in
`broadsheet.run.late_arrivals`. What a count means for a block is told in broadsheet.extract.repetition.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
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
