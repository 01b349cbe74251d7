"""The links of a section page as a listing: those that match a pattern, or those that look like articles."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from courlan.filters import is_navigation_page, is_not_crawlable, type_filter

from broadsheet.discovery.html_links import PageLink, list_links, parse_html
from broadsheet.discovery.listing import ListedItem, Listing
from broadsheet.discovery.plain_text import read_plain
from broadsheet.discovery.times import read_time
from broadsheet.discovery.url_identity import is_home_address, is_same_site, normalise_url

_DAY = re.compile(r"/(?:19|20)\d{2}[/-]?\d{1,2}(?:[/-]?\d{1,2})?/")
_NUMBER = re.compile(r"\d{5,}")
_WORDS = re.compile(r"[-_]")
_FEWEST_HYPHENS = 3
_FEWEST_TITLE_WORDS = 4


def read_html_index(body: bytes, content_type: str | None, url: str, link_pattern: str | None = None) -> Listing:
    """The articles that a section page links to, in order, each once. Never raises for what the bytes hold.

    link_pattern: regular expression searched in each absolute address; all links that match count, wherever they
    stand. Without it: links of the same registered domain, outside navigation, whose address or text is like that of
    an article.
    """
    tree = parse_html(body, content_type)
    if tree is None:
        return Listing("unknown", problems=(("not_a_page", "The parser found no page in the bytes."),))
    try:
        pattern = re.compile(link_pattern) if link_pattern else None
    except re.error as error:
        return Listing("html_index", problems=(("bad_pattern", f"link_pattern {link_pattern!r}: {error}"[:300]),))
    own = normalise_url(url)
    links = list(list_links(tree, url))
    anchors = [link for link in links if link.tag == "a"]
    wanted = [link for link in anchors if (pattern.search(link.url) if pattern else _is_article(link, url))]
    following = [link.url for link in links if "next" in link.rels and normalise_url(link.url) != own]
    return Listing(
        "html_index",
        _list_once(wanted, own),
        more_urls=tuple((address, None) for address in following[:1]),
        entry_count=len(anchors),
    )


def _list_once(links: list[PageLink], own: str | None) -> tuple[ListedItem, ...]:
    """One item for each page in order of the first link, named by its first heading, else by its first link with words.

    A card links its picture and its topic before its headline.
    """
    grouped: dict[str, list[PageLink]] = {}
    for link in links:
        identity = normalise_url(link.url)
        if identity is not None and identity != own:
            grouped.setdefault(identity, []).append(link)
    return tuple(_make_item(group) for group in grouped.values())


def _make_item(group: list[PageLink]) -> ListedItem:
    named = [link for link in group if read_plain(link.text)]
    chosen = next((link for link in named if link.is_heading), named[0] if named else group[0])
    published = next((read_time(link.published) for link in group if link.published), None)
    return ListedItem(group[0].url, title=read_plain(chosen.text), published_at=published)


def _is_article(link: PageLink, page_url: str) -> bool:
    """Whether a link is likely to lead to an article of the same site."""
    if link.is_nav or "nofollow" in link.rels or not is_same_site(link.url, page_url) or is_home_address(link.url):
        return False
    if is_not_crawlable(link.url) or is_navigation_page(link.url) or not type_filter(link.url, strict=True):
        return False
    path = urlsplit(link.url).path
    last = path.rstrip("/").rsplit("/", 1)[-1]
    points = bool(_DAY.search(path)) + bool(_NUMBER.search(path)) + 2 * (len(_WORDS.findall(last)) >= _FEWEST_HYPHENS)
    points += link.is_heading + (len((link.text or "").split()) >= _FEWEST_TITLE_WORDS)
    return points >= 2
