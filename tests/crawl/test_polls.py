"""Polls on a simulated web and clock: what is asked for, when, and how each address ends."""

from __future__ import annotations

import dataclasses
import os
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from broadsheet.crawl.feed_book import GONE_INTERVAL_S
from broadsheet.crawl.identity import make_user_agent
from broadsheet.crawl.state import State, hold_lock
from broadsheet.crawl.states import STATE_BY_OUTCOME, URL_STATES
from broadsheet.crawl.url_book import MOST_FAILURES
from broadsheet.errors import PollBusyError, SettingsError, SourceError
from broadsheet.fetch.outcomes import OUTCOMES
from broadsheet.ingest.sources import Source
from broadsheet.settings import load_settings
from tests.crawl.simulated import START, Reply, World, make_feed, make_index, make_page, make_sitemap

SITE = "https://echo.example"
FEED = f"{SITE}/feed.xml"
ECHO = Source("echo", None, "feed", url=FEED, language="en")
RSS = (("Content-Type", "application/rss+xml"),)


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World.at(tmp_path)
    add_articles(world, range(3))
    world.web.add(f"{SITE}/robots.txt", "User-agent: *\nDisallow: /private/\n")
    return world


def article(number: int) -> str:
    return f"{SITE}/news/story-{number}"


def add_articles(world: World, numbers: range, **parts: str) -> None:
    """Pages, and a feed that names them, newest first."""
    for number in numbers:
        world.web.add(article(number), make_page(f"story {number}"))
    links = [article(number) for number in reversed(numbers)]
    world.web.add(FEED, Reply(make_feed(links, **parts), headers=RSS))


def redirect(url: str, status: int = 302) -> Reply:
    return Reply(b"moved", status, (("Location", url),))


def test_a_first_poll_asks_robots_first_then_the_list_then_each_page_once(world: World) -> None:
    summary = world.poll(ECHO)
    asked = world.web.list_asked()
    assert asked[:3] == [f"{SITE}/robots.txt", FEED, f"{SITE}/.well-known/tdmrep.json"]
    assert asked[3:] == [article(2), article(1), article(0)]
    assert summary.fetched_count == 3 and summary.sources["echo"].new_count == 3
    times = [time for time, _ in world.web.asked]
    assert all(later - earlier >= timedelta(seconds=5) for earlier, later in pairwise(times))
    assert {page.url for page in world.pages()} == {article(0), article(1), article(2)}


def test_a_second_poll_asks_for_what_changed_and_fetches_what_is_new(world: World) -> None:
    world.poll(ECHO)
    world.wait(hours=1)
    count = len(world.web.asked)
    assert world.poll(ECHO).sources["echo"].lists == {"not_modified": 1}
    assert world.web.list_asked()[count:] == [FEED]
    add_articles(world, range(1, 5))
    world.wait(hours=3)
    assert world.poll(ECHO).fetched_count == 2
    assert [world.web.count(article(number)) for number in range(5)] == [1, 1, 1, 1, 1]


def test_a_list_that_is_not_due_is_left_alone_unless_it_is_forced(world: World) -> None:
    world.poll(ECHO)
    world.wait(minutes=10)
    assert not world.poll(ECHO).sources["echo"].is_due
    assert world.poll(ECHO, is_forced=True).sources["echo"].is_due
    assert world.web.count(FEED) == 2


def test_a_denied_page_is_never_asked_for(world: World) -> None:
    denied = f"{SITE}/private/memo"
    world.web.add(denied, make_page("memo"))
    world.web.add(f"{SITE}/news/short", redirect(denied))
    world.web.add(FEED, make_feed([denied, f"{SITE}/news/short", article(0)]))
    world.poll(ECHO)
    assert world.web.count(denied) == 0
    assert world.states()[denied] == world.states()[f"{SITE}/news/short"] == "robots_denied"
    assert world.states()[article(0)] == "fetched"
    rules = {
        row["robots_rule"] for row in world.rows("select robots_rule from fetches where outcome = 'robots_denied'")
    }
    assert rules == {"Disallow: /private/"}


