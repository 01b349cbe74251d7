"""The user's own entities: entities.csv with id, name, aliases (separated by |), type and country.

Their names win over every rule: whoever bears one of them in an article is that entity, under its own id and name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from broadsheet.folding import fold_name
from broadsheet.judgements.csv_files import read_lines
from broadsheet.judgements.references import TYPES, is_entity_id
from broadsheet.lake import frame_of
from broadsheet.tables import get_table

NAME = "entities.csv"
COLUMNS = ("id", "name", "aliases", "type", "country")
_COUNTRY_CHARS = 2


@dataclass(frozen=True, slots=True)
class OwnEntity:
    """One line of entities.csv. names: its name first. fault: why it is not taken; None for a good one."""

    line: int
    entity_id: str
    names: tuple[str, ...]
    entity_type: str | None
    country_code: str | None
    fault: str | None


def read_own_entities(sources_path: Path) -> pl.DataFrame:
    """The rows of `own_entities`: the good lines. Raises JudgementFileError."""
    rows = [
        {
            "entity_id": own.entity_id,
            "canonical_name": own.names[0],
            "entity_type": own.entity_type,
            "country_code": own.country_code,
        }
        for own in list_own_entities(sources_path)
        if own.fault is None
    ]
    return frame_of(get_table("own_entities"), sorted(rows, key=lambda row: str(row["entity_id"])))


def list_own_entities(sources_path: Path) -> Iterator[OwnEntity]:
    """Every line of the file, none without it. Raises JudgementFileError."""
    path = sources_path.with_name(NAME)
    if not path.exists():
        return
    lines: dict[str, int] = {}
    for line, cells in read_lines(path, COLUMNS, COLUMNS[:2]):
        names = dict.fromkeys(part.strip() for part in (cells["name"], *cells["aliases"].split("|")))
        kind, country = cells["type"].upper(), cells["country"].upper()
        fault = _find_fault(cells, kind, country)
        if cells["id"] in lines:
            fault = f"id {cells['id']!r} stands in line {lines[cells['id']]} too; give each entity its own"
        lines.setdefault(cells["id"], line)
        known = tuple(name for name in names if fold_name(name)) or (cells["name"],)
        yield OwnEntity(line, cells["id"], known, kind or None, country or None, fault)


def _find_fault(cells: dict[str, str], kind: str, country: str) -> str | None:
    if not is_entity_id(cells["id"]):
        return f"id is {cells['id']!r}; write letters, digits, dot, colon, dash and underscore"
    if not fold_name(cells["name"]):
        return "name is empty; write the name that pages show"
    if kind and kind not in TYPES:
        return f"type is {kind!r}; write one of {', '.join(TYPES)}, or leave it empty"
    if country and not (len(country) == _COUNTRY_CHARS and country.isascii() and country.isalpha()):
        return f"country is {country!r}; write its two letters, as DE"
    return "more cells than columns" if cells[""] else None
