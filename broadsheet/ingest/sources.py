"""Sources: the folders, files and addresses that captures come from, as `sources.toml` names them.

    [[source]]
    id = "harbour-post"             # letters, digits, dot, dash, underscore
    path = "saved/harbour-post"     # folder or file, from the folder of sources.toml; may be left out with a domain
    kind = "files"                  # files (reader by ending, default), html, text, jsonl or warc
    name = "The Harbour Post"
    domain = "harbourpost.example"  # makes the source one publisher
    language = "en"                 # ISO 639-1
    country = "GB"                  # ISO 3166-1 alpha-2

    [[source]]
    id = "echo"
    kind = "feed"                   # a live source, which is polled: feed, news_sitemap, html_index or url_list
    url = "https://echo.example/feed.xml"

The keys of each kind stand in broadsheet.ingest.source_kinds. The source `inbox` (everything below settings.inbox) is
always there, unless one of that id or folder is declared. A file belongs to the source whose folder is nearest above
it. How a capture gets its source id: broadsheet.ingest.publishers. A live source claims no domain by itself, because
the pages of many feeds are other people's: with a `domain` all its pages are its own, without one each page is its
publisher's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from broadsheet.ingest.publishers import Publishers
from broadsheet.settings import Settings

KINDS = ("files", "html", "text", "jsonl", "warc")
LIVE_KINDS = ("feed", "news_sitemap", "html_index", "url_list")


@dataclass(frozen=True, slots=True)
class Source:
    """One source. `path` is absolute, a folder or a file; None for a source that only names a publisher.

    A live source (kind in LIVE_KINDS, with a `url`) is polled: its path is the folder that the fetcher writes its
    pages to as WARC files. delay_s: seconds between two requests to one host, at least. every_s: seconds between two
    polls, None for a pace that follows the source. link_pattern: regular expression that links of an html_index match.
    list_path: the file of a url_list that lies here, which has no `url` then. paths: lists of archives (kind warc), as
    files here or addresses of an object store; base: the folder or store that the listed names are relative to
    (broadsheet.ingest.archive_lists). day_folders: a loose file in a folder named 2026-03-05 is captured at noon UTC of
    that day.
    """

    id: str
    path: Path | None
    kind: str = "files"
    name: str | None = None
    domain: str | None = None
    language: str | None = None
    country: str | None = None
    url: str | None = None
    delay_s: float = 5.0
    every_s: float | None = None
    link_pattern: str | None = None
    max_pages_per_poll: int = 500
    list_path: Path | None = None
    paths: tuple[str, ...] = ()
    base: str | None = None
    day_folders: bool = True

    @property
    def is_live(self) -> bool:
        """Whether the source is polled."""
        return self.kind in LIVE_KINDS


def load_sources(settings: Settings) -> tuple[Source, ...]:
    """All sources, `inbox` first unless declared, then in the order of `sources.toml`, which need not exist.

    Raises SettingsError with the key, its value, the line and what to do, for anything in the file that does not fit.
    """
    declared: tuple[Source, ...] = ()
    if settings.sources_path.exists():
        # The models of the file's entries take long to import, and most commands have no such file or need no source.
        from broadsheet.ingest.sources_file import read_sources

        declared = read_sources(settings.sources_path, settings.fetched)
    inbox = settings.inbox.resolve()
    if any(source.id == "inbox" or (source.path and source.path.resolve() == inbox) for source in declared):
        return declared
    return (Source("inbox", settings.inbox), *declared)


def list_publishers(sources: Sequence[Source]) -> Publishers:
    """The declared domains of `sources`; the first source to declare one has it."""
    ids: dict[str, str] = {}
    for source in sources:
        if source.domain:
            ids.setdefault(source.domain, source.id)
    return Publishers(ids)
