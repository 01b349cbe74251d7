"""What the user says about publishers: sources.toml and sources.csv as one table, with a starter list of families.

`sources.csv` lies beside `sources.toml`; its columns are those of the table `publishers` but for declared_in, with
alternative domains separated by blanks and printed names by semicolons. Where both files name a publisher, a value in
the CSV wins. The starter list, broadsheet/ingest/publisher_families.csv, says of some outlets whom they belong to: the
owner is taken from the page that each row names, the domain is the outlet's own. lang/agencies.toml names agencies as
credits do. Both have rows of their own, so that the model `sources` can put what the user says before them.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl

from broadsheet.errors import FaultError, SettingsError
from broadsheet.ingest.sources import Source
from broadsheet.lake import frame_of
from broadsheet.tables import get_table

# How `declared_in` names the starter list.
STARTER_LIST = "starter list"
_CSV_NAME = "sources.csv"
_DATES = ("valid_from", "valid_to")


def read_publishers(sources: Iterable[Source], sources_path: Path) -> pl.DataFrame:
    """The rows of `publishers`. Raises SettingsError that names file, line and column for a value that does not fit."""
    rows: dict[str, dict[str, Any]] = {
        source.id: {
            "source_id": source.id,
            "name": source.name,
            "canonical_domain": source.domain,
            "alternative_domains": [],
            "printed_names": [],
            "country_code": source.country,
            "primary_language": source.language,
            "declared_in": "sources.toml",
        }
        for source in sources
    }
    path = sources_path.with_name(_CSV_NAME)
    for row in _read_csv(path) if path.exists() else ():
        known = rows.get(row["source_id"])
        stated = {name: value for name, value in row.items() if value is not None}
        rows[row["source_id"]] = (known or {}) | stated | {"declared_in": "both" if known else _CSV_NAME}
    declared = (rows[source_id] for source_id in sorted(rows))
    return frame_of(get_table("publishers"), [*declared, *read_starter_families(), *read_agencies()])


@cache
def read_starter_families() -> tuple[dict[str, Any], ...]:
    """The rows of the starter list, as rows of `publishers`. Raises FaultError where the list cannot be read."""
    try:
        text = files("broadsheet.ingest").joinpath("publisher_families.csv").read_text(encoding="utf-8")
        read = list(csv.DictReader(text.splitlines(), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FaultError(f"The list ingest/publisher_families.csv cannot be read: {error!r}.") from error
    return tuple(_start(row["source_id"], row) for row in read)


@cache
def read_agencies() -> tuple[dict[str, Any], ...]:
    """News agencies with the names that credits give them, as rows of `publishers`. Raises FaultError likewise."""
    try:
        raw = tomllib.loads(files("broadsheet.lang").joinpath("agencies.toml").read_text(encoding="utf-8"))
        return tuple(
            _start(item["domain"], {"name": item["name"], "printed_names": item["printed"], "media_type": "agency"})
            for item in raw["agency"]
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise FaultError(f"The list lang/agencies.toml cannot be read: {error!r}.") from error


def _start(domain: str, known: Mapping[str, Any]) -> dict[str, Any]:
    shared = {"source_id": domain, "canonical_domain": domain, "alternative_domains": [], "printed_names": []}
    return shared | dict(known) | {"declared_in": STARTER_LIST}


def _read_csv(path: Path) -> list[dict[str, Any]]:
    columns = [column.name for column in get_table("publishers").columns if column.name != "declared_in"]
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            extra = sorted(set(reader.fieldnames or ()) - set(columns))
            if extra or "source_id" not in (reader.fieldnames or ()):
                told = f"column {extra[0]!r} is unknown" if extra else "column source_id is missing"
                raise SettingsError(f"{path}: {told}. The columns are: {', '.join(columns)}.")
            return [_read_row(path, reader.line_num, raw) for raw in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"{path} cannot be read: {error}. Save it as CSV in UTF-8.") from error


def _read_row(path: Path, line: int, raw: dict[str | None, Any]) -> dict[str, Any]:
    if None in raw or not (raw.get("source_id") or "").strip():
        raise SettingsError(f"{path}, line {line}: more cells than columns, or no source_id. Correct the line.")
    row: dict[str, Any] = {str(name): (value or "").strip() or None for name, value in raw.items()}
    row["alternative_domains"] = (row.get("alternative_domains") or "").lower().split()
    row["printed_names"] = [name.strip() for name in (row.get("printed_names") or "").split(";") if name.strip()]
    for name in _DATES:
        if row.get(name):
            row[name] = _read_date(path, line, name, row[name])
    return row


def _read_date(path: Path, line: int, name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise SettingsError(f"{path}, line {line}: {name} is {value!r}. Write it as 2024-01-31.") from error
