"""`python -m broadsheet.docs`: write docs/tables.md from the table definitions. A test compares the two."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from broadsheet.model import load_queries
from broadsheet.release.search import list_search_tables
from broadsheet.stages.registry import SQL_STAGE_NAMES
from broadsheet.tables import Table, load_tables

TARGET = Path(__file__).parents[1] / "docs" / "tables.md"


def write_table_docs() -> str:
    """The whole page as Markdown."""
    queried = [query.table for stage in SQL_STAGE_NAMES for query in load_queries(stage)]
    tables = [*load_tables().values(), *queried, *list_search_tables()]
    lines = [
        "# Tables",
        "",
        "Made by `python -m broadsheet.docs` from the table definitions; do not edit. In `warehouse.duckdb` a table",
        "lies in schema `main` unless its line says `ops`. Offsets are code points, end excluded. An arrow (->) names",
        "the column that an id refers to.",
        "",
        *_write_index(tables),
    ]
    for table in tables:
        lines += ["", *_write_table(table)]
    return "\n".join(lines) + "\n"


def _write_index(tables: list[Table]) -> Iterator[str]:
    yield "| stage | table | one row is | schema |"
    yield "|---|---|---|---|"
    for table in tables:
        yield f"| {table.stage} | [{table.name}](#{table.name}) | {table.grain} | {table.release_schema} |"


def _write_table(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield f"{table.description} Grain: {table.grain}. Key: {', '.join(f'`{name}`' for name in table.key)}."
    yield ""
    yield "| column | type | null | what it is |"
    yield "|---|---|---|---|"
    for column in table.columns:
        yield f"| `{column.name}` | {column.type} | {'yes' if column.nullable else ''} | {column.comment} |"


def main() -> None:
    """Write the page."""
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(write_table_docs(), encoding="utf-8")
    print(f"wrote {TARGET}")


if __name__ == "__main__":
    main()
