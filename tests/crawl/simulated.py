"""A simulated web for tests of polls: a clock that moves when someone sleeps, and hosts that answer from scripts."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin

from fastwarc.warc import ArchiveIterator, WarcRecordType

from broadsheet.crawl.events import PollEvent, PollSummary
from broadsheet.crawl.poll import poll_sources
from broadsheet.crawl.state import Row, State
from broadsheet.errors import BadUrlError
from broadsheet.fetch.exchange import Exchange, Gate, Headers, Hop
from broadsheet.fetch.urls import parse_url
from broadsheet.ingest.sources import Source
from broadsheet.ingest.warc_metadata import FIELD, CaptureMetadata, read_metadata
from broadsheet.settings import Settings, load_settings

START = datetime(2024, 3, 4, 6, tzinfo=UTC)
_OUTCOMES = {304: "not_modified", 404: "gone", 410: "gone", 401: "refused", 403: "refused", 429: "throttled"}


@dataclass
class Clock:
    """Time that stands still but for sleeping."""

    now: datetime = START
    slept_s: float = 0.0

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.now += timedelta(seconds=seconds)
        self.slept_s += seconds


@dataclass(frozen=True)
class Reply:
    """What a host answers. outcome: instead of a response, such as timed_out."""

    body: bytes = b""
    status: int = 200
    headers: Headers = (("Content-Type", "text/html; charset=utf-8"),)
    outcome: str | None = None


Script = Reply | Callable[[datetime], Reply]


@dataclass
class Web:
    """Hosts by address; an address without a script is a 404. asked: every request with its time."""

    clock: Clock
    scripts: dict[str, Script] = field(default_factory=dict)
    asked: list[tuple[datetime, str]] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, url: str, script: Script | bytes | str) -> None:
        text = script.encode() if isinstance(script, str) else script
        self.scripts[url] = Reply(text) if isinstance(text, bytes) else text

    def fetch(self, url: str, *, headers: Headers = (), gate: Gate | None = None) -> Exchange:
        hops: list[Hop] = []
        try:
            target = str(parse_url(url).without_fragment())
        except BadUrlError as error:
            return Exchange(url, "bad_url", str(error), ())
        for _ in range(6):
            refusal = gate(target) if gate else None
            if refusal is not None:
                return Exchange(url, *refusal, tuple(hops))
            reply = self._reply(target, headers)
            if reply.outcome is not None:
                hops.append(Hop(target, self.clock(), 0.1))
                return Exchange(url, reply.outcome, reply.outcome, tuple(hops))
            hops.append(
                Hop(target, self.clock(), 0.1, "192.0.2.1", reply.status, "", headers, reply.headers, reply.body)
            )
            location = dict(reply.headers).get("Location")
            if location is None:
                outcome = _name(reply.status)
                body = reply.body if outcome == "fetched" else b""
                return Exchange(url, outcome, str(reply.status), tuple(hops), body)
            target = urljoin(target, location)
        return Exchange(url, "too_many_redirects", "six", tuple(hops))

    def count(self, url: str) -> int:
        """How often an address was asked for."""
        return sum(asked == url for _, asked in self.asked)

    def list_asked(self, part: str = "") -> list[str]:
        """Addresses that were asked for and hold this part, in order."""
        return [url for _, url in self.asked if part in url]

    def _reply(self, url: str, headers: Headers) -> Reply:
        self.asked.append((self.clock(), url))
        self.clock.sleep(self.seconds)
        script = self.scripts.get(url, Reply(b"no such page", 404))
        reply = script(self.clock()) if callable(script) else script
        tag = f'"{sha256(reply.body).hexdigest()[:16]}"'
        if reply.status == 200 and dict(headers).get("If-None-Match") == tag:
            return Reply(b"", 304, (("ETag", tag),))
        return Reply(reply.body, reply.status, (*reply.headers, ("ETag", tag)), reply.outcome)


def _name(status: int) -> str:
    if status in _OUTCOMES:
        return _OUTCOMES[status]
    return "fetched" if 200 <= status < 300 else "throttled" if status == 503 else "http_error"


@dataclass(frozen=True)
class Page:
    """One response as fastwarc reads it."""

    url: str
    status: int
    body: bytes
    metadata: CaptureMetadata


def read_pages(path: Path) -> list[Page]:
    """The responses of a WARC file. Raises for a file that does not end with a whole record."""
    content = gzip.decompress(path.read_bytes())
    return [
        Page(
            record.headers["WARC-Target-URI"],
            int(record.http_headers.status_code),
            record.reader.read(),
            read_metadata(record.headers.get(FIELD)),
        )
        for record in ArchiveIterator(io.BytesIO(content), record_types=WarcRecordType.response)
    ]


@dataclass
class World:
    """A warehouse, a web and a clock."""

    settings: Settings
    clock: Clock
    web: Web
    events: list[PollEvent] = field(default_factory=list)

    @classmethod
    def at(cls, folder: Path) -> World:
        clock = Clock()
        environ = {"BROADSHEET_HOME": str(folder), "BROADSHEET_CONTACT": "desk@newsroom.example"}
        return cls(load_settings(environ), clock, Web(clock))

    def poll(self, *sources: Source, **options: object) -> PollSummary:
        known: dict[str, object] = {"worker_count": 1, "draw": lambda: 0.0, "on_event": self.events.append}
        return poll_sources(
            self.settings,
            sources,
            fetcher=self.web,
            clock=self.clock,
            sleep=self.clock.sleep,
            **(known | options),  # type: ignore[arg-type]
        )

    def rows(self, statement: str) -> list[Row]:
        """Rows of the state."""
        with State(self.settings.fetched, is_read_only=True) as state:
            return state.rows(statement)

    def states(self) -> dict[str, str]:
        """How each address stands, by its key."""
        return {row["url_key"]: row["state"] for row in self.rows("select url_key, state from urls")}

    def pages(self) -> list[Page]:
        """The responses in the folders of pages, file by file; every file must be whole."""
        paths = sorted(self.settings.fetched.glob("*/pages/*.warc.gz"))
        return [page for path in paths for page in read_pages(path)]

    def wait(self, **parts: float) -> None:
        self.clock.now += timedelta(**parts)


def make_feed(links: Iterable[str], *, title: str = "Harbour Echo", extra: str = "", items_extra: str = "") -> bytes:
    """An RSS feed of these links."""
    items = "".join(f"<item><title>Story at {link}</title><link>{link}</link>{items_extra}</item>" for link in links)
    channel = f"<channel><title>{title}</title>{extra}{items}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()


def make_sitemap(entries: Iterable[tuple[str, datetime | None]]) -> bytes:
    """A sitemap of addresses with the times of their last change."""
    urls = "".join(
        f"<url><loc>{url}</loc>{f'<lastmod>{at.isoformat()}</lastmod>' if at else ''}</url>" for url, at in entries
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def make_index(entries: Iterable[tuple[str, datetime | None]]) -> bytes:
    """A sitemap index of parts with the times of their last change."""
    parts = "".join(
        f"<sitemap><loc>{url}</loc>{f'<lastmod>{at.isoformat()}</lastmod>' if at else ''}</sitemap>"
        for url, at in entries
    )
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</sitemapindex>'.encode()


def make_page(name: str) -> bytes:
    """A short page of its own."""
    return f"<html><head><title>{name}</title></head><body><p>The council met about {name}.</p></body></html>".encode()


def http_date(time: datetime) -> str:
    """A time as HTTP writes it."""
    return format_datetime(time, usegmt=True)
