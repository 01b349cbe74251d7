"""Reads any list of addresses: finds out what the bytes are and hands them to the reader of that kind."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace

from broadsheet.discovery.feeds import read_feed
from broadsheet.discovery.html_index import read_html_index
from broadsheet.discovery.json_feeds import read_json_feed
from broadsheet.discovery.limits import MOST_BYTES
from broadsheet.discovery.listing import Listing
from broadsheet.discovery.markup import peek
from broadsheet.discovery.sitemaps import read_sitemap
from broadsheet.discovery.url_lists import read_url_list

Problems = tuple[tuple[str, str], ...]

_PIECE_BYTES = 65_536
_GZIP_FORMAT = 31
_GZIP = b"\x1f\x8b"
# A damaged text has some control characters, an archive or picture one in ten.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_FEWEST_PER_CONTROL = 25
_HEAD_BYTES = 8_192
_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]{0,40}:)?([A-Za-z][\w.-]{0,40})[\s/>]")
_SKIPPED = re.compile(
    r"<!--.*?(?:-->|$)|<\?.*?(?:\?>|$)|<!DOCTYPE[^\[>]{0,1000}(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE
)
_HTML_TYPE = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_BRACKETED = re.compile(r"<https?://", re.IGNORECASE)
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
    return replace(listing, problems=(*problems, *listing.problems)) if problems else listing


def sniff_list(body: bytes, content_type: str | None) -> str:
    """feed, sitemap, json_feed, html_index, url_list, empty or binary: what the bytes are."""
    head = peek(body[:_HEAD_BYTES]).lstrip("\ufeff \t\r\n")
    if not head.strip("\x00"):
        return "empty"
    if len(_CONTROL.findall(head)) * _FEWEST_PER_CONTROL > len(head):
        return "binary"
    if head[0] == "{" or (head[0] == "[" and "json" in (content_type or "").lower()):
        return "json_feed"
    if "<" not in head or _BRACKETED.match(head):
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
    if kind in ("empty", "binary"):
        return Listing("unknown", problems=((kind, f"{len(body)} bytes, no list among them."),))
    reader = {"feed": read_feed, "sitemap": read_sitemap, "json_feed": read_json_feed, "url_list": read_url_list}[kind]
    return reader(body, content_type, url)


def _open_gzip(body: bytes) -> tuple[bytes, Problems]:
    """The content of a gzip file up to the limit, as far as it can be read; the body itself where it is none."""
    if not body.startswith(_GZIP):
        return body, ()
    opened = bytearray()
    reader = zlib.decompressobj(wbits=_GZIP_FORMAT)
    place, pending = 0, b""
    try:
        while len(opened) < MOST_BYTES:
            if not pending:
                pending, place = body[place : place + _PIECE_BYTES], place + _PIECE_BYTES
            if not pending or (reader.eof and not pending.startswith(_GZIP)):
                break
            if reader.eof:  # a file may have several members
                reader = zlib.decompressobj(wbits=_GZIP_FORMAT)
            opened += reader.decompress(pending, MOST_BYTES - len(opened))
            pending = reader.unused_data if reader.eof else reader.unconsumed_tail
    except zlib.error as error:
        return bytes(opened), (("broken_gzip", str(error)[:200]),)
    if len(opened) >= MOST_BYTES:
        return bytes(opened), (("too_large", f"Only the first {MOST_BYTES} bytes are read."),)
    return bytes(opened), () if reader.eof else (("broken_gzip", "It ends early."),)
