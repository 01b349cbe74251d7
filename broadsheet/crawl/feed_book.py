"""What is remembered of lists: when each was read, when it is due, and where it went.

Belongs here: the pace of polls, moves and ends of feeds. Fetching and reading a list is `lists`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadsheet.crawl.state import Row, State, read_time, write_time
from broadsheet.crawl.states import NOT_A_LIST
from broadsheet.discovery.listing import Listing
from broadsheet.fetch.exchange import Exchange
from broadsheet.fetch.urls import strip_userinfo

# Seconds between two polls of a list: at first, at least and at most.
FIRST_INTERVAL_S, SHORTEST_INTERVAL_S, LONGEST_INTERVAL_S = 3600.0, 900.0, 86400.0
# Nothing new: a longer interval next time. Something new: a shorter one, so that about every third poll brings
# something; much shorter where hardly an item was known, for then some may have been missed.
_SLOWER, _FASTER, _TWICE_AS_FAST, _MUCH_FASTER = 1.5, 0.75, 0.5, 0.25
_FEW_NEW, _MISSED_SHARE = 3, 0.8
# A list that answered 410 is asked whether it is back.
GONE_INTERVAL_S = 7 * 86400.0
# A scheduled poll comes at the full hour: what is due a little later is not left for the next.
_EARLY_SHARE, _MOST_EARLY_S = 0.1, 300.0
# One answer may be a mistake of the server's: a move is believed when it is seen again at another poll.
MOVE_SEEN_COUNT = 2
_MOST_MOVES = 5
# A new address that fails so often is given up for the old one.
_FAILURES_OF_NEW_ADDRESS = 3


@dataclass(frozen=True, slots=True)
class ListResult:
    """What a poll of a list brought. listing: None where it was not read, as it is the same as before or failed.

    fault: why what was received is no list, in words; empty where it is one. not_before_at: its host is left alone
    until then.
    """

    listing: Listing | None = None
    new_count: int = 0
    fault: str = ""
    not_before_at: datetime | None = None


class FeedBook:
    """The table `feeds` of the state. every_s of a source is kept exactly; without it the pace follows the list."""

    def __init__(self, state: State) -> None:
        self._state = state

    def get(self, url: str, source_id: str, kind: str, now: datetime, parent_url: str | None = None) -> Row:
        """The row of a list; a new one where it was never seen."""
        key = strip_userinfo(url)
        known = self._state.row("select * from feeds where url = :url", {"url": key})
        if known is not None:
            return known
        row = {
            "url": key,
            "source_id": source_id,
            "kind": kind,
            "parent_url": parent_url,
            "state": "new",
            "next_poll_at": write_time(now),
            "interval_s": FIRST_INTERVAL_S,
        }
        self._state.put("feeds", row)
        return self._state.row("select * from feeds where url = :url", {"url": key}) or row

    def follow(self, row: Row, now: datetime) -> Row:
        """The row of the address that a list moved to, at any distance; itself where it did not move."""
        seen = {row["url"]}
        while row["state"] == "moved" and row["moved_to"] not in seen and len(seen) <= _MOST_MOVES:
            seen.add(row["moved_to"])
            row = self.get(row["moved_to"], row["source_id"], row["kind"], now)
        return row

    def settle_move(self, row: Row, now: datetime) -> None:
        """Note that sources.toml names the address that a list moved to: the moves that led there are no news now."""
        self._state.execute(
            "update feeds set move_settled_at = :now where source_id = :source_id and state = 'moved' "
            "and url != :url and move_settled_at is null",
            {"now": write_time(now), "source_id": row["source_id"], "url": row["url"]},
        )

    def is_due(self, row: Row, now: datetime) -> bool:
        """Whether a list is to be polled at this time."""
        early_s = min(float(row["interval_s"]) * _EARLY_SHARE, _MOST_EARLY_S)
        due_at = read_time(row["next_poll_at"]) or now
        return due_at <= now + timedelta(seconds=early_s)

    def list_wanted(self, source_id: str, now: datetime) -> list[Row]:
        """Parts of indexes that an earlier poll was to read and did not."""
        rows = self._state.rows(
            "select * from feeds where source_id = :source_id and is_wanted = 1 order by url", {"source_id": source_id}
        )
        return [row for row in rows if self.is_due(row, now)]

    def list_parts(self, url: str, now: datetime, most: int) -> list[Row]:
        """Parts of an index to be polled: those that it says changed, and those due where it does not say."""
        rows = self._state.rows(
            "select * from feeds where parent_url = :url and state not in ('moved', 'gone') "
            "and (is_wanted = 1 or listed_modified_at is null) order by listed_modified_at desc, url",
            {"url": url},
        )
        return [row for row in rows if self.is_due(row, now)][:most]

    def note(self, row: Row, exchange: Exchange, result: ListResult, every_s: float | None, now: datetime) -> Row:
        """The row after a poll, written. Call it in the transaction of the fetch."""
        at = write_time(now)
        changed = row | {"last_polled_at": at, "first_polled_at": row["first_polled_at"] or at, "new_count": 0}
        changed |= {"last_outcome": name_end(exchange, result), "detail": (result.fault or exchange.detail)[:500]}
        if exchange.outcome in ("fetched", "not_modified") and not result.fault:
            changed |= _note_success(row, exchange, result, now) | {"is_wanted": 0}
            changed |= self._note_move(changed, exchange, result, now)
        else:
            changed |= self._note_failure(row, exchange, now)
        pause_s = every_s if every_s is not None and changed["state"] == "active" else _find_pause(changed)
        next_at = now + timedelta(seconds=pause_s)
        changed["next_poll_at"] = write_time(max(next_at, result.not_before_at or next_at))
        if changed["state"] == "moved":
            target = self.get(changed["moved_to"], row["source_id"], row["kind"], now)
            self._state.change("feeds", "url", {"url": target["url"], "moved_from": row["url"]})
        self._state.change("feeds", "url", changed)
        return changed

    def note_local(self, row: Row, listing: Listing, new_count: int, digest: str, now: datetime) -> None:
        """Note that a list in a file here was read."""
        at = write_time(now)
        changes = {
            "state": "active",
            "first_polled_at": row["first_polled_at"] or at,
            "last_polled_at": at,
            "last_success_at": at,
            "last_outcome": "fetched",
            "detail": "",
            "failure_count": 0,
            "item_count": len(listing.items),
            "new_count": new_count,
            "problem_count": len(listing.problems),
            "body_sha256": digest,
        }
        self._state.change("feeds", "url", row | changes)

    def note_unreadable(self, row: Row, detail: str, now: datetime) -> None:
        """Note that a list in a file here could not be read."""
        failures = int(row["failure_count"]) + 1
        changes = {"state": "failing", "last_outcome": "bad_url", "detail": detail, "failure_count": failures}
        self._state.change("feeds", "url", row | changes | {"last_polled_at": write_time(now)})

    def _note_failure(self, row: Row, exchange: Exchange, now: datetime) -> Row:
        if exchange.outcome in ("throttled", "host_resting"):
            return {}
        states = {"robots_denied": "denied"}
        state = "gone" if exchange.status == 410 else states.get(exchange.outcome, "failing")
        failures = int(row["failure_count"]) + 1
        if row["moved_from"] and failures >= _FAILURES_OF_NEW_ADDRESS:
            self._state.execute(
                "update feeds set state = 'failing', moved_to = null, next_poll_at = :now "
                "where url = :moved_from and moved_to = :url",
                {"now": write_time(now), "moved_from": row["moved_from"], "url": row["url"]},
            )
        return {"state": state, "failure_count": failures}

    def _note_move(self, row: Row, exchange: Exchange, result: ListResult, now: datetime) -> Row:
        target = _find_target(exchange, result.listing)
        if target is None or target == row["url"]:
            return {"moved_seen_to": None, "moved_seen_count": 0}
        count = int(row["moved_seen_count"]) + 1 if target == row["moved_seen_to"] else 1
        changes: Row = {"moved_seen_to": target, "moved_seen_count": count}
        if count >= MOVE_SEEN_COUNT:
            changes |= {"state": "moved", "moved_to": target, "moved_at": write_time(now)}
        return changes


def name_end(exchange: Exchange, result: ListResult) -> str:
    """How the poll of a list ended: as its fetch did, or with something that is no list."""
    return NOT_A_LIST if result.fault else exchange.outcome


def digest_body(exchange: Exchange) -> str:
    """What two answers with the same body share."""
    return hashlib.sha256(exchange.decoded).hexdigest()


def _note_success(row: Row, exchange: Exchange, result: ListResult, now: datetime) -> Row:
    at = write_time(now)
    changes: Row = {"state": "active", "failure_count": 0, "last_success_at": at, "new_count": result.new_count}
    if result.new_count:
        changes["last_new_at"] = at
    if exchange.outcome == "fetched":
        changes |= {
            "etag": exchange.header("etag"),
            "last_modified": exchange.header("last-modified"),
            "body_sha256": digest_body(exchange),
        }
    if result.listing is not None:
        changes |= {
            "title": result.listing.title or row["title"],
            "item_count": len(result.listing.items),
            "problem_count": len(result.listing.problems),
            "asked_interval_s": result.listing.interval_s,
        }
    item_count = int(changes.get("item_count") or row["item_count"])
    is_first = row["last_success_at"] is None
    changes["interval_s"] = _adapt(float(row["interval_s"]), result.new_count, item_count, is_first=is_first)
    return changes


def _adapt(interval_s: float, new_count: int, item_count: int, *, is_first: bool) -> float:
    """The pace that follows what a poll brought."""
    if is_first:
        factor = 1.0
    elif new_count == 0:
        factor = _SLOWER
    elif new_count <= _FEW_NEW:
        factor = _FASTER
    else:
        factor = _MUCH_FASTER if new_count >= item_count * _MISSED_SHARE else _TWICE_AS_FAST
    return min(max(interval_s * factor, SHORTEST_INTERVAL_S), LONGEST_INTERVAL_S)


def _find_pause(row: Row) -> float:
    """Seconds until the next poll: not sooner than the list asks for, longer the more often it failed."""
    if row["state"] == "gone":
        return GONE_INTERVAL_S
    interval_s = max(float(row["interval_s"]), min(float(row["asked_interval_s"] or 0.0), LONGEST_INTERVAL_S))
    return float(min(interval_s * 2 ** min(int(row["failure_count"]), 10), LONGEST_INTERVAL_S))


def _find_target(exchange: Exchange, listing: Listing | None) -> str | None:
    """Where a list says that it is from now on: by 301 or 308 on the whole way, or in its own words."""
    redirects = exchange.hops[:-1]
    if redirects and all(hop.status in (301, 308) for hop in redirects):
        return strip_userinfo(exchange.url)
    return strip_userinfo(listing.moved_to) if listing is not None and listing.moved_to else None
