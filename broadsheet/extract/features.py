"""Features of a page from 0 to 1, for the page classifier's weights in article_weights.toml.

Belongs here: computing features. Scoring and deciding belong to broadsheet.extract.page_classifier. The cues are data:
broadsheet/lang/page_cues.toml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from broadsheet.extract.addresses import split_address
from broadsheet.extract.blocks import BodyText
from broadsheet.extract.cues import load_address_cues, load_forum_name, load_generators
from broadsheet.extract.json_ld import ARTICLE_TYPES, listed
from broadsheet.extract.page import Page

NEWS_TYPES = frozenset(
    ("NewsArticle", "ReportageNewsArticle", "OpinionNewsArticle", "AnalysisNewsArticle", "LiveBlogPosting")
)
# schema.org types by the kind of page they mark.
PAGE_TYPES: Mapping[str, frozenset[str]] = {
    "listing": frozenset(("ItemList", "CollectionPage", "SearchResultsPage", "OfferCatalog")),
    "product": frozenset(
        ("Product", "Offer", "AggregateOffer", "ProductGroup", "SoftwareApplication", "MobileApplication", "Vehicle")
    ),
    "forum": frozenset(("QAPage", "DiscussionForumPosting", "Question")),
    "service": frozenset(
        ("Service", "LocalBusiness", "ProfessionalService", "FAQPage", "Course", "AboutPage", "ContactPage")
    ),
    "documentation": frozenset(("TechArticle", "APIReference", "HowTo", "SoftwareSourceCode")),
    "organisation": frozenset(
        ("Organization", "Corporation", "EducationalOrganization", "LocalBusiness", "MedicalBusiness")
    ),
}
_TEXT_ARTICLES = ARTICLE_TYPES - {"Review", "TechArticle", "SocialMediaPosting"}
# Of microdata; the article of a blog is in an element marked Blog.
_ITEM_ARTICLES = frozenset(("Article", "NewsArticle", "BlogPosting", "Blog"))
_find_items = etree.XPath(".//@itemtype", smart_strings=False)
_DATE_METAS = (
    "article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date",
)
_AUTHOR_METAS = ("author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author")
_PUBLISHER_METAS = ("fb:pages", "twitter:creator", "article:publisher")
_ADDRESSED = re.compile(r"\b(?:you|your|our|we)\b", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:I|[Mm]y|[Mm]e)\b")
_SAID = re.compile(r"\b(?:said|says|told|according)\b|[\"“”„«»「]", re.IGNORECASE)
_MARK = re.compile(r"\s[|–—·•-]\s")
_PRICE = re.compile(r"[$€£]\s?\d|\d\s?[€£]")
_URL_DAY = re.compile(r"/(?:19|20)\d\d/?[-/]?\d\d?")
# For a page without an address.
_USUAL_DEPTH = 0.5
# A page of a site has more links than this; a page with fewer is saved, simplified or written by hand.
_BARE_LINKS = 5
_PROSE_WORDS = 15
_SAMPLE_CHARS = 8_000


def measure_features(page: Page, body: BodyText) -> dict[str, float]:
    """Features of a page by name, each 0 to 1."""
    return {**_measure_text(body), **_measure_marks(page), **_measure_address(page.url), **_measure_tags(page, body)}


def _measure_text(body: BodyText) -> dict[str, float]:
    counts = [(paragraph.kind, len(paragraph.surface.split())) for paragraph in body.paragraphs]
    words = sum(count for _, count in counts) or 1
    prose = sum(count for kind, count in counts if kind in ("paragraph", "quote") and count >= _PROSE_WORDS)
    sample = body.text[:_SAMPLE_CHARS]
    sample_words = len(sample.split()) or 1
    return {
        "first_person": min(1.0, 30 * len(_FIRST_PERSON.findall(sample)) / sample_words),
        "prose": prose / words,
        "linked": min(1.0, sum(anchor.end_char - anchor.start_char for anchor in body.anchors) / (len(body.text) or 1)),
        "addressed": min(1.0, 20 * len(_ADDRESSED.findall(sample)) / sample_words),
        "said": min(1.0, 50 * len(_SAID.findall(sample)) / sample_words),
        "price": min(1.0, len(_PRICE.findall(sample)) / 10),
    }


def _measure_marks(page: Page) -> dict[str, float]:
    types = read_types(page)
    og_type = (page.find_meta("og:type") or "").lower()
    generator = page.find_meta("generator") or ""
    return {
        "ld_article": float(bool(types & _TEXT_ARTICLES)),
        "ld_news": float(bool(types & NEWS_TYPES)),
        **{f"ld_{kind}": float(bool(types & names)) for kind, names in PAGE_TYPES.items()},
        "og_article": float(og_type == "article"),
        "og_other": float(og_type not in ("article", "website", "")),
        "dated": float(bool(page.find_meta(*_DATE_METAS)) or "datePublished" in page.article),
        "stamped": float(bool(page.stamps)),
        "author_marked": float(bool(page.find_meta(*_AUTHOR_METAS) or page.article.get("author"))),
        "publisher_marked": float(bool(page.find_meta(*_PUBLISHER_METAS))),
        "named_forum": float(_names_forum(page)),
        "many_times": float(len(page.times) > 10),
        **{f"generator_{kind}": float(bool(cue.search(generator))) for kind, cue in load_generators().items()},
    }


def _names_forum(page: Page) -> bool:
    """Whether the site calls itself a forum: in its host, its name or what follows the first mark of the title."""
    host = page.url.partition("://")[2].partition("/")[0] if page.url else ""
    tail = _MARK.split(page.title, maxsplit=1)[1:]
    return bool(load_forum_name().search(" ".join((host, page.find_meta("og:site_name") or "", *tail))))


def _measure_address(url: str | None) -> dict[str, float]:
    path, _ = split_address(url)
    return {
        **{f"address_{kind}": float(bool(cue.search(path))) for kind, cue in load_address_cues().items()},
        "depth": min(1.0, path.count("/") / 5) if url else _USUAL_DEPTH,
        "url_day": float(bool(_URL_DAY.search(path))),
    }


def _measure_tags(page: Page, body: BodyText) -> dict[str, float]:
    tags = page.tags
    items = {item.rstrip("/").rsplit("/", 1)[-1] for item in _find_items(page.tree)}
    return {
        "bare": float(tags["a"] <= _BARE_LINKS),
        "item_article": float(bool(items & _ITEM_ARTICLES)),
        "code": min(1.0, (tags["code"] + tags["pre"]) / 10),
        "many_articles": float(tags["article"] > 5),
        "form": min(1.0, (tags["select"] + tags["textarea"]) / 3),
        "buttons": min(1.0, tags["button"] / 20),
        "words_per_link": min(1.0, len(body.text.split()) / (tags["a"] + 1) / 10),
    }


def read_types(page: Page) -> set[str]:
    """Names of all schema.org types in the page's JSON-LD."""
    names = (name for node in page.nodes for name in listed(node.get("@type")) if isinstance(name, str))
    return {name.rsplit("/", 1)[-1] for name in names}
