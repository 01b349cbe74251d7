"""Where a page lies: addresses of the server, or file names of a static site.

Belongs here: the names of pages and which of them there are. Addresses that pages of the press name are checked here
too, for a link may lead to the web and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

KINDS = ("article", "claim", "entity", "series", "story", "source", "change")


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of pages.

    base: what stands in front, as "" on the server or ".." in a folder of a site. ending: of a file. there: the pages
    of a site, as (kind, id); None means every page is there.
    """

    base: str = ""
    ending: str = ""
    there: Container[tuple[str, str]] | None = None

    def to(self, kind: str, page_id: str | None, row_id: str | None = None) -> str | None:
        """The address of a page, at a row of it where one is named; None where there is no such page."""
        if not page_id or (self.there is not None and (kind, page_id) not in self.there):
            return None
        name = page_id if self.there is None else file_name(page_id)
        anchor = f"#m-{quote(row_id, safe='')}" if row_id else ""
        return f"{self.base}/{kind}/{quote(name, safe='')}{self.ending}{anchor}"

    def at(self, version_id: str | None, start_char: int, end_char: int, in_headline: bool) -> str | None:
        """The address of a stretch of an article's text, marked there; on a site the article alone.

        >>> Links().at("v1", 120, 145, False)
        '/article/v1?at=120-145#m-at-120-145'
        """
        to = self.to("article", version_id)
        span = f"{'headline-' if in_headline else ''}{start_char}-{end_char}"
        return f"{to}?at={span}#m-at-{span}" if to and self.there is None else to

    @property
    def start(self) -> str:
        return f"{self.base}/" if self.there is None else f"{self.base}/index.html"

    @property
    def sources(self) -> str:
        return f"{self.base}/sources{self.ending}"

    @property
    def map(self) -> str:
        return f"{self.base}/map{self.ending}"

    @property
    def search(self) -> str | None:
        """The address of the search; a static site has none."""
        return f"{self.base}/search" if self.there is None else None


def file_name(page_id: str) -> str:
    """The id as a file name that every system takes.

    >>> file_name("a/../b c")
    'a%2F%2E%2E%2Fb%20c'
    """
    return re.sub(r"[^A-Za-z0-9_-]", lambda found: quote(found[0], safe="").replace(".", "%2E"), page_id)[:200]


def web_address(url: str | None) -> str | None:
    """The address where it leads to the web, else None: javascript:, data: and file: are no links.

    >>> web_address("https://example.org/a"), web_address(" javascript:alert(1)"), web_address(None)
    ('https://example.org/a', None, None)
    """
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None
