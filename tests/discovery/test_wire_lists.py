"""The real feeds and sitemaps of the shared corpus come out as expected; skipped where it is absent."""

from __future__ import annotations

import base64
import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from broadsheet.discovery.listing import Listing
from broadsheet.discovery.read import read_listing
from tests.discovery.wire import WIRE, needs_wire

URL = "https://paper.example/feed"
FEEDS, SITEMAPS = WIRE / "feeds", WIRE / "sitemaps"
COLLECTIONS = ("feedparser", "gofeed", "rome", "miniflux", "mediacloud", "trafilatura", "fastfeedparser")

pytestmark = needs_wire


def open_file(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


@cache
def read_feeds() -> list[dict[str, Any]]:
    """The feeds with their bytes, the header's content type and what is expected of them."""
    expected = map(json.loads, (FEEDS / "expected.jsonl").read_text(encoding="utf-8").splitlines())
    feeds = [{"id": row["file"], "body": open_file(FEEDS / row["file"]), "expected": row} for row in expected]
    for name in COLLECTIONS:
        with gzip.open(FEEDS / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            feeds += [make_feed(json.loads(line)) for line in lines]
    return feeds


def make_feed(row: dict[str, Any]) -> dict[str, Any]:
    headers = dict(line.lower().split(":", 1) for line in row.get("http_headers") or () if ":" in line)
    body = base64.b64decode(row["b64"]) if "b64" in row else row["text"].encode()
    return row | {"body": body, "content_type": headers.get("content-type", "").strip() or None}


@cache
def list_readings() -> list[tuple[dict[str, Any], Listing]]:
    return [(feed, read_listing(feed["body"], feed.get("content_type"), URL)) for feed in read_feeds()]


def find_differences(feed: dict[str, Any], listing: Listing) -> list[tuple[str, Any, Any]]:
    expected = feed["expected"]
    found = [("entries", expected.get("entries"), listing.entry_count)]
    if "first_link" in expected and listing.items:
        found += [
            ("link", expected["first_link"], listing.items[0].url),
            ("link", expected["last_link"], listing.items[-1].url),
        ]
    if "first_day" in expected and len(listing.items) == listing.entry_count:
        for day, item in ((expected["first_day"], listing.items[0]), (expected["last_day"], listing.items[-1])):
            days = [moment.date().isoformat() for moment in (item.published_at, item.modified_at) if moment]
            found.append(("day", day, day if day in days else days))
    if "sources" in expected:
        sources = [[item.publisher_name, item.publisher_url] for item in listing.items]
        found.append(("sources", expected["sources"], sources))
    # Relative links are resolved here; the expectation has them as written.
    return [
        row
        for row in found
        if row[1] != row[2] and not (row[0] == "link" and row[2].endswith(f"/{row[1].lstrip('/')}"))
    ]


def test_feeds_with_a_certain_answer_come_out_so() -> None:
    checked = [(feed, listing) for feed, listing in list_readings() if feed.get("expected")]
    assert len(checked) > 400
    differences = {feed["id"]: find_differences(feed, listing) for feed, listing in checked}
    assert {name: found for name, found in differences.items() if found} == {}


def test_no_feed_stops_the_reader() -> None:
    for _, listing in list_readings():
        assert listing.kind not in ("url_list", "html_index")


def test_hardly_a_real_feed_needs_the_slow_reader() -> None:
    real = [listing for feed, listing in list_readings() if feed["id"].startswith("real/")]
    slow = sum(reason == "read_slowly" for listing in real for reason, _ in listing.problems)
    assert len(real) > 80 and slow <= len(real) // 30


def test_titles_links_ids_and_days_are_those_of_another_reader() -> None:
    """gofeed's own expectations, but for markup in titles, which is plain here, and the last of several links."""
    wrong = []
    for feed, listing in list_readings():
        if feed["id"].startswith("gofeed/") and isinstance(feed.get("upstream_expected"), dict):
            entries = feed["upstream_expected"].get("items") or []
            for entry, item in zip(entries, listing.items, strict=False) if len(entries) == len(listing.items) else ():
                title, link, guid = entry.get("title") or "", entry.get("link"), entry.get("guid")
                if title and "<" not in title and title != item.title:
                    wrong.append((feed["id"], title, item.title))
                if link and "links" not in feed["id"] and link != item.url:
                    wrong.append((feed["id"], link, item.url))
                if isinstance(guid, str) and guid != item.guid:
                    wrong.append((feed["id"], guid, item.guid))
    assert wrong == []


def test_sitemaps_come_out_as_expected() -> None:
    wrong = []
    for row in map(json.loads, (SITEMAPS / "expected.jsonl").read_text(encoding="utf-8").splitlines()):
        expected = row.get("expected") or {}
        listing = read_listing((SITEMAPS / row["file"]).read_bytes(), None, URL)
        first = listing.items[0] if listing.items else None
        urls = [item.url for item in listing.items] or [url for url, _ in listing.more_urls]
        news = expected.get("first_news") or {}
        pairs = [
            ("items", expected.get("items", listing.entry_count), listing.entry_count),
            ("with_loc", expected.get("with_loc", len(urls)), len(urls)),
            ("first_loc", expected.get("first_loc"), urls[0] if urls and "first_loc" in expected else None),
            ("title", news.get("title") if first and first.title else None, first.title if first and news else None),
        ]
        wrong += [(row["file"], *pair) for pair in pairs if pair[1] != pair[2]]
    assert wrong == []


def test_bodies_under_compression_and_other_files_stop_nothing() -> None:
    for path in (*sorted((FEEDS / "compressed").iterdir()), *sorted((WIRE / "mhtml").iterdir())):
        listing = read_listing(path.read_bytes(), None, URL)
        assert listing.items == () or path.suffix == ".mhtml", path.name
