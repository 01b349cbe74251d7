"""The tables that the user writes.

publishers (sources.toml, sources.csv), watches (watch.toml), judgements (judgements.csv, aliases.csv, entities.csv) and
own_entities (entities.csv).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from broadsheet.judgements import read_judgements, read_own_entities
from broadsheet.stages.context import StageContext
from broadsheet.stages.publishers import read_publishers
from broadsheet.stages.watches import read_watches

DECLARED = ("publishers", "watches", "judgements", "own_entities")

_READERS: dict[str, Callable[[Path], pl.DataFrame]] = {
    "watches": read_watches,
    "judgements": read_judgements,
    "own_entities": read_own_entities,
}


def read_declared(context: StageContext, table: str) -> pl.DataFrame:
    """The rows that the user's files give now. Raises SettingsError for a file that does not fit."""
    path = context.settings.sources_path
    if table == "publishers":
        return read_publishers(context.sources, path)
    return _READERS[table](path)


def store_declared(context: StageContext, table: str) -> pl.DataFrame:
    """Put what the user says now into the lake, and give it back."""
    frame = read_declared(context, table)
    context.lake.replace(table, frame)
    return frame


def are_declared_stored(context: StageContext) -> bool:
    """Whether the lake holds what the user's files say."""
    return all(context.lake.read(table).equals(read_declared(context, table)) for table in DECLARED)
