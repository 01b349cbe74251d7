"""`sources.toml` read: each entry held to the model of its kind, each mistake named by file, line, key and way out.

What an entry may say stands in broadsheet.ingest.source_kinds, what a source is in broadsheet.ingest.sources.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from broadsheet.errors import SettingsError
from broadsheet.ingest.source_kinds import ENTRY, AnyEntry, find_kinds_with, has_credentials, list_keys
from broadsheet.ingest.sources import KINDS, LIVE_KINDS, Source

_LONGEST_SHOWN = 120
_BEGIN = re.compile(r"\s*\[\[\s*source\s*\]\]")
# Examples for keys that a kind cannot do without.
_EXAMPLES = {
    "id": 'id = "my-source"',
    "url": 'url = "https://www.example.com/feed.xml"',
}

# Ways out where two sources say the same, by key.
_WAYS_OUT = {"domain": "Leave it out here: a page of that domain is the first source's, whatever way it came in."}


def read_sources(path: Path, fetched: Path) -> tuple[Source, ...]:
    """The sources of the file in its order. fetched: folder below which live sources keep their pages.

    Raises SettingsError for the first mistake, and says how many more there are.
    """
    sources, mistakes = examine_sources(path, fetched)
    if mistakes:
        more = len(mistakes) - 1
        others = "1 more mistake" if more == 1 else f"{more} more mistakes"
        told = f" There are {others}: `broadsheet sources check` names them all." if more else ""
        raise SettingsError(mistakes[0] + told)
    return sources


def examine_sources(path: Path, fetched: Path) -> tuple[tuple[Source, ...], list[str]]:
    """The sources that can be read, and a sentence for each mistake, in the order of the file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        return (), [f"{path} cannot be read: {error.strerror}. Make it readable or remove it."]
    except UnicodeDecodeError as error:
        return (), [f"{path} is no valid TOML: {error}. Correct it there."]
    return examine_text(path, text, fetched)


