"""Articles, their persons and organisations, and the mentions that join them, as entities of FollowTheMoney.

Belongs here: rows to JSON lines, in the form that `ftm` and OpenAleph read. What a property holds stands in `sql/ftm`.
No text of an article is written.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from broadsheet.errors import SettingsError
from broadsheet.model.queries import read_sql
from broadsheet.private_files import write_beside

# Articles and entities before the mentions that lead to them.
_KINDS = ("articles", "entities", "mentions")
_ROWS = 10_000


def write_entities(connection: duckdb.DuckDBPyConnection, output: Path) -> Counter[str]:
    """Write one JSON object a line; returns how many of each schema there are. The file appears when it is whole.

    Raises SettingsError where it cannot be written.
    """
    counts: Counter[str] = Counter()
    try:
        with write_beside(output) as unfinished, unfinished.open("w", encoding="utf-8") as file:
            for kind in _KINDS:
                connection.execute(read_sql(f"ftm/{kind}.sql"))
                while rows := connection.fetchmany(_ROWS):
                    for entity_id, schema, properties in rows:
                        counts[schema] += 1
                        entity = {"id": entity_id, "schema": schema, "properties": _drop_empty(properties)}
                        file.write(json.dumps(entity, ensure_ascii=False) + "\n")
    except OSError as error:
        raise SettingsError(f"{output} cannot be written: {error.strerror or error}. Choose another place.") from error
    return counts


def _drop_empty(properties: Mapping[str, Any]) -> dict[str, list[str]]:
    """The properties without nulls; one that holds nothing else is left out."""
    kept = {name: [value for value in values or () if value] for name, values in properties.items()}
    return {name: values for name, values in kept.items() if values}
