"""The date ledger: every date that a page gives for itself, and which one is chosen.

Each candidate keeps its raw value, method, precision and whether its time zone is known; one is chosen by the order
of PRECEDENCE. The day of the capture is never a candidate: an undated page stays undated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from broadsheet.extract.datelines import find_dateline_day, infer_from_weekdays
from broadsheet.extract.day_order import reads_month_first
from broadsheet.extract.elements import drop_controls
from broadsheet.extract.json_ld import listed
from broadsheet.extract.listed import ListedDates, make_listed_dates, reject_far_dates
from broadsheet.extract.page import Page
from broadsheet.extract.printed_days import prints_day
from broadsheet.extract.records import ArticleDate
from broadsheet.extract.stamp_lines import is_stamp, speaks_of_change, split_stamp
from broadsheet.extract.stamps import parse_stamp
from broadsheet.extract.zones import find_local_day

# Share of right days of a single method on fundus and mediacloud_dates: JSON-LD 1.00/.93, og .99/.97, itemprop
# .96/1.00, meta .97/1.00, URL 1.00/.98, time tag .96/.93; text (stamp near the headline) and the extractor's own
# search come after what is marked as a date. What a feed or sitemap says of a page comes after what the page says and
# before guesses.
PRECEDENCE = (
    "json_ld", "og", "itemprop", "meta", "url", "time_tag", "text", "feed", "sitemap", "htmldate", "weekday_inference",
)  # fmt: skip
# A day in the address is the publisher's habit, not a statement; htmldate takes the likeliest date of a page.
_CONFIDENCE = {"url": "inferred", "weekday_inference": "inferred", "htmldate": "guessed"}
_EARLIEST = date(1990, 1, 1)
_RAW_CHARS = 200
_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})([/_.-]?)([01]?\d)\2([0-3]?\d)(?!\d)")
_URL_MONTH = re.compile(r"/((?:19|20)\d{2})/([01]\d)/")
_TITLE_DAY = re.compile(r"[|–—(-]\s*(\d{1,2}[./]\d{1,2}[./](?:19|20)\d{2})\)?\s*$")
_PUBLISHED_METAS = {
    "article:published_time": "og", "og:article:published_time": "og", "og:published_time": "og",
    "article:published": "og", "og:pubdate": "og", "og:publish_date": "og", "article:published_date": "og",
    "datepublished": "itemprop", "datecreated": "itemprop",
}  # fmt: skip
_MODIFIED_METAS = {
    "article:modified_time": "og", "og:updated_time": "og", "og:article:modified_time": "og", "article:modified": "og",
    "article:updated_time": "og", "article:updated": "og",
    "datemodified": "itemprop", "lastmod": "meta", "dcterms.modified": "meta", "dc.date.modified": "meta",
    "revision_date": "meta", "last-updated": "meta", "modified": "meta", "updated": "meta", "last_updated_date": "meta",
}  # fmt: skip
_META_NAMES = frozenset((
    "article.published", "article:post_time", "article_date_original", "citation_date",
    "citation_publication_date", "content_create_date", "creation_date", "cxenseparse:recs:publishtime", "date",
    "date.issued", "dc.date", "dc.date.created", "dc.date.issued", "dc:date", "dcterms.created", "dcterms.date",
    "dcterms.issued", "displaydate", "firstpublished", "issue-date", "originalpublicationdate", "parsely-pub-date",
    "pdate", "ptime", "pub_date", "pubdate", "publication-date", "publication_date", "publicationdate", "publish-date",
    "publish_date", "publishdate", "published", "published-date", "published_at", "published_date", "published_time",
    "publishtime", "release_date", "rnews:datepublished", "sailthru.date", "shareaholic:article_published_time",
    "sorting_date", "timestamp", "vr:published_time", "weibo:article:create_at",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ledger:
    """All candidates, the chosen ones or None, and the publication day in the source's zone."""

    dates: tuple[ArticleDate, ...]
    published: ArticleDate | None
    modified: ArticleDate | None
    published_on: date | None
    agreement_count: int

    @property
    def confidence(self) -> str | None:
        """Whether the page states its day, it follows from something else, or it is a guess; None without a day."""
        return _CONFIDENCE.get(self.published.kind, "stated") if self.published else None

    @classmethod
    def empty(cls) -> Ledger:
        """The ledger of a page that gives no date."""
        return cls((), None, None, None, 0)


