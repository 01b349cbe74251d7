"""The date ledger: every date a page offers for itself, and which one is believed.

Each candidate keeps its raw value, method, precision and whether its zone is known; one is chosen by the order of
_PRECEDENCE. The day of the capture is never a candidate: an undated page stays undated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from broadsheet.extract.page import Page, listed
from broadsheet.extract.records import ArticleDate

# Precision of a single signal on fundus and mediacloud_dates: JSON-LD 1.00/.93, og .99/.97, itemprop .96/1.00,
# meta .97/1.00, time tag .96/.93, URL 1.00/.98.
_PRECEDENCE = ("json_ld", "og", "itemprop", "meta", "time_tag", "url", "htmldate")
_EARLIEST = date(1990, 1, 1)
_ISO = re.compile(
    r"\s*(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:[T ]?\s*(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?",
)
_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})[/_.-]?([01]\d)[/_.-]?([0-3]\d)(?!\d)")
_PUBLISHED_METAS = {
    "article:published_time": "og", "og:article:published_time": "og", "og:published_time": "og",
    "datepublished": "itemprop", "datecreated": "itemprop",
}  # fmt: skip
_MODIFIED_METAS = {
    "article:modified_time": "og", "og:updated_time": "og", "og:article:modified_time": "og",
    "datemodified": "itemprop", "last-modified": "meta", "lastmod": "meta", "dcterms.modified": "meta",
}  # fmt: skip
_META_NAMES = frozenset((
    "article.published", "article:post_time", "article_date_original", "citation_date",
    "citation_publication_date", "content_create_date", "creation_date", "cxenseparse:recs:publishtime", "date",
    "date.issued", "datepublished", "dc.date", "dc.date.created", "dc.date.issued", "dcterms.created",
    "dcterms.date", "dcterms.issued", "displaydate", "issue-date", "originalpublicationdate", "parsely-pub-date",
    "ptime", "pubdate", "publication_date", "publicationdate", "publish-date", "publish_date", "publishdate",
    "published", "published-date", "published_time", "rnews:datepublished", "sailthru.date", "timestamp",
    "weibo:article:create_at",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ledger:
    """All candidates, and the chosen ones or None."""

    dates: tuple[ArticleDate, ...]
    published: ArticleDate | None
    modified: ArticleDate | None
    agreement_count: int


def read_dates(page: Page, fallback: str | None, now: datetime | None) -> Ledger:
    """The ledger of a page. `fallback`: the extractor's own guess. `now`: the capture's time, to reject the future."""
    candidates = list(dict.fromkeys(_read_candidates(page, fallback)))
    unique = {(found.field, found.kind, found.raw_value): found for found in reversed(candidates)}
    judged = [_judge(found, now) for found in reversed(unique.values())]
    published = _choose([found for found in judged if found.field == "published"])
    modified = _choose([found for found in judged if found.field == "modified"])
    dates = tuple(replace(found, is_chosen=found in (published, modified)) for found in judged)
    agreeing = {
        found.kind for found in judged
        if published and found.field == "published" and not found.reject_reason and found.value_on == published.value_on
    }  # fmt: skip
    return Ledger(dates, published, modified, len(agreeing))


def parse_stamp(raw: str) -> tuple[datetime | None, date | None, str | None, bool]:
    """Time in UTC, day in the value's own zone, precision and whether the zone is known, from an ISO-like stamp.

    >>> parse_stamp("2024-05-03T23:30:00-02:00")[:2]
    (datetime.datetime(2024, 5, 4, 1, 30, tzinfo=datetime.timezone.utc), datetime.date(2024, 5, 3))
    """
    found = _ISO.match(raw)
    if not found:
        return None, None, None, False
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        value_on = date(int(year), int(month), int(day))
        if hour is None:
            return datetime(value_on.year, value_on.month, value_on.day, tzinfo=UTC), value_on, "day", False
        local = datetime(
            value_on.year,
            value_on.month,
            value_on.day,
            int(hour),
            int(minute),
            int(second or 0),
            tzinfo=_read_zone(zone),
        )
        return local.astimezone(UTC), value_on, "time", zone is not None
    except (ValueError, OverflowError):
        return None, None, None, False


def _read_zone(zone: str | None) -> timezone:
    if zone is None or zone[0] not in "+-":
        return UTC
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return timezone(-offset if zone[0] == "-" else offset)


def _read_candidates(page: Page, fallback: str | None) -> Iterator[ArticleDate]:
    article: dict[str, Any] = page.article
    for field, name in (("published", "datePublished"), ("modified", "dateModified"), ("published", "dateCreated")):
        for value in listed(article.get(name)):
            if isinstance(value, str):
                yield _make(field, "json_ld", value)
    for name, content in page.metas:
        if name in _PUBLISHED_METAS or name in _META_NAMES:
            yield _make("published", _PUBLISHED_METAS.get(name, "meta"), content)
        elif name in _MODIFIED_METAS:
            yield _make("modified", _MODIFIED_METAS[name], content)
    for element in list(page.tree.iter("time"))[:20]:
        stamp = element.get("datetime") or element.get("content")
        if stamp:
            is_modified = "modified" in (element.get("itemprop") or "").lower() or "update" in (
                element.get("class") or ""
            )
            yield _make("modified" if is_modified else "published", "time_tag", stamp)
    for address in (page.url, page.canonical_url):
        found = _URL_DAY.search(address or "")
        if found:
            yield _make("published", "url", "-".join(found.groups()))
    if fallback:
        yield _make("published", "htmldate", fallback)


def _make(field: str, kind: str, raw: str) -> ArticleDate:
    value_at, value_on, precision, is_tz_known = parse_stamp(raw)
    return ArticleDate(field, kind, raw[:200], value_at, value_on, precision, is_tz_known)


def _judge(found: ArticleDate, now: datetime | None) -> ArticleDate:
    if found.value_at is None or found.value_on is None:
        return replace(found, reject_reason="unreadable")
    if found.value_on < _EARLIEST:
        return replace(found, reject_reason="too_old")
    if now is not None and found.value_at > now + timedelta(days=1):
        return replace(found, reject_reason="in_future")
    return found


def _choose(candidates: Iterable[ArticleDate]) -> ArticleDate | None:
    usable = [found for found in candidates if found.reject_reason is None]
    return min(usable, key=lambda found: _PRECEDENCE.index(found.kind), default=None)
