"""One page fetched: conditionally where it was fetched before, and kept with what its list and its site say of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from broadsheet.crawl.archives import LISTS, PAGES
from broadsheet.crawl.asking import Asked, Asker
from broadsheet.crawl.keeping import Keeper
from broadsheet.crawl.opt_out import find_opt_out
from broadsheet.crawl.page_preferences import read_header_preferences, read_html_preferences
from broadsheet.crawl.preference_book import PreferenceBook
from broadsheet.crawl.preferences import Preference
from broadsheet.crawl.state import Row, State, read_time
from broadsheet.crawl.url_book import UrlBook
from broadsheet.fetch.exchange import Exchange, Headers
from broadsheet.ingest.sources import Source
from broadsheet.ingest.warc_metadata import CaptureMetadata


class PageFetcher:
    """Fetches the pages that `UrlBook` has pending. Used by several threads at once, on different hosts."""

    def __init__(self, state: State, asker: Asker, keeper: Keeper, clock: Callable[[], datetime]) -> None:
        self._asker = asker
        self._keeper = keeper
        self._clock = clock
        self._urls = UrlBook(state)
        self._preferences = PreferenceBook(state)

    def fetch(self, source: Source, row: Row) -> str:
        """Fetch one address and note how it ended; the outcome. A host that rests leaves all as it was."""
        self._asker.sites.visit_tdmrep(source, row["url"])
        asked = self._asker.ask(source, "page", row["url"], make_conditions(row))
        exchange = asked.exchange
        if not asked.is_attempt:
            return exchange.outcome
        now = self._clock()
        said = self._read_said(exchange)
        twin = self._urls.find_twin(row, exchange) if exchange.outcome == "fetched" else None

        def then(fetch_id: str) -> None:
            self._preferences.note(source.id, exchange.url, said, now)
            self._urls.finish(row, exchange, fetch_id, now, twin)

        is_page = exchange.outcome == "fetched" and twin is None
        metadata = self._describe(asked, row, said) if is_page else None
        self._keeper.keep(asked, part=PAGES if is_page else LISTS, metadata=metadata, then=then)
        return exchange.outcome

    def _read_said(self, exchange: Exchange) -> tuple[Preference, ...]:
        """The preferences of a response and its page."""
        if exchange.outcome != "fetched":
            return ()
        found = read_header_preferences(exchange.url, exchange.headers)
        return (*found, *read_html_preferences(exchange.url, exchange.decoded))

    def _describe(self, asked: Asked, row: Row, said: tuple[Preference, ...]) -> CaptureMetadata:
        """What the capture of a page is to say beyond HTTP."""
        exchange = asked.exchange
        of_site = self._asker.sites.read_preferences(asked.source, exchange.url)
        return CaptureMetadata(
            # Pages of a source that is no publisher are their own publisher's: the reader of the archive says whose.
            source_id=asked.source.id if asked.source.domain else None,
            requested_url=exchange.requested_url,
            redirect_urls=tuple(hop.url for hop in exchange.hops[:-1]),
            language_hint=asked.source.language,
            robots_rule=asked.rule,
            ai_training_opt_out=find_opt_out(exchange.url, (*of_site, *said)),
            listed_in_url=row["listed_in_url"],
            listed_title=row["title"],
            listed_published_at=read_time(row["published_at"]),
            listed_modified_at=read_time(row["modified_at"]),
            listed_publisher_name=row["publisher_name"],
            listed_publisher_url=row["publisher_url"],
        )


def make_conditions(row: Row) -> Headers:
    """Headers that ask for a body only where it is another than the one we have."""
    pairs = (("If-None-Match", row["etag"]), ("If-Modified-Since", row["last_modified"]))
    return tuple((name, value) for name, value in pairs if value)
