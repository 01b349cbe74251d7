"""Archives all the way: what a poll fetched and other tools wrote become articles, and come out as they went in."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from fastwarc.warc import WarcRecord, WarcRecordType
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from broadsheet.lake import Lake
from broadsheet.settings import load_settings
from broadsheet.stages import extract, ingest
from broadsheet.stages.context import StageContext
from pipelines.export import export_warc
from tests.crawl.simulated import Reply, World, http_date, make_feed

DAY = date(2026, 3, 5)
AT = datetime(2026, 3, 5, 9, tzinfo=UTC)
DATE = "2026-03-05T09:00:00Z"
SOURCES = '[[source]]\nid = "echo"\nkind = "feed"\nurl = "https://echo.example/feed.xml"\ndomain = "echo.example"\n'
ROBOTS = "User-agent: *\nDisallow: /shop/\nAllow: /news/\nContent-Usage: train-ai=n\n"
LISTED = f"<pubDate>{http_date(AT)}</pubDate><source url='https://mill.example/feed.xml'>The Mill</source>"
# A rerun elsewhere names other places and files, and nothing else.
WHAT_CHANGES = ["capture_id", "derivation_id", "origin_kind", "origin_path", "origin_offset"]
ARTICLE_TABLES = ("articles", "paragraphs", "article_dates", "article_authors", "links")


def write_page(place: str) -> bytes:
    story = " ".join(
        f"The council of {place} counted {number} boats at the northern quay on Thursday, the harbour office said."
        for number in range(2, 12)
    )
    head = f"<html lang=en><head><meta charset=utf-8><title>Boats counted at {place}</title></head>"
    return f"{head}<body><article><h1>Boats counted at {place}</h1><p>{story} – so far.</p></article></body>".encode()


def poll_harbour(home: Path) -> World:
    """One poll of a feed: a plain page, one in gzip and chunks, one by way of a redirect, one gone, one denied."""
    home.mkdir()
    (home / "sources.toml").write_text(SOURCES)
    world = World.at(home)
    world.clock.now = AT
    html = ("Content-Type", "text/html; charset=utf-8")
    packed = gzip.compress(write_page("Wend"), mtime=0)
    coded = (html, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("Content-Length", "7"))
    world.web.add("https://echo.example/robots.txt", ROBOTS)
    world.web.add("https://echo.example/news/1", write_page("Lund"))
    world.web.add("https://echo.example/news/2", Reply(packed, headers=coded))
    world.web.add("https://echo.example/news/3", Reply(b"moved", 302, (("Location", "/news/three"), html)))
    world.web.add("https://echo.example/news/three", write_page("Skarn"))
    paths = ("news/1", "news/2", "news/3", "news/gone", "shop/5")
    links = [f"https://echo.example/{path}" for path in paths]
    world.web.add("https://echo.example/feed.xml", make_feed(links, items_extra=LISTED))
    world.poll(*StageContext.of(world.settings).sources)
    return world


def run_stages(home: Path) -> tuple[StageContext, Lake]:
    context = StageContext.of(load_settings({"BROADSHEET_HOME": str(home), "BROADSHEET_WORKERS": "1"}))
    ingest.index_inbox(context)
    list(ingest.run_days(context, [DAY]))
    list(extract.run_days(context, [DAY]))
    return context, context.lake


def read_rows(lake: Lake, table: str) -> pl.DataFrame:
    rows = lake.read(table).drop(WHAT_CHANGES, strict=False)
    return rows.sort(pl.all().exclude(pl.List, pl.Struct))


@pytest.mark.slow
def test_what_was_fetched_comes_in_with_all_that_is_known_and_out_and_in_again(tmp_path: Path) -> None:
    world = poll_harbour(tmp_path / "old")
    statuses = {page.url.removeprefix("https://echo.example/"): page.status for page in world.pages()}
    assert statuses == {"news/1": 200, "news/2": 200, "news/three": 200}, "pages hold received pages and nothing else"

    context, old = run_stages(tmp_path / "old")
    captures = old.read("captures").sort("url")
    assert captures["url"].to_list() == [f"https://echo.example/news/{name}" for name in ("1", "2", "three")]
    assert captures["requested_url"].to_list() == [f"https://echo.example/news/{name}" for name in "123"]
    assert captures["body"].to_list() == [write_page(place) for place in ("Lund", "Wend", "Skarn")]
    known = captures.select(
        "source_id", "robots_rule", "ai_training_opt_out", "listed_in_url", "listed_published_at",
        "listed_publisher_name", "listed_publisher_url",
    ).unique()  # fmt: skip
    assert known.rows() == [
        (
            "echo",
            "Allow: /news/",
            True,
            "https://echo.example/feed.xml",
            AT,
            "The Mill",
            "https://mill.example/feed.xml",
        )
    ]
    assert captures["listed_title"].to_list() == [f"Story at https://echo.example/news/{name}" for name in "123"]

    (tmp_path / "new/inbox").mkdir(parents=True)
    export_warc(context.settings, [DAY], None, tmp_path / "new/inbox/all.warc.gz", without_opt_outs=False)
    _, new = run_stages(tmp_path / "new")
    assert old.read("articles").height == 3
    for table in ("captures", *ARTICLE_TABLES):
        assert read_rows(new, table).equals(read_rows(old, table)), table


def write_by_warcio(place: str, url: str) -> bytes:
    """A response as warcio writes it: in gzip and chunks, beside its request."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    body = gzip.compress(write_page(place), mtime=0)
    headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
    head = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    response = writer.create_warc_record(
        url, "response", payload=io.BytesIO(chunked), http_headers=head, warc_headers_dict={"WARC-Date": DATE}
    )
    asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "tide.example")], is_http_request=True)
    request = writer.create_warc_record(url, "request", http_headers=asked, warc_headers_dict={"WARC-Date": DATE})
    writer.write_request_response_pair(request, response)
    return stream.getvalue()


