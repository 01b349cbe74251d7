"""What polls remember, as tables of the lake."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from broadsheet.checks import list_laws
from broadsheet.checks.days import run_checks_on_days
from broadsheet.crawl.ledger import store_ledger
from broadsheet.crawl.preferences import CARRIERS, PREFERENCES
from broadsheet.crawl.state import FILE_NAME, State
from broadsheet.crawl.states import FEED_STATES, URL_STATES
from broadsheet.fetch.outcomes import OUTCOMES
from broadsheet.ingest.sources import Source
from broadsheet.lake import Lake
from broadsheet.stages.registry import get_stage
from broadsheet.tables import get_table
from tests.crawl.simulated import Reply, World, make_feed, make_page

SITE = "https://echo.example"
ECHO = Source("echo", None, "feed", url=f"{SITE}/feed.xml")
TABLES = get_stage("ingest").polled
PURPOSES = {"page", "list", "robots", "tdmrep"}


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World.at(tmp_path / "home")
    links = [f"{SITE}/news/{number}" for number in range(4)]
    for link in links[:3]:
        world.web.add(link, make_page(link))
    world.web.add(ECHO.url or "", make_feed(links))
    world.web.add(f"{SITE}/robots.txt", "User-agent: *\nContent-Usage: train-ai=n\n")
    return world


def make_lake(world: World) -> Lake:
    return Lake(world.settings.lake_uri)


def test_without_a_state_there_is_nothing_to_store(tmp_path: Path) -> None:
    world = World.at(tmp_path)
    assert store_ledger(world.settings, make_lake(world)) == dict.fromkeys(TABLES, 0)
    assert not (world.settings.fetched / FILE_NAME).exists()


def test_every_attempt_address_list_and_preference_is_a_row(world: World) -> None:
    world.poll(ECHO)
    counts = store_ledger(world.settings, make_lake(world))
    assert counts == {"fetches": len(world.web.asked), "urls": 4, "feeds": 1, "usage_preferences": 1}
    fetches = make_lake(world).read("fetches")
    assert set(fetches["purpose"]) == PURPOSES
    assert set(fetches["outcome"]) <= OUTCOMES.keys()
    assert set(fetches["fetched_on"]) == {world.clock.now.date()}
    urls = make_lake(world).read("urls")
    assert set(urls["state"]) == {"fetched", "gone"}
    assert urls["next_try_at"].null_count() == 4
    said = make_lake(world).read("usage_preferences").row(0, named=True)
    assert (said["category"], said["preference"], said["carrier"]) == ("train-ai", "disallow", "robots_content_usage")


def test_a_rerun_changes_nothing(world: World) -> None:
    world.poll(ECHO)
    lake = make_lake(world)
    store_ledger(world.settings, lake)
    before = {table: lake.fingerprint(table) for table in TABLES}
    store_ledger(world.settings, lake)
    assert {table: lake.fingerprint(table) for table in TABLES} == before


def test_days_are_partitions_and_old_ones_stay_as_they_are(world: World) -> None:
    lake = make_lake(world)
    for _ in range(3):
        world.poll(ECHO, is_forced=True)
        store_ledger(world.settings, lake)
        world.wait(days=1)
    days = lake.days("fetches")
    assert len(days) == 3
    first = lake.fingerprint("fetches", days=days[:1])
    world.poll(ECHO, is_forced=True)
    store_ledger(world.settings, lake)
    assert lake.fingerprint("fetches", days=days[:1]) == first


def test_a_lost_state_costs_the_lake_nothing(world: World) -> None:
    world.poll(ECHO)
    lake = make_lake(world)
    before = store_ledger(world.settings, lake)
    for path in world.settings.fetched.glob(f"{FILE_NAME}*"):
        path.unlink()
    world.wait(minutes=1)
    world.poll(ECHO)
    after = store_ledger(world.settings, lake)
    assert after["fetches"] == 2 * before["fetches"]
    assert {table: after[table] for table in TABLES[1:]} == {table: before[table] for table in TABLES[1:]}


def test_laws_hold(world: World) -> None:
    world.poll(ECHO)
    lake = make_lake(world)
    store_ledger(world.settings, lake)
    laws = list_laws([get_table(table) for table in TABLES])
    assert {law.asset for law in laws} == set(TABLES)
    assert {result.wrong_row_count for result in run_checks_on_days(lake, laws, None, {})} == {0}


def test_odd_characters_of_a_list_are_stored(world: World) -> None:
    items = f'[{{"id": "1", "url": "{SITE}/news/1", "title": "a\\udfffb"}}]'
    head = '"version": "https://jsonfeed.org/version/1.1", "title": "x\\u0000\\ud800y"'
    body = f'{{{head}, "items": {items}}}'.encode()
    world.web.add(ECHO.url or "", Reply(body, headers=(("Content-Type", "application/feed+json"),)))
    world.web.add(f"{SITE}/.well-known/tdmrep.json", b'[{"location": "/\\ud800", "tdm-reservation": 1}]')
    assert world.poll(ECHO).fetched_count == 1
    counts = store_ledger(world.settings, make_lake(world))
    assert counts["urls"] == 1 and counts["usage_preferences"] == 2


def test_the_closed_lists_stand_in_the_docs_of_their_columns() -> None:
    assert all(state in get_table("urls").column("state").doc for state in URL_STATES)
    assert all(state in get_table("feeds").column("state").doc for state in FEED_STATES)
    assert all(purpose in get_table("fetches").column("purpose").doc for purpose in PURPOSES)
    assert all(answer in get_table("usage_preferences").column("preference").doc for answer in PREFERENCES)
    assert len(CARRIERS) == 13


def test_the_state_can_be_read_while_a_poll_writes(world: World) -> None:
    world.poll(ECHO)
    lake = make_lake(world)
    with State(world.settings.fetched) as state, state.transaction():
        state.execute("update urls set title = 'changed' where url_key like :form", {"form": "%/news/1"})
        store_ledger(world.settings, lake)
    assert "changed" not in lake.read("urls")["listed_title"].to_list()
    world.wait(hours=1)
    assert world.clock.now - timedelta(hours=2) < lake.read("feeds")["last_polled_at"].max()  # type: ignore[operator]


def test_secrets_of_addresses_are_fetched_with_and_not_stored(tmp_path: Path) -> None:
    world = World.at(tmp_path / "home")
    feed, page = f"{SITE}/feed.xml?api_key=af31c", f"{SITE}/news/9?token=be62d"
    world.web.add(page, make_page(page))
    world.web.add(feed, make_feed([page]).replace(f"Story at {page}".encode(), b"River rises"))
    assert world.poll(Source("echo", None, "feed", url=feed)).fetched_count == 1
    assert world.web.count(feed) == world.web.count(page) == 1
    lake = make_lake(world)
    store_ledger(world.settings, lake)
    stored = "".join(str(lake.read(table).to_dicts()) for table in TABLES)
    assert "af31c" not in stored and "be62d" not in stored
    assert lake.read("feeds")["url"].to_list() == [f"{SITE}/feed.xml?api_key=***"]
    assert lake.read("urls")["url"].to_list() == [f"{SITE}/news/9?token=***"]
