"""The extract stage of a day: captures in, articles with their rows or reasons out.

A day needs the earlier days only to tell what is new and which blocks a source repeats. It looks at their articles as
they stand in the lake, so its rows are right once all earlier days are; `broadsheet.run` finds days that late arrivals
have invalidated.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from importlib.metadata import version

import polars as pl

from broadsheet.extract import Extraction, ExtractJob, label_repeats, resolve_duplicates
from broadsheet.lake import Lake, frame_of
from broadsheet.pool import get_engine
from broadsheet.stages.captures import StoredCaptures
from broadsheet.stages.chunks import map_days
from broadsheet.stages.context import StageContext
from broadsheet.stages.derivations import Derivation, describe_derivation, store_derivation
from broadsheet.stages.frames import build_frame, build_side_frame
from broadsheet.stages.notes import fingerprint_inputs
from broadsheet.stages.repeats import count_repeats, keep_window, list_blocks, list_window, read_blocks_of
from broadsheet.stages.report import DayReport
from broadsheet.stages.writing import DayWriter
from broadsheet.tables import get_table


def describe(context: StageContext) -> Derivation:
    """The derivation of the extract stage as installed here."""
    return describe_derivation("extract", f"trafilatura-{version('trafilatura')}", {})


def run_days(context: StageContext, days: Sequence[date]) -> Iterator[DayReport]:
    """Extract the captures of days in their order; reports come once their days are written."""
    lake, derivation = context.lake, describe(context)
    store_derivation(lake, derivation, datetime.now(UTC))
    fingerprint = fingerprint_inputs(lake, "extract")
    ordered = sorted(days)
    past = _Past(lake, ordered)
    engine = get_engine(ExtractJob(), context.settings.workers, context.settings.engine)
    writer = DayWriter(lake, "extract", derivation.derivation_id)

    def read(day: date) -> StoredCaptures:
        return StoredCaptures(lake, day)

    for days_read in map_days(ordered, read, iter, engine.map):
        for day, captures, found_of_day in days_read:
            past.reach(day)
            extractions = _resolve(list(found_of_day), past.seen)
            past.blocks = pl.concat([past.blocks, list_blocks(extractions, day)])
            repeats = count_repeats(past.blocks, day)
            extractions = [label_repeats(found, repeats.get(found.source_id, {})) for found in extractions]
            frames = _build_frames(extractions, day, derivation)
            past.seen = pl.concat([past.seen, _list_seen(frames["articles"], captures.rows)])
            reasons = Counter(found.skipped.reason for found in extractions if found.skipped)
            yield from writer.add(day, frames, reasons, fingerprint(day))
        yield from writer.flush()


class _Past:
    """What a day must know of the days before it, whether they are run here or stand in the lake already.

    seen: article_id, article_version_id, body_sha256 of all articles before the day. blocks: those of the window before
    it, as `list_blocks` gives them. The caller adds what it makes of a day.
    """

    def __init__(self, lake: Lake, ordered: Sequence[date]) -> None:
        run_here = set(ordered)
        self._lake = lake
        self._stored = [day for day in lake.days("articles") if day not in run_here]
        self._read_count = 0
        self.seen = _read_seen(lake, ())
        self.blocks = read_blocks_of(lake, ())

    def reach(self, day: date) -> None:
        """Take in the stored days between the last day and this one; forget blocks that have left the window."""
        count = bisect_left(self._stored, day)
        between = self._stored[self._read_count : count]
        self._read_count = count
        if between:
            self.seen = pl.concat([self.seen, _read_seen(self._lake, between)])
        fresh = read_blocks_of(self._lake, list_window(day, between))
        self.blocks = keep_window(pl.concat([self.blocks, fresh]), day)


def _read_seen(lake: Lake, days: Sequence[date]) -> pl.DataFrame:
    articles = lake.read("articles", days=days, columns=["article_id", "article_version_id", "capture_id"])
    captures = lake.read("captures", days=days, columns=["capture_id", "body_sha256"])
    return _list_seen(articles, captures)


def _list_seen(articles: pl.DataFrame, captures: pl.DataFrame) -> pl.DataFrame:
    columns = ["article_id", "article_version_id", "body_sha256"]
    bodies = captures.select("capture_id", "body_sha256")
    return (
        articles.join(bodies, on="capture_id", how="left")
        .with_columns(pl.col("body_sha256").fill_null(""))
        .select(columns)
    )


def _resolve(extractions: Sequence[Extraction], seen: pl.DataFrame) -> list[Extraction]:
    article_ids = {found.article.article_id for found in extractions if found.article}
    known = seen.filter(pl.col("article_id").is_in(list(article_ids)))
    columns = ("article_id", "body_sha256", "article_version_id")
    bodies = {(article_id, body): version_id for article_id, body, version_id in known.select(columns).iter_rows()}
    return resolve_duplicates(extractions, bodies, set(known["article_version_id"]))


def _build_frames(extractions: Iterable[Extraction], day: date, derivation: Derivation) -> dict[str, pl.DataFrame]:
    shared = {"captured_on": day, "derivation_id": derivation.derivation_id}
    articles = [(found, found.article) for found in extractions if found.article]

    def side(field: str) -> Iterator[tuple[str, object]]:
        for found, article in articles:
            for record in getattr(found, field):
                yield article.article_version_id, record

    return {
        "articles": build_frame("articles", (article for _, article in articles), **shared),
        "paragraphs": build_side_frame("paragraphs", side("paragraphs"), **shared),
        "article_dates": build_side_frame("article_dates", side("dates"), **shared),
        "article_authors": build_side_frame("article_authors", side("authors"), **shared),
        "links": build_side_frame("links", side("links"), **shared),
        "live_posts": build_side_frame("live_posts", side("live_posts"), **shared),
        "skipped": frame_of(
            get_table("skipped"), (_skipped_row(found) | shared for found in extractions if found.skipped)
        ),
    }


def _skipped_row(found: Extraction) -> dict[str, object]:
    assert found.skipped is not None
    return {
        "capture_id": found.capture_id,
        "source_id": found.source_id,
        "url": found.url,
        "reason": found.skipped.reason,
        "detail": found.skipped.detail,
        "repeats_version_id": found.skipped.repeats_version_id,
    }
