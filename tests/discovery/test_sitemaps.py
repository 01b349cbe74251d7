"""Sitemaps, their indexes and the news extension, well formed or not, and what ends each within its limits."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from broadsheet.discovery.read import read_listing
from broadsheet.discovery.sitemaps import read_sitemap

URL = "https://paper.example/sitemaps/news.xml"
SPACE = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
NEWS = "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9' xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'"
ENTRY = "<url><loc>https://paper.example/rain</loc><lastmod>2024-05-03</lastmod></url>"


def urlset(entries: str, attributes: str = SPACE, head: str = "") -> bytes:
    return f"{head}<urlset {attributes}>{entries}</urlset>".encode()


def read_urls(body: bytes) -> list[str]:
    return [found.url for found in read_listing(body, "text/xml", URL).items]


def test_a_news_sitemap_gives_title_day_publisher_and_language() -> None:
    entry = (
        "<url><loc>https://paper.example/rain</loc><lastmod>2024-05-03T12:00:00+02:00</lastmod><image:image>"
        "<image:loc>https://paper.example/rain.jpg</image:loc><image:title>A picture</image:title></image:image>"
        "<news:news><news:publication><news:name>The Oakham Mail</news:name><news:language>en</news:language>"
        "</news:publication><news:publication_date>2024-05-03T10:15Z</news:publication_date>"
        "<news:title>Rain &amp; wind</news:title></news:news></url>"
    )
    (found,) = read_listing(urlset(entry, f"{SPACE} {NEWS}"), None, URL).items
    assert (found.url, found.title) == ("https://paper.example/rain", "Rain & wind")
    assert (found.publisher_name, found.publisher_url, found.language) == ("The Oakham Mail", None, "en")
    assert found.published_at == datetime(2024, 5, 3, 10, 15, tzinfo=UTC)
    assert found.modified_at == datetime(2024, 5, 3, 10, 0, tzinfo=UTC)


def test_an_index_names_its_parts_with_their_last_change() -> None:
    body = (
        f"<sitemapindex {SPACE}><sitemap><loc>part1.xml.gz</loc><lastmod>2024-05-03</lastmod></sitemap>"
        "<sitemap><loc>https://paper.example/part2.xml</loc></sitemap><sitemap><lastmod>2024-05-03</lastmod></sitemap>"
        "</sitemapindex>"
    ).encode()
    listing = read_listing(body, None, URL)
    assert (listing.kind, listing.items, listing.entry_count) == ("sitemap_index", (), 3)
    assert listing.more_urls == (
        ("https://paper.example/sitemaps/part1.xml.gz", datetime(2024, 5, 3, tzinfo=UTC)),
        ("https://paper.example/part2.xml", None),
    )
    assert [reason for reason, _ in listing.problems] == ["no_address"]


@pytest.mark.parametrize(
    ("lastmod", "value"),
    [
        ("2024-05-03", "2024-05-03T00:00"),
        ("2024-05-03T10:15Z", "2024-05-03T10:15"),
        ("2024-05-03T10:15:30.45+01:00", "2024-05-03T09:15:30"),
        ("2024-05-03T10:15:30", "2024-05-03T10:15:30"),
        ("Fri, 03 May 2024 10:15:00 GMT", "2024-05-03T10:15"),
        ("2024", None),
        ("2024-05", None),
        ("2024-13-40", None),
        ("daily", None),
        ("", None),
    ],
)
def test_the_last_change_is_read_for_sure_or_not_at_all(lastmod: str, value: str | None) -> None:
    entry = f"<url><loc>https://paper.example/rain</loc><lastmod>\n {lastmod} </lastmod></url>"
    (found,) = read_listing(urlset(entry), None, URL).items
    assert found.modified_at == (None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC))


GOOD = {
    "the namespace of the standard": urlset(ENTRY),
    "no namespace": urlset(ENTRY, ""),
    "a wrong namespace": urlset(ENTRY, "xmlns='http://www.google.com/schemas/sitemap/0.84'"),
    "names in capitals": urlset(ENTRY).replace(b"url>", b"URL>").replace(b"loc>", b"Loc>"),
    "a prefix": urlset(ENTRY.replace("<", "<s:").replace("<s:/", "</s:"), "xmlns:s='x'").replace(
        b"urlset", b"s:urlset"
    ),
    "an address in cdata": urlset(
        ENTRY.replace("https://paper.example/rain", "<![CDATA[ https://paper.example/rain ]]>")
    ),
    "a declaration and a style": urlset(ENTRY, head="<?xml version='1.0'?><?xml-stylesheet href='a.xsl'?><!-- a -->"),
    "gzip": gzip.compress(urlset(ENTRY)),
    "UTF-16": urlset(ENTRY, head="<?xml version='1.0' encoding='UTF-16'?>").decode().encode("utf-16"),
    "blanks before": b"\n\n  " + urlset(ENTRY, head="<?xml version='1.0'?>"),
    "text": b"\xef\xbb\xbfhttps://paper.example/rain\r\n",
    "text in gzip": gzip.compress(b"https://paper.example/rain\n"),
    "a feed": b"<rss><channel><item><link>https://paper.example/rain</link></item></channel></rss>",
}


@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD.keys())
def test_sitemaps_of_every_form_give_their_address(body: bytes) -> None:
    assert read_urls(body) == ["https://paper.example/rain"]


BROKEN = {
    "cut": (urlset(ENTRY + "<url><loc>https://paper.ex")[:-9], "broken_xml"),
    "an open tag": (urlset(ENTRY + "<url><loc>https://paper.example/wind</url>"), "broken_xml"),
    "an ampersand alone": (urlset(ENTRY + "<url><loc>https://paper.example/a?b=1&c=2</loc></url>"), "mended_xml"),
    "an unknown name": (urlset(ENTRY + "<url><loc>https://paper.example/a</loc><x>&hellip;</x></url>"), "mended_xml"),
    "gzip that ends early": (gzip.compress(urlset(ENTRY * 50))[:-12], "broken_gzip"),
    "no address": (urlset(ENTRY + "<url><lastmod>2024-05-03</lastmod></url>"), "no_address"),
    "an address of another kind": (urlset(ENTRY + "<url><loc>ftp://paper.example/a</loc></url>"), "no_address"),
}


@pytest.mark.parametrize(("body", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_of_a_broken_sitemap_what_comes_before_the_fault_is_read(body: bytes, reason: str) -> None:
    listing = read_listing(body, "text/xml", URL)
    assert listing.items[0].url == "https://paper.example/rain"
    assert listing.problems[0][0] == reason


def test_after_an_ampersand_alone_the_rest_is_read_too() -> None:
    entries = "<url><loc>https://paper.example/a?b=1&c=2</loc></url>" + ENTRY
    assert read_urls(urlset(entries)) == ["https://paper.example/a?b=1&c=2", "https://paper.example/rain"]


def test_entities_are_dropped_and_files_not_read() -> None:
    head = "<!DOCTYPE urlset [<!ENTITY x SYSTEM 'file:///etc/hostname'><!ENTITY y 'yyyy'>]>"
    entry = "<url><loc>https://paper.example/&x;&y;rain</loc></url>"
    assert read_urls(urlset(entry, head=head)) == ["https://paper.example/rain"]


def test_size_count_and_depth_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = urlset(ENTRY + "<url>" + "<a>" * 300 + "</a>" * 300 + "</url>")
    listing = read_sitemap(deep, None, URL)
    assert listing.items[0].url == "https://paper.example/rain" and listing.problems[0][0] == "broken_xml"
    monkeypatch.setattr("broadsheet.discovery.sitemaps.MOST_ITEMS", 5)
    listing = read_sitemap(urlset(ENTRY * 20), None, URL)
    assert (len(listing.items), listing.problems[-1][0]) == (5, "too_many_items")
    monkeypatch.setattr("broadsheet.discovery.sitemaps.MOST_BYTES", 200)
    listing = read_sitemap(urlset(ENTRY * 20), None, URL)
    assert listing.items and listing.problems[0][0] == "too_large"


def test_a_gzip_bomb_is_opened_up_to_the_limit_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.discovery.read.MOST_BYTES", 100_000)
    body = gzip.compress(urlset(ENTRY + " " * 30_000_000))
    listing = read_listing(body, None, URL)
    assert listing.problems[0] == ("too_large", "Only the first 100000 bytes are read.")
    assert listing.items[0].url == "https://paper.example/rain"


@pytest.mark.parametrize(
    "body", [b"", b"\x00\x00", b"<", b"<urlset", b"<urlset/>", b"\x1f\x8b", b"\x89PNG\r\n\x1a\n\x00\x00"]
)
def test_what_holds_nothing_gives_nothing_and_stops_nothing(body: bytes) -> None:
    assert read_listing(body, "text/xml", URL).items == ()
