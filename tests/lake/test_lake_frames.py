"""Rows that do not fit are refused before anything is written, with the table, the column and the value."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import polars as pl
import pytest

from broadsheet.errors import SchemaMismatchError
from broadsheet.lake import check_frame, empty_frame, frame_of
from broadsheet.tables import get_table, load_tables, parse_table
from tests.lake.lake_stock import DAY, NEXT_DAY, NOON, row_of, sentence_frame

WRONG_VALUES = {
    "text for a number": ("runs", "seconds", "fast", "float64", "str in row 1"),
    "text for a date": ("runs", "captured_on", "2024-03-01", "date", "str in row 1"),
    "time for a date": ("runs", "captured_on", NOON, "date", "datetime in row 1"),
    "time without zone": ("runs", "finished_at", datetime(2024, 3, 1), "timestamp", "datetime without a zone"),
    "number too large": ("claims", "end_char", 2**31, "int32", "2147483648"),
    "fraction for a count": ("runs", "row_count", 1.5, "int64", "1.5"),
    "bool for a number": ("claims", "start_char", True, "int32", "bool in row 1"),
    "number for a bool": ("claims", "is_negated", 1, "bool", "int in row 1"),
    "bytes for text": ("claims", "surface", b"x", "string", "bytes in row 1"),
    "lone surrogate": ("claims", "surface", "a\ud800", "string", "lone surrogate"),
    "text for a list": ("claims", "hedges", "perhaps", "list<string>", "str in row 1"),
    "number in a list of texts": ("claims", "hedges", ["perhaps", 3], "list<string>", "['perhaps', 3]"),
    "struct without a field": ("claims", "cue", {"start_char": 1}, "struct<", "dict in row 1"),
    "struct with one more field": ("claims", "cue", {"start_char": 1, "end_char": 2, "x": 3}, "struct<", "dict"),
    "text inside a list of structs": ("claims", "content", [{"start_char": "1", "end_char": 2}], "list<", "'1'"),
    "null where none is allowed": ("claims", "rule", None, "never null", "null"),
}


@pytest.mark.parametrize(("name", "column", "value", "expected", "found"), WRONG_VALUES.values(), ids=WRONG_VALUES)
def test_a_wrong_value_is_named(name: str, column: str, value: object, expected: str, found: str) -> None:
    with pytest.raises(SchemaMismatchError) as refusal:
        frame_of(name, [row_of(name), row_of(name, **{column: value})])
    message = str(refusal.value)
    assert f"Column {column} of table {name}" in message
    assert expected in message
    assert found in message


def test_an_unknown_column_of_a_row_is_named() -> None:
    with pytest.raises(SchemaMismatchError, match="no column sede"):
        frame_of("runs", [row_of("runs", sede=1)])


@pytest.mark.parametrize("table", load_tables().values(), ids=lambda table: table.name)
def test_every_table_takes_a_dull_row_and_none(table) -> None:
    assert frame_of(table, []).equals(empty_frame(table))
    assert frame_of(table, [row_of(table)]).schema == empty_frame(table).schema


def test_nullable_columns_may_be_left_out_and_tuples_are_lists() -> None:
    row = {key: value for key, value in row_of("claims").items() if value is not None}
    frame = frame_of("claims", [row | {"content": ({"start_char": 0, "end_char": 2},), "hedges": ("perhaps",)}])
    assert frame["content"].to_list() == [[{"start_char": 0, "end_char": 2}]]
    assert frame["hedges"].to_list() == [["perhaps"]]
    assert frame["source"].to_list() == [None]


def test_a_time_in_another_zone_is_the_same_moment() -> None:
    local = NOON.astimezone(timezone(timedelta(hours=5)))
    assert frame_of("runs", [row_of("runs", finished_at=local)])["finished_at"].to_list() == [NOON]


def test_whole_numbers_are_fine_where_fractions_are() -> None:
    assert frame_of("runs", [row_of("runs", seconds=2)])["seconds"].to_list() == [2.0]


def test_columns_come_in_the_order_of_the_table() -> None:
    frame = sentence_frame(DAY, 2)
    assert check_frame(get_table("sentences"), frame.select(reversed(frame.columns))).equals(frame)


REFUSED_FRAMES = {
    "missing": (lambda frame: frame.drop("surface"), "Column surface .* is missing"),
    "extra": (lambda frame: frame.with_columns(size=1), "no column size"),
    "retyped": (lambda frame: frame.with_columns(pl.col("start_char").cast(pl.Int64)), "start_char .*int32.*Int64"),
    "null": (lambda frame: frame.with_columns(surface=pl.lit(None, pl.String)), "surface .* never null"),
    "other day": (lambda frame: frame.with_columns(captured_on=pl.lit(NEXT_DAY)), "captured_on .*2024-03-02"),
    "key twice": (lambda frame: pl.concat([frame, frame.head(1)]), "sentence_id .* own .*'0'"),
}


@pytest.mark.parametrize(("change", "message"), REFUSED_FRAMES.values(), ids=REFUSED_FRAMES)
def test_a_frame_that_does_not_fit_is_refused(change, message: str) -> None:
    with pytest.raises(SchemaMismatchError, match=message):
        check_frame(get_table("sentences"), change(sentence_frame(DAY, 3)), DAY)


def test_a_table_without_partitions_takes_no_day() -> None:
    with pytest.raises(SchemaMismatchError, match="no partitions"):
        check_frame(get_table("runs"), empty_frame("runs"), date(2024, 3, 1))


def test_a_table_without_key_may_repeat_rows() -> None:
    raw = {"grain": "one thing", "description": "Things.", "key": [], "columns": {"n": {"type": "int32", "doc": "n"}}}
    table = parse_table("things", "model", raw, {})
    assert check_frame(table, frame_of(table, [{"n": 1}, {"n": 1}])).height == 2
