"""The one definition of every table: grain, key, columns, types and docs, read from the TOML files beside this one.

The lake's schema, the checks, the docs and the comments in the release all come from here. SQL models and views have
a TOML of the same form beside their select (`sql/model/*.toml`, `sql/view/*.toml`); `parse_table` reads those too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
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


# Columns shown of a table that names none itself.
_PREVIEW_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: the row of `table` whose `column` holds the same id.

    of_any_day: false where both tables are daily and the row stands on the same day.
    """

    table: str
    column: str
    of_any_day: bool = False

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `type` is written as in broadsheet.tables.types; `unit` is empty for a value without one."""

    name: str
    type: str
    doc: str
    nullable: bool = False
    unit: str = ""
    references: Reference | None = None

    @property
    def comment(self) -> str:
        """Doc, unit and reference in one line, as the release and the docs show them."""
        unit = f" [{self.unit}]" if self.unit else ""
        return f"{self.doc}{unit}" + (f" -> {self.references}" if self.references else "")


@dataclass(frozen=True, slots=True)
class Recompute:
    """In which units a SQL table can be made anew: all rows of one value of `by` together; without any, only whole.

    doc: which values new articles touch, in words.
    """

    by: tuple[str, ...]
    doc: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `key` is unique over the whole table; `partition` is a date column or None.

    preview: short columns that tell most about a row, never a body or a whole text; shown first where rows are shown.
    """

    name: str
    stage: str
    grain: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    partition: str | None = None
    release_schema: str = "main"
    release_without: tuple[str, ...] = ()
    preview: tuple[str, ...] = ()
    recompute: Recompute | None = None

    @property
    def shown_columns(self) -> tuple[str, ...]:
        """The columns of a preview: those it names, else its first."""
        return self.preview or tuple(column.name for column in self.columns[:_PREVIEW_COLUMNS])

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

    Raises FaultError where a key or preview names no column, a type is unknown, a text is missing or a reference is
    not written as `table.column`. Whether that table and column exist is asked by `find_broken_references`.
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
        Column(
            name=column_name,
            type=spec["type"],
            doc=spec["doc"],
            nullable=bool(spec.get("nullable", False)),
            unit=spec.get("unit", ""),
            references=_parse_reference(f"{name}.{column_name}", spec),
        )
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
        preview=tuple(raw.get("preview", [])),
        recompute=_parse_recompute(raw),
    )
    partition = [table.partition] if table.partition else []
    units = table.recompute.by if table.recompute else ()
    for needed in (*table.key, *table.release_without, *table.preview, *partition, *units):
        table.column(needed)
    return table


def find_broken_references(tables: Mapping[str, Table]) -> list[str]:
    """References that lead nowhere among `tables`, as sentences: no such table or column, or one of another type."""
    return [
        problem
        for table in tables.values()
        for column in table.columns
        if column.references
        for problem in _find_problem(table, column, column.references, tables)
    ]


def _parse_recompute(raw: Mapping[str, Any]) -> Recompute | None:
    written = raw.get("recompute")
    return Recompute(tuple(written["by"]), written["doc"]) if written else None


def _parse_reference(place: str, spec: Mapping[str, Any]) -> Reference | None:
    written = spec.get("references")
    if written is None:
        return None
    table, _, column = written.partition(".")
    if not table.isidentifier() or not column.isidentifier():
        raise FaultError(f"{place} references {written!r}. Write it as table.column.")
    return Reference(table, column, bool(spec.get("of_any_day", False)))


def _find_problem(table: Table, column: Column, reference: Reference, tables: Mapping[str, Table]) -> Iterator[str]:
    place = f"{table.name}.{column.name} references {reference}"
    if reference.table not in tables:
        yield f"{place}: there is no such table."
        return
    targets = [found for found in tables[reference.table].columns if found.name == reference.column]
    if not targets:
        yield f"{place}: that table has no such column."
    elif targets[0].type != column.type:
        yield f"{place}: {column.type} here, {targets[0].type} there."


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
