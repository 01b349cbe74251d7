"""One polite request: robots.txt and the turn of each host on the way, then the answer and the rule that let it be.

Belongs here: the gate of every fetch of a poll. What an answer means for an address or a list belongs to `url_book` and
`feed_book`; keeping it to `keeping`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from broadsheet.crawl.hosts import Pacer, host_of
from broadsheet.crawl.keeping import Keeper
from broadsheet.crawl.robots import READ, UNREACHABLE, Robots
from broadsheet.crawl.sites import Sites
from broadsheet.crawl.state import State
from broadsheet.fetch.exchange import Exchange, Fetcher, Headers
from broadsheet.ingest.sources import Source


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer. rule: of robots.txt, for the last address; None where robots.txt was not asked."""

    source: Source
    purpose: str
    exchange: Exchange
    headers: Headers
    rule: str | None

    @property
    def is_conditional(self) -> bool:
        """Whether the request named what we have."""
        return any(name.lower() in ("if-none-match", "if-modified-since") for name, _ in self.headers)

    @property
    def is_attempt(self) -> bool:
        """Whether something was asked for, or robots.txt was: a host that rests costs nobody an attempt."""
        return self.exchange.outcome != "host_resting" or bool(self.exchange.hops)


@dataclass
class _Way:
    """One fetch on its way: the host whose turn it has, and the last rule."""

    host: str | None = None
    rule: str | None = None


class Asker:
    """Asks for addresses in the manners of the source and of each host. Used by several threads at once."""

    def __init__(
        self, state: State, fetcher: Fetcher, pacer: Pacer, keeper: Keeper, clock: Callable[[], datetime]
    ) -> None:
        self._fetcher = fetcher
        self._pacer = pacer
        self._keeper = keeper
        self.sites = Sites(state, clock, self._ask_site_file)

    def ask(self, source: Source, purpose: str, url: str, headers: Headers = ()) -> Asked:
        """The answer to one GET; robots.txt is asked about each address on the way, and fetched where not known."""
        return self._ask(source, purpose, url, headers, checks_robots=True)

    def delay_s(self, source: Source, url: str) -> float:
        """Seconds between two requests that this source and the robots.txt of the host want; fetches nothing."""
        return max(source.delay_s, self.sites.known_delay_s(url))

    def wait_s(self, host: str) -> float:
        """Seconds for which a host asked to be left alone."""
        return self._pacer.wait_s(host, 0.0)

    def _ask_site_file(self, source: Source, purpose: str, url: str, headers: Headers) -> Exchange | None:
        asked = self._ask(source, purpose, url, headers, checks_robots=purpose != "robots")
        if not asked.is_attempt:
            return None
        self._keeper.keep(asked)
        return asked.exchange

    def _ask(self, source: Source, purpose: str, url: str, headers: Headers, *, checks_robots: bool) -> Asked:
        way = _Way()

        def gate(hop_url: str) -> tuple[str, str] | None:
            if way.host is not None:
                self._pacer.release(way.host)
                way.host = None
            refusal = self._check_robots(source, hop_url, way, purpose) if checks_robots else None
            return refusal or self._take_turn(source, hop_url, way)

        exchange = None
        try:
            exchange = self._fetcher.fetch(url, headers=headers, gate=gate)
        finally:
            if way.host is not None:
                # A robots.txt that fails alone shuts the site (RFC 9309); its host is well.
                is_telling = checks_robots or exchange is None or exchange.outcome != "http_error"
                self._pacer.release(way.host, exchange if is_telling else None)
        return Asked(source, purpose, exchange, headers, way.rule)

    def _check_robots(self, source: Source, url: str, way: _Way, purpose: str) -> tuple[str, str] | None:
        robots = self.sites.read_robots(source, url)
        verdict = robots.decide(url)
        way.rule = verdict.rule
        if verdict.is_allowed:
            return None
        if robots.status == READ:
            return "robots_denied", verdict.rule
        assert robots.status == UNREACHABLE  # a site without robots.txt denies nothing
        return ("host_resting" if robots.is_postponed else _name_silence(robots, purpose)), verdict.rule

    def _take_turn(self, source: Source, url: str, way: _Way) -> tuple[str, str] | None:
        host = host_of(url)
        refusal = self._pacer.acquire(host, self.delay_s(source, url))
        if refusal is not None:
            return "host_resting", refusal
        way.host = host
        return None


def _name_silence(robots: Robots, purpose: str) -> str:
    """How a fetch ends whose robots.txt cannot be reached.

    A list says what its host's fault is, so that a site that is gone is not taken for one that turns us away. A page
    waits for robots.txt, which costs it no try, unless its host is none that may be asked.
    """
    is_told = robots.fault and (purpose == "list" or robots.fault == "forbidden_address")
    return robots.fault if is_told else "robots_unreachable"
