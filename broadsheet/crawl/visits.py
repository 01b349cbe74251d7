"""Single fetches with the manners of a poll and without its memory: for trying a source or looking at a new site.

Belongs here: robots.txt asked first, the delay kept between requests to one host. Nothing is stored, so this is for a
few requests that a person starts; whatever runs by itself belongs to `poll`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urljoin

from broadsheet.crawl.robots import NONE, READ, UNREACHABLE, Robots, judge_answer, origin_of
from broadsheet.fetch.exchange import Exchange, Fetcher

# A person waits for the answer; a host that wants more time is left to the polls.
LONGEST_WAIT_S = 60.0

Refusal = tuple[str, str]


class Visitor:
    """Fetches one address at a time. delay_s: seconds between two requests to one host, at least."""

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        delay_s: float = 5.0,
        sleep: Callable[[float], None] = time.sleep,
        tell_time: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetcher = fetcher
        self._delay_s = delay_s
        self._sleep = sleep
        self._tell_time = tell_time
        self._robots: dict[str, Robots] = {}
        self._next_at: dict[str, float] = {}

    def fetch(self, url: str) -> Exchange:
        """What is there, after robots.txt of each host on the way was asked."""
        return self._fetcher.fetch(url, gate=self._ask_leave)

    def read_robots(self, url: str) -> Robots:
        """The robots.txt that holds for an address, fetched once."""
        origin = origin_of(url)
        if origin not in self._robots:
            exchange = self._fetcher.fetch(urljoin(origin, "/robots.txt"), gate=self._wait)
            self._robots[origin] = _make_robots(exchange)
        return self._robots[origin]

    def _ask_leave(self, url: str) -> Refusal | None:
        robots = self.read_robots(url)
        verdict = robots.decide(url)
        if not verdict.is_allowed:
            return "robots_unreachable" if robots.status == UNREACHABLE else "robots_denied", verdict.rule
        return self._wait(url)

    def _wait(self, url: str) -> Refusal | None:
        origin = origin_of(url)
        wait_s = self._next_at.get(origin, 0.0) - self._tell_time()
        if wait_s > LONGEST_WAIT_S:
            return "host_resting", f"its robots.txt asks for {wait_s:.0f} seconds between two requests"
        if wait_s > 0:
            self._sleep(wait_s)
        known = self._robots.get(origin)
        asked_s = known.crawl_delay_s() if known is not None and known.status == READ else None
        self._next_at[origin] = self._tell_time() + max(self._delay_s, asked_s or 0.0)
        return None


def _make_robots(exchange: Exchange) -> Robots:
    status = judge_answer(exchange)
    if status == READ:
        return Robots.of(exchange.decoded)
    told = f"status {exchange.status}" if status == NONE else exchange.detail or exchange.outcome
    return Robots(status, detail=told)
