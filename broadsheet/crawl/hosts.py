"""One queue a host: when it may be asked next, and when it is left alone.

Belongs here: delay, back-off and circuit of a host, as rules over times. The clock, sleeping and the random source are
values, so that a fortnight can be played in a second.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

from broadsheet.crawl.state import State, read_time, write_time
from broadsheet.errors import BadUrlError
from broadsheet.fetch.exchange import Exchange
from broadsheet.fetch.urls import parse_url

# A host is left alone for so long after 429 or 503 where it does not say how long, twice as long each further time.
FIRST_BACKOFF_S, LONGEST_BACKOFF_S = 30.0, 3600.0
# Whatever a host asks for (Retry-After, Crawl-delay), it is asked again after a day.
LONGEST_ASKED_S = 86400.0
# So many failures in a row, and a host rests; the rest is twice as long each time it fails again right after.
FAILURES_BEFORE_REST, FIRST_REST_S, LONGEST_REST_S = 5, 3600.0, 86400.0
_FAILURES = frozenset({"unresolved", "connect_failed", "tls_failed", "timed_out", "protocol_error"})
# Waits are cut into pieces, so that an interrupt is heard.
_PIECE_S = 1.0


@dataclass(frozen=True, slots=True)
class HostState:
    """What is remembered of a host. not_before_at: it is left alone until then, for `reason`."""

    host: str
    last_end_at: datetime | None = None
    not_before_at: datetime | None = None
    reason: str = ""
    throttled_count: int = 0
    failure_count: int = 0
    rest_count: int = 0

    def ready_at(self, delay_s: float, now: datetime) -> datetime:
        """The earliest time of the next request."""
        times = [now]
        if self.not_before_at is not None:
            times.append(self.not_before_at)
        if self.last_end_at is not None:
            times.append(self.last_end_at + timedelta(seconds=min(delay_s, LONGEST_ASKED_S)))
        return max(times)


@lru_cache(maxsize=1 << 14)
def host_of(url: str) -> str:
    """The host of an address as it is connected to, without port: machines are spared, not ports; "" without one.

    >>> host_of("https://WWW.Mill.example:8443/a"), host_of("http://[::1")
    ('www.mill.example', '')
    """
    try:
        return parse_url(url).host.rstrip(".")
    except BadUrlError:
        return ""


def note_answer(state: HostState, exchange: Exchange, now: datetime, draw: Callable[[], float]) -> HostState:
    """The state after an answer: a back-off, a rest, or all well again."""
    if exchange.outcome == "throttled":
        return _back_off(state, read_retry_after(exchange.header("retry-after"), now), now, draw)
    is_failure = exchange.outcome in _FAILURES or (exchange.outcome == "http_error" and (exchange.status or 0) >= 500)
    if not is_failure:
        return replace(state, not_before_at=None, reason="", throttled_count=0, failure_count=0, rest_count=0)
    count = state.failure_count + 1
    if count < FAILURES_BEFORE_REST:
        return replace(state, failure_count=count)
    rest_s = min(FIRST_REST_S * 2**state.rest_count, LONGEST_REST_S)
    return replace(
        state,
        failure_count=count,
        rest_count=state.rest_count + 1,
        not_before_at=now + timedelta(seconds=rest_s),
        reason=f"it failed {count} times in a row, last: {exchange.outcome}",
    )


def read_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After asks for, at most a day; None where there is none that can be read.

    >>> read_retry_after("Tue, 05 Mar 2024 12:02:00 GMT", datetime(2024, 3, 5, 12, tzinfo=UTC))
    120.0
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_ASKED_S)
    try:
        until = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((aware - now).total_seconds(), 0.0), LONGEST_ASKED_S)


def _back_off(state: HostState, asked_s: float | None, now: datetime, draw: Callable[[], float]) -> HostState:
    own_s = min(FIRST_BACKOFF_S * 2 ** min(state.throttled_count, 20), LONGEST_BACKOFF_S)
    # Jitter only adds: what the host asked for is the least.
    wait_s = max(own_s, asked_s or 0.0) + own_s / 2 * draw()
    return replace(
        state,
        throttled_count=state.throttled_count + 1,
        not_before_at=now + timedelta(seconds=wait_s),
        reason="it asked us to come later",
    )


class Pacer:
    """Gives each host its turns: one request at a time, with its delay between two.

    longest_wait_s: where a host is not ready sooner, it is refused instead of waited for.
    """

    def __init__(
        self,
        state: State,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], None],
        draw: Callable[[], float],
        should_stop: Callable[[], bool],
        longest_wait_s: float,
    ) -> None:
        self._state = state
        self._clock = clock
        self._sleep = sleep
        self._draw = draw
        self._should_stop = should_stop
        self.longest_wait_s = longest_wait_s
        self._free = threading.Condition()
        self._busy: set[str] = set()
        self._hosts: dict[str, HostState] = {}

    def get(self, host: str) -> HostState:
        """What is known of a host."""
        known = self._hosts.get(host)
        if known is None:
            # Read outside the lock: whoever writes the state may wait for the lock.
            row = self._state.row("select * from hosts where host = :host", {"host": host})
            with self._free:
                known = self._hosts.setdefault(host, _read_host(row) if row else HostState(host))
        return known

    def wait_s(self, host: str, delay_s: float) -> float:
        """Seconds until the host may be asked."""
        now = self._clock()
        return (self.get(host).ready_at(delay_s, now) - now).total_seconds()

    def acquire(self, host: str, delay_s: float) -> str | None:
        """Wait for the turn of a host and take it; None, or why not, in words. Give it back by `release`."""
        self.get(host)
        while True:
            with self._free:
                wait_s = self.wait_s(host, delay_s)
                if wait_s <= 0 and host not in self._busy:
                    self._busy.add(host)
                    return None
                if wait_s <= 0:
                    self._free.wait(timeout=_PIECE_S)
            if self._should_stop():
                return "the poll was stopped"
            if wait_s > self.longest_wait_s:
                return self.explain_wait(host, wait_s)
            if wait_s > 0:
                self._sleep(min(wait_s, _PIECE_S))

    def explain_wait(self, host: str, wait_s: float) -> str:
        """Why a host is not waited for, in words."""
        reason = self.get(host).reason or "its delay is long"
        return f"{host} is left alone for {wait_s:.0f} s: {reason}"

    def release(self, host: str, answer: Exchange | None = None) -> None:
        """Give back the turn. answer: what came of it where it ended the fetch; a redirect counts as well."""
        now = self._clock()
        changed = replace(self.get(host), last_end_at=now)
        if answer is not None:
            changed = note_answer(changed, answer, now, self._draw)
        with self._free:
            self._hosts[host] = changed
            self._busy.discard(host)
            self._free.notify_all()
        self._state.put("hosts", _write_host(changed))


def _read_host(row: dict[str, object]) -> HostState:
    times = {name: read_time(str(row[name]) if row[name] else None) for name in ("last_end_at", "not_before_at")}
    return HostState(**(row | times))  # type: ignore[arg-type]


def _write_host(host: HostState) -> dict[str, object]:
    return {
        "host": host.host,
        "last_end_at": write_time(host.last_end_at),
        "not_before_at": write_time(host.not_before_at),
        "reason": host.reason,
        "throttled_count": host.throttled_count,
        "failure_count": host.failure_count,
        "rest_count": host.rest_count,
    }
