"""A parsed page, read once: meta tags, JSON-LD, canonical address, headings, visible stamps, counts of its elements.

Belongs here: collecting, in one walk over the tree, what several modules need. What it means belongs to those modules.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree

from broadsheet.extract.addresses import resolve_url
from broadsheet.extract.elements import LINE_CHARS, STAMP_CHARS, measure_prose, read_line, read_stamp, tidy, tidy_field
from broadsheet.extract.head_lines import HeadLines, is_of_other_story
from broadsheet.extract.json_ld import find_article, read_json_ld
from broadsheet.extract.optional import OptionalFields
from broadsheet.extract.surroundings import Surroundings, choose_headline
from broadsheet.masking import strip_secrets

_KICKER_WORDS = re.compile(
    r"kicker|overline|eyebrow|dachzeile|topline|roofline|spitzmarke|antetitul|occhiello", re.IGNORECASE
)
_SUBTITLE_WORDS = re.compile(
    r"subtitle|standfirst|\bdek\b|sub-?head(?:line)?\b|strapline|untertitel|article-?_*(?:lead|intro|summary|excerpt)|subtitulo",
    re.IGNORECASE,
)
# Visible stamps are searched in this many elements after the headline; on fundus 95 % of them are within 60.
_STAMP_REACH = 150
_SUBTITLE_REACH = 25
_HEADING_TAGS = frozenset(("h1", "h2", "h3"))
_MOST_HEADINGS = 40
_FEWEST_TITLE_CHARS = 10
_FEW_CHILDREN = 6


@dataclass(slots=True)
class TimeTag:
    """A time tag: its stamp, the words of its class and itemprop, and whether it is in the article's own part."""

    stamp: str
    words: str
    element: Any
    is_own: bool = True


class Itemprop(NamedTuple):
    """What schema.org marks in the body."""

    name: str
    content: str
    element: Any


@dataclass(slots=True)
class Page:
    """One parsed page.

    tree: lxml.html element. metas: (name in lower case, content) of meta tags in order; the name is that of property,
    name, itemprop or http-equiv. nodes: JSON-LD objects in order, those in @graph and lists flattened; article: the
    one of them that is this article, else empty. headings: texts of h1. kicker, subtitle: lines marked as such around
    the headline. times: the time tags in order. itemprops: dates and headlines marked in its own part of the body.
    stamps: short texts near the headline that are marked as a date and contain a year. date_lines: such texts without
    a mark. bylines: the texts near the headline that are most clearly marked as a byline, with PART_BREAK between the
    texts of their elements. lead_lines: lines near the headline that only begin like a byline. around: tells the
    article's own elements from others. prose_chars: characters of paragraphs of a sentence or more. rels: address by
    link relation. tags: number of elements by tag. optional: reads what an article can do without, and knows what of it
    failed.
    """

    tree: Any
    url: str | None
    metas: list[tuple[str, str]] = field(default_factory=list)
    nodes: tuple[dict[str, Any], ...] = ()
    article: dict[str, Any] = field(default_factory=dict)
    title: str = ""
    headings: list[str] = field(default_factory=list)
    kicker: str = ""
    subtitle: str = ""
    times: list[TimeTag] = field(default_factory=list)
    itemprops: list[Itemprop] = field(default_factory=list)
    stamps: list[str] = field(default_factory=list)
    date_lines: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    lead_lines: list[str] = field(default_factory=list)
    around: Surroundings = field(default_factory=lambda: Surroundings(None))
    rels: dict[str, str] = field(default_factory=dict)
    prose_chars: int = 0
    tags: Counter[str] = field(default_factory=Counter)
    html_label: str = ""
    optional: OptionalFields = field(default_factory=OptionalFields)

    def find_meta(self, *names: str) -> str | None:
        """Content of the first meta tag with one of the names, the names tried in order."""
        for name in names:
            for known, content in self.metas:
                if known == name:
                    return content
        return None

    @property
    def canonical_url(self) -> str | None:
        found = resolve_url(self.url, self.rels["canonical"]) if "canonical" in self.rels else None
        return strip_secrets(found) if found else None

    @property
    def html_language(self) -> str | None:
        """ISO 639-1 code of the language that the page declares."""
        return read_language_code(self.html_label) or read_language_code(
            self.find_meta("og:locale", "content-language", "language", "dc.language", "inlanguage")
        )


