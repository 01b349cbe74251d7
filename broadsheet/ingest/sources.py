"""Sources: the folders and files that captures come from, as `sources.toml` names them.

    [[source]]
    id = "harbour-post"             # letters, digits, dot, dash, underscore
    path = "saved/harbour-post"     # folder or file, from the folder of sources.toml; may be left out with a domain
    kind = "files"                  # files (reader by ending, default), html, text, jsonl or warc
    name = "The Harbour Post"
    domain = "harbourpost.example"  # makes the source one publisher
    language = "en"                 # ISO 639-1
    country = "GB"                  # ISO 3166-1 alpha-2

The source `inbox` (everything below settings.inbox) is always there, unless one of that id or folder is
declared. A file belongs
to the source whose folder is nearest above it. How a capture gets its source id: broadsheet.ingest.publishers.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from broadsheet.errors import SettingsError
from broadsheet.ingest.publishers import Publishers
from broadsheet.settings import Settings

KINDS = ("files", "html", "text", "jsonl", "warc")
LIVE_KINDS = ("feed", "news_sitemap", "html_index", "url_list")
_KEYS = {
    "id": r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}",
    "kind": "|".join(KINDS),
    "path": r"(?s).+",
    "name": r"(?s).+",
    "domain": r"[^\s/:@]+\.[^\s/:@.]+",
    "language": r"[a-z]{2}",
    "country": r"[A-Z]{2}",
}
_FORMS = {
    "id": "letters, digits, dot, dash and underscore",
    "kind": f"one of {', '.join(KINDS)}",
    "domain": "a domain such as example.com, without https://",
    "language": "two small letters such as en",
    "country": "two capital letters such as GB",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One source. `path` is absolute, a folder or a file; None for a source that only names a publisher.

    A live source (kind in LIVE_KINDS, with a `url`) is polled: its path is the folder that the fetcher writes its
    pages to as WARC files. delay_s: seconds between two requests to one host, at least. every_s: seconds between two
    polls, None for a pace that follows the source. link_pattern: regular expression that links of an html_index match.
    paths: lists of archives (kind warc), as files here or addresses of an object store; base: the folder or store that
    the listed names are relative to (broadsheet.ingest.archive_lists). day_folders: a loose file in a folder named
    2026-03-05 is captured at noon UTC of that day.
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
    paths: tuple[str, ...] = ()
    base: str | None = None
    day_folders: bool = True


def load_sources(settings: Settings) -> tuple[Source, ...]:
    """All sources, `inbox` first unless declared, then in the order of `sources.toml`, which need not exist.

    Raises SettingsError with the key, its value, the line and what to do, for anything in the file that does not fit.
    """
    declared = _read_sources(settings.sources_path) if settings.sources_path.exists() else ()
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


def _read_sources(path: Path) -> tuple[Source, ...]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        parsed = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}. Make it readable or remove it.") from error
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError
        raise SettingsError(f"{path} is no valid TOML: {error}. Correct it there.") from error
    extra = sorted(set(parsed) - {"source"})
    if extra:
        raise SettingsError(f"{path}: key {extra[0]!r} is unknown. Begin every source with a line [[source]].")
    entries = parsed.get("source", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise SettingsError(f"{path}: 'source' is no list of tables. Begin every source with a line [[source]].")
    sources = tuple(_build_source(path, text, number, entry) for number, entry in enumerate(entries, start=1))
    _refuse_twins(path, text, sources)
    return sources


def _build_source(path: Path, text: str, number: int, entry: Mapping[str, Any]) -> Source:
    for key, value in entry.items():
        place = _place(path, text, number, key)
        if key not in _KEYS:
            raise SettingsError(f"{place}: key {key!r} is unknown. Known are {', '.join(_KEYS)}.")
        if not isinstance(value, str) or not re.fullmatch(_KEYS[key], value):
            raise SettingsError(f"{place}: {key} is {value!r}. Write {_FORMS.get(key, 'a text that is not empty')}.")
    place = _place(path, text, number, "id")
    if "id" not in entry:
        raise SettingsError(f'{place}: the source has no id. Add one: id = "my-source".')
    if "path" not in entry and "domain" not in entry:
        raise SettingsError(f"{place}: source {entry['id']!r} has neither path nor domain. Add one of them.")
    folder = (path.parent / Path(entry["path"]).expanduser()).absolute() if "path" in entry else None
    if folder is not None and not folder.exists():
        where = _place(path, text, number, "path")
        raise SettingsError(f"{where}: path is {entry['path']!r}, but {folder} does not exist. Create or correct it.")
    domain = entry["domain"].lower().removeprefix("www.") if "domain" in entry else None
    return Source(
        id=entry["id"],
        path=folder,
        kind=entry.get("kind", "files"),
        name=entry.get("name"),
        domain=domain,
        language=entry.get("language"),
        country=entry.get("country"),
    )


def _refuse_twins(path: Path, text: str, sources: Sequence[Source]) -> None:
    for key in ("id", "path", "domain"):
        seen: set[object] = set()
        for number, source in enumerate(sources, start=1):
            value = source.path.resolve() if key == "path" and source.path else getattr(source, key)
            if value is not None and value in seen:
                place = _place(path, text, number, key)
                raise SettingsError(f"{place}: {key} {str(value)!r} is there twice. Give each source its own.")
            seen.add(value)


def _place(path: Path, text: str, number: int, key: str) -> str:
    """`file, line N`: the line of `key` in the source of that number, else the line where the source begins."""
    seen = begins = 0
    for line_number, line in enumerate(text.splitlines(), start=1):
        if re.match(r"\s*\[\[\s*source\s*\]\]", line):
            seen += 1
            begins = line_number if seen == number else begins
        elif seen == number and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return f"{path}, line {line_number}"
    return f"{path}, line {begins}" if begins else f"{path}, source {number}"
