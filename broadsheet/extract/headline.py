"""The headline without the site's name, and the other short facts of the head."""

from __future__ import annotations

import re

from broadsheet.extract.page import Page, text_of, tidy

_SITE_TAIL = re.compile(r"\s+[|–—•·»-]\s+([^|–—•·»]{2,60})$")


def read_headline(page: Page, fallback: str | None) -> str | None:
    """The headline: JSON-LD, else a single h1, else og:title, else the extractor's guess; site name cut off."""
    heads = [tidy(element.text_content()) for element in page.tree.iter("h1")]
    heads = [head for head in heads if head]
    candidates = [
        text_of(page.article.get("headline")),
        heads[0] if len(heads) == 1 else None,
        page.find_meta("og:title", "twitter:title"),
        tidy(fallback or ""),
    ]
    for candidate in candidates:
        if candidate:
            return strip_site_name(candidate, read_site_name(page)) or None
    return None


def strip_site_name(title: str, site_name: str | None) -> str:
    """A title without the site's name at its end.

    >>> strip_site_name("Rain expected | The Daily Example", "Daily Example")
    'Rain expected'
    """
    found = _SITE_TAIL.search(title)
    if (
        found
        and site_name
        and _fold(found[1])
        and (_fold(found[1]) in _fold(site_name) or _fold(site_name) in _fold(found[1]))
    ):
        return title[: found.start()].strip()
    return title.strip()


def read_site_name(page: Page) -> str | None:
    """The site's name as the page gives it."""
    publisher = page.article.get("publisher")
    return page.find_meta("og:site_name") or text_of(publisher) or page.find_meta("application-name")


def _fold(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())
