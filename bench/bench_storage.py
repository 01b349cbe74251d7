"""How fast the lake takes days and how fast a release of them is built, checked and switched in.

Run: `.venv/bin/python bench/bench_storage.py [--days 10] [--articles 400] [--processes 4]`. Rows are made up, 40
sentences and 20 numbers to an article; figures go to stdout, one per line.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path

import polars as pl

from broadsheet.lake import Lake, frame_of
from broadsheet.release import open_warehouse, publish
from broadsheet.settings import load_settings
from broadsheet.tables import Table, get_table

FIRST_DAY = date(2024, 1, 1)
NAMES = ("captures", "articles", "sentences", "numbers", "derivations", "runs")
TABLES = [get_table(name) for name in NAMES]
SENTENCE = "Harbour masters counted 12 boats – and “lost” three of them off the eastern pier that day. "
SENTENCES, NUMBERS = 40, 20
TEXT = SENTENCE * SENTENCES
_DULL = {"string": pl.lit("-"), "bool": pl.lit(False), "binary": pl.lit(b"<p>" * 400), "float64": pl.lit(0.5)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--days", type=int, default=10)
    options.add_argument("--articles", type=int, default=400, help="articles of a day")
    options.add_argument("--processes", type=int, default=4)
    chosen = options.parse_args()
    days = [FIRST_DAY + timedelta(days=number) for number in range(chosen.days)]
    with tempfile.TemporaryDirectory() as home:
        settings = load_settings({"BROADSHEET_HOME": home})
        lake = Lake(settings.lake_uri)
        measure_lake(lake, days, chosen.articles)
        measure_rivals(lake, chosen.processes)
        for how in ("first", "second"):
            with report(f"publish, {how}"):
                publish(settings, lake, TABLES, now=datetime.now(UTC), code_version="bench")
        with report("open the warehouse and count"), open_warehouse(settings) as connection:
            rows = connection.sql("select count(*) from numbers").fetchall()[0][0]
        size = settings.warehouse.stat().st_size / 1e6
        lake_size = sum(file.stat().st_size for file in Path(lake.uri).rglob("*.parquet")) / 1e6
        print(f"{'release':45} {size:9.1f} MB for {rows} numbers; lake {lake_size:.1f} MB")
        print(f"{'peak memory':45} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:9.0f} MB")


def measure_lake(lake: Lake, days: list[date], article_count: int) -> None:
    """Write, rewrite and read every day."""
    frames = {day: make_day(day, article_count) for day in days}
    row_count = sum(frame.height for tables in frames.values() for frame in tables.values())
    with report("write days", lambda: f"{row_count} rows"):
        write_days(lake, frames)
    with report("write the same days again (no change)"):
        write_days(lake, frames)
    with report("read numbers of all days", lambda: f"{lake.read('numbers').height} rows"):
        lake.read("numbers")
    lake.upsert("derivations", frame_of("derivations", [_fill("derivations", derivation_id="d1", first_used_at=None)]))


def measure_rivals(lake: Lake, process_count: int) -> None:
    """Small days replaced by several processes at once."""
    replaces = 20
    context = multiprocessing.get_context("spawn")
    line = context.Barrier(process_count + 1)
    rivals = [
        context.Process(target=replace_days, args=(lake.uri, number, replaces, line)) for number in range(process_count)
    ]
    for rival in rivals:
        rival.start()
    line.wait()
    with report(f"{process_count} processes replace days", lambda: f"{process_count * replaces} replaces"):
        for rival in rivals:
            rival.join()
    if any(rival.exitcode for rival in rivals):
        raise SystemExit("A rival failed.")


def replace_days(uri: str, number: int, replaces: int, line: Barrier) -> None:
    """One rival: wait for the others, then replace its own days with other rows each time."""
    lake = Lake(uri)
    line.wait()
    for turn in range(replaces):
        day = date(2030, 1, 1) + timedelta(days=10 * number + turn % 10)
        lake.replace_partition("signatures", day, make_frame(get_table("signatures"), day, 50 + turn, 1))


def write_days(lake: Lake, frames: dict[date, dict[str, pl.DataFrame]]) -> None:
    for day, tables in frames.items():
        for name, frame in tables.items():
            lake.replace_partition(name, day, frame)


def make_day(day: date, article_count: int) -> dict[str, pl.DataFrame]:
    """Frames that pass every check of a release."""
    start = SENTENCE.index("12")
    return {
        "captures": make_frame(get_table("captures"), day, article_count, 1),
        "articles": make_frame(get_table("articles"), day, article_count, 1, text=pl.lit(TEXT)),
        "sentences": make_frame(get_table("sentences"), day, article_count, SENTENCES, 0, len(SENTENCE) - 1),
        "numbers": make_frame(get_table("numbers"), day, article_count, NUMBERS, start, start + 2),
    }


def make_frame(
    table: Table, day: date, article_count: int, each: int, start: int = 0, end: int = 0, **given: pl.Expr
) -> pl.DataFrame:
    """`each` rows to an article, every one with the slice of its own sentence as evidence."""
    article, place = pl.col("number") // each, pl.col("number") % each
    version = pl.format("{}-{}", pl.lit(str(day)), article).hash().cast(pl.String)
    offset = place * len(SENTENCE)
    given |= {
        "article_version_id": version,
        "capture_id": version,
        "captured_on": pl.lit(day),
        "derivation_id": pl.lit("d1"),
        "start_char": (offset + start).cast(pl.Int32),
        "end_char": (offset + end).cast(pl.Int32),
        "surface": pl.lit(SENTENCE[start:end]),
        "sentence_id": pl.format("s{}-{}", version, place).hash().cast(pl.String),
        "number_id": pl.format("n{}-{}", version, place).hash().cast(pl.String),
        "value": pl.lit(12.0),
    }
    empty = frame_of(table, [])
    columns = [
        (given[name] if name in given else _dull(table, name)).cast(dtype).alias(name)
        for name, dtype in empty.schema.items()
    ]
    return pl.DataFrame({"number": range(article_count * each)}).select(columns)


def _dull(table: Table, name: str) -> pl.Expr:
    column = table.column(name)
    if column.nullable:
        return pl.lit(None)
    if column.type.startswith("list"):
        return pl.lit(pl.Series([[]])).first()
    if column.type == "timestamp":
        return pl.lit(datetime(2024, 1, 1, tzinfo=UTC))
    return _DULL.get(column.type, pl.lit(0))


def _fill(name: str, **given: object) -> dict[str, object]:
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    row = {column.name: None if column.nullable else "-" for column in get_table(name).columns}
    return row | {key: value if value is not None else moment for key, value in given.items()}


@contextmanager
def report(what: str, detail: Callable[[], str] = lambda: "") -> Iterator[None]:
    """Print how long the body took, on the clock and on the processor (children included)."""
    started, used = time.perf_counter(), _read_cpu()
    yield
    seconds = time.perf_counter() - started
    print(f"{what:45} {seconds:9.2f} s {_read_cpu() - used:9.2f} s of CPU   {detail()}", flush=True)


def _read_cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


if __name__ == "__main__":
    main()
