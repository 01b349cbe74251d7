"""The lake gives back what was written, day by day, and tells whether anything changed."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow.parquet
import pytest

from broadsheet.errors import SchemaMismatchError, SettingsError, TableError
from broadsheet.lake import Lake, empty_frame, frame_of
from broadsheet.tables import Column, get_table
from tests.lake.lake_stock import DAY, NEXT_DAY, TEXT, make_day, row_of, sentence_frame

SENTENCES = get_table("sentences")


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "a läke"))


def test_a_table_that_is_not_there_is_empty(lake: Lake) -> None:
    assert lake.read("claims").equals(empty_frame("claims"))
    assert lake.read("claims", columns=["rule", "captured_on"]).columns == ["rule", "captured_on"]
    assert (lake.version("claims"), lake.files("claims"), lake.days("claims")) == (None, [], [])
    assert not Path(lake.uri).exists()


def test_rows_come_back_as_they_were_written(lake: Lake) -> None:
    for name, frame in make_day(DAY).items():
        if get_table(name).partition:
            lake.replace_partition(name, DAY, frame)
        else:
            lake.replace(name, frame)
        assert lake.read(name).equals(frame)
    assert lake.read("articles")["text"].to_list() == [TEXT, TEXT]


def test_days_are_read_in_order_and_rows_in_theirs(lake: Lake) -> None:
    later, earlier = sentence_frame(NEXT_DAY, 3, "z").reverse(), sentence_frame(DAY, 2, "a")
    lake.replace_partition("sentences", NEXT_DAY, later)
    lake.replace_partition("sentences", DAY, earlier)
    assert lake.days("sentences") == [DAY, NEXT_DAY]
    assert lake.read("sentences").equals(pl.concat([earlier, later]))
    assert lake.read("sentences", days=[NEXT_DAY]).equals(later)
    assert lake.read("sentences", days=[]).is_empty()
    assert lake.read("sentences", days=[DAY], columns=["surface"])["surface"].to_list() == ["a0", "a1"]


def test_a_day_is_replaced_whole_and_others_stay(lake: Lake) -> None:
    lake.replace_partition("sentences", DAY, sentence_frame(DAY, 5, "old"))
    lake.replace_partition("sentences", NEXT_DAY, sentence_frame(NEXT_DAY, 1))
    kept = lake.fingerprint("sentences", [NEXT_DAY])
    lake.replace_partition("sentences", DAY, sentence_frame(DAY, 2, "new"))
    assert lake.read("sentences", [DAY]).equals(sentence_frame(DAY, 2, "new"))
    assert lake.fingerprint("sentences", [NEXT_DAY]) == kept


def test_writing_the_same_rows_again_changes_nothing(lake: Lake) -> None:
    frame = make_day(DAY)["claims"]
    lake.replace_partition("claims", DAY, frame)
    before = (lake.version("claims"), lake.fingerprint("claims"))
    lake.replace_partition("claims", DAY, frame)
    assert (lake.version("claims"), lake.fingerprint("claims")) == before
    lake.replace_partition("claims", DAY, frame.reverse())
    assert lake.fingerprint("claims") != before[1]
    assert lake.read("claims").equals(frame.reverse())


def test_an_empty_day_is_empty_and_was_written(lake: Lake) -> None:
    nothing = lake.fingerprint("sentences")
    lake.replace_partition("sentences", DAY, empty_frame("sentences"))
    assert lake.version("sentences") is not None
    assert lake.fingerprint("sentences") == nothing
    lake.replace_partition("sentences", DAY, sentence_frame(DAY, 2))
    assert lake.fingerprint("sentences", [DAY]) != nothing
    lake.replace_partition("sentences", DAY, empty_frame("sentences"))
    assert lake.days("sentences") == []
    assert lake.fingerprint("sentences", [DAY]) == nothing


def test_a_refused_frame_leaves_no_trace(lake: Lake) -> None:
    with pytest.raises(SchemaMismatchError):
        lake.replace_partition("sentences", DAY, sentence_frame(NEXT_DAY, 2))
    assert not Path(lake.uri).exists()


def test_an_old_version_lists_its_own_files(lake: Lake) -> None:
    lake.replace_partition("sentences", DAY, sentence_frame(DAY, 5, "old"))
    version, files = lake.version("sentences"), lake.files("sentences")
    lake.replace_partition("sentences", DAY, sentence_frame(DAY, 2, "new"))
    assert lake.files("sentences", version=version) == files
    assert lake.files("sentences") != files


def test_upsert_replaces_rows_of_the_same_key(lake: Lake) -> None:
    runs = [row_of("runs", stage=stage, captured_on=DAY, row_count=1) for stage in ("ingest", "extract")]
    lake.upsert("runs", frame_of("runs", runs))
    version = lake.version("runs")
    lake.upsert("runs", frame_of("runs", runs[1:]))
    assert lake.version("runs") == version
    lake.upsert("runs", frame_of("runs", [runs[0] | {"row_count": 7}, runs[0] | {"stage": "derive"}]))
    counts = {row["stage"]: row["row_count"] for row in lake.read("runs").iter_rows(named=True)}
    assert counts == {"extract": 1, "ingest": 7, "derive": 1}


def test_upsert_is_not_for_days(lake: Lake) -> None:
    with pytest.raises(TableError, match="replace_partition"):
        lake.upsert("sentences", sentence_frame(DAY, 1))


def test_a_new_column_is_null_in_days_before_it(lake: Lake) -> None:
    lake.replace_partition(SENTENCES, DAY, sentence_frame(DAY, 2))
    wider = dataclasses.replace(SENTENCES, columns=(*SENTENCES.columns, Column("mood", "string", "Mood", True)))
    frame = sentence_frame(NEXT_DAY, 1, "n").with_columns(mood=pl.lit("grave"))
    lake.replace_partition(wider, NEXT_DAY, frame)
    assert lake.read(wider)["mood"].to_list() == [None, None, "grave"]
    assert lake.read(SENTENCES).height == 3
    lake.replace_partition(SENTENCES, NEXT_DAY, sentence_frame(NEXT_DAY, 2, "m"))
    assert lake.read(wider)["mood"].to_list() == [None] * 4


def test_a_retyped_column_of_a_day_is_refused(lake: Lake) -> None:
    lake.replace_partition(SENTENCES, DAY, sentence_frame(DAY, 2))
    columns = [
        dataclasses.replace(item, type="int64") if item.name == "word_count" else item for item in SENTENCES.columns
    ]
    retyped = dataclasses.replace(SENTENCES, columns=tuple(columns))
    frame = sentence_frame(NEXT_DAY, 1).with_columns(pl.col("word_count").cast(pl.Int64))
    with pytest.raises(SchemaMismatchError, match=r"word_count as Int32, not Int64.* derive/sentences"):
        lake.replace_partition(retyped, NEXT_DAY, frame)
    with pytest.raises(SchemaMismatchError, match="word_count"):
        lake.read(retyped)
    assert lake.read(SENTENCES).height == 2


def test_a_whole_table_may_change_its_columns(lake: Lake) -> None:
    runs = get_table("runs")
    lake.replace(runs, frame_of(runs, [row_of(runs)]))
    other = dataclasses.replace(
        runs, columns=(runs.columns[0], runs.columns[1], Column("note", "list<string>", "Notes"))
    )
    frame = frame_of(other, [{"stage": "derive", "captured_on": DAY, "note": ["a", "b"]}])
    lake.replace(other, frame)
    assert lake.read(other).equals(frame)


def test_optimize_and_vacuum_keep_every_row(lake: Lake) -> None:
    for number in range(3):
        lake.replace_partition("sentences", DAY, sentence_frame(DAY, number + 2, str(number)))
    frame, fingerprint = lake.read("sentences"), lake.fingerprint("sentences")
    assert lake.optimize("sentences") == 0
    assert lake.fingerprint("sentences") == fingerprint
    assert lake.vacuum("sentences") == []
    assert lake.read("sentences").equals(frame)
    assert (lake.optimize("claims"), lake.vacuum("claims")) == (0, [])
    with pytest.raises(TableError, match="at least 1 hour"):
        lake.vacuum("sentences", keep_hours=0)


def test_a_lake_of_many_days_lists_them_all(lake: Lake) -> None:
    days = [date(2024, 1, day) for day in range(1, 13)]
    for day in reversed(days):
        lake.replace_partition("sentences", day, sentence_frame(day, 1, str(day)))
    assert lake.days("sentences") == days
    assert lake.read("sentences")["captured_on"].to_list() == days
    assert lake.snapshot("sentences").row_count == 12


@pytest.mark.parametrize("name", ["a%20b", "[ab]", "a*", "a?", "a\\b"])
def test_a_path_that_readers_misread_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="BROADSHEET_HOME"):
        Lake(str(tmp_path / name))


def test_an_address_of_a_store_is_kept_as_it_is() -> None:
    lake = Lake("s3://bucket/lake/", {"aws_region": "eu-north-1"})
    assert lake.table_uri("claims") == "s3://bucket/lake/derive/claims"
    assert not lake.is_local


def test_a_file_does_not_hold_its_longest_texts_twice(lake: Lake) -> None:
    rows = make_day(DAY)["articles"].with_columns(text=pl.concat_str(pl.lit("ab" * 50_000), pl.col("text")))
    lake.replace_partition("articles", DAY, rows)
    (file,) = lake.files("articles")
    assert pyarrow.parquet.read_metadata(file).serialized_size < 20_000
    assert lake.read("articles").equals(rows)
