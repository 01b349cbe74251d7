"""When two addresses are one."""

from __future__ import annotations

from broadsheet.extract.addresses import normalize_url, resolve_url


def normalise_url(url: str, base: str | None = None) -> str | None:
    """The one form of all addresses of a page, to be compared and joined, not fetched; None if it is no http(s) one."""
    return normalize_url(resolve_url(base, url) if base else url)
