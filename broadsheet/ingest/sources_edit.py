"""`sources.toml` written: an entry added after the others, with every comment and blank line kept.

Reading belongs to broadsheet.ingest.sources_file; which list of a site to add, to broadsheet.crawl.site_lists.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

import tomlkit
from tomlkit.items import AoT

from broadsheet.errors import SettingsError
from broadsheet.ingest.sources_file import examine_text
from broadsheet.private_files import write_beside

_BEGINNING = "# Where pages come from: `broadsheet sources check` tries every entry. The keys: docs/sources.md.\n"


def append_source(path: Path, fetched: Path, entry: Mapping[str, str | float]) -> str:
    """Add a source to the file, which is made where it is not there; gives the lines that were added.

    Nothing is written where the file has mistakes already or would have one then. Raises SettingsError for these.
    """
    text = _read_text(path)
    _refuse(path, text, fetched)
    document = tomlkit.parse(text)
    sources = document.get("source")
    if sources is None:
        sources = tomlkit.aot()
        document.append("source", sources)
    if not isinstance(sources, AoT):
        raise SettingsError(f"{path}: the sources stand in one list. Begin every source with a line [[source]] first.")
    table = tomlkit.table()
    table.update(entry)
    sources.append(table)
    changed = _part_entries(text, document.as_string())
    _refuse(path, changed, fetched)
    _replace(path, changed)
    return "[[source]]\n" + table.as_string().strip() + "\n"


def make_source_id(wanted: str, taken: Collection[str]) -> str:
    """An id made from a name or domain, with a number where it is taken.

    >>> make_source_id("harbour-post.example", ["harbour-post"])
    'harbour-post-2'
    >>> make_source_id("203.0.113.7", [])
    '203-0-113-7'
    """
    name = wanted.removeprefix("www.")
    first = name if re.fullmatch(r"[\d.]+", name) else name.partition(".")[0]
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", first).strip("-_")[:90] or "source"
    known = {name.casefold() for name in taken}
    names = [stem, *(f"{stem}-{number}" for number in range(2, len(known) + 3))]
    return next(name for name in names if name.casefold() not in known)


def _read_text(path: Path) -> str:
    if not path.exists():
        return _BEGINNING
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}. Make it a readable text in UTF-8.") from error


def _refuse(path: Path, text: str, fetched: Path) -> None:
    _, mistakes = examine_text(path, text, fetched)
    if mistakes:
        raise SettingsError(f"{mistakes[0]} Nothing was added.")


def _part_entries(before: str, after: str) -> str:
    """The text with a blank line before the new entry, as a person writes it."""
    head, mark, entry = after.rpartition("[[source]]")
    return head.rstrip() + ("\n\n" if before.strip() else "") + mark + entry.rstrip() + "\n"


def _replace(path: Path, text: str) -> None:
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with write_beside(target) as partial:
            partial.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}. Make its folder writable.") from error