@pytest.mark.parametrize("reply", [Reply(b"", 500), Reply(outcome="timed_out"), Reply(outcome="tls_failed")])
def test_nothing_is_fetched_while_robots_cannot_be_reached(world: World, reply: Reply) -> None:
    world.web.add(f"{SITE}/robots.txt", reply)
    world.poll(ECHO)
    assert set(world.web.list_asked()) == {f"{SITE}/robots.txt"}
    world.web.add(f"{SITE}/robots.txt", "User-agent: *\nDisallow:\n")
    world.wait(hours=2)
    assert world.poll(ECHO).fetched_count == 3


@pytest.mark.parametrize(
    ("outcome", "of_page"),
    [
        ("unresolved", "robots_unreachable"),
        ("connect_failed", "robots_unreachable"),
        ("tls_failed", "robots_unreachable"),
        ("forbidden_address", "forbidden_address"),
    ],
)
def test_a_list_whose_host_does_not_answer_says_so_and_its_pages_wait(world: World, outcome: str, of_page: str) -> None:
    links = [f"https://mill.example/{number}" for number in range(2)]
    world.web.add(FEED, make_feed(links))
    for host in ("mill", "tide"):
        world.web.add(f"https://{host}.example/robots.txt", Reply(outcome=outcome))
    world.poll(ECHO, Source("tide", None, "feed", url="https://tide.example/feed.xml"))
    ends = world.rows("select purpose, url, outcome from fetches where url not like '%robots.txt'")
    assert {row["outcome"] for row in ends if row["url"] in links} == {of_page}
    assert [row["outcome"] for row in ends if row["url"] == "https://tide.example/feed.xml"] == [outcome]
    assert set(world.states().values()) == {"pending"}
    assert {row["failure_count"] for row in world.rows("select failure_count from urls")} == {
        int(of_page == "forbidden_address")
    }


def test_after_thirty_days_without_robots_its_last_copy_holds(world: World) -> None:
    world.poll(ECHO)
    world.web.add(f"{SITE}/robots.txt", Reply(b"", 500))
    add_articles(world, range(4, 6))
    world.web.add(FEED, make_feed([article(4), f"{SITE}/private/x"]))
    for _ in range(30):
        world.wait(days=1)
        assert world.poll(ECHO, is_forced=True).fetched_count == 0
    world.wait(days=2)
    assert world.poll(ECHO, is_forced=True).fetched_count == 1
    assert world.states()[f"{SITE}/private/x"] == "robots_denied"


def test_robots_is_asked_for_once_a_day(world: World) -> None:
    for _ in range(12):
        world.poll(ECHO, is_forced=True)
        world.wait(hours=4)
    assert world.web.count(f"{SITE}/robots.txt") == 2
    assert world.web.count(f"{SITE}/.well-known/tdmrep.json") == 1


@pytest.mark.parametrize("status", [404, 403, 401])
def test_a_site_without_robots_allows_all(world: World, status: int) -> None:
    world.web.add(f"{SITE}/robots.txt", Reply(b"", status))
    assert world.poll(ECHO).fetched_count == 3
    assert {page.metadata.robots_rule for page in world.pages()} == {f"no robots.txt (HTTP {status})"}


def test_a_crawl_delay_is_kept(world: World) -> None:
    world.web.add(f"{SITE}/robots.txt", "User-agent: *\nCrawl-delay: 40\n")
    world.poll(ECHO)
    times = [time for time, _ in world.web.asked]
    assert len(times) == 6
    assert min(later - earlier for earlier, later in pairwise(times)) >= timedelta(seconds=40)


def test_a_host_that_wants_an_hour_between_requests_is_polled_only_so_often(world: World) -> None:
    world.web.add(f"{SITE}/robots.txt", "User-agent: *\nCrawl-delay: 3600\n")
    for _ in range(16):
        world.poll(ECHO)
        world.wait(hours=1)
    times = [time for time, _ in world.web.asked]
    assert min(later - earlier for earlier, later in pairwise(times)) >= timedelta(seconds=3600)
    assert sum(page.status == 200 for page in world.pages()) == 3
    assert world.clock.slept_s < 600


