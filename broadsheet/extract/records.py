"""What extraction returns: an article with its blocks, dates, names and links, or the reason why there is none.

Fields are named as the columns of their tables (broadsheet/tables/extract); `captured_on`, `derivation_id` and, in the
side tables, `article_version_id` are added when rows are written. A test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from broadsheet.records import Paragraph


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """A row of `articles`. The table's TOML says what each column means."""

    article_version_id: str
    article_id: str
    capture_id: str
    captured_at: datetime
    source_id: str
    text: str
    text_sha256: str
    word_count: int
    paragraph_count: int
    extraction_method: str
    url: str | None = None
    canonical_url: str | None = None
    normalized_url: str | None = None
    headline: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    description: str | None = None
    language: str | None = None
    html_language: str | None = None
    text_language: str | None = None
    language_confidence: float | None = None
    article_section: str | None = None
    keywords: tuple[str, ...] = ()
    article_type: str = "news"
    is_accessible_for_free: bool | None = None
    site_name: str | None = None
    country_code: str | None = None
    country_method: str | None = None
    lead_image_url: str | None = None
    published_at: datetime | None = None
    published_on: date | None = None
    published_precision: str | None = None
    published_method: str | None = None
    published_confidence: str | None = None
    is_published_tz_known: bool | None = None
    published_agreement_count: int | None = None
    modified_at: datetime | None = None
    syndication_credit: str | None = None
    correction_kind: str | None = None
    correction_text: str | None = None
    next_page_url: str | None = None
    other_article_urls: tuple[str, ...] = ()
    has_other_articles: bool = False
    is_suspect_loss: bool = False
    replacement_char_count: int = 0
    failed_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleDate:
    """A row of `article_dates`: one date that the page gives for itself. `field` is "published" or "modified"."""

    field: str
    kind: str
    raw_value: str
    value_at: datetime | None = None
    value_on: date | None = None
    precision: str | None = None
    is_tz_known: bool = False
    is_chosen: bool = False
    reject_reason: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleAuthor:
    """A row of `article_authors`."""

    position: int
    name: str
    byline_raw: str
    role: str
    method: str


@dataclass(frozen=True, slots=True)
class Link:
    """A row of `links`. The offsets are those of the anchor text in the article's text, None where it is not there."""

    position: int
    url: str
    anchor_text: str
    kind: str
    normalized_url: str | None = None
    target_article_id: str | None = None
    start_char: int | None = None
    end_char: int | None = None


@dataclass(frozen=True, slots=True)
class LivePost:
    """A row of `live_posts`. The offsets are those of the post in the article's text, None where it is not there."""

    position: int
    posted_at: datetime | None
    headline: str | None
    text: str
    url: str | None
    method: str
    start_char: int | None = None
    end_char: int | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Why a capture is not an article: a reason of broadsheet.extract.reasons, and what was found.

    repeats_version_id: the version whose bytes or text come again; None for every other reason.
    """

    reason: str
    detail: str
    repeats_version_id: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one capture became: exactly one of `article` and `skipped` is set."""

    capture_id: str
    source_id: str
    captured_at: datetime
    body_sha256: str
    url: str | None = None
    article: ArticleRecord | None = None
    skipped: Skipped | None = None
    paragraphs: tuple[Paragraph, ...] = field(default=())
    dates: tuple[ArticleDate, ...] = field(default=())
    authors: tuple[ArticleAuthor, ...] = field(default=())
    links: tuple[Link, ...] = field(default=())
    live_posts: tuple[LivePost, ...] = field(default=())
