"""Whose page it is: the source id of a capture, from its address and the source it came in by.

A source with a `domain` is one publisher: every capture from its folder carries its id, also pages without an address
and pages on the publisher's other domains. A source without one (as the default `inbox`) is a bag of pages from any
publisher: a page with an address carries the id of the source that declares its domain, else the registered domain
itself (`bbc.co.uk`); a page without an address carries the bag's id. So publishers can be told apart whatever way
their pages came in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from tld import get_fld

_HOST = re.compile(r"[a-z0-9_.:-]{1,253}")


@dataclass(frozen=True, slots=True)
class Publishers:
    """Declared domains: `ids` maps a host or registered domain to the id of the source that declares it."""

    ids: Mapping[str, str] = field(default_factory=dict)

    def choose_source_id(self, own_id: str, own_domain: str | None, url: str | None) -> str:
        """Source id of a capture that came in by the source of that id and domain, as the module says.

        >>> Publishers({"guardian.example": "guardian"}).choose_source_id("inbox", None, "https://www.guardian.example/a")
        'guardian'
        """
        host = read_host(url) if url and not own_domain else None
        if host is None:
            return own_id
        labels = host.split(".")
        for start in range(len(labels)):
            declared = self.ids.get(".".join(labels[start:]))
            if declared:
                return declared
        return registered_domain(host)


def read_host(url: str) -> str | None:
    """Host of a web address in lower case and punycode, without port, user and final dot; None where there is none."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host:
        return None
    host = host.rstrip(".").lower()
    if not host.isascii():
        host = _to_punycode(host)
    return host if _HOST.fullmatch(host) else None


def _to_punycode(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


@lru_cache(maxsize=65536)
def registered_domain(host: str) -> str:
    """The domain a publisher registers, by the public suffix list; the host itself where the list has no answer.

    >>> registered_domain("news.bbc.co.uk"), registered_domain("127.0.0.1")
    ('bbc.co.uk', '127.0.0.1')
    """
    bare = f"[{host}]" if ":" in host else host
    found = get_fld(f"https://{bare}/", fail_silently=True)
    return str(found) if found else host.removeprefix("www.")
