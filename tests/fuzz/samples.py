"""Sound inputs of each format and the pieces that they are made of; all written for these tests."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass

from tests.pipelines.inbox_pages import PARAGRAPHS


@dataclass(frozen=True)
class Samples:
    """Sound inputs and pieces of one format."""

    whole: tuple[bytes, ...]
    pieces: tuple[str, ...]


PAGE_HEAD = (
    b"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Orme takes down the roof</title>"
    b"</head><body><article><h1>Orme takes down the roof</h1>"
)
_BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
_LD = {
    "@context": "https://schema.org", "@type": "NewsArticle", "headline": "Orme takes down the roof",
    "datePublished": "2026-03-11T08:00:00+01:00", "author": [{"@type": "Person", "name": "Ola Berg"}],
    "articleBody": PARAGRAPHS[0],
}  # fmt: skip
_PAGE = (
    "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Orme takes down the roof</title>"
    f"<script type='application/ld+json'>{json.dumps(_LD)}</script><meta property='article:published_time' "
    "content='2026-03-11T08:00:00Z'><link rel='canonical' href='https://orme.example/mill'></head><body><nav><a "
    "href='/'>Home</a></nav><article><h1>Orme takes down the roof</h1><p class='byline'>By Ola Berg</p><time "
    f"datetime='2026-03-11'>11 March 2026</time>{_BODY}<blockquote>{PARAGRAPHS[1]}</blockquote><ul><li>One</li></ul>"
    "<table><tr><td>1</td><td>2</td></tr></table><p>Read more: <a href='/other'>The other mill</a></p></article>"
    "<aside>Most read</aside><footer>© 2026</footer></body></html>"
)
_LIVE = (
    "<!doctype html><html lang='en'><head><title>Orme: live</title></head><body><article><h1>Orme: live</h1>"
    + "".join(
        f"<section class='live-post' itemprop='liveBlogUpdate' id='p{n}'><time datetime='2026-03-11T0{n}:00:00Z'>"
        f"0{n}:00</time><h2>Post {n}</h2><p>{text}</p></section>"
        for n, text in enumerate(PARAGRAPHS)
    )
    + "</article></body></html>"
)
PAGES = Samples(
    (_PAGE.encode(), _LIVE.encode(), _PAGE.encode("utf-16"), "\n\n".join(PARAGRAPHS).encode()),
    (
        "<p>", "</p>", "<div>", "</div>", "<div class='live-post'>", "<table><tr><td>", "<!--", "<script>",
        "</script>", "<script type='application/ld+json'>", '{"@type": "NewsArticle"', '{"@graph": [', "<h2>",
        "<br>", "<a href='/x'>", "<time datetime='2026-03-11'>", "By Ola Berg", "<li>", "<blockquote>",
        "<span class='byline'>", "<meta name='date' ", "content='2026'>", "<![CDATA[", "<svg>", "<template>",
        "<base href='//x'>", "Read more: ", "11 March 2026", "Updated at 10:30 p.m.", "<em>", "</em>", PARAGRAPHS[0],
        "(Reuters) - ", "<noscript>", "<iframe>", "&nbsp;", "“", "Correction: ", "<figure><figcaption>",
        "<form><input>", "<frameset>", "<?xml version='1.0'?>", "word ",
    ),
)  # fmt: skip

_ITEM = (
    "<item><title>Rain &amp; wind</title><link>https://paper.example/rain</link><guid isPermaLink='true'>https://paper."
    "example/rain</guid><pubDate>Wed, 11 Mar 2026 08:00:00 +0100</pubDate><dc:creator>Ola Berg</dc:creator><source "
    "url='https://wire.example/rss'>Wire</source><description><![CDATA[<p>Rain</p>]]></description></item>"
)
_RSS = (
    "<?xml version='1.0' encoding='utf-8'?><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' "
    "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel><title>Paper</title><link>https://paper.example/"
    f"</link><ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod>{_ITEM}{_ITEM}</channel></rss>"
)
_ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://paper.example/'><title type='html'>Paper</title><link "
    "rel='next' href='?page=2'/><entry><id>tag:1</id><title type='xhtml'><div>Rain</div></title><link href='rain'/>"
    "<updated>2026-03-11T08:00:00Z</updated><source><title>Wire</title></source></entry></feed>"
)
FEEDS = Samples(
    (_RSS.encode(), _ATOM.encode(), _RSS.encode("utf-16"), gzip.compress(_ATOM.encode(), mtime=0)),
    (
        "<item>", "</item>", "<entry>", "</entry>", "<link>", "</link>", "<link href='/a'/>", "<title>",
        "</title>", "<guid>", "<pubDate>", "Wed, 11 Mar 2026 25:00:00 +9900", "2026-02-30T10:00:00Z",
        "<source url='x'>", "<channel>", "<rss>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<![CDATA[",
        "<!DOCTYPE rss [<!ENTITY a 'b'>", "&a;", "&lt;b&gt;", "<ttl>", "</ttl>", "xml:base='http://['",
        "<?xml version='1.0' encoding='x'?>", "http://[::1", "https://a.example/", "javascript:1",
        "mailto:a@b", "<a:b xmlns:a='", "<!--", "-->", "<dc:date>", "<media:content>", "<rdf:RDF>",
    ),
)  # fmt: skip

_SITEMAP = (
    "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/"
    "schemas/sitemap-news/0.9'><url><loc>https://paper.example/rain</loc><lastmod>2026-03-11</lastmod><news:news>"
    "<news:publication><news:name>Paper</news:name><news:language>en</news:language></news:publication>"
    "<news:publication_date>2026-03-11T08:00:00+01:00</news:publication_date><news:title>Rain</news:title></news:news>"
    "</url></urlset>"
)
_INDEX = (
    "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>https://paper.example/1.xml</loc>"
    "<lastmod>2026-03-11T08:00Z</lastmod></sitemap></sitemapindex>"
)
SITEMAPS = Samples(
    (_SITEMAP.encode(), _INDEX.encode(), gzip.compress(_SITEMAP.encode(), mtime=0), b"https://paper.example/a\n" * 3),
    (
        "<url>", "</url>", "<loc>", "</loc>", "https://paper.example/a", "//paper.example/b", "http://[",
        "<lastmod>", "</lastmod>", "2026-W11", "2026-03-11T08:00:00.123456789Z", "<news:title>",
        "<news:publication_date>", "<sitemap>", "<sitemapindex>", "<urlset>", "<image:image>", "<![CDATA[",
        "<!--", "<!DOCTYPE x [", "<xhtml:link href='/a'/>",
    ),
)  # fmt: skip

_JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1", "title": "Paper", "next_url": "?2", "language": "en",
    "items": [{"id": "1", "url": "https://paper.example/rain", "title": "Rain",
               "date_published": "2026-03-11T08:00:00Z",
               "authors": [{"name": "Ola Berg"}], "language": "en"}, {"id": 7, "external_url": "/b"}],
}  # fmt: skip
JSON_FEEDS = Samples(
    (json.dumps(_JSON_FEED).encode(),),
    (
        '{"id": "1"', ', "url": ', '"https://paper.example/a"', ', "date_published": ', '"2026-03-11"', "null",
        "[", "]", "{", "}", ",", ":", "1e999", "-", '"\\ud800"', '"\\u0000"', '"items": ', "true",
        '"authors": [', '"name": {', "[[",
    ),
)  # fmt: skip

SECTIONS = Samples(
    (
        b"<html><head><base href='/news/'><link rel='alternate' type='application/rss+xml' href='/rss' title='All'>"
        b"</head><body><ul><li><a href='2026/03/11/rain-in-orme-and-wind'>Rain in Orme and wind in Vestby</a><time "
        b"datetime='2026-03-11'></time></li></ul></body></html>",
    ),
    (
        "<a href='/2026/03/11/rain-in-orme'>", "</a>", "<time datetime='2026-03-11T08:00:00Z'>", "</time>",
        "<base href='x:'>", "<link rel='alternate' type='application/atom+xml' href='", "'>", "<div>",
        "</div>", "<nav>", "<li>", "<h2>", "Rain in Orme and wind in Vestby", "<a href='javascript:x'>",
        "<a href='//['>", "<a name='x'>", "<svg><a href='/y'>",
    ),
)  # fmt: skip

ROBOTS = Samples(
    (
        b"User-agent: *\nDisallow: /search\nAllow: /news$\nCrawl-delay: 2\n\nUser-agent: GPTBot\nDisallow: /\n"
        b"Content-Usage: train-ai=n\nContent-Signal: search=yes, ai-train=no\nSitemap: https://paper.example/map.xml\n",
        b'[{"location": "/*", "tdm-reservation": 1, "tdm-policy": "https://paper.example/p"}]',
    ),
    (
        "User-agent: ", "Disallow: ", "Allow: ", "Content-Usage: ", "Content-Signal: ", "Crawl-delay: ", "*",
        "$", "/news", "Broadsheet", "GPTBot", "\n", "\r", "%2F", "%ff", "/**", "*a", "train-ai=n", "nan",
        "inf", "1e308", "#", ":", ",", "<meta name='robots' content='", "noai",
        "<meta name='tdm-reservation' content='1'>", '{"location": "/*"',
    ),
)  # fmt: skip


def _record(number: int, kind: str = "response", body: bytes = b"<html><p>Rain in Orme</p></html>") -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Target-URI: https://paper.example/"
        f"{number}\r\nWARC-Date: 2026-03-{number:02d}T10:00:00Z\r\nContent-Type: application/http; msgtype={kind}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


_RECORDS = [
    _record(number, kind) for number, kind in ((1, "response"), (2, "request"), (3, "revisit"), (4, "response"))
]
_WARC_PIECES = (
    "WARC/1.0\r\n", "WARC/1.1\r\n", "WARC-Type: response\r\n", "Content-Length: 9\r\n",
    "Content-Length: -1\r\n", "Content-Length: 99999999999999999999\r\n", "\r\n\r\n", "\r\n",
    "HTTP/1.1 200 OK\r\n", "HTTP/1.1 999999\r\n", "HTTP/2 200", "Transfer-Encoding: chunked\r\n",
    "Content-Encoding: gzip, br\r\n", "ffffffff\r\n", "0\r\n", "WARC-Date: 2026-13-01\r\n",
    "WARC-Target-URI: <http://a/>\r\n", "Content-Type: text/html; charset=utf-7\r\n", " folded\r\n",
    "WARC-Segment-Number: 2\r\n", "WARC-Truncated: length\r\n", "WARC-JSON-Metadata: {\r\n", "x", ":",
)  # fmt: skip
WARC = Samples((b"".join(_RECORDS),), _WARC_PIECES)
WARC_GZ = Samples((b"".join(gzip.compress(record, mtime=0) for record in _RECORDS),), _WARC_PIECES)

_ARC_HEAD = b"1 0 A test\nURL IP-address Archive-date Content-type Archive-length\n"
_ARC_BLOCK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Rain in Orme</p>"
_ARC = (
    f"filedesc://a.arc 0.0.0.0 20260311000000 text/plain {len(_ARC_HEAD)}\n".encode() + _ARC_HEAD + b"\n"
    + f"http://paper.example/1 192.0.2.1 20260311070809 text/html {len(_ARC_BLOCK)}\n".encode() + _ARC_BLOCK + b"\n"
)  # fmt: skip
ARC = Samples(
    (_ARC,),
    (
        "filedesc://", "http://paper.example/2 ", "192.0.2.1 ", "20260311070809 ", "99999999999999 ",
        "text/html ", "9\n", "-1\n", "99999999999999999999\n", "HTTP/1.1 200 OK\r\n", "\r\n\r\n", "1 0 A\n",
        " ", "\n",
    ),
)  # fmt: skip

MHTML_HEAD = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://paper.example/rain\r\nSubject: =?utf-8?Q?Rain?=\r\n"
    b'Date: Wed, 11 Mar 2026 08:30:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; '
    b'boundary="----edge"\r\n\r\n'
)
_PART = (
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Caf=C3=A9</p>\r\n"
)
_IMAGE = b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
MHTML = Samples(
    (MHTML_HEAD + b"------edge\r\n" + _PART + b"------edge\r\n" + _IMAGE + b"------edge--\r\n",),
    (
        "------edge\r\n", "------edge--\r\n", "Content-Type: text/html; charset=",
        "Content-Type: multipart/mixed; boundary=b", "\r\n", "\r\n\r\n",
        "Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: x-uuencode\r\n", "=C3", "=\r\n",
        "=?utf-8?B?", "?=", "=?x?Q?=", "boundary*0=a; boundary*1=b", "--b\r\n", "Content-Location: ",
        "filename*=utf-7''%", '"', "Date: Wed, 99 Foo 9999999 08:30:00 +999999\r\n", "begin 644 a\r\n",
    ),
)  # fmt: skip

_LINE = {
    "url": "https://paper.example/1",
    "captured_at": "2026-03-11T08:00:00Z",
    "html": "<p>Rain</p>",
    "http_status": 200,
}
JSONL = Samples(
    (
        json.dumps(_LINE).encode()
        + b"\n"
        + json.dumps({**_LINE, "headers": {"Content-Encoding": "gzip"}}).encode()
        + b"\n",
        json.dumps([_LINE, _LINE]).encode(),
    ),
    (
        '{"url": "https://paper.example/1"', ', "html": ', '"<p>x</p>"', "}\n", "{", "[", "]", "\n", "null",
        "1e999", "NaN", '"\\ud800"', ', "captured_at": ', '"2026-03-11"', "99999999999", "-1",
        ', "html_b64": "', "====", ', "headers": [[', ', "http_status": ', '"200"', "true", ",", '"', "\\",
        '"\\u', "\ufeff",
    ),
)  # fmt: skip

SOURCES = (
    "[[source]]\n", 'id = "post"\n', 'id = "a b"\n', 'kind = "feed"\n', 'kind = "html"\n',
    'url = "https://post.example/rss"\n', 'url = "http://["\n', 'url = "http://me:pw@post.example/"\n',
    'path = "inbox"\n', 'path = "\\u0000"\n', 'path = "~nobody/x"\n', 'paths = ["a", "b"]\n', "paths = [1]\n",
    'domain = "post.example"\n', "every_s = 900\n", "every_s = nan\n", "every_s = -1\n", 'delay_s = "x"\n',
    "[source]\n", "[source.a]\n", "id = 1979-05-27\n", "id = {a = 1}\n", "x = [[[[", "]]]]\n", "# note\n",
    'link_pattern = "("\n', 'link_pattern = "(a+)+$"\n', 'language = "en"\n', "= 1\n", "\n", '"', "'''",
    'kind = "warc"\n', 'name = "Post"\n', "a.b.c = 1\n", 'id = "\\ud800"\n', 'kind = "listed"\n',
    'base = "x"\n',
)  # fmt: skip