def examine_text(path: Path, text: str, fetched: Path) -> tuple[tuple[Source, ...], list[str]]:
    """As examine_sources, for a text that does not stand at `path` yet."""
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return (), [f"{path} is no valid TOML: {error}. Correct it there."]
    extra = sorted(set(parsed) - {"source"})
    if extra:
        return (), [f"{path}: key {extra[0]!r} is unknown. Begin every source with a line [[source]]."]
    entries = parsed.get("source", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return (), [f"{path}: 'source' is no list of tables. Begin every source with a line [[source]]."]
    return _File(path, text, fetched).examine(entries)


class _File:
    """One file: where its keys stand, and what is wrong with its entries."""

    def __init__(self, path: Path, text: str, fetched: Path) -> None:
        self._path = path
        self._lines = text.splitlines()
        self._begins = [index for index, line in enumerate(self._lines) if _BEGIN.match(line)]
        self._fetched = fetched

    def examine(self, entries: Sequence[Mapping[str, Any]]) -> tuple[tuple[Source, ...], list[str]]:
        sources: dict[int, Source] = {}
        mistakes: list[str] = []
        for number, entry in enumerate(entries, start=1):
            found = [*self._find_mistakes(number, entry)]
            if not found:
                sources[number] = source = self._build(ENTRY.validate_python(_with_kind(entry)))
                found += self._find_missing_files(number, entry, source)
            mistakes += found
        return tuple(sources.values()), [*mistakes, *self._find_twins(sources)]

    def _find_mistakes(self, number: int, entry: Mapping[str, Any]) -> Iterator[str]:
        try:
            ENTRY.validate_python(_with_kind(entry))
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                yield self._explain(number, entry, detail)

    def _explain(self, number: int, entry: Mapping[str, Any], detail: Mapping[str, Any]) -> str:
        if detail["type"] == "union_tag_invalid":
            return (
                f"{self._place(number, 'kind')}: kind is {_show(entry['kind'])}. Write one of {', '.join(ALL_KINDS)}."
            )
        kind = str(detail["loc"][0]) if detail["loc"] else "files"
        key = str(detail["loc"][1]) if len(detail["loc"]) > 1 else "id"
        place = self._place(number, key)
        if detail["type"] == "extra_forbidden":
            return f"{place}: key {key!r} is unknown for the kind {kind}. {_advise_key(kind, key)}"
        if detail["type"] == "missing":
            return f"{place}: the source has no {key}, and the kind {kind} needs one. Add: {_EXAMPLES[key]}."
        reason = str(detail["ctx"]["error"]) if detail["type"] == "value_error" else ""
        if len(detail["loc"]) < 2:
            known = [name for name in ("path", "paths", "url", "domain") if name in list_keys(kind)]
            return f"{place}: source {entry['id']!r} has {reason}. Add one of {', '.join(known)}."
        told = f" ({reason})" if reason else ""
        allowed = list_keys(kind)[key].description
        return f"{place}: {key} is {_show(entry.get(key))}{told}. Write {allowed}."

    def _build(self, entry: AnyEntry) -> Source:
        said = entry.model_dump(exclude_none=True)
        path, listed = said.pop("path", None), said.pop("paths", [])
        place = None if path is None else self._find_place(path)
        if entry.kind in LIVE_KINDS:
            said["list_path"] = place
            place = self._fetched / entry.id / "pages"
        if entry.domain is not None:
            said["domain"] = entry.domain.lower().removeprefix("www.")
        if "base" in said:
            said["base"] = self._find_list(said["base"])
        return Source(**said, path=place, paths=tuple(self._find_list(name) for name in listed))

    def _find_place(self, path: str) -> Path:
        return (self._path.parent / Path(path).expanduser()).absolute()

    def _find_list(self, name: str) -> str:
        return name if "://" in name else str(self._find_place(name))

    def _find_missing_files(self, number: int, entry: Mapping[str, Any], source: Source) -> Iterator[str]:
        place = source.list_path if source.is_live else source.path
        if place is not None and not place.exists():
            where = self._place(number, "path")
            yield f"{where}: path is {entry['path']!r}, but {place} does not exist. Create or correct it."
        for key, names in (("paths", source.paths), ("base", (source.base,) if source.base else ())):
            for name in names:
                if "://" not in name and not Path(name).exists():
                    yield f"{self._place(number, key)}: {key} names {name}, which does not exist. Create or correct it."

    def _find_twins(self, sources: Mapping[int, Source]) -> Iterator[str]:
        for key in ("id", "path", "domain", "url", "list_path"):
            seen: set[object] = set()
            for number, source in sources.items():
                value = getattr(source, key)
                # Folders are named after ids, and some disks do not tell capitals from small letters.
                same = value.casefold() if key == "id" else value.resolve() if isinstance(value, Path) else value
                if value is not None and same in seen:
                    name = key.removeprefix("list_")
                    way_out = _WAYS_OUT.get(key, "Give each source its own.")
                    yield f"{self._place(number, name)}: {name} {str(value)!r} is there twice. {way_out}"
                seen.add(same)

    def _place(self, number: int, key: str) -> str:
        """`file, line N`: the line of `key` in the source of that number, else the line where the source begins."""
        if number > len(self._begins):
            return f"{self._path}, source {number}"
        begin = self._begins[number - 1]
        end = self._begins[number] if number < len(self._begins) else len(self._lines)
        of_key = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        index = next((index for index in range(begin + 1, end) if of_key.match(self._lines[index])), begin)
        return f"{self._path}, line {index + 1}"


ALL_KINDS = (*KINDS, *LIVE_KINDS)


def _with_kind(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": "files", **entry}


def _show(value: object) -> str:
    """A value as a message shows it: short, and never with a password."""
    if isinstance(value, str) and has_credentials(value):
        head, _, rest = value.partition("://")
        value = f"{head}://…@{rest.rpartition('@')[2]}"
    shown = repr(value)
    return shown if len(shown) <= _LONGEST_SHOWN else shown[: _LONGEST_SHOWN - 1] + "…"


def _advise_key(kind: str, key: str) -> str:
    known = list_keys(kind)
    near = difflib.get_close_matches(key, known, n=1)
    guess = f"Did you mean {near[0]}? " if near else ""
    others = find_kinds_with(key)
    elsewhere = f" It is a key of {', '.join(others)}." if others else ""
    return f"{guess}Known are {', '.join(known)}.{elsewhere}"
