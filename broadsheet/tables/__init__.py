"""The one definition of every table: grain, key, columns, types and docs, read from the TOML files beside this one.

The lake's schema, the checks, the docs and the comments in the release all come from here. SQL models and views have
a TOML of the same form beside their select (`sql/model/*.toml`, `sql/view/*.toml`); `parse_table` reads those too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from broadsheet.errors import FaultError
from broadsheet.stages.registry import DAY_STAGE_NAMES
from broadsheet.tables.types import parse_type

# Folders of definitions: those of the stages of a day, then what is said about runs and code.
_FOLDERS = (*DAY_STAGE_NAMES, "ops")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `type` is written as in broadsheet.tables.types; `unit` is empty for a value without one."""

    name: str
    type: str
    doc: str
    nullable: bool = False
    unit: str = ""

    @property
    def comment(self) -> str:
        """Doc and unit in one line, as the release and the docs show them."""
        return f"{self.doc} [{self.unit}]" if self.unit else self.doc


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `key` is unique over the whole table; `partition` is a date column or None."""

    name: str
    stage: str
    grain: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    partition: str | None = None
    release_schema: str = "main"
    release_without: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Place in the lake, `<stage>/<name>`."""
        return f"{self.stage}/{self.name}"

    def column(self, name: str) -> Column:
        """The column of that name. Raises FaultError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise FaultError(f"Table {self.name} has no column {name}. It has: {', '.join(c.name for c in self.columns)}.")


def parse_table(name: str, stage: str, raw: Mapping[str, Any], shared: Mapping[str, Mapping[str, Any]]) -> Table:
    """Build a Table from parsed TOML; `shared` holds the column sets that `include` may name.

    Raises FaultError where a key names no column, a type is unknown or a text is missing.
    """
    specs: dict[str, Mapping[str, Any]] = dict(raw.get("columns", {}))
    for include in raw.get("include", []):
        for column_name, spec in shared[include].items():
            specs.setdefault(column_name, spec)
    for column_name, spec in specs.items():
        if not spec.get("doc"):
            raise FaultError(f"Column {column_name} of table {name} has no doc. Add one to its .toml.")
        parse_type(spec["type"])
    columns = tuple(
        Column(column_name, spec["type"], spec["doc"], bool(spec.get("nullable", False)), spec.get("unit", ""))
        for column_name, spec in specs.items()
    )
    table = Table(
        name=name,
        stage=stage,
        grain=raw["grain"],
        description=raw["description"],
        key=tuple(raw["key"]),
        columns=columns,
        partition=raw.get("partition"),
        release_schema=raw.get("release_schema", "main"),
        release_without=tuple(raw.get("release_without", [])),
    )
    for needed in (*table.key, *table.release_without, *([table.partition] if table.partition else [])):
        table.column(needed)
    return table


@cache
def shared_columns() -> dict[str, dict[str, Any]]:
    """The column sets that tables include: `evidence` and `derivation`."""
    root = files("broadsheet.tables")
    return {name: _read_toml(root / f"_{name}.toml")["columns"] for name in ("evidence", "derivation")}


@cache
def load_tables() -> dict[str, Table]:
    """Every table of the Python stages by name, in the order of the stages."""
    root = files("broadsheet.tables")
    tables: dict[str, Table] = {}
    for stage in _FOLDERS:
        for entry in sorted((root / stage).iterdir(), key=lambda item: item.name):
            if entry.name.endswith(".toml"):
                name = entry.name.removesuffix(".toml")
                tables[name] = parse_table(name, stage, _read_toml(entry), shared_columns())
    return tables


def get_table(name: str) -> Table:
    """The table of that name. Raises FaultError where there is none."""
    tables = load_tables()
    if name not in tables:
        raise FaultError(f"There is no table {name!r}. Known: {', '.join(tables)}.")
    return tables[name]


def _read_toml(path: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise FaultError(f"{path.name} is no valid TOML: {error}.") from error
