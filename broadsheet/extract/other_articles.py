"""Several articles on one page: which of them is the page's own, and which are other articles below it.

Belongs here: finding articles that the page marks with <article>, a headline and prose of their own. Pages with
infinite scroll into the next story are the common case: their texts would be joined under the first headline. If the
other articles have an address of their own they are cut out of the tree before the text is taken; else the page is
flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from broadsheet.extract.addresses import normalize_url, resolve_url
from broadsheet.extract.elements import measure_prose, tidy
from broadsheet.extract.json_ld import ARTICLE_TYPES, is_type, listed, text_of
from broadsheet.extract.page import Page, read_page

# An article of its own has this much prose; a teaser or a comment has less or no headline.
_FEWEST_PROSE_CHARS = 500
_FEWEST_PARAGRAPHS = 3
_URL_MARKS = (
    "data-url",
    "data-href",
    "data-permalink",
    "data-article-url",
    "data-canonical-url",
    "data-link",
    "itemid",
)
_MOST_ARTICLES = 60
# What differs between the pages of one article: "/2", "/page/2", "-2.html", "?page=2", ".html".
_LAST_PART = re.compile(r"(?:[/,_.-](?:page|seite|pagina|p)?[/-]?\d{1,2})?(?:\.\w{3,5})?(?:\?.*)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OtherArticles:
    """The articles of a page besides its own: addresses of those cut out, and whether others remain in the text."""

    urls: tuple[str, ...] = ()
    are_mixed: bool = False


def separate_other_articles(page: Page) -> tuple[Page, OtherArticles]:
    """The page without other articles that have an address of their own, and what others there were.

    They are cut out of the page's tree; what remains is read again, so that headline, dates and names are its own.
    """
    found = list(_find_articles(page)) if 2 <= page.tags["article"] <= _MOST_ARTICLES else []
    if len(found) < 2:
        return page, OtherArticles()
    own = _choose_own(page, found)
    cut = {
        element: address
        for element, _, address in found
        if element is not own and address and normalize_url(address) not in _own_addresses(page)
    }
    are_mixed = len(cut) < len(found) - 1
    if not cut:
        return page, OtherArticles(are_mixed=are_mixed)
    for element in cut:
        element.drop_tree()
    rest = read_page(page.tree, page.url, page.optional)
    headlines = {headline.casefold() for element, headline, _ in found if element in cut}
    if (text_of(rest.article.get("headline")) or "").casefold() in headlines:
        rest.article = {}
    return rest, OtherArticles(tuple(dict.fromkeys(cut.values())), are_mixed)


def find_next_page(page: Page) -> str | None:
    """The address of the article's next page, if rel=next gives one; None if that is another article.

    Blogs put the neighbouring article there (7 of 8 on the development pages); the address of a next page is below the
    article's own or differs from it in a number.
    """
    following = resolve_url(page.url, page.rels["next"]) if "next" in page.rels else None
    own = {_LAST_PART.sub("", address) for address in _own_addresses(page) if address}
    reduced = _LAST_PART.sub("", normalize_url(following) or "")
    return following if any(reduced.startswith(address) for address in own) else None


def _find_articles(page: Page) -> Iterator[tuple[Any, str, str | None]]:
    """Yield (element, headline, address or None) of outermost <article>s with a headline and prose."""
    addresses = dict(_read_addresses(page))
    for element in list(page.tree.iter("article")):
        if any(outer.tag == "article" for outer in element.iterancestors()):
            continue
        heading = next(element.iter("h1", "h2"), None)
        if heading is None:
            continue
        prose = [chars for chars in map(measure_prose, element.iter("p")) if chars]
        if len(prose) >= _FEWEST_PARAGRAPHS and sum(prose) >= _FEWEST_PROSE_CHARS:
            headline = tidy(heading.text_content())
            yield element, headline, _find_address(page, element, heading) or addresses.get(headline.casefold())


def _find_address(page: Page, element: Any, heading: Any) -> str | None:
    """The address that an article gives itself: on its element, or as the link of its headline."""
    marked = next((element.get(name) for name in _URL_MARKS if element.get(name)), None)
    if marked is None:
        link = next(heading.iter("a"), None)
        around = heading.getparent()
        link = around if link is None and around is not None and around.tag == "a" else link
        marked = None if link is None else link.get("href")
    return resolve_url(page.url, marked) if marked else None


def _read_addresses(page: Page) -> Iterator[tuple[str, str]]:
    """Yield (headline in lower case, address) of the articles that JSON-LD lists."""
    for node in page.nodes:
        headline = text_of(node.get("headline"))
        if headline and is_type(node, ARTICLE_TYPES):
            for value in (*listed(node.get("url")), *listed(node.get("mainEntityOfPage")), node.get("@id")):
                value = value.get("@id") if isinstance(value, dict) else value
                address = resolve_url(page.url, value) if isinstance(value, str) else None
                if address:
                    yield headline.casefold(), address
                    break


def _choose_own(page: Page, found: list[tuple[Any, str, str | None]]) -> Any:
    """The article of the page's address, else the one of its title, else the first."""
    own = _own_addresses(page)
    titles = " ".join(filter(None, (page.title, page.find_meta("og:title"), text_of(page.article.get("headline")))))
    return next(
        (element for element, _, address in found if address and normalize_url(address) in own),
        next((element for element, headline, _ in found if headline and headline in titles), found[0][0]),
    )


def _own_addresses(page: Page) -> set[str | None]:
    return {normalize_url(page.url), normalize_url(page.canonical_url)} - {None}
