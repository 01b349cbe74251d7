"""How long models, views, macros and recipes take over many articles, and what memory and disk they need.

    python -m bench.bench_views HOME [--memory 6GB] [--at-once N] [--slowest 3] [--explain] [--published] [--note FILE]

HOME holds a lake, as `bench.make_corpus --into` writes it. Models and views are made by the SQL of this tree and
written into the lake as the pipeline does, each with the most memory that the process had while it was made; a release
is published, and in its file every view is asked for its hundred foremost rows, every macro for a common name, every
recipe for its answer: the best of three once it is warm, on the clock and of the processor (all its threads). The
lesser of the two is held against the bar, since a busy machine slows the clock. --at-once makes so many models and
views side by side, each within the memory that a run gives it, and measures memory of all together. --explain prints
the profile of the slowest; --published asks the release that is there; --note adds the figures to a file of JSON lines,
of which `bench.scale` makes a table of growth.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from bench.corpus.models import order_all
from broadsheet.lake import Lake
from broadsheet.model import InputViews, load_queries, write_query
from broadsheet.model.side_by_side import write_side_by_side
from broadsheet.release import load_macros, open_warehouse, publish
from broadsheet.settings import Settings, load_settings
from broadsheet.stages.release import list_released_tables

BAR_S = 0.2
_ROUNDS = 3
_SHOWN_S = 0.5


@dataclass(frozen=True, slots=True)
class Figure:
    """What one thing took. Memory and bytes are 0 where they were not looked at."""

    name: str
    seconds: float
    cpu_s: float
    peak_bytes: int = 0
    row_count: int = 0
    size_bytes: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("home", type=Path)
    parser.add_argument("--memory", default="6GB", help="what DuckDB may use")
    parser.add_argument("--at-once", type=int, default=1, help="how many models and views are made side by side")
    parser.add_argument("--slowest", type=int, default=3)
    parser.add_argument("--explain", action="store_true", help="print the profile of the slowest queries")
    parser.add_argument("--published", action="store_true", help="ask the release that is there, make nothing")
    parser.add_argument("--note", type=Path, help="file of JSON lines to which the figures are added")
    chosen = parser.parse_args()
    settings = load_settings({"BROADSHEET_HOME": str(chosen.home)})
    figures = []
    if not chosen.published:
        lake = Lake(settings.lake_uri)
        made = make_side_by_side(lake, chosen.at_once) if chosen.at_once > 1 else make_models(lake, chosen.memory)
        figures = [*made, make_release(settings)]
    with closing(open_warehouse(settings)) as connection:
        connection.execute(f"set memory_limit = '{chosen.memory}'")
        ((article_count,),) = connection.execute("select count(*) from articles").fetchall()
        asked = {name: (time_query(connection, name, text), text) for name, text in list_questions(connection)}
        slowest = sorted(asked.values(), key=lambda one: -one[0].seconds)
        for figure, _ in slowest:
            over = "  over the bar" if min(figure.seconds, figure.cpu_s) > BAR_S else ""
            print(f"{figure.name:40} {figure.seconds:8.3f} s {figure.cpu_s:8.3f} s of CPU{over}")
        for figure, text in slowest[: chosen.slowest if chosen.explain else 0]:
            print(f"\n{figure.name}\n{explain(connection, text)}")
    if chosen.note:
        with chosen.note.open("a", encoding="utf-8") as lines:
            for figure in [*figures, *(figure for figure, _ in slowest)]:
                lines.write(json.dumps({"article_count": article_count} | asdict(figure)) + "\n")


def make_models(lake: Lake, memory: str) -> Iterator[Figure]:
    """Make every model and view and write it into the lake; prints those that take long, then the sums."""
    total, used, most = time.perf_counter(), _read_cpu(), 0
    with closing(InputViews(lake)) as views:
        views.open([]).execute(f"set memory_limit = '{memory}'")
        for query in order_all():
            started, cpu = time.perf_counter(), _read_cpu()
            _forget_peak()
            written = write_query(views.open(query.inputs), query, lake)
            seconds, asked, peak = time.perf_counter() - started, _read_cpu() - cpu, _read_peak()
            views.forget(query.name)
            most = max(most, peak)
            name = f"{query.stage} {query.name}"
            _show(Figure(name, seconds, asked, peak, written.row_count))
            yield Figure(name, seconds, asked, peak, written.row_count)
    yield _sum_up(total, used, most)


def make_side_by_side(lake: Lake, at_once: int) -> Iterator[Figure]:
    """As `make_models`, so many at a time, as a run does it; CPU and memory are those of all together."""
    total, used = time.perf_counter(), _read_cpu()
    _forget_peak()
    for stage in ("model", "view"):
        for one in write_side_by_side(load_queries(stage), lake, {}, at_once):
            figure = Figure(f"{stage} {one.query.name}", one.seconds, 0, 0, one.written.row_count if one.written else 0)
            _show(figure)
            yield figure
    yield _sum_up(total, used, _read_peak())


def _show(figure: Figure) -> None:
    if figure.seconds > _SHOWN_S:
        spent = f"{figure.cpu_s:8.2f} s of CPU {figure.peak_bytes / 1e9:6.2f} GB" if figure.cpu_s else ""
        print(f"{figure.name:40} {figure.seconds:8.2f} s {figure.row_count:9} rows {spent}", flush=True)


def _sum_up(started: float, used: float, peak: int) -> Figure:
    figure = Figure("all models and views", time.perf_counter() - started, _read_cpu() - used, peak)
    print(
        f"{figure.name:40} {figure.seconds:8.2f} s {figure.cpu_s:8.2f} s of CPU, {peak / 1e9:.2f} GB at most",
        flush=True,
    )
    return figure


def make_release(settings: Settings) -> Figure:
    """Publish a release built anew; prints what it took, and the sizes of lake and release."""
    _forget_peak()
    started, cpu = time.perf_counter(), _read_cpu()
    publish(settings, Lake(settings.lake_uri), list_released_tables(), now=datetime.now(UTC), code_version="bench")
    size = settings.warehouse.stat().st_size
    peak = _read_peak()
    figure = Figure("publish", time.perf_counter() - started, _read_cpu() - cpu, peak, size_bytes=size)
    lake = sum(path.stat().st_size for path in Path(settings.lake_uri).rglob("*") if path.is_file())
    print(f"{figure.name:40} {figure.seconds:8.2f} s {figure.cpu_s:8.2f} s of CPU, {peak / 1e9:.2f} GB at most")
    print(f"release {size / 1e6:.0f} MB, lake {lake / 1e6:.0f} MB", flush=True)
    return figure


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


def time_query(connection: duckdb.DuckDBPyConnection, name: str, text: str) -> Figure:
    """Seconds on the clock and of the processor, the least of three, after a first one that reads the file."""
    connection.sql(text).fetchall()
    rounds = []
    for _ in range(_ROUNDS):
        started, used = time.perf_counter(), _read_cpu()
        connection.sql(text).fetchall()
        rounds.append((time.perf_counter() - started, _read_cpu() - used))
    return Figure(name, min(seconds for seconds, _ in rounds), min(cpu for _, cpu in rounds))


def explain(connection: duckdb.DuckDBPyConnection, text: str) -> str:
    """The profile of one run."""
    return "\n".join(str(row[1]) for row in connection.execute(f"explain analyze {text}").fetchall())


def _forget_peak() -> None:
    """Let the kernel measure the most memory of this process anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")


def _read_peak() -> int:
    """The most bytes in memory since then."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def _read_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
