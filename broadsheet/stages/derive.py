"""The derive stage of a day: articles in, sentences, names, claims, numbers, dates and fingerprints out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

import polars as pl

from broadsheet.coverage import GRAMMAR_LANGUAGE
from broadsheet.derive_job import DeriveJob
from broadsheet.lake import Lake, frame_of
from broadsheet.language.version import describe_models
from broadsheet.pool import get_engine
from broadsheet.records import DERIVED_TABLES, ArticleRows, ArticleText, Paragraph
from broadsheet.rows import to_row
from broadsheet.stages.chunks import map_days
from broadsheet.stages.context import StageContext
from broadsheet.stages.derivations import Derivation, describe_derivation, store_derivation
from broadsheet.stages.frames import build_frame
from broadsheet.stages.notes import fingerprint_inputs
from broadsheet.stages.registry import get_stage
from broadsheet.stages.report import DayReport
from broadsheet.stages.writing import DayWriter
from broadsheet.stories import make_signature
from broadsheet.tables import get_table

_BATCH_ARTICLES = 64


def describe(context: StageContext) -> Derivation:
    """The derivation of the derive stage under the language model in force, which is not loaded.

    The countries of sources are part of it: they decide currencies and places.
    """
    model_version = describe_models(context.settings.language_model)
    return describe_derivation("derive", model_version, {"countries": context.countries})


def run_days(context: StageContext, days: Sequence[date]) -> Iterator[DayReport]:
    """Derive the articles of days in their order; reports come once their days are written."""
    lake, derivation = context.lake, describe(context)
    store_derivation(lake, derivation, datetime.now(UTC))
    fingerprint = fingerprint_inputs(lake, "derive")
    job = DeriveJob(arguments=(context.settings.language_model,))
    engine = get_engine(job, context.settings.workers, context.settings.engine)
    writer = DayWriter(lake, "derive", derivation.derivation_id)

    def read(day: date) -> list[ArticleText]:
        return list(read_articles_of(lake, day, context.countries))

    for days_read in map_days(sorted(days), read, iter, engine.map):
        for day, articles, outcomes in days_read:
            frames = _build_frames(articles, outcomes, day, derivation)
            yield from writer.add(day, frames, _count_reasons(frames["unanalysed"]), fingerprint(day))
        yield from writer.flush()


def read_articles_of(lake: Lake, day: date, countries: Mapping[str, str]) -> Iterator[ArticleText]:
    """The articles of a day as the derive pass wants them, in the order of the table."""
    blocks: dict[str, list[Paragraph]] = {}
    for row in lake.read("paragraphs", days=[day]).iter_rows(named=True):
        version_id = row.pop("article_version_id")
        row.pop("captured_on")
        row.pop("derivation_id")
        blocks.setdefault(version_id, []).append(Paragraph(**row))
    for row in lake.read("articles", days=[day]).iter_rows(named=True):
        # A day inferred from the text's own weekdays is no news to the derive pass, which infers it itself and says so;
        # a guessed day would make weekdays and dates without a year look known.
        is_stated = row["published_method"] != "weekday_inference" and row["published_confidence"] != "guessed"
        yield ArticleText(
            article_version_id=row["article_version_id"],
            text=row["text"],
            headline=row["headline"],
            language=row["language"] or GRAMMAR_LANGUAGE,
            published_at=row["published_at"] if is_stated else None,
            published_on=row["published_on"] if is_stated else None,
            captured_at=row["captured_at"],
            site_name=row["site_name"],
            **_read_country(row, countries),
            paragraphs=tuple(sorted(blocks.get(row["article_version_id"], ()), key=lambda block: block.start_char)),
        )


def _read_country(row: Mapping[str, Any], countries: Mapping[str, str]) -> dict[str, str | None]:
    """The country of an article's source: as the user's list says, else as the page does."""
    declared = countries.get(row["source_id"])
    if declared:
        return {"country_code": declared, "country_method": "source_country"}
    if row["country_method"] == "default_locale":
        return {"default_country_code": row["country_code"]}
    return {"country_code": row["country_code"], "country_method": row["country_method"]}


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
    return {name: whole[name] for name in get_stage("derive").writes}


def _count_reasons(unanalysed: pl.DataFrame) -> Counter[str]:
    """Articles by the reason why tables of theirs are missing, however many tables those are."""
    return Counter(unanalysed.select("article_version_id", "reason").unique()["reason"].to_list())


def _signature_row(article: ArticleText) -> dict[str, Any]:
    return to_row(make_signature(article))
