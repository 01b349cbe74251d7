"""One list polled: fetched conditionally, read, its items remembered, and the lists that it names found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from broadsheet.crawl.asking import Asker
from broadsheet.crawl.feed_book import FeedBook, ListResult, digest_body, name_end
from broadsheet.crawl.hosts import host_of
from broadsheet.crawl.keeping import Keeper
from broadsheet.crawl.list_files import read_list_file
from broadsheet.crawl.pages import make_conditions
from broadsheet.crawl.state import Row, State, write_time
from broadsheet.crawl.url_book import UrlBook
from broadsheet.discovery.listing import Listing
from broadsheet.discovery.read import read_listing
from broadsheet.fetch.exchange import Exchange
from broadsheet.ingest.sources import Source

# Parts of a sitemap index that are polled at once, those changed last first; and how deep an index may lead.
MOST_PARTS, MOST_DEPTH = 50, 3
# Kinds of lists that others may be followed from: a feed's next page is its archive.
_WITH_PARTS = frozenset({"sitemap_index"})


@dataclass(frozen=True, slots=True)
class ListPoll:
    """What a poll of a list brought. parts: rows of `feeds` to be polled now, as the list says that they changed."""

    outcome: str
    new_count: int = 0
    parts: tuple[Row, ...] = ()


class ListFetcher:
    """Polls lists. Used by several threads at once, on different hosts."""

    def __init__(self, state: State, asker: Asker, keeper: Keeper, clock: Callable[[], datetime]) -> None:
        self._state = state
        self._asker = asker
        self._keeper = keeper
        self._clock = clock
        self._feeds = FeedBook(state)
        self._urls = UrlBook(state)

    def fetch(self, source: Source, row: Row, depth: int = 0) -> ListPoll:
        """Poll one list; a host that rests leaves all as it was."""
        asked = self._asker.ask(source, "list", row["url"], make_conditions(row))
        exchange = asked.exchange
        if not asked.is_attempt:
            return ListPoll(exchange.outcome)
        now = self._clock()
        listing = self._read(source, row, exchange)
        wait_s = self._asker.wait_s(host_of(exchange.url)) if exchange.outcome == "throttled" else 0.0
        found: list[ListPoll] = []

        def then(fetch_id: str) -> None:
            fault = _find_fault(source, listing)
            kept = None if fault else listing
            result = ListResult(kept, fault=fault, not_before_at=now + timedelta(seconds=wait_s))
            found.append(self._note(source, row, exchange, result, depth, now))

        self._keeper.keep(asked, then=then)
        return found[0]

    def read_local(self, source: Source, path: Path) -> ListPoll:
        """The items of a list that lies in a file here; where it cannot be read, its row of `feeds` says why."""
        now = self._clock()
        url = path.as_uri()
        row = self._feeds.get(url, source.id, source.kind, now)
        try:
            body = read_list_file(path)
        except OSError as error:
            self._feeds.note_unreadable(row, f"{path} cannot be read: {error.strerror}", now)
            return ListPoll("bad_url")
        digest = hashlib.sha256(body).hexdigest()
        if digest == row["body_sha256"]:
            return ListPoll("not_modified")
        listing = read_listing(body, "text/plain", url)
        with self._state.transaction():
            new_count = self._urls.note_items(source, url, listing.items, now).new_count
            self._feeds.note_local(row, listing, new_count, digest, now)
        return ListPoll("fetched", new_count)

    def _read(self, source: Source, row: Row, exchange: Exchange) -> Listing | None:
        """The list; None where it is the same as before, or nothing was received."""
        if exchange.outcome != "fetched" or digest_body(exchange) == row["body_sha256"]:
            return None
        content_type = exchange.header("content-type")
        pattern = source.link_pattern if source.kind == "html_index" else None
        return read_listing(exchange.decoded, content_type, exchange.url, link_pattern=pattern)

    def _note(
        self, source: Source, row: Row, exchange: Exchange, result: ListResult, depth: int, now: datetime
    ) -> ListPoll:
        listing = result.listing
        items = listing.items if listing is not None else ()
        new_count = self._urls.note_items(source, row["url"], items, now).new_count
        self._feeds.note(row, exchange, replace(result, new_count=new_count), source.every_s, now)
        if listing is not None and listing.kind in _WITH_PARTS and depth < MOST_DEPTH:
            self._note_parts(source, row, listing, now)
        parts = self._feeds.list_parts(row["url"], now, MOST_PARTS) if depth < MOST_DEPTH else []
        return ListPoll(name_end(exchange, result), new_count, tuple(parts))

    def _note_parts(self, source: Source, row: Row, listing: Listing, now: datetime) -> None:
        """Remember the parts of an index, and which of them it says have changed: those are wanted until polled."""
        newest_first = sorted(listing.more_urls, key=lambda part: write_time(part[1]) or "", reverse=True)
        for url, modified_at in newest_first[:MOST_PARTS]:
            part = self._feeds.get(url, source.id, source.kind, now, row["url"])
            at = write_time(modified_at)
            is_changed = at is not None and (part["listed_modified_at"] or "") < at
            changes = {"url": part["url"], "listed_modified_at": at or part["listed_modified_at"]}
            if is_changed:
                changes |= {"is_wanted": 1, "next_poll_at": write_time(now)}
            self._state.change("feeds", "url", changes)


def _find_fault(source: Source, listing: Listing | None) -> str:
    """Why what was received for a list is none, in words: many sites answer with a page where a feed has gone."""
    if listing is not None and listing.kind == "html_index" and source.kind != "html_index":
        return "a page was received, no list"
    return ""
