"""URL lists, section pages, what a page announces, and finding out which of them some bytes are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from broadsheet.discovery.autodiscovery import find_lists
from broadsheet.discovery.read import read_listing, sniff_list

URL = "https://paper.example/news/"
A, B, C = "https://paper.example/a", "https://paper.example/b?c=1,2", "https://other.example/c"


def read_urls(text: str | bytes) -> list[str]:
    body = text if isinstance(text, bytes) else text.encode()
    return [found.url for found in read_listing(body, "text/plain", URL).items]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        (f"{A}\n{C}\n", [A, C]),
        (f"{A}\r\n{C}\r\n", [A, C]),
        (f"\ufeff{A}\n", [A]),
        (f"# addresses\n\n {A} \n  # more\n{C}", [A, C]),
        (f"{A}\n{A}\n{C}\n{A}", [A, C]),
        (f'"{A}"\n"{C}"', [A, C]),
        (f"<{A}>\n", [A]),
        (f"{A}\n{B}\n", [A, B]),
        (f"{A},1.html\n{C},2.html", [f"{A},1.html", f"{C},2.html"]),
        ("paper.example/a\n//other.example/c", [A, C]),
        (f"url\n{A}\n{C}", [A, C]),
        (f"{A}\nnot an address\n{C}", [A, C]),
        (f"{A}\nmailto:x@paper.example\nftp://paper.example/x", [A]),
        ("https://reader:secret@paper.example/a", [A]),
        (f"url,title\n{A},Rain\n{C},Wind", [A, C]),
        (f"id;url;title\n1;{A};Rain, wind\n2;{C};Fog", [A, C]),
        (f"Title\tLink\nRain\t{A}\nFog\t{C}\n", [A, C]),
        (f'"title","url"\n"Rain, ""wind""","{B}"\n', [B]),
        (f"{A},2024-05-03\n{C},2024-05-04", [A, C]),
        (f"1,Rain,{A}\n2,Fog,{C}", [A, C]),
        (f"1;{A}\n2;{C}", [A, C]),
        (f"{A}, Rain falls\n{C}, Fog", [A, C]),
        ("", []),
        ("no address here\n", []),
    ],
)  # fmt: skip
def test_url_lists_are_read_with_and_without_columns(text: str, urls: list[str]) -> None:
    assert read_urls(text) == urls


def test_columns_of_a_list_give_title_and_times() -> None:
    text = f"url,headline,published_at,lastmod\n{A},Rain &amp; wind,2024-05-03T10:15Z,2024-05-04\n{C},,,soon\n"
    first, second = read_listing(text.encode(), "text/csv", URL).items
    assert (first.title, first.published_at) == ("Rain & wind", datetime(2024, 5, 3, 10, 15, tzinfo=UTC))
    assert first.modified_at == datetime(2024, 5, 4, tzinfo=UTC)
    assert (second.title, second.published_at, second.modified_at) == (None, None, None)


def test_a_line_without_an_address_is_a_problem_with_its_number() -> None:
    listing = read_listing(f"# list\n{A}\nnone\n".encode(), None, URL)
    assert listing.kind == "url_list"
    assert listing.problems == (("no_address", "Line 3 has no http(s) address."),)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_lists_are_read_in_their_charset(charset: str) -> None:
    assert read_urls(f"{A}é\n{C}".encode(charset)) == [f"{A}é", C]


def test_broken_csv_and_odd_bytes_stop_nothing() -> None:
    read_urls(b'url,title\n"' + A.encode() + b",x\n" + b"\x00\xff" * 50)
    read_urls("url,title\n" + '"' * 3001 + f"\n{A},x")
    assert read_urls(f"url,title\n{A},{'x' * 200_000}\n{C},y")[-1] == C


