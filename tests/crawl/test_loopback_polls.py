"""Polls of three outlets on this machine by the real client: each page once, delays kept, kills that cost nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from broadsheet.crawl.state import State
from tests.crawl.simulated import Page, read_pages
from tests.crawl.three_hosts import DELAY_S, HOSTS, LISTS, fill, list_articles, poll, serve
from tests.fetch.loopback import LoopbackServer, Request

ROOT = Path(__file__).parents[2]
KILLS = 20


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with serve() as server:
        fill(server.site, server.port, range(50))
        yield server


def read_all(home: Path) -> list[Page]:
    return [page for path in sorted((home / "fetched").glob("*/pages/*.warc.gz")) for page in read_pages(path)]


def address_of(request: Request) -> str:
    return f"http://{request.host}{request.target}"


@pytest.mark.slow
def test_three_hosts_of_fifty_articles(server: LoopbackServer, tmp_path: Path) -> None:
    port = server.port
    summary = poll(tmp_path, port)
    wanted, denied = list_articles(port, range(50)), list_articles(port, range(50), is_denied=True)
    asked = Counter(address_of(request) for request in server.log)
    assert len(wanted) == 135 and len(denied) == 15
    assert summary.fetched_count == 135
    assert {url: asked[url] for url in wanted} == dict.fromkeys(wanted, 1)
    assert not denied & set(asked)
    assert sorted(page.url for page in read_all(tmp_path)) == sorted(wanted)
    assert {page.metadata.ai_training_opt_out for page in read_all(tmp_path)} == {True}
    for host in HOSTS.values():
        times = [request.at for request in server.requests(host)]
        assert min(later - earlier for earlier, later in pairwise(times)) >= DELAY_S

    check_places(tmp_path)
    first = len(server.log)
    poll(tmp_path, port)
    assert [request.target for request in server.log[first:]] != []
    assert {request.target for request in server.log[first:]} == set(LISTS.values())
    assert all(request.header("If-None-Match") for request in server.log[first:])

    second = len(server.log)
    fill(server.site, port, range(2, 53))
    summary = poll(tmp_path, port)
    new = list_articles(port, range(50, 53))
    lists = {f"http://{host}:{port}{LISTS[kind]}" for kind, host in HOSTS.items()}
    assert Counter(address_of(request) for request in server.log[second:]) == Counter(new | lists)
    with State(tmp_path / "fetched", is_read_only=True) as state:
        rows = state.rows("select state, count(*) as urls from urls group by state")
        assert {row["state"]: row["urls"] for row in rows} == {"fetched": 135 + 9, "robots_denied": 15}
        said = state.rows("select distinct host, preference from usage_preferences")
        assert {(row["host"], row["preference"]) for row in said} == {(host, "disallow") for host in HOSTS.values()}


@pytest.mark.slow
def test_twenty_kills_lose_nothing_and_double_nothing(server: LoopbackServer, tmp_path: Path) -> None:
    port, chance = server.port, random.Random(5)
    command = [sys.executable, "-m", "tests.crawl.three_hosts", str(tmp_path), str(port)]
    program = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert program.stdin is not None and program.stdout is not None
    try:
        killed = 0
        for number in range(KILLS + 1):
            program.stdin.write("poll\n")
            program.stdin.flush()
            child = int(program.stdout.readline())
            if number < KILLS:
                wait_for_requests(server, len(server.log) + chance.randint(1, 8))
                time.sleep(chance.random() * 0.02)
                os.kill(child, signal.SIGKILL)
            killed += int(program.stdout.readline()) != 0
            check_archives(tmp_path)
        assert killed == KILLS
    finally:
        program.stdin.close()
        program.wait(timeout=60)
        program.stdout.close()
    wanted = list_articles(port, range(50))
    assert sorted(page.url for page in read_all(tmp_path)) == sorted(wanted)
    assert not list((tmp_path / "fetched").glob("*/*/*.open"))
    with State(tmp_path / "fetched", is_read_only=True) as state:
        fetched = state.rows("select requested_url from fetches where purpose = 'page' and outcome = 'fetched'")
        assert sorted(row["requested_url"] for row in fetched) == sorted(wanted)
        assert state.row("select * from urls where state not in ('fetched', 'robots_denied')") is None


def check_places(home: Path) -> None:
    """Each row of `fetches` names the place of its response in its file."""
    with State(home / "fetched", is_read_only=True) as state:
        rows = state.rows("select url, warc_path, warc_offset from fetches where warc_path is not null")
    assert len(rows) > 140
    for row in rows:
        content = (home / "fetched" / row["warc_path"]).read_bytes()
        record = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content[row["warc_offset"] :])
        assert b"WARC-Type: response" in record and f"WARC-Target-URI: {row['url']}\r\n".encode() in record


def wait_for_requests(server: LoopbackServer, count: int) -> None:
    ends = time.monotonic() + 30
    while len(server.log) < count and time.monotonic() < ends:
        time.sleep(0.001)


def check_archives(home: Path) -> None:
    """Every finished file is whole, and no page stands in two places."""
    urls = Counter(page.url for page in read_all(home))
    assert not [url for url, count in urls.items() if count > 1]
