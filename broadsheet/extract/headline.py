"""The headline without the site's name, with kicker and subtitle as separate values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from broadsheet.extract.elements import tidy
from broadsheet.extract.json_ld import text_of
from broadsheet.extract.page import Page

# A colon is none of these: "Kicker: headline" is how many publishers write the headline itself (fundus: 6 to 2).
_SEPARATED = re.compile(r"\s+(?:[|–—•·»/]|--?|::)\s+|\s*[|｜]\s*")
_TAIL = re.compile(r"(?:\s+(?:[|–—•·»]|--?|::)\s+|\s*[|｜]\s*|：)([^|｜–—•·»：]{2,60})$")
_DAY_TAIL = re.compile(r"\s+[|–—-]\s+\d{1,2}[./]\d{1,2}[./]\d{2,4}$")
# A JSON-LD headline longer than this is a teaser in the wrong field (the longest real one on fundus: 187).
_HEADLINE_CHARS = 250
_TAIL_WORDS = 4
_TITLE_WORDS = 4
_ADDRESS = re.compile(r"https?://(?:www\.)?(?P<host>[\w.-]+)\S*")


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline, the short line above it and the line below it; None where the page has none."""

    text: str | None
    kicker: str | None = None
    subtitle: str | None = None


def read_headline(page: Page, search: Callable[[], str | None]) -> Headline:
    """The headline: JSON-LD, else the only h1, else og:title, else h1, else the extractor's guess (`search`).

    On fundus this order is exactly right for .80 of the pages, og:title first for .78, h1 first for .72: a fifth of
    the pages carries two wordings, and which of them the gold has depends on the publisher.
    """
    site_name = read_site_name(page)
    headings = [found for found in dict.fromkeys(page.headings) if _fold(found) != _fold(site_name or "")]
    marked = _find_marked_in_json_ld(page)
    offered = [
        marked if len(marked) <= _HEADLINE_CHARS else "",
        headings[0] if len(headings) == 1 else "",
        strip_site_name(page.find_meta("og:title", "twitter:title") or "", site_name),
        _find_marked_in_text(page),
        *headings[:1],
    ]
    others = [*offered, *headings, strip_site_name(page.title, site_name)]
    chosen = next((tidy(title) for title in offered if title), None) or tidy(search() or page.title)
    chosen = strip_site_name(_prefer_shown(chosen, marked, offered[2], page.headings, others[-1]), site_name)
    kicker, text = _split_kicker(_drop_tail(chosen, others), others)
    if not text:
        return Headline(None)
    kicker = kicker or _usable(page.kicker, text)
    return Headline(text, kicker, _usable(page.subtitle, text))


def _find_marked_in_json_ld(page: Page) -> str:
    return text_of(page.article.get("headline")) or ""


def _find_marked_in_text(page: Page) -> str:
    return next((content for name, content, _ in page.itemprops if name == "headline"), "")


def _prefer_shown(chosen: str, marked: str, shared: str, headings: list[str], title: str) -> str:
    """og:title if it agrees with the h1 against JSON-LD, or differs from the chosen one only in punctuation; else that.

    marked: JSON-LD's headline; shared: og:title; title: that of the tab. JSON-LD that repeats the tab's title while
    og:title repeats the h1 is written for search engines (gold on fundus: 5 to 2 for what is shown). JSON-LD with
    no word of an h1 that the tab repeats is a section's or a program's ("Sample pages", "newsdesk5"). Punctuation is
    that of og:title unless JSON-LD and a heading are identical (fundus: as often right as wrong, wcxb: 2 to 0).
    """
    same = _fold(shared)
    is_for_search = bool(headings) and _fold(marked) == _fold(title) and same == _fold(headings[0])
    is_restyled = marked not in headings and same == _fold(chosen)
    if len(headings) == 1 and _shares_no_word(marked, headings[0]) and _fold(headings[0]) in _fold(title):
        return headings[0]
    return tidy(shared) if same and (is_for_search or is_restyled) else chosen


def _shares_no_word(marked: str, heading: str) -> bool:
    words, shown = (set(re.findall(r"\w+", title.casefold())) for title in (marked, heading))
    return bool(marked) and len(shown) >= _TITLE_WORDS and not words & shown


def strip_site_name(title: str, site_name: str | None) -> str:
    """A title without the site's name at its end, and without a day that follows it.

    >>> strip_site_name("Rain expected | The Daily Example", "Daily Example")
    'Rain expected'
    >>> strip_site_name("Rain expected – DE – 13.06.2023", "de.example")
    'Rain expected'
    """
    title = _DAY_TAIL.sub("", title).strip()
    found = _TAIL.search(title)
    tail, site = _fold(found[1]) if found else "", _fold(site_name or "")
    if found and tail and site and (tail in site or site in tail):
        return title[: found.start()].strip()
    return title


def read_site_name(page: Page) -> str | None:
    """The site's name as the page gives it; of an address its host."""
    marked = page.find_meta("og:site_name") or ""
    address = _ADDRESS.fullmatch(marked)
    return (
        (address["host"] if address else marked)
        or text_of(page.article.get("publisher"))
        or next((text_of(node) for node in page.nodes if node.get("@type") == "WebSite" and text_of(node)), None)
        or page.find_meta("application-name", "apple-mobile-web-app-title")
    )


def _drop_tail(title: str, others: Iterable[str]) -> str:
    """A title without a short tail (section, site) if another title of the page is the same without it."""
    for other in others:
        rest = title[len(other) :].strip()
        if (
            other
            and title.startswith(other)
            and rest[:1] in tuple("|-–—•·»｜：")
            and len(rest.split()) <= _TAIL_WORDS + 1
        ):
            return other
    return title


def _split_kicker(title: str, others: Iterable[str]) -> tuple[str | None, str]:
    """(kicker, headline) if the title is a kicker, a separator and a text that is also another title of the page."""
    known = {_fold(other) for other in others if other}
    for mark in _SEPARATED.finditer(title):
        before, after = title[: mark.start()].strip(), title[mark.end() :].strip()
        if len(after.split()) >= 3 and _fold(after) in known:
            return before, after
    return None, title


def _usable(line: str, headline: str) -> str | None:
    folded = _fold(line)
    return line if folded and not _fold(headline).startswith(folded) and "{" not in line else None


def _fold(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())
