"""The laws that follow from the table definitions: each planted fault is found on its day and refuses the release."""

from __future__ import annotations

import dataclasses
from typing import Any

import polars as pl
import pytest

from broadsheet.checks import list_laws, make_laws, run_checks_on_days
from broadsheet.errors import ReleaseError
from broadsheet.lake import Lake, frame_of
from broadsheet.release import publish
from broadsheet.tables import Column, Table, get_table, load_tables
from tests.lake.lake_stock import DAY, NEXT_DAY, NOON, TABLES, row_of

ALL = (*TABLES, get_table("skipped"))
LAWS = list_laws(ALL)
NEXT_VERSION = f"{NEXT_DAY}-0"

# By what is wrong: the table, the change of its rows of a day, the law that says so and how the release puts it.
FAULTS: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "offset moved": ("claims", {"end_char": pl.col("end_char") + 1}, "evidence", "surface '.*where"),
    "paragraph moved": ("paragraphs", {"start_char": pl.col("start_char") + 1}, "evidence", "surface"),
    "headline read as text": ("numbers", {"in_headline": pl.lit(False)}, "evidence", "surface 'Zwölf'"),
    "text of a span altered": ("numbers", {"counted_text": pl.lit("ships")}, "evidence", "counted_text 'ships'"),
    "text without a span": ("claims", {"source_text": pl.lit("she")}, "evidence", "source_text 'she' .*None stands"),
    "content altered": ("claims", {"content_text": pl.lit("All sank")}, "evidence", r"content_text 'All sank'"),
    "content joined otherwise": ("claims", {"content_text": pl.lit("sank\nAll")}, "evidence", "content_text"),
    "id of nothing": ("numbers", {"said_by_claim_id": pl.lit("k9")}, "references", "said_by_claim_id k9"),
    "article of another day": (
        "sentences", {"article_version_id": pl.lit(NEXT_VERSION)}, "references", "not in articles of that day",
    ),
    "derivation unknown": ("articles", {"derivation_id": pl.lit("x9")}, "references", "x9, .* not in derivations"),
    "key doubled": ("claims", {"claim_id": pl.lit("k1")}, "key", "claim_id = 'k1'"),
    "repeat of nothing": (
        "skipped", {"repeats_version_id": pl.lit("v9")}, "references_to_other_days", "v9, .*`broadsheet run` renews",
    ),
}  # fmt: skip


def find_broken(lake: Lake, days: list[Any] | None) -> set[tuple[str, str]]:
    """Table and name of each broken law."""
    return {
        (result.check.asset, result.check.name)
        for result in run_checks_on_days(lake, LAWS, days, {})
        if result.wrong_row_count
    }


@pytest.fixture
def stocked(lake: Lake) -> Lake:
    """The stock with a repeat of the first day's article on either day."""
    for day in (DAY, NEXT_DAY):
        repeat = frame_of("captures", [row_of("captures", capture_id=f"c{day}-2", captured_on=day, body=b"<p>")])
        lake.replace_partition("captures", day, pl.concat([lake.read("captures", [day]), repeat]))
        row = row_of("skipped", capture_id=f"c{day}-2", captured_on=day, repeats_version_id=f"{DAY}-0")
        lake.replace_partition("skipped", day, frame_of("skipped", [row | {"derivation_id": "x1"}]))
    return lake


@pytest.mark.parametrize(("name", "change", "law", "message"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found_on_its_day_and_in_the_release(
    settings, stocked: Lake, monkeypatch, name: str, change, law: str, message: str
) -> None:
    monkeypatch.setattr("broadsheet.lake.lake.check_frame", lambda table, frame, day=None: frame)
    stocked.replace_partition(name, DAY, stocked.read(name, [DAY]).with_columns(**change))
    assert (name, law) in find_broken(stocked, [DAY])
    far = {(name, law)} if law == "references_to_other_days" else set()
    assert find_broken(stocked, [NEXT_DAY]) == far
    with pytest.raises(ReleaseError, match=message):
        publish(settings, stocked, ALL, now=NOON, code_version="c1")


def test_a_sound_lake_breaks_no_law(settings, stocked: Lake) -> None:
    assert find_broken(stocked, None) == set()
    publish(settings, stocked, ALL, now=NOON, code_version="c1")


def test_wrong_rows_of_many_days_are_added_up(stocked: Lake, monkeypatch) -> None:
    for day in (DAY, NEXT_DAY):
        stocked.replace_partition("claims", day, stocked.read("claims", [day]).with_columns(cue_text=pl.lit("told")))
    monkeypatch.setattr("broadsheet.checks.days.DAYS_AT_ONCE", 1)
    (result,) = [result for result in run_checks_on_days(stocked, LAWS, None, {}) if result.wrong_row_count]
    assert (result.check.asset, result.check.name, result.wrong_row_count) == ("claims", "evidence", 4)
    assert result.examples["found_text"].to_list() == ["told"] * 4


def test_checks_of_a_day_open_each_table_once_and_only_the_files_of_that_day(stocked: Lake, monkeypatch) -> None:
    opened: list[tuple[str, Any]] = []
    real = Lake.read

    def watch(self, table, days=None, columns=None):
        opened.append((table.name, days))
        return real(self, table, days, columns)

    monkeypatch.setattr(Lake, "read", watch)
    daily = [law for law in LAWS if law.is_daily]
    assert all(result.wrong_row_count == 0 for result in run_checks_on_days(stocked, daily, [DAY], {}))
    expected = [(table.name, [DAY] if table.partition else None) for table in ALL if table.name != "runs"]
    assert sorted(opened, key=str) == sorted(expected, key=str)


def laws_of(table: Table) -> dict[str, str]:
    tables = {found.name: found for found in (*load_tables().values(), table)}
    return {law.name: law.text for law in make_laws(table, tables)}


def test_a_table_has_the_laws_that_its_columns_ask_for() -> None:
    assert set(laws_of(get_table("claims"))) == {"key", "references", "evidence"}
    assert set(laws_of(get_table("skipped"))) == {"key", "references", "references_to_other_days"}
    assert set(laws_of(get_table("article_authors"))) == {"key", "references"}
    assert set(laws_of(get_table("runs"))) == {"key"}
    plain = Table("notes", "ops", "one note", "Notes.", (), (Column("surface", "string", "Words"),))
    assert laws_of(plain) == {}


def test_a_new_span_is_proved_without_a_line_of_code() -> None:
    claims = get_table("claims")
    target = (
        Column("target", "struct<start_char:int32,end_char:int32>", "Span"),
        Column("target_text", "string", "Text"),
    )
    assert "'target_text'" in laws_of(dataclasses.replace(claims, columns=(*claims.columns, *target)))["evidence"]
