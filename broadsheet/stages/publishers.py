"""What the user says about publishers: sources.toml and sources.csv as one table.

`sources.csv` lies beside `sources.toml`; its columns are those of the table `publishers` but for declared_in, with
alternative domains separated by blanks. Where both files name a publisher, a value in the CSV wins.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from broadsheet.errors import SettingsError
from broadsheet.ingest import Source
from broadsheet.lake import frame_of
from broadsheet.tables import get_table

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
    return frame_of(get_table("publishers"), [rows[source_id] for source_id in sorted(rows)])


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
    for name in _DATES:
        if row.get(name):
            row[name] = _read_date(path, line, name, row[name])
    return row


def _read_date(path: Path, line: int, name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise SettingsError(f"{path}, line {line}: {name} is {value!r}. Write it as 2024-01-31.") from error
