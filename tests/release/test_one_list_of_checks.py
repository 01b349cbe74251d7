"""What the checks prove and what a release proves is one list; a release worse than the one in place is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from assets.sql_checks import list_shown_checks
from broadsheet.checks import list_checks, load_checks
from broadsheet.errors import ReleaseError
from broadsheet.lake import Lake, frame_of
from broadsheet.release import publish
from broadsheet.settings import Settings
from broadsheet.stages.release import list_released_tables
from broadsheet.tables import get_table
from tests.lake.lake_stock import DAY, NEXT_DAY, NOON, TABLES, row_of

ALL = (*TABLES, get_table("skipped"), get_table("unanalysed"), get_table("article_dates"))
DATE_ROW = {"article_version_id": f"{DAY}-0", "captured_on": DAY, "field": "published", "is_chosen": True}


def lose_outcome(lake: Lake) -> None:
    """The second article of the day is in neither table, with all that was read from it."""
    for table in ("articles", "paragraphs", "sentences", "claims", "numbers"):
        kept = lake.read(table, [DAY]).filter(article_version_id=f"{DAY}-0")
        lake.replace_partition(table, DAY, kept)


def lose_sentences(lake: Lake) -> None:
    lake.replace_partition("claims", DAY, lake.read("claims", [DAY]).clear())
    lake.replace_partition("numbers", DAY, lake.read("numbers", [DAY]).clear())
    lake.replace_partition("sentences", DAY, lake.read("sentences", [DAY]).clear())
    words = lake.read("articles", [DAY]).with_columns(word_count=pl.lit(9, pl.Int32))
    lake.replace_partition("articles", DAY, words)


def choose_twice(lake: Lake) -> None:
    rows = [row_of("article_dates", **DATE_ROW, raw_value=str(place), derivation_id="x1") for place in range(2)]
    lake.replace_partition("article_dates", DAY, frame_of("article_dates", rows))


WORSE: dict[str, tuple[Callable[[Lake], None], str]] = {
    "capture unaccounted for": (
        lose_outcome,
        f"1 rows of table captures are not in exactly one .*'c{DAY}-1' of {DAY}. `broadsheet run` extracts",
    ),
    "article not analysed": (
        lose_sentences,
        f"2 rows of table articles have neither sentences .*'{DAY}-[01]' of {DAY}.*--days {DAY} --force",
    ),
    "two chosen dates": (
        choose_twice,
        f"1 fields of table article_dates have more than one chosen date, .*published of .*'{DAY}-0' of {DAY}",
    ),
}


@pytest.mark.parametrize(("spoil", "message"), WORSE.values(), ids=WORSE)
def test_a_worse_release_is_refused_and_the_old_one_stays(
    settings: Settings, lake: Lake, spoil: Callable[[Lake], None], message: str
) -> None:
    old = publish(settings, lake, ALL, now=NOON, code_version="c1")
    assert old is not None
    spoil(lake)
    with pytest.raises(ReleaseError, match=message):
        publish(settings, lake, ALL, now=NOON, code_version="c1")
    assert settings.warehouse.resolve() == old.path


def test_a_refusal_names_table_row_day_and_what_to_do(lake: Lake, release_now: Callable[..., Any]) -> None:
    claims = lake.read("claims", [DAY]).with_columns(
        content_text=pl.when(claim_id=f"k{DAY}-1").then(pl.lit("All sang")).otherwise("content_text")
    )
    lake.replace_partition("claims", DAY, claims)
    with pytest.raises(ReleaseError) as refusal:
        release_now()
    text = str(refusal.value)
    assert "1 texts of table claims" in text and f"claim_id = 'k{DAY}-1'" in text
    assert f"`broadsheet run --days {DAY} --force`" in text


@pytest.mark.parametrize("is_found_empty", [False, True], ids=["lost", "found empty by a run"])
def test_a_release_with_fewer_days_is_refused_unless_a_run_found_them_empty(
    is_found_empty: bool, settings: Settings, lake: Lake, release_now: Callable[..., Any]
) -> None:
    old = release_now()
    for table in TABLES:
        if table.partition:
            lake.replace_partition(table, NEXT_DAY, lake.read(table, [NEXT_DAY]).clear())
    if not is_found_empty:
        with pytest.raises(ReleaseError, match=f"captures has lost 1 days .*{NEXT_DAY}"):
            release_now()
        assert settings.warehouse.resolve() == old.path
        return
    note = row_of("runs", stage="ingest", captured_on=NEXT_DAY, code_version="i1", row_count=0)
    lake.upsert("runs", frame_of("runs", [note]))
    assert release_now().path == settings.warehouse.resolve()


def test_every_blocking_check_is_proved_by_the_release_and_every_shown_one_is_on_the_list() -> None:
    everything = list_checks(list_released_tables())
    assert all(check.problem for check in everything if check.blocking)
    assert {(check.asset, check.name) for check in list_shown_checks()} <= {
        (check.asset, check.name) for check in everything
    }
    assert set(load_checks()) <= set(everything)