PAGE = """<html><head><title>News</title><link rel="alternate" type="application/rss+xml" title="All news" href="/rss">
<link rel="alternate" type="application/atom+xml" href="atom.xml"><link rel="alternate" hreflang="de" href="/de/">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
<link rel="alternate" type="application/json" href="/feed.json">
<link rel="alternate" type="application/json" href="/wp/1">
<link rel="sitemap" type="application/xml" href="/sitemap.xml"><link rel="stylesheet" href="/feed.css">
<link rel="next" href="?page=2"></head><body>
<nav><a href="/news/politics-of-the-whole-county/">Politics of the whole county</a><a href="/login">Log in</a></nav>
<main><article><a href="/2024/05/03/rain-falls"><img src="a.jpg"></a>
<h2><a href="/2024/05/03/rain-falls?utm_source=home">Rain
 falls on  Oakham</a></h2><time datetime="2024-05-03T10:15:00Z">today</time></article>
<div><a href="https://www.paper.example/news/river-rises-after-rain-483210.html">River rises</a></div>
<h3><a href="fog">A fog comes to town</a></h3>
<a href="/tag/rain/">All about the rain in Oakham</a><a href="/author/nora-lie/">More stories by Nora Lie</a>
<a href="https://other.example/2024/05/03/a-story-of-another-site">A story of another site</a>
<a href="/2024/05/03/rain.pdf">The report as a PDF file</a><a href="mailto:desk@paper.example">Write to us</a>
<a href="#top">Back to the top of page</a><a href="/">The front page of paper</a></main>
<footer><a href="/about-the-paper-and-its-people">About the paper and its people</a><a href="/feeds/sport.rss">Sport</a>
<a href="https://feeds.example/paper.rss">Elsewhere</a><a href="/rss-feeds">Our RSS feeds</a></footer></body></html>"""


def test_a_section_page_without_a_pattern_gives_what_looks_like_articles_of_its_site() -> None:
    listing = read_listing(PAGE.encode(), "text/html; charset=utf-8", URL)
    assert listing.kind == "html_index"
    assert [(found.url, found.title) for found in listing.items] == [
        ("https://paper.example/2024/05/03/rain-falls?utm_source=home", "Rain falls on Oakham"),
        ("https://www.paper.example/news/river-rises-after-rain-483210.html", "River rises"),
        ("https://paper.example/news/fog", "A fog comes to town"),
    ]
    assert listing.items[0].published_at == datetime(2024, 5, 3, 10, 15, tzinfo=UTC)
    assert listing.more_urls == (("https://paper.example/news/?page=2", None),)


def test_a_pattern_chooses_links_wherever_they_stand() -> None:
    listing = read_listing(PAGE.encode(), "text/html", URL, link_pattern=r"/2024/05/\d\d/[a-z-]+$|/about")
    assert [found.url for found in listing.items] == [
        "https://paper.example/2024/05/03/rain-falls",
        "https://other.example/2024/05/03/a-story-of-another-site",
        "https://paper.example/about-the-paper-and-its-people",
    ]


def test_a_pattern_that_is_none_is_a_problem() -> None:
    listing = read_listing(PAGE.encode(), "text/html", URL, link_pattern="(")
    assert listing.problems[0][0] == "bad_pattern" and listing.items == ()


def test_base_href_decides_where_links_lead() -> None:
    page = "<html><head><base href='https://cdn.example/x/'></head><body><a href='a'>Rain</a></body></html>"
    listing = read_listing(page.encode(), "text/html", URL, link_pattern="/a$")
    assert [found.url for found in listing.items] == ["https://cdn.example/x/a"]


def test_a_page_announces_its_lists_the_best_first() -> None:
    found = [(announced.url, announced.kind, announced.how) for announced in find_lists(PAGE.encode(), URL)]
    assert found == [
        ("https://paper.example/rss", "feed", "link"),
        ("https://paper.example/news/atom.xml", "feed", "link"),
        ("https://paper.example/feed.json", "json_feed", "link"),
        ("https://paper.example/sitemap.xml", "sitemap", "link"),
        ("https://paper.example/feeds/sport.rss", "feed", "anchor"),
        ("https://feeds.example/paper.rss", "feed", "anchor"),
        ("https://paper.example/rss-feeds", "feed", "anchor"),
        ("https://paper.example/comments/feed/", "feed", "link"),
    ]
    assert find_lists(PAGE.encode(), URL)[0].title == "All news"