def test_a_throttled_host_is_left_alone_as_long_as_it_says_and_then_gone_on_with(world: World) -> None:
    ends = START + timedelta(minutes=40)
    busy = Reply(b"slow down", 429, (("Retry-After", "1200"),))
    world.web.add(article(1), lambda now: busy if now < ends else Reply(make_page("story 1")))
    summary = world.poll(ECHO)
    assert list(summary.postponed_hosts) == ["echo.example"]
    assert "later" in summary.postponed_hosts["echo.example"]
    assert world.states()[article(1)] == "pending"
    asked_at = [time for time, url in world.web.asked if url == article(1)]
    world.wait(minutes=10)
    world.poll(ECHO)
    assert len([url for _, url in world.web.asked if url == article(1)]) == len(asked_at) == 1
    for _ in range(4):
        world.wait(minutes=30)
        world.poll(ECHO)
    assert set(world.states().values()) == {"fetched"}
    failures = world.rows("select failure_count from urls")
    assert {row["failure_count"] for row in failures} == {0}


ENDS = {
    "gone": (Reply(b"", 404), "gone", 1),
    "gone for good": (Reply(b"", 410), "gone", 1),
    "refused": (Reply(b"", 403), "refused", 1),
    "to a strange place": (Reply(outcome="bad_redirect"), "bad", 1),
    "too large": (Reply(outcome="body_too_large"), "bad", 1),
    "to a private address": (Reply(outcome="forbidden_address"), "gave_up", MOST_FAILURES),
    "times out": (Reply(outcome="timed_out"), "gave_up", MOST_FAILURES),
    "server fails": (Reply(b"", 500), "gave_up", MOST_FAILURES),
    "teapot": (Reply(b"", 418), "gave_up", MOST_FAILURES),
}


@pytest.mark.parametrize("name", ENDS)
def test_each_address_ends_in_one_state(world: World, name: str) -> None:
    reply, state, tries = ENDS[name]
    world.web.add(article(1), reply)
    for _ in range(15):
        world.poll(ECHO)
        world.wait(hours=4)
    assert world.states() == {article(0): "fetched", article(1): state, article(2): "fetched"}
    assert world.web.count(article(1)) == tries
    assert world.web.count(article(0)) == 1


def test_every_outcome_leads_to_a_state() -> None:
    assert STATE_BY_OUTCOME.keys() == OUTCOMES.keys()
    assert set(STATE_BY_OUTCOME.values()) <= URL_STATES.keys()


def test_a_page_that_cannot_be_had_for_a_week_is_given_up(world: World) -> None:
    world.poll(ECHO)
    add_articles(world, range(5))
    for number in (3, 4):
        world.web.add(article(number), Reply(b"", 503))
    for _ in range(4 * 16):
        world.wait(hours=6)
        world.poll(ECHO)
    assert world.states()[article(3)] == world.states()[article(4)] == "gave_up"


def test_a_failing_host_rests_and_is_tried_again(world: World) -> None:
    add_articles(world, range(20))
    for number in range(20):
        world.web.add(article(number), Reply(outcome="timed_out"))
    summary = world.poll(ECHO)
    assert "failed 5 times" in summary.postponed_hosts["echo.example"]
    assert len(world.web.list_asked("/news/")) == 5


def test_forms_of_one_address_are_fetched_once_and_all_kept(world: World) -> None:
    plain = article(7)
    forms = [f"{plain}?utm_source=rss", plain, f"{plain}#comments"]
    for form in forms:
        world.web.add(form, make_page("story 7"))
    world.web.add(FEED, make_feed(forms))
    world.poll(ECHO)
    assert len(world.web.list_asked("/news/")) == 1
    assert list(world.states().values()) == ["fetched"]
    kept = {row["form"] for row in world.rows("select form from url_forms")}
    assert kept == {forms[0], plain}


def test_two_sources_that_name_one_page_fetch_it_once(world: World) -> None:
    world.web.add(f"{SITE}/other.xml", make_feed([article(1), article(0)]))
    other = Source("other", None, "feed", url=f"{SITE}/other.xml")
    world.poll(ECHO, other)
    assert [world.web.count(article(number)) for number in range(3)] == [1, 1, 1]
    sources = {row["source_id"] for row in world.rows("select source_id from url_forms")}
    assert sources == {"echo", "other"}