def read_page(tree: Any, url: str | None, optional: OptionalFields | None = None) -> Page:
    """Read a parsed page in one walk over its elements. optional: that of an earlier reading, to be used on."""
    page = _start_page(tree, url, optional)
    walk = _Walk(page)
    tags: list[str] = []
    for place, element in enumerate(tree.iter(etree.Element)):
        tag = element.tag
        tags.append(tag)
        if tag in _MARKED_TAGS:
            walk.read_marked(tag, element, place)
        if tag in _LINE_TAGS:
            walk.read_line(element, place)
    page.tags = Counter(tags)
    headline = choose_headline(walk.headings, (page.title, page.find_meta("og:title") or ""))
    _place_lines(page, walk.lines, headline)
    page.nodes = page.optional.read("json_ld", lambda: tuple(read_json_ld(walk.scripts)), ())
    page.article = page.optional.read(
        "json_ld", lambda: find_article(page.nodes, url, page.rels.get("canonical"), page.headings), {}
    )
    return page


class _Walk:
    """What the walk over a page has met so far. Places are counted in elements."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.scripts: list[str] = []
        self.headings: list[Any] = []
        self.lines = HeadLines()
        self._stamps_end = self._lines_end = -1

    def read_marked(self, tag: str, element: Any, place: int) -> None:
        """Read an element whose tag says what it is."""
        if tag == "script":
            if "ld+json" in (element.get("type") or "").lower() and element.text:
                self.scripts.append(element.text)
            return
        if tag in _READERS:
            _READERS[tag](self.page, element)
        if tag in _HEADING_TAGS:
            self._read_heading(tag, element, place)

    def _read_heading(self, tag: str, element: Any, place: int) -> None:
        if tag == "h1":
            self._stamps_end = self._lines_end = place + _STAMP_REACH
        elif not self.page.headings and _is_titled(self.page, element):
            self._lines_end = place + _STAMP_REACH
        if len(self.headings) < _MOST_HEADINGS:
            self.headings.append(element)

    def read_line(self, element: Any, place: int) -> None:
        """Read an element that may be a line of its own near the headline."""
        page, words = self.page, element.get("class")
        if words and not page.headings:
            if _is_kicker(words):
                page.kicker = read_line(element) or page.kicker
        elif place < self._stamps_end and len(element) < _FEW_CHILDREN:
            page.stamps.extend(read_stamp(element))
            self._read_subtitle(element, words, place)
        if place < self._lines_end and len(element) < _FEW_CHILDREN:
            self.lines.offer(element, words or "", _STAMP_REACH - (self._lines_end - place))
        if element.get("itemprop"):
            _read_itemprop(page, element)

    def _read_subtitle(self, element: Any, words: str | None, place: int) -> None:
        is_near = place < self._stamps_end - _STAMP_REACH + _SUBTITLE_REACH
        if words and is_near and not self.page.subtitle and _SUBTITLE_WORDS.search(words):
            self.page.subtitle = read_line(element)


def _is_titled(page: Page, heading: Any) -> bool:
    """Whether a lower heading is the page's headline, where it has no h1 yet."""
    text = tidy(heading.text_content())
    return len(text) >= _FEWEST_TITLE_CHARS and text in page.title


