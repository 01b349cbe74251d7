"""Models and views of a lake, made in one DuckDB connection without a release.

Belongs here: running the SQL of `sql/model` and `sql/view` in their order, and how long each takes. The pipeline's own
way is `assets/sql_assets.py`, which writes each into the lake.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from graphlib import TopologicalSorter

import duckdb

from broadsheet.lake import Lake
from broadsheet.model import connect_inputs, find_table, load_queries
from broadsheet.model.queries import Query
from broadsheet.model.side_by_side import find_reads


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a query took, on the clock, and how many rows it gave."""

    stage: str
    name: str
    seconds: float
    row_count: int


def order_all() -> list[Query]:
    """Models, then views, each after those that it reads."""
    queries = {query.name: query for stage in ("model", "view") for query in load_queries(stage)}
    return [queries[name] for name in TopologicalSorter(find_reads(list(queries.values()))).static_order()]


def build_models(lake: Lake, memory_limit: str = "6GB") -> tuple[duckdb.DuckDBPyConnection, list[Timing]]:
    """A connection in which every model and view is a table over the lake's files; the caller closes it."""
    queries = order_all()
    own = {query.name for query in queries}
    inputs = sorted({table for query in queries for table in query.inputs} - own)
    connection = connect_inputs(lake, [find_table(name).name for name in inputs])
    connection.execute(f"set memory_limit = '{memory_limit}'")
    timings = []
    for query in queries:
        started = time.perf_counter()
        connection.execute(f'create table "{query.name}" as {query.text}')
        seconds = time.perf_counter() - started
        ((row_count,),) = connection.execute(f'select count(*) from "{query.name}"').fetchall()
        timings.append(Timing(query.stage, query.name, seconds, row_count))
    return connection, timings
