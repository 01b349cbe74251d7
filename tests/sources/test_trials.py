"""Sources tried once, and sites looked at: politely, with nothing stored."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from made_up_sites import MadeUpSites, write_rss, write_sitemap

from broadsheet.crawl.site_lists import find_owner, find_site_lists
from broadsheet.crawl.trials import try_source
from broadsheet.crawl.visits import Visitor
from broadsheet.discovery.listing import ListedItem
from broadsheet.errors import SourceError
from broadsheet.ingest.sources import Source

HOME = "https://post.example/"
STORIES = ("https://post.example/news/a", "https://post.example/news/b")


def visit(sites: MadeUpSites, waits: list[float] | None = None, delay_s: float = 5.0) -> Visitor:
    now = 0.0
    noted = waits if waits is not None else []

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds
        noted.append(round(seconds, 1))

    return Visitor(sites, delay_s=delay_s, sleep=sleep, tell_time=lambda: now)


def live(kind: str, url: str, **more: Any) -> Source:
    return Source("post", Path("/nowhere"), kind, url=url, **more)


def test_a_feed_is_asked_once_after_its_robots_and_the_delay() -> None:
    sites = MadeUpSites({HOME + "feed.xml": write_rss(*STORIES), HOME + "robots.txt": ("text/plain", "")})
    waits: list[float] = []
    trial = try_source(live("feed", HOME + "feed.xml"), visit(sites, waits))
    assert (trial.fault, trial.item_count, trial.newest_at) == ("", 2, datetime(2026, 3, 4, 10, tzinfo=UTC))
    assert sites.asked == [HOME + "robots.txt", HOME + "feed.xml"]
    assert waits == [5.0]


def test_a_trial_keeps_the_delay_of_its_source() -> None:
    for delay_s in (0.0, 30.0):
        sites = MadeUpSites({HOME + "feed.xml": write_rss(*STORIES), HOME + "robots.txt": ("text/plain", "")})
        waits: list[float] = []
        try_source(live("feed", HOME + "feed.xml", delay_s=delay_s), visit(sites, waits))
        assert sum(waits) == delay_s


ROBOTS = HOME + "robots.txt"
FAILING = {
    "denied": ("feed", {ROBOTS: ("text/plain", "User-agent: *\nDisallow: /")}, "robots_denied: Disallow: /", [ROBOTS]),
    "robots_failing": ("feed", {ROBOTS: 503}, "robots_unreachable", [ROBOTS]),
    "not_there": ("feed", {}, "gone: 404", [ROBOTS, HOME + "feed"]),
    "a_page": ("feed", {HOME + "feed": ("text/html", "<html><p>Hello</p></html>")}, "names nothing", None),
    "a_sitemap": ("feed", {HOME + "feed": write_sitemap(*STORIES)}, "it is no feed but sitemap", None),
    "a_feed": ("news_sitemap", {HOME + "feed": write_rss(*STORIES)}, "it is no news_sitemap but rss", None),
    "empty": ("feed", {HOME + "feed": write_rss()}, "names nothing", None),
    "impatient": (
        "feed",
        {ROBOTS: ("text/plain", "User-agent: *\nCrawl-delay: 600"), HOME + "feed": HOME + "b", HOME + "b": 404},
        "host_resting",
        [ROBOTS, HOME + "feed"],
    ),
}


@pytest.mark.parametrize("case", FAILING)
def test_what_fails_is_told(case: str) -> None:
    kind, pages, told, asked = FAILING[case]
    sites = MadeUpSites(dict(pages))
    trial = try_source(live(kind, HOME + "feed"), visit(sites))
    assert told in trial.fault
    assert asked is None or sites.asked == asked


def test_sources_that_lie_here_are_opened(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>The ferry sails again.</p>")
    (tmp_path / "urls.txt").write_text("https://post.example/news/a\nhttps://post.example/news/b\n")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "x.jsonl").write_text("{]")
    sites = MadeUpSites({})
    sources = [
        Source("here", tmp_path / "a.html"),
        Source("list", tmp_path / "pages", "url_list", list_path=tmp_path / "urls.txt"),
        Source("bad", tmp_path / "bad"),
        Source("gone", tmp_path / "gone"),
        Source("named", None, domain="post.example"),
    ]
    trials = [try_source(source, visit(sites)) for source in sources]
    assert [(trial.item_count, trial.unit, bool(trial.fault)) for trial in trials] == [
        (1, "files", False), (2, "items", False), (1, "files", True), (0, "files", True), (0, "-", False),
    ]  # fmt: skip
    assert "bad_json" in trials[2].fault
    assert sites.asked == []


def test_the_lists_of_a_site_are_found_best_first() -> None:
    head = '<link rel="alternate" type="application/rss+xml" title="News" href="/rss">'
    sites = MadeUpSites(
        {
            HOME: ("text/html", f"<html><head>{head}</head><body>Hello</body></html>"),
            ROBOTS: ("text/plain", f"Sitemap: {HOME}pages.xml\nSitemap: {HOME}news.xml\nSitemap: {HOME}gone.xml\n"),
            HOME + "rss": write_rss(*STORIES),
            HOME + "pages.xml": write_sitemap(HOME + "about"),
            HOME + "news.xml": write_sitemap(*STORIES, news=True),
        }
    )
    asked: list[str] = []
    found = find_site_lists(HOME, visit(sites), asked.append)
    assert [(item.url, item.kind, item.item_count, item.how) for item in found] == [
        (HOME + "rss", "feed", 2, "link"),
        (HOME + "news.xml", "news_sitemap", 2, "robots.txt"),
        (HOME + "pages.xml", "news_sitemap", 1, "robots.txt"),
        (HOME + "gone.xml", "-", 0, "robots.txt"),
    ]
    assert (found[0].domain, found[0].title, bool(found[3].fault)) == ("post.example", "The Post", True)
    assert asked[0] == HOME and len(asked) == 5


def test_a_page_without_lists_is_offered_itself_where_its_links_look_like_articles() -> None:
    links = "".join(
        f'<a href="/2026/03/04/the-gate-that-stuck-{n}">The gate that stuck for {n} hours</a>' for n in range(5)
    )
    sites = MadeUpSites({HOME: ("text/html", f"<html><body><main>{links}</main></body></html>")})
    (found,) = find_site_lists(HOME, visit(sites))
    assert (found.kind, found.item_count, found.domain, found.how) == ("html_index", 5, "post.example", "this page")


def test_a_list_is_found_at_its_own_address() -> None:
    sites = MadeUpSites({HOME + "rss": HOME + "feed/", HOME + "feed/": write_rss(*STORIES)})
    (found,) = find_site_lists(HOME + "rss", visit(sites))
    assert (found.url, found.kind, found.how) == (HOME + "feed/", "feed", "this address")


def test_a_site_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(SourceError, match="refused"):
        find_site_lists(HOME, visit(MadeUpSites({HOME: 403})))


def item(url: str, publisher: str | None = None) -> ListedItem:
    return ListedItem(url, publisher_url=publisher)


OWNERS = {
    "own": ([item(f"https://www.post.example/{n}") for n in range(5)], "post.example"),
    "with_a_guest": ([*map(item, ["https://post.example/"] * 9), item("https://video.example/")], "post.example"),
    "several": ([item("https://a.example/"), item("https://b.example/")], None),
    "search_feed": ([item("https://news.example/1", "https://a.example"), item("https://news.example/2", "B")], None),
    "empty": ([], None),
    "no_addresses": ([item("mailto:ada@post.example")], None),
}  # fmt: skip


@pytest.mark.parametrize("case", OWNERS)
def test_a_list_has_an_owner_where_nearly_all_its_items_lie_on_one_domain(case: str) -> None:
    items, owner = OWNERS[case]
    assert find_owner(tuple(items)) == owner