def test_an_address_that_leads_to_a_known_page_is_its_duplicate(world: World) -> None:
    world.web.add(f"{SITE}/s/1", redirect(article(1), 301))
    world.web.add(FEED, make_feed([article(1), f"{SITE}/s/1"]))
    world.poll(ECHO)
    assert world.states() == {article(1): "fetched", f"{SITE}/s/1": "duplicate_of"}
    assert [page.url for page in world.pages()] == [article(1)]


def test_an_address_is_known_by_where_it_led(world: World) -> None:
    world.web.add(f"{SITE}/s/1", redirect(article(1)))
    world.web.add(FEED, make_feed([f"{SITE}/s/1"]))
    world.poll(ECHO)
    (page,) = world.pages()
    assert (page.url, page.metadata.redirect_urls) == (article(1), (f"{SITE}/s/1",))
    assert page.metadata.requested_url == f"{SITE}/s/1"
    world.web.add(FEED, make_feed([article(1), f"{SITE}/s/1"]))
    world.wait(hours=1)
    assert world.poll(ECHO).fetched_count == 0
    assert world.web.count(article(1)) == 1


def test_a_user_and_password_are_kept_nowhere(world: World) -> None:
    listed = make_feed([article(1)]).replace(b"<link>https://", b"<link>https://ann:secret@")
    assert b"secret" in listed
    world.web.add(FEED, listed)
    world.poll(ECHO)
    assert world.states() == {article(1): "fetched"}
    assert b"secret" not in (world.settings.fetched / "state.sqlite").read_bytes()


def make_dated(day: str) -> bytes:
    return make_feed(
        [article(1)], items_extra=f'<a10:updated xmlns:a10="http://www.w3.org/2005/Atom">{day}</a10:updated>'
    )


def test_a_page_whose_sitemap_says_that_it_changed_is_fetched_again(world: World) -> None:
    source = Source("echo", None, "news_sitemap", url=f"{SITE}/news.xml", every_s=3600.0)
    world.web.add(source.url or "", make_sitemap([(article(1), START)]))
    world.poll(source)
    world.wait(minutes=30)
    world.web.add(source.url or "", make_sitemap([(article(1), world.clock.now)]))
    world.web.add(article(1), make_page("story 1, corrected"))
    world.poll(source, is_forced=True)
    assert world.web.count(article(1)) == 1, "not twice within the hour"
    world.wait(minutes=30)
    world.poll(source)
    assert world.web.count(article(1)) == 2
    assert {page.body for page in world.pages()} == {make_page("story 1"), make_page("story 1, corrected")}


def test_a_sitemap_that_gives_the_present_time_to_all_costs_less_each_time(world: World) -> None:
    source = Source("echo", None, "news_sitemap", url=f"{SITE}/news.xml", every_s=3600.0)
    world.web.add(source.url or "", lambda now: Reply(make_sitemap([(article(1), now)])))
    for _ in range(24):
        world.poll(source)
        world.wait(hours=2)
    assert world.web.count(article(1)) <= 8
    assert len(world.pages()) == 1
    assert world.states() in ({article(1): "unchanged"}, {article(1): "pending"})


def test_of_an_index_only_changed_parts_are_read(world: World) -> None:
    source = Source("echo", None, "news_sitemap", url=f"{SITE}/index.xml", every_s=3600.0)
    old, new = f"{SITE}/part-1.xml", f"{SITE}/part-2.xml"
    world.web.add(source.url or "", make_index([(old, START), (new, START)]))
    world.web.add(old, make_sitemap([(article(0), START)]))
    world.web.add(new, make_sitemap([(article(1), START)]))
    assert world.poll(source).fetched_count == 2
    world.wait(hours=1)
    world.web.add(source.url or "", make_index([(old, START), (new, world.clock.now)]))
    world.web.add(new, make_sitemap([(article(2), START), (article(1), START)]))
    assert world.poll(source).fetched_count == 1
    assert (world.web.count(old), world.web.count(new)) == (1, 2)


def test_parts_without_a_time_are_polled_at_their_own_pace(world: World) -> None:
    source = Source("echo", None, "news_sitemap", url=f"{SITE}/index.xml")
    part = f"{SITE}/part-1.xml"
    world.web.add(source.url or "", make_index([(part, None)]))
    world.web.add(part, make_sitemap([(article(0), START)]))
    world.poll(source)
    world.wait(hours=2)
    world.web.add(part, make_sitemap([(article(1), START), (article(0), START)]))
    assert world.poll(source).fetched_count == 1


