"""The health of sources over ledgers and captures written inline."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

# A Monday; the history of a source begins here.
START = date(2024, 3, 4)
Rows = list[dict[str, Any]]


def at(day: int, hour: int = 12) -> datetime:
    return datetime.combine(START + timedelta(days=day), time(hour), UTC)


class Ledger:
    """Fetches, urls and feeds of one source, day by day."""

    def __init__(self, source_id: str = "post") -> None:
        self.source_id = source_id
        self.fetches: Rows = []
        self.urls: Rows = []
        self.feeds: Rows = []

    def add(self, day: int, items: int = 0, *, lists: tuple[str, ...] = ("fetched",) * 3, **more: Any) -> Ledger:
        """A day with that many new items. lists: outcomes of its list; pages, seconds: those of its pages."""
        pages = more.get("pages", ("fetched",) * items)
        for purpose, outcomes in (("list", lists), ("page", pages)):
            for outcome in outcomes:
                row = {"fetch_id": f"{self.source_id}{len(self.fetches):05d}", "purpose": purpose, "outcome": outcome}
                hour = more.get("hour", 23)
                self.fetches.append(
                    row
                    | {"source_id": self.source_id, "started_at": at(day, hour), "duration_s": more.get("seconds", 0.3)}
                )
        for _ in range(items):
            key = f"{self.source_id}{len(self.urls)}"
            self.urls.append({"url_key": key, "source_id": self.source_id, "first_seen_at": at(day)})
        return self

    def add_days(self, days: range, items: int) -> Ledger:
        for day in days:
            self.add(day, items)
        return self

    def tables(self) -> dict[str, Rows]:
        return {"fetches": self.fetches, "urls": self.urls, "feeds": self.feeds}


def states(rows: Rows, source_id: str = "post") -> dict[str, tuple[int, int]]:
    """First and last day of each state but ok, by number from the start; the rows say the first themselves."""
    found: dict[str, tuple[int, int]] = {}
    for row in sorted(rows, key=lambda row: row["reported_on"]):
        if row["source_id"] == source_id and row["state"] != "ok":
            found[row["state"]] = ((row["state_since_on"] - START).days, (row["reported_on"] - START).days)
    return found


def test_a_source_that_brings_what_it_used_to_is_ok(ask) -> None:
    rows = ask("view", "source_health", **Ledger().add_days(range(14), 10).tables())
    assert len(rows) == 14 and states(rows) == {}
    last = max(rows, key=lambda row: row["reported_on"])
    assert (last["new_item_count"], last["state_since_on"], last["is_polled"]) == (10, START, True)
    assert last["expected_item_count"] == pytest.approx(10 * 23 / 24)


def test_silence_has_the_day_it_began_and_does_not_become_the_norm(ask) -> None:
    ledger = Ledger().add_days(range(10), 8).add_days(range(10, 60), 0)
    rows = ask("view", "source_health", **ledger.tables())
    assert states(rows) == {"silent": (10, 59)}
    assert {row["expected_item_count"] for row in rows if row["reported_on"] == START + timedelta(days=58)} == {8.0}


def test_a_small_source_is_silent_when_three_items_are_missing_and_since_the_first(ask) -> None:
    ledger = Ledger().add_days(range(10), 1).add_days(range(10, 12), 0)
    assert states(ask("view", "source_health", **ledger.tables())) == {}
    assert states(ask("view", "source_health", **ledger.add_days(range(12, 14), 0).tables())) == {"silent": (10, 13)}


def test_a_weekend_without_news_is_as_usual(ask) -> None:
    ledger = Ledger()
    for day in range(35):
        ledger.add(day, 0 if day % 7 in (5, 6) else 9)
    rows = ask("view", "source_health", **ledger.tables())
    assert [day for day in states(rows).get("silent", ()) if day >= 14] == []
    assert {row["expected_item_count"] for row in rows if row["reported_on"] == START + timedelta(days=33)} == {0.0}


def test_the_rest_of_today_is_not_missed_yet(ask) -> None:
    ledger = Ledger().add_days(range(10), 5).add(10, 0, hour=3)
    assert states(ask("view", "source_health", **ledger.tables())) == {}


def test_a_dead_feed_is_dead_from_the_day_of_its_first_failure(ask) -> None:
    ledger = Ledger().add_days(range(8), 5).add(8, 2, lists=("fetched", "gone", "gone"))
    for day in range(9, 14):
        ledger.add(day, lists=("gone", "connect_failed"))
    assert states(ask("view", "source_health", **ledger.tables())) == {"dead": (8, 13)}


def test_a_failure_that_is_soon_over_is_no_trouble(ask) -> None:
    ledger = Ledger().add_days(range(8), 5).add(8, 5, lists=("fetched", "gone", "gone", "fetched"))
    ledger.add(9, 5, lists=("connect_failed",)).add(10, 5)
    assert states(ask("view", "source_health", **ledger.tables())) == {}


def test_robots_that_cannot_be_read_for_a_night_are_a_block_on_both_days(ask) -> None:
    ledger = Ledger().add_days(range(8), 5).add(8, 5, lists=("fetched", "robots_unreachable"), hour=20)
    ledger.add(9, lists=("robots_unreachable",), hour=4).add(9, 8, hour=9)
    assert states(ask("view", "source_health", **ledger.tables())) == {"blocked": (8, 9)}


@pytest.mark.parametrize("outcome", ["refused", "throttled", "robots_denied", "robots_unreachable"])
def test_a_source_that_refuses_is_blocked_and_not_dead(ask, outcome: str) -> None:
    ledger = Ledger().add_days(range(8), 5).add(8, lists=(outcome, outcome)).add(9, 5)
    assert states(ask("view", "source_health", **ledger.tables())) == {"blocked": (8, 8)}


def test_a_storm_of_refusals_in_part_of_a_day_is_a_block_and_paths_for_nobody_are_none(ask) -> None:
    storm = Ledger().add_days(range(8), 8).add(8, 8, pages=("fetched",) * 5 + ("throttled",) * 3)
    assert states(ask("view", "source_health", **storm.tables())) == {"blocked": (8, 8)}
    paths = Ledger().add_days(range(8), 8).add(8, 8, pages=("fetched",) * 5 + ("robots_denied",) * 3)
    assert states(ask("view", "source_health", **paths.tables())) == {}


def test_a_feed_that_moved_says_so_from_that_day_on(ask) -> None:
    ledger = Ledger().add_days(range(10), 5)
    ledger.feeds = [
        {"url": "a", "source_id": "post", "moved_at": at(6)},
        {"url": "b", "source_id": "post", "moved_at": at(2), "parent_url": "a"},
    ]
    assert states(ask("view", "source_health", **ledger.tables())) == {"moved": (6, 9)}
    ledger.feeds[0]["move_settled_at"] = at(8)
    assert states(ask("view", "source_health", **ledger.tables())) == {"moved": (6, 7)}


def test_slow_answers_are_slow_against_the_usual_ones(ask) -> None:
    ledger = Ledger().add_days(range(8), 5).add(8, 5, seconds=4.0).add(9, 5, seconds=0.9)
    assert states(ask("view", "source_health", **ledger.tables())) == {"slow": (8, 8)}
    waits = Ledger().add_days(range(8), 5).add(8, 5, pages=("fetched",) * 3 + ("timed_out",) * 2)
    assert states(ask("view", "source_health", **waits.tables())) == {"slow": (8, 8)}


def test_a_volume_that_stays_at_a_third_is_a_drift_and_one_odd_day_is_none(ask) -> None:
    ledger = Ledger().add_days(range(8), 12).add(8, 40).add(9, 12).add(10, 3).add(11, 4).add(12, 12)
    assert states(ask("view", "source_health", **ledger.tables())) == {"drifting": (10, 11)}


def captures(source_id: str, day: int, count: int) -> Rows:
    numbers = range(count)
    made = [{"capture_id": f"{source_id}-{day}-{number}", "source_id": source_id} for number in numbers]
    return [row | {"captured_on": START + timedelta(days=day)} for row in made]


def test_pages_that_stop_being_articles_are_a_drift(ask) -> None:
    ledger = Ledger().add_days(range(10), 12)
    received = [row for day in range(10) for row in captures("post", day, 24 if day == 7 else 12)]
    skipped = [
        {"capture_id": row["capture_id"], "source_id": "post", "captured_on": row["captured_on"], "reason": reason}
        for day, count, reason in (
            (4, 1, "paywall"),
            (7, 12, "duplicate_capture"),
            (8, 6, "paywall"),
            (9, 6, "paywall"),
        )
        for row in captures("post", day, count)
    ]
    rows = ask("view", "source_health", captures=received, skipped=skipped, **ledger.tables())
    assert states(rows) == {"drifting": (8, 9)}
    assert {row["skipped_share"] for row in rows if row["state"] == "drifting"} == {0.5}


def test_without_live_sources_publishers_are_watched_by_their_captures(ask) -> None:
    received = [row for day in range(10) for row in captures("courier", day, 6)]
    received += [row for day in range(60) for row in captures("echo", day, 5)]
    received += captures("seldom", 3, 1)
    rows = ask("view", "source_health", captures=received)
    assert states(rows, "courier") == {"silent": (10, 39)}
    assert states(rows, "echo") == {} and {row["source_id"] for row in rows} == {"courier", "echo"}
    assert {row["is_polled"] for row in rows} == {False}


def test_troubles_at_once_are_all_named_and_the_cause_is_the_state(ask) -> None:
    ledger = Ledger().add_days(range(10), 8).add(10, lists=("refused",)).add(11, lists=("refused",))
    rows = ask("view", "source_health", **ledger.tables())
    (last,) = (row for row in rows if row["reported_on"] == START + timedelta(days=11))
    assert (last["state"], last["is_silent"], last["is_blocked"], last["is_dead"]) == ("blocked", True, True, False)


def test_an_empty_warehouse_has_no_health(ask) -> None:
    assert ask("view", "source_health") == []
