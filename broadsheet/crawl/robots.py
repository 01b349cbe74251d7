"""Whether an address may be fetched: what a robots.txt, or the lack of one, says (RFC 9309).

Belongs here: verdicts and why. When the file is fetched anew, and what is remembered of it, is `sites`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from protego import Protego

from broadsheet.crawl.robots_text import Line, RobotsText, decode_robots, match_rule, read_robots, write_plain
from broadsheet.errors import BadUrlError
from broadsheet.fetch.exchange import Exchange
from broadsheet.fetch.urls import parse_url

# The product token that groups of robots.txt name us by (RFC 9309, 2.2.1).
ROBOT = "Broadsheet"
_LONGEST_RULE_CHARS = 200

# How a robots.txt stands: read; the site has none, so all is allowed (RFC 9309, 2.3.1.3); it cannot be reached, so
# nothing is (2.3.1.4).
READ, NONE, UNREACHABLE = "read", "none", "unreachable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an address may be fetched, and the rule that says so, as written."""

    is_allowed: bool
    rule: str


@dataclass(frozen=True)
class Robots:
    """The robots.txt of one origin. status: read, none or unreachable; detail: why, where it is not read.

    is_postponed: it was not asked for, as its host is left alone now. fault: the outcome of asking for it where no
    answer came at all, such as unresolved; then nothing else of the host could have been had either.
    """

    status: str
    text: RobotsText = field(default_factory=RobotsText)
    detail: str = ""
    is_postponed: bool = False
    fault: str = ""

    @classmethod
    def of(cls, body: bytes) -> Robots:
        """The file of these bytes. Nothing in it can be a fault: what cannot be read says nothing."""
        return cls(READ, read_robots(decode_robots(body)))

    def decide(self, url: str, robot: str = ROBOT) -> Verdict:
        """Whether `robot` may fetch the address; robots.txt itself always."""
        if self.status == NONE:
            return Verdict(True, f"no robots.txt ({self.detail})")
        if self.status == UNREACHABLE:
            return Verdict(False, f"robots.txt cannot be reached ({self.detail})")
        is_allowed = self._protego.can_fetch(url, robot)
        line = match_rule(self._lines_for(robot), url)
        if line is not None and (line.field == "allow") == is_allowed:
            return Verdict(is_allowed, line.text[:_LONGEST_RULE_CHARS])
        return Verdict(is_allowed, "no rule" if is_allowed else "a rule of robots.txt")

    def crawl_delay_s(self, robot: str = ROBOT) -> float | None:
        """Seconds between two requests that the file asks for."""
        return self._protego.crawl_delay(robot)

    def _lines_for(self, robot: str) -> tuple[Line, ...]:
        if robot not in self._kept:
            self._kept[robot] = self.text.lines_for(robot)
        return self._kept[robot]

    @cached_property
    def _kept(self) -> dict[str, tuple[Line, ...]]:
        return {}

    @cached_property
    def _protego(self) -> Protego:
        return Protego.parse(write_plain(self.text))


def explain(exchange: Exchange) -> str:
    """Why there is no robots.txt, in words."""
    told = f"HTTP {exchange.status}" if exchange.status is not None else exchange.detail
    return told or exchange.outcome


def find_fault(exchange: Exchange) -> str:
    """The outcome, where no answer came from anyone; "" where one did."""
    return "" if any(hop.status is not None for hop in exchange.hops) else exchange.outcome


def judge_answer(exchange: Exchange) -> str:
    """What a robots.txt that was asked for is: read, none or unreachable.

    429 is no "none" although RFC 9309 counts it among the 4xx: the server asks to be left alone. A redirect to
    nowhere, to an address that is not public or from https to http tells nothing, so nothing is allowed.
    """
    status = exchange.status or 0
    if exchange.outcome in ("fetched", "not_modified"):
        return READ
    if exchange.outcome in ("gone", "refused", "too_many_redirects"):
        return NONE
    if exchange.outcome == "http_error" and 400 <= status < 500:
        return NONE
    return READ if exchange.outcome == "body_too_large" and read_cut_body(exchange) else UNREACHABLE


def read_cut_body(exchange: Exchange) -> bytes:
    """What is there of a robots.txt longer than the cap of bodies; empty where it is packed."""
    if exchange.header("content-encoding") or not exchange.hops:
        return b""
    return exchange.hops[-1].body


@lru_cache(maxsize=1 << 14)
def origin_of(url: str) -> str:
    """Scheme, host and port of an address, what one robots.txt holds for; "" where it has none.

    >>> origin_of("https://News.example:8443/a?b"), origin_of("http://[::1")
    ('https://news.example:8443', '')
    """
    try:
        return parse_url(url).origin
    except BadUrlError:
        return ""
