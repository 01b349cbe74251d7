"""Sources tried once: whether each can be read now, what it holds and how new that is. Nothing is stored.

Belongs here: the trial of a source of any kind. Validity of sources.toml belongs to broadsheet.ingest.sources_file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadsheet.crawl.list_files import read_list_file
from broadsheet.crawl.visits import Visitor
from broadsheet.discovery.listing import Listing
from broadsheet.discovery.read import read_listing
from broadsheet.ingest.files import SourceFile, list_files
from broadsheet.ingest.index import open_item
from broadsheet.ingest.publishers import Publishers
from broadsheet.ingest.reading import read_records
from broadsheet.ingest.sources import Source
from broadsheet.records import Capture

# What each live kind may turn out to be.
_FITTING = {
    "feed": {"rss", "rdf", "atom", "cdf", "json_feed"},
    "news_sitemap": {"sitemap", "sitemap_index"},
    "html_index": {"html_index"},
    "url_list": {"url_list"},
}
# A file whose first records cannot be read is looked at no further.
_MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Trial:
    """One source as it answered. fault: what failed, empty where nothing did. unit: what item_count counts.

    newest_at: time of the newest item or file, UTC; None where nothing says it.
    """

    source: Source
    fault: str = ""
    item_count: int = 0
    unit: str = "items"
    newest_at: datetime | None = None


def try_source(source: Source, visitor: Visitor | None) -> Trial:
    """The trial of one source: one with an address by one fetch of its list, another by its files, the newest opened.

    visitor: may be None for a source without an address.
    """
    if source.url is not None:
        assert visitor is not None
        return _try_list(source, visitor)
    if source.list_path is not None:
        return _try_local_list(source, source.list_path)
    return _try_files(source) if source.path or source.paths else Trial(source, unit="-")


def find_newest(listing: Listing) -> datetime | None:
    """The latest time that an item or part of a list carries."""
    times = [item.published_at or item.modified_at for item in listing.items]
    times += [changed_at for _, changed_at in listing.more_urls]
    return max((found for found in times if found is not None), default=None)


def _try_list(source: Source, visitor: Visitor) -> Trial:
    assert source.url is not None
    exchange = visitor.fetch(source.url, source.delay_s)
    if exchange.outcome != "fetched":
        return Trial(source, f"{exchange.outcome}: {exchange.detail}".removesuffix(": "))
    content_type = exchange.header("content-type")
    return _try_listing(
        source, read_listing(exchange.decoded, content_type, exchange.url, link_pattern=source.link_pattern)
    )


def _try_local_list(source: Source, path: Path) -> Trial:
    try:
        body = read_list_file(path)
    except OSError as error:
        return Trial(source, f"{path} cannot be read: {error.strerror}")
    return _try_listing(
        source, read_listing(body, "text/csv" if path.suffix == ".csv" else "text/plain", path.as_uri())
    )


def _try_listing(source: Source, listing: Listing) -> Trial:
    count = len(listing.items)
    unit = "items"
    if not count and listing.more_urls:
        count, unit = len(listing.more_urls), "further lists"
    fault = ""
    if not count:
        fault = "; ".join(detail for _, detail in listing.problems[:1]) or f"it names nothing ({listing.kind})"
    elif listing.kind not in _FITTING[source.kind]:
        fault = f"it is no {source.kind} but {listing.kind}"
    return Trial(source, fault, count, unit, find_newest(listing))


def _try_files(source: Source) -> Trial:
    if source.path is not None and not source.path.exists():
        # The inbox is there without being declared, so that it need not exist.
        return Trial(source, "" if source.id == "inbox" else f"{source.path} does not exist", unit="files")
    files = [item for item in list_files([source]) if item.reader != "none" or item.fault]
    if not files:
        return Trial(source, unit="files")
    newest = max(files, key=lambda item: (item.listed_days[-1:], item.modified_at, item.path))
    fault = _find_fault(newest)
    return Trial(source, f"{newest.path}: {fault}" if fault else "", len(files), "files", newest.modified_at)


def _find_fault(item: SourceFile) -> str:
    """Why nothing in a file can be read; empty where a record can."""
    if item.fault is not None:
        return f"{item.fault.reason} {item.fault.detail}"
    found = ""
    try:
        with open_item(item) as raw:
            for count, record in enumerate(read_records(item, raw, Publishers())):
                if isinstance(record, Capture):
                    return ""
                found = found or f"{record.reason} {record.detail}"
                if count == _MOST_PROBLEMS:
                    break
    except OSError as error:
        return error.strerror or str(error)
    return found or "no records"
