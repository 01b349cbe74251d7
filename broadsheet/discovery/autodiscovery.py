"""Feeds and sitemaps that a page announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnnouncedList:
    """A list that a page names. kind: feed, sitemap or json_feed; how: link (in the head) or anchor (in the text)."""

    url: str
    kind: str
    title: str | None = None
    how: str = "link"


def find_lists(html: bytes, url: str, *, content_type: str | None = None) -> list[AnnouncedList]:
    """The lists that a page announces, best first: those of its head in order, then anchors that look like feeds."""
    raise NotImplementedError