def test_an_index_that_leads_to_itself_ends(world: World) -> None:
    source = Source("echo", None, "news_sitemap", url=f"{SITE}/index.xml")
    world.web.add(source.url or "", make_index([(f"{SITE}/index.xml", START), (f"{SITE}/b.xml", START)]))
    world.web.add(f"{SITE}/b.xml", make_index([(f"{SITE}/index.xml", START), (f"{SITE}/c.xml", START)]))
    world.web.add(f"{SITE}/c.xml", make_sitemap([(article(0), START)]))
    assert world.poll(source).fetched_count == 1
    assert len(world.web.list_asked(".xml")) == 3


def test_a_sitemap_is_not_read_for_what_is_old_or_of_another_site(world: World) -> None:
    source = Source("echo", None, "news_sitemap", url=f"{SITE}/news.xml")
    elsewhere = "https://advert.example/buy"
    world.web.add(
        source.url or "",
        make_sitemap([(article(0), START - timedelta(days=400)), (article(1), START), (elsewhere, START)]),
    )
    world.poll(source)
    assert world.states() == {article(0): "too_old", article(1): "fetched", elsewhere: "off_site"}


def test_the_moved_feed_is_followed_after_the_second_time(world: World) -> None:
    new = f"{SITE}/rss"
    world.web.add(new, make_feed([article(0)]))
    world.web.add(FEED, redirect(new, 301))
    for _ in range(4):
        world.poll(ECHO, is_forced=True)
        world.wait(hours=1)
    assert (world.web.count(FEED), world.web.count(new)) == (2, 4)
    row = {row["url"]: row for row in world.rows("select * from feeds")}
    assert (row[FEED]["state"], row[FEED]["moved_to"]) == ("moved", new)
    assert (row[new]["state"], row[new]["moved_from"]) == ("active", FEED)
    assert row[FEED]["move_settled_at"] is None
    world.poll(dataclasses.replace(ECHO, url=new))
    (old,) = world.rows(f"select * from feeds where url = '{FEED}'")
    assert old["move_settled_at"] is not None, "the source names the new address now"


def test_a_passing_redirect_moves_nothing(world: World) -> None:
    world.web.add(f"{SITE}/rss", make_feed([article(0)]))
    world.web.add(FEED, redirect(f"{SITE}/rss", 302))
    for _ in range(4):
        world.poll(ECHO, is_forced=True)
        world.wait(hours=1)
    assert world.web.count(FEED) == 4


def test_a_feed_that_announces_its_new_address_is_followed(world: World) -> None:
    new = f"{SITE}/rss"
    announced = (
        f"<itunes:new-feed-url xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>{new}</itunes:new-feed-url>"
    )
    world.web.add(new, make_feed([article(0)]))
    for number in range(4):
        world.web.add(FEED, Reply(make_feed([article(number % 3)], extra=announced), headers=RSS))
        world.poll(ECHO, is_forced=True)
        world.wait(hours=1)
    assert (world.web.count(FEED), world.web.count(new)) == (2, 2)


def test_a_page_in_place_of_a_feed_is_no_list(world: World) -> None:
    links = "".join(f'<p><a href="{article(number)}">A long headline of story {number}</a></p>' for number in range(3))
    world.web.add(FEED, f"<!doctype html><html><body><h1>Not found</h1>{links}</body></html>")
    for _ in range(3):
        polled = world.poll(ECHO, is_forced=True).sources["echo"]
        assert polled.new_count == 0 and polled.lists == {"not_a_list": 1}
        world.wait(hours=1)
    (row,) = world.rows("select * from feeds")
    assert (row["state"], row["failure_count"], row["detail"]) == ("failing", 3, "a page was received, no list")
    assert row["last_outcome"] == "not_a_list"
    add_articles(world, range(3))
    assert world.poll(ECHO, is_forced=True).fetched_count == 3


