"""Reads any list of addresses: finds out what the bytes are and hands them to the reader of that kind."""

from __future__ import annotations

from broadsheet.discovery.listing import Listing


def read_listing(body: bytes, content_type: str | None, url: str, *, link_pattern: str | None = None) -> Listing:
    """What a feed, sitemap, URL list or section page says. Never raises for what the bytes hold.

    body: decoded (no content coding left; a gzip file is opened here, with a limit). content_type: the header's value.
    url: address that the body came from, to resolve against. link_pattern: regular expression that the links of a
    section page must match (searched in the absolute address); without it, links that look like articles are taken.
    """
    raise NotImplementedError
