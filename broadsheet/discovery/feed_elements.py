"""What a feed's XML says beyond the entries that feed readers return, read in one pass over its tree.

Belongs here: `<source>`, `<ttl>`, `sy:`, dates as written, titles with markup or in Base64, xml:base, guid rules, links
to the next page, to the feed itself and to its new address. Names are compared without namespace and case, since wrong
and missing namespaces are common. Joining this with the entries belongs to `feeds`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from broadsheet.discovery.feed_texts import local_name, read_title, text_of, text_of_child
from broadsheet.discovery.limits import MOST_NAME_CHARS
from broadsheet.discovery.plain_text import read_plain

_XML = "{http://www.w3.org/XML/1998/namespace}"
_ITEM_NAMES = frozenset(("item", "entry"))
_KINDS = {"rss": "rss", "rdf": "rdf", "feed": "atom", "channel": "rss"}
# The first that is given wins: what the format itself calls publication before what its modules do.
_PUBLISHED = ("pubdate", "published", "issued", "created", "date", "dateposted")
_MODIFIED = ("updated", "modified", "lastmod", "lastmodified")
_PERIODS_S = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
_MOVED = frozenset(("new-feed-url", "newlocation"))
_FOREIGN = "{http://search.yahoo.com/mrss"


@dataclass(slots=True)
class ItemElements:
    """One entry's elements. dates: raw value by name. is_permalink: what its guid says of itself, None if nothing."""

    base: str
    title: str | None = None
    link: str | None = None
    about: str | None = None
    guid: str | None = None
    is_permalink: bool | None = None
    dates: dict[str, str] = field(default_factory=dict)
    publisher_name: str | None = None
    publisher_url: str | None = None
    language: str | None = None

    def find_date(self, names: tuple[str, ...]) -> str | None:
        """The raw value of the first name that the entry has."""
        return next((self.dates[name] for name in names if name in self.dates), None)

    @property
    def published(self) -> str | None:
        return self.find_date(_PUBLISHED)

    @property
    def modified(self) -> str | None:
        return self.find_date(_MODIFIED)


@dataclass(slots=True)
class FeedElements:
    """What stands outside the entries, and the entries' elements in order."""

    kind: str
    base: str
    items: list[ItemElements] = field(default_factory=list)
    title: str | None = None
    language: str | None = None
    ttl: str | None = None
    period: str | None = None
    frequency: str | None = None
    next_url: str | None = None
    self_url: str | None = None
    moved_to: str | None = None

    @property
    def interval_s(self) -> float | None:
        """How long the feed asks to be left alone: the longer of `ttl` (minutes) and the syndication module's."""
        ttl = _read_count(self.ttl)
        seconds = _PERIODS_S.get((self.period or "").strip().lower())
        rate = seconds / (_read_count(self.frequency) or 1) if seconds else None
        given = [value for value in (ttl * 60.0 if ttl else None, rate) if value]
        return max(given, default=None)


def read_feed_elements(root: Any, url: str, most_items: int) -> FeedElements:
    """Read a feed's tree; `url` is the address that relative ones are resolved against."""
    kind = _KINDS.get(local_name(root), "rss")
    feed = FeedElements(kind, _base_of(root, url))
    feed.language = root.get(f"{_XML}lang")
    for element in list_items(root):
        if len(feed.items) == most_items:
            break
        feed.items.append(_read_item(element, _base_below(element, root, url)))
    for holder in _list_holders(root):
        for child in holder:
            _read_feed_child(feed, child, _base_below(child, root, url))
    return feed


def list_items(root: Any) -> Iterator[Any]:
    """The entries of a feed in order; entries inside entries (quoted feeds) are none of them."""
    pending = [iter(root)]
    while pending:
        child = next(pending[-1], None)
        if child is None:
            pending.pop()
        elif local_name(child) in _ITEM_NAMES and not _is_foreign(child):
            yield child
        elif len(child) and len(pending) < 6:
            pending.append(iter(child))


def _list_holders(root: Any) -> list[Any]:
    """The elements that hold a feed's own fields: its channel, and the root."""
    return [*[child for child in root if local_name(child) == "channel"][:1], root]


def _read_feed_child(feed: FeedElements, child: Any, base: str) -> None:
    name = local_name(child)
    if name == "link":
        _read_feed_link(feed, child, base)
    elif name in _MOVED:
        feed.moved_to = feed.moved_to or _resolve(base, text_of(child) or text_of_child(child, "location"))
    elif name == "title":
        feed.title = feed.title or read_title(child)
    elif name in _FEED_FIELDS:
        field_name = _FEED_FIELDS[name]
        setattr(feed, field_name, getattr(feed, field_name) or text_of(child))


