"""Column types as the table definitions write them, and what they are in polars, Arrow and DuckDB.

Written types: string, bool, int32, int64, float64, date, timestamp (UTC, microseconds), binary, list<T>,
struct<name:T,...>. They nest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import polars as pl
import pyarrow as pa

from broadsheet.errors import FaultError

_PRIMITIVES: dict[str, tuple[pl.DataType, pa.DataType, str]] = {
    "string": (pl.String(), pa.string(), "VARCHAR"),
    "bool": (pl.Boolean(), pa.bool_(), "BOOLEAN"),
    "int32": (pl.Int32(), pa.int32(), "INTEGER"),
    "int64": (pl.Int64(), pa.int64(), "BIGINT"),
    "float64": (pl.Float64(), pa.float64(), "DOUBLE"),
    "date": (pl.Date(), pa.date32(), "DATE"),
    "timestamp": (pl.Datetime("us", "UTC"), pa.timestamp("us", "UTC"), "TIMESTAMP WITH TIME ZONE"),
    "binary": (pl.Binary(), pa.binary(), "BLOB"),
}


@dataclass(frozen=True, slots=True)
class ColumnType:
    """One type in its three forms."""

    polars: pl.DataType
    arrow: pa.DataType
    duckdb: str


@cache
def parse_type(written: str) -> ColumnType:
    """Read a written type. Raises FaultError where it is not one of those above.

    >>> parse_type("list<struct<start_char:int32,end_char:int32>>").duckdb
    'STRUCT(start_char INTEGER, end_char INTEGER)[]'
    """
    text = written.strip()
    if text in _PRIMITIVES:
        return ColumnType(*_PRIMITIVES[text])
    if text.startswith("list<") and text.endswith(">"):
        inner = parse_type(text[5:-1])
        return ColumnType(pl.List(inner.polars), pa.list_(inner.arrow), f"{inner.duckdb}[]")
    if text.startswith("struct<") and text.endswith(">"):
        fields = [(name, parse_type(kind)) for name, kind in _split_fields(text[7:-1])]
        return ColumnType(
            pl.Struct([pl.Field(name, kind.polars) for name, kind in fields]),
            pa.struct([pa.field(name, kind.arrow) for name, kind in fields]),
            "STRUCT(" + ", ".join(f"{name} {kind.duckdb}" for name, kind in fields) + ")",
        )
    raise FaultError(f"Unknown column type {written!r}. See broadsheet.tables.types for the types there are.")


def _split_fields(text: str) -> list[tuple[str, str]]:
    parts: list[str] = []
    depth = start = 0
    for position, char in enumerate(text):
        depth += (char == "<") - (char == ">")
        if char == "," and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    parts.append(text[start:])
    pairs = [part.partition(":") for part in parts]
    return [(name.strip(), kind) for name, _, kind in pairs]
