"""How fast the fetcher takes small pages, beside a bare httpcore2 loop of the same concurrency in the same run.

Run: `.venv/bin/python -m bench.bench_fetch [--pages 2000] [--threads 8]`. The server runs on this machine in a process
of its own; there are no delays between requests. Rounds alternate; the best rate of each counts, and the median of the
ratios within a round.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

import httpcore2

from broadsheet.fetch.backend import GuardedBackend
from broadsheet.fetch.client import Client
from broadsheet.fetch.warc_writer import WarcWriter
from tests.fetch.loopback import Answer, LoopbackServer, Site

PAGE = b"<html><body><p>" + b"The ferry to the island sails at noon. " * 100 + b"</p></body></html>"
ROUNDS = 5


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pages", type=int, default=2000)
    options.add_argument("--threads", type=int, default=8)
    chosen = options.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    port = ours.recv()
    rates: dict[str, list[float]] = {name: [] for name in RUNNERS}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(ROUNDS):
            for name, measure in RUNNERS.items():
                rates[name].append(measure(port, chosen.pages, chosen.threads, Path(folder) / f"{name}-{number}"))
    ours.send("stop")
    server.join(timeout=10)
    for name, found in rates.items():
        ratio = median(own / bare for own, bare in zip(found, rates["bare httpcore2"], strict=True))
        print(f"{name:45} {max(found):9.0f} pages/s {ratio:6.2f} of bare httpcore2")


def serve(line: Connection) -> None:
    """Answer every path with the same page until told to stop."""
    site = Site()
    site.add("pages.example", "", Answer(body=PAGE))
    with LoopbackServer(site) as server:
        line.send(server.port)
        line.recv()


def run_bare(port: int, pages: int, threads: int, folder: Path) -> float:
    """Pages a second of httpcore2 alone."""
    with httpcore2.ConnectionPool(max_connections=threads) as pool:
        url = httpcore2.URL(scheme="http", host="127.0.0.1", port=port, target="/")

        def fetch(number: int) -> None:
            target = httpcore2.URL(scheme=url.scheme, host=url.host, port=url.port, target=f"/{number}")
            response = pool.request("GET", target, headers=[("Host", "pages.example")])
            assert response.content == PAGE

        return time_pages(fetch, pages, threads)


def run_ours(port: int, pages: int, threads: int, folder: Path) -> float:
    """Pages a second of the fetcher: judged connections, caps, decoding."""
    with open_client(port) as client:

        def fetch(number: int) -> None:
            assert client.fetch(f"http://pages.example:{port}/{number}").decoded == PAGE

        return time_pages(fetch, pages, threads)


def run_recorded(port: int, pages: int, threads: int, folder: Path) -> float:
    """Pages a second of the fetcher with every exchange synced to a WARC file."""
    with open_client(port) as client, WarcWriter(folder) as writer:

        def fetch(number: int) -> None:
            assert writer.write(client.fetch(f"http://pages.example:{port}/{number}"))

        return time_pages(fetch, pages, threads)


def open_client(port: int) -> Client:
    backend = GuardedBackend(allowed=[("127.0.0.1", port)], resolver=lambda name: ["127.0.0.1"])
    return Client("bench", backend=backend)


def time_pages(fetch: Callable[[int], None], pages: int, threads: int) -> float:
    with ThreadPoolExecutor(threads) as pool:
        started = time.perf_counter()
        for _ in pool.map(fetch, range(pages)):
            pass
        return pages / (time.perf_counter() - started)


RUNNERS: dict[str, Callable[[int, int, int, Path], float]] = {
    "bare httpcore2": run_bare,
    "fetcher": run_ours,
    "fetcher with WARC files": run_recorded,
}


if __name__ == "__main__":
    main()