@pytest.mark.parametrize(
    ("element", "kind"),
    [
        ("<link rel='alternate' type='application/rss+xml' href='/x'>", "feed"),
        ("<LINK REL='Alternate' TYPE='application/atom+xml;charset=utf-8' HREF='/x'>", "feed"),
        ("<link rel='alternate' type='application/feed+json' href='/x'>", "json_feed"),
        ("<link rel='feed' href='/x'>", "feed"),
        ("<link rel='alternate' type='text/xml' href='/feed'>", "feed"),
        ("<a href='/feed/'>Subscribe</a>", "feed"),
        ("<a href='/index.xml' type='application/rss+xml'>Subscribe</a>", None),
        ("<a href='/?feed=rss2'>Subscribe</a>", "feed"),
        ("<a href='/x'>RSS</a>", "feed"),
        ("<a href='/sitemap_index.xml'>Sitemap</a>", "sitemap"),
        ("<link rel='alternate' type='text/html' href='/x'>", None),
        ("<link rel='alternate' hreflang='de' href='/de'>", None),
        ("<link rel='alternate' media='handheld' href='https://m.paper.example/'>", None),
        ("<link rel='alternate' type='text/xml' href='/oembed'>", None),
        ("<link rel='alternate' type='application/rss+xml'>", None),
        ("<a href='/news/feeding-the-swans'>Feeding the swans</a>", None),
        ("<a href='https://other.example/feed'>Another site</a>", None),
        ("<a href='/feedback'>Feedback</a>", None),
        ("<a href='/sitemap'>Sitemap</a>", None),
        ("<a href='javascript:rss()'>x</a>", None),
    ],
)
def test_what_announces_a_list_is_told_from_what_does_not(element: str, kind: str | None) -> None:
    found = find_lists(f"<html><head>{element}</head><body><p>Text</p></body></html>".encode(), URL)
    assert [announced.kind for announced in found] == ([] if kind is None else [kind])


def test_halves_of_characters_and_odd_charsets_stop_nothing() -> None:
    page = b"<html><body><h2><a href='/a&#xD83D;'>Rain&#56832; falls on the town</a></h2></body></html>"
    for charset in ("utf-8", "undefined", "idna", "unicode_escape"):
        (found,) = read_listing(page, f"text/html; charset={charset}", URL, link_pattern="/a").items
        assert (found.url, found.title) == ("https://paper.example/a", "Rain falls on the town")


@pytest.mark.parametrize("body", [b"", b"\x00", b"<", b"plain text", b"\xff\xfe", b"{}"])
def test_bytes_that_are_no_page_announce_nothing(body: bytes) -> None:
    assert find_lists(body, URL) == []


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (b"<rss><channel/></rss>", "text/html", "feed"),
        (b"<!-- <html> --><rdf:RDF xmlns:rdf='x'/>", None, "feed"),
        (b"<?xml version='1.0'?>\n<!-- a -->\n<urlset/>", "text/plain", "sitemap"),
        (b"<sitemapindex xmlns='x'/>", None, "sitemap"),
        (b' \n{"version": "https://jsonfeed.org/version/1"}', "text/html", "json_feed"),
        (b"<!DOCTYPE html><html><body>rss</body></html>", "application/rss+xml", "html_index"),
        (b"<div><a href='/a'>a</a></div>", "text/html", "html_index"),
        (b"https://paper.example/a\n", "text/html", "url_list"),
        (b"url,title\nhttps://paper.example/a,<b>Rain</b>\n", "text/csv", "url_list"),
        (b"<?xml version='1.0'?><odd/>", "text/xml", "feed"),
        (b"  \n", None, "empty"),
        (b"%PDF-1.4\x00\x01\x02\x03\x04\x05", None, "binary"),
    ],
)
def test_the_bytes_say_what_a_list_is(body: bytes, content_type: str | None, kind: str) -> None:
    assert sniff_list(body, content_type) == kind
