"""Is it an article? The page gate, with a reason for every page it turns away.

Order: what the server says; walls and error texts; front pages; pages without a text of their own; and last the
weighed signals, whose weights were fitted on the development pages (bench/bench_extract_gate.py says how and what
they reach). A page that marks itself as a dated news article with a text passes the weighing.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from broadsheet.errors import FaultError
from broadsheet.extract.addresses import is_home_address
from broadsheet.extract.blocks import BodyText
from broadsheet.extract.page import Page
from broadsheet.extract.reasons import skip
from broadsheet.extract.records import Skipped
from broadsheet.extract.signals import NEWS_TYPES, load_cues, measure_signals, read_types
from broadsheet.extract.words import count_words
from broadsheet.records import Capture, Paragraph

_FEWEST_WORDS = 8
# Below this likelihood a page is no article. On the development pages (each scored by weights fitted without its
# domain, dated news articles not asked) .4 turns away 1.6 % of the news pages and lets 15 % of the others pass, .5
# turns away 1.8 % and lets 11 % pass; this lies between and was not measured by itself.
_LIKELY = 0.45
# Added for a page of unknown address: what the address speaks for a news page of fundus on average.
_NO_ADDRESS = 2.0
_STUB_WORDS = 90
_VIDEO_WORDS = 45
_CONSENT_CUES = 3
_LINES_ASKED = 12


@dataclass(frozen=True, slots=True)
class _Cue:
    patterns: tuple[re.Pattern[str], ...]
    max_words: int

    def count(self, text: str) -> int:
        """How many of the patterns the text holds."""
        return sum(1 for pattern in self.patterns if pattern.search(text))


def judge_status(capture: Capture) -> Skipped | None:
    """Turn away what the server itself calls an error or a redirect."""
    status = capture.http_status or 200
    if status >= 400:
        return skip("error_page", f"HTTP status {status}.")
    if 300 <= status < 400:
        return skip("redirect_page", f"HTTP status {status}.")
    return None


def judge_page(page: Page, body: BodyText, paragraphs: Sequence[Paragraph]) -> Skipped | None:
    """Turn away a page that is no article. `paragraphs`: the blocks of the body with their boilerplate labels."""
    words = count_words(body.text)
    own_words = sum(count_words(paragraph.surface) for paragraph in paragraphs if not paragraph.is_boilerplate)
    return (
        _judge_walls(page, body, words)
        or _judge_front(page)
        or _judge_stub(page, body, own_words)
        or _judge_video(page, own_words)
        or judge_text(body.text)
        or _judge_signals(page, body, own_words)
    )


def judge_empty_page(page: Page, visible: str) -> Skipped:
    """The reason for a page without extracted text; `visible` is what its body shows."""
    bare = BodyText(visible, (), (), ())
    found = _judge_walls(page, bare, count_words(visible)) or _judge_front(page) or _judge_video(page, 0)
    if page.find_meta("refresh") and count_words(visible) < 60:
        return skip("redirect_page", f"The page refreshes to another: {page.find_meta('refresh')}.")
    return found or skip(
        "extraction_failed", f"The extractor found no text; the page shows {count_words(visible)} words."
    )


def judge_text(text: str) -> Skipped | None:
    """Turn away a text too short to say anything."""
    words = count_words(text)
    if words < _FEWEST_WORDS and sum(1 for char in text[:1_000] if char.isalpha()) < _FEWEST_WORDS * 4:
        return skip("too_short", f"{words} words.")
    return None


def tell_article_type(page: Page) -> str:
    """news, opinion, live, video or other, by the page's own marks."""
    types = read_types(page)
    if "LiveBlogPosting" in types:
        return "live"
    section = f"{page.find_meta('article:section') or ''} {page.url or ''}".lower()
    if "OpinionNewsArticle" in types or re.search(
        r"opinion|/comment(?:ary|isfree)?/|kommentar|meinung|column", section
    ):
        return "opinion"
    return "news" if types & NEWS_TYPES or page.article or page.find_meta("og:type") == "article" else "other"


