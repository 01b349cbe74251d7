"""Adapter for trafilatura: the only module that calls it.

Options, each measured on the development pages: metadata off, since this package reads dates, names and titles itself
and uses the library's own search (`search_*`) only where a page marks nothing, which is cheaper; links and formatting
are kept in the tree (word F1 changes by less than .0005 and it costs nothing; anchors, superscripts and subscripts are
needed later); comments off (+.006 F1); `deduplicate` never, since its cache makes a page's text depend on the pages
before it.
"""

from __future__ import annotations

import logging
from copy import copy
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import Any

import trafilatura
from htmldate import find_date
from lxml.etree import ErrorTypes, LxmlError
from trafilatura.metadata import extract_author, extract_title
from trafilatura.settings import Document
from trafilatura.utils import HTML_PARSER, detect_encoding, load_html

from broadsheet.extract.nesting import part_blocks

# What the libraries raise on malformed pages that they do not expect: one page is lost, not the day.
_LIBRARY_FAULTS = (
    LxmlError, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, OverflowError,
)  # fmt: skip
_WARM_UP_PAGE = b"""<html lang="en"><head><title>Warm-up</title></head><body><article><h1>Warm-up</h1>
<p>Published on 3 March 2021 by nobody, this page only makes the extractor load its tables before the first real
page comes, so that no page waits for it.</p><p>A second paragraph is long enough to be kept as text by every rule
there is.</p></article></body></html>"""


@cache
def extraction_method() -> str:
    """Name and version of the extractor, as stored with each article."""
    return f"trafilatura {version('trafilatura')}"


def parse_page(body: bytes | str) -> Any | None:
    """The parsed page (an lxml.html element), or None if the parser cannot parse it."""
    try:
        tree = load_html(body)
    except (LxmlError, ValueError, TypeError, AssertionError):
        return None
    if tree is not None:
        part_blocks(tree)
    return tree


def guess_charsets(body: bytes) -> list[str]:
    """Charsets that bytes may be in by their letters, the likeliest first."""
    try:
        return list(detect_encoding(body))
    except _LIBRARY_FAULTS:
        return []


def met_depth_limit() -> bool:
    """Whether the last page was cut because its elements are nested deeper than the parser allows."""
    last = HTML_PARSER.error_log.last_error
    return last is not None and last.type == ErrorTypes.ERR_RESOURCE_LIMIT


def extract_body(tree: Any, url: str | None) -> Any | None:
    """The body (an lxml element) that trafilatura finds in a parsed page, or None. The tree is not modified."""
    try:
        document = trafilatura.bare_extraction(
            tree,
            url=url,
            with_metadata=False,
            include_comments=False,
            include_links=True,
            include_formatting=True,
        )
        return document.body if isinstance(document, Document) else None
    except _LIBRARY_FAULTS:
        return None


def search_date(tree: Any, url: str | None, latest: date) -> str | None:
    """htmldate's guess as YYYY-MM-DD. latest: last day it may return; by default it would read the clock."""
    try:
        found = find_date(copy(tree), original_date=True, extensive_search=True, url=url, max_date=latest.isoformat())
    except _LIBRARY_FAULTS:
        return None
    return found if isinstance(found, str) else None


def search_title(tree: Any) -> str | None:
    """The library's guess at the title."""
    try:
        return extract_title(tree)
    except _LIBRARY_FAULTS:
        return None


def search_author(tree: Any) -> str | None:
    """The library's guess at the authors, separated by semicolons."""
    try:
        return extract_author(tree)
    except _LIBRARY_FAULTS:
        return None


def warm_up() -> None:
    """Load what the first call loads (about 2 s), and silence the library's own log."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    tree = parse_page(_WARM_UP_PAGE)
    if tree is not None:
        extract_body(tree, None)
        search_date(tree, None, date(2024, 1, 1))
