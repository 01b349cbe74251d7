"""Sites on this machine that grow and change, and the ledger of all that they published.

Belongs here: what is published when, how it is listed and served, and faults of a server: an error, an answer that is
cut, a connection that is dropped, a request to come back later. What the texts say belongs to `stories`.
"""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from pipelines.demo_site import LOOPBACK
from tests.soak.stories import write_mark, write_page, write_story

# Host -> kind of its source and path of its list.
LISTS = {
    "harbour.example": ("feed", "/atom.xml"),
    "herald.example": ("news_sitemap", "/news-sitemap.xml"),
    "press.example": ("html_index", "/news/"),
    "desk.example": ("url_list", "/urls.txt"),
}
# Only these lists say that a page changed.
CHANGING = ("harbour.example", "herald.example")
# Feeds are short.
FEED_ITEMS = 40
ROBOTS = b"User-agent: *\nDisallow: /private/\n"
KINDS = ("story", "gallery", "denied", "gone", "flaky")
_WEIGHTS = (82, 5, 3, 3, 7)
_FAULTS = ("500", "cut", "drop")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a page, from when it was published."""

    number: int
    version: int
    host: str
    path: str
    kind: str
    published_at: datetime
    changed_at: datetime

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.path}"

    @property
    def mark(self) -> str:
        return write_mark(self.number, self.version)

    @property
    def is_expected(self) -> bool:
        """Whether it is to be an article; the others have a reason for not being one."""
        return self.kind in ("story", "flaky")


@dataclass(slots=True)
class SoakSite:
    """All hosts together. Thread-safe: one thread publishes while those of the server read."""

    seed: int
    now: Callable[[], datetime]
    versions: list[Version] = field(default_factory=list)
    request_count: int = 0
    _chance: random.Random = field(default_factory=random.Random)
    _latest: dict[tuple[str, str], Version] = field(default_factory=dict)
    _faults: dict[str, list[str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    def grow(self, count: int) -> None:
        """Publish new pages, most of them stories."""
        for _ in range(count):
            number = len(self._latest)
            kind = self._chance.choices(KINDS, _WEIGHTS)[0]
            host, at = self._chance.choice([*LISTS]), self.now().replace(microsecond=0)
            path = f"/private/{number}" if kind == "denied" else f"/news/{at:%Y/%m}/story-{number}"
            if kind == "flaky":
                self._faults[host + path] = self._chance.choices(_FAULTS, k=self._chance.randint(1, 2))
            self._publish(Version(number, 1, host, path, kind, at, at))

    def change(self, count: int, known: set[str]) -> None:
        """Publish later versions of stories whose latest one the warehouse knows by its mark.

        Of a page that changes twice between two polls nobody ever sees the version between.
        """
        able = [old for old in self._latest.values() if old.is_expected and old.host in CHANGING and old.mark in known]
        for old in self._chance.sample(able, min(count, len(able))):
            at = self.now().replace(microsecond=0)
            self._publish(Version(old.number, old.version + 1, old.host, old.path, old.kind, old.published_at, at))

    def _publish(self, version: Version) -> None:
        with self._lock:
            self.versions.append(version)
            self._latest[version.host, version.path] = version

    def answer(self, host: str, path: str) -> tuple[int, str, bytes] | str:
        """Status, type and body; or the name of a fault."""
        with self._lock:
            self.request_count += 1
            version = self._latest.get((host, path))
            if (faults := self._faults.get(host + path)) is not None and faults:
                return faults.pop()
            listed = [each for each in self._latest.values() if each.host == host]
        if path == "/robots.txt" and host in LISTS:
            return 200, "text/plain", ROBOTS
        if host in LISTS and path == LISTS[host][1]:
            content_type, text = _WRITERS[LISTS[host][0]](host, listed)
            return 200, content_type, text.encode()
        if version is None or version.kind == "gone":
            return 404, "text/plain", b"There is no such page.\n"
        return 200, "text/html; charset=utf-8", self._write(version)

    def _write(self, version: Version) -> bytes:
        if version.kind == "gallery":
            return write_page(f"Pictures {version.number}", ["Photo."], version.published_at, version.changed_at)
        return write_story(self.seed, version.number, version.version, version.published_at, version.changed_at)


def write_sources() -> str:
    """`sources.toml` of all hosts."""
    return "\n".join(
        f'[[source]]\nid = "{host.partition(".")[0]}"\nkind = "{kind}"\nurl = "http://{host}{path}"\n'
        f'domain = "{host}"\nlanguage = "en"\ncountry = "GB"\ndelay_s = 0.05\nevery_s = 900\n'
        + ("link_pattern = '/news/20|/private/'\n" if kind == "html_index" else "")
        for host, (kind, path) in LISTS.items()
    )


@contextmanager
def serve(site: SoakSite) -> Iterator[int]:
    """Serve the site on a free port of this machine; gives the port, and stops at the end."""
    handler = type("Handler", (_Handler,), {"site": site})
    with _Server((LOOPBACK, 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, name="soak site", daemon=True)
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: whoever asked was killed."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    site: SoakSite

    def do_GET(self) -> None:
        host = (self.headers.get("Host") or "").partition(":")[0].lower()
        answer = self.site.answer(host, urlsplit(self.path).path)
        if answer == "drop":
            self.close_connection = True
            return
        status, content_type, body = (500, "text/plain", b"Sorry.\n" * 40) if isinstance(answer, str) else answer
        tag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        if status == 200 and self.headers.get("If-None-Match") == tag:
            status, body = 304, b""
        self.send_response(status)
        self.send_header("ETag", tag)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if answer == "cut":
            body, self.close_connection = body[: len(body) // 2], True
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the ledger tells what was asked."""


def _write_atom(host: str, listed: list[Version]) -> tuple[str, str]:
    newest = sorted(listed, key=lambda each: each.changed_at)[-FEED_ITEMS:]
    entries = "".join(
        f"<entry><id>{each.url}</id><title>Report {each.number}</title><link href='{each.url}'/>"
        f"<published>{each.published_at.isoformat()}</published><updated>{each.changed_at.isoformat()}</updated></entry>"
        for each in newest
    )
    return "application/atom+xml", f"<feed xmlns='http://www.w3.org/2005/Atom'><title>{host}</title>{entries}</feed>"


def _write_sitemap(host: str, listed: list[Version]) -> tuple[str, str]:
    entries = "".join(
        f"<url><loc>{each.url}</loc><lastmod>{each.changed_at.isoformat()}</lastmod></url>" for each in listed
    )
    return "application/xml", f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</urlset>"


def _write_index(host: str, listed: list[Version]) -> tuple[str, str]:
    links = "".join(f"<li><a href='{each.url}'>Report {each.number}</a></li>" for each in listed)
    return "text/html", f"<!doctype html><title>{host}</title><ul>{links}</ul>"


def _write_list(host: str, listed: list[Version]) -> tuple[str, str]:
    return "text/plain", "".join(f"{each.url}\n" for each in listed)


_WRITERS = {"feed": _write_atom, "news_sitemap": _write_sitemap, "html_index": _write_index, "url_list": _write_list}
