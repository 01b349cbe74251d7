"""Is it an article? The page gate, with a reason for every page it turns away.

Order: what the server says; walls and error texts; addresses of front pages and forums; pages without a text of their
own; and last the weighed signals, whose weights were fitted on the development pages (bench/bench_extract_gate.py says
how and what they reach). News that marks itself as such and bare documents of prose pass without weighing; a page with
an article's marks or plenty of its prose needs less likelihood, since a lost article costs more than a service page
that passes.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from broadsheet.errors import FaultError
from broadsheet.extract.addresses import is_home_address
from broadsheet.extract.blocks import BodyText
from broadsheet.extract.cues import load_forum_address
from broadsheet.extract.json_ld import text_of
from broadsheet.extract.layout import measure_layout
from broadsheet.extract.page import Page
from broadsheet.extract.reasons import skip
from broadsheet.extract.records import Skipped
from broadsheet.extract.signals import NEWS_TYPES, measure_long_prose, measure_signals, read_types
from broadsheet.extract.walls import judge_stub, judge_video, judge_walls
from broadsheet.extract.words import count_words
from broadsheet.records import Capture, Paragraph

_FEWEST_WORDS = 8
_MARKED_WORDS = 40
# Below this likelihood a page is no article; below the second one no page with an article's marks or prose. The curve,
# by cross-validation over domains and with all rules applied, stands in bench/bench_extract_gate.py. The general
# threshold is lower than that of the best F1 (.60 to .70: .95), since a lost article costs more than a page too many.
_LIKELY = 0.45
_LIKELY_MARKED = 0.15
# Marks that speak for an article beside long prose: two of them, and no mark of another kind of page.
_MARKS = ("og_article", "dated", "stamped", "author_marked", "address_article", "url_day")
_OTHER_MARKS = (
    "address_forum", "named_forum", "address_documentation", "address_product", "address_service", "address_listing",
    "ld_forum", "ld_product", "ld_documentation", "code",
)  # fmt: skip
# Plenty of plain prose without any mark: old sites and blogs.
_SHOP_MARKS = ("ld_organisation", "ld_service", "ld_listing", "form", "price")
_PLAIN_PROSE, _PLAIN_LINKED, _MOST_ADDRESSED = 0.75, 0.05, 0.5
# A bare document, prose with hardly a link on the whole page, is somebody's saved or plain text: it needs less of it,
# and people in it may say "we" (what speaks to a reader so is a service on pages of sites).
_BARE_WORDS = 20
_BARE_PROSE = 0.5
_ENOUGH_PROSE = 0.5
_MOST_LINKED = 0.15


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
    return judge_by_rules(page, body, paragraphs) or _judge_signals(page, body, _count_own_words(paragraphs))


def judge_by_rules(page: Page, body: BodyText, paragraphs: Sequence[Paragraph]) -> Skipped | None:
    """Turn away what its wording or address alone tells; the signals are not weighed."""
    own_words = _count_own_words(paragraphs)
    return (
        judge_walls(page, body, count_words(body.text))
        or _judge_front(page)
        or _judge_forum(page)
        or judge_stub(page, body, own_words)
        or judge_video(page, own_words)
        or judge_text(body.text)
    )


def judge_empty_page(page: Page, visible: str) -> Skipped:
    """The reason for a page without extracted text; `visible` is what its body shows."""
    bare = BodyText(visible, (), (), ())
    found = judge_walls(page, bare, count_words(visible)) or _judge_front(page) or judge_video(page, 0)
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


def choose_threshold(signals: Mapping[str, float], long_prose: float, own_words: int) -> float:
    """The likelihood that a page needs; 0 for one that passes unweighed. long_prose: of `measure_long_prose`."""
    if signals["ld_news"] and signals["dated"] and own_words >= _MARKED_WORDS:
        return 0.0
    if any(signals[name] for name in _OTHER_MARKS):
        return _LIKELY
    is_plain = not any(signals[name] for name in _SHOP_MARKS)
    if is_plain and signals["bare"] and signals["prose"] >= _BARE_PROSE and own_words >= _MARKED_WORDS:
        return 0.0
    is_plain = is_plain and signals["addressed"] < _MOST_ADDRESSED
    is_prose = is_plain and signals["prose"] >= _PLAIN_PROSE and signals["linked"] <= _PLAIN_LINKED
    if is_prose and signals["words_per_link"] >= 1 and own_words >= _BARE_WORDS:
        return 0.0
    marks = sum(bool(signals[name]) for name in _MARKS) + bool(signals["ld_article"] or signals["item_article"])
    is_marked = marks >= 2 and long_prose >= _ENOUGH_PROSE and signals["linked"] <= _MOST_LINKED
    return _LIKELY_MARKED if is_marked or (is_prose and long_prose >= 1) else _LIKELY


def _judge_front(page: Page) -> Skipped | None:
    """Turn away front pages by their address, unless the page calls itself an article under its own heading."""
    if not is_home_address(page.url):
        return None
    headline = text_of(page.article.get("headline"))
    if headline and headline in page.headings and len(page.headings) == 1:
        return None
    return skip("homepage_or_index", "The address is that of a front page.")


def _judge_forum(page: Page) -> Skipped | None:
    """Turn away threads and questions by their address; none of the development articles has such a one."""
    if page.url and not read_types(page) & NEWS_TYPES and load_forum_address().search(page.url):
        return skip("forum", "The address is that of a forum.")
    return None


def _judge_signals(page: Page, body: BodyText, own_words: int) -> Skipped | None:
    signals = measure_signals(page, body)
    threshold = choose_threshold(signals, measure_long_prose(body), own_words)
    if not threshold:
        return None
    signals |= measure_layout(page, body)
    weights = _load_weights()
    parts = {name: weight * signals.get(name, 1.0 if name == "bias" else 0.0) for name, weight in weights.items()}
    likelihood = 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(parts.values())))))
    if likelihood >= threshold:
        return None
    against = sorted((value, name) for name, value in parts.items() if value < 0 and name != "bias")[:3]
    said = ", ".join(name for _, name in against) or "nothing marks it as one"
    return skip(_name_kind(signals), f"Likelihood of an article {likelihood:.2f}; against it: {said}.")


def _count_own_words(paragraphs: Sequence[Paragraph]) -> int:
    return sum(count_words(paragraph.surface) for paragraph in paragraphs if not paragraph.is_boilerplate)


def _name_kind(signals: dict[str, float]) -> str:
    """The kind of page that most of its own marks point to."""
    rates = {
        "forum": 2 * signals["ld_forum"] + signals["address_forum"] + signals["named_forum"]
        + 2 * signals["generator_forum"],
        "documentation": signals["ld_documentation"] + signals["address_documentation"] + signals["code"]
        + 2 * signals["generator_documentation"],
        "product": 1.5 * signals["ld_product"] + signals["address_product"] + signals["price"]
        + signals["generator_product"],
        "listing": 1.2 * signals["ld_listing"] + signals["address_listing"] + signals["many_articles"]
        + 0.5 * signals["linked"] + 0.6 * signals["alike_headings"] + 0.6 * signals["day_lines"],
        "service": signals["ld_service"] + signals["address_service"] + 0.6 * signals["addressed"],
        "homepage_or_index": 0.5 * signals["many_articles"] + 0.4 * (signals["depth"] <= 0.2) + signals["linked"],
    }  # fmt: skip
    return max(rates, key=lambda kind: (rates[kind], kind))


@cache
def _load_weights() -> dict[str, float]:
    try:
        raw = files("broadsheet").joinpath("extract", "article_weights.toml").read_text(encoding="utf-8")
        return {name: float(weight) for name, weight in tomllib.loads(raw)["weights"].items()}
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise FaultError(f"extract/article_weights.toml cannot be read: {error!r}.") from error