def _judge_walls(page: Page, body: BodyText, words: int) -> Skipped | None:
    lines = [page.title, *page.headings[:2], *(line for line in body.text.split("\n") if line)][: _LINES_ASKED + 3]
    beginning = "\n".join(lines)[:3_000]
    marked = bool(read_types(page) & NEWS_TYPES)
    for reason, text in (("captcha", beginning), ("error_page", "\n".join(lines[:6])[:1_000])):
        cue = _load_walls()[reason]
        if not marked and words <= cue.max_words and cue.count(text):
            return skip(reason, f"Title or first lines say so: {_quote(lines)}")
    consent = _load_walls()["consent_wall"]
    cues = consent.count(f"{page.title}\n{body.text}"[:8_000]) if words <= consent.max_words else 0
    if cues >= _CONSENT_CUES and not marked and words < 150 * cues:
        return skip("consent_wall", f"{cues} kinds of consent wording in {words} words.")
    return None


def _judge_front(page: Page) -> Skipped | None:
    if is_home_address(page.url) and not read_types(page) & NEWS_TYPES:
        return skip("homepage_or_index", "The address is that of a front page.")
    return None


def _judge_stub(page: Page, body: BodyText, own_words: int) -> Skipped | None:
    cue = _load_walls()["paywall_stub"]
    is_closed = str(page.article.get("isAccessibleForFree", "")).lower().rsplit("/", 1)[-1] == "false"
    said = cue.count(body.text[:6_000])
    if (own_words <= cue.max_words and said >= 2) or (
        own_words <= _STUB_WORDS and (said or (is_closed and own_words <= 40))
    ):
        return skip("paywall_stub", f"{own_words} words of text and {said} kinds of subscription wording.")
    return None


def _judge_video(page: Page, own_words: int) -> Skipped | None:
    types = read_types(page)
    og_type = (page.find_meta("og:type") or "").lower()
    main = {"VideoObject", "ImageGallery", "MediaGallery"} & types and not page.article
    if own_words <= _VIDEO_WORDS and (og_type.startswith("video") or main):
        return skip("video_only", f"A video or gallery with {own_words} words of text.")
    return None


def _judge_signals(page: Page, body: BodyText, own_words: int) -> Skipped | None:
    signals = measure_signals(page, body)
    if signals["ld_news"] and signals["dated"] and own_words >= 40:
        return None
    weights = _load_weights()
    parts = {name: weight * signals.get(name, 1.0 if name == "bias" else 0.0) for name, weight in weights.items()}
    total = sum(parts.values()) + (0.0 if page.url else _NO_ADDRESS)
    likelihood = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
    if likelihood >= _LIKELY:
        return None
    against = sorted((value, name) for name, value in parts.items() if value < 0 and name != "bias")[:3]
    said = ", ".join(name for _, name in against) or "nothing marks it as one"
    return skip(_name_kind(signals), f"Likelihood of an article {likelihood:.2f}; against it: {said}.")


def _name_kind(signals: dict[str, float]) -> str:
    """The kind of page that most of its own marks point to."""
    rates = {
        "forum": 2 * signals["ld_forum"] + signals["address_forum"] + 2 * signals["generator_forum"],
        "documentation": signals["ld_documentation"] + signals["address_documentation"] + signals["code"]
        + 2 * signals["generator_documentation"],
        "product": 1.5 * signals["ld_product"] + signals["address_product"] + signals["price"]
        + signals["generator_product"],
        "listing": 1.2 * signals["ld_listing"] + signals["address_listing"] + signals["many_articles"]
        + 0.5 * signals["linked"],
        "service": signals["ld_service"] + signals["address_service"] + 0.6 * signals["addressed"],
        "homepage_or_index": 0.5 * signals["many_articles"] + 0.4 * (signals["depth"] <= 0.2) + signals["linked"],
    }  # fmt: skip
    return max(rates, key=lambda kind: (rates[kind], kind))


def _quote(lines: Sequence[str]) -> str:
    return "“" + next((line for line in lines if line), "")[:100] + "”"


@cache
def _load_walls() -> dict[str, _Cue]:
    cues = load_cues()
    return {
        reason: _Cue(tuple(re.compile(p, re.IGNORECASE) for p in cues[reason]["patterns"]), cues[reason]["max_words"])
        for reason in ("error_page", "captcha", "consent_wall", "paywall_stub")
    }


@cache
def _load_weights() -> dict[str, float]:
    try:
        raw = files("broadsheet").joinpath("extract", "article_weights.toml").read_text(encoding="utf-8")
        return {name: float(weight) for name, weight in tomllib.loads(raw)["weights"].items()}
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise FaultError(f"extract/article_weights.toml cannot be read: {error!r}.") from error
