"""Single fetches with the manners of a poll and without its memory: for trying a source or looking at a new site.

Belongs here: robots.txt asked first, the delay kept between requests to one host. Nothing is stored, so this is for a
few requests that a person starts; whatever runs by itself belongs to `poll`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import partial
from urllib.parse import urljoin

from broadsheet.crawl.robots import NONE, READ, UNREACHABLE, Robots, find_fault, judge_answer, origin_of
from broadsheet.fetch.exchange import Exchange, Fetcher

# A person waits for the answer; a host that wants more time is left to the polls.
LONGEST_WAIT_S = 60.0

Refusal = tuple[str, str]


class Visitor:
    """Fetches one address at a time. delay_s: seconds between two requests to one host where nothing else is said."""

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
        # When an origin was asked last, and the delay that its robots.txt was known to want then.
        self._asked: dict[str, tuple[float, float]] = {}

    def fetch(self, url: str, delay_s: float | None = None) -> Exchange:
        """What is there, after robots.txt of each host on the way was asked. delay_s: instead of the visitor's own."""
        return self._fetcher.fetch(url, gate=partial(self._ask_leave, delay_s=delay_s))

    def read_robots(self, url: str, delay_s: float | None = None) -> Robots:
        """The robots.txt that holds for an address, fetched once."""
        origin = origin_of(url)
        if origin not in self._robots:
            exchange = self._fetcher.fetch(urljoin(origin, "/robots.txt"), gate=partial(self._wait, delay_s=delay_s))
            self._robots[origin] = _make_robots(exchange)
        return self._robots[origin]

    def _ask_leave(self, url: str, delay_s: float | None) -> Refusal | None:
        robots = self.read_robots(url, delay_s)
        verdict = robots.decide(url)
        if not verdict.is_allowed:
            silence = robots.fault or "robots_unreachable"
            return silence if robots.status == UNREACHABLE else "robots_denied", verdict.rule
        return self._wait(url, delay_s)

    def _wait(self, url: str, delay_s: float | None) -> Refusal | None:
        origin = origin_of(url)
        asked_at, wanted_s = self._asked.get(origin, (-math.inf, 0.0))
        own_s = min(self._delay_s if delay_s is None else delay_s, LONGEST_WAIT_S)
        wait_s = asked_at + max(own_s, wanted_s) - self._tell_time()
        if wait_s > LONGEST_WAIT_S:
            return "host_resting", f"its robots.txt asks for {wait_s:.0f} seconds between two requests"
        if wait_s > 0:
            self._sleep(wait_s)
        known = self._robots.get(origin)
        wanted = known.crawl_delay_s() if known is not None and known.status == READ else None
        self._asked[origin] = self._tell_time(), wanted or 0.0
        return None


def _make_robots(exchange: Exchange) -> Robots:
    status = judge_answer(exchange)
    if status == READ:
        return Robots.of(exchange.decoded)
    told = f"status {exchange.status}" if status == NONE else exchange.detail or exchange.outcome
    return Robots(status, detail=told, fault=find_fault(exchange))
