"""What a list of addresses says: its items, where it goes on, and how often it wants to be asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One entry of a list.

    url: absolute, as the list writes it (resolved against the list's address). published_at, modified_at: UTC, None
    where the list does not say or it cannot be read. publisher_name, publisher_url: the origin publisher that
    `<source>` or `news:publication` names. Texts are plain, character references resolved, blanks collapsed.
    """

    url: str
    title: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    publisher_name: str | None = None
    publisher_url: str | None = None
    guid: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as read. kind: rss, rdf, atom, cdf, json_feed, sitemap, sitemap_index, url_list, html_index or unknown.

    more_urls: further lists it names (parts of a sitemap index, the feed's next page) with the time of their last
    change where known. interval_s: how long it asks to be left alone (`ttl`, `sy:`), None where it does not say.
    moved_to: a new address of the feed itself that it announces. self_url: the address that the feed calls its own.
    entry_count: how many entries it has, those without an address included, which are no items. problems: (reason,
    detail) of what could not be read; the items before and after are there all the same.
    """

    kind: str
    items: tuple[ListedItem, ...] = ()
    more_urls: tuple[tuple[str, datetime | None], ...] = ()
    interval_s: float | None = None
    title: str | None = None
    moved_to: str | None = None
    self_url: str | None = None
    language: str | None = None
    entry_count: int = 0
    problems: tuple[tuple[str, str], ...] = field(default=())
