"""What the feed or sitemap that named a page adds: dates, a headline where there is none, the origin publisher."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from broadsheet.extract import ArticleDate, ArticleRecord
from broadsheet.extract.ledger import PRECEDENCE
from tests.extract.test_extract_capture import extract

BODY = "".join(
    f"<p>The river rose by {count} centimetres on the day, the town council said in a statement, and around three "
    "hundred people had to leave their homes near the mill until the rain stopped.</p>"
    for count in range(40, 44)
)
URL = "https://oakham-mail.example/news/river-rises"
LISTED_AT = datetime(2024, 5, 1, 22, 15, tzinfo=UTC)


def read(
    head: str = "", top: str = "<h1>River rises in Oakham</h1>", url: str = URL, **listed: object
) -> ArticleRecord:
    page = f"<html lang='en'><head>{head}</head><body><article>{top}{BODY}</article></body></html>"
    columns = {f"listed_{name}": value for name, value in listed.items()}
    article = extract(page, url=url, **columns).article
    assert article is not None
    return article


def read_dates(head: str = "", **listed: object) -> dict[str, ArticleDate]:
    page = f"<html><head>{head}</head><body><article><h1>River rises in Oakham</h1>{BODY}</article></body></html>"
    extraction = extract(page, url=URL, **{f"listed_{name}": value for name, value in listed.items()})
    return {f"{found.field} {found.kind}": found for found in extraction.dates}


def meta(stamp: str, name: str = "article:published_time") -> str:
    return f"<meta property='{name}' content='{stamp}'>"


def test_a_page_without_a_date_has_that_of_its_feed() -> None:
    article = read(published_at=LISTED_AT, in_url="https://oakham-mail.example/rss")
    assert (article.published_at, article.published_on) == (LISTED_AT, date(2024, 5, 1))
    assert (article.published_method, article.published_precision, article.is_published_tz_known) == (
        "feed",
        "time",
        True,
    )
    assert article.published_confidence == "stated"


def test_a_sitemap_is_told_from_a_feed_and_midnight_from_a_time() -> None:
    day = datetime(2024, 5, 1, tzinfo=UTC)
    article = read(published_at=day, in_url="https://oakham-mail.example/Sitemap-news.xml.gz")
    assert (article.published_method, article.published_precision, article.is_published_tz_known) == (
        "sitemap",
        "day",
        False,
    )


def test_what_the_page_says_comes_before_what_a_list_says() -> None:
    article = read(meta("2024-05-02T06:00:00Z"), published_at=LISTED_AT, in_url="https://oakham-mail.example/rss")
    assert (article.published_method, article.published_on) == ("og", date(2024, 5, 2))
    dates = read_dates(meta("2024-05-02T06:00:00Z"), published_at=LISTED_AT)
    assert (dates["published feed"].is_chosen, dates["published feed"].reject_reason) == (False, None)
    assert dates["published feed"].raw_value == "2024-05-01T22:15:00+00:00"


def test_a_list_that_agrees_counts_as_agreement_and_gives_the_time_of_a_day() -> None:
    article = read(meta("2024-05-01"), published_at=LISTED_AT)
    assert (article.published_agreement_count, article.published_method) == (2, "feed")
    assert article.published_at == LISTED_AT


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        (datetime(2024, 4, 29, 12, tzinfo=UTC), None),
        (datetime(2024, 4, 20, 12, tzinfo=UTC), "far_from_page"),
        (datetime(2019, 5, 1, 12, tzinfo=UTC), "far_from_page"),
        (datetime(2031, 5, 1, 12, tzinfo=UTC), "in_future"),
        (datetime(1, 1, 1, tzinfo=UTC), "too_old"),
    ],
)
def test_a_list_date_that_cannot_be_right_is_kept_with_its_reason(listed: datetime, reason: str | None) -> None:
    found = read_dates(meta("2024-05-01T20:00:00Z"), published_at=listed)["published feed"]
    assert (found.reject_reason, found.is_chosen) == (reason, False)
    assert found.value_at == listed


def test_the_last_change_of_a_sitemap_is_a_candidate_of_its_own() -> None:
    later = datetime(2024, 5, 2, 3, tzinfo=UTC)
    article = read(meta("2024-05-01T20:00:00Z"), modified_at=later, in_url="https://oakham-mail.example/sitemap.xml")
    assert article.modified_at == later
    early = read_dates(meta("2024-05-01T20:00:00Z"), modified_at=datetime(2024, 4, 1, tzinfo=UTC))["modified feed"]
    assert early.reject_reason == "before_published"


def test_lists_rank_after_the_page_and_before_guesses() -> None:
    ranks = [PRECEDENCE.index(kind) for kind in ("json_ld", "time_tag", "text", "feed", "sitemap", "htmldate")]
    assert ranks == sorted(ranks)


def test_a_page_without_a_headline_has_the_title_of_its_list() -> None:
    assert (
        read(top="", title="River rises - The Oakham Mail", publisher_name="The Oakham Mail").headline == "River rises"
    )
    assert read(title="Another wording").headline == "River rises in Oakham"


def test_a_plain_text_has_what_its_list_says() -> None:
    text = "\n\n".join(
        f"The river rose by {count} centimetres on the day, the council said in a statement." for count in range(9)
    )
    extraction = extract(
        text, "a.txt", url=URL, listed_published_at=LISTED_AT, listed_title="River rises",
        listed_publisher_name="The Ashby Post", listed_publisher_url="https://ashby-post.example/rss",
    )  # fmt: skip
    article = extraction.article
    assert article is not None
    assert (article.headline, article.published_at) == ("River rises", LISTED_AT)
    assert article.syndication_credit == "The Ashby Post"


@pytest.mark.parametrize(
    ("name", "publisher_url", "credit"),
    [
        ("The Ashby Post", "https://www.ashby-post.example/rss", "The Ashby Post"),
        ("The Oakham Mail", "https://www.oakham-mail.example/rss", None),
        ("The Oakham Mail", "https://feeds.other.example/oakham", None),
        ("Oakham Mail Online", "https://rss.oakham-mail.example/", None),
        ("The Evening Star", "https://rss.oakham-mail.example/", None),
        ("The Ashby Post", None, None),
        (None, "https://ashby-post.example/", None),
    ],
)
def test_the_source_of_a_feed_is_a_credit_if_it_is_another_site(
    name: str | None, publisher_url: str | None, credit: str | None
) -> None:
    site = "<meta property='og:site_name' content='The Oakham Mail'>"
    article = read(site, publisher_name=name, publisher_url=publisher_url)
    assert article.syndication_credit == credit


def test_what_the_page_credits_comes_before_the_source_of_the_feed() -> None:
    top = "<h1>River rises in Oakham</h1><p>OAKHAM (Reuters) - The river rose on the day, the council said.</p>"
    article = read(top=top, publisher_name="The Ashby Post", publisher_url="https://ashby-post.example/")
    assert article.syndication_credit == "Reuters"


def test_without_a_list_nothing_changes() -> None:
    assert set(read_dates()) <= {"published weekday_inference", "published htmldate"}
    assert read().syndication_credit is None


def test_an_article_under_many_addresses_is_one_and_another_is_another() -> None:
    ids = {
        read(url=url).article_id
        for url in (
            URL, "http://www.oakham-mail.example/news/river-rises/?utm_source=rss", f"{URL}/amp",
            "https://m.oakham-mail.example/news/river-rises#comments",
        )
    }  # fmt: skip
    assert len(ids) == 1
    assert read(url=f"{URL}?page=2").article_id not in ids
