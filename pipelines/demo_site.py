"""The outlets of the example pages as web sites on this machine: pages, feeds, sitemaps, lists and robots.txt.

Belongs here: the server that `broadsheet demo --live` fetches from, and a way there that opens connections to it alone.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from html import escape, unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from broadsheet.fetch.backend import GuardedBackend, connect_by_socket
from broadsheet.ingest.days import read_day
from broadsheet.ingest.index import list_days, update_index
from broadsheet.ingest.sources import Source

LOOPBACK = "127.0.0.1"
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
)

# What each outlet says to robots; one page of the Echo is not for them.
_ROBOTS = {
    "www.harbour-gazette.example": "User-agent: *\nContent-Usage: train-ai=n\nDisallow: /search\n",
    "northshore-herald.example": "User-agent: *\nAllow: /\nSitemap: http://northshore-herald.example/news-sitemap.xml\n",
    "www.wendmouth-echo.example": "User-agent: *\nDisallow: /news/seafront-closed\n",
    "coastwire.example": "User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /\n",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it was on one day."""

    path: str
    body: bytes
    content_type: str
    status: int
    changed_at: datetime

    @property
    def title(self) -> str:
        found = _TITLE.search(self.body)
        return unescape(found[1].decode("utf-8", "replace")).strip() if found else self.path


class DemoSite:
    """All outlets together, told apart by the Host header; pages appear day by day, dated by when they appeared."""

    def __init__(self, pages: Path) -> None:
        self._versions = _read_pages(pages)
        self._shown_at: dict[date, datetime] = {}
        self.days = sorted({version.changed_at.date() for host in self._versions.values() for version in host})

    def show(self, day: date, now: datetime) -> None:
        """Let the pages and versions of one more day appear now."""
        self._shown_at[day] = now.replace(microsecond=0)

    def find_page(self, host: str, path: str) -> Page | None:
        """The page at a path as it is today; lists and robots.txt are made from the others."""
        pages = self._list_pages(host)
        found = next((page for page in reversed(pages) if page.path == path), None)
        return found or self._make_list(host, path, pages)

    def _list_pages(self, host: str) -> list[Page]:
        shown = ((page, self._shown_at.get(page.changed_at.date())) for page in self._versions.get(host, ()))
        return [dataclasses.replace(page, changed_at=at) for page, at in shown if at is not None]

    def _make_list(self, host: str, path: str, pages: list[Page]) -> Page | None:
        latest = list({page.path: page for page in pages if page.path != "/"}.values())
        makers: dict[str, Callable[[], tuple[str, str]]] = {
            "/robots.txt": lambda: ("text/plain", _ROBOTS.get(host, "")),
            "/feed.xml": lambda: ("application/rss+xml", _write_rss(host, latest)),
            "/atom.xml": lambda: ("application/atom+xml", _write_atom(host, latest)),
            "/news-sitemap.xml": lambda: ("application/xml", _write_sitemap(host, latest)),
            "/urls.txt": lambda: ("text/plain", "".join(f"http://{host}{page.path}\n" for page in latest)),
            "/": lambda: ("text/html; charset=utf-8", _write_index(host, latest)),
        }
        if path not in makers or not pages:
            return None
        content_type, text = makers[path]()
        return Page(path, text.encode(), content_type, 200, max(page.changed_at for page in pages))


@contextmanager
def serve(site: DemoSite) -> Iterator[int]:
    """Serve the site on a free port of this machine; gives the port, and stops at the end."""
    handler = type("Handler", (_Handler,), {"site": site})
    with ThreadingHTTPServer((LOOPBACK, 0), handler) as server:
        thread = Thread(target=server.serve_forever, name="demo site", daemon=True)
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()


def open_way(port: int) -> GuardedBackend:
    """A way on which every name leads to that port of this machine, so that nothing leaves it."""
    return GuardedBackend(
        allowed=[(LOOPBACK, 80)],
        resolver=lambda name: [LOOPBACK],
        connector=lambda address, wanted, seconds: connect_by_socket(LOOPBACK, port, seconds),
    )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: DemoSite

    def do_GET(self) -> None:
        host = (self.headers.get("Host") or "").partition(":")[0].lower()
        page = self.site.find_page(host, urlsplit(self.path).path)
        if page is None:
            self._answer(404, "text/plain", b"There is no such page.\n", {})
            return
        tag = '"' + hashlib.sha256(page.body).hexdigest()[:16] + '"'
        head = {"ETag": tag, "Last-Modified": format_datetime(page.changed_at, usegmt=True)}
        if self.headers.get("If-None-Match") == tag:
            self._answer(304, page.content_type, b"", head)
        else:
            self._answer(page.status, page.content_type, page.body, head)

    def _answer(self, status: int, content_type: str, body: bytes, head: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in head.items():
            self.send_header(name, value)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the ledger tells what was asked."""


def _read_pages(folder: Path) -> dict[str, list[Page]]:
    """The pages of the example crawls by host, in the order of time."""
    sources = [Source(name, folder / name) for name in ("crawl.jsonl", "crawl.warc.gz")]
    index = update_index(sources)
    found: dict[str, list[Page]] = {}
    for day in list_days(index):
        for capture in read_day(day, index, sources):
            parts = urlsplit(capture.url or "")
            charset = f"; charset={capture.declared_charset}" if capture.declared_charset else ""
            page = Page(
                path=parts.path,
                body=capture.body,
                content_type=f"{capture.content_type or 'text/html'}{charset}",
                status=capture.http_status or 200,
                changed_at=capture.captured_at.astimezone(UTC).replace(microsecond=0),
            )
            found.setdefault(parts.netloc, []).append(page)
    return found


def _write_rss(host: str, pages: list[Page]) -> str:
    items = "".join(
        f"<item><title>{escape(page.title)}</title><link>http://{host}{escape(page.path)}</link>"
        f"<pubDate>{format_datetime(page.changed_at)}</pubDate></item>\n"
        for page in pages
    )
    channel = f"<title>{host}</title><link>http://{host}/</link><description>News</description><ttl>60</ttl>\n{items}"
    return f'{_XML}<rss version="2.0"><channel>{channel}</channel></rss>\n'


def _write_atom(host: str, pages: list[Page]) -> str:
    entries = "".join(
        f"<entry><id>http://{host}{escape(page.path)}</id><title>{escape(page.title)}</title>"
        f'<link href="http://{host}{escape(page.path)}"/><updated>{page.changed_at.isoformat()}</updated></entry>\n'
        for page in pages
    )
    head = f"<id>http://{host}/</id><title>{host}</title>"
    return f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom">{head}\n{entries}</feed>\n'


def _write_sitemap(host: str, pages: list[Page]) -> str:
    entries = "".join(
        f"<url><loc>http://{host}{escape(page.path)}</loc><lastmod>{page.changed_at.isoformat()}</lastmod><n:news>"
        f"<n:publication><n:name>{host}</n:name><n:language>en</n:language></n:publication>"
        f"<n:publication_date>{page.changed_at.isoformat()}</n:publication_date>"
        f"<n:title>{escape(page.title)}</n:title></n:news></url>\n"
        for page in pages
    )
    return f"{_XML}<urlset {_SITEMAP}>\n{entries}</urlset>\n"


def _write_index(host: str, pages: list[Page]) -> str:
    links = "".join(f'<li><a href="{escape(page.path)}">{escape(page.title)}</a></li>\n' for page in pages)
    return f"<!doctype html><title>{host}</title><h1>Releases</h1><ul>\n{links}</ul>\n"
