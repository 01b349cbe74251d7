"""The feeds and sitemaps of a site: what its home page and its robots.txt name, each tried once.

Belongs here: which lists are looked at, what each holds, and whose its items are. Reading a page's announcements and a
list belongs to `broadsheet.discovery`, the entry in sources.toml to broadsheet.ingest.sources_edit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from urllib.parse import urljoin

from broadsheet.crawl.trials import find_newest
from broadsheet.crawl.visits import Visitor
from broadsheet.discovery.autodiscovery import find_lists
from broadsheet.discovery.listing import ListedItem, Listing
from broadsheet.discovery.read import read_listing
from broadsheet.errors import SourceError
from broadsheet.fetch.exchange import Exchange
from broadsheet.ingest.publishers import read_host, registered_domain

# Lists that are fetched of one site: a person waits, and the host is asked every few seconds only.
MOST_FEEDS, MOST_SITEMAPS = 5, 4
# Of a publisher's own feed a few links may lead elsewhere: videos, sister papers, advertisements.
_OWN_SHARE = 0.8

_KINDS = {
    "rss": "feed", "rdf": "feed", "atom": "feed", "cdf": "feed", "json_feed": "feed",
    "sitemap": "news_sitemap", "sitemap_index": "news_sitemap", "url_list": "url_list",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SiteList:
    """A list of a site. kind: of the source that it could be. how: where its address stood.

    domain: the one publisher that its items belong to, None where they are several publishers' or it has none. fault:
    why it cannot be used, empty where it can. is_news: it gives titles, as feeds and news sitemaps do.
    """

    url: str
    kind: str
    how: str
    title: str | None = None
    item_count: int = 0
    part_count: int = 0
    newest_at: datetime | None = None
    domain: str | None = None
    is_news: bool = False
    fault: str = ""


def find_site_lists(url: str, visitor: Visitor, on_ask: Callable[[str], None] = lambda url: None) -> list[SiteList]:
    """The lists of the site at `url`, best first; that of the address itself alone where it is a list.

    Best are feeds, then sitemaps of news, then others; after them comes the page itself where its links look like
    articles, and what cannot be used. on_ask: told of each
    address before it is fetched. Raises SourceError where the address cannot be fetched.
    """
    on_ask(url)
    exchange = visitor.fetch(url)
    if exchange.outcome != "fetched":
        raise SourceError(f"{url} cannot be read: {_explain(exchange)}. Check the address in a browser.")
    listing = _read(exchange)
    if listing.kind in _KINDS:
        return [_describe(exchange.url, "this address", None, listing)]
    found = [_try(named, how, title, visitor, on_ask) for named, how, title in _name_lists(exchange, visitor)]
    if listing.items:
        found.append(_describe_page(exchange.url, listing))
    return sorted(found, key=_rank)


def _rank(found: SiteList) -> tuple[bool, bool, bool, bool]:
    return bool(found.fault), found.kind == "html_index", found.kind != "feed", not found.is_news


def find_owner(items: tuple[ListedItem, ...]) -> str | None:
    """The registered domain that nearly all items lie on; None where they are of several publishers.

    A search feed links to itself whatever it lists, but names the publisher of each item.
    """
    named = {item.publisher_url or item.publisher_name for item in items} - {None}
    hosts = [host for item in items if (host := read_host(item.url)) is not None]
    if len(named) > 1 or not hosts:
        return None
    domain, count = Counter(registered_domain(host) for host in hosts).most_common(1)[0]
    return domain if count >= _OWN_SHARE * len(items) else None


def _name_lists(exchange: Exchange, visitor: Visitor) -> Iterator[tuple[str, str, str | None]]:
    """Address, where it stood and title of each list to be tried; each address once."""
    announced = find_lists(exchange.decoded, exchange.url, content_type=exchange.header("content-type"))
    feeds = [item for item in announced if item.kind != "sitemap"]
    sitemaps = [item for item in announced if item.kind == "sitemap"]
    named = [(item.url, item.how, item.title) for item in feeds[:MOST_FEEDS]]
    in_robots = visitor.read_robots(exchange.url).text.sitemaps
    # Those that have news in their name are most likely what is looked for.
    told = sorted(dict.fromkeys(urljoin(exchange.url, url) for url in in_robots), key=lambda url: "news" not in url)
    others = [*((url, "robots.txt", None) for url in told), *((item.url, item.how, item.title) for item in sitemaps)]
    seen: set[str] = set()
    for url, how, title in (*named, *islice(others, MOST_SITEMAPS)):
        if url not in seen:
            seen.add(url)
            yield url, how, title


def _try(url: str, how: str, title: str | None, visitor: Visitor, on_ask: Callable[[str], None]) -> SiteList:
    on_ask(url)
    exchange = visitor.fetch(url)
    if exchange.outcome != "fetched":
        return SiteList(url, "-", how, title, fault=_explain(exchange))
    return _describe(url, how, title, _read(exchange))


def _describe(url: str, how: str, title: str | None, listing: Listing) -> SiteList:
    count, parts = len(listing.items), len(listing.more_urls)
    host = read_host(url)
    fault = ""
    if listing.kind not in _KINDS:
        fault = "it is a page, no list"
    elif not count and not parts:
        fault = "; ".join(detail for _, detail in listing.problems[:1]) or "it names nothing"
    return SiteList(
        url=url,
        kind=_KINDS.get(listing.kind, "-"),
        how=how,
        title=listing.title or title,
        item_count=count,
        part_count=parts,
        newest_at=find_newest(listing),
        domain=find_owner(listing.items) if count else registered_domain(host) if host else None,
        is_news=any(item.title for item in listing.items),
        fault=fault,
    )


def _describe_page(url: str, listing: Listing) -> SiteList:
    owner = find_owner(listing.items)
    return SiteList(url, "html_index", "this page", listing.title, len(listing.items), domain=owner)


def _read(exchange: Exchange) -> Listing:
    return read_listing(exchange.decoded, exchange.header("content-type"), exchange.url)


def _explain(exchange: Exchange) -> str:
    return f"{exchange.outcome}, {exchange.detail}" if exchange.detail else exchange.outcome
