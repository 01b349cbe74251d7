"""The derive stage of a day: articles in, sentences, names, claims, numbers, dates and fingerprints out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

import polars as pl

from broadsheet.derivation import Derivation, describe_derivation
from broadsheet.derive_job import DeriveJob
from broadsheet.lake import Lake, frame_of
from broadsheet.language import read_model_version
from broadsheet.pool import get_pool
from broadsheet.records import DERIVED_TABLES, ArticleRows, ArticleText, Paragraph
from broadsheet.rows import to_row
from broadsheet.runs import fingerprint_inputs, note_run
from broadsheet.stages.chunks import map_days
from broadsheet.stages.frames import build_frame, replace_day, store_derivation
from broadsheet.stages.report import DayReport, report_table
from broadsheet.stories import make_signature
from broadsheet.tables import get_table

DERIVE_TABLES = (*DERIVED_TABLES, "signatures", "unanalysed")
_DEFAULT_LANGUAGE = "en"
_BATCH_ARTICLES = 64


def describe_derive(language_model: str, countries: Mapping[str, str]) -> Derivation:
    """The derivation of the derive stage under that language model, which is not loaded.

    countries: country code by source_id, where known: it settles currencies and places.
    """
    return describe_derivation("derive", read_model_version(language_model), {"countries": dict(countries)})


def derive_days(
    lake: Lake, days: Sequence[date], workers: int, language_model: str, countries: Mapping[str, str]
) -> Iterator[DayReport]:
    """Derive the articles of days in their order; each report comes once its day is written.

    countries: country code by source_id, where known.
    """
    derivation = describe_derive(language_model, countries)
    store_derivation(lake, derivation, datetime.now(UTC))
    fingerprint = fingerprint_inputs(lake, "derive")
    pool = get_pool(DeriveJob(arguments=(language_model,)), workers)
    started = time.monotonic()

    def read(day: date) -> list[ArticleText]:
        return list(read_articles_of(lake, day, countries))

    for day, articles, outcomes in map_days(sorted(days), read, iter, pool.map):
        frames = _build_frames(articles, outcomes, day, derivation)
        replace_day(lake, frames, day)
        report = DayReport(
            stage="derive",
            day=day,
            tables={name: report_table(name, frame) for name, frame in frames.items()},
            seconds=time.monotonic() - started,
            reasons=_count_reasons(frames["unanalysed"]),
        )
        note_run(lake, report, derivation.derivation_id, fingerprint(day))
        yield report
        started = time.monotonic()


def read_articles_of(lake: Lake, day: date, countries: Mapping[str, str]) -> Iterator[ArticleText]:
    """The articles of a day as the derive pass wants them, in the order of the table."""
    blocks: dict[str, list[Paragraph]] = {}
    for row in lake.read("paragraphs", days=[day]).iter_rows(named=True):
        version_id = row.pop("article_version_id")
        row.pop("captured_on")
        row.pop("derivation_id")
        blocks.setdefault(version_id, []).append(Paragraph(**row))
    for row in lake.read("articles", days=[day]).iter_rows(named=True):
        # A day inferred from the text's own weekdays is no news to the derive pass, which infers it itself and says so.
        is_stated = row["published_method"] != "weekday_inference"
        yield ArticleText(
            article_version_id=row["article_version_id"],
            text=row["text"],
            headline=row["headline"],
            language=row["language"] or _DEFAULT_LANGUAGE,
            published_at=row["published_at"] if is_stated else None,
            published_on=row["published_on"] if is_stated else None,
            captured_at=row["captured_at"],
            country_code=countries.get(row["source_id"]),
            site_name=row["site_name"],
            paragraphs=tuple(sorted(blocks.get(row["article_version_id"], ()), key=lambda block: block.start_char)),
        )


def _build_frames(
    articles: Sequence[ArticleText], outcomes: Iterable[ArticleRows], day: date, derivation: Derivation
) -> dict[str, pl.DataFrame]:
    shared = {"captured_on": day, "derivation_id": derivation.derivation_id}
    names = (*DERIVED_TABLES, "unanalysed")
    parts: dict[str, list[pl.DataFrame]] = {name: [] for name in names}
    remaining = iter(outcomes)
    # Records become frames a few articles at a time: a frame takes a tenth of the memory.
    while (batch := list(islice(remaining, _BATCH_ARTICLES))) or not parts["sentences"]:
        for name in names:
            parts[name].append(build_frame(name, (row for rows in batch for row in getattr(rows, name)), **shared))
    signatures = (_signature_row(article) | shared for article in articles)
    whole = {name: pl.concat(frames) for name, frames in parts.items()}
    whole["signatures"] = frame_of(get_table("signatures"), signatures)
    return {name: whole[name] for name in DERIVE_TABLES}


def _count_reasons(unanalysed: pl.DataFrame) -> Counter[str]:
    """Articles by the reason why tables of theirs are missing, however many tables those are."""
    return Counter(unanalysed.select("article_version_id", "reason").unique()["reason"].to_list())


def _signature_row(article: ArticleText) -> dict[str, Any]:
    return to_row(make_signature(article))