def read_dates(
    page: Page,
    now: datetime | None,
    search: Callable[[], str | None],
    text: str = "",
    listed_dates: ListedDates | None = None,
) -> Ledger:
    """The ledger of a page.

    now: time of the capture; dates more than a day later are rejected. search: the extractor's own date search, used
    only where nothing on the page is marked as its date, since it costs more than all the rest. text: the article's;
    its dateline is read, and its weekdays are used where nothing else gives a day. listed_dates: what the feed or
    sitemap that named the page says.
    """
    month_first = reads_month_first(page, [raw for _, _, raw in _read_marked(page)], text, now)
    validated = _validate_all(
        [*_read_candidates(page, month_first), *_read_text(text, month_first, page.html_language)], now
    )
    validated = _add_listed(validated, listed_dates, now)
    published = _choose(validated, "published")
    if published is None or published.precision == "month":
        validated += _validate_all(_read_search(search(), page), now)
        published = _choose(validated, "published")
    if published is None:
        validated += infer_from_weekdays(text, now)
        published = _choose(validated, "published")
    return _complete_ledger(validated, published, page.url)


def read_text_dates(text: str, now: datetime | None, listed_dates: ListedDates | None = None) -> Ledger:
    """The ledger of a plain text: its dateline, what a list says of it, and the day that its weekdays imply."""
    validated = _add_listed(_validate_all(_read_text(text, None, None), now), listed_dates, now)
    validated += [] if validated else infer_from_weekdays(text, now)
    return _complete_ledger(validated, _choose(validated, "published"), None)


def _add_listed(
    validated: list[ArticleDate], listed_dates: ListedDates | None, now: datetime | None
) -> list[ArticleDate]:
    """The page's candidates and those of the list, which are rejected where they are far from the page's own."""
    if listed_dates is None:
        return validated
    own = _choose(validated, "published")
    offered = _validate_all(make_listed_dates(listed_dates), now)
    return [*validated, *reject_far_dates(offered, own)]


def _complete_ledger(validated: list[ArticleDate], published: ArticleDate | None, url: str | None) -> Ledger:
    """The ledger of validated candidates once the publication date is chosen."""
    validated = [_reject_early_change(found, published) for found in validated]
    modified = _choose(validated, "modified")
    dates = tuple(replace(found, is_chosen=found in (published, modified)) for found in validated)
    if published is None or published.value_at is None or published.value_on is None:
        return Ledger(dates, None, modified, None, 0)
    others = [found for found in validated if found.field == "published" and found.reject_reason is None]
    published_on = find_local_day(published, others, url)
    agreeing = {found.kind for found in others if found.value_on in (published_on, published.value_on)}
    return Ledger(dates, published, modified, published_on, len(agreeing))


def _read_candidates(page: Page, month_first: bool | None) -> Iterator[ArticleDate]:
    def make(field: str, kind: str, raw: str) -> ArticleDate:
        return _make_date(field, kind, raw, month_first, page.html_language)

    for field, kind, raw in _read_marked(page):
        yield make(field, kind, raw)
    yield from (make("published", "text", day) for day in _TITLE_DAY.findall(page.title))
    stamps = list(_read_stamps(page))
    changed = {make("", "", raw).value_at for raw in stamps if speaks_of_change(raw)}
    for raw in stamps:
        found = make("published", "text", raw)
        if found.value_at is not None:
            # "Updated 3 May" is in an element that contains another one with "3 May" alone.
            yield replace(found, field="modified") if found.value_at in changed else found
    for address in dict.fromkeys((page.url, page.canonical_url)):
        yield from _read_address(address or "", make)


def _make_date(field: str, kind: str, raw: str, month_first: bool | None, language: str | None) -> ArticleDate:
    """The candidate of a raw value; midnight without a zone is a day, not a time."""
    raw = drop_controls(raw)
    stamp = parse_stamp(raw, month_first=month_first, language=language)
    if stamp is None:
        return ArticleDate(field, kind, raw[:_RAW_CHARS])
    precision = stamp.precision
    if precision == "time" and not stamp.is_tz_known and (stamp.value_at.hour, stamp.value_at.minute) == (0, 0):
        precision = "day"
    return ArticleDate(field, kind, raw[:_RAW_CHARS], stamp.value_at, stamp.value_on, precision, stamp.is_tz_known)


def _read_stamps(page: Page) -> Iterator[str]:
    """Yield the parts of visible lines that are stamps, those that the page marks as a date first."""
    for lines, is_marked in ((page.stamps, True), (page.date_lines, False)):
        for part in (part for line in lines for part in split_stamp(line)):
            if is_stamp(part, is_marked=is_marked):
                yield part


def _read_text(text: str, month_first: bool | None, language: str | None) -> Iterator[ArticleDate]:
    raw = find_dateline_day(text)
    found = _make_date("published", "text", raw, month_first, language) if raw else None
    if found and found.value_at is not None:
        yield found


