"""The country of a page's publisher, and what says so: the page's own declarations, then the top-level domain.

Belongs here: what a page and its address say. The user's own list of sources goes before it and the places of the
article after it; both are asked where the article is derived.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from broadsheet.countries import find_domain_country, is_country
from broadsheet.extract.json_ld import listed
from broadsheet.extract.page import Page

_LOCALE = re.compile(r"^(?P<language>[a-z]{2,3})[-_](?:[a-z]{4}[-_])?(?P<region>[a-z]{2})\b", re.IGNORECASE)
_GEO_METAS = ("geo.region", "geo.country", "geo.countrycode")
_GEO_CODE = re.compile(r"(?P<code>[A-Z]{2})(?:$|-)")


def find_source_country(page: Page) -> tuple[str | None, str | None]:
    """Country (ISO 3166-1 alpha-2) and method: page_address, domain, page_locale or default_locale; else None twice.

    A domain goes before a locale: of fundus pages all domains are right, 12 % of locales name another country.
    """
    address = next(_read_addresses(page), None)
    if address is not None:
        return address, "page_address"
    country = find_domain_country(page.url) or find_domain_country(page.canonical_url)
    if country is not None:
        return country, "domain"
    locales = _read_locales(page)
    chosen = next((region for language, region in locales if not _is_default(language, region)), None)
    if chosen is not None:
        return chosen, "page_locale"
    return (locales[0][1], "default_locale") if locales else (None, None)


def _read_addresses(page: Page) -> Iterator[str]:
    """Countries of the publisher's postal address in JSON-LD, then of geographic meta tags."""
    for publisher in listed(page.article.get("publisher")):
        for address in listed(publisher.get("address")) if isinstance(publisher, dict) else ():
            yield from _read_country(address.get("addressCountry") if isinstance(address, dict) else None)
    for name in _GEO_METAS:
        match = _GEO_CODE.match((page.find_meta(name) or "").strip().upper())
        if match is not None and is_country(match["code"]):
            yield match["code"]


def _read_country(value: Any) -> Iterator[str]:
    for item in listed(value):
        name = item.get("name") if isinstance(item, dict) else item
        code = name.strip().upper() if isinstance(name, str) else ""
        if is_country(code):
            yield code


def _read_locales(page: Page) -> list[tuple[str, str]]:
    """Language and region of the locales that the page declares, in order; those without a region are left out."""
    declared = (
        page.html_label,
        page.find_meta("og:locale"),
        page.find_meta("content-language", "language", "dc.language", "inlanguage"),
        *(value for value in listed(page.article.get("inLanguage")) if isinstance(value, str)),
    )
    matches = [_LOCALE.match((label or "").strip()) for label in declared]
    locales = [(match["language"].lower(), match["region"].upper()) for match in matches if match is not None]
    return [(language, region) for language, region in locales if is_country(region)]


def _is_default(language: str, region: str) -> bool:
    """What content systems declare unless told otherwise ("en-US", "es-ES"): it says little of where a page is from."""
    return (language, region) == ("en", "US") or language.upper() == region
