"""The country of a page's publisher: what the page says in metadata and address, and what says it."""

from __future__ import annotations

import pytest

from broadsheet.extract.page import read_page
from broadsheet.extract.source_country import find_source_country
from broadsheet.extract.trafilatura_adapter import parse_page

URL = "https://ledger.com/news/1"
ADDRESS = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge", "publisher":'
    ' {"@type": "Organization", "name": "Ledger", "address": %s}}</script>'
)


@pytest.mark.parametrize(
    ("html", "url", "country", "method"),
    [
        ('<html lang="en-AU"><body>x</body></html>', URL, "AU", "page_locale"),
        ('<html lang="en"><meta property="og:locale" content="en_GB"><body>x', URL, "GB", "page_locale"),
        ('<html lang="en"><meta http-equiv="content-language" content="en-ie"><body>x', URL, "IE", "page_locale"),
        ('<html lang="en-US"><meta property="og:locale" content="en_CA"><body>x', URL, "CA", "page_locale"),
        ('<html lang="en-US"><body>x', URL, "US", "default_locale"),
        ('<html lang="es-ES"><body>x', URL, "ES", "default_locale"),
        ('<html lang="en-US"><body>x', "https://ledger.co.nz/news/1", "NZ", "domain"),
        ('<html lang="en-GB"><body>x', "https://ledger.com.na/news/1", "NA", "domain"),
        ('<html lang="en"><body>x', URL, None, None),
        ('<html lang="en-XX"><body>x', URL, None, None),
        ('<html><meta name="geo.region" content="ZA-GP"><body>x', URL, "ZA", "page_address"),
        ('<html><meta name="geo.region" content="The Hague"><body>x', URL, None, None),
        ("<html>" + ADDRESS % '{"addressCountry": "IN"}' + "<body>x", URL, "IN", "page_address"),
        ("<html>" + ADDRESS % '{"addressCountry": {"name": "KE"}}' + "<body>x", URL, "KE", "page_address"),
        ("<html>" + ADDRESS % '[{"addressCountry": 7}, "Mill Lane"]' + "<body>x", URL, None, None),
        ("<html>" + ADDRESS % '"Mill Lane 1"' + "<body>x", URL, None, None),
    ],
)
def test_page_says_its_country(html: str, url: str, country: str | None, method: str | None) -> None:
    tree = parse_page(html.encode())
    assert tree is not None
    assert find_source_country(read_page(tree, url)) == (country, method)
