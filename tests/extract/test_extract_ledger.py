"""Stamps, the date ledger, headlines and authors, on pages of a few lines."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from lxml import html

from broadsheet.extract.authors import read_authors
from broadsheet.extract.headline import read_headline
from broadsheet.extract.ledger import Ledger, read_dates, read_text_dates
from broadsheet.extract.page import Page, read_page
from broadsheet.extract.stamps import parse_stamp

NOW = datetime(2024, 6, 1, tzinfo=UTC)


def make_page(head: str, body: str = "", url: str | None = "https://paper.example/a", lang: str = "en") -> Page:
    return read_page(
        html.document_fromstring(f'<html lang="{lang}"><head>{head}</head><body>{body}</body></html>'), url
    )


def read(head: str, body: str = "", url: str | None = "https://paper.example/a", lang: str = "en") -> Ledger:
    return read_dates(make_page(head, body, url, lang), NOW, lambda: None)


@pytest.mark.parametrize(
    ("raw", "day", "time"),
    [
        ("2024-05-03T10:00:00Z", date(2024, 5, 3), "10:00"),
        ("2024-05-03T10:00:00.000+0530", date(2024, 5, 3), "04:30"),
        ("20240503T101500Z", date(2024, 5, 3), "10:15"),
        ("Tue, Sep 15 2020 10:01:41 EDT", date(2020, 9, 15), "14:01"),
        ("Fri May 03 10:22:11 BST 2024", date(2024, 5, 3), "09:22"),
        ("Donnerstag 05. Juni 2025 15:44 Uhr", date(2025, 6, 5), "15:44"),
        ("2020年07月12日", date(2020, 7, 12), "00:00"),
        ("3 мая 2024, 10:20", date(2024, 5, 3), "10:20"),
        ("May 3rd, 2024 at 9:05 p.m.", date(2024, 5, 3), "21:05"),
        ("1714730400", date(2024, 5, 3), "10:00"),
    ],
)
def test_written_dates_are_read(raw: str, day: date, time: str) -> None:
    stamp = parse_stamp(raw)
    assert stamp is not None and stamp.value_on == day and f"{stamp.value_at:%H:%M}" == time


@pytest.mark.parametrize("raw", ["", "soon", "99/99/2020", "2020-13-45", "03/04/2024", "x" * 10_000, "1" * 10_000])
def test_what_is_no_date_or_two_is_none(raw: str) -> None:
    assert parse_stamp(raw) is None


def test_the_marked_time_wins_over_address_and_visible_stamp() -> None:
    head = '<meta property="article:published_time" content="2024-05-03T22:10:00+02:00">'
    ledger = read(head, '<h1>A</h1><p class="date">4 May 2024</p>', "https://paper.example/2024/05/03/a")
    assert ledger.published is not None and ledger.published.kind == "og"
    assert (ledger.published_on, ledger.agreement_count) == (date(2024, 5, 3), 2)
    assert {found.kind for found in ledger.dates} == {"og", "url", "text"}


def test_a_stamp_in_utc_moves_to_the_day_that_the_address_shows() -> None:
    head = '<meta property="article:published_time" content="2024-05-03T02:10:00Z">'
    assert read(head, url="https://paper.example/2024/05/02/a").published_on == date(2024, 5, 2)
    assert read(head, url="https://paper.example/a").published_on == date(2024, 5, 3)
    assert read(head, url="https://zeitung.de/2024/05/02/a").published_on == date(2024, 5, 3)


def test_published_and_modified_are_told_apart() -> None:
    head = '<meta name="date" content="2024-05-03"><meta property="article:modified_time" content="2024-05-04T08:00Z">'
    ledger = read(head)
    assert ledger.modified is not None and ledger.modified.value_on == date(2024, 5, 4)
    assert ledger.published_on == date(2024, 5, 3)


@pytest.mark.parametrize(
    ("stamp", "reason"), [("2031-01-01", "in_future"), ("1900-01-01", "too_old"), ("tomorrow", "unreadable")]
)
def test_impossible_dates_are_kept_with_a_reason(stamp: str, reason: str) -> None:
    ledger = read(f'<meta name="date" content="{stamp}">')
    assert ledger.published is None and [found.reject_reason for found in ledger.dates] == [reason]


def test_an_undated_page_stays_undated() -> None:
    assert read("<title>No day</title>").published_on is None


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("OAKHAM, May 3, 2024 (Reuters) - The river rose.", date(2024, 5, 3)),
        ("Oakham, 3. Mai 2024 – Der Fluss ist gestiegen.", date(2024, 5, 3)),
        ("OAKHAM, 3 mai 2024 (AFP) - La rivière monte.", date(2024, 5, 3)),
        ("OAKHAM, Fri, May 3, 2024 /PRNewswire/ -- The river rose.", date(2024, 5, 3)),
        ("In Oakham, May 3, 2024 was a wet day.", None),
        ("OAKHAM, May 3 (Reuters) - The river rose.", None),
    ],
)
def test_a_dateline_with_its_year_dates_a_text(opening: str, day: date | None) -> None:
    ledger = read_text_dates(opening, NOW)
    assert ledger.published_on == day
    assert day is None or (ledger.published is not None and ledger.published.kind == "text")


@pytest.mark.parametrize(("captured", "day"), [((2024, 5, 9), date(2024, 5, 4)), ((2024, 9, 9), None)])
def test_weekdays_date_a_text_only_where_its_year_is_sure(captured: tuple[int, int, int], day: date | None) -> None:
    ledger = read_text_dates("The council said on Friday (May 3) that it will build.", datetime(*captured, tzinfo=UTC))
    assert ledger.published_on == day
    assert [(found.kind, found.reject_reason) for found in ledger.dates] == [
        ("weekday_inference", None if day else "year_unsure")
    ]


def test_a_stamp_of_a_change_is_one_also_where_it_stands_alone() -> None:
    ledger = read("", '<h1>A</h1><div class="date">Updated <span class="time">3 May 2024 10:20</span></div>')
    assert ledger.published is None
    assert ledger.modified is not None and ledger.modified.value_on == date(2024, 5, 3)


@pytest.mark.parametrize(
    ("head", "body", "headline", "kicker"),
    [
        ("<title>Rain ahead | The Paper</title>", "<h1>Rain a\u00adhead</h1>", "Rain ahead", None),
        (
            '<meta property="og:site_name" content="Paper"><meta property="og:title" content="Rain ahead - Paper">',
            "",
            "Rain ahead",
            None,
        ),
        (
            '<meta property="og:title" content="Rain is on its way">',
            "<h1>Weather - Rain is on its way</h1>",
            "Rain is on its way",
            "Weather",
        ),
        ("", '<h1><span class="kicker">Weather</span> Rain ahead</h1>', "Rain ahead", "Weather"),
        ("", '<div class="topline">Weather</div><h1>Rain ahead</h1>', "Rain ahead", "Weather"),
        ('<meta property="og:site_name" content="Paper">', "<h1>Rain ahead | The Paper</h1>", "Rain ahead", None),
        (
            "<title>Rain in Oakham: when will it stop? - Paper</title><meta property='og:title' content='Rain ahead'>"
            "<meta property='og:site_name' content='Paper'><script type='application/ld+json'>"
            '{"@type": "NewsArticle", "headline": "Rain in Oakham: when will it stop?"}</script>',
            "<h1>Rain ahead</h1>",
            "Rain ahead",
            None,
        ),
        (
            "<meta property='og:title' content='Rain is near'><script type='application/ld+json'>"
            '{"@type": "NewsArticle", "headline": "Rain ahead"}</script>',
            "<h1>Rain ahead</h1>",
            "Rain ahead",
            None,
        ),
        (
            "<meta property='og:title' content='Rain &apos;near&apos;'><script type='application/ld+json'>"
            '{"@type": "NewsArticle", "headline": "Rain ‘near’"}</script>',
            "<h1>Rain ‘near’</h1>",
            "Rain ‘near’",
            None,
        ),
        (
            "<meta property='og:site_name' content='Paper'><meta property='og:title' content='Rain ahead'>",
            "<h1>Paper</h1>",
            "Rain ahead",
            None,
        ),
    ],
)
def test_the_headline_stands_without_site_and_kicker(head: str, body: str, headline: str, kicker: str | None) -> None:
    found = read_headline(make_page(head, body), lambda: None)
    assert (found.text, found.kicker) == (headline, kicker)


@pytest.mark.parametrize(
    ("body", "subtitle"),
    [
        (
            '<h1>Rain ahead</h1><p class="standfirst">The week will be wet, says the office.</p>',
            "The week will be wet, says the office.",
        ),
        ('<h1>Rain ahead</h1><h2 class="article-subtitle">The week will be wet.</h2>', "The week will be wet."),
        ('<h1>Rain ahead</h1><p class="dek">Rain ahead</p>', None),
        ("<h1>Rain ahead</h1><p>The week will be wet.</p>", None),
    ],
)
def test_the_line_below_the_headline_is_its_subtitle(body: str, subtitle: str | None) -> None:
    assert read_headline(make_page("", body), lambda: None).subtitle == subtitle


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ann Lee and Bo Ray", [("Ann Lee", "staff"), ("Bo Ray", "staff")]),
        ("Ann Lee, Political Editor", [("Ann Lee", "staff")]),
        ("Von Änne Müller und dpa", [("Änne Müller", "staff"), ("dpa", "agency")]),
        ("Ann Lee (al), Bo Ray (br)", [("Ann Lee", "staff"), ("Bo Ray", "staff")]),
        ("Center for Rain and Research", [("Center for Rain and Research", "organisation")]),
        ("牛镛、岳弘彬", [("牛镛", "staff"), ("岳弘彬", "staff")]),
        ("https://paper.example/authors/ann-lee", []),
        ("Voltaire", [("Voltaire", "staff")]),
    ],
)
def test_bylines_are_split_and_cleaned(byline: str, names: list[tuple[str, str]]) -> None:
    authors = read_authors(make_page(f'<meta name="author" content="{byline}">'), lambda: None)
    assert [(author.name, author.role) for author in authors] == names


def test_a_byline_that_only_names_the_site_gives_way_to_a_person() -> None:
    head = '<meta property="og:site_name" content="The Paper"><meta name="author" content="The Paper">'
    authors = read_authors(make_page(head, '<h1>A</h1><a rel="author" href="/x">Ann Lee</a>'), lambda: None)
    assert [(author.name, author.method) for author in authors] == [("Ann Lee", "byline")]
