"""Scores of extraction against gold pages: texts, boilerplate labels, dates, titles, authors, languages."""

from __future__ import annotations

import base64
import hashlib
import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from broadsheet.extract import Extraction, ExtractJob
from broadsheet.extract.ledger import read_dates
from broadsheet.extract.page import read_page
from broadsheet.extract.trafilatura_adapter import parse_page, search_date
from broadsheet.pool import Pool
from broadsheet.records import Capture, Paragraph

WORKERS = 2
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d[\d.,]*")
# Languages in which the fundus publishers of a country write.
LANGUAGES = {
    "at": "de", "de": "de", "ch": "de fr it", "us": "en", "uk": "en", "gb": "en", "au": "en", "ca": "en fr",
    "za": "en zu xh af", "na": "en de af", "ng": "en", "ke": "en", "fr": "fr", "be": "fr nl", "lu": "de fr",
    "es": "es de", "mx": "es en", "it": "it de", "pt": "pt en", "br": "pt", "pl": "pl", "cz": "cs",
    "no": "no nb nn", "se": "sv", "dk": "da", "is": "is", "fi": "fi sv", "lt": "lt", "jp": "ja", "kr": "ko",
    "cn": "zh", "tw": "zh en", "in": "hi en", "tr": "tr", "ru": "ru", "lb": "ar", "eg": "ar", "il": "he de",
    "gr": "el", "my": "ms en", "id": "id", "vn": "vi", "ls": "en st", "li": "de", "nl": "nl", "bd": "bn en",
    "ie": "en",
}  # fmt: skip


def make_capture(page: dict[str, Any]) -> Capture:
    """A capture of a development page, at its crawl time where that is known."""
    body = base64.b64decode(page["html_b64"]) if page.get("html_b64") else page["html"].encode("utf-8", "replace")
    crawled = page.get("crawl_date")
    captured_at = datetime.fromisoformat(crawled).replace(tzinfo=UTC) if crawled else datetime(2026, 11, 1, tzinfo=UTC)
    return Capture(
        capture_id=page["id"],
        captured_at=captured_at,
        source_id=page.get("domain") or "",
        body=body,
        body_sha256=hashlib.sha256(body).hexdigest(),
        origin_kind="jsonl",
        origin_path="gold.jsonl",
        url=page.get("url"),
        declared_charset="utf-8" if page.get("html") else None,
    )


def extract_pages(pages: Iterable[dict[str, Any]]) -> list[Extraction]:
    """Extractions of the pages, in their order."""
    with Pool(ExtractJob(), WORKERS) as pool:
        return list(pool.map(make_capture(page) for page in pages))


def tokenize(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def measure_word_f1(found: str, gold: str) -> float:
    """F1 of two bags of words, 0 to 1."""
    left, right = Counter(tokenize(found)), Counter(tokenize(gold))
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1.0


def measure_shingle_f1(pairs: Iterable[tuple[str, str]]) -> float:
    """F1 of scrapinghub/article-extraction-benchmark: 4-gram shingles, precision and recall averaged over pages."""
    precisions, recalls = [], []
    for found, gold in pairs:
        left, right = _shingle(found), _shingle(gold)
        both = (left & right).total()
        precisions.append(both / left.total() if left else float(not right))
        recalls.append(both / right.total() if right else float(not left))
    precision, recall = statistics.mean(precisions), statistics.mean(recalls)
    return 2 * precision * recall / (precision + recall)


def _shingle(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    if not words:
        return Counter()
    return Counter(tuple(words[place : place + 4]) for place in range(max(1, len(words) - 3)))


def join_story(extraction: Extraction) -> str:
    """The text without blocks labelled as boilerplate; empty where the page was turned away."""
    return "\n".join(paragraph.surface for paragraph in extraction.paragraphs if not paragraph.is_boilerplate)


def read_gold_text(gold: dict[str, Any]) -> str:
    """Everything that the gold counts to the article: body, summary, subheads, title."""
    return " ".join(
        [gold["text"], *(gold.get("summary") or []), *(gold.get("subheads") or []), gold.get("title") or ""]
    )


class GoldText:
    """Asks whether a block stands in a gold text: half of its 4-grams, or all of a shorter one."""

    def __init__(self, text: str) -> None:
        words = tokenize(text)
        self._joined = " ".join(words)
        self._grams = {tuple(words[place : place + 4]) for place in range(len(words) - 3)}

    def holds(self, surface: str) -> bool:
        words = tokenize(surface)
        if len(words) < 6:
            return " ".join(words) in self._joined
        grams = [tuple(words[place : place + 4]) for place in range(len(words) - 3)]
        return sum(gram in self._grams for gram in grams) >= len(grams) / 2


def list_judged_blocks(extraction: Extraction) -> tuple[Paragraph, ...]:
    """The blocks whose labels are judged: not the article's own headline, which some golds hold, nor bare marks."""
    headline = fold(extraction.article.headline) if extraction.article else ""
    return tuple(
        block
        for block in extraction.paragraphs
        if any(char.isalnum() for char in block.surface) and fold(block.surface) != headline
    )


def measure_boilerplate(pairs: Iterable[tuple[tuple[Paragraph, ...], str]]) -> dict[str, float]:
    """Precision and recall of labels over blocks not in the gold, and the share of numbers outside unlabelled ones."""
    outside = labelled = right = numbers = unlabelled = 0
    for paragraphs, gold in pairs:
        text = GoldText(gold)
        for paragraph in paragraphs:
            is_outside = not text.holds(paragraph.surface)
            count = len(_NUMBER.findall(paragraph.surface))
            outside += is_outside
            labelled += paragraph.is_boilerplate
            right += is_outside and paragraph.is_boilerplate
            numbers += count
            unlabelled += count if is_outside and not paragraph.is_boilerplate else 0
    return {
        "boilerplate_precision": 100 * right / max(1, labelled),
        "boilerplate_recall": 100 * right / max(1, outside),
        "numbers_not_in_unlabelled_boilerplate": 100 - 100 * unlabelled / max(1, numbers),
    }


def fold(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFKC", text or "").replace("\u00ad", "").split()).casefold()


def is_day_right(extraction: Extraction, gold: str) -> bool:
    article = extraction.article
    return bool(article and article.published_on and article.published_on.isoformat() == gold[:10])


def read_ledger_day(page: dict[str, Any]) -> str | None:
    """The publication day that the date ledger gives a page, whatever the page classifier decides."""
    capture = make_capture(page)
    tree = parse_page(capture.body)
    if tree is None:
        return None
    latest = (capture.captured_at + timedelta(days=1)).date()
    search = partial(search_date, tree, capture.url, latest)
    day = read_dates(read_page(tree, capture.url), capture.captured_at, search).published_on
    return day.isoformat() if day else None


def is_time_right(extraction: Extraction, gold: str) -> bool:
    """Whether the time is right to the minute; a gold without zone is read in the page's own."""
    article = extraction.article
    if article is None or article.published_at is None or article.published_precision != "time":
        return False
    stamp = datetime.fromisoformat(gold)
    if stamp.tzinfo is None:
        return any(found.is_chosen and f"{stamp:%H:%M}" in found.raw_value for found in extraction.dates)
    return abs(article.published_at - stamp) <= timedelta(minutes=1)


def are_authors_right(extraction: Extraction, gold: list[str]) -> bool:
    return {fold(author.name) for author in extraction.authors} == {fold(name) for name in gold}


def share(values: Iterable[bool]) -> float:
    """Share of true values in percent."""
    listed = list(values)
    return 100 * sum(listed) / max(1, len(listed))
