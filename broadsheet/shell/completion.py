"""Completion at the prompt: tables, columns, macros, words of SQL and commands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import duckdb
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from broadsheet.shell.commands import COMMANDS
from broadsheet.shell.session import Session

_WORD = re.compile(r"[\w.]*$")
_LAST_COMMAND_WORD = re.compile(r"^\.\w*$")
_SQL_WORDS = (
    "select", "from", "where", "group", "by", "order", "limit", "inner", "left", "join", "on", "using", "with", "as",
    "and", "or", "not", "null", "is", "in", "like", "ilike", "between", "having", "distinct", "count", "sum", "avg",
    "min", "max", "median", "any_value", "unnest", "contains", "lower", "case", "when", "then", "else", "end", "desc",
    "asc", "qualify", "over", "partition", "create", "temp", "table", "union", "all", "describe", "summarize", "set",
    "variable", "getvariable", "date", "interval",
)  # fmt: skip
_NAMES = """
    select if(schema_name = 'main', '', schema_name || '.') || table_name, null from duckdb_tables()
    union select if(schema_name = 'main', '', schema_name || '.') || view_name, null
        from duckdb_views() where not internal
    union select table_name, column_name from duckdb_columns() where not internal
    union select function_name || '(', null from duckdb_functions() where not internal
"""


class SqlCompleter(Completer):
    """Completes the word at the cursor; columns of tables that the statement names come first."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._file: object = None
        self._tables: list[str] = []
        self._columns: dict[str, list[str]] = {}

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        before = document.text_before_cursor
        if _LAST_COMMAND_WORD.match(before):
            yield from _matching(before, COMMANDS)
            return
        found = _WORD.search(before)
        word = found[0] if found else ""
        if not word:
            return
        self._read_names()
        if before.startswith(".schema "):
            yield from _matching(word, self._tables)
            return
        qualifier, point, _ = word.rpartition(".")
        if point and qualifier in self._columns:
            yield from _matching(word, [f"{qualifier}.{column}" for column in self._columns[qualifier]])
            return
        named = [table for table in self._columns if re.search(rf"\b{re.escape(table)}\b", document.text)]
        columns = [column for table in named for column in self._columns[table]]
        yield from _matching(word, dict.fromkeys([*columns, *self._tables, *_SQL_WORDS]))

    def _read_names(self) -> None:
        """Read the names once for each release and after statements that may have made tables."""
        state = (self._session.file, self._session.statement_count)
        if state == self._file:
            return
        try:
            rows = self._session.connection.execute(_NAMES).fetchall()
        except duckdb.Error:
            return
        self._file = state
        self._tables = sorted(name for name, column in rows if column is None)
        self._columns = {}
        for table, column in rows:
            if column is not None:
                self._columns.setdefault(table, []).append(column)


def _matching(word: str, names: Iterable[str]) -> Iterator[Completion]:
    for name in names:
        if name.lower().startswith(word.lower()) and name != word:
            yield Completion(name, start_position=-len(word))
