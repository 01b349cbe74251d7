"""Agency and "first published by" credits: whose text an article is, if it says so."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from broadsheet.errors import FaultError
from broadsheet.extract.addresses import registered_domain
from broadsheet.extract.bylines import load_words
from broadsheet.extract.headline import read_site_name
from broadsheet.extract.json_ld import text_of
from broadsheet.extract.names import is_listed
from broadsheet.extract.page import Page
from broadsheet.extract.records import ArticleAuthor
from broadsheet.extract.stamps import list_month_names
from broadsheet.records import Paragraph

_LINES_SEARCHED = 4
_LAST_LINES_SEARCHED = 6
_CREDIT_CHARS = 60
_NAME_WORDS = 6
_CREDIT_METAS = ("article:source", "source", "news_source", "dc.source", "syndication_credit", "original-publisher")


def find_credit(
    paragraphs: Sequence[Paragraph],
    page: Page | None = None,
    authors: Iterable[ArticleAuthor] = (),
    listed_publisher: str | None = None,
) -> str | None:
    """The agency or outlet that a text is credited to, as printed, or None; never the page's own site.

    Tried in turn: the dateline in brackets of the first blocks, the last blocks, an agency in the byline, what the page
    marks as its source, and the origin publisher that the feed which listed it names (listed_publisher).
    """
    offered = (
        *(_find_dateline(paragraph.surface) for paragraph in paragraphs[:_LINES_SEARCHED]),
        *(_find_line(paragraph.surface) for paragraph in reversed(paragraphs[-_LAST_LINES_SEARCHED:])),
        *(_find_line(paragraph.surface) for paragraph in paragraphs[:2]),
        *(author.name for author in authors if author.role == "agency"),
        *(_find_marked(page) if page else ()),
        listed_publisher,
    )
    own = _own_names(page)
    return next((name for name in offered if name and not _is_own(name, own)), None)


def _find_dateline(surface: str) -> str | None:
    found = _dateline().search(surface[:160])
    return found[1] if found else None


def _find_line(surface: str) -> str | None:
    """The credit that a line gives: "Source: ...", "(Reuters)", "mit dpa"."""
    line = surface.strip(" *([_\t")
    stated = _stated().match(line[:240])
    if stated:
        name = next(group for group in stated.groups() if group)
        name = re.sub(_load()["ends"], "", name, flags=re.IGNORECASE).strip(" .:-–—\"'“”„«»")
        is_name = len(name) > 1 and len(name.split()) <= _NAME_WORDS and not _has_word(name, _load()["read_on"])
        return name if is_name and not _says_when(name) else None
    found = _closing().search(surface[-_CREDIT_CHARS:]) or _byline().search(surface[: 2 * _CREDIT_CHARS])
    if not found and len(surface) <= 2 * _CREDIT_CHARS:
        found = _copyright().search(surface)
    return found[1] if found else None


def _find_marked(page: Page) -> Iterable[str | None]:
    marked = page.find_meta(*_CREDIT_METAS)
    # "来源：..." repeats the label in the value
    named = re.sub(r"^[^:：]{1,10}[:：]\s*", "", marked) if marked and "/" not in marked else None
    return text_of(page.article.get("sourceOrganization")), named, _find_agency(page)


def _find_agency(page: Page) -> str | None:
    """The publisher that JSON-LD gives, where it is an agency and the page is none of its own."""
    publisher = text_of(page.article.get("publisher"))
    is_other = publisher and is_listed(publisher, "agencies") and registered_domain(page.url) not in _agency_domains()
    return publisher if is_other else None


def _own_names(page: Page | None) -> set[str]:
    if page is None:
        return set()
    domain = registered_domain(page.url) or ""
    # A page of another site that names an agency as its publisher says whose text it is.
    publisher = None if _find_agency(page) else text_of(page.article.get("publisher"))
    names = (read_site_name(page), publisher, domain.partition(".")[0], domain)
    return {_fold(name) for name in names if name} - {""}


def _is_own(name: str, own: set[str]) -> bool:
    folded = _fold(name).removesuffix("staff")
    # "AP" is the own name of "AP News"; other short names occur inside too many words to be searched for.
    return any(
        folded == known.removesuffix("news")
        or folded == known
        or (len(folded) > 3 and (folded in known or known in folded))
        for known in own
    )


def _says_when(name: str) -> bool:
    """Whether what stands where a name is expected is a day or a time: "First published on Tuesday, 10 March"."""
    known = (*load_words("weekdays"), *load_words("before_date"), *load_words("changed"), *_load()["times"])
    words = [word.strip(".,:;()").casefold() for word in name.split()]
    return all(word in known or word in list_month_names() or word[:1].isdigit() or not word for word in words)


def _has_word(name: str, words: Sequence[str]) -> bool:
    return any(word in name.lower() for word in words)


def _fold(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold().removeprefix("the "))


@cache
def _agencies() -> str:
    return "|".join(re.escape(name) for name in sorted(load_words("agencies"), key=len, reverse=True))


@cache
def _dateline() -> re.Pattern[str]:
    """WASHINGTON (AP) — or LONDON, May 3 (Reuters) -"""
    return re.compile(rf"^[^a-z\n]?[^()\n]{{0,60}}\(((?i:{_agencies()}))(?:/\w+)?\)\s?[-–—:.]")


@cache
def _closing() -> re.Pattern[str]:
    """(Reuters), - dpa, (dpa/lby) or mit dpa at the end of a text."""
    withs = "|".join(_load()["withs"])
    before = rf"(?:^|[(©/–—-]\s?)|(?:^|[(.–—-]\s?)(?i:{withs})\s(?:l.|la |the )?"
    return re.compile(rf"(?:{before})((?i:{_agencies()}))(?:/[\w-]{{1,12}}){{0,2}}\)?\s*\.?$")


@cache
def _byline() -> re.Pattern[str]:
    """By Ada Holm, Associated Press or Ada Holm | Reuters as a line; with a stroke (Ada Holm/AP) it is a picture's."""
    person = r"[^\W\d_][\w.'’-]+(?: [\w.'’-]+){1,3}"
    leads = "|".join(_load()["withs"])
    return re.compile(rf"^(?:(?i:{leads})\s{person}\s?,|{person}\s\|)\s?(?:(?i:the)\s)?((?i:{_agencies()}))\.?$")


@cache
def _copyright() -> re.Pattern[str]:
    """© dpa-infocom or Copyright 2024 The Associated Press in a short line."""
    return re.compile(
        rf"(?:©|\(c\)|copyright)\s*(?:\d{{4}},?\s)?(?:the\s|by\s)?((?i:{_agencies()}))(?![\w])", re.IGNORECASE
    )


@cache
def _stated() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _load()["stated"]), re.IGNORECASE)


@cache
def _agency_domains() -> frozenset[str]:
    try:
        raw = tomllib.loads(files("broadsheet").joinpath("lang", "agencies.toml").read_text(encoding="utf-8"))
        return frozenset(agency["domain"] for agency in raw["agency"])
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise FaultError(f"The list lang/agencies.toml cannot be read: {error!r}.") from error


@cache
def _load() -> dict[str, Any]:
    try:
        return tomllib.loads(files("broadsheet").joinpath("lang", "credits.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise FaultError(f"The word list lang/credits.toml cannot be read: {error!r}.") from error
