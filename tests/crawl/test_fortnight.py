"""A fortnight of hourly polls on a simulated clock, with all that goes wrong in one, beside one clean poll."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from broadsheet.crawl.ledger import store_ledger
from broadsheet.ingest.sources import Source
from broadsheet.lake import Lake
from broadsheet.model import InputViews, load_query, run_query
from tests.crawl.simulated import START, Reply, World, make_feed, make_page, make_sitemap

DAYS = 14
DIES, DENIES, MOVES, STORM, CALM = (START + timedelta(days=days) for days in (4, 5, 6, 8, 9.5))
# An outlet publishes every so many hours; feeds show the last ten.
EVERY_H = {"echo": 5, "mill": 7, "tide": 6, "dead": 9, "moved": 8}
SHOWN = 10

SOURCES = [
    Source("echo", None, "feed", url="https://echo.example/feed.xml"),
    Source("mill", None, "news_sitemap", url="https://mill.example/news.xml"),
    Source("tide", None, "feed", url="https://tide.example/feed.xml"),
    Source("dead", None, "feed", url="https://dead.example/feed.xml"),
    Source("moved", None, "feed", url="https://moved.example/old.xml"),
]
TABLES = ("fetches", "urls", "feeds", "usage_preferences")
# When and how often something was asked for differs between a fortnight and a single poll, and nothing else may.
SAME_URL_COLUMNS = ["url_key", "forms", "source_id", "state", "listed_title", "listed_published_at", "final_url"]


def published_at(outlet: str, number: int) -> datetime:
    return START + timedelta(hours=EVERY_H[outlet] * number - 48)


def list_published(outlet: str, now: datetime) -> list[int]:
    """Numbers of the articles there are, newest first. Every ninth is listed a day late."""
    count = int((now - START).total_seconds() // 3600 + 48) // EVERY_H[outlet] + 1
    late = [number for number in range(count) if number % 9 == 4 and now - published_at(outlet, number) < timedelta(1)]
    return [number for number in reversed(range(count)) if number not in late]


def address(outlet: str, number: int) -> str:
    return f"https://{outlet}.example/news/{number}"


def write_list(outlet: str, now: datetime, shown: int) -> bytes:
    numbers = list_published(outlet, now)[:shown]
    if outlet == "mill":
        return make_sitemap([(address(outlet, number), published_at(outlet, number)) for number in numbers])
    return make_feed([address(outlet, number) for number in numbers], title=outlet)


def make_web(world: World, *, shown: int, troubles: bool) -> None:
    """All five outlets. troubles: what happens to them in the fortnight; without, they answer as at its end."""
    for outlet in EVERY_H:
        for number in range(400):
            world.web.add(address(outlet, number), make_page(f"{outlet} {number}"))
        world.web.add(f"https://{outlet}.example/robots.txt", "User-agent: *\nDisallow: /shop/\n")

    def listed(outlet: str) -> Callable[[datetime], Reply]:
        return lambda now: Reply(
            write_list(outlet, min(now, DIES - timedelta(hours=12)) if outlet == "dead" else now, shown)
        )

    for source in SOURCES:
        world.web.add(source.url or "", listed(source.id))
    world.web.add("https://moved.example/new.xml", listed("moved"))
    robots = "User-agent: *\nDisallow: /shop/\nContent-Usage: train-ai=n\n"
    world.web.add("https://mill.example/robots.txt", robots)
    if troubles:
        add_troubles(world)


def add_troubles(world: World) -> None:
    def between(url: str, first: datetime, last: datetime, reply: Reply) -> None:
        usual = world.web.scripts[url]

        def script(now: datetime) -> Reply:
            if first <= now < last:
                return reply
            return usual(now) if callable(usual) else usual

        world.web.add(url, script)

    far = START + timedelta(days=400)
    between("https://dead.example/feed.xml", DIES, far, Reply(outcome="connect_failed"))
    moved = Reply(b"", 301, (("Location", "https://moved.example/new.xml"),))
    between("https://moved.example/old.xml", MOVES, far, moved)
    between("https://mill.example/robots.txt", DENIES, DENIES + timedelta(hours=30), Reply(b"", 503))
    storm = Reply(b"slow down", 429, (("Retry-After", "600"),))
    for url in [url for url in world.web.scripts if "tide.example" in url]:
        between(url, STORM, CALM, storm)


def run_fortnight(folder: Path) -> Iterator[World]:
    """The world after each day."""
    world = World.at(folder)
    make_web(world, shown=SHOWN, troubles=True)
    for _ in range(DAYS):
        day_ends = world.clock.now + timedelta(days=1)
        while world.clock.now < day_ends:
            hour_ends = world.clock.now + timedelta(hours=1)
            world.poll(*SOURCES)
            world.clock.now = max(world.clock.now, hour_ends)
        yield world


@pytest.mark.slow
def test_a_fortnight_of_trouble_equals_one_clean_poll(tmp_path: Path) -> None:
    by_day, at_once = Lake(str(tmp_path / "by-day")), Lake(str(tmp_path / "at-once"))
    for world in run_fortnight(tmp_path / "fortnight"):
        store_ledger(world.settings, by_day)
    world.poll(*SOURCES, is_forced=True)
    store_ledger(world.settings, by_day)
    store_ledger(world.settings, at_once)
    versions = [by_day.version(table) for table in TABLES]
    store_ledger(world.settings, by_day)
    assert [by_day.version(table) for table in TABLES] == versions, "a rerun changes nothing"
    for table in TABLES:
        key = ["fetch_id"] if table == "fetches" else [by_day.read(table).columns[0]]
        assert by_day.read(table).sort(key).equals(at_once.read(table).sort(key)), table

    clean = World.at(tmp_path / "clean")
    clean.clock.now = world.clock.now
    make_web(clean, shown=1000, troubles=False)
    clean.poll(*SOURCES)
    clean_lake = Lake(str(tmp_path / "clean-lake"))
    store_ledger(clean.settings, clean_lake)
    compare(by_day, clean_lake)
    pages = sorted((page.url, page.body) for page in world.pages())
    assert pages == sorted((page.url, page.body) for page in clean.pages())
    check_troubles(world, by_day)
    check_health(by_day)


def compare(fortnight: Lake, clean: Lake) -> None:
    """What does not depend on when one asked is the same."""
    ours, theirs = (lake.read("urls").select(SAME_URL_COLUMNS).sort("url_key") for lake in (fortnight, clean))
    assert ours.height > 250
    assert ours["url_key"].to_list() == theirs["url_key"].to_list()
    assert ours.equals(theirs)
    columns = ["host", "path", "category", "preference", "carrier", "line"]
    said = (lake.read("usage_preferences").select(columns).sort(columns) for lake in (fortnight, clean))
    assert next(said).equals(next(said))


def check_troubles(world: World, lake: Lake) -> None:
    """Each trouble can be told from the tables, and from the day it began."""
    feeds = {row["url"]: row for row in lake.read("feeds").iter_rows(named=True)}
    dead = feeds["https://dead.example/feed.xml"]
    assert dead["state"] == "failing" and DIES - timedelta(hours=3) <= dead["last_success_at"] < DIES
    old = feeds["https://moved.example/old.xml"]
    assert old["state"] == "moved" and MOVES < old["moved_at"] < MOVES + timedelta(days=1)
    fetches = lake.read("fetches")
    first = fetches.group_by("source_id", "outcome").agg(pl.col("started_at").min()).iter_rows(named=True)
    began = {(row["source_id"], row["outcome"]): row["started_at"] for row in first}
    for (source, outcome), trouble in {
        ("dead", "connect_failed"): DIES,
        ("mill", "robots_unreachable"): DENIES,
        ("tide", "throttled"): STORM,
    }.items():
        assert trouble <= began[source, outcome] < trouble + timedelta(days=1), (source, outcome)
    in_storm = fetches.filter((pl.col("source_id") == "tide") & (pl.col("outcome") == "throttled"))
    assert in_storm.height < 30, "a host that asks for peace gets it"
    pages = [url for _, url in world.web.asked if "/news/" in url]
    assert max(pages.count(url) for url in set(pages) if "tide" not in url) == 1
    assert world.web.list_asked("/shop/") == []


def check_health(lake: Lake) -> None:
    """The view source_health names each trouble from the day it began to the day it ended, and no other."""
    query = load_query("view", "source_health")
    with closing(InputViews(lake)) as views:
        frame = run_query(views.open(query.inputs), query)
    troubled = frame.filter(pl.col("state") != "ok").group_by("source_id", "state", "state_since_on")
    told = troubled.agg(pl.col("reported_on").max().alias("last_on")).sort("source_id")
    end = (START + timedelta(days=DAYS)).date()
    assert told.rows() == [
        ("dead", "dead", DIES.date(), end),
        ("mill", "blocked", DENIES.date(), (DENIES + timedelta(hours=30)).date()),
        ("moved", "moved", MOVES.date(), end),
        ("tide", "blocked", STORM.date(), CALM.date()),
    ]
