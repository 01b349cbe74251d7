"""What is remembered of addresses: every one that a list named, in all its forms, until it ends in one state.

Belongs here: when an address is new, changed or known, when it is tried again, and how it ends. Fetching is `pages`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadsheet.crawl.state import Row, State, read_time, write_time
from broadsheet.crawl.states import RETRIED, STATE_BY_OUTCOME
from broadsheet.discovery.listing import ListedItem
from broadsheet.discovery.url_identity import normalise_url
from broadsheet.fetch.exchange import Exchange
from broadsheet.fetch.urls import strip_userinfo
from broadsheet.ingest.origins import clean_text
from broadsheet.ingest.publishers import read_host, registered_domain
from broadsheet.ingest.sources import Source

# A page that fails is tried after 10 minutes, 40 minutes, 3 and 11 hours; the fifth failure is the last.
FIRST_RETRY_S, RETRY_FACTOR, MOST_FAILURES = 600.0, 4, 5
# Nothing is waited for longer, whoever is to blame.
LONGEST_PENDING = timedelta(days=7)
# A page whose list says that it changed is fetched again after an hour at the earliest, twice as long each time that
# it had not changed: some lists give the present time to everything.
FIRST_REFETCH_S, LONGEST_REFETCH_S = 3600.0, 86400.0
# A sitemap may hold the archive of ten years. Feeds are short, and what they list is meant.
OLDEST_IN_SITEMAPS = timedelta(days=30)
# What robots.txt denied, or failed too often, is tried again after so long, if a list that changed still names it.
CLOSED_FOR = timedelta(days=7)
_REOPENED = frozenset({"robots_denied", "gave_up"})
_LONGEST_URL_CHARS = 8192
# Kinds of sources whose links lead to their own site, or are advertisements.
_SAME_SITE = frozenset({"news_sitemap", "html_index"})


@dataclass(frozen=True, slots=True)
class Found:
    """How many items of a list are new, and how many of the known ones are to be fetched again."""

    new_count: int = 0
    changed_count: int = 0


class UrlBook:
    """The tables `urls` and `url_forms` of the state."""

    def __init__(self, state: State) -> None:
        self._state = state

    def note_items(self, source: Source, list_url: str, items: Iterable[ListedItem], now: datetime) -> Found:
        """Remember what a list names, in one transaction."""
        new = changed = 0
        with self._state.transaction():
            for position, item in enumerate(items):
                known = self._note_item(source, list_url, item, position, now)
                new += known is None
                changed += known == "changed"
        return Found(new, changed)

    def list_pending(self, source_id: str, now: datetime, most: int) -> list[Row]:
        """Addresses of a source to be fetched now, those seen first before others."""
        return self._state.rows(
            "select * from urls where state = 'pending' and source_id = :source_id and next_try_at <= :now "
            "order by first_seen_at, position limit :most",
            {"source_id": source_id, "now": write_time(now), "most": most},
        )

    def count_pending(self, source_id: str) -> int:
        """Addresses of a source that have not ended."""
        found = self._state.row(
            "select count(*) as pending from urls where state = 'pending' and source_id = :source_id",
            {"source_id": source_id},
        )
        return int(found["pending"]) if found else 0

    def find_twin(self, row: Row, exchange: Exchange) -> str | None:
        """The key of another address whose page is there already, to which this one led by redirects."""
        key = normalise_url(exchange.url)
        other = None if key is None or key == row["url_key"] else self._find_key(key)
        is_other = other is not None and other["url_key"] != row["url_key"]
        return str(other["url_key"]) if other and is_other and other["last_fetched_at"] else None

    def finish(self, row: Row, exchange: Exchange, fetch_id: str, now: datetime, twin: str | None = None) -> str:
        """Note how a fetch of this address went; the state it is in now. Call it in the transaction of the fetch."""
        changes = self._conclude(row, exchange, now)
        if twin is not None:
            changes |= {"state": "duplicate_of", "duplicate_of": twin}
        changed = row | changes | {"fetch_id": fetch_id, "detail": exchange.detail[:500]}
        if changed["state"] != "pending":
            changed["state_at"] = write_time(now)
        self._state.change("urls", "url_key", changed)
        final = normalise_url(exchange.url) if exchange.outcome == "fetched" else None
        if final is not None and final != row["url_key"]:
            self._note_form(exchange.url, final, str(row["url_key"]), str(row["source_id"]))
        return str(changed["state"])

    def _conclude(self, row: Row, exchange: Exchange, now: datetime) -> Row:
        state = STATE_BY_OUTCOME[exchange.outcome]
        if state == "pending":
            return _retry(row, exchange.outcome, now)
        if exchange.outcome == "not_modified":
            return _note_success(row, now, is_same=True)
        if exchange.outcome != "fetched":
            return {"state": state}
        digest = hashlib.sha256(exchange.decoded).hexdigest()
        return _note_success(row, now, is_same=digest == row["body_sha256"]) | {
            "body_sha256": digest,
            "etag": exchange.header("etag"),
            "last_modified": exchange.header("last-modified"),
            "final_url": exchange.url,
        }

    def _note_item(self, source: Source, list_url: str, item: ListedItem, position: int, now: datetime) -> str | None:
        """None for a new address, else known or changed."""
        url = strip_userinfo(clean_text(item.url)).partition("#")[0][:_LONGEST_URL_CHARS]
        key = normalise_url(url)
        known = self._find_key(key or url)
        if known is None:
            self._add(source, list_url, item, position, now, url, key)
            return None
        if (url, source.id) != (known["url"], known["source_id"]):
            self._note_form(url, key or url, str(known["url_key"]), source.id)
        if known["last_seen_at"] == write_time(now):
            return "known"
        changes = _renew(known, item, now)
        self._state.change("urls", "url_key", known | changes)
        return "changed" if changes["state"] == "pending" != known["state"] else "known"

    def _add(
        self, source: Source, list_url: str, item: ListedItem, position: int, now: datetime, url: str, key: str | None
    ) -> None:
        at = write_time(now)
        state = "bad" if key is None else _judge_new(source, item, url, now)
        self._state.put(
            "urls",
            {
                "url_key": key or url,
                "url": url,
                "source_id": source.id,
                "listed_in_url": list_url,
                "title": item.title,
                "published_at": write_time(item.published_at),
                "modified_at": write_time(item.modified_at),
                "publisher_name": item.publisher_name,
                "publisher_url": strip_userinfo(item.publisher_url) if item.publisher_url else None,
                "first_seen_at": at,
                "last_seen_at": at,
                "position": position,
                "state": state,
                "state_at": at,
                "next_try_at": at,
            },
        )
        self._note_form(url, key or url, key or url, source.id)

    def _note_form(self, form: str, form_key: str, url_key: str, source_id: str) -> None:
        row = {"form": form, "form_key": form_key, "url_key": url_key, "source_id": source_id}
        self._state.put("url_forms", row)

    def _find_key(self, key: str) -> Row | None:
        found = self._state.row("select * from urls where url_key = :key", {"key": key})
        return found or self._state.row(
            "select urls.* from url_forms inner join urls on url_forms.url_key = urls.url_key "
            "where url_forms.form_key = :key order by urls.first_seen_at limit 1",
            {"key": key},
        )


def _judge_new(source: Source, item: ListedItem, url: str, now: datetime) -> str:
    """The state that a new address begins in."""
    if source.kind in _SAME_SITE and _site_of(url) != _site_of(source.url or ""):
        return "off_site"
    listed_at = item.modified_at or item.published_at
    is_old = listed_at is not None and now - listed_at > OLDEST_IN_SITEMAPS
    return "too_old" if source.kind == "news_sitemap" and is_old else "pending"


def _site_of(url: str) -> str:
    host = read_host(url)
    return registered_domain(host) if host else ""


def _renew(known: Row, item: ListedItem, now: datetime) -> Row:
    """What a list that names a known address changes: what was not known before, and whether to fetch it again."""
    changes: Row = {
        "last_seen_at": write_time(now),
        "state": known["state"],
        "title": known["title"] or item.title,
        "published_at": known["published_at"] or write_time(item.published_at),
        "publisher_name": known["publisher_name"] or item.publisher_name,
    }
    if known["state"] in _REOPENED:
        closed_at = read_time(known["state_at"]) or now
        return changes | (_make_pending(now, now) if now - closed_at > CLOSED_FOR else {})
    if not _is_newer(known, item):
        return changes
    return changes | {"modified_at": write_time(item.modified_at)} | _refetch(known, item, now)


def _is_newer(known: Row, item: ListedItem) -> bool:
    """Whether the list says that the page has changed since it said so last."""
    modified_at = read_time(known["modified_at"])
    return item.modified_at is not None and (modified_at is None or item.modified_at > modified_at)


def _refetch(known: Row, item: ListedItem, now: datetime) -> Row:
    """When a page that changed is fetched again; nothing where it was not received so far, or after the change."""
    fetched_at = read_time(known["last_fetched_at"])
    if fetched_at is None or known["state"] not in ("fetched", "unchanged"):
        return {}
    if known["modified_at"] is None and item.modified_at is not None and item.modified_at <= fetched_at:
        return {}
    gap_s = min(FIRST_REFETCH_S * 2 ** min(int(known["unchanged_count"]), 10), LONGEST_REFETCH_S)
    return _make_pending(max(now, fetched_at + timedelta(seconds=gap_s)), now)


def _make_pending(due_at: datetime, now: datetime) -> Row:
    return {"state": "pending", "state_at": write_time(now), "failure_count": 0, "next_try_at": write_time(due_at)}


def _retry(row: Row, outcome: str, now: datetime) -> Row:
    """When an address that did not end is tried again; gave_up where that was often or long enough."""
    failures = int(row["failure_count"]) + (outcome in RETRIED)
    since = read_time(row["state_at"]) or now
    if failures >= MOST_FAILURES or now - since > LONGEST_PENDING:
        return {"state": "gave_up", "failure_count": failures}
    wait_s = FIRST_RETRY_S * RETRY_FACTOR ** (failures - 1) if outcome in RETRIED else 0.0
    return {
        "state": "pending",
        "failure_count": failures,
        "next_try_at": write_time(now + timedelta(seconds=wait_s)),
    }


def _note_success(row: Row, now: datetime, *, is_same: bool) -> Row:
    return {
        "state": "unchanged" if is_same else "fetched",
        "failure_count": 0,
        "fetch_count": int(row["fetch_count"]) + 1,
        "unchanged_count": int(row["unchanged_count"]) + 1 if is_same else 0,
        "last_fetched_at": write_time(now),
    }
