"""One capture in, one article or one reason out."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from broadsheet.extract import REASONS, ArticleAuthor, ArticleDate, ArticleRecord, Extraction, Link, LivePost
from broadsheet.extract.article import extract_capture
from broadsheet.records import Capture, Paragraph
from broadsheet.tables import get_table

PAGE = """<!doctype html><html lang="en-GB"><head><title>River rises in Oakham | The Oakham Mail</title>
<meta property="og:site_name" content="The Oakham Mail">
<meta property="article:published_time" content="2024-05-01T23:30:00+01:00">
<link rel="canonical" href="https://oakham.example/news/river?utm_source=feed">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "River rises in Oakham",
"author": [{"name": "Ann Lee"}, {"name": "Bo Ray"}], "datePublished": "2024-05-01T23:30:00+01:00"}</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>River rises in Oakham</h1>
<p>The river rose by 10<sup>2</sup> centimetres on Wednesday, the <a href="/council">town council</a> said in a
statement that it published on its page in the evening.</p>
<p>Around 300 people had to leave their homes near the mill, and the road to the north was closed until further notice,
according to the fire service of the county.</p>
<p>“We have not seen this much water in forty years,” said the head of the service, who asked all drivers to stay at
home until the rain has stopped.</p>
<p>Sign up for our newsletter and get the news delivered to your inbox.</p>
</article></body></html>"""


def make_capture(body: bytes, path: str = "page.html", **columns: object) -> Capture:
    return Capture(
        capture_id=hashlib.sha256(body + path.encode()).hexdigest()[:12],
        captured_at=datetime(2024, 5, 2, 6, tzinfo=UTC),
        source_id="oakham",
        body=body,
        body_sha256=hashlib.sha256(body).hexdigest(),
        origin_kind="file",
        origin_path=path,
        **columns,  # type: ignore[arg-type]
    )


def extract(body: bytes | str, path: str = "page.html", **columns: object) -> Extraction:
    return extract_capture(make_capture(body.encode() if isinstance(body, str) else body, path, **columns))


def test_a_page_becomes_an_article_with_its_facts() -> None:
    extraction = extract(PAGE, url="https://oakham.example/news/river?id=1&fbclid=x")
    article = extraction.article
    assert article is not None and extraction.skipped is None
    assert article.headline == "River rises in Oakham"
    assert article.normalized_url == "https://oakham.example/news/river"
    assert (article.language, article.html_language) == ("en", "en")
    assert article.published_on == date(2024, 5, 1)
    assert article.published_at == datetime(2024, 5, 1, 22, 30, tzinfo=UTC)
    assert article.is_published_tz_known is True
    assert [author.name for author in extraction.authors] == ["Ann Lee", "Bo Ray"]
    assert "10² centimetres" in article.text
    assert [link.anchor_text for link in extraction.links] == ["town council"]


def test_every_surface_is_its_slice_of_the_text() -> None:
    extraction = extract(PAGE, url="https://oakham.example/news/river")
    assert extraction.article is not None
    for piece in extraction.paragraphs:
        assert extraction.article.text[piece.start_char : piece.end_char] == piece.surface
    for link in extraction.links:
        assert extraction.article.text[link.start_char : link.end_char] == link.anchor_text


def test_the_newsletter_line_is_labelled_and_kept() -> None:
    extraction = extract(PAGE)
    labelled = [piece for piece in extraction.paragraphs if piece.is_boilerplate]
    assert [piece.boilerplate_kind for piece in labelled] == ["newsletter"]


def test_the_same_page_gives_the_same_rows_and_ids() -> None:
    first, second = extract(PAGE, url="https://a.example/x"), extract(PAGE, url="https://a.example/x")
    assert first == second == pickle.loads(pickle.dumps(first))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n....", "not_text"),
        (b"%PDF-1.7 ...", "not_text"),
        (bytes(range(256)) * 20, "not_text"),
        (b'{"headline": "no page"}', "not_html"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', "not_html"),
        (b"<html><body><p>Too short.</p></body></html>", "too_short"),
        (b"<html><head></head><body></body></html>", "extraction_failed"),
    ],
)
def test_what_is_no_article_says_why(body: bytes, reason: str) -> None:
    extraction = extract(body)
    assert extraction.article is None and extraction.skipped is not None
    assert extraction.skipped.reason == reason
    assert extraction.skipped.reason in REASONS


def test_a_server_error_is_no_article_whatever_its_text() -> None:
    assert extract(PAGE, http_status=404).skipped is not None


@pytest.mark.parametrize(
    ("text", "charset", "declared"),
    [
        ("Żółta łódka płynie powoli po szerokiej rzece aż do samego morza.", "iso-8859-2", "iso-8859-2"),
        ("Жёлтая лодка медленно плывёт по широкой реке до самого моря.", "windows-1251", "windows-1251"),
        ("Die gelbe Mühle steht schön über dem großen Fluss und mahlt täglich.", "utf-8", "iso-8859-1"),
        ("黄色い船がゆっくりと広い川を下って海まで行きます。今日は天気がとてもいいです。", "shift_jis", "shift_jis"),
        ("黄色い船がゆっくりと広い川を下って海まで行きます。今日は天気がとてもいいです。", "iso2022_jp", "iso-2022-jp"),
        ("A “quoted” word in a page that only says Latin-1, as so many old pages do.", "cp1252", "iso-8859-1"),
    ],
)
def test_the_declared_charset_is_honoured(text: str, charset: str, declared: str) -> None:
    extraction = extract(text.encode(charset), "note.txt", declared_charset=declared)
    assert extraction.article is not None and extraction.article.text == text


def test_bad_bytes_are_replaced_and_counted() -> None:
    body = ("A long line of good text about the river. " * 60).encode() + b"It rose by 1\xff2 cm in the night."
    extraction = extract(body, "note.txt")
    assert extraction.article is not None and extraction.article.replacement_char_count == 1


@pytest.mark.parametrize(
    ("record", "table", "outside"),
    [
        (ArticleRecord, "articles", {"captured_on", "derivation_id"}),
        (ArticleDate, "article_dates", {"captured_on", "derivation_id", "article_version_id"}),
        (ArticleAuthor, "article_authors", {"captured_on", "derivation_id", "article_version_id"}),
        (Link, "links", {"captured_on", "derivation_id", "article_version_id"}),
        (LivePost, "live_posts", {"captured_on", "derivation_id", "article_version_id"}),
        (Paragraph, "paragraphs", {"captured_on", "derivation_id", "article_version_id"}),
    ],
)
def test_records_have_the_columns_of_their_table(record: type, table: str, outside: set[str]) -> None:
    columns = {column.name for column in get_table(table).columns}
    assert {spec.name for spec in fields(record)} == columns - outside


@pytest.mark.parametrize("charset", ["undefined", "idna", "punycode", "unicode_escape", "utf-7", "base64"])
def test_a_declared_charset_that_is_none_of_the_web_costs_no_page(charset: str) -> None:
    body = PAGE.replace("“", "‘").encode("cp1252")
    article = extract(body, declared_charset=charset, url="https://oakham.example/news/river").article
    assert article is not None and article.headline == "River rises in Oakham"


def test_a_canonical_address_loses_its_secrets() -> None:
    page = PAGE.replace("river?utm_source=feed", "river?id=4&amp;token=af31")
    article = extract(page, url="https://oakham.example/news/river?id=4&token=***").article
    assert article is not None
    assert article.canonical_url == "https://oakham.example/news/river?id=4&token=***"
    assert article.normalized_url == "https://oakham.example/news/river?id=4"


def test_a_link_loses_its_secrets() -> None:
    (link,) = extract(
        PAGE.replace('"/council"', '"/council?id=4&amp;access_token=af31"'), url="https://oakham.example/a"
    ).links
    assert link.url.endswith("/council?id=4&access_token=***")
    assert link.normalized_url.endswith("/council?id=4")
