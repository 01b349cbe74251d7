"""The queries below `sql/`: text, promised columns and inputs.

A query is a pair of files, `sql/<stage>/<name>.sql` and `.toml`; the name is the table it makes. The checks that lie
beside them are read by broadsheet.checks.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from broadsheet.errors import FaultError
from broadsheet.model.words import put_words
from broadsheet.tables import Table, parse_table, shared_columns


@dataclass(frozen=True, slots=True)
class Query:
    """One model or view: `table` holds grain, key, columns and docs."""

    name: str
    stage: str
    text: str
    table: Table

    @property
    def inputs(self) -> tuple[str, ...]:
        """Tables that it reads, in alphabetical order."""
        return find_inputs(self.text)


def read_sql(path: str) -> str:
    """The text of one file below `sql/`, as `view/speakers.sql`, with its word lists written out.

    Raises FaultError where the file or a list is not there.
    """
    entry = files("sql").joinpath(*path.split("/"))
    if not entry.is_file():
        raise FaultError(f"There is no sql/{path}.")
    return put_words(entry.read_text(encoding="utf-8"))


@cache
def find_inputs(text: str) -> tuple[str, ...]:
    """Tables that a query reads, in alphabetical order: names in its from clauses that it does not define itself.

    Raises FaultError where the text is no single statement.

    >>> find_inputs("with recent as (select * from articles) select * from recent inner join sources using (source_id)")
    ('articles', 'sources')
    """
    tree = _parse(text)
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    named = {table.name for table in tree.find_all(exp.Table) if table.name and not table.db}
    return tuple(sorted(named - own))


def find_parameters(text: str) -> tuple[str, ...]:
    """Names of the `$values` of a query, in alphabetical order. Raises FaultError as `find_inputs` does.

    >>> find_parameters("select * from articles where captured_on between $first_day and $last_day")
    ('first_day', 'last_day')
    """
    return tuple(sorted({found.name for found in _parse(text).find_all(exp.Placeholder)}))


@cache
def load_query(stage: str, name: str) -> Query:
    """One query of a stage. Raises FaultError where its .sql or .toml is missing or does not parse."""
    text = read_sql(f"{stage}/{name}.sql")
    raw = read_toml(f"{stage}/{name}.toml")
    table = parse_table(name, stage, raw, shared_columns())
    return Query(name, stage, text, table)


@cache
def load_queries(stage: str) -> tuple[Query, ...]:
    """The queries of a stage (`model` or `view`) by name."""
    return tuple(load_query(stage, name) for name in list_names(stage))


def list_names(folder: str) -> list[str]:
    """The queries of one folder below `sql/`, by name."""
    entries = files("sql").joinpath(folder).iterdir()
    return sorted(entry.name.removesuffix(".sql") for entry in entries if entry.name.endswith(".sql"))


def read_toml(path: str) -> Mapping[str, Any]:
    """The `.toml` beside a query. Raises FaultError where it is missing or does not parse."""
    try:
        return tomllib.loads(read_sql(path))
    except tomllib.TOMLDecodeError as error:
        raise FaultError(f"sql/{path} is no valid TOML: {error}.") from error


def _parse(text: str) -> exp.Expr:
    try:
        statements = [tree for tree in sqlglot.parse(text, dialect="duckdb") if tree is not None]
    except SqlglotError as error:
        raise FaultError(f"SQL does not parse: {error}") from error
    if len(statements) != 1:
        raise FaultError(f"A query holds one statement, this one holds {len(statements)}.")
    return statements[0]
