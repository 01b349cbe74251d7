"""Days written in pieces: the same rows as in one, one commit, and little memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from broadsheet.errors import CorruptTableError, SchemaMismatchError
from broadsheet.ingest.days import captures_frame
from broadsheet.lake import Lake
from broadsheet.records import Capture

DAY = date(2026, 3, 5)
HEADERS = (("Content-Type", "text/html"), ("X", "é"))


def make_rows(first: int, last: int, day: int = 5) -> pl.DataFrame:
    return captures_frame(
        Capture(
            f"{number:024d}", datetime(2026, 3, day, 12, tzinfo=UTC), "post", b"\x00\xff" * number, "0", "warc", "a",
            origin_offset=number, http_headers=HEADERS,
        )
        for number in range(first, last)
    )  # fmt: skip


def in_pieces(*frames: pl.DataFrame) -> Iterator[pl.DataFrame]:
    yield from frames


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "lake"))


def test_a_day_in_pieces_is_the_day_in_one(lake: Lake) -> None:
    lake.replace_partition("captures", date(2026, 3, 4), make_rows(0, 3, day=4))
    whole = pl.concat([make_rows(0, 10), make_rows(10, 200), make_rows(200, 201)])
    lake.replace_day_in_pieces("captures", DAY, lambda: in_pieces(whole[:10], whole[10:200], whole[200:]))
    assert lake.read("captures", days=[DAY]).equals(whole)
    assert lake.read("captures").height == 204
    assert len(lake.files("captures", days=[DAY])) == 3
    assert lake.snapshot("captures").row_count == 204
    files = lake.files("captures")
    query = f"select count(*) from read_parquet({files!r}) where http_headers[2].value = 'é'"
    assert duckdb.sql(query).fetchall() == [(204,)]
    for start, length in ((0, 5), (8, 4), (195, 10), (300, 1)):
        assert lake.read_rows("captures", DAY, start, length).equals(whole[start : start + length])


def test_a_day_in_pieces_takes_the_place_of_what_was_there_and_gives_way_again(lake: Lake) -> None:
    lake.replace_partition("captures", DAY, make_rows(50, 60))
    lake.replace_day_in_pieces("captures", DAY, lambda: in_pieces(make_rows(0, 4), make_rows(4, 6)))
    assert lake.read("captures").equals(make_rows(0, 6))
    lake.replace_partition("captures", DAY, make_rows(1, 3))
    assert lake.read("captures").equals(make_rows(1, 3))
    lake.optimize("captures")
    lake.vacuum("captures")
    assert lake.read("captures").equals(make_rows(1, 3))


def test_rows_that_are_there_already_are_not_written_again(lake: Lake) -> None:
    for _ in range(2):
        lake.replace_day_in_pieces("captures", DAY, lambda: in_pieces(make_rows(0, 4), make_rows(4, 6)))
    version = lake.version("captures")
    lake.replace_day_in_pieces("captures", DAY, lambda: in_pieces(make_rows(0, 1), make_rows(1, 6)))
    assert lake.version("captures") == version
    lake.replace_day_in_pieces("captures", DAY, lambda: in_pieces(make_rows(0, 4), make_rows(4, 5)))
    assert lake.version("captures") == (version or 0) + 1
    assert lake.read("captures").equals(make_rows(0, 5))


def test_a_piece_that_does_not_fit_leaves_the_day_as_it_was(lake: Lake) -> None:
    lake.replace_partition("captures", DAY, make_rows(0, 2))
    with pytest.raises(SchemaMismatchError, match="two rows have the key"):
        lake.replace_day_in_pieces("captures", DAY, lambda: in_pieces(make_rows(3, 9), make_rows(8, 12)))
    with pytest.raises(SchemaMismatchError, match="captured_on"):
        lake.replace_day_in_pieces("captures", DAY, lambda: in_pieces(make_rows(3, 9), make_rows(20, 21, day=6)))
    assert lake.read("captures").equals(make_rows(0, 2))


def test_a_damaged_day_is_written_anew(lake: Lake) -> None:
    lake.replace_day_in_pieces("captures", DAY, lambda: in_pieces(make_rows(0, 4), make_rows(4, 6)))
    Path(lake.files("captures")[1]).write_bytes(b"PAR1 no more")
    with pytest.raises(CorruptTableError, match="part-00001"):
        lake.read_rows("captures", DAY, 0, 6)
    lake.replace_day_in_pieces("captures", DAY, lambda: in_pieces(make_rows(0, 4), make_rows(4, 6)))
    assert lake.read("captures").equals(make_rows(0, 6))