def _place_lines(page: Page, lines: HeadLines, headline: Any | None) -> None:
    """Keep what is in the article's own part; times of other parts stay, but are marked as such."""
    page.around = around = Surroundings(headline)
    before = around.list_before(page.tree, {tag.element for tag in page.times})
    for tag in page.times:
        is_before = tag.element in before
        tag.is_own = not (
            around.is_elsewhere(tag.element, is_before=is_before) or is_of_other_story(tag.element, headline)
        )
    own = [marked for marked in page.itemprops if not around.is_elsewhere(marked.element, is_before=False)]
    page.itemprops = [marked for marked in own if marked.element.tag != "meta"]
    page.metas += [(marked.name, marked.content) for marked in own if marked.element.tag == "meta"]
    page.bylines = lines.choose_bylines(around)
    page.lead_lines = lines.choose_lead_lines(around)
    page.date_lines = lines.choose_date_lines(around, headline)


def _start_page(tree: Any, url: str | None, optional: OptionalFields | None) -> Page:
    page = Page(tree, url, optional=optional or OptionalFields())
    page.html_label = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return page


def read_language_code(label: str | None) -> str | None:
    """The ISO 639-1 code of a language label, or None.

    >>> read_language_code("en-GB"), read_language_code("no_NO"), read_language_code("x")
    ('en', 'no', None)
    """
    found = re.match(r"\s*([A-Za-z]{2})(?:[-_,;]|\s*$)", label or "")
    return found[1].lower() if found else None


def _read_meta(page: Page, element: Any) -> None:
    content = element.get("content")
    name = element.get("property") or element.get("name") or element.get("http-equiv")
    marked = element.get("itemprop")
    if content and content.strip() and (name or marked):
        if name or next(element.iterancestors("head"), None) is not None:
            page.metas.append(((name or marked).strip().lower(), tidy_field(content)))
        else:
            page.itemprops.append(Itemprop(marked.strip().lower(), tidy_field(content), element))


def _read_link(page: Page, element: Any) -> None:
    href = element.get("href")
    for rel in (element.get("rel") or "").lower().split():
        if href and rel in ("canonical", "amphtml", "next", "prev"):
            page.rels.setdefault(rel, href)


def _read_heading(page: Page, element: Any) -> None:
    heading = tidy(element.text_content())[:LINE_CHARS]
    for child in element:
        if isinstance(child.tag, str) and _is_kicker(child.get("class") or ""):
            page.kicker = read_line(child)
            heading = heading.removeprefix(page.kicker).lstrip(" :|–-")
    if heading:
        page.headings.append(heading)


@lru_cache(maxsize=4096)  # a page repeats its classes
def _is_kicker(words: str) -> bool:
    return bool(_KICKER_WORDS.search(words))


def _read_title(page: Page, element: Any) -> None:
    page.title = page.title or tidy(element.text_content())


def _read_time(page: Page, element: Any) -> None:
    stamp = element.get("datetime") or element.get("content") or tidy(element.text_content())[:STAMP_CHARS]
    if stamp and len(page.times) < 40:
        words = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        page.times.append(TimeTag(stamp, words, element))


def _read_itemprop(page: Page, element: Any) -> None:
    name = element.get("itemprop").strip().lower()
    if name in ("datepublished", "datemodified", "datecreated", "headline") and len(page.itemprops) < 40:
        content = element.get("datetime") or element.get("content") or element.text_content()
        page.itemprops.append(Itemprop(name, tidy(content)[:400], element))


def _read_prose(page: Page, element: Any) -> None:
    page.prose_chars += measure_prose(element)


# Elements that can hold a line of their own; icons, scripts and form controls are skipped.
_LINE_TAGS = frozenset((
    "a", "abbr", "address", "article", "aside", "b", "bdi", "cite", "dd", "div", "dt", "em", "figcaption",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "i", "label", "li", "main", "ol", "p", "section",
    "small", "span", "strong", "summary", "td", "time", "ul",
))  # fmt: skip
_READERS = {
    "p": _read_prose,
    "meta": _read_meta,
    "link": _read_link,
    "h1": _read_heading,
    "title": _read_title,
    "time": _read_time,
}
_MARKED_TAGS = frozenset(("script", *_HEADING_TAGS, *_READERS))