def write_by_fastwarc(place: str, url: str) -> bytes:
    """A response as fastwarc writes it, not packed."""
    stream = io.BytesIO()
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.response)
    record.headers["WARC-Target-URI"] = url
    record.headers["WARC-Date"] = DATE
    record.headers["Content-Type"] = "application/http; msgtype=response"
    record.set_bytes_content(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + write_page(place))
    record.write(stream, checksum_data=True)
    return stream.getvalue()


def pack_wacz(**archives: bytes) -> bytes:
    stream = io.BytesIO()
    resources = []
    with zipfile.ZipFile(stream, "w") as container:
        for name, content in archives.items():
            path = f"archive/{name}.warc.gz"
            container.writestr(path, content)
            resources.append({"path": path, "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"})
        container.writestr("datapackage.json", json.dumps({"profile": "data-package", "resources": resources}))
    return stream.getvalue()


@pytest.mark.slow
def test_a_warc_and_a_wacz_of_other_tools_become_the_articles_of_their_pages(tmp_path: Path) -> None:
    inbox = tmp_path / "home/inbox"
    inbox.mkdir(parents=True)
    urls = {place: f"https://tide.example/{place.lower()}" for place in ("Lund", "Wend", "Skarn")}
    (inbox / "a.warc").write_bytes(write_by_fastwarc("Lund", urls["Lund"]))
    (inbox / "b.warc.gz").write_bytes(write_by_warcio("Wend", urls["Wend"]))
    (inbox / "c.wacz").write_bytes(pack_wacz(data=write_by_warcio("Skarn", urls["Skarn"])))
    _, lake = run_stages(tmp_path / "home")
    assert lake.read("inbox_files").select("path", "record_count", "problem_count").sort("path").rows() == [
        ("a.warc", 1, 0), ("b.warc.gz", 1, 0), ("c.wacz", 1, 0),
    ]  # fmt: skip
    captures = lake.read("captures")
    bodies = dict(captures.select("url", "body").rows())
    assert bodies == {url: write_page(place) for place, url in urls.items()}
    articles = dict(lake.read("articles").select("url", "headline").rows())
    assert articles == {url: f"Boats counted at {place}" for place, url in urls.items()}
