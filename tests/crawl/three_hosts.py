"""Three outlets on this machine, 50 articles each, listed by a feed, a news sitemap and a list of addresses.

Run as a program it polls them, again for each line that it reads, in a process of its own that may be killed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from broadsheet.crawl.events import PollSummary
from broadsheet.crawl.poll import poll_sources
from broadsheet.fetch.backend import GuardedBackend
from broadsheet.fetch.client import Client
from broadsheet.ingest.sources import Source
from broadsheet.settings import load_settings
from tests.crawl.simulated import make_feed, make_page
from tests.fetch.loopback import Answer, LoopbackServer, Request, Site

HOSTS = {"feed": "echo.example", "news_sitemap": "mill.example", "url_list": "tide.example"}
LISTS = {"feed": "/feed.xml", "news_sitemap": "/news-sitemap.xml", "url_list": "/addresses.txt"}
DELAY_S = 0.02


def make_sources(port: int) -> list[Source]:
    """The three live sources."""
    return [
        Source(kind, None, kind, url=f"http://{host}:{port}{LISTS[kind]}", delay_s=DELAY_S, every_s=0.0)
        for kind, host in HOSTS.items()
    ]


def article_path(number: int) -> str:
    """Every tenth article is denied by robots.txt."""
    return f"/private/story-{number}" if number % 10 == 9 else f"/news/story-{number}"


def list_articles(port: int, numbers: Iterable[int], *, is_denied: bool = False) -> set[str]:
    """Addresses of articles on all hosts, without those that robots.txt denies, or those alone."""
    return {
        f"http://{host}:{port}{article_path(number)}"
        for host in HOSTS.values()
        for number in numbers
        if article_path(number).startswith("/private/") == is_denied
    }


def fill(site: Site, port: int, numbers: range) -> None:
    """Let the site serve these articles, their lists and its robots.txt."""
    robots = b"User-agent: *\nDisallow: /private/\nContent-Usage: train-ai=n\n"
    for kind, host in HOSTS.items():
        paths = [article_path(number) for number in numbers]
        site.add(host, "/robots.txt", Answer(body=robots, headers=(("Content-Type", "text/plain"),)))
        for number, path in zip(numbers, paths, strict=True):
            site.add(host, path, _answer_conditionally(make_page(f"{host} story {number}"), "text/html"))
        body, media = _write_list(kind, [f"http://{host}:{port}{path}" for path in paths])
        site.add(host, LISTS[kind], _answer_conditionally(body, media))


def poll(home: Path, port: int, worker_count: int = 3) -> PollSummary:
    """One poll of the three by the real client."""
    settings = load_settings({"BROADSHEET_HOME": str(home), "BROADSHEET_CONTACT": "desk@newsroom.example"})
    backend = GuardedBackend(allowed=[("127.0.0.1", port)], resolver=lambda name: ["127.0.0.1"])
    with Client("Broadsheet-test", backend=backend) as client:
        return poll_sources(
            settings, make_sources(port), fetcher=client, is_loopback=True, worker_count=worker_count, is_forced=True
        )


def _write_list(kind: str, urls: list[str]) -> tuple[bytes, str]:
    if kind == "feed":
        return make_feed(urls), "application/rss+xml"
    if kind == "url_list":
        return "\n".join(urls).encode(), "text/plain"
    at = datetime.now(UTC).isoformat()
    entries = "".join(
        f"<url><loc>{url}</loc><news:news><news:publication><news:name>The Mill</news:name><news:language>en"
        f"</news:language></news:publication><news:publication_date>{at}</news:publication_date>"
        f"<news:title>A story</news:title></news:news></url>"
        for url in urls
    )
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f"<urlset {spaces}>{entries}</urlset>".encode(), "application/xml"


def _answer_conditionally(body: bytes, media: str):  # type: ignore[no-untyped-def]
    tag = f'"{sha256(body).hexdigest()[:12]}"'

    def answer(request: Request) -> Answer:
        if request.header("If-None-Match") == tag:
            return Answer(304, (("ETag", tag),))
        return Answer(200, (("Content-Type", media), ("ETag", tag)), body)

    return answer


def serve() -> LoopbackServer:
    """The server, with nothing on it so far."""
    return LoopbackServer(Site())


def _main(home: Path, port: int) -> None:
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            poll(home, port)
            os._exit(0)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(status, flush=True)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]))
