"""What the user watches: `watch.toml` beside sources.toml, as the table `watches`.

[[watch]]
id = "flood"                    # letters, digits, dot, dash, underscore
label = "The flood"             # may be left out
words = ["flood", "barrier"]    # at least one of words, names, measures
names = ["Helena Marsh"]
measures = ["flooded"]          # as in numbers.measure
sources = ["harbour-gazette"]   # ids of publishers; all where left out
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import polars as pl

from broadsheet.errors import SettingsError
from broadsheet.lake import frame_of
from broadsheet.tables import get_table

NAME = "watch.toml"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LISTS = {"words": "words", "names": "names", "measures": "measures", "sources": "source_ids"}
_KEYS = ("id", "label", *_LISTS)


def read_watches(sources_path: Path) -> pl.DataFrame:
    """The rows of `watches`, none without the file. Raises SettingsError with file, watch, key and what to do."""
    path = sources_path.with_name(NAME)
    rows: dict[str, dict[str, Any]] = {}
    for number, entry in enumerate(_read_entries(path) if path.exists() else (), start=1):
        row = _read_watch(f"{path}, watch {number}", entry)
        if row["watch_id"] in rows:
            raise SettingsError(f"{path}, watch {number}: id {row['watch_id']!r} is there twice. Give each its own.")
        rows[row["watch_id"]] = row
    return frame_of(get_table("watches"), [rows[watch_id] for watch_id in sorted(rows)])


def _read_entries(path: Path) -> list[dict[str, Any]]:
    try:
        parsed = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}. Make it readable or remove it.") from error
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError
        raise SettingsError(f"{path} is no valid TOML: {error}. Correct it there.") from error
    entries = parsed.get("watch", [])
    is_table_list = isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)
    if set(parsed) - {"watch"} or not is_table_list:
        raise SettingsError(f"{path}: begin every watch with a line [[watch]]; nothing else stands in this file.")
    return list(entries)


def _read_watch(place: str, entry: dict[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(entry) - set(_KEYS))
    if unknown:
        raise SettingsError(f"{place}: key {unknown[0]!r} is unknown. Known are {', '.join(_KEYS)}.")
    if not isinstance(entry.get("id"), str) or not _ID.fullmatch(entry["id"]):
        raise SettingsError(f"{place}: id is {entry.get('id')!r}. Write letters, digits, dot, dash and underscore.")
    if not isinstance(entry.get("label", ""), str):
        raise SettingsError(f"{place}: label is {entry['label']!r}. Write a text.")
    row: dict[str, Any] = {"watch_id": entry["id"], "label": entry.get("label")}
    for key, column in _LISTS.items():
        row[column] = _read_texts(place, key, entry.get(key, []))
    if not (row["words"] or row["names"] or row["measures"]):
        raise SettingsError(f"{place}: it looks for nothing. Give it words, names or measures.")
    return row


def _read_texts(place: str, key: str, value: object) -> list[str]:
    texts = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) and text.strip() for text in texts):
        raise SettingsError(f'{place}: {key} is {value!r}. Write a list of texts, as {key} = ["flood"].')
    return [" ".join(str(text).split()) for text in texts]