_FEED_FIELDS = {"language": "language", "ttl": "ttl", "updateperiod": "period", "updatefrequency": "frequency"}


def _read_feed_link(feed: FeedElements, link: Any, base: str) -> None:
    rel, href = (link.get("rel") or "").strip().lower(), link.get("href")
    if rel == "next":
        feed.next_url = feed.next_url or _resolve(base, href)
    elif rel == "self":
        feed.self_url = feed.self_url or _resolve(base, href)


def _read_item(element: Any, base: str) -> ItemElements:
    item = ItemElements(base, language=element.get(f"{_XML}lang"))
    item.about = next((value for name, value in element.attrib.items() if name.rsplit("}", 1)[-1] == "about"), None)
    for child in element:
        name = local_name(child)
        if name in _ITEM_READERS and not _is_foreign(child):
            _ITEM_READERS[name](item, child)
        elif name in _DATE_NAMES:
            value = text_of(child)
            if value:
                item.dates.setdefault(name, value)
    return item


def _read_item_title(item: ItemElements, child: Any) -> None:
    is_module = child.tag.startswith(_TITLE_MODULES)
    if item.title is None or not is_module:
        item.title = read_title(child) or item.title


def _read_item_link(item: ItemElements, child: Any) -> None:
    href = child.get("href")
    if href is None and text_of(child):
        item.link = item.link or text_of(child)
    elif href and (child.get("rel") or "alternate").strip().lower() == "alternate":
        item.link = item.link or href.strip()


def _read_guid(item: ItemElements, child: Any) -> None:
    item.guid = item.guid or text_of(child)
    said = next((value for name, value in child.attrib.items() if name.lower() == "ispermalink"), None)
    if local_name(child) == "guid" and said is not None:
        item.is_permalink = said.strip().lower() != "false"


def _read_source(item: ItemElements, child: Any) -> None:
    """RSS: name as text, address as attribute; Atom: the title of the feed that it came from, and its page."""
    if len(child):
        title = next((part for part in child if local_name(part) == "title"), None)
        name, address = read_title(title) if title is not None else None, _find_source_address(child)
    else:
        name, address = read_plain(child.text, MOST_NAME_CHARS), child.get("url")
    item.publisher_name = item.publisher_name or name
    item.publisher_url = item.publisher_url or _resolve(item.base, address)


def _find_source_address(source: Any) -> str | None:
    """The page of an Atom source; without one, the feed itself or its id."""
    links = {part.get("rel") or "alternate": part.get("href") for part in source if local_name(part) == "link"}
    return links.get("alternate") or links.get("self") or text_of_child(source, "id")


def _read_language(item: ItemElements, child: Any) -> None:
    item.language = item.language or text_of(child)


_ITEM_READERS = {
    "title": _read_item_title, "link": _read_item_link, "guid": _read_guid, "id": _read_guid, "source": _read_source,
    "language": _read_language,
}  # fmt: skip
_DATE_NAMES = frozenset((*_PUBLISHED, *_MODIFIED))
_TITLE_MODULES = ("{http://purl.org/dc/",)


def _is_foreign(element: Any) -> bool:
    """Whether the element belongs to a module that reuses the names of feeds for pictures and films."""
    return str(element.tag).startswith(_FOREIGN)


def _base_of(root: Any, url: str) -> str:
    return _join(url, root.get(f"{_XML}base"))


def _base_below(element: Any, root: Any, url: str) -> str:
    """xml:base of an element: those of its ancestors joined from the outside in."""
    bases = [element.get(f"{_XML}base")]
    above = element.getparent()
    while above is not None:
        bases.append(above.get(f"{_XML}base"))
        above = above.getparent()
    base = url
    for value in reversed(bases):
        if value:
            base = _join(base, value)
    return base


def _resolve(base: str, href: str | None) -> str | None:
    joined = _join(base, href.strip()) if href and href.strip() else None
    return joined if joined and joined.startswith(("http://", "https://")) else None


def _join(base: str, href: str | None) -> str:
    try:
        return urljoin(base, href.strip()) if href else base
    except ValueError:
        return base


def _read_count(text: str | None) -> int | None:
    """A positive number of a sane size, such as the minutes of `ttl`."""
    digits = (text or "").strip()
    return int(digits) if digits.isdecimal() and len(digits) <= 7 and int(digits) > 0 else None
