"""How long models, views, macros and recipes take over many articles, and what memory the model stage needs.

    python -m bench.bench_views HOME [--memory 6GB] [--slowest 3] [--explain]

HOME holds a lake, as `bench.make_corpus --into` writes it. Models and views are made by the SQL of this tree and put
into the lake as the pipeline does, a release is published, and in its file every view is asked for its hundred foremost
rows, every macro for a common name, every recipe for its answer: the best of three once it is warm, on the clock and of
the processor (all its threads). The lesser of the two is held against the bar, since a busy machine slows the clock.
--explain prints the profile of the slowest; --published asks the release that is there.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from bench.corpus.models import order_all
from broadsheet.lake import Lake
from broadsheet.model import InputViews, load_queries, run_query
from broadsheet.release import load_macros, open_warehouse, publish
from broadsheet.settings import load_settings
from broadsheet.stages.release import list_released_tables

BAR_S = 0.2
_ROUNDS = 3
_SHOWN_S = 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("home", type=Path)
    parser.add_argument("--memory", default="6GB", help="what DuckDB may use")
    parser.add_argument("--slowest", type=int, default=3)
    parser.add_argument("--explain", action="store_true", help="print the profile of the slowest queries")
    parser.add_argument("--published", action="store_true", help="ask the release that is there, make nothing")
    chosen = parser.parse_args()
    settings = load_settings({"BROADSHEET_HOME": str(chosen.home)})
    if not chosen.published:
        lake = Lake(settings.lake_uri)
        make_models(lake, chosen.memory)
        started = time.perf_counter()
        publish(settings, lake, list_released_tables(), now=datetime.now(UTC), code_version="bench")
        print(
            f"{'publish':40} {time.perf_counter() - started:8.2f} s, {settings.warehouse.stat().st_size / 1e6:.0f} MB"
        )
    with closing(open_warehouse(settings)) as connection:
        connection.execute(f"set memory_limit = '{chosen.memory}'")
        timed = [(*time_query(connection, text), name, text) for name, text in list_questions(connection)]
        timed.sort(reverse=True)
        for seconds, cpu, name, _ in timed:
            over = "  over the bar" if min(seconds, cpu) > BAR_S else ""
            print(f"{name:40} {seconds:8.3f} s {cpu:8.3f} s of CPU{over}")
        for _, _, name, text in timed[: chosen.slowest if chosen.explain else 0]:
            print(f"\n{name}\n{explain(connection, text)}")


def make_models(lake: Lake, memory: str) -> None:
    """Make every model and view and write it into the lake; prints those that take long, then the sums."""
    total, used = time.perf_counter(), _read_cpu()
    with closing(InputViews(lake)) as views:
        views.open([]).execute(f"set memory_limit = '{memory}'")
        for query in order_all():
            started, cpu = time.perf_counter(), _read_cpu()
            frame = run_query(views.open(query.inputs), query)
            seconds, asked = time.perf_counter() - started, _read_cpu() - cpu
            lake.replace(query.table, frame)
            views.forget(query.name)
            if seconds > _SHOWN_S:
                name = f"{query.stage} {query.name}"
                print(f"{name:40} {seconds:8.2f} s {asked:8.2f} s of CPU {frame.height:9} rows", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{'all models and views':40} {time.perf_counter() - total:8.2f} s {_read_cpu() - used:8.2f} s of CPU")
    print(f"{'peak memory of the process':40} {peak:8.2f} GB", flush=True)


def list_questions(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    """What is asked of the file: each view, each macro with a common name, each recipe."""
    for query in load_queries("view"):
        column = query.table.preview[-1] if query.table.preview else query.table.key[0]
        yield f"view {query.name}", f'from "{query.name}" order by "{column}" desc limit 100'
        key = query.table.key[0]
        value = f'(select max("{key}") from "{query.name}")'
        yield f"view {query.name}, one {key}", f'from "{query.name}" where "{key}" = {value}'
    common = connection.execute("select canonical_name from entities order by article_count desc limit 1").fetchall()
    name = str(common[0][0]) if common else ""
    arguments = {"numbers_about": "'people'", "claims_by": "'mayor'"}
    for macro in load_macros():
        if macro.is_table and macro.statement.split("(", 1)[1].split(")", 1)[0].count(",") == 0:
            yield f"macro {macro.name}", f"from {macro.name}({arguments.get(macro.name, repr(name))}) limit 100"
    for recipe in sorted(Path("sql/queries").glob("*.sql")):
        yield f"recipe {recipe.stem}", recipe.read_text(encoding="utf-8").strip().removesuffix(";")


def time_query(connection: duckdb.DuckDBPyConnection, text: str) -> tuple[float, float]:
    """Seconds on the clock and of the processor, the least of three, after a first one that reads the file."""
    connection.sql(text).fetchall()
    rounds = []
    for _ in range(_ROUNDS):
        started, used = time.perf_counter(), _read_cpu()
        connection.sql(text).fetchall()
        rounds.append((time.perf_counter() - started, _read_cpu() - used))
    return min(seconds for seconds, _ in rounds), min(cpu for _, cpu in rounds)


def explain(connection: duckdb.DuckDBPyConnection, text: str) -> str:
    """The profile of one run."""
    return "\n".join(str(row[1]) for row in connection.execute(f"explain analyze {text}").fetchall())


def _read_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
