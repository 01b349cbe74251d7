"""What the feed, sitemap or list that named a page says of it: dates, title and origin publisher.

Belongs here: turning the `listed_` columns of a capture into candidates. Which candidate is chosen belongs to the date
ledger, the headline and the credits; reading lists to `broadsheet.discovery`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from broadsheet.extract.addresses import registered_domain
from broadsheet.extract.headline import strip_site_name
from broadsheet.extract.records import ArticleDate
from broadsheet.records import Capture

# Days by which a list may differ from the page: zones, and pages that are listed on the day after. More is a list that
# was made anew, or another article.
_MOST_DAYS = 2


@dataclass(frozen=True, slots=True)
class ListedDates:
    """Times in UTC that a list gives for a page. kind: feed or sitemap."""

    kind: str
    published_at: datetime | None = None
    modified_at: datetime | None = None


def read_listed_dates(capture: Capture) -> ListedDates | None:
    """The dates of the list that named the captured page, None where it gives none."""
    if capture.listed_published_at is None and capture.listed_modified_at is None:
        return None
    kind = "sitemap" if "sitemap" in (capture.listed_in_url or "").lower() else "feed"
    return ListedDates(kind, capture.listed_published_at, capture.listed_modified_at)


def make_listed_dates(listed: ListedDates) -> list[ArticleDate]:
    """Candidates for the date ledger; midnight in UTC is a day, not a time."""
    offered = (("published", listed.published_at), ("modified", listed.modified_at))
    return [_make(field, listed.kind, value) for field, value in offered if value is not None]


def reject_far_dates(offered: Iterable[ArticleDate], own: ArticleDate | None) -> list[ArticleDate]:
    """The candidates of a list, a publication day far from the page's own rejected as `far_from_page`."""
    return [replace(found, reject_reason="far_from_page") if _is_far(found, own) else found for found in offered]


def choose_headline(headline: str | None, capture: Capture, site_name: str | None = None) -> str | None:
    """The page's headline, or the title that the list gives, without the publisher's name at its end."""
    if headline is not None or not capture.listed_title:
        return headline
    return strip_site_name(strip_site_name(capture.listed_title, capture.listed_publisher_name), site_name) or None


def find_listed_credit(capture: Capture) -> str | None:
    """The origin publisher that a feed names, if it is one of another site; else None.

    Without its address it is not known to be another: a sitemap names the site itself.
    """
    other, own = registered_domain(capture.listed_publisher_url), registered_domain(capture.url)
    return capture.listed_publisher_name if other is not None and other != own else None


def _make(field: str, kind: str, value: datetime) -> ArticleDate:
    is_day = (value.hour, value.minute, value.second) == (0, 0, 0)
    raw = value.date().isoformat() if is_day else value.isoformat()
    return ArticleDate(field, kind, raw, value, value.date(), "day" if is_day else "time", is_tz_known=not is_day)


def _is_far(found: ArticleDate, own: ArticleDate | None) -> bool:
    """Whether the list's day is far from the page's; a month that the page gives agrees with all of its days."""
    if found.reject_reason or found.field != "published" or own is None or not (found.value_on and own.value_on):
        return False
    if own.precision == "month":
        return (found.value_on.year, found.value_on.month) != (own.value_on.year, own.value_on.month)
    return abs((found.value_on - own.value_on).days) > _MOST_DAYS
