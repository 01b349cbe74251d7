"""Web sites that stand in a dictionary: a fetcher that asks the gate as the real one does and opens nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from broadsheet.fetch.exchange import Exchange, Gate, Headers, Hop


@dataclass
class MadeUpSites:
    """Pages by address: (content type, body), a status, or an address to be sent on to. asked: what was, in order."""

    pages: dict[str, tuple[str, str] | int | str]
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str, *, headers: Headers = (), gate: Gate | None = None) -> Exchange:
        hops: list[Hop] = []
        now = datetime.now(UTC)
        target = url
        while True:
            refusal = gate(target) if gate else None
            if refusal:
                return Exchange(url, refusal[0], refusal[1], tuple(hops))
            self.asked.append(target)
            found = self.pages.get(target, 404)
            if isinstance(found, str):
                hops.append(Hop(target, now, 0.1, status=301))
                target = found
                continue
            if isinstance(found, int):
                hops.append(Hop(target, now, 0.1, status=found))
                outcome = {404: "gone", 403: "refused", 503: "throttled"}[found]
                return Exchange(url, outcome, f"{found}", tuple(hops))
            kind, body = found
            hops.append(Hop(target, now, 0.1, status=200, headers=(("Content-Type", kind),), body=body.encode()))
            return Exchange(url, "fetched", "200 OK", tuple(hops), body.encode())


def write_rss(*links: str, day: int = 4, more: str = "") -> tuple[str, str]:
    """A feed with an item for each link; the first is the newest."""
    items = "".join(
        f"<item><title>Story {number}</title><link>{link}</link>{more}"
        f"<pubDate>{day - number:02d} Mar 2026 10:00:00 GMT</pubDate></item>"
        for number, link in enumerate(links)
    )
    return "application/rss+xml", f'<rss version="2.0"><channel><title>The Post</title>{items}</channel></rss>'


def write_sitemap(*links: str, news: bool = False) -> tuple[str, str]:
    """A sitemap of these pages; of news it names their titles."""
    title = (
        "<n:news><n:publication><n:name>Post</n:name><n:language>en</n:language></n:publication>"
        "<n:publication_date>2026-03-04</n:publication_date><n:title>Gate</n:title></n:news>"
    )
    spaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    urls = "".join(f"<url><loc>{link}</loc>{title if news else ''}</url>" for link in links)
    return "application/xml", f"<urlset {spaces}>{urls}</urlset>"
