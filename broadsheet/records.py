"""The records that stages hand to each other: captures, articles, and the rows derived from an article.

Fields are named as the columns of their table (broadsheet/tables); a test compares the two. Offsets are code points,
end excluded. `captured_on` and `derivation_id` are added when rows are written, so functions that find things need
neither a clock nor a version.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Self

from broadsheet.failures import Failure


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in code points, end excluded."""

    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Capture:
    """One received document; the columns of `captures` say what the fields mean."""

    capture_id: str
    captured_at: datetime
    source_id: str
    body: bytes
    body_sha256: str
    origin_kind: str
    origin_path: str
    origin_offset: int = 0
    requested_url: str | None = None
    url: str | None = None
    redirect_urls: tuple[str, ...] = ()
    http_status: int | None = None
    http_headers: tuple[tuple[str, str], ...] = ()
    content_type: str | None = None
    declared_charset: str | None = None
    language_hint: str | None = None
    robots_rule: str | None = None
    ai_training_opt_out: bool | None = None
    listed_in_url: str | None = None
    listed_title: str | None = None
    listed_published_at: datetime | None = None
    listed_modified_at: datetime | None = None
    listed_publisher_name: str | None = None
    listed_publisher_url: str | None = None

    @property
    def captured_on(self) -> date:
        """UTC day of the capture."""
        return self.captured_at.date()

    @property
    def body_bytes(self) -> int:
        return len(self.body)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of an article's text. `surface` is text[start_char:end_char]."""

    paragraph_index: int
    start_char: int
    end_char: int
    surface: str
    kind: str = "paragraph"
    is_boilerplate: bool = False
    boilerplate_kind: str | None = None
    boilerplate_score: float | None = None
    repeats_in_source: int | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What the derive stage needs to know of an article version.

    text, headline: as in `articles`. Where the headline is the first paragraph of the text, the text begins with it
    at offset 0 and `headline` equals that paragraph: its rows are then found once, in the text, with in_headline true
    (both sets of offsets agree).
    published_on: publication day in the source's zone, or None. captured_at: used only to resolve a year, never as
    the publication date. country_code: country of the source, ISO 3166-1 alpha-2, where known; country_method: what
    says so (source_country, page_address, domain, page_locale). default_country_code: what a default locale of the page
    suggests, too weak for anything but a currency.
    """

    article_version_id: str
    text: str
    headline: str | None = None
    language: str = "en"
    published_at: datetime | None = None
    published_on: date | None = None
    captured_at: datetime | None = None
    country_code: str | None = None
    site_name: str | None = None
    country_method: str | None = None
    default_country_code: str | None = None
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a derived row stands: the evidence columns that every derived row carries."""

    article_version_id: str
    sentence_id: str | None
    in_headline: bool
    start_char: int
    end_char: int
    surface: str
    is_boilerplate: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A row of `sentences`."""

    evidence: Evidence
    sentence_id: str
    paragraph_index: int | None
    in_quotation: bool
    word_count: int
    rule: str
    confidence: float | None = None


class PlaceLink(NamedTuple):
    """The place that a mention is linked to, and the mention's role; a struct of `mentions`.

    point_source: geonames (the place's own point) or mean_of_cities. precision: city, region, country or continent.
    role: dateline, scene or mentioned. method: what told that this place is meant.
    """

    name: str
    kind: str
    country_code: str | None
    part_code: str | None
    geonames_id: int | None
    latitude: float
    longitude: float
    population: int | None
    point_source: str
    precision: str
    role: str
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Mention:
    """A row of `mentions`."""

    evidence: Evidence
    mention_id: str
    mention_type: str
    name_norm: str
    head: str
    is_first_in_article: bool
    entity_key: str
    entity_name: str
    rule: str
    role_text: str | None = None
    country_code: str | None = None
    geonames_id: int | None = None
    place_id: str | None = None
    place: PlaceLink | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A row of `dates`."""

    evidence: Evidence
    date_id: str
    timex_type: str
    value: str | None
    rule: str
    mod: str | None = None
    start_on: date | None = None
    end_on: date | None = None
    start_at: datetime | None = None
    is_relative: bool = False
    anchor: str | None = None
    how: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A row of `numbers`."""

    evidence: Evidence
    number_id: str
    kind: str
    number_text: str
    rule: str
    value: float | None = None
    value_low: float | None = None
    value_high: float | None = None
    bound: str = "exact"
    unit_text: str | None = None
    unit: str | None = None
    dimension: str | None = None
    value_si: float | None = None
    currency: str | None = None
    currency_method: str | None = None
    currency_confidence: float | None = None
    scale_text: str | None = None
    counted_text: str | None = None
    counted_head: str | None = None
    counted: Span | None = None
    change: str | None = None
    change_direction: str | None = None
    linked_number_id: str | None = None
    per_text: str | None = None
    scope_place: str | None = None
    place_id: str | None = None
    period_text: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    period: str | None = None
    as_of: date | None = None
    as_of_method: str | None = None
    measure_key: str | None = None
    measure: str | None = None
    counted_norm: str | None = None
    said_by_claim_id: str | None = None
    said_by: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A row of `claims`."""

    evidence: Evidence
    claim_id: str
    quote_type: str
    content: tuple[Span, ...]
    content_text: str
    speaker_kind: str
    rule: str
    source: Span | None = None
    cue: Span | None = None
    source_text: str | None = None
    cue_text: str | None = None
    cue_lemma: str | None = None
    cue_kind: str | None = None
    cue_stance: str | None = None
    source_mention_id: str | None = None
    speaker_name: str | None = None
    speaker_entity_key: str | None = None
    source_refers_to_text: str | None = None
    relayed_by_claim_id: str | None = None
    addressee_text: str | None = None
    target: Span | None = None
    target_text: str | None = None
    target_entity_key: str | None = None
    stated_on: date | None = None
    is_negated: bool = False
    hedges: tuple[str, ...] = ()
    modality: str | None = None
    claim_type: str = "other"
    checkworthiness: float = 0.0
    confidence: float | None = None


# The tables that one pass over an article fills.
DERIVED_TABLES = ("sentences", "mentions", "claims", "numbers", "dates")


@dataclass(frozen=True, slots=True)
class Unanalysed:
    """A row of `unanalysed`: why an article version has no rows in one derived table."""

    article_version_id: str
    table_name: str
    reason: str
    detail: str
    error_type: str | None = None
    function_name: str | None = None
    file_name: str | None = None
    line_number: int | None = None

    @classmethod
    def of(cls, article_version_id: str, table_name: str, reason: str, failure: Failure) -> Self:
        """The row for a table that a failure costs."""
        return cls(
            article_version_id,
            table_name,
            reason,
            failure.detail,
            failure.error_type,
            failure.function_name,
            failure.file_name,
            failure.line_number,
        )


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """All rows derived from one article, by table; `unanalysed` says which tables are missing, and why."""

    sentences: tuple[Sentence, ...] = field(default=())
    mentions: tuple[Mention, ...] = field(default=())
    claims: tuple[Claim, ...] = field(default=())
    numbers: tuple[Number, ...] = field(default=())
    dates: tuple[DateExpression, ...] = field(default=())
    unanalysed: tuple[Unanalysed, ...] = field(default=())
