"""The links of an HTML page, absolute, with what is needed to choose among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

from broadsheet.discovery.limits import MOST_BYTES, MOST_ITEMS
from broadsheet.discovery.markup import read_charset
from broadsheet.discovery.plain_text import strip_tags
from broadsheet.discovery.web_addresses import resolve
from broadsheet.extract.decoding import decode_body

_NAV_TAGS = frozenset(("nav", "footer", "aside", "header"))
_NAV_WORDS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|footer|breadcrumbs?|sidebar|masthead)(?:$|[\s_-])", re.IGNORECASE
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_MOST_LEVELS = 40


@dataclass(frozen=True, slots=True)
class PageLink:
    """One link. rels, type: of a `link` element; text: the anchor's; is_nav: it stands in navigation or a footer;
    is_heading: it is a heading or stands in one. published: `datetime` of a time tag beside it.
    """

    url: str
    tag: str
    text: str | None = None
    rels: tuple[str, ...] = ()
    type: str = ""
    title: str | None = None
    is_nav: bool = False
    is_heading: bool = False
    published: str | None = None


def parse_html(body: bytes, content_type: str | None) -> Any | None:
    """The page's tree, None where the bytes hold none."""
    text = decode_body(body[:MOST_BYTES], read_charset(content_type))
    markup = body[:MOST_BYTES] if text is None else text.encode("utf-8", "replace")
    parser = html.HTMLParser(
        encoding=None if text is None else "utf-8", no_network=True, huge_tree=False, remove_comments=True
    )
    try:
        return html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def find_base(tree: Any, url: str) -> str:
    """The address that the page's links are relative to: that of its first `base` element, else its own."""
    for element in tree.iter("base"):
        if element.get("href"):
            return resolve(url, element.get("href")) or url
    return url


def list_links(tree: Any, url: str) -> Iterator[PageLink]:
    """The http(s) links of a page in order."""
    base = find_base(tree, url)
    for count, element in enumerate(tree.iter("a", "link")):
        if count == MOST_ITEMS:
            return
        address = resolve(base, element.get("href"))
        if address is None:
            continue
        rels = tuple((element.get("rel") or "").lower().split())
        if element.tag == "link":
            yield PageLink(
                address, "link", rels=rels, type=(element.get("type") or "").split(";")[0].strip().lower(),
                title=strip_tags(element.get("title")),
            )  # fmt: skip
        else:
            yield _read_anchor(element, address, rels)


def _read_anchor(element: Any, address: str, rels: tuple[str, ...]) -> PageLink:
    is_nav = is_heading = False
    for level, above in enumerate(element.iterancestors()):
        if level == _MOST_LEVELS or is_nav:
            break
        is_heading = is_heading or above.tag in _HEADINGS
        marks = f"{above.get('class') or ''} {above.get('id') or ''}"
        is_nav = above.tag in _NAV_TAGS or above.get("role") == "navigation" or bool(_NAV_WORDS.search(marks))
        if above.tag in ("article", "main", "body"):
            break
    inner = next((child for child in element.iter(*_HEADINGS)), None)
    text = "".join((element if inner is None else inner).itertext())
    return PageLink(
        address, "a", " ".join(text.split())[:400] or strip_tags(element.get("title")), rels,
        title=strip_tags(element.get("title")), is_nav=is_nav, is_heading=is_heading or inner is not None,
        published=_find_time(element),
    )  # fmt: skip


def _find_time(element: Any) -> str | None:
    """The one time tag of the card that a link stands in."""
    for above in (element, *list(element.iterancestors())[:3]):
        found = [tag.get("datetime") for tag in above.iter("time")]
        if found:
            return found[0] if len(found) == 1 else None
    return None
