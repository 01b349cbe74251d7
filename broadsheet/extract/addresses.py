"""Addresses that a page names: absolute ones, the form that joins them, and the words of a path.

When two addresses are one page is decided in `broadsheet.discovery.url_identity`, for listed addresses and for those of
pages alike.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from broadsheet.discovery.url_identity import (
    choose_identity_url,
    is_home_address,
    normalise_url,
    registered_domain,
)

__all__ = [
    "choose_identity_url",
    "is_home_address",
    "normalize_url",
    "registered_domain",
    "resolve_url",
    "split_address",
]

_SCHEMES = ("http", "https")
_ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/\d+(?:\w\w_)?/")
_INDEX = re.compile(r"(?:index|default)\.\w{3,5}", re.IGNORECASE)


def normalize_url(url: str | None) -> str | None:
    """The normalised form of an http(s) address, or None if it is not one.

    >>> normalize_url("HTTP://Example.org:80/a/../b/?utm_source=x&id=2#top")
    'https://example.org/b?id=2'
    """
    return normalise_url(url)


def resolve_url(base: str | None, href: str) -> str | None:
    """`href` as an absolute http(s) address, or None if it is not one or cannot be parsed."""
    try:
        joined = urljoin(base or "", href.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or not parts.netloc:
        return None
    return joined.encode("utf-8", "replace").decode("utf-8")


def split_address(url: str | None) -> tuple[str, str]:
    """First label of the host with the path, and the last path segment that is not an index.

    The prefix of a web archive is removed first.

    >>> split_address("https://news.example.org/politics/a-vote/index.html")
    ('news/politics/a-vote/index.html', 'a-vote')
    """
    try:
        parts = urlsplit(_ARCHIVED.sub("", url or ""))
    except ValueError:
        return "", ""
    segments = [segment for segment in parts.path.split("/") if segment and not _INDEX.fullmatch(segment)]
    return (parts.hostname or "").split(".")[0] + parts.path, segments[-1] if segments else ""