def test_the_delay_is_kept_on_redirects_too(world: World) -> None:
    world.web.add(f"{SITE}/s/0", redirect(f"{SITE}/s/1"))
    world.web.add(f"{SITE}/s/1", redirect("https://mill.example/2"))
    world.web.add("https://mill.example/2", redirect(article(0)))
    world.web.add(FEED, make_feed([f"{SITE}/s/0"]))
    world.poll(ECHO)
    assert world.states() == {f"{SITE}/s/0": "fetched"}
    for host in ("echo", "mill"):
        times = [time for time, url in world.web.asked if f"//{host}.example" in url]
        assert min(later - earlier for earlier, later in pairwise(times)) >= timedelta(seconds=5)
    assert "https://mill.example/robots.txt" in world.web.list_asked()


def test_a_new_address_that_fails_is_given_up_for_the_old_one(world: World) -> None:
    new = f"{SITE}/rss"
    world.web.add(new, make_feed([article(0)]))
    world.web.add(FEED, redirect(new, 308))
    for _ in range(3):
        world.poll(ECHO, is_forced=True)
        world.wait(hours=1)
    world.web.add(new, Reply(b"", 404))
    world.web.add(FEED, make_feed([article(1)]))
    for _ in range(5):
        world.poll(ECHO, is_forced=True)
        world.wait(hours=1)
    assert world.states()[article(1)] == "fetched"


def test_a_feed_that_is_gone_is_asked_once_a_week_whether_it_is_back(world: World) -> None:
    world.web.add(FEED, Reply(b"", 410))
    for _ in range(4 * 15):
        world.poll(ECHO)
        world.wait(hours=6)
    assert world.web.count(FEED) == 3
    assert GONE_INTERVAL_S == 7 * 86400
    assert world.rows("select state from feeds")[0]["state"] == "gone"


def test_a_missing_feed_is_asked_for_more_and_more_seldom(world: World) -> None:
    world.web.add(FEED, Reply(b"", 404))
    for _ in range(12 * 7):
        world.poll(ECHO)
        world.wait(hours=2)
    assert 8 <= world.web.count(FEED) <= 12
    assert world.rows("select state, failure_count from feeds")[0]["state"] == "failing"


def test_the_pace_follows_the_feed(world: World) -> None:
    for number in range(24):
        add_articles(world, range(number, number + 5))
        world.poll(ECHO)
        world.wait(hours=1)
    busy = world.web.count(FEED)
    for _ in range(24 * 2):
        world.poll(ECHO)
        world.wait(hours=1)
    assert busy == 24
    assert world.web.count(FEED) - busy <= 12


def test_a_feed_that_asks_for_a_pause_gets_it(world: World) -> None:
    add_articles(world, range(3), extra="<ttl>360</ttl>")
    for _ in range(24):
        world.poll(ECHO)
        world.wait(hours=1)
    assert world.web.count(FEED) == 4


def test_a_pace_of_the_source_is_kept_exactly(world: World) -> None:
    source = Source("echo", None, "feed", url=FEED, every_s=7200.0)
    for _ in range(24):
        world.poll(source)
        world.wait(hours=1)
    assert world.web.count(FEED) == 12


def test_no_more_pages_are_fetched_than_the_source_allows_a_poll(world: World) -> None:
    add_articles(world, range(10))
    source = Source("echo", None, "feed", url=FEED, max_pages_per_poll=4)
    assert world.poll(source).sources["echo"].pending_count == 6
    world.wait(minutes=5)
    assert world.poll(source).fetched_count == 4
    world.wait(minutes=5)
    assert world.poll(source).fetched_count == 2
    assert all(world.web.count(article(number)) == 1 for number in range(10))


@pytest.mark.parametrize("after", range(1, 9))
def test_a_poll_can_be_interrupted_after_any_request_and_goes_on(world: World, after: int) -> None:
    source = Source("echo", None, "news_sitemap", url=f"{SITE}/index.xml")
    world.web.add(source.url or "", make_index([(f"{SITE}/b.xml", START), (f"{SITE}/c.xml", START)]))
    world.web.add(f"{SITE}/b.xml", make_sitemap([(article(0), START)]))
    world.web.add(f"{SITE}/c.xml", make_sitemap([(article(1), START), (article(2), START)]))
    summary = world.poll(source, should_stop=lambda: len(world.web.asked) >= after)
    assert summary.is_interrupted
    assert len(world.web.asked) == after
    world.wait(minutes=1)
    world.poll(source)
    assert len(world.web.asked) == len(set(world.web.list_asked())) == 8
    assert len(world.pages()) == 3


