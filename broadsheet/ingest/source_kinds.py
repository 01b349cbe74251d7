"""What an entry of `sources.toml` may say: one model for each kind of source, with what each key allows.

Belongs here: keys, types and limits. A field's description says what is allowed, in words that stand after "Write";
error messages and the docs take it from here. Reading the file and naming the line of a mistake belong to
broadsheet.ingest.sources_file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator

from broadsheet.ingest.publishers import read_host

MAX_URL_CHARS = 2000
# Places beside the own disk that archives are read from.
STORES = ("s3", "gs", "abfs", "abfss", "hdfs", "file")
_UNSAFE_IN_URL = re.compile(r"[\x00-\x20\x7f\\<>\"^`{|}]")


def check_url(url: str) -> str:
    """The address as it is, where it can be polled. Raises ValueError for any other, with the reason.

    >>> check_url("https://www.example.com/feed.xml")
    'https://www.example.com/feed.xml'
    """
    if len(url) > MAX_URL_CHARS or _UNSAFE_IN_URL.search(url):
        raise ValueError("it is too long or holds a blank or another sign that no address has")
    if has_credentials(url):
        raise ValueError("it names a user or a password, and those are never sent")
    if read_host(url) is None:
        raise ValueError("it is no http or https address with a host")
    return url


def has_credentials(url: str) -> bool:
    """Whether an address names a user or a password before its host."""
    return "@" in re.split(r"[/?#]", url.partition("://")[2], maxsplit=1)[0]


def _check_place(place: str) -> str:
    scheme, mark, _ = place.partition("://")
    if mark and scheme not in STORES:
        raise ValueError(f"{scheme}:// is no place that archives are read from; those are {', '.join(STORES)}")
    if mark and has_credentials(place):
        raise ValueError("it names a user or a password; those belong into the settings of the object store")
    return place


def _check_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"it is no regular expression: {error}") from error
    return pattern


_Text = Annotated[str, StringConstraints(min_length=1)]
_Place = Annotated[str, StringConstraints(min_length=1), AfterValidator(_check_place)]
_Url = Annotated[str, AfterValidator(check_url)]
_URL_FORM = "an address such as https://www.example.com/feed.xml, with http or https and without user and password"
_SOME_TEXT = "a text that is not empty"


class Entry(BaseModel):
    """The keys that every source has."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")] = Field(
        description="letters, digits, dot, dash and underscore, beginning with a letter or digit, 100 at most"
    )
    name: _Text | None = Field(None, description=_SOME_TEXT)
    domain: Annotated[str, StringConstraints(pattern=r"^[^\s/:@]+\.[^\s/:@.]+$")] | None = Field(
        None, description="a domain such as example.com, without https://"
    )
    language: Annotated[str, StringConstraints(pattern="^[a-z]{2}$")] | None = Field(
        None, description="two small letters such as en"
    )
    country: Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")] | None = Field(
        None, description="two capital letters such as GB"
    )


class FolderEntry(Entry):
    """Pages that lie in a folder or file, or, without a path, a publisher that is only named."""

    kind: Literal["files", "html", "text", "jsonl"] = "files"
    path: _Text | None = Field(None, description="a folder or file, from the folder of sources.toml")
    day_folders: bool = Field(True, description="true, or false where folders named after days say nothing of pages")

    @model_validator(mode="after")
    def _check_place(self) -> FolderEntry:
        if self.path is None and self.domain is None:
            raise ValueError("neither path nor domain")
        return self


class WarcEntry(Entry):
    """Archives that lie in a folder, or that lists of their names lead to."""

    kind: Literal["warc"] = "warc"
    path: _Text | None = Field(None, description="a folder or file, from the folder of sources.toml")
    paths: Annotated[list[_Place], Field(min_length=1)] | None = Field(
        None, description='a list of texts such as ["lists/warc.paths.gz"], files here or addresses of an object store'
    )
    base: _Place | None = Field(
        None, description='a folder here or an address of an object store such as "s3://bucket/crawl"'
    )

    @model_validator(mode="after")
    def _check_places(self) -> WarcEntry:
        if self.path is None and self.paths is None and self.domain is None:
            raise ValueError("neither path, paths nor domain")
        if self.base is not None and self.paths is None:
            raise ValueError("a base, but no lists of names that it would hold for")
        return self


class LiveEntry(Entry):
    """What every polled source has."""

    delay_s: Annotated[float, Field(ge=0, le=3600)] = Field(
        5.0, description="seconds between two requests to one host, from 0 to 3600"
    )
    every_s: Annotated[float, Field(ge=60, le=30 * 86400)] | None = Field(
        None, description="seconds between two polls, from 60 to 2592000"
    )
    max_pages_per_poll: Annotated[int, Field(ge=1, le=100_000)] = Field(
        500, description="a whole number from 1 to 100000"
    )


class FeedEntry(LiveEntry):
    """A feed: RSS, RDF, Atom or JSON Feed."""

    kind: Literal["feed"] = "feed"
    url: _Url = Field(description=_URL_FORM)


class NewsSitemapEntry(LiveEntry):
    """A sitemap of news, or an index of sitemaps."""

    kind: Literal["news_sitemap"] = "news_sitemap"
    url: _Url = Field(description=_URL_FORM)


class HtmlIndexEntry(LiveEntry):
    """A section page whose links lead to articles."""

    kind: Literal["html_index"] = "html_index"
    url: _Url = Field(description=_URL_FORM)
    link_pattern: Annotated[str, StringConstraints(min_length=1), AfterValidator(_check_pattern)] | None = Field(
        None, description="a regular expression that addresses of articles match, such as '/20[0-9]{2}/'"
    )


class UrlListEntry(LiveEntry):
    """A list of addresses, as text or CSV, in a file or on the web."""

    kind: Literal["url_list"] = "url_list"
    url: _Url | None = Field(None, description=_URL_FORM)
    path: _Text | None = Field(None, description="a file of addresses, from the folder of sources.toml")

    @model_validator(mode="after")
    def _check_place(self) -> UrlListEntry:
        if (self.path is None) == (self.url is None):
            raise ValueError("no list: write either path or url")
        return self


AnyEntry = FolderEntry | WarcEntry | FeedEntry | NewsSitemapEntry | HtmlIndexEntry | UrlListEntry
ENTRY: TypeAdapter[AnyEntry] = TypeAdapter(Annotated[AnyEntry, Field(discriminator="kind")])
_MODELS: tuple[type[Entry], ...] = (
    FolderEntry, WarcEntry, FeedEntry, NewsSitemapEntry, HtmlIndexEntry, UrlListEntry,
)  # fmt: skip


def list_keys(kind: str) -> dict[str, Any]:
    """The keys of a kind with their fields, `id`, `kind` and the place first; empty for a kind that does not exist."""
    for model in _MODELS:
        if kind in _list_kinds(model):
            first = ("id", "kind", "path", "paths", "base", "url", "link_pattern")
            fields = model.model_fields
            return {key: fields[key] for key in (*(key for key in first if key in fields), *fields)}
    return {}


def find_kinds_with(key: str) -> list[str]:
    """The kinds that have a key."""
    return [kind for model in _MODELS if key in model.model_fields for kind in _list_kinds(model)]


def _list_kinds(model: type[Entry]) -> Iterator[str]:
    yield from model.model_fields["kind"].annotation.__args__  # type: ignore[union-attr]
