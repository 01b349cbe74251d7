"""One capture to one article or one reason: the order of the steps, and the rows they end in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from broadsheet.extract.addresses import choose_identity_url, normalize_url, resolve_url
from broadsheet.extract.authors import read_authors
from broadsheet.extract.body import choose_body, extract_text, is_suspect_loss
from broadsheet.extract.boilerplate import label_boilerplate
from broadsheet.extract.corrections import find_corrections
from broadsheet.extract.credits import find_credit
from broadsheet.extract.decoding import clean_text, decode_body, sniff_kind
from broadsheet.extract.elements import read_visible
from broadsheet.extract.headline import Headline, read_headline, read_site_name
from broadsheet.extract.json_ld import listed, text_of
from broadsheet.extract.languages import choose_language, detect_language
from broadsheet.extract.ledger import Ledger, read_dates, read_text_dates
from broadsheet.extract.links import make_links
from broadsheet.extract.listed import choose_headline, find_listed_credit, read_listed_dates
from broadsheet.extract.live import find_posts, place_posts
from broadsheet.extract.optional import OptionalFields
from broadsheet.extract.other_articles import OtherArticles, find_next_page, separate_other_articles
from broadsheet.extract.page import Page, read_page
from broadsheet.extract.page_classifier import (
    classify_article_type,
    classify_by_rules,
    classify_empty_page,
    classify_page,
    classify_status,
    classify_text,
)
from broadsheet.extract.plain import read_plain_text, strip_title_mark
from broadsheet.extract.reasons import skip
from broadsheet.extract.records import ArticleRecord, Extraction, Skipped
from broadsheet.extract.second_reading import read_markup
from broadsheet.extract.source_country import find_source_country
from broadsheet.extract.trafilatura_adapter import search_author, search_date, search_title
from broadsheet.extract.words import count_words
from broadsheet.ids import hash_id
from broadsheet.records import Capture, Paragraph


def extract_capture(capture: Capture, *, now: datetime | None = None) -> Extraction:
    """What a capture is: an article with its rows, or the reason why it is none. Same capture, same result.

    now: no date after it (and a day) is believed; default the time of the capture.
    """
    kind = classify_status(capture) or sniff_kind(capture.body, capture.content_type, capture.origin_path)
    if isinstance(kind, Skipped):
        return _end(capture, kind)
    if kind == "text":
        return _extract_plain(capture)
    return _extract_page(capture, now or capture.captured_at)


def _extract_plain(capture: Capture) -> Extraction:
    decoded = decode_body(capture.body, capture.declared_charset)
    text = strip_title_mark(clean_text(capture.body.decode("cp1252", "replace") if decoded is None else decoded))
    headline, paragraphs = read_plain_text(text)
    skipped = classify_text(text)
    if skipped:
        return _end(capture, skipped)
    paragraphs = label_boilerplate(paragraphs)
    optional = OptionalFields()
    listed_dates = read_listed_dates(capture)
    ledger = optional.read(
        "article_dates", lambda: read_text_dates(text, capture.captured_at, listed_dates), Ledger.empty()
    )
    credit = optional.read("syndication_credit", lambda: find_credit(paragraphs), None) or find_listed_credit(capture)
    article = _make_article(
        capture,
        optional,
        identity_url=normalize_url(capture.url),
        text=text,
        paragraphs=paragraphs,
        headline=choose_headline(headline, capture),
        extraction_method="plain_text",
        syndication_credit=credit,
        **_read_language(optional, None, text, capture.language_hint),
        **_read_published(ledger),
    )
    return _end(capture, article, paragraphs=paragraphs, dates=ledger.dates)


def _extract_page(capture: Capture, now: datetime) -> Extraction:
    reading = read_markup(_readable(capture))
    if reading is None:
        return _end(capture, skip("extraction_failed", "The parser found no page in the bytes."))
    tree = reading.tree
    page = read_page(tree, capture.url)
    optional = page.optional
    posts = optional.read("live_posts", lambda: find_posts(page), [])
    alone = (page, OtherArticles())
    if not posts:
        page, others = optional.read("other_article_urls", lambda: separate_other_articles(alone[0]), alone)
    else:
        page, others = alone
    body, method = choose_body(page, extract_text(tree, capture.url))
    if not body.text:
        return _end(capture, classify_empty_page(page, read_visible(tree)))
    paragraphs = label_boilerplate(body.paragraphs, body.link_shares)
    # What is printed as posts with times is a live blog, whatever else it lacks.
    skipped = (classify_by_rules if posts else classify_page)(page, body, paragraphs)
    if skipped:
        return _end(capture, skipped)
    ledger = optional.read("article_dates", lambda: _read_ledger(page, now, body.text, capture), Ledger.empty())
    authors = optional.read("article_authors", lambda: read_authors(page, lambda: search_author(tree)), ())
    head = _read_head(page, capture) | ({"article_type": "live"} if posts else {})
    country = optional.read("country_code", lambda: find_source_country(page), (None, None))
    article = _make_article(
        capture,
        optional,
        identity_url=choose_identity_url(capture.url, head["canonical_url"]),
        text=body.text,
        paragraphs=paragraphs,
        extraction_method=f"{method}, read again: {reading.note}" if reading.note else method,
        **head,
        **_read_language(optional, page, body.text, capture.language_hint),
        **_read_published(ledger),
        syndication_credit=optional.read(
            "syndication_credit", lambda: find_credit(paragraphs, page, authors, find_listed_credit(capture)), None
        ),
        next_page_url=optional.read("next_page_url", lambda: find_next_page(page), None),
        other_article_urls=others.urls,
        has_other_articles=others.are_mixed,
        is_suspect_loss=reading.is_cut or is_suspect_loss(page, body.text),
        country_code=country[0],
        country_method=country[1],
    )
    links = optional.read("links", lambda: make_links(body, paragraphs, capture.url), ())
    placed = optional.read("live_posts", lambda: tuple(place_posts(posts, body.text)), ())
    return _end(
        capture,
        replace(article, failed_fields=optional.failed),
        paragraphs=paragraphs,
        dates=ledger.dates,
        authors=authors,
        links=links,
        live_posts=placed,
    )


def _read_ledger(page: Page, now: datetime, text: str, capture: Capture) -> Ledger:
    latest = (now + timedelta(days=1)).date()
    return read_dates(page, now, lambda: search_date(page.tree, page.url, latest), text, read_listed_dates(capture))


def _read_head(page: Page, capture: Capture) -> dict[str, Any]:
    """Columns that the head of the page gives; one that cannot be read has its empty value."""
    find_meta, read = page.find_meta, page.optional.read
    headline = read("headline", lambda: read_headline(page, lambda: search_title(page.tree)), Headline(None))
    section, free = page.article.get("articleSection"), page.article.get("isAccessibleForFree")
    return {
        "headline": choose_headline(headline.text, capture, read("site_name", lambda: read_site_name(page), None)),
        "kicker": headline.kicker,
        "subtitle": headline.subtitle,
        "canonical_url": read("canonical_url", lambda: page.canonical_url, None),
        "description": find_meta("description", "og:description", "twitter:description"),
        "article_section": read(
            "article_section", lambda: find_meta("article:section", "section") or text_of(section), None
        ),
        "keywords": read("keywords", lambda: _read_keywords(page), ()),
        "article_type": read("article_type", lambda: classify_article_type(page), "other"),
        "is_accessible_for_free": read("is_accessible_for_free", lambda: _read_free(free), None),
        "site_name": read("site_name", lambda: read_site_name(page), None),
        "lead_image_url": read(
            "lead_image_url",
            lambda: resolve_url(capture.url, find_meta("og:image", "twitter:image") or "about:blank"),
            None,
        ),
    }


def _read_language(optional: OptionalFields, page: Page | None, text: str, hint: str | None) -> dict[str, Any]:
    html_language = optional.read("html_language", lambda: page.html_language if page else None, None)
    text_language, confidence = optional.read("text_language", lambda: detect_language(text), (None, None))
    return {
        "html_language": html_language,
        "text_language": text_language,
        "language": choose_language(html_language, text_language, confidence, hint),
        "language_confidence": confidence,
    }


def _read_published(ledger: Ledger) -> dict[str, Any]:
    modified_at = ledger.modified.value_at if ledger.modified else None
    published = ledger.published
    if published is None:
        return {"modified_at": modified_at}
    return {
        "published_at": published.value_at,
        "published_on": ledger.published_on,
        "published_precision": published.precision,
        "published_method": published.kind,
        "published_confidence": ledger.confidence,
        "is_published_tz_known": published.is_tz_known,
        "published_agreement_count": ledger.agreement_count,
        "modified_at": modified_at,
    }


def _readable(capture: Capture) -> bytes | str:
    """The body for the parser: UTF-8 bytes where the charset is known, else as received for the library to guess."""
    decoded = decode_body(capture.body, capture.declared_charset)
    return capture.body if decoded is None else decoded.encode("utf-8", "replace")


def _make_article(
    capture: Capture,
    optional: OptionalFields,
    *,
    identity_url: str | None,
    text: str,
    paragraphs: Sequence[Paragraph],
    **columns: Any,
) -> ArticleRecord:
    article_id = hash_id("article", identity_url) if identity_url else hash_id("article_text", text)
    correction = optional.read("correction_text", lambda: find_corrections(paragraphs), None)
    own = [paragraph.surface for paragraph in paragraphs if not paragraph.is_boilerplate]
    return ArticleRecord(
        article_version_id=hash_id(article_id, columns.get("headline"), text),
        article_id=article_id,
        capture_id=capture.capture_id,
        captured_at=capture.captured_at,
        source_id=capture.source_id,
        url=capture.url,
        normalized_url=identity_url,
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        word_count=sum(count_words(surface) for surface in own),
        paragraph_count=len(paragraphs),
        correction_kind=correction[0] if correction else None,
        correction_text=correction[1] if correction else None,
        replacement_char_count=text.count("\ufffd"),
        failed_fields=optional.failed,
        **columns,
    )


def _read_keywords(page: Page) -> tuple[str, ...]:
    tags = [content for name, content in page.metas if name == "article:tag"]
    if not tags:
        offered = listed(page.article.get("keywords"))
        marked = [value if isinstance(value, str) else text_of(value) for value in offered]
        for words in marked or [page.find_meta("news_keywords", "keywords")]:
            tags.extend((words or "").split(","))
    return tuple(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))[:50]


def _read_free(value: Any) -> bool | None:
    return {"true": True, "false": False}.get(str(value).strip().lower().rsplit("/", 1)[-1])


def _end(capture: Capture, outcome: ArticleRecord | Skipped, **rows: Any) -> Extraction:
    return Extraction(
        capture_id=capture.capture_id,
        source_id=capture.source_id,
        captured_at=capture.captured_at,
        body_sha256=capture.body_sha256,
        url=capture.url,
        article=outcome if isinstance(outcome, ArticleRecord) else None,
        skipped=outcome if isinstance(outcome, Skipped) else None,
        **rows,
    )
