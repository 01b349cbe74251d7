"""JSON Feed 1.0 and 1.1 (jsonfeed.org) as listings."""

from __future__ import annotations

import json
from typing import Any

from broadsheet.discovery.limits import MOST_AUTHORS, MOST_FEED_BYTES, MOST_ITEMS, MOST_NAME_CHARS, MOST_URL_CHARS
from broadsheet.discovery.listing import ListedItem, Listing
from broadsheet.discovery.markup import decode_markup
from broadsheet.discovery.plain_text import read_language, read_plain
from broadsheet.discovery.times import read_time
from broadsheet.discovery.web_addresses import resolve


def read_json_feed(body: bytes, content_type: str | None, url: str) -> Listing:
    """What a JSON Feed says. Never raises for what the bytes hold."""
    if len(body) > MOST_FEED_BYTES:
        return Listing("unknown", problems=(("too_large", f"{len(body)} bytes; the limit is {MOST_FEED_BYTES}."),))
    text, _ = decode_markup(body, content_type)
    try:
        # A raw tab or line break in a text is forbidden, and common.
        feed = json.loads(text.lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError) as error:
        return Listing("unknown", problems=(("broken_json", f"{type(error).__name__}: {error}"[:200]),))
    entries = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(entries, list):
        return Listing("unknown", problems=(("not_a_feed", "JSON without a list of items."),))
    language = read_language(_word(feed.get("language")))
    feed_authors = _read_authors(feed)
    read = [_read_item(entry, url, language, feed_authors) for entry in entries[:MOST_ITEMS]]
    items = tuple(item for item in read if item is not None)
    problems = []
    if len(items) < len(read):
        problems.append(("no_address", f"{len(read) - len(items)} of {len(read)} entries have no address."))
    if len(entries) > MOST_ITEMS:
        problems.append(("too_many_items", f"Only the first {MOST_ITEMS} of {len(entries)} are read."))
    following = resolve(url, _word(feed.get("next_url")))
    return Listing(
        kind="json_feed",
        items=items,
        more_urls=((following, None),) if following and following != url else (),
        title=read_plain(_word(feed.get("title"))),
        self_url=resolve(url, _word(feed.get("feed_url"))),
        language=language,
        entry_count=len(read),
        problems=tuple(problems),
    )


def _read_item(entry: Any, url: str, language: str | None, feed_authors: tuple[str, ...]) -> ListedItem | None:
    """The listed item of an entry: its url, else the page it is about, else an id that is an address.

    Version 1.0 allows numbers as ids.
    """
    if not isinstance(entry, dict):
        return None
    number = entry.get("id")
    guid = str(number) if type(number) is int else _word(number)
    offered = (_word(entry.get("url")), _word(entry.get("external_url")), guid if _is_address(guid) else None)
    address = next((found for found in (resolve(url, value) for value in offered) if found), None)
    if address is None:
        return None
    return ListedItem(
        url=address,
        title=read_plain(_word(entry.get("title"))),
        published_at=read_time(_word(entry.get("date_published"))),
        modified_at=read_time(_word(entry.get("date_modified"))),
        guid=guid[:MOST_URL_CHARS] if guid else None,
        language=read_language(_word(entry.get("language"))) or language,
        authors=_read_authors(entry) or feed_authors,
    )


def _read_authors(holder: dict[str, Any]) -> tuple[str, ...]:
    """Names of `authors` (1.1) or `author` (1.0)."""
    offered = holder.get("authors") if isinstance(holder.get("authors"), list) else [holder.get("author")]
    names = [
        read_plain(_word(author.get("name")), MOST_NAME_CHARS) for author in offered or () if isinstance(author, dict)
    ]
    return tuple(dict.fromkeys(name for name in names if name))[:MOST_AUTHORS]


def _is_address(guid: str | None) -> bool:
    return bool(guid) and str(guid).startswith(("http://", "https://"))


def _word(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