def _read_marked(page: Page) -> Iterator[tuple[str, str, str]]:
    """Yield (field, kind, raw value) of what is marked as a date of the page."""
    yield from _read_json_ld_dates(page)
    yield from _read_metas(page)
    for name, content, _ in page.itemprops[:6]:
        if name.startswith("date"):
            yield ("modified" if name == "datemodified" else "published"), "itemprop", content
    for tag in [tag for tag in page.times if tag.is_own][:8]:
        changed = "modified" in tag.words.lower() or "update" in tag.words.lower()
        yield ("modified" if changed else "published"), "time_tag", tag.stamp


def _read_json_ld_dates(page: Page) -> Iterator[tuple[str, str, str]]:
    """Of the article, else of the first typed node; when it was made counts only where it was not published."""
    nodes = [page.article] if page.article else [node for node in page.nodes if "@type" in node][:1]
    for field, name in (("published", "datePublished"), ("published", "dateCreated"), ("modified", "dateModified")):
        if name == "dateCreated" and "datePublished" in page.article:
            continue
        for value in (value for node in nodes for value in listed(node.get(name))):
            if isinstance(value, (str, int)):
                yield field, "json_ld", str(value)


def _read_metas(page: Page) -> Iterator[tuple[str, str, str]]:
    for name, content in page.metas:
        if name in _PUBLISHED_METAS or name in _META_NAMES:
            yield "published", _PUBLISHED_METAS.get(name, "meta"), content
        elif name in _MODIFIED_METAS:
            yield "modified", _MODIFIED_METAS[name], content


def _read_address(address: str, make: Callable[[str, str, str], ArticleDate]) -> Iterator[ArticleDate]:
    path = address.partition("://")[2].partition("/")[2]
    for year, separator, month, day in _URL_DAY.findall(path):
        if separator or len(month) == len(day) == 2:
            yield make("published", "url", f"{year}-{month:0>2}-{day:0>2}")
            return
    for year, month in _URL_MONTH.findall("/" + path):
        yield make("published", "url", f"{year}-{month}")
        return


def _read_search(found: str | None, page: Page) -> Iterator[ArticleDate]:
    """The extractor's guess; rejected where the page prints that day nowhere but in its sentences, or only a year."""
    stamp = parse_stamp(found or "")
    if found and stamp:
        is_printed = _is_in_stamp(page, stamp.value_on) or prints_day(page.tree, page.around, stamp.value_on)
        reason = None if is_printed else "not_printed"
        yield ArticleDate("published", "htmldate", found, stamp.value_at, stamp.value_on, "day", reject_reason=reason)


def _is_in_stamp(page: Page, day: date) -> bool:
    """Whether a line marked as a date has the day's numbers, in a language whose month it is not known by."""
    written = re.compile(rf"(?<!\d)0?{day.day}(?!\d)")
    return any(str(day.year) in line and written.search(line) for line in page.stamps)


def _validate_all(candidates: Iterable[ArticleDate], now: datetime | None) -> list[ArticleDate]:
    unique: dict[tuple[str, str, str], ArticleDate] = {}
    for found in candidates:
        unique.setdefault((found.field, found.kind, found.raw_value), found)
    return [_validate(found, now) for found in unique.values()]


def _validate(found: ArticleDate, now: datetime | None) -> ArticleDate:
    if found.reject_reason is not None:
        return found
    if found.value_at is None or found.value_on is None:
        return replace(found, reject_reason="unreadable")
    if found.value_on < _EARLIEST:
        return replace(found, reject_reason="too_old")
    if now is not None and found.value_at > now + timedelta(days=1):
        return replace(found, reject_reason="in_future")
    return found


def _reject_early_change(found: ArticleDate, published: ArticleDate | None) -> ArticleDate:
    if found.field == "published" or found.reject_reason or not (published and published.value_on and found.value_on):
        return found
    return replace(found, reject_reason="before_published") if found.value_on < published.value_on else found


def _choose(candidates: Iterable[ArticleDate], field: str) -> ArticleDate | None:
    """The chosen candidate: its day by precedence, then the most precise one of those for the same day."""
    usable = [found for found in candidates if found.field == field and found.reject_reason is None]
    exact = [found for found in usable if found.precision != "month"] or usable
    first = min(exact, key=lambda found: PRECEDENCE.index(found.kind), default=None)
    if first is None:
        return None
    same = [found for found in exact if found.value_on == first.value_on]
    return min(same, key=lambda found: (-_precision_rank(found), PRECEDENCE.index(found.kind)))


def _precision_rank(found: ArticleDate) -> int:
    return (found.precision == "time") + (found.precision == "time" and found.is_tz_known)
