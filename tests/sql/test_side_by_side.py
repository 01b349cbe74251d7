"""Queries side by side: what each reads is there first, rows are those of one after the other, and all can stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.errors import FaultError
from broadsheet.lake import Lake
from broadsheet.model import Query, inputs, side_by_side
from broadsheet.model.side_by_side import Finished, find_reads, write_side_by_side
from broadsheet.tables import parse_table

RAW = {
    "grain": "one number", "description": "Numbers.", "key": ["number"],
    "columns": {"number": {"type": "int64", "doc": "Number"}},
}  # fmt: skip
# For minutes, and nothing but DuckDB's own interruption ends it.
ENDLESS = "select count(*) as number from range(4000000000) as a(i), range(100) as b(j) where hash(i + j) = 1"
NAMES = ("base", "low", "high", "over_low", "both")
READS = {"low": ["base"], "high": ["base"], "over_low": ["low"], "both": ["over_low", "high"]}


def make_query(name: str, text: str) -> Query:
    return Query(name, "view", text, parse_table(name, "view", RAW, {}))


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[Query]:
    """Five queries, the last ones reading the first; each adds up what it reads."""
    made = [make_query("base", "select i as number from range(5) as numbers(i)")]
    for name in NAMES[1:]:
        rows = " union all ".join(f"select number from {table}" for table in READS[name])
        made.append(make_query(name, f"select distinct 1 + number as number from ({rows})"))
    tables = {query.name: query.table for query in made}
    monkeypatch.setattr(inputs, "find_table", tables.__getitem__)
    monkeypatch.setattr("broadsheet.model.computed.find_table", tables.__getitem__)
    return made


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "lake"))


def finish(queries: list[Query], lake: Lake, at_once: int, known=None) -> Generator[Finished]:
    return write_side_by_side(queries, lake, known or {}, at_once)


@pytest.mark.parametrize("at_once", [1, 2, 5])
def test_each_query_sees_the_new_rows_of_what_it_reads(queries, lake, at_once: int) -> None:
    for query in queries:
        lake.replace(query.table, lake.read(query.table))
    names = [finished.query.name for finished in finish(list(reversed(queries)), lake, at_once)]
    assert sorted(names) == sorted(NAMES)
    for name, read in find_reads(queries).items():
        assert all(names.index(table) < names.index(name) for table in read)
    assert lake.read(queries[-1].table)["number"].to_list() == [2, 3, 4, 5, 6, 7]


def test_a_second_time_nothing_runs_and_a_change_runs_what_reads_it(queries, lake) -> None:
    known = {one.query.name: one.computed for one in finish(queries, lake, 2)}
    assert [one.written for one in finish(queries, lake, 2, known)] == [None] * 5
    queries[1] = make_query("low", queries[1].text.replace("1 +", "9 +"))
    again = {one.query.name: one.written is not None for one in finish(queries, lake, 2, known)}
    assert again == {"base": False, "low": True, "high": False, "over_low": True, "both": True}
    assert lake.read(queries[-1].table)["number"].to_list() == [2, 3, 4, 5, 6, 11, 12, 13, 14, 15]


def test_independent_queries_run_at_the_same_time(queries, lake, monkeypatch) -> None:
    both_run = threading.Barrier(2, timeout=30)
    write = side_by_side.write_query

    def write_when_both_run(connection, query, lake):
        if query.name in ("low", "high"):
            both_run.wait()
        return write(connection, query, lake)

    monkeypatch.setattr(side_by_side, "write_query", write_when_both_run)
    assert len(list(finish(queries, lake, 2))) == 5


@pytest.mark.parametrize("is_beside_another", [True, False])
def test_a_failure_is_told_and_stops_what_runs_beside_it(queries, lake, is_beside_another: bool) -> None:
    queries[1] = make_query("low", "select error('no')::bigint as number from base")
    queries[2] = make_query(
        "high", f"{ENDLESS} and i in (select number from base)" if is_beside_another else queries[2].text
    )
    started = time.monotonic()
    with pytest.raises(FaultError, match=r"low\.sql fails"):
        list(finish(queries, lake, 2))
    assert time.monotonic() - started < 30
    assert lake.read(queries[0].table).height == 5
    assert lake.read(queries[4].table).is_empty()


def test_whoever_stops_listening_stops_what_runs_and_no_file_is_left(queries, lake) -> None:
    queries[2] = make_query("high", f"{ENDLESS} and i in (select number from base)")
    started = time.monotonic()
    with closing(finish(queries, lake, 2)) as finished:
        assert [next(finished).query.name for _ in range(3)] == ["base", "low", "over_low"]
    assert time.monotonic() - started < 30
    assert lake.read(queries[2].table).is_empty()
    assert not list((Path(lake.uri) / "view/high").glob("*.parquet"))