def test_two_polls_at_once_do_not_go_together(world: World) -> None:
    with hold_lock(world.settings.fetched), pytest.raises(PollBusyError, match="Another process"):
        world.poll(ECHO)
    assert world.poll(ECHO).fetched_count == 3


def test_nobody_is_asked_without_a_contact(world: World) -> None:
    world.settings = load_settings({"BROADSHEET_HOME": str(world.settings.home)})
    with pytest.raises(SettingsError, match="BROADSHEET_CONTACT"):
        world.poll(ECHO)
    assert world.web.asked == []
    assert world.poll(Source("inbox", world.settings.inbox)).sources == {}
    assert world.poll(ECHO, is_loopback=True).fetched_count == 3


@pytest.mark.parametrize("contact", ["me", "ftp://me.example", "a@b", "a b@c.example", "https://"])
def test_a_contact_must_be_of_use(contact: str) -> None:
    with pytest.raises(SettingsError, match="BROADSHEET_CONTACT"):
        make_user_agent(load_settings({"BROADSHEET_CONTACT": contact}))


def test_the_user_agent_says_who_asks() -> None:
    settings = load_settings({"BROADSHEET_CONTACT": "https://newsroom.example/robot"})
    assert make_user_agent(settings).startswith("Broadsheet/")
    assert make_user_agent(settings).endswith("(+https://newsroom.example/robot)")
    assert make_user_agent(load_settings({}), is_loopback=True).startswith("Broadsheet/")


def test_a_list_that_lies_here_is_read_without_asking_anyone(world: World, tmp_path: Path) -> None:
    path = tmp_path / "addresses.txt"
    path.write_text(f"{article(0)}\n{article(1)}\n")
    source = Source("mine", None, "url_list", list_path=path)
    assert world.poll(source).fetched_count == 2
    world.wait(hours=1)
    path.write_text(f"{article(0)}\n{article(1)}\n{article(2)}\n")
    assert world.poll(source).fetched_count == 1
    path.unlink()
    assert world.poll(source, ECHO).sources["mine"].lists == {"bad_url": 1}
    (row,) = world.rows("select state, detail from feeds where source_id = 'mine'")
    assert row["state"] == "failing" and "cannot be read" in row["detail"]
    os.mkfifo(path)
    world.wait(hours=1)
    assert world.poll(source).sources["mine"].lists == {"bad_url": 1}, "a pipe is not waited for"
    (row,) = world.rows("select detail from feeds where source_id = 'mine'")
    assert "no regular file" in row["detail"]


def test_links_of_a_section_page_are_followed_by_pattern(world: World) -> None:
    links = "".join(f'<a href="{url}">A story of the town</a>' for url in (article(0), article(1), f"{SITE}/shop/1"))
    world.web.add(f"{SITE}/news/", f"<html><body>{links}</body></html>")
    source = Source("echo", None, "html_index", url=f"{SITE}/news/", link_pattern=r"/news/story-\d")
    world.poll(source)
    assert world.states() == {article(0): "fetched", article(1): "fetched"}


def test_what_list_and_site_say_goes_with_the_page(world: World) -> None:
    items = "<pubDate>Mon, 04 Mar 2024 05:00:00 GMT</pubDate><source url='https://wire.example/'>The Wire</source>"
    add_articles(world, range(1), items_extra=items)
    world.web.add(f"{SITE}/robots.txt", "User-agent: *\nAllow: /news/\nContent-Usage: train-ai=n\n")
    world.poll(ECHO)
    (page,) = world.pages()
    said = page.metadata
    assert (said.source_id, said.language_hint, said.listed_in_url) == (None, "en", FEED)
    assert said.listed_title == f"Story at {article(0)}"
    assert said.listed_published_at == START - timedelta(hours=1)
    assert (said.listed_publisher_name, said.listed_publisher_url) == ("The Wire", "https://wire.example/")
    assert (said.robots_rule, said.ai_training_opt_out) == ("Allow: /news/", True)


