"""Which queries need not run again: what each was last made from and what it gave, kept in the lake.

Belongs here: telling whether a table is what its query would give now. A query is a function of its text, its columns,
the code that runs it and the files of its inputs; its table is trusted where its files hold what was written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import duckdb
import polars as pl

from broadsheet.errors import TableError
from broadsheet.lake import Lake, frame_of
from broadsheet.model.inputs import find_table
from broadsheet.model.queries import Query
from broadsheet.stages.code_version import find_closure
from broadsheet.tables import Column, Table

COMPUTED_TABLE = Table(
    "computed", "ops", "one model or view", "What each model and view was last made from.", ("table_name",),
    (
        Column("table_name", "string", "Model or view"),
        Column("input_version", "string", "Hash of its query, of the code that runs it and of the files it reads"),
        Column("output_version", "string", "Hash of the bytes of its files"),
    ),
)  # fmt: skip
_ROOTS = ("broadsheet.model.execution", "broadsheet.model.inputs")


@dataclass(frozen=True, slots=True)
class Computed:
    """What a model or view was last made from, and the hash of what its files held then."""

    input_version: str
    output_version: str


def read_computed(lake: Lake) -> dict[str, Computed]:
    """By name what each query was last made from; empty where the note cannot be read, so that all are made again."""
    try:
        rows = lake.read(COMPUTED_TABLE).rows()
    except TableError:
        return {}
    return {
        str(name): Computed(str(input_version), str(output_version)) for name, input_version, output_version in rows
    }


def note_computed(lake: Lake, computed: Mapping[str, Computed]) -> None:
    """Keep what these queries were made from."""
    rows = [
        {"table_name": name, "input_version": one.input_version, "output_version": one.output_version}
        for name, one in computed.items()
    ]
    try:
        lake.upsert(COMPUTED_TABLE, frame_of(COMPUTED_TABLE, rows))
    except TableError:
        lake.replace(COMPUTED_TABLE, frame_of(COMPUTED_TABLE, rows))


def find_input_version(lake: Lake, query: Query) -> str:
    """Changes where the query, its columns, the code that runs it or the files of what it reads do."""
    digest = hashlib.sha256(f"{_find_code()}\n{query.text}\n{query.table.key} {query.table.columns}\n".encode())
    for name in query.inputs:
        table = find_table(name)
        digest.update(f"{name} {table.columns} {lake.fingerprint(table)}\n".encode())
    return digest.hexdigest()[:32]


def is_computed(lake: Lake, query: Query, input_version: str, known: Computed | None) -> bool:
    """Whether the table holds what the query would give now: made from the same, and its files unharmed."""
    if known is None or known.input_version != input_version or not lake.is_local:
        return False
    return known.output_version == lake.hash_files(query.table)


@cache
def _find_code() -> str:
    modules = find_closure(_ROOTS)
    libraries = f"duckdb {duckdb.__version__} polars {pl.__version__}"
    return " ".join([libraries, *(f"{name} {module.digest}" for name, module in sorted(modules.items()))])
