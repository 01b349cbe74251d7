"""Feeds of every form and fault, a few lines each: entries, addresses, dates, publishers, rates and what is wrong."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from broadsheet.discovery.feeds import read_feed
from broadsheet.discovery.json_feeds import read_json_feed
from broadsheet.discovery.listing import ListedItem, Listing
from broadsheet.discovery.read import read_listing
from broadsheet.discovery.times import read_time

URL = "https://paper.example/feeds/all.xml"
ITEM = "<item><title>Rain</title><link>https://paper.example/rain</link></item>"


def rss(items: str = ITEM, channel: str = "", attributes: str = "", head: str = "") -> bytes:
    return (
        f"{head}<rss version='2.0' {attributes}><channel><title>Paper</title>{channel}{items}</channel></rss>".encode()
    )


def atom(entries: str, feed: str = "", attributes: str = "") -> bytes:
    return f"<feed xmlns='http://www.w3.org/2005/Atom' {attributes}><title>Paper</title>{feed}{entries}</feed>".encode()


def read(body: bytes, content_type: str | None = None) -> Listing:
    return read_feed(body, content_type, URL)


def read_one(body: bytes, content_type: str | None = None) -> ListedItem:
    listing = read(body, content_type)
    assert len(listing.items) == 1, listing
    return listing.items[0]


def item(inner: str) -> ListedItem:
    return read_one(rss(f"<item><link>https://paper.example/a</link>{inner}</item>", attributes=SPACES))


SPACES = (
    "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/' "
    "xmlns:media='http://search.yahoo.com/mrss/' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/' "
    "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:a='http://www.w3.org/2005/Atom'"
)
KINDS = {
    "rss 2.0": (rss(), "rss"),
    "rss 0.91 with a document type": (
        rss(head="<?xml version='1.0'?><!DOCTYPE rss PUBLIC '-//Netscape//DTD RSS 0.91//EN' 'http://my.example/a.dtd'>"),
        "rss",
    ),
    "rss without a channel": (f"<rss>{ITEM}</rss>".encode(), "rss"),
    "rss with items beside the channel": (f"<rss><channel><title>P</title></channel>{ITEM}</rss>".encode(), "rss"),
    "rss in a namespace": (rss(attributes="xmlns='http://backend.userland.com/rss2'"), "rss"),
    "rss with an unknown prefix": (
        b"<rss:rss><rss:channel><rss:item><rss:title>Rain</rss:title><rss:link>https://paper.example/rain</rss:link>"
        b"</rss:item></rss:channel></rss:rss>",
        "rss",
    ),
    "rdf": (
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        b"<channel rdf:about='https://paper.example/'><title>Paper</title></channel><item rdf:about='https://paper.example/rain'>"
        b"<title>Rain</title><link>https://paper.example/rain</link></item></rdf:RDF>",
        "rdf",
    ),
    "rss 0.90": (
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/'>"
        b"<channel><title>Paper</title></channel><item><title>Rain</title><link>https://paper.example/rain</link></item></rdf:RDF>",
        "rdf",
    ),
    "atom 1.0": (atom("<entry><title>Rain</title><link href='https://paper.example/rain'/></entry>"), "atom"),
    "atom 0.3": (
        b"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title mode='xml'>Rain</title>"
        b"<link rel='alternate' type='text/html' href='https://paper.example/rain'/></entry></feed>",
        "atom",
    ),
    "atom without a namespace": (
        b"<feed><entry><title>Rain</title><link href='https://paper.example/rain'/></entry></feed>",
        "atom",
    ),
    "channel definition": (
        b"<CHANNEL HREF='https://paper.example/'><TITLE>Paper</TITLE><ITEM HREF='rain' LASTMOD='2024-05-03T10:00'>"
        b"<TITLE>Rain</TITLE></ITEM></CHANNEL>".replace(b"'rain'", b"'https://paper.example/rain'"),
        "cdf",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "kind"), KINDS.values(), ids=KINDS.keys())
def test_feeds_of_every_format_give_their_entry(body: bytes, kind: str) -> None:
    listing = read_listing(body, "text/xml", URL)
    assert (listing.kind, listing.entry_count) == (kind, 1)
    assert [(found.url, found.title) for found in listing.items] == [("https://paper.example/rain", "Rain")]


@pytest.mark.parametrize(
    ("inner", "url"),
    [
        ("<link>https://paper.example/a</link>", "https://paper.example/a"),
        ("<link>\n https://paper.example/a \n</link>", "https://paper.example/a"),
        ("<link>/a?b=1&amp;c=2</link>", "https://paper.example/a?b=1&c=2"),
        ("<link>a</link>", "https://paper.example/feeds/a"),
        ("<link>//other.example/a</link>", "https://other.example/a"),
        ("<link>https://reader:secret@paper.example/a</link>", "https://paper.example/a"),
        ("<link>https://paper.example/a b</link>", "https://paper.example/a%20b"),
        ("<link>https:\\\\paper.example\\a</link>", "https://paper.example/a"),
        ("<link><![CDATA[https://paper.example/a?b&c]]></link>", "https://paper.example/a?b&c"),
        ("<link>https://paper.example/a?b=1&c=2</link>", "https://paper.example/a?b=1&c=2"),
        ("<link>https://paper.example/1</link><link>https://paper.example/2</link>", "https://paper.example/1"),
        ("<guid>https://paper.example/g</guid><link>https://paper.example/a</link>", "https://paper.example/a"),
        ("<guid isPermaLink='true'>https://paper.example/g</guid>", "https://paper.example/g"),
        ("<guid isPermaLink='true'>/g</guid>", "https://paper.example/g"),
        ("<link>a</link><guid isPermaLink='true'>https://paper.example/g</guid>", "https://paper.example/feeds/a"),
    ],
)
def test_an_entry_has_one_address(inner: str, url: str) -> None:
    assert read_one(rss(f"<item>{inner}</item>")).url == url


@pytest.mark.parametrize(
    "inner",
    [
        "<title>Rain</title>",
        "<guid isPermaLink='false'>https://paper.example/g</guid>",
        "<guid isPermaLink='false'>48213</guid>",
        "<link>mailto:desk@paper.example</link>",
        "<link>javascript:void(0)</link>",
        "<link>http://[::1</link>",
        "<link></link>",
        f"<link>https://paper.example/{'a' * 3000}</link>",
    ],
)
def test_an_entry_without_an_address_is_counted_and_is_no_item(inner: str) -> None:
    listing = read(rss(f"<item>{inner}</item>{ITEM}"))
    assert (listing.entry_count, len(listing.items)) == (2, 1)
    assert listing.problems[0] == ("no_address", "1 of 2 entries have no address.")


def test_xml_base_and_the_pages_of_atom_decide_where_a_relative_link_leads() -> None:
    body = atom(
        "<entry xml:base='2024/'><link rel='self' href='x.atom'/><link rel='alternate' href='rain'/></entry>"
        "<entry><title>B</title><link rel='enclosure' href='film.mp4'/><link href='/wind'/></entry>",
        attributes="xml:base='https://paper.example/news/'",
    )
    assert [found.url for found in read(body).items] == [
        "https://paper.example/news/2024/rain",
        "https://paper.example/wind",
    ]


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("<title>Rain &amp; wind</title>", "Rain & wind"),
        ("<title>R&D spending rises</title>", "R&D spending rises"),
        ("<title>AT&amp;amp;T cuts jobs</title>", "AT&T cuts jobs"),
        ("<title>Caf&eacute; &nbsp;closes</title>", "Café closes"),
        ("<title><![CDATA[Rain & <b>wind</b>]]></title>", "Rain & wind"),
        ("<title>&lt;b&gt;Rain&lt;/b&gt; falls</title>", "Rain falls"),
        ("<title>What &lt;blink&gt; was</title>", "What <blink> was"),
        ("<title>2 &lt; 3 and 5 &gt; 4</title>", "2 < 3 and 5 > 4"),
        ("<title>  Rain\n\t falls </title>", "Rain falls"),
        ("<title>It&#8217;s raining&#0;</title>", "It’s raining"),
        ("<title>Rain &#xD83D;&#56832;falls</title>", "Rain falls"),
        ("<media:title>A picture</media:title><title>Rain</title>", "Rain"),
        ("<title>Rain</title><media:title>A picture</media:title>", "Rain"),
        ("<dc:title>Other</dc:title><title>Rain</title>", "Rain"),
        ("<title></title>", None),
    ],
)
def test_titles_are_plain_text(title: str, plain: str | None) -> None:
    assert item(title).title == plain


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("<title type='html'>&lt;em&gt;Rain&lt;/em&gt; &amp;amp; wind</title>", "Rain & wind"),
        ("<title type='text'>The &lt;em&gt; tag</title>", "The <em> tag"),
        ("<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>Rain <b>falls</b></div></title>", "Rain falls"),
        ("<title mode='base64'>UmFpbiA8Yj5mYWxsczwvYj4=</title>", "Rain falls"),
        ("<title mode='base64'>no base 64!</title>", "no base 64!"),
    ],
)
def test_titles_of_atom_are_read_by_their_type(title: str, plain: str) -> None:
    assert read_one(atom(f"<entry>{title}<link href='https://paper.example/a'/></entry>")).title == plain


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("Fri, 03 May 2024 10:15:00 GMT", "2024-05-03T10:15:00"),
        ("Fri, 03 May 2024 10:15:00 +0530", "2024-05-03T04:45:00"),
        ("Fri, 3 May 2024 10:15 EST", "2024-05-03T15:15:00"),
        ("Fri,3 May 2024 4:5:6 GMT+9", "2024-05-02T19:05:06"),
        ("03 May 24 10:15:00 UT", "2024-05-03T10:15:00"),
        ("Fri May 3 10:15:00 2024", "2024-05-03T10:15:00"),
        ("Fri, 03 May 2024 10:15 pm PDT", "2024-05-04T05:15:00"),
        ("Fri, 03 May 2024 24:00:00 GMT", "2024-05-04T00:00:00"),
        ("Fri, 03 May 2024", "2024-05-03T00:00:00"),
        ("2024-05-03T10:15:00Z", "2024-05-03T10:15:00"),
        ("2024-05-03T10:15:00.123456789+02:00", "2024-05-03T08:15:00"),
        ("2024-05-03 10:15:00", "2024-05-03T10:15:00"),
        ("2024-05-03T10:15+0200", "2024-05-03T08:15:00"),
        ("2024-05-03", "2024-05-03T00:00:00"),
        ("1714731300", "2024-05-03T10:15:00"),
        ("vendredi 3 mai 2024 10:15:00 +0200", "2024-05-03T08:15:00"),
        ("Fr, 03 Mai 2024 10:15:00 +0200", "2024-05-03T08:15:00"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00"),
        ("Fri, 31 Feb 2024 10:15:00 GMT", None),
        ("2023-02-29T10:00:00Z", None),
        ("Fri, 03 May 2024 10:15:00 XYZ", None),
        ("Fri, 03 May 2024 25:15:00 GMT", None),
        ("10:15", None),
        ("today", None),
        ("May", None),
        ("2024", None),
        ("2024-05", None),
        ("03/04/2024", None),
        ("x" * 5000, None),
    ],
)
def test_a_date_is_read_for_sure_or_not_at_all(raw: str, value: str | None) -> None:
    expected = None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)
    assert read_time(raw) == expected
    assert item(f"<pubDate>{raw}</pubDate>").published_at == expected


def test_what_is_published_and_what_is_changed_are_told_apart() -> None:
    day, later = "2024-05-03T00:00:00+00:00", "2024-05-04T00:00:00+00:00"
    for inner, published, modified in (
        ("<pubDate>2024-05-03</pubDate><dc:date>2024-05-04</dc:date>", day, None),
        ("<dc:date>2024-05-03</dc:date>", day, None),
        ("<dcterms:issued>2024-05-03</dcterms:issued><dcterms:modified>2024-05-04</dcterms:modified>", day, later),
        ("<pubDate>2024-05-03</pubDate><a:updated>2024-05-04</a:updated>", day, later),
        ("<pubdate>2024-05-03</pubdate>", day, None),
        ("<a:updated>2024-05-04</a:updated>", None, later),
    ):
        found = item(inner)
        given = [moment.isoformat() if moment else None for moment in (found.published_at, found.modified_at)]
        assert given == [published, modified], inner


def test_the_source_of_an_entry_is_its_origin_publisher() -> None:
    found = item("<source url='https://origin.example/rss'>The Ashby &amp; Oakham Post</source>")
    assert (found.publisher_name, found.publisher_url) == ("The Ashby & Oakham Post", "https://origin.example/rss")
    found = read_one(
        atom(
            "<entry><link href='https://paper.example/a'/><source><title>Ashby Post</title><id>https://origin.example/id</id>"
            "<link rel='self' href='https://origin.example/feed'/><link href='https://origin.example/'/></source></entry>"
        )
    )
    assert (found.publisher_name, found.publisher_url) == ("Ashby Post", "https://origin.example/")


@pytest.mark.parametrize(
    ("channel", "seconds"),
    [
        ("<ttl>60</ttl>", 3600),
        ("<ttl> 15 </ttl>", 900),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 1800),
        ("<sy:updatePeriod>\n daily </sy:updatePeriod>", 86400),
        ("<ttl>60</ttl><sy:updatePeriod>daily</sy:updatePeriod>", 86400),
        ("<ttl>soon</ttl>", None),
        ("<ttl>0</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>99999999999</ttl>", None),
        ("<sy:updatePeriod>often</sy:updatePeriod>", None),
        ("", None),
    ],
)
def test_a_feed_says_how_long_it_wants_to_be_left_alone(channel: str, seconds: float | None) -> None:
    assert read(rss(channel=channel, attributes=SPACES)).interval_s == seconds


def test_a_feed_names_its_next_page_itself_and_its_new_address() -> None:
    channel = (
        "<a:link rel='self' href='https://paper.example/feeds/all.xml'/><a:link rel='next' href='?page=2'/>"
        "<itunes:new-feed-url>https://new.example/feed</itunes:new-feed-url><language>en_GB</language>"
    )
    listing = read(rss(channel=channel, attributes=SPACES))
    assert listing.more_urls == (("https://paper.example/feeds/all.xml?page=2", None),)
    assert (listing.self_url, listing.moved_to) == ("https://paper.example/feeds/all.xml", "https://new.example/feed")
    assert (listing.title, listing.language, listing.items[0].language) == ("Paper", "en-GB", "en-GB")


def test_authors_are_names_not_addresses_of_mail() -> None:
    found = item("<dc:creator>Nora Lie</dc:creator>")
    assert found.authors == ("Nora Lie",)
    assert item("<author>desk@paper.example</author>").authors == ()


@pytest.mark.parametrize(
    ("charset", "declared", "header"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8", None, None),
        ("cp1252", "windows-1252", None),
        ("cp1252", "iso-8859-1", None),
        ("cp1252", None, "text/xml; charset=iso-8859-1"),
        ("cp1252", "utf-8", "application/rss+xml; charset=windows-1252"),
        ("cp1252", "utf-8", None),
        ("utf-8", "windows-1252", None),
        ("utf-8", "iso-8859-1", "text/xml; charset=iso-8859-1"),
        ("utf-8", "us-ascii", "text/xml; charset=us-ascii"),
        ("utf-8", "utf-16", None),
        ("utf-8", "x-no-such-charset", "text/xml; charset=none"),
        ("utf-8", "idna", "text/xml; charset=undefined"),
        ("cp1252", "unicode_escape", "text/xml; charset=punycode"),
        ("utf-8", "utf-7", "text/xml; charset=base64"),
        ("utf-8-sig", "iso-8859-1", None),
        ("utf-16", "utf-8", None),
        ("utf-16-le", "utf-16", None),
        ("utf-16-be", None, None),
        ("utf-32", None, None),
        ("utf-32-be", None, "text/xml"),
    ],
)
def test_charsets_are_read_in_order_and_wrong_ones_survived(
    charset: str, declared: str | None, header: str | None
) -> None:
    head = "<?xml version='1.0'" + (f" encoding='{declared}'?>" if declared else "?>")
    written = f"{head}<rss><channel><item><title>Café zu Köln</title><link>https://paper.example/a</link></item></channel></rss>"
    found = read_one(written.encode(charset), header)
    assert found.title == "Café zu Köln"


def test_a_charset_of_many_bytes_is_believed() -> None:
    written = "<rss><channel><item><title>東京の天気</title><link>https://paper.example/a</link></item></channel></rss>"
    body = b"<?xml version='1.0' encoding='Shift_JIS'?>" + written.encode("shift_jis")
    assert read_one(body).title == "東京の天気"
    assert read_one(written.encode("gb18030"), "text/xml; charset=gb2312").title == "東京の天気"


BROKEN = {
    "cut in an entry": rss(ITEM + "<item><title>Wi")[: -len("</channel></rss>")],
    "a tag that is not closed": rss("<item><link>https://paper.example/rain</link><category>Rain</item>"),
    "a cdata section that is not closed": rss(ITEM + "<item><description><![CDATA[ <p>")[: -len("</channel></rss>")],
    "an unknown prefix": rss(ITEM.replace("<link>", "<odd:tag>x</odd:tag><link>")),
    "junk before": b"\n\n <br/> \n" + rss(),
    "a second declaration": b"<!-- made by hand --><?xml version='1.0'?>" + rss(),
    "control characters": rss(ITEM.replace("Rain", "Ra\x0bin")),
    "attributes without quotes": rss(ITEM.replace("<item>", "<item id=7>")),
    "text after the end": rss() + b"<!-- cached --><script>x</script>",
    "two roots": rss() + rss(""),
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_of_a_broken_feed_what_can_be_read_is_read(body: bytes) -> None:
    listing = read_listing(body, "application/rss+xml", URL)
    assert "https://paper.example/rain" in [found.url for found in listing.items]


def test_what_is_broken_is_said() -> None:
    assert read(BROKEN["cut in an entry"]).problems[0][0] == "broken_xml"
    assert read(rss(ITEM.replace("Rain", "R&D"))).problems[0][0] == "mended_xml"
    assert read(rss()).problems == ()


def test_entities_are_neither_expanded_nor_looked_up() -> None:
    bomb = "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {name} '{'&' + before + ';' * 1}{('&' + before + ';') * 9}'>"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    listing = read(rss(ITEM.replace("Rain", "Rain &i;"), head=bomb + "<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"))
    assert listing.items[0].title == "Rain"
    listing = read(
        rss(ITEM.replace("Rain", "Rain &x;"), head="<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>")
    )
    assert listing.items[0].title == "Rain"


def test_a_deep_or_huge_feed_ends_within_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = rss("<item>" + "<a>" * 5000 + "</a>" * 5000 + "</item>" + ITEM)
    assert read(deep).kind in ("rss", "unknown")
    monkeypatch.setattr("broadsheet.discovery.feeds.MOST_ITEMS", 3)
    listing = read(rss(ITEM * 10))
    assert len(listing.items) <= 3 and listing.problems[-1][0] == "too_many_items"
    monkeypatch.setattr("broadsheet.discovery.feeds.MOST_FEED_BYTES", 100)
    assert read(rss(ITEM * 10)).problems[0][0] == "too_large"


def test_nothing_that_a_feed_holds_stops_its_reader() -> None:
    """Bytes of good feeds dropped, doubled and changed by chance (with a fixed seed)."""
    chance = random.Random(7)
    bodies = [body for body, _ in KINDS.values()] + list(BROKEN.values())
    for _ in range(150):
        body = bytearray(chance.choice(bodies))
        for _ in range(chance.randint(1, 12)):
            place = chance.randrange(len(body))
            match chance.randrange(4):
                case 0:
                    del body[place : place + chance.randint(1, 20)]
                case 1:
                    body[place:place] = body[place : place + 30]
                case 2:
                    body[place] = chance.randrange(256)
                case _:
                    body[place:place] = chance.choice(
                        [b"&", b"<", b"]]>", b"<![CDATA[", b"\x00", b"&x;", b"'", b"<item>"]
                    )
            if not body:
                body = bytearray(b"<")
        read_listing(bytes(body), chance.choice([None, "text/xml", "text/html", "application/json"]), URL)


JSON_FEED = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Paper", "language": "en",
 "feed_url": "https://paper.example/feed.json", "next_url": "?page=2", "authors": [{"name": "Desk"}], "items": [
 {"id": 1, "url": "/rain", "title": "Rain &amp; wind", "date_published": "2024-05-03T10:15:00+02:00"},
 {"id": "2", "external_url": "https://other.example/wind", "author": {"name": "Nora Lie"}},
 {"id": "https://paper.example/fog", "content_text": "Fog\tcame"}, {"id": "4"}, "odd"]}"""


def test_json_feeds_are_read_by_both_versions() -> None:
    listing = read_listing(JSON_FEED, "application/feed+json", "https://paper.example/feed.json")
    assert (listing.kind, listing.title, listing.entry_count) == ("json_feed", "Paper", 5)
    assert [(found.url, found.title, found.authors) for found in listing.items] == [
        ("https://paper.example/rain", "Rain & wind", ("Desk",)),
        ("https://other.example/wind", None, ("Nora Lie",)),
        ("https://paper.example/fog", None, ("Desk",)),
    ]
    assert listing.items[0].published_at == datetime(2024, 5, 3, 8, 15, tzinfo=UTC)
    assert listing.more_urls == (("https://paper.example/feed.json?page=2", None),)
    assert listing.problems == (("no_address", "2 of 5 entries have no address."),)


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"{}", b'{"items": 3}', b"[" * 100_000, b'{"items": [{"url": 7}]}', b"\xff{"]
)
def test_what_is_no_json_feed_is_a_problem(body: bytes) -> None:
    listing = read_json_feed(body, None, URL)
    assert listing.items == () and listing.problems
