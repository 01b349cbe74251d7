"""Feeds in XML (RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, CDF) as listings.

Entries come from fastfeedparser, which reads bytes that we have and never the network; what it drops comes from
`feed_elements`; what it refuses or counts otherwise, from feedparser, which is about a hundred times slower.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

import fastfeedparser
import feedparser

from broadsheet.discovery.feed_elements import FeedElements, ItemElements, list_items, read_feed_elements
from broadsheet.discovery.feed_texts import local_name
from broadsheet.discovery.limits import (
    MOST_AUTHORS,
    MOST_FALLBACK_BYTES,
    MOST_FALLBACK_TAGS,
    MOST_FEED_BYTES,
    MOST_ITEMS,
    MOST_NAME_CHARS,
    MOST_URL_CHARS,
)
from broadsheet.discovery.listing import ListedItem, Listing
from broadsheet.discovery.markup import Markup, read_markup
from broadsheet.discovery.plain_text import read_language, read_plain, strip_tags
from broadsheet.discovery.times import read_time
from broadsheet.discovery.web_addresses import resolve

# What the two readers raise at odd feeds (found by mutating feeds); anything else is a fault of ours.
_READER_FAULTS = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError, OverflowError,
    LookupError, ArithmeticError, SyntaxError,
)  # fmt: skip


Problems = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry as a feed reader has it; dates as written."""

    link: str | None
    title: str | None
    guid: str | None
    authors: tuple[str, ...]
    published: str | None = None
    modified: str | None = None


def read_feed(body: bytes, content_type: str | None, url: str) -> Listing:
    """What a feed says. Never raises for what the bytes hold."""
    if len(body) > MOST_FEED_BYTES:
        detail = f"{len(body)} bytes; the limit is {MOST_FEED_BYTES}."
        return Listing("unknown", problems=(("too_large", detail),))
    return read_feed_markup(read_markup(body, content_type), url)


def read_feed_markup(markup: Markup, url: str) -> Listing:
    """What a feed says whose XML is read."""
    if markup.root is None:
        return Listing("unknown", problems=(("not_a_feed", "No XML element."), *markup.problems))
    if local_name(markup.root) == "channel" and markup.root.get("HREF"):
        return _read_channel_definition(markup, url)
    feed = read_feed_elements(markup.root, url, MOST_ITEMS)
    entries, problems = _read_entries(markup, url, feed.items)
    if len(entries) == len(feed.items) or not entries:
        pairs: Iterable[Any] = zip_longest(entries, feed.items)
    else:
        pairs = ((entry, None) for entry in entries[:MOST_ITEMS])
        problems = (*problems, ("readers_differ", f"{len(entries)} entries, {len(feed.items)} elements."))
    items = [_make_item(entry, element, feed) for entry, element in pairs]
    return _make_listing(feed, items, (*markup.problems, *problems))


def _read_entries(markup: Markup, url: str, elements: Sequence[ItemElements]) -> tuple[list[_Entry], Problems]:
    """The entries by fastfeedparser; by feedparser where that fails or misses elements or addresses of a broken one."""
    try:
        parsed = fastfeedparser.parse(
            markup.data, include_content=False, include_tags=False, include_media=False, include_enclosures=False
        )
        entries = [_read_fast(entry) for entry in parsed["entries"][:MOST_ITEMS]]
    except _READER_FAULTS as error:
        return _read_slowly(markup.data, url, f"{type(error).__name__}: {error}"[:200])
    is_sure = len(entries) == len(elements)
    if is_sure and (markup.is_whole or all(entry.link for entry in entries)):
        return entries, ()
    slow, problems = _read_slowly(markup.data, url, f"{len(entries)} entries, {len(elements)} elements")
    is_better = sum(entry.link is not None for entry in slow) > sum(entry.link is not None for entry in entries)
    return (slow, problems) if is_better or len(slow) > len(entries) else (entries, problems)


def _read_slowly(body: bytes, url: str, reason: str) -> tuple[list[_Entry], Problems]:
    if len(body) > MOST_FALLBACK_BYTES or body.count(b"<") > MOST_FALLBACK_TAGS:
        return [], (("not_read", f"{reason}; {len(body)} bytes, too much for the slower reader."),)
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        parsed = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False)
        return [_read_slow(entry) for entry in parsed.get("entries", ())], (("read_slowly", reason),)
    except _READER_FAULTS as error:
        return [], (("not_read", f"{reason}; {type(error).__name__}: {error}"[:300]),)


