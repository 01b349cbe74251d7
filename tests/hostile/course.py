"""All hostile inputs in one inbox, through every stage of a day, beside good pages that must come out as ever."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import polars as pl

from broadsheet.lake import Lake
from broadsheet.run.plan import make_plan
from broadsheet.run.runner import Failures, run_plan
from broadsheet.settings import Settings, load_settings
from broadsheet.stages.context import StageContext
from broadsheet.stages.ingest import index_inbox
from broadsheet.stages.registry import DAY_STAGES
from tests.hostile.archives import MadeArchive
from tests.hostile.making import Made, good_page

AT = "2026-03-04T10:00:00Z"
QUIET = "https://quiet.example/"
# Hostile pages between two good ones.
_BETWEEN = 8
# Of the run and the place in the file, not of the page.
_OF_THE_RUN = ("derivation_id", "origin_offset", "capture_id", "origin_path")


@dataclass(slots=True)
class Lived:
    """What a run over everything gave. rows: of the good pages, by table. unaccounted: pages that are in no table."""

    rows: dict[str, list[str]] = field(default_factory=dict)
    capture_count: int = 0
    article_count: int = 0
    unanalysed_count: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def live(home: Path, pages: Sequence[Made], archives: Sequence[MadeArchive], neighbours: int, workers: int) -> Lived:
    """Run all stages of a day over the good pages with the hostile ones between and beside them."""
    settings = load_settings({"BROADSHEET_HOME": str(home), "BROADSHEET_WORKERS": str(workers)})
    _fill(settings, pages, archives, neighbours)
    context, failures = StageContext.of(settings), Failures()
    index_inbox(context)
    list(run_plan(context, make_plan(context), failures))
    lived = Lived(faults=[f"{day}: {told}" for day, told in failures.items()])
    _account(Lake(settings.lake_uri), lived)
    return lived


def compare(with_them: Lived, without: Lived) -> list[str]:
    """Tables in which the good pages have other rows beside the hostile ones than alone."""
    return [
        f"{table}: the good pages have other rows"
        for table, rows in without.rows.items()
        if rows != with_them.rows[table]
    ]


def count_neighbours(pages: Sequence[Made]) -> int:
    """How many good pages stand among so many hostile ones."""
    return len(pages) // _BETWEEN + 2


def _fill(settings: Settings, pages: Sequence[Made], archives: Sequence[MadeArchive], neighbours: int) -> None:
    settings.inbox.mkdir(parents=True)
    with (settings.inbox / "pages.jsonl").open("w", encoding="utf-8") as file:
        for number in range(neighbours):
            _write(file, f"{QUIET}{number}", good_page(number))
            for page in pages[number * _BETWEEN : (number + 1) * _BETWEEN]:
                _write(file, f"https://orme.example/{page.name.replace(' ', '-')}", page.body)
    for archive in archives:
        (settings.inbox / archive.name).write_bytes(archive.body)


def _write(file: TextIO, url: str, body: bytes) -> None:
    told = {"url": url, "captured_at": AT, "html_b64": base64.b64encode(body).decode()}
    file.write(json.dumps(told) + "\n")


def _account(lake: Lake, lived: Lived) -> None:
    captures, articles, skipped = (lake.read(name) for name in ("captures", "articles", "skipped"))
    lived.capture_count, lived.article_count = captures.height, articles.height
    lived.unanalysed_count = lake.read("unanalysed")["article_version_id"].n_unique()
    lived.reasons = dict(skipped["reason"].value_counts().iter_rows())
    known = pl.concat([articles["capture_id"], skipped["capture_id"]])
    if not captures["capture_id"].sort().equals(known.sort()):
        lived.faults.append(
            f"{captures.height} captures became {articles.height} articles and {skipped.height} reasons"
        )
    good = articles.filter(pl.col("url").str.starts_with(QUIET))
    versions, of_good = good["article_version_id"], good["capture_id"]
    for stage in DAY_STAGES:
        for table in stage.writes:
            rows = lake.read(table)
            if "article_version_id" in rows.columns:
                rows = rows.filter(pl.col("article_version_id").is_in(versions.implode()))
            elif "capture_id" in rows.columns:
                rows = rows.filter(pl.col("capture_id").is_in(of_good.implode()))
            else:
                continue
            rows = rows.drop(_OF_THE_RUN, strict=False)
            # Rows of a day stand in the order of their captures, whose ids follow from their places in the file.
            lived.rows[table] = sorted(map(repr, rows.select(sorted(rows.columns)).iter_rows()))
