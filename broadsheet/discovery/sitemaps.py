"""Sitemaps and their indexes (sitemaps.org, Google's news extension) and sitemaps in plain text as listings.

The XML is read piece by piece, without entities or network, and what was read before a fault is kept. Names are
compared without namespace and case, since wrong namespaces are common; in `news:` they decide, because video and image
elements use the same names.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from broadsheet.discovery.feed_texts import local_name
from broadsheet.discovery.limits import MOST_BYTES, MOST_DEPTH, MOST_ITEMS, MOST_NAME_CHARS, MOST_PROBLEMS
from broadsheet.discovery.listing import ListedItem, Listing
from broadsheet.discovery.markup import decode_markup, drop_prolog, mend
from broadsheet.discovery.plain_text import read_language, read_plain
from broadsheet.discovery.times import read_time
from broadsheet.discovery.web_addresses import resolve

SITEMAP_ROOTS = frozenset(("urlset", "sitemapindex"))
_ENTRIES = frozenset(("url", "sitemap"))
_NEWS_FIELDS = frozenset(("name", "language", "publication_date", "title"))


@dataclass(slots=True)
class _Reading:
    """What a pass over a sitemap has met so far."""

    root: str = ""
    items: list[ListedItem] = field(default_factory=list)
    more: list[tuple[str, Any]] = field(default_factory=list)
    count: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)

    def note(self, reason: str, detail: str) -> None:
        """Keep a problem, the first of many."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append((reason, detail[:300]))


def read_sitemap(body: bytes, content_type: str | None, url: str) -> Listing:
    """What a sitemap or an index of sitemaps says. Never raises for what the bytes hold."""
    reading = _Reading()
    if len(body) > MOST_BYTES:
        reading.note("too_large", f"{len(body)} bytes; only the first {MOST_BYTES} are read.")
        body = body[:MOST_BYTES]
    text, _ = decode_markup(body, content_type)
    text = drop_prolog(text)
    fault = _read_xml(text, url, reading)
    if fault is not None:
        # "&" alone in an address is the usual fault; mended, the rest is read too.
        mended = _Reading(problems=list(reading.problems))
        second = _read_xml(mend(text), url, mended)
        if mended.count >= reading.count:
            reading = mended
        reading.note("broken_xml" if second else "mended_xml", second or fault)
    kind = "sitemap_index" if reading.root == "sitemapindex" else "sitemap"
    return Listing(
        kind if reading.root or reading.count else "unknown",
        items=tuple(reading.items),
        more_urls=tuple(reading.more),
        entry_count=reading.count,
        problems=tuple(reading.problems),
    )


def _read_xml(text: str, url: str, reading: _Reading) -> str | None:
    """Read into `reading` all that comes before a fault; returns the fault, None where there is none."""
    try:
        for entry in _list_entries(text, reading):
            if reading.count == MOST_ITEMS:
                reading.note("too_many_items", f"Only the first {MOST_ITEMS} are read.")
                return None
            reading.count += 1
            _read_entry(entry, url, reading)
    except (etree.XMLSyntaxError, ValueError) as error:
        return str(error)[:200]
    return None


def _list_entries(text: str, reading: _Reading) -> Iterator[Any]:
    """Each `url` and `sitemap` element; it is emptied once the next one is asked for."""
    events = etree.iterparse(
        io.BytesIO(text.encode("utf-8", "replace")), events=("start", "end"), resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True, collect_ids=False, encoding="utf-8",
    )  # fmt: skip
    depth = 0
    for event, element in events:
        name = local_name(element)
        if event == "start":
            depth += 1
            if depth == 1:
                reading.root = name
            if depth > MOST_DEPTH:
                raise ValueError(f"Nested deeper than {MOST_DEPTH} elements.")
            continue
        depth -= 1
        if name in _ENTRIES and depth <= 2:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _read_entry(entry: Any, url: str, reading: _Reading) -> None:
    fields: dict[str, str] = {}
    news: dict[str, str] = {}
    for child in entry:
        name = local_name(child)
        if name in ("loc", "lastmod"):
            fields.setdefault(name, "".join(child.itertext()).strip())
        elif name == "news" and not news:
            news = {
                local_name(part): "".join(part.itertext()) for part in child.iter() if local_name(part) in _NEWS_FIELDS
            }
    address = resolve(url, fields.get("loc"))
    if address is None:
        reading.note("no_address", f"Entry {reading.count} has no address: {fields.get('loc', '')!r}"[:200])
        return
    modified = read_time(fields.get("lastmod"))
    if local_name(entry) == "sitemap":
        reading.more.append((address, modified))
        return
    reading.items.append(
        ListedItem(
            url=address,
            title=read_plain(news.get("title")),
            published_at=read_time(news.get("publication_date")),
            modified_at=modified,
            publisher_name=read_plain(news.get("name"), MOST_NAME_CHARS),
            language=read_language(news.get("language")),
        )
    )
