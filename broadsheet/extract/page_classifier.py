"""The page classifier: whether a page is an article, with a reason for every page it rejects.

Order: HTTP status; interstitials and error texts; addresses of front pages and forums; pages without a text of their
own; and last a logistic regression over features, whose weights were fitted on the development pages
(bench/bench_page_classifier.py says how, and how well they do on sites that they were not fitted on). An article is
prose that somebody wrote to be read: news, but also a blog's posts, guides and reports.
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
from broadsheet.extract.body_words import add_words, join_words, read_english_words
from broadsheet.extract.cues import load_forum_address
from broadsheet.extract.features import NEWS_TYPES, measure_features, read_types
from broadsheet.extract.interstitials import detect_interstitial, detect_paywall_stub, detect_video_page
from broadsheet.extract.json_ld import text_of
from broadsheet.extract.layout import measure_layout
from broadsheet.extract.page import Page
from broadsheet.extract.prose import cross_prose, measure_prose
from broadsheet.extract.reasons import skip
from broadsheet.extract.records import Skipped
from broadsheet.extract.words import count_words
from broadsheet.records import Capture, Paragraph

_FEWEST_WORDS = 8
# A page below this likelihood is not an article. bench/bench_page_classifier.py prints the curve, by cross-validation
# over domains and with all rules applied.
LIKELY = 0.5
# A page that marks itself as news and says when, with so many words, and a bare document of prose are not scored.
# Somebody's saved or simplified page has no marks, hardly a link, and people in it may say "we"; where there are more
# links, the text must speak to nobody.
_MARKED_WORDS, _BARE_WORDS = 40, 20
_BARE_PROSE, _PLAIN_PROSE, _PLAIN_LINKED, _MOST_ADDRESSED = 0.5, 0.75, 0.05, 0.5
_OTHER_MARKS = (
    "address_forum", "named_forum", "address_documentation", "address_product", "address_service", "address_listing",
    "ld_forum", "ld_product", "ld_documentation", "code", "ld_organisation", "ld_service", "ld_listing", "form",
    "price",
)  # fmt: skip


def classify_status(capture: Capture) -> Skipped | None:
    """Reject what the server itself calls an error or a redirect."""
    status = capture.http_status or 200
    if status >= 400:
        return skip("error_page", f"HTTP status {status}.")
    if 300 <= status < 400:
        return skip("redirect_page", f"HTTP status {status}.")
    return None


def classify_page(page: Page, body: BodyText, paragraphs: Sequence[Paragraph]) -> Skipped | None:
    """Why a page is not an article, or None. `paragraphs`: the blocks of the body with their boilerplate labels."""
    return classify_by_rules(page, body, paragraphs) or _classify_by_features(page, body, count_own_words(paragraphs))


def classify_by_rules(page: Page, body: BodyText, paragraphs: Sequence[Paragraph]) -> Skipped | None:
    """Reject what its wording or address alone gives away; no features are scored."""
    own_words = count_own_words(paragraphs)
    return (
        detect_interstitial(page, body, count_words(body.text))
        or _detect_front_page(page)
        or _detect_forum(page)
        or detect_paywall_stub(page, body, own_words)
        or detect_video_page(page, own_words)
        or classify_text(body.text)
    )


def classify_empty_page(page: Page, visible: str) -> Skipped:
    """The reason for a page without extracted text; `visible` is the text that its body shows."""
    bare = BodyText(visible, (), (), ())
    found = (
        detect_interstitial(page, bare, count_words(visible)) or _detect_front_page(page) or detect_video_page(page, 0)
    )
    if page.find_meta("refresh") and count_words(visible) < 60:
        return skip("redirect_page", f"The page refreshes to another: {page.find_meta('refresh')}.")
    return found or skip(
        "extraction_failed", f"The extractor found no text; the page shows {count_words(visible)} words."
    )


def classify_text(text: str) -> Skipped | None:
    """Reject a text that is too short for an article."""
    words = count_words(text)
    if words < _FEWEST_WORDS and sum(1 for char in text[:1_000] if char.isalpha()) < _FEWEST_WORDS * 4:
        return skip("too_short", f"{words} words.")
    return None


def classify_article_type(page: Page) -> str:
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


def measure_page(page: Page, body: BodyText) -> dict[str, float]:
    """All features of a page and its text by name, each 0 to 1."""
    return complete_features(measure_features(page, body), page, body)


def complete_features(features: Mapping[str, float], page: Page, body: BodyText) -> dict[str, float]:
    """The features of `measure_features` with those of layout and prose, which only a page to be scored needs."""
    found = {**features, **measure_layout(page, body), **measure_prose(page, body)}
    return found | cross_prose(found)


def is_certain(features: Mapping[str, float], own_words: int) -> bool:
    """Whether a page is taken for an article without scoring. own_words: of blocks that are not boilerplate."""
    if features["ld_news"] and features["dated"] and own_words >= _MARKED_WORDS:
        return True
    is_marked = any(features[name] for name in _OTHER_MARKS)
    return not is_marked and (_is_bare(features, own_words) or _is_plain(features, own_words))


def _is_bare(features: Mapping[str, float], own_words: int) -> bool:
    return bool(features["bare"]) and features["prose"] >= _BARE_PROSE and own_words >= _MARKED_WORDS


def _is_plain(features: Mapping[str, float], own_words: int) -> bool:
    is_prose = features["prose"] >= _PLAIN_PROSE and features["linked"] <= _PLAIN_LINKED
    is_telling = features["addressed"] < _MOST_ADDRESSED and features["words_per_link"] >= 1
    return is_prose and is_telling and own_words >= _BARE_WORDS


def score_page(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The likelihood, 0 to 1, that a page with these features is an article."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(_weigh(features, weights).values())))))


def _detect_front_page(page: Page) -> Skipped | None:
    """Reject front pages by their address, unless the page calls itself an article under its own heading."""
    if not is_home_address(page.url):
        return None
    headline = text_of(page.article.get("headline"))
    if headline and headline in page.headings and len(page.headings) == 1:
        return None
    return skip("homepage_or_index", "The address is that of a front page.")


def _detect_forum(page: Page) -> Skipped | None:
    """Reject threads and questions by their address; none of the development articles has such an address."""
    if page.url and not read_types(page) & NEWS_TYPES and load_forum_address().search(page.url):
        return skip("forum", "The address is that of a forum.")
    return None


def _classify_by_features(page: Page, body: BodyText, own_words: int) -> Skipped | None:
    features = measure_features(page, body)
    if is_certain(features, own_words):
        return None
    weights = load_page_weights()
    features = add_words(complete_features(features, page, body), read_english_words(body.text), weights)
    likelihood = score_page(features, weights)
    if likelihood >= LIKELY:
        return None
    parts = join_words(_weigh(features, weights))
    against = sorted((value, name) for name, value in parts.items() if value < 0 and name != "bias")[:3]
    said = ", ".join(name for _, name in against) or "nothing marks it as one"
    return skip(_choose_kind(features), f"Likelihood of an article {likelihood:.2f}; against it: {said}.")


def _weigh(features: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    return {name: weight * features.get(name, 1.0 if name == "bias" else 0.0) for name, weight in weights.items()}


def count_own_words(paragraphs: Sequence[Paragraph]) -> int:
    """Words of the blocks that are not boilerplate."""
    return sum(count_words(paragraph.surface) for paragraph in paragraphs if not paragraph.is_boilerplate)


def _choose_kind(features: dict[str, float]) -> str:
    """The kind of page that its marks suggest most strongly."""
    rates = {
        "forum": 2 * features["ld_forum"] + features["address_forum"] + features["named_forum"]
        + 2 * features["generator_forum"],
        "documentation": features["ld_documentation"] + features["address_documentation"] + features["code"]
        + 2 * features["generator_documentation"],
        "product": 1.5 * features["ld_product"] + features["address_product"] + features["price"]
        + features["generator_product"],
        "listing": 1.2 * features["ld_listing"] + features["address_listing"] + features["many_articles"]
        + 0.5 * features["linked"] + 0.6 * features["alike_headings"] + 0.6 * features["day_lines"],
        "service": features["ld_service"] + features["address_service"] + 0.6 * features["addressed"],
        "homepage_or_index": 0.5 * features["many_articles"] + 0.4 * (features["depth"] <= 0.2) + features["linked"],
    }  # fmt: skip
    return max(rates, key=lambda kind: (rates[kind], kind))


@cache
def load_page_weights() -> dict[str, float]:
    """Weight by name of a feature. Raises FaultError where the file cannot be read."""
    try:
        raw = files("broadsheet").joinpath("extract", "article_weights.toml").read_text(encoding="utf-8")
        return {name: float(weight) for name, weight in tomllib.loads(raw)["weights"].items()}
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise FaultError(f"extract/article_weights.toml cannot be read: {error!r}.") from error
