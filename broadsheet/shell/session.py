"""A session on the warehouse in which SQL can read its tables and nothing else.

The locks are those of `broadsheet.locked`. Statements that only make sense with files are refused in plain words before
DuckDB sees them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from broadsheet.errors import QueryError, ReleaseError
from broadsheet.linked import is_linked
from broadsheet.locked import LOCKED, explain_error, open_locked
from broadsheet.settings import Settings
from broadsheet.shell.options import SqlOptions

if TYPE_CHECKING:
    import pyarrow
from broadsheet.warehouse import find_release_file

_FILE_STATEMENTS = frozenset(
    {"COPY", "COPY_DATABASE", "EXPORT", "ATTACH", "DETACH", "LOAD", "UPDATE_EXTENSIONS", "VACUUM"}
)
# Its files of the lake stay readable in the session, and some statements could write what they can read.
_SELECTS_ONLY = (
    "This release is linked to the files of the lake, so only SELECT runs here (with DESCRIBE, SHOW and SUMMARIZE). "
    "For temporary tables and variables open the warehouse in DuckDB itself, or publish with "
    "BROADSHEET_RELEASE_FORM=native."
)
# Statements that leave nothing in a session which a new connection would lose.
_STATELESS = frozenset({"SELECT", "EXPLAIN", "PRAGMA", "CALL", "EXECUTE", "RELATION"})
_FETCHED_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Result:
    """What one statement gave: names and types of its columns, and its rows, in pieces, read once.

    batches: the rows as Arrow instead, where that was asked for.
    """

    names: list[str]
    types: list[str]
    pieces: Iterator[list[tuple[Any, ...]]]
    batches: pyarrow.RecordBatchReader | None = None


class Session:
    """One connection, kept until it is closed, so that temporary tables and variables work.

    Raises ReleaseError where there is no warehouse, SettingsError where an option is none that DuckDB takes.
    """

    def __init__(self, settings: Settings, options: SqlOptions) -> None:
        self._settings, self._options = settings, options
        self.file = find_release_file(settings)
        self.connection = _open(self.file, options)
        self.has_state = False
        self.statement_count = 0

    def close(self) -> None:
        """Close the connection; temporary tables are gone."""
        self.connection.close()

    def find_newer_release(self) -> Path | None:
        """The release that was switched in since this session opened its own; None where there is none."""
        try:
            current = find_release_file(self._settings)
        except ReleaseError:
            return None
        return current if current != self.file else None

    def reopen(self) -> None:
        """Go over to the newest release; temporary tables and variables are lost."""
        file = find_release_file(self._settings)
        connection = _open(file, self._options)
        self.connection.close()
        self.file, self.connection, self.has_state = file, connection, False

    def run(self, text: str, *, as_arrow: bool = False) -> Iterator[Result]:
        """Run the statements of a text one after another; each result is read before the next statement runs.

        as_arrow: selects give their rows as Arrow batches, with DuckDB's types.

        Raises QueryError where DuckDB refuses one, where memory runs out, and for statements about files.
        """
        for statement in self._split(text):
            kind = statement.type.name
            if kind in _FILE_STATEMENTS:
                raise QueryError(LOCKED)
            if kind != "SELECT" and is_linked(self.file):
                raise QueryError(_SELECTS_ONLY)
            self.has_state = self.has_state or kind not in _STATELESS
            self.statement_count += 1
            yield self._select(statement) if as_arrow and kind == "SELECT" else self._execute(statement)

    def _split(self, text: str) -> list[duckdb.Statement]:
        try:
            return self.connection.extract_statements(text)
        except duckdb.Error as error:
            raise explain_error(error) from error

    def _execute(self, statement: duckdb.Statement) -> Result:
        try:
            self.connection.execute(statement)
        except (duckdb.Error, MemoryError) as error:
            raise explain_error(error) from error
        except RuntimeError as error:
            raise _as_interrupt(error) from error
        gives_rows = duckdb.ExpectedResultType.QUERY_RESULT in statement.expected_result_type
        columns = (self.connection.description or []) if gives_rows else []
        if len(statement.expected_result_type) > 1 and [column[0] for column in columns] in (["Count"], ["Success"]):
            columns = []
        return Result(
            [column[0] for column in columns],
            [str(column[1]) for column in columns],
            _fetch(self.connection) if columns else iter(()),
        )

    def _select(self, statement: duckdb.Statement) -> Result:
        try:
            relation = self.connection.sql(statement)
            types = [str(kind) for kind in relation.types]
            return Result(list(relation.columns), types, iter(()), relation.to_arrow_reader())
        except (duckdb.Error, MemoryError) as error:
            raise explain_error(error) from error


def _fetch(connection: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[Any, ...]]]:
    while True:
        try:
            rows = connection.fetchmany(_FETCHED_ROWS)
        except (duckdb.Error, MemoryError) as error:
            raise explain_error(error) from error
        except RuntimeError as error:
            raise _as_interrupt(error) from error
        if not rows:
            return
        yield rows


def _as_interrupt(error: RuntimeError) -> BaseException:
    """DuckDB tells Ctrl-C as a RuntimeError of these words."""
    return KeyboardInterrupt() if "interrupted" in str(error).lower() else error


def _open(file: Path, options: SqlOptions) -> duckdb.DuckDBPyConnection:
    return open_locked(file, memory_mb=options.memory_mb, threads=options.threads, time_zone=options.time_zone)