def test_pages_belong_to_a_source_that_is_a_publisher_and_to_no_other(world: World) -> None:
    publisher = Source("echo", None, "feed", url=FEED, domain="echo.example")
    world.poll(publisher)
    assert {page.metadata.source_id for page in world.pages()} == {"echo"}


def test_preferences_are_recorded_whoever_says_them(world: World) -> None:
    tagged = (("Content-Type", "text/html"), ("X-Robots-Tag", "noai"))
    world.web.add(article(0), Reply(make_page("story 0"), headers=tagged))
    world.web.add(article(1), b'<html><head><meta name="tdm-reservation" content="1"></head><body>x</body></html>')
    world.web.add(f"{SITE}/.well-known/tdmrep.json", b'[{"location": "/", "tdm-reservation": 0}]')
    world.web.add(f"{SITE}/robots.txt", "License: https://rights.example/rsl.xml\nUser-agent: GPTBot\nDisallow: /\n")
    for _ in range(3):
        world.poll(ECHO, is_forced=True)
        world.wait(days=2)
    rows = world.rows("select carrier, path, preference, host, seen_at, last_seen_at from usage_preferences")
    assert sorted((row["carrier"], row["path"], row["preference"]) for row in rows) == [
        ("http_x_robots_tag", "/news/story-0$", "disallow"),
        ("meta_tdm_reservation", "/news/story-1$", "disallow"),
        ("robots_agent_group", "/", "disallow"),
        ("robots_license", "/", "terms"),
        ("well_known_tdmrep", "/", "allow"),
    ]
    assert {row["host"] for row in rows} == {"echo.example"}
    seen = {row["carrier"]: row["last_seen_at"] > row["seen_at"] for row in rows}
    assert seen["robots_license"] and not seen["http_x_robots_tag"]
    assert {page.metadata.ai_training_opt_out for page in world.pages()} == {True}


def test_a_state_of_a_newer_version_is_left_alone(world: World) -> None:
    world.poll(ECHO)
    with State(world.settings.fetched) as state:
        state.execute("pragma user_version = 99", {})
    with pytest.raises(SourceError, match="newer version"):
        world.poll(ECHO)


def test_a_broken_state_is_named(world: World) -> None:
    world.settings.fetched.mkdir(parents=True)
    (world.settings.fetched / "state.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(SourceError, match="move it away"):
        world.poll(ECHO)


ODD = [
    "http://[::1/x",
    "https://",
    "javascript:alert(1)",
    "mailto:desk@echo.example",
    "http://echo.example:99999/x",
    "https://echo.example/a b",
    "https://" + "a" * 300 + ".example/",
    "https://echo.example/" + "x" * 9000,
    "https://exämple.example/news/1",
    "http://127.0.0.1/admin",
    "https://echo.example/%zz",
    "//echo.example/news/9",
    "news/10",
    "",
]


def test_no_address_of_a_list_can_stop_a_poll(world: World) -> None:
    world.web.add(FEED, "\n".join([*ODD, article(0)]))
    source = Source("echo", None, "url_list", url=FEED)
    world.poll(source)
    states = world.states()
    assert states.pop(article(0)) == "fetched"
    assert set(states.values()) <= {"bad", "gone"}
    assert world.rows("select * from urls where state = 'pending'") == []


def test_a_source_whose_address_is_none_fails_and_no_other_does(world: World) -> None:
    broken = Source("broken", None, "feed", url="http://[::1/feed")
    assert world.poll(broken, ECHO).fetched_count == 3
    rows = world.rows("select last_outcome from feeds where source_id = 'broken'")
    assert [row["last_outcome"] for row in rows] == ["bad_url"]


def test_a_host_has_one_robots_however_its_name_is_written(world: World) -> None:
    forms = ["https://exämple.example/1", "https://EXÄMPLE.example/2", "https://xn--exmple-cua.example/3"]
    world.web.add(FEED, make_feed(forms))
    world.poll(ECHO)
    assert len(world.web.list_asked("xn--exmple-cua.example/robots.txt")) <= 1
    assert len({row["host"] for row in world.rows("select host from hosts")}) == 2