def _read_fast(entry: Any) -> _Entry:
    return _Entry(
        _word(entry.get("link")), _word(entry.get("title")), _word(entry.get("id")), _read_authors(entry.get("authors"))
    )


def _read_slow(entry: Any) -> _Entry:
    # feedparser answers `published` for `updated` where only one of them is there.
    modified = _word(entry.get("updated")) if "updated" in entry else None
    return replace(
        _read_fast(entry), published=_word(entry.get("published") or entry.get("created")), modified=modified
    )


def _word(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _read_authors(offered: Any) -> tuple[str, ...]:
    """Names of authors; an address of mail alone is none."""
    found = [author.get("name") for author in offered if isinstance(author, dict)] if isinstance(offered, list) else []
    names = [read_plain(name, MOST_NAME_CHARS) for name in found if isinstance(name, str)]
    return tuple(dict.fromkeys(name for name in names if name and "@" not in name))[:MOST_AUTHORS]


def _make_item(entry: _Entry | None, element: ItemElements | None, feed: FeedElements) -> ListedItem | None:
    """The listed item of an entry, None where nothing of it is an address."""
    element = element or ItemElements(feed.base)
    entry = entry or _Entry(element.link, element.title, element.guid, ())
    guid = (element.guid or entry.guid or "")[:MOST_URL_CHARS] or None
    url = resolve(element.base, _choose_address(entry, element, guid))
    if url is None:
        return None
    return ListedItem(
        url=url,
        title=element.title or strip_tags(entry.title),
        published_at=read_time(element.published or entry.published),
        modified_at=read_time(element.modified or entry.modified),
        publisher_name=element.publisher_name,
        publisher_url=element.publisher_url,
        guid=guid,
        language=read_language(element.language or feed.language),
        authors=entry.authors,
    )


def _choose_address(entry: _Entry, element: ItemElements, guid: str | None) -> str | None:
    """The entry's link; without one, its permanent guid or what RDF says it is about.

    RSS 2.0: a guid is an address unless isPermaLink is "false". RSS 1.0: rdf:about is the same as the link.
    """
    link = element.link or entry.link
    if link and not (element.link is None and link == guid and element.is_permalink is False):
        return link
    if guid and element.is_permalink is not False and element.is_permalink is not None:
        return guid
    return element.about


def _make_listing(
    feed: FeedElements, items: Sequence[ListedItem | None], problems: Sequence[tuple[str, str]]
) -> Listing:
    found = tuple(item for item in items if item is not None)
    missing = len(items) - len(found)
    notes = [*problems]
    if missing:
        notes.append(("no_address", f"{missing} of {len(items)} entries have no address."))
    if len(items) == MOST_ITEMS:
        notes.append(("too_many_items", f"Only the first {MOST_ITEMS} are read."))
    return Listing(
        kind=feed.kind,
        items=found,
        more_urls=((feed.next_url, None),) if feed.next_url and feed.next_url != feed.self_url else (),
        interval_s=feed.interval_s,
        title=feed.title,
        moved_to=feed.moved_to,
        self_url=feed.self_url,
        language=read_language(feed.language),
        entry_count=len(items),
        problems=tuple(notes),
    )


def _read_channel_definition(markup: Markup, url: str) -> Listing:
    """Microsoft's channel definition format: items whose address and last change are attributes."""
    base = resolve(url, markup.root.get("BASE")) or url
    feed = FeedElements("cdf", base)
    items: list[ListedItem | None] = []
    for element in list(list_items(markup.root))[:MOST_ITEMS]:
        title = next((child for child in element if local_name(child) == "title"), None)
        href = element.get("HREF") or element.get("href")
        address = resolve(base, href)
        item = ListedItem(address, read_plain(title.text) if title is not None else None) if address else None
        modified = read_time(element.get("LASTMOD") or element.get("lastmod"))
        items.append(replace(item, modified_at=modified) if item else None)
    title = next((child for child in markup.root if local_name(child) == "title"), None)
    feed.title = read_plain(title.text) if title is not None else None
    return _make_listing(feed, items, markup.problems)
