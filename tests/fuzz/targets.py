"""What is fuzzed of bytes: pages, feeds, sitemaps, other lists, robots.txt, archives, saved pages, sources.toml."""

from __future__ import annotations

import hashlib
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from broadsheet.crawl.opt_out import find_opt_out
from broadsheet.crawl.page_preferences import read_html_preferences, read_tdmrep
from broadsheet.crawl.preferences import read_robots_preferences
from broadsheet.crawl.robots import ROBOT, Robots
from broadsheet.discovery.autodiscovery import find_lists
from broadsheet.discovery.read import read_listing
from broadsheet.extract.article import extract_capture
from broadsheet.extract.reasons import REASONS
from broadsheet.ingest.days import read_day
from broadsheet.ingest.inbox_rows import index_frame
from broadsheet.ingest.index import list_days, update_index
from broadsheet.ingest.problems import LOST_REASONS, NOTE_REASONS
from broadsheet.ingest.sources import Source
from broadsheet.ingest.sources_file import examine_text
from broadsheet.records import Capture
from tests.fuzz import samples
from tests.fuzz.inputs import encode, soups, units, wounded

URL = "https://paper.example/all/list"
AT = datetime(2026, 3, 12, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Target:
    """One thing that is fuzzed.

    check: raises where an input breaks a law. units, repeat: what is repeated, and an input of about that many
    characters of it. measured: what of the work on an input is timed; it returns a function that does it. most_chars:
    of the largest input whose time is taken.
    """

    name: str
    inputs: st.SearchStrategy[Any]
    check: Callable[[Any], None]
    units: st.SearchStrategy[str]
    repeat: Callable[[str, int], Any]
    measured: Callable[[Any], Callable[[], object]] | None = None
    most_chars: int = 1 << 18

    def prepare(self, content: Any) -> Callable[[], object]:
        """The work on an input that is timed."""
        return self.measured(content) if self.measured else lambda: self.check(content)


def check_page(body: bytes) -> None:
    """A page is an article or a reason, the same each time; offsets name what they say."""
    capture = Capture(
        "page", AT, "orme", body, hashlib.sha256(body).hexdigest(), "file", "page.html", url="https://orme.example/mill"
    )
    found = extract_capture(capture)
    assert (found.article is None) != (found.skipped is None)
    if found.article is None:
        assert found.skipped is not None and found.skipped.reason in REASONS
        return
    text = found.article.text
    encode(text).decode("utf-8")
    for paragraph in found.paragraphs:
        assert 0 <= paragraph.start_char < paragraph.end_char <= len(text), paragraph
    for link in found.links:
        if link.start_char is not None:
            assert text[link.start_char : link.end_char] == link.anchor_text
    for post in found.live_posts:
        if post.start_char is not None:
            assert post.end_char is not None and 0 <= post.start_char < post.end_char <= len(text), post
    assert sum(date.is_chosen for date in found.dates if date.field == "published") <= 1


def check_list(body: bytes) -> None:
    """A list gives items with addresses of the web and times in UTC, whatever it is sent as."""
    for content_type in (None, "application/xml", "text/html; charset=x", "application/json"):
        listing = read_listing(body, content_type, URL)
        assert listing.entry_count >= 0 and listing.kind
        for item in listing.items:
            assert item.url.lower().startswith(("http:", "https:")), item
            for time in (item.published_at, item.modified_at):
                assert time is None or time.tzinfo is UTC
        assert listing.interval_s is None or listing.interval_s >= 0
    find_lists(body, URL)


def check_robots(body: bytes) -> None:
    """robots.txt gives a verdict and a delay that can be kept; a page's own wishes are read."""
    robots = Robots.of(body)
    assert robots.decide("https://mill.example/news/1?a=b").rule
    delay = robots.crawl_delay_s()
    assert delay is None or 0 <= delay < float("inf")
    said = [*read_robots_preferences(robots.text, ROBOT), *read_html_preferences(URL, body), *read_tdmrep(body)]
    find_opt_out(URL, said)


def check_file(name: str) -> Callable[[bytes], None]:
    """A file of an inbox gives captures or counted problems, and the same captures when its days are read."""

    def check(content: bytes) -> None:
        with tempfile.TemporaryDirectory(prefix="broadsheet-fuzz-") as folder:
            (Path(folder) / name).write_bytes(content)
            sources = (Source("inbox", Path(folder)),)
            (row,) = update_index(sources)
            days = list_days((row,))
            counts = {day: sum(1 for _ in read_day(day, (row,), sources)) for day in days}
        assert counts == days and sum(days.values()) == row.record_count
        assert {problem.reason for problem in row.problems} <= LOST_REASONS.keys() | NOTE_REASONS.keys()
        assert row.record_count + row.problem_count > 0
        index_frame([row])

    return check


def check_sources(text: str) -> None:
    """Each entry of sources.toml is a source or a mistake."""
    sources, mistakes = examine_text(Path("/nowhere/sources.toml"), text, Path("/nowhere/fetched"))
    try:
        entries = tomllib.loads(text).get("source", [])
    except (tomllib.TOMLDecodeError, RecursionError):
        assert mistakes and not sources
        return
    assert len(sources) <= len(entries)
    assert mistakes or len(sources) == len(entries)
    assert all("\n" not in mistake for mistake in mistakes), mistakes


def _of_bytes(head: bytes, tail: bytes = b"") -> Callable[[str, int], bytes]:
    return lambda unit, chars: head + encode(unit * max(1, chars // len(unit))) + tail


def _make(name: str, check: Callable[[Any], None], sample: samples.Samples, head: bytes = b"", **more: Any) -> Target:
    inputs = wounded(sample.whole, sample.pieces)
    return Target(name, inputs, check, units(sample.pieces), _of_bytes(head, more.pop("tail", b"")), **more)


BYTE_TARGETS = (
    _make(
        "extract", check_page, samples.PAGES, samples.PAGE_HEAD, tail=b"</article></body></html>", most_chars=1 << 17
    ),
    _make("feeds", check_list, samples.FEEDS, b"<rss version='2.0'><channel><item>"),
    _make("sitemaps", check_list, samples.SITEMAPS, b"<urlset>"),
    _make("json_feeds", check_list, samples.JSON_FEEDS, b'{"version": "https://jsonfeed.org/version/1.1", "items": ['),
    _make("sections", check_list, samples.SECTIONS, b"<!doctype html><html><body>"),
    _make("robots", check_robots, samples.ROBOTS),
    _make("warc", check_file("a.warc"), samples.WARC),
    _make("warc_gz", check_file("a.warc.gz"), samples.WARC_GZ),
    _make("arc", check_file("a.arc"), samples.ARC),
    _make("mhtml", check_file("a.mhtml"), samples.MHTML, samples.MHTML_HEAD),
    _make("jsonl", check_file("a.jsonl"), samples.JSONL),
    Target(
        "sources",
        soups(samples.SOURCES, most=25),
        check_sources,
        units(samples.SOURCES),
        lambda unit, chars: unit * max(1, chars // len(unit)),
        most_chars=1 << 16,
    ),
)
