"""Addresses in lists made absolute. When two of them are one belongs to `url_identity`."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from broadsheet.discovery.limits import MOST_URL_CHARS
from broadsheet.errors import BadUrlError
from broadsheet.fetch.urls import parse_url, strip_userinfo

# Nearly all addresses in lists: nothing to resolve, to strip or to doubt.
_PLAIN = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z]{2,24}(?:/[!#-\[\]_a-z{}~]*)?")
_DROPPED = str.maketrans("", "", "\t\r\n")


def resolve(base: str, href: str | None) -> str | None:
    """`href` as an absolute http(s) address as it is written, without user and password; None if it is not one.

    What is written oddly (backslashes, no slashes, blanks) comes out as browsers read it.

    >>> resolve("https://paper.example/a/", " b?c "), resolve("https://paper.example/", "mailto:x@paper.example")
    ('https://paper.example/a/b?c', None)
    >>> resolve("https://paper.example/", "//other.example/a b")
    'https://other.example/a%20b'
    """
    written = (href or "").translate(_DROPPED).strip()
    if not written or len(written) > MOST_URL_CHARS:
        return None
    if _PLAIN.fullmatch(written):
        return written
    try:
        parsed = parse_url(written, base)
    except BadUrlError:
        return None
    joined = _join(base, written)
    if joined is None or not joined.lower().startswith(("http://", "https://")):
        return str(parsed)
    if "@" in urlsplit(joined).netloc:
        return strip_userinfo(joined)
    return joined.encode("utf-8", "replace").decode("utf-8")


def _join(base: str, written: str) -> str | None:
    """The two joined as written; None where one of them is written so oddly that only browsers know what it means."""
    if "\\" in written or " " in written:
        return None
    try:
        joined = urljoin(base, written)
        return joined if urlsplit(joined).hostname else None
    except ValueError:
        return None
