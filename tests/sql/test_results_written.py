"""Results go from DuckDB into the lake as one file, and a query runs again only where what it is made from changed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from assets.sql_assets import _compute_all
from broadsheet.errors import FaultError, SchemaMismatchError
from broadsheet.lake import Lake, frame_of
from broadsheet.model import InputViews, Query, execution, load_query, run_query, write_query
from broadsheet.model.computed import COMPUTED_TABLE
from broadsheet.tables import parse_table
from tests.lake.lake_stock import DAY, NEXT_DAY, make_day

RAW = {
    "grain": "one word", "description": "Words.", "key": ["word", "day"],
    "columns": {
        "word": {"type": "string", "doc": "Word"},
        "day": {"type": "date", "doc": "Day", "nullable": True},
        "spans": {"type": "list<struct<start_char:int32,end_char:int32>>", "doc": "Places"},
        "seen_at": {"type": "timestamp", "doc": "Time"},
        "share": {"type": "float64", "doc": "Share", "nullable": True},
    },
}  # fmt: skip
ROW = "[{'start_char': i::integer, 'end_char': 2}] as spans, timestamptz '2024-03-01 10:00+01' as seen_at"
ROWS = f"select 'ä' || (97 * i % 500) as word, if(i = 7, null, date '2024-03-01') as day, {ROW}"
MANY = f"{ROWS}, i / 3 as share from range(500) as numbers(i)"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "lake it's"))


def make_query(text: str, raw: dict = RAW, name: str = "words_made") -> Query:
    return Query(name, "view", text, parse_table(name, "view", raw, {}))


def write(lake: Lake, query: Query):
    with closing(InputViews(lake)) as views:
        return write_query(views.open(query.inputs), query, lake)


def list_files(lake: Lake) -> list[str]:
    return sorted(path.name for path in Path(lake.uri).rglob("*.parquet"))


def test_a_file_holds_the_rows_of_the_frame_in_its_order(lake) -> None:
    query = make_query(MANY)
    written = write(lake, query)
    with closing(InputViews(lake)) as views:
        assert lake.read(query.table).equals(run_query(views.open([]), query))
    assert (written.row_count, written.first_rows["word"].to_list()) == (500, ["ä0", "ä1", "ä10", "ä100", "ä101"])
    assert lake.snapshot(query.table).row_count == 500


def test_the_same_rows_change_nothing_and_leave_no_file(lake) -> None:
    query = make_query(MANY)
    write(lake, query)
    before = (lake.version(query.table), list_files(lake))
    write(lake, query)
    assert (lake.version(query.table), list_files(lake)) == before


def test_no_rows_empty_the_table(lake) -> None:
    write(lake, make_query(MANY))
    query = make_query(f"{MANY} where i < 0")
    write(lake, query)
    version = lake.version(query.table)
    assert (lake.read(query.table).height, lake.files(query.table)) == (0, [])
    write(lake, query)
    assert lake.version(query.table) == version


def test_a_changed_column_is_a_changed_schema(lake) -> None:
    write(lake, make_query(MANY))
    columns = {**RAW["columns"], "share": {"type": "int64", "doc": "Share"}, "more": {"type": "bool", "doc": "More"}}
    query = make_query(f"{ROWS}, i as share, true as more from range(9) as numbers(i)", {**RAW, "columns": columns})
    write(lake, query)
    assert lake.read(query.table)["share"].sum() == 36
    assert lake.read(query.table)["more"].all()


@pytest.mark.parametrize(
    ("text", "error", "told"),
    [
        (MANY.replace("'ä' ||", "if(i = 9, null, 'ä') ||"), SchemaMismatchError, "Column word .* never null"),
        (MANY.replace("% 500", "% 250"), SchemaMismatchError, r"a key of its own .* word = 'ä"),
        (MANY.replace("97 * i % 500", "i // 2").replace("i = 7", "i < 9"), SchemaMismatchError, "day = None"),
        (MANY.replace("i / 3", "i"), FaultError, "share"),
        (MANY.replace("i / 3", "error('no')::double"), FaultError, "words_made.sql fails"),
    ],
)
def test_rows_that_do_not_fit_are_refused_and_the_old_ones_stay(lake, text: str, error, told: str) -> None:
    query = make_query(MANY)
    write(lake, query)
    before = (lake.read(query.table), list_files(lake))
    with pytest.raises(error, match=told):
        write(lake, make_query(text))
    assert lake.read(query.table).equals(before[0])
    assert list_files(lake) == before[1]


def test_a_damaged_file_is_written_again(lake) -> None:
    query = make_query(MANY)
    write(lake, query)
    rows = lake.read(query.table)
    [file] = lake.files(query.table)
    content = bytearray(Path(file).read_bytes())
    content[len(content) // 2] ^= 255
    Path(file).write_bytes(content)
    write(lake, query)
    assert lake.read(query.table).equals(rows)


def test_a_query_that_needs_more_memory_than_usual_gets_it(lake, monkeypatch) -> None:
    monkeypatch.setattr(execution, "USUAL_MEMORY", "300kB")
    assert write(lake, make_query(MANY)).row_count == 500


class Made:
    """Runs a few real queries as the assets do, and says which were computed."""

    names = ("field_words", "article_versions")

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self.queries = [load_query("model", name) for name in self.names]

    def run(self) -> list[str]:
        results = {result.asset_key.to_user_string(): result for result in _compute_all(self.queries, self.lake, 2)}
        for query in self.queries:
            assert results[query.name].metadata["rows"] == self.lake.read(query.table).height
        return [name for name in self.names if results[name].metadata["computed"]]


@pytest.fixture
def made(lake) -> Made:
    for name, frame in make_day(DAY).items():
        if name in ("articles", "paragraphs"):
            lake.replace_partition(name, DAY, frame)
    return Made(lake)


def test_unchanged_inputs_are_not_computed_again_and_changed_ones_are(lake, made, monkeypatch) -> None:
    assert made.run() == list(made.names)
    assert made.run() == []
    lake.replace_partition("articles", NEXT_DAY, make_day(NEXT_DAY)["articles"])
    assert made.run() == ["article_versions"]
    lake.replace_partition("articles", NEXT_DAY, make_day(NEXT_DAY)["articles"])
    assert made.run() == []
    monkeypatch.setattr("broadsheet.model.computed._find_code", lambda: "other code")
    assert made.run() == list(made.names)
    made.queries[0] = Query("field_words", "model", made.queries[0].text + " -- more", made.queries[0].table)
    assert made.run() == ["field_words"]


@pytest.mark.parametrize("harm", ["damaged", "gone", "emptied", "note_gone"])
def test_a_table_that_is_not_what_was_written_is_computed_again(lake, made, harm: str) -> None:
    made.run()
    table = made.queries[0].table
    rows = lake.read(table)
    file = Path(lake.files(table)[0])
    if harm == "damaged":
        file.write_bytes(b"x" * file.stat().st_size)
    elif harm == "gone":
        file.unlink()
    elif harm == "emptied":
        lake.replace(table, rows.clear())
    else:
        lake.replace(COMPUTED_TABLE, frame_of(COMPUTED_TABLE, []))
    assert "field_words" in made.run()
    assert lake.read(table).equals(rows)
    assert made.run() == []


def test_a_query_that_fails_leaves_those_before_it_noted(lake, made) -> None:
    broken = Query("article_versions", "model", "select 1 as one", made.queries[1].table)
    with pytest.raises(dg.Failure):
        list(_compute_all([made.queries[0], broken], lake, 1))
    assert made.run() == ["article_versions"]


@pytest.mark.parametrize("is_alike", [True, False])
def test_days_from_before_a_column_came_are_read_with_nulls_in_it(lake, is_alike: bool) -> None:
    for day in (DAY, NEXT_DAY):
        lake.replace_partition("articles", day, make_day(day)["articles"])
    if not is_alike:
        for file in lake.files("articles", days=[NEXT_DAY]):
            pl.read_parquet(file, hive_partitioning=False).drop("headline").write_parquet(file)
    with closing(InputViews(lake)) as views:
        connection = views.open(["articles"])
        [(view,)] = connection.sql("select sql from duckdb_views() where not internal").fetchall()
        found = connection.sql("select captured_on, count(headline) from articles group by all order by all").fetchall()
    assert found == [(DAY, 2), (NEXT_DAY, 2 if is_alike else 0)]
    # Only then columns are sought by name in each file.
    assert ("union_by_name = 'false'" in view or "union_by_name = false" in view) == is_alike


def test_frames_of_older_releases_are_replaced_by_files(lake) -> None:
    query = make_query(MANY)
    with closing(InputViews(lake)) as views:
        lake.replace(query.table, run_query(views.open([]), query))
    before = lake.read(query.table)
    write(lake, query)
    assert lake.read(query.table).equals(before)
    assert isinstance(before, pl.DataFrame)
