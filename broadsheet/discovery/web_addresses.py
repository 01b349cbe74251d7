"""Addresses in lists made absolute. When two of them are one belongs to `url_identity`."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from broadsheet.discovery.limits import MOST_URL_CHARS

_DROPPED = str.maketrans("", "", "\t\r\n")


def resolve(base: str, href: str | None) -> str | None:
    """`href` as an absolute http(s) address, or None if it is not one.

    >>> resolve("https://paper.example/a/", " b?c "), resolve("https://paper.example/", "mailto:x@paper.example")
    ('https://paper.example/a/b?c', None)
    """
    written = (href or "").translate(_DROPPED).strip()
    if not written or len(written) > MOST_URL_CHARS:
        return None
    try:
        joined = urljoin(base, written)
        parts = urlsplit(joined)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return joined.encode("utf-8", "replace").decode("utf-8")
