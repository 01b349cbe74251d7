"""Reads any list of addresses: finds out what the bytes are and hands them to the reader of that kind."""

from __future__ import annotations

import re
import zlib

from broadsheet.discovery.feeds import read_feed
from broadsheet.discovery.html_index import read_html_index
from broadsheet.discovery.json_feeds import read_json_feed
from broadsheet.discovery.limits import MOST_BYTES
from broadsheet.discovery.listing import Listing
from broadsheet.discovery.markup import decode_markup
from broadsheet.discovery.sitemaps import read_sitemap
from broadsheet.discovery.url_lists import read_url_list

_GZIP = b"\x1f\x8b"
_HEAD_BYTES = 8_192
_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]{0,40}:)?([A-Za-z][\w.-]{0,40})[\s/>]")
_SKIPPED = re.compile(
    r"<!--.*?(?:-->|$)|<\?.*?(?:\?>|$)|<!DOCTYPE[^\[>]{0,1000}(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE
)
_HTML_TYPE = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_FEED_ROOTS = frozenset(("rss", "feed", "rdf", "channel"))
_SITEMAP_ROOTS = frozenset(("urlset", "sitemapindex"))


def read_listing(body: bytes, content_type: str | None, url: str, *, link_pattern: str | None = None) -> Listing:
    """What a feed, sitemap, URL list or section page says. Never raises for what the bytes hold.

    body: decoded (no content coding left; a gzip file is opened here, with a limit). content_type: the header's value.
    url: address that the body came from, to resolve against. link_pattern: regular expression that the links of a
    section page must match (searched in the absolute address); without it, links that look like articles are taken.
    The bytes decide what the list is; the header only where they could be several things.
    """
    opened, problems = _open_gzip(body)
    listing = _read(opened, content_type, url, link_pattern)
    if not problems:
        return listing
    return Listing(
        **{name: getattr(listing, name) for name in Listing.__slots__} | {"problems": (*problems, *listing.problems)}
    )


def sniff_list(body: bytes, content_type: str | None) -> str:
    """feed, sitemap, json_feed, html_index, url_list or empty: what the bytes are."""
    head, _ = decode_markup(body[:_HEAD_BYTES], content_type)
    head = head.lstrip("\ufeff \t\r\n")
    if not head.strip():
        return "empty"
    if head[0] == "{" or (head[0] == "[" and "json" in (content_type or "").lower()):
        return "json_feed"
    if "<" not in head:
        return "url_list"
    bare = _SKIPPED.sub("", head)
    root = _ROOT.search(bare)
    name = root[1].lower() if root else ""
    if name in _SITEMAP_ROOTS:
        return "sitemap"
    if name in _FEED_ROOTS:
        return "feed"
    if _HTML_TYPE.search(head) or "html" in (content_type or "").lower():
        return "html_index"
    if not head.startswith("<"):
        return "url_list"
    return "feed" if "xml" in (content_type or "").lower() or head.startswith("<?xml") else "html_index"


def _read(body: bytes, content_type: str | None, url: str, link_pattern: str | None) -> Listing:
    kind = sniff_list(body, content_type)
    if kind == "html_index":
        return read_html_index(body, content_type, url, link_pattern)
    if kind == "empty":
        return Listing("unknown", problems=(("empty", f"{len(body)} bytes, none of them text."),))
    reader = {"feed": read_feed, "sitemap": read_sitemap, "json_feed": read_json_feed, "url_list": read_url_list}[kind]
    return reader(body, content_type, url)


def _open_gzip(body: bytes) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """The content of a gzip file up to the limit; the body itself where it is none."""
    if not body.startswith(_GZIP):
        return body, ()
    pieces: list[bytes] = []
    size, rest = 0, body
    problems: tuple[tuple[str, str], ...] = ()
    while rest.startswith(_GZIP) and size < MOST_BYTES:
        reader = zlib.decompressobj(wbits=31)
        try:
            piece = reader.decompress(rest, MOST_BYTES - size)
        except zlib.error as error:
            problems = (("broken_gzip", str(error)),)
            break
        pieces.append(piece)
        size += len(piece)
        if not reader.eof:
            cut = size >= MOST_BYTES
            problems = (
                (("too_large", f"Only the first {MOST_BYTES} bytes are read."),)
                if cut
                else (("broken_gzip", "It ends early."),)
            )
            break
        rest = reader.unused_data
    return b"".join(pieces), problems
