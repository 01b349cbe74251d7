"""Ending `broadsheet run` and backfills at random moments, and what is found afterwards.

Belongs here: a home that gets new pages before each ending, the ending itself, the reader that opens the warehouse all
the while, and the comparison with a home that was run once. Which endings there are belongs to `tests.endings.__main__`
and the test.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb

from broadsheet.release import open_warehouse
from broadsheet.run.plan import make_plan
from broadsheet.settings import Settings, load_settings
from broadsheet.stages.context import StageContext
from tests.pipelines.inbox_pages import PARAGRAPHS, build_page, write_pages

FIRST = date(2026, 10, 1)
PATIENCE_S = 900.0
# The interpreter starts; no line of ours has run, so that nothing of ours can hear a signal.
PYTHON = "Python starts"
# What a run says of itself, not of the pages: its moment, how long it took, and names that are drawn by chance.
OF_THE_RUN = {
    "runs": {"seconds", "finished_at", "input_version"},
    "derivations": {"first_used_at"},
    "inbox_files": {"modified_at"},
}
# These tell of the releases that were made on the way.
OF_THE_WAY = {"releases", "_release", "coverage", "gold_scores"}


@dataclass(slots=True)
class Ending:
    """One process that was ended. place: what it was doing. status: None where it had ended by itself before."""

    kind: str
    waited_s: float
    place: str
    status: int
    took_s: float
    told: str


@dataclass(slots=True)
class Reading:
    """What a reader saw: releases in the order it met them, how often it looked, and every fault."""

    looks: int = 0
    releases: list[tuple[str, int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def open_home(home: Path) -> Settings:
    return load_settings({"BROADSHEET_HOME": str(home), "BROADSHEET_WORKERS": "1"})


def put_day(settings: Settings, number: int, page_count: int) -> None:
    """The file of a day: pages of its own, one that every day repeats, and one that is late by some days."""
    day = FIRST + timedelta(days=number)
    late = day - timedelta(days=min(number, 3))
    pages = [("https://echo.example/dock", day, PARAGRAPHS)]
    pages += [
        (
            f"https://{('post', 'herald', 'echo')[page % 3]}.example/{day}/{page}",
            late if page == 0 else day,
            [f"{PARAGRAPHS[page % 4]} It was day {number}, report {page}.", *PARAGRAPHS[: page % 3]],
        )
        for page in range(page_count)
    ]
    told = [(url, f"{at}T10:00:00Z", build_page(f"Dock {url[-4:]} {number}", texts, at)) for url, at, texts in pages]
    write_pages(settings.inbox / f"{day}.jsonl", told)


def start(settings: Settings, *command: str, is_read: bool = True) -> subprocess.Popen[str]:
    """A process of its own on that home. is_read: whether its errors are read at its end; a daemon says too much."""
    environment = os.environ | {
        "BROADSHEET_HOME": str(settings.home),
        "DAGSTER_HOME": str(settings.dagster_home),
        "BROADSHEET_WORKERS": "1",
        "PYTHONPATH": str(Path.cwd()),
    }
    return subprocess.Popen(
        [sys.executable, *command],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if is_read else subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


def run_to_the_end(settings: Settings) -> None:
    """Runs until nothing is left to do, as a user would after an interruption. Fails where that does not come."""
    for _ in range(3):
        with start(settings, "-m", "pipelines", "run") as process:
            _, told = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0, told
        if not make_plan(StageContext.of(settings)).items:
            return
    raise AssertionError("there is always something left to do")


def end_run(settings: Settings, kind: str, number: signal.Signals, chance: random.Random, aim: str) -> Ending | None:
    """Start a run and end it at a moment drawn by chance; None where it was done before that.

    aim: `start` draws from the first seconds, `release` from those after the last day, `any` from all.
    """
    longest = {"start": 3.0, "release": 9.0, "any": 30.0}[aim]
    with start(settings, "-m", "pipelines", "run") as process:
        begun = time.monotonic()
        while aim == "release" and process.poll() is None and not _is_releasing(settings, begun):
            time.sleep(0.2)
        try:
            process.communicate(timeout=chance.uniform(0.0, longest))
            return None
        except subprocess.TimeoutExpired:
            is_heard = _is_heard(process.pid)
            waited, place = time.monotonic() - begun, find_place(settings, begun) if is_heard else PYTHON
        os.kill(process.pid, number)
        sent = time.monotonic()
        _, told = process.communicate(timeout=PATIENCE_S)
        took = time.monotonic() - sent
    # As of a terminal: what outlives its parent would be a fault of its own.
    return Ending(kind, waited, place, process.returncode, took, told.strip()[-300:])


def _is_heard(process: int) -> bool:
    """Whether the command has put its handlers in place: Python itself does not catch SIGTERM."""
    (caught,) = (
        line.split()[1] for line in Path(f"/proc/{process}/status").read_text().splitlines() if "SigCgt" in line
    )
    return bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1)


def find_place(settings: Settings, begun: float) -> str:
    """What the newest run is doing, by its log and the files of the release."""
    if any(settings.releases.glob("building-*")):
        return "building a release"
    lines = _read_log(settings, begun)
    stages = [line.split()[1].rstrip(":") for line in lines if " rows in " in line]
    if not lines:
        return "starting"
    return f"after {stages[-1]}" if stages else "before the first day"


def _is_releasing(settings: Settings, begun: float) -> bool:
    """Whether the newest day is done, the last of its run: models, views and the release follow."""
    newest = max(path.stem for path in settings.inbox.iterdir())
    return any(f" derive of {newest}" in line for line in _read_log(settings, begun))


def _read_log(settings: Settings, begun: float) -> list[str]:
    since = time.time() - (time.monotonic() - begun)
    logs = [path for path in settings.logs.glob("run-*.log") if path.stat().st_mtime >= since]
    return max(logs, key=lambda path: path.stat().st_mtime).read_text(encoding="utf-8").splitlines() if logs else []


class Reader:
    """Opens the warehouse again and again in a process of its own until it is stopped."""

    def __init__(self, settings: Settings) -> None:
        context = get_context("spawn")
        self._stop, self._found, self._looks = context.Event(), context.Queue(), context.Value("i", 0)
        arguments = (str(settings.home), self._stop, self._found, self._looks)
        self._process = context.Process(target=_read_in_a_loop, args=arguments, daemon=True)
        self._process.start()

    def wait_for_looks(self, more: int) -> None:
        """Wait until it has looked so many times more."""
        wanted, last = self._looks.value + more, time.monotonic() + PATIENCE_S
        while self._looks.value < wanted:
            assert time.monotonic() < last, "the reader does not look"
            time.sleep(0.05)

    def stop(self) -> Reading:
        self._stop.set()
        reading: Reading = self._found.get(timeout=60)
        self._process.join(timeout=60)
        return reading


def _read_in_a_loop(home: str, stop: Any, found: Any, looks: Any) -> None:
    settings, reading = load_settings({"BROADSHEET_HOME": home}), Reading()
    while not stop.wait(0.1):
        looks.value = reading.looks = reading.looks + 1
        try:
            with open_warehouse(settings) as warehouse:
                ((release_id, articles, unaccounted),) = warehouse.sql(
                    "select (select release_id from _release), (select count(*) from articles), "
                    "(select coalesce(sum(unaccounted_count), 0) from pipeline_funnel)"
                ).fetchall()
        except (duckdb.Error, OSError, RuntimeError) as error:
            reading.faults.append(f"{type(error).__name__}: {error}")
            continue
        before = reading.releases[-1] if reading.releases else ("", 0)
        if unaccounted or release_id < before[0] or articles < before[1]:
            reading.faults.append(f"{release_id}: {articles} articles after {before}, {unaccounted} unaccounted for")
        if release_id != before[0]:
            reading.releases.append((release_id, articles))
    found.put(reading)


def compare(lived: Settings, clean: Settings) -> tuple[int, dict[str, list[str]]]:
    """How many tables of two warehouses are alike, and of each of the others the columns that differ."""
    with duckdb.connect() as connection:
        for name, settings in (("lived", lived), ("clean", clean)):
            connection.execute(f"attach '{settings.warehouse.resolve()}' as {name} (read_only)")
        columns: dict[tuple[str, str], list[str]] = {}
        for schema, table, column in connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() where database_name = 'clean' "
            "and table_name in (select table_name from duckdb_tables() where database_name = 'clean')"
        ).fetchall():
            if table not in OF_THE_WAY and column not in OF_THE_RUN.get(table, ()):
                columns.setdefault((schema, table), []).append(column)
        differing = {
            f"{schema}.{table}": [name for name in names if _differs(connection, schema, table, [name])]
            for (schema, table), names in columns.items()
            if _differs(connection, schema, table, names)
        }
        return len(columns) - len(differing), differing


def _differs(connection: duckdb.DuckDBPyConnection, schema: str, table: str, columns: list[str]) -> bool:
    listed = ", ".join(f'"{name}"' for name in columns)
    counts = [
        Counter(map(repr, connection.execute(f'select {listed} from {home}."{schema}"."{table}"').fetchall()))
        for home in ("lived", "clean")
    ]
    return counts[0] != counts[1]
