"""How fast archives become captures beside plain fastwarc, and how little memory a large day takes.

Run: `.venv/bin/python bench/bench_warc.py [--records 5000] [--kilobytes 100] [--extract]`. An archive in the form of
CC-NEWS is made up (one gzip member a record, one day, pages of random words); figures go to stdout, one per line.
Memory is that of the main process, as the system counts it; the slope says how much more a gigabyte of pages takes.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from broadsheet.ingest.index import update_index
from broadsheet.ingest.sources import Source
from broadsheet.ingest.warc_records import RESPONSE_TYPE, make_record_id, pack_record, write_message, write_record
from broadsheet.settings import load_settings
from broadsheet.stages import extract, ingest
from broadsheet.stages.context import StageContext

FIRST = datetime(2026, 3, 5, tzinfo=UTC)
WORDS = (
    "harbour",
    "council",
    "ferry",
    "barrier",
    "minister",
    "said",
    "the",
    "of",
    "on",
    "in",
    "storm",
    "grain",
    "quay",
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--records", type=int, default=5000)
    options.add_argument("--kilobytes", type=int, default=100, help="size of a page, on average")
    options.add_argument("--extract", action="store_true", help="extract the articles as well")
    options.add_argument("--folder", help="where the archives and warehouses are made")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as home:
        peaks = []
        for share in (4, 1):
            count = chosen.records // share
            folder = Path(home) / f"of-{count}"
            megabytes = make_archive(folder / "inbox/CC-NEWS-20260305000000-00001.warc.gz", count, chosen.kilobytes)
            print(f"{count} records, {megabytes:.0f} MB of pages")
            if share == 1:
                measure_plain(folder / "inbox", count)
            peaks.append((megabytes, measure_stages(folder, count, with_extract=chosen.extract)))
        (small, low), (large, high) = peaks
        print(f"{'slope':45} {(high - low) / (large - small) * 1000:9.0f} MB of memory for a GB of pages")


def make_archive(path: Path, count: int, kilobytes: int) -> float:
    """Write the archive; gives the megabytes of pages in it."""
    generator = random.Random(7)
    pool = " ".join(generator.choices(WORDS, k=kilobytes * 600)) + "."
    path.parent.mkdir(parents=True)
    total = 0
    with path.open("wb") as file:
        for number in range(count):
            size = generator.randrange(kilobytes * 500, kilobytes * 1500)
            start = generator.randrange(len(pool) - size)
            script = f"<script>var state = '{pool[start : start + size - size // 20]}';</script>"
            story = "".join(
                f"<p>{pool[start + at : start + at + 400]} {number}.</p>" for at in range(0, size // 20, 400)
            )
            page = (
                f"<html><head><title>Story {number}</title>{script}</head><body><h1>Story {number}</h1>{story}".encode()
            )
            total += len(page)
            url = f"https://post-{number % 50}.example/news/{number}"
            block = write_message("HTTP/1.1 200 OK", [("Content-Type", "text/html; charset=UTF-8")], page)
            at = FIRST + timedelta(seconds=number * 86_000 // count)
            record = write_record(
                "response", at, make_record_id(url), block, url=url, media_type=RESPONSE_TYPE, payload=page
            )
            file.write(pack_record(record, level=1))
    return total / 1e6


def measure_plain(folder: Path, count: int) -> None:
    """Read every record by fastwarc alone, and by our reader alone (the index of a new file)."""
    (path,) = folder.iterdir()
    with report("fastwarc reads every record", count), path.open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response):
            record.reader.read()
    with report("our reader, with a hash of every page", count):
        (row,) = update_index((Source("inbox", folder),))
    assert row.record_count == count


def measure_stages(folder: Path, count: int, *, with_extract: bool) -> float:
    """Index, store and (if wanted) extract the day in a fresh warehouse; gives the peak of memory in MB."""
    context = StageContext.of(load_settings({"BROADSHEET_HOME": str(folder)}))
    days = [date(2026, 3, 5)]
    with watch_memory() as peak:
        with report("index", count):
            ingest.index_inbox(context)
        with report("store", count):
            (stored,) = ingest.run_days(context, days)
        assert stored.row_count == count
        with report("store again, nothing changed", count):
            list(ingest.run_days(context, days))
        if with_extract:
            with report("extract", count):
                list(extract.run_days(context, days))
    print(f"{'peak memory':45} {peak[0]:9.0f} MB")
    return peak[0]


@contextmanager
def report(what: str, count: int) -> Iterator[None]:
    """Print how long the body took, on the clock and on the processor, and how many records a second of both."""
    started, used = time.perf_counter(), time.process_time()
    yield
    seconds, cpu = time.perf_counter() - started, time.process_time() - used
    told = f"{count / seconds:7.0f} records/s {count / cpu:7.0f} for a second of CPU"
    print(f"{what:45} {seconds:9.2f} s {cpu:9.2f} s of CPU {told}", flush=True)


@contextmanager
def watch_memory() -> Iterator[list[float]]:
    """The most memory, in MB, that this process had while the body ran: the one entry of the list."""
    peak = [0.0]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            peak[0] = max(peak[0], pages * os.sysconf("SC_PAGE_SIZE") / 1e6)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


if __name__ == "__main__":
    main()
