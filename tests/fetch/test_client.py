"""Whole fetches against a server of our own: redirects, caps, faults; each ends with its outcome and raises nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from broadsheet.fetch.backend import GuardedBackend
from broadsheet.fetch.client import Client
from broadsheet.fetch.limits import Limits
from tests.fetch.loopback import Answer, LoopbackServer, Site

LIMITS = Limits(
    head_bytes=4096,
    header_count=20,
    body_bytes=50_000,
    decoded_bytes=200_000,
    ratio_from_bytes=10_000,
    connect_s=2,
    first_byte_s=0.4,
    read_s=0.4,
    total_s=0.8,
)


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def server(site: Site) -> Iterator[LoopbackServer]:
    with LoopbackServer(site) as server:
        yield server


@pytest.fixture
def client(server: LoopbackServer) -> Iterator[Client]:
    backend = GuardedBackend(allowed=[server.place], resolver=server.resolve)
    with Client("Test (+mailto:desk@news.example)", limits=LIMITS, backend=backend) as client:
        yield client


def test_a_page_comes_with_its_head_and_its_address(client: Client, server: LoopbackServer, site: Site) -> None:
    site.add("news.example", "/a?b=1", Answer(body=b"<p>Tide at noon</p>", headers=(("ETag", '"7"'),)))
    exchange = client.fetch(server.url("news.example", "/a?b=1"))
    assert (exchange.outcome, exchange.decoded) == ("fetched", b"<p>Tide at noon</p>")
    assert exchange.header("etag") == '"7"'
    assert exchange.hops[0].address == "127.0.0.1"
    assert server.log[0].header("User-Agent") == "Test (+mailto:desk@news.example)"
