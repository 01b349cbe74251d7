"""Feeds and sitemaps that a page announces, in its head or by links that look like feeds.

The `Sitemap` lines of robots.txt belong to `broadsheet.crawl`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadsheet.discovery.html_links import PageLink, list_links, parse_html
from broadsheet.discovery.url_identity import is_same_site

_TYPES = {
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "text/rss+xml": "feed",
    "text/atom+xml": "feed",
    "application/feed+json": "json_feed",
}
# Types that are also used for other things: only where the address or title says that it is a feed.
_LOOSE_TYPES = frozenset(("text/xml", "application/xml", "application/json", ""))
_FEED_ADDRESS = re.compile(
    r"(?:^|[/._?=&-])(?:rss2?|atom|feeds?|rdf)(?:[/._?=&-]|\d?$)|\.(?:rss|rdf|atom)(?:$|\?)", re.IGNORECASE
)
_FEED_ENDING = re.compile(r"\.(?:rss|rdf|atom)(?:$|\?)", re.IGNORECASE)
_SITEMAP_ADDRESS = re.compile(r"sitemap[^/?]*\.(?:xml|txt)(?:\.gz)?(?:$|\?)", re.IGNORECASE)
_FEED_TEXT = re.compile(r"^(?:rss|atom)(?:[ -]feeds?)?$|\brss[ -]feeds?\b", re.IGNORECASE)
_COMMENTS = re.compile(r"/comments?/|comments?[ _-]?feed|[?&]feed=comments|kommentare|commentaires", re.IGNORECASE)
_MOST_LISTS = 100


@dataclass(frozen=True, slots=True)
class AnnouncedList:
    """A list that a page names. kind: feed, sitemap or json_feed; how: link (in the head) or anchor (in the text)."""

    url: str
    kind: str
    title: str | None = None
    how: str = "link"


def find_lists(html: bytes, url: str, *, content_type: str | None = None) -> list[AnnouncedList]:
    """The lists that a page announces, best first: those of its head in order, then anchors that look like feeds.

    Feeds of comments come last. Anchors count only on the page's own registered domain or where they end in .rss,
    .rdf or .atom. Each address is named once; a page that is none has none.
    """
    tree = parse_html(html, content_type)
    if tree is None:
        return []
    found: dict[str, AnnouncedList] = {}
    for link in list_links(tree, url):
        announced = _read_link(link) if link.tag == "link" else _read_anchor(link, url)
        if announced is not None:
            found.setdefault(link.url, announced)
    ranked = sorted(found.values(), key=lambda announced: (_is_of_comments(announced), announced.how != "link"))
    return ranked[:_MOST_LISTS]


def _read_link(link: PageLink) -> AnnouncedList | None:
    kind = _classify_link(link)
    return AnnouncedList(link.url, kind, link.title) if kind else None


def _read_anchor(link: PageLink, page_url: str) -> AnnouncedList | None:
    kind = _classify_anchor(link, page_url)
    return AnnouncedList(link.url, kind, link.title or link.text, "anchor") if kind else None


def _classify_link(link: PageLink) -> str | None:
    if "sitemap" in link.rels:
        return "sitemap"
    if not {"alternate", "feed"} & set(link.rels):
        return None
    known = _TYPES.get(link.type)
    if known:
        return known
    says_feed = bool(_FEED_ADDRESS.search(link.url)) or "feed" in link.rels
    if link.type not in _LOOSE_TYPES or not says_feed:
        return None
    return "json_feed" if "json" in link.type else "feed"


def _classify_anchor(link: PageLink, page_url: str) -> str | None:
    is_own = is_same_site(link.url, page_url)
    if is_own and _SITEMAP_ADDRESS.search(link.url):
        return "sitemap"
    path = link.url.split("://", 1)[-1].partition("/")[2]
    says_feed = bool(_FEED_ADDRESS.search("/" + path) or _FEED_TEXT.search(link.text or ""))
    return "feed" if _FEED_ENDING.search(path) or (is_own and says_feed) else None


def _is_of_comments(announced: AnnouncedList) -> bool:
    return bool(_COMMENTS.search(announced.url) or _COMMENTS.search(announced.title or ""))
