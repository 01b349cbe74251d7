"""The links of an HTML page, absolute, with what is needed to choose among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree, html

from broadsheet.discovery.limits import MOST_BYTES, MOST_LINKS, MOST_TITLE_CHARS
from broadsheet.discovery.markup import read_charset
from broadsheet.discovery.plain_text import drop_half_characters, strip_tags
from broadsheet.discovery.web_addresses import resolve
from broadsheet.extract.decoding import decode_body

_NAV_TAGS = frozenset(("nav", "footer", "aside"))
_NAV_WORDS = re.compile(
    r"(?:^|[\s_-])(?<!has[_-])(?<!with[_-])(?:nav|navbar|navigation|menu|footer|breadcrumbs?|masthead)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_MOST_LEVELS = 40
# A link, its heading, and the card that both and the time stand in.
_CARD_LEVELS = 4


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
    body = body[:MOST_BYTES]
    text = decode_body(body, read_charset(content_type))
    markup = drop_half_characters(body.decode("latin-1") if text is None else text)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
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
    base, times = find_base(tree, url), _place_times(tree)
    for count, element in enumerate(tree.iter("a", "link")):
        if count == MOST_LINKS:
            return
        address = resolve(base, element.get("href"))
        if address is not None:
            yield _read_anchor(element, address, times) if element.tag == "a" else _read_link(element, address)


def _read_link(element: Any, address: str) -> PageLink:
    kind = (element.get("type") or "").split(";")[0].strip().lower()
    return PageLink(address, "link", rels=_read_rels(element), type=kind, title=strip_tags(element.get("title")))


def _read_anchor(element: Any, address: str, times: dict[Any, list[str]]) -> PageLink:
    above = list(_list_above(element))
    heading = next(element.iter(*_HEADINGS), None)
    title = strip_tags(element.get("title"))
    text = "".join((element if heading is None else heading).itertext())
    return PageLink(
        address,
        "a",
        text=" ".join(text.split())[:MOST_TITLE_CHARS] or title,
        rels=_read_rels(element),
        title=title,
        is_nav=any(_is_navigation(holder) for holder in above),
        is_heading=heading is not None or any(holder.tag in _HEADINGS for holder in above),
        published=next(
            (times[near][0] for near in (element, *above[:_CARD_LEVELS]) if len(times.get(near, ())) == 1), None
        ),
    )


def _read_rels(element: Any) -> tuple[str, ...]:
    return tuple((element.get("rel") or "").lower().split())


def _list_above(element: Any) -> Iterator[Any]:
    """The elements around a link, from the inside out, up to the article or main part that it stands in."""
    for level, above in enumerate(element.iterancestors()):
        if level == _MOST_LEVELS or above.tag == "body":
            return
        yield above
        if above.tag in ("article", "main"):
            return


def _is_navigation(element: Any) -> bool:
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag in _NAV_TAGS or element.get("role") == "navigation" or bool(_NAV_WORDS.search(marks))


def _place_times(tree: Any) -> dict[Any, list[str]]:
    """The times that stand in each of the elements close around a time tag: a card has one, a list has many."""
    placed: dict[Any, list[str]] = {}
    for tag in tree.iter("time"):
        stamp = tag.get("datetime")
        if stamp:
            for above in (tag, *islice(tag.iterancestors(), _CARD_LEVELS)):
                placed.setdefault(above, []).append(stamp)
    return placed
