"""The files that speak for a whole site: robots.txt and /.well-known/tdmrep.json, and when they are read anew.

Belongs here: what is remembered of them (RFC 9309, 2.4: at most a day), and the preferences they state. What they mean
is `robots`, `preferences` and `page_preferences`.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from broadsheet.crawl.page_preferences import read_tdmrep
from broadsheet.crawl.preference_book import PreferenceBook
from broadsheet.crawl.preferences import Preference, read_robots_preferences
from broadsheet.crawl.robots import (
    NONE,
    READ,
    ROBOT,
    UNREACHABLE,
    Robots,
    explain,
    find_fault,
    judge_answer,
    origin_of,
    read_cut_body,
)
from broadsheet.crawl.robots_text import MOST_BYTES
from broadsheet.crawl.state import Row, State, read_time, write_time
from broadsheet.fetch.exchange import Exchange, Headers
from broadsheet.ingest.sources import Source

ROBOTS_PATH, TDMREP_PATH = "/robots.txt", "/.well-known/tdmrep.json"
# RFC 9309, 2.4: no copy is used for longer than a day.
_KEPT = timedelta(days=1)
# While it cannot be reached, nothing of the host is fetched and it is asked for again after an hour.
_UNREACHABLE_KEPT = timedelta(hours=1)
# RFC 9309, 2.3.1.4: after 30 days without an answer the last copy may be used, or none.
_LONG_OUTAGE = timedelta(days=30)
_TDMREP_KEPT = timedelta(days=7)
_ROBOTS_PURPOSE, _TDMREP_PURPOSE = "robots", "tdmrep"

# Fetches one address for a source and a purpose, with headers: the exchange, None where its host is not asked now.
Ask = Callable[[Source, str, str, Headers], Exchange | None]


@dataclass
class _Kept:
    """One origin as it is known in this process."""

    robots: Robots | None = None
    until: datetime | None = None
    read_at: datetime | None = None
    tdmrep: tuple[Preference, ...] = ()
    tdmrep_until: datetime | None = None
    told: set[str] = field(default_factory=set)
    lock: threading.RLock = field(default_factory=threading.RLock)


class Sites:
    """Robots and preferences of origins; each file is fetched when it is first needed, or too old."""

    def __init__(self, state: State, clock: Callable[[], datetime], ask: Ask) -> None:
        self._state = state
        self._clock = clock
        self._ask = ask
        self._book = PreferenceBook(state)
        self._lock = threading.Lock()
        self._sites: dict[str, _Kept] = defaultdict(_Kept)

    def read_robots(self, source: Source, url: str) -> Robots:
        """The robots.txt that holds for an address."""
        origin = origin_of(url)
        site = self._get(origin)
        with site.lock:
            now = self._clock()
            if site.robots is None or site.until is None or site.until <= now:
                row = self._read(source, origin + ROBOTS_PATH, _ROBOTS_PURPOSE)
                if row is None:
                    return Robots(UNREACHABLE, detail="its host is left alone", is_postponed=True)
                site.robots, site.until = _make_robots(row, now), read_time(row["expires_at"])
                site.read_at = read_time(row["read_at"]) or now
                site.told.clear()
            if source.id not in site.told:
                site.told.add(source.id)
                said = read_robots_preferences(site.robots.text, ROBOT)
                self._book.note(source.id, origin + ROBOTS_PATH, said, site.read_at or now)
            return site.robots

    def read_preferences(self, source: Source, url: str) -> tuple[Preference, ...]:
        """What robots.txt and tdmrep.json of the site of an address say of the use of its pages."""
        said = read_robots_preferences(self.read_robots(source, url).text, ROBOT)
        return (*said, *self._get(origin_of(url)).tdmrep)

    def known_delay_s(self, url: str) -> float:
        """Seconds between two requests that the robots.txt of an address asks for, as far as it was read; else 0."""
        robots = self._get(origin_of(url)).robots
        return (robots.crawl_delay_s() or 0.0) if robots is not None and robots.status == READ else 0.0

    def visit_tdmrep(self, source: Source, url: str) -> None:
        """Read the tdmrep.json of the site of an address, once a week."""
        origin = origin_of(url)
        if not origin:
            return
        address, site = origin + TDMREP_PATH, self._get(origin)
        now = self._clock()
        with site.lock:
            if site.tdmrep_until is not None and site.tdmrep_until > now:
                return
            # Set before it is asked for, as no lock is held meanwhile: its redirects may lead to any other site.
            site.tdmrep_until = now + _TDMREP_KEPT
        row = self._read(source, address, _TDMREP_PURPOSE)
        if row is None:
            site.tdmrep_until = None
            return
        site.tdmrep, site.tdmrep_until = read_tdmrep(row["body"]), read_time(row["expires_at"])
        self._book.note(source.id, address, site.tdmrep, read_time(row["read_at"]) or now)

    def _get(self, origin: str) -> _Kept:
        with self._lock:
            return self._sites[origin]

    def _read(self, source: Source, url: str, purpose: str) -> Row | None:
        """The row of a file, fetched anew where it is too old; None where its host is not asked now."""
        known = self._state.row("select * from site_files where url = :url", {"url": url})
        now = self._clock()
        expires_at = read_time(known["expires_at"]) if known else None
        if known is not None and expires_at is not None and expires_at > now:
            return known
        exchange = self._ask(source, purpose, url, _make_conditions(known))
        if exchange is None or exchange.outcome == "host_resting":
            return None
        row = _note_answer(known, url, purpose, exchange, self._clock())
        self._state.put("site_files", row)
        return row


def _make_conditions(known: Row | None) -> Headers:
    if known is None or known["status"] != READ:
        return ()
    pairs = (("If-None-Match", known["etag"]), ("If-Modified-Since", known["last_modified"]))
    return tuple((name, value) for name, value in pairs if value)


def _note_answer(known: Row | None, url: str, purpose: str, exchange: Exchange, now: datetime) -> Row:
    """What is remembered of an answer. Of a site that cannot be reached the last copy stays, for a long outage."""
    status = judge_answer(exchange)
    before = known or {"body": b"", "etag": None, "last_modified": None, "failing_since": None}
    since = before["failing_since"] or write_time(now)
    row: Row = {
        "url": url,
        "status": status,
        "detail": explain(exchange),
        "fault": find_fault(exchange),
        "read_at": write_time(now),
        "expires_at": write_time(now + _choose_term(purpose, status)),
        "failing_since": since if status == UNREACHABLE else None,
    }
    return row | _choose_copy(before, status, exchange)


def _choose_term(purpose: str, status: str) -> timedelta:
    """How long an answer is good for."""
    if purpose == _TDMREP_PURPOSE:
        return _TDMREP_KEPT
    return _UNREACHABLE_KEPT if status == UNREACHABLE else _KEPT


def _choose_copy(before: Row, status: str, exchange: Exchange) -> Row:
    """The file with the names of its version: as received, none, or as it was before."""
    if status == NONE:
        return {"body": b"", "etag": None, "last_modified": None}
    if status == UNREACHABLE or exchange.outcome == "not_modified":
        return {name: before[name] for name in ("body", "etag", "last_modified")}
    body = exchange.decoded or read_cut_body(exchange)
    names = {"etag": exchange.header("etag"), "last_modified": exchange.header("last-modified")}
    return {"body": body[: MOST_BYTES + 1]} | names


def _make_robots(row: Row, now: datetime) -> Robots:
    if row["status"] == READ:
        return Robots.of(row["body"])
    since = read_time(row["failing_since"])
    if row["status"] == UNREACHABLE and since is not None and now - since > _LONG_OUTAGE:
        if row["body"]:
            return Robots.of(row["body"])
        return Robots(NONE, detail=f"out of reach since {since:%Y-%m-%d}: {row['detail']}")
    return Robots(row["status"], detail=row["detail"], fault=row["fault"])
