"""What pages say of themselves, on page sets of hundreds of sites that no rule was fitted to: authors, days, titles.

`authors_exact` compares the names with the gold as sets. Many golds hold a whole byline as one name ("A, B and C"),
so `authors_as_printed` splits both at commas, strokes and words for "and"; it asks for the same names, however listed.
`authors_not_wrong` counts pages without a name that the gold lacks: an unknown author costs little, a wrong one trust.
The same for days: `day_not_wrong` counts pages whose day is right or unknown. Pages that were turned away count as
without authors and days. Golds name places and nicknames as authors too, and some have other days than the page prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from broadsheet.extract import Extraction
from tests.gates.extract_metrics import are_authors_right, extract_pages, fold, is_day_right, share
from tests.gates.framework import gate

_JOINS = re.compile(r"\s*(?:[,/&;|]|\s(?:and|und|et|y|e|mit|with)\s)\s*")
_LEAD = re.compile(r"^(?:by|von|par|por) ")


@gate(name="metadata", corpus="trafilatura_eval", path="pages/trafilatura_eval.jsonl.gz")
def measure_eval(records: list[dict[str, Any]]) -> dict[str, float]:
    """Pages of 626 sites, most of them German."""
    return _measure(records)


@gate(name="metadata", corpus="newspaper4k", path="pages/newspaper4k.jsonl.gz")
def measure_newspaper(records: list[dict[str, Any]]) -> dict[str, float]:
    """News pages in many scripts."""
    return _measure(records)


@gate(name="metadata", corpus="wcxb_more", path="pages/wcxb_more.jsonl.gz")
def measure_more(records: list[dict[str, Any]]) -> dict[str, float]:
    """The articles among mixed pages of 290 sites."""
    return _measure([page for page in records if page["page_type"] == "article"])


def _measure(records: list[dict[str, Any]]) -> dict[str, float]:
    pairs = [(found, page["gold"]) for page, found in zip(records, extract_pages(records), strict=True)]
    signed = [(found, gold["authors"]) for found, gold in pairs if gold.get("authors")]
    dated = [(found, gold["date"]) for found, gold in pairs if gold.get("date")]
    titled = [(found, gold["title"]) for found, gold in pairs if gold.get("title")]
    return {
        "authors_exact": share(are_authors_right(found, names) for found, names in signed),
        "authors_as_printed": share(_read_names(found) == _split_names(names) for found, names in signed),
        "authors_not_wrong": share(_read_names(found) <= _split_names(names) for found, names in signed),
        "day": share(is_day_right(found, day) for found, day in dated),
        "day_not_wrong": share(_lacks_day(found) or is_day_right(found, day) for found, day in dated),
        "title_exact": share(bool(found.article) and _fold_title(found) == fold(title) for found, title in titled),
    }


def _read_names(found: Extraction) -> set[str]:
    return _split_names(author.name for author in found.authors)


def _split_names(names: Iterable[str]) -> set[str]:
    return {_LEAD.sub("", part) for name in names for part in _JOINS.split(fold(name)) if part}


def _lacks_day(found: Extraction) -> bool:
    return found.article is None or found.article.published_on is None


def _fold_title(found: Extraction) -> str:
    return fold(found.article.headline if found.article else "")
