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
_SOUND: Problems = ()
_CUT: Problems = (("broken_gzip", "It ends early."),)
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
_KINDS = {
    "rss": "feed", "feed": "feed", "rdf": "feed", "channel": "feed", "urlset": "sitemap", "sitemapindex": "sitemap",
}  # fmt: skip


def read_listing(body: bytes, content_type: str | None, url: str, *, link_pattern: str | None = None) -> Listing:
    """What a feed, sitemap, URL list or section page says. Never raises for what the bytes hold.

    body: decoded (no content coding left; a gzip file is opened here, with a limit). content_type: the header's value.
    url: address that the body came from, to resolve against. link_pattern: regular expression that the links of a
    section page must match (searched in the absolute address); without it, links that look like articles are taken.
    The bytes decide what the list is; the header only where they could be several things.
    """
    opened, problems = _open_gzip(body) if body.startswith(_GZIP) else (body, _SOUND)
    listing = _read(opened, content_type, url, link_pattern)
    return replace(listing, problems=(*problems, *listing.problems)) if problems else listing


def sniff_list(body: bytes, content_type: str | None) -> str:
    """feed, sitemap, json_feed, html_index, url_list, empty or binary: what the bytes are."""
    head = peek(body[:_HEAD_BYTES]).lstrip("\ufeff \t\r\n")
    said = (content_type or "").lower()
    if not head.strip("\x00"):
        return "empty"
    if len(_CONTROL.findall(head)) * _FEWEST_PER_CONTROL > len(head):
        return "binary"
    if head[0] == "{" or (head[0] == "[" and "json" in said):
        return "json_feed"
    if "<" not in head or _BRACKETED.match(head):
        return "url_list"
    return _KINDS.get(_find_root(head)) or _sniff_markup(head, said)


def _find_root(head: str) -> str:
    """The name of the first element, without prefix and in lower case."""
    root = _ROOT.search(_SKIPPED.sub("", head))
    return root[1].lower() if root else ""


def _sniff_markup(head: str, said: str) -> str:
    """The kind of a text with "<" in it whose first element says nothing."""
    if _HTML_TYPE.search(head) or "html" in said:
        return "html_index"
    if not head.startswith("<"):
        return "url_list"
    return "feed" if "xml" in said or head.startswith("<?xml") else "html_index"


def _read(body: bytes, content_type: str | None, url: str, link_pattern: str | None) -> Listing:
    kind = sniff_list(body, content_type)
    if kind == "html_index":
        return read_html_index(body, content_type, url, link_pattern)
    if kind in ("empty", "binary"):
        return Listing("unknown", problems=((kind, f"{len(body)} bytes, no list among them."),))
    reader = {"feed": read_feed, "sitemap": read_sitemap, "json_feed": read_json_feed, "url_list": read_url_list}[kind]
    return reader(body, content_type, url)


def _open_gzip(body: bytes) -> tuple[bytes, Problems]:
    """The content of a gzip file up to the limit, as far as it can be read."""
    opened = bytearray()
    reader = zlib.decompressobj(wbits=_GZIP_FORMAT)
    place, pending = 0, b""
    try:
        while len(opened) < MOST_BYTES:
            if not pending:
                pending, place = body[place : place + _PIECE_BYTES], place + _PIECE_BYTES
            if reader.eof and pending.startswith(_GZIP):  # a file may have several members
                reader = zlib.decompressobj(wbits=_GZIP_FORMAT)
            if not pending or reader.eof:
                break
            opened += reader.decompress(pending, MOST_BYTES - len(opened))
            pending = reader.unused_data or reader.unconsumed_tail
    except zlib.error as error:
        return bytes(opened), (("broken_gzip", str(error)[:200]),)
    if len(opened) >= MOST_BYTES:
        return bytes(opened), (("too_large", f"Only the first {MOST_BYTES} bytes are read."),)
    return bytes(opened), (_SOUND if reader.eof else _CUT)
