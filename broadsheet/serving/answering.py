"""One query from SQL to the bytes of its answer. Runs in a process of its own, which ends with it.

Belongs here: what a statement must be, running it, and what DuckDB's errors mean for whoever asked. Limits of the
process belong to `nursery`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow

from broadsheet.errors import ReleaseError
from broadsheet.locked import open_locked
from broadsheet.serving.forms import BINARY_FORMS, Body, Cut, Row, close_json, number_doubles, write_batches, write_rows
from broadsheet.serving.problems import Problem, ProblemError, locate
from broadsheet.serving.task import Head, Task

# Errors as JSON carry the place; one thread beside the query's own is enough to read one file.
_MORE = {
    "errors_as_json": "true",
    "async_threads": "1",
    "allow_persistent_secrets": "false",
}
_FETCHED_ROWS = 1_000
_LOCKED_WORDS = ("configuration has been locked", "attached in read-only mode", "has been disabled by configuration")
_LOCKED = "This server reads the tables of the release and nothing else: no file, no address, no setting, no change."
_MEMORY = "The query needs more memory than this server gives one. Narrow it, or aggregate before you join."


@dataclass(frozen=True, slots=True)
class Opened:
    """A release that is open, behind its locks."""

    connection: duckdb.DuckDBPyConnection
    release_id: str | None


def open_release(task: Task) -> Opened:
    """Open the release of a task. Raises ProblemError where it cannot be opened, as after it was replaced."""
    try:
        file = Path(task.file)
        connection = open_locked(file, memory_mb=task.memory_mb, threads=task.threads, more=_MORE)
        return Opened(connection, _find_release_id(connection))
    except (ReleaseError, duckdb.Error) as error:
        raise ProblemError("no_release", f"The release {Path(task.file).name} cannot be opened. Ask again.") from error


def answer(opened: Opened, task: Task) -> tuple[Head, bytes]:
    """Run a query; returns the head and the bytes of its answer. Raises ProblemError, MemoryError."""
    try:
        return _answer(opened.connection, task, opened.release_id)
    except (duckdb.Error, pyarrow.ArrowException, RuntimeError) as error:
        raise explain(error, task.sql) from error


def _answer(connection: duckdb.DuckDBPyConnection, task: Task, release_id: str | None) -> tuple[Head, bytes]:
    started = time.monotonic()
    statement = _take_select(connection, task.sql)
    body = Body(task.most_bytes)
    if task.form in BINARY_FORMS:
        relation = connection.sql(statement, params=task.parameters)
        row_count, is_cut = write_batches(task.form, body, relation.to_arrow_reader(_FETCHED_ROWS), task.most_rows)
        elapsed_s = time.monotonic() - started
    else:
        connection.execute(statement, task.parameters)
        columns = connection.description or []
        rows = Cut(_fetch(connection), task.most_rows)
        names, types = number_doubles([column[0] for column in columns]), [str(column[1]) for column in columns]
        row_count = write_rows(task.form, body, names, types, rows)
        is_cut, elapsed_s = rows.is_cut, time.monotonic() - started
    if task.form == "json":
        told = {"row_count": row_count, "is_cut": is_cut, "elapsed_s": round(elapsed_s, 4), "release_id": release_id}
        close_json(body, told)
    content = body.getvalue()
    return Head(len(content), row_count, is_cut, elapsed_s, release_id), content


def _take_select(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """The one statement of a text. Raises ProblemError unless DuckDB itself reads it as a single SELECT."""
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise ProblemError("not_one_select", f"Send one SELECT. This text has {len(statements) or 'no'} statements.")
    kind = statements[0].type.name
    if kind == "MULTI":
        raise ProblemError("not_one_select", "A PIVOT runs here with its values named: pivot t on a in ('x', 'y').")
    if kind != "SELECT":
        raise ProblemError("not_one_select", f"Send one SELECT. This is {kind.replace('_', ' ')}.")
    return statements[0]


def _fetch(connection: duckdb.DuckDBPyConnection) -> Iterator[list[Row]]:
    while rows := connection.fetchmany(_FETCHED_ROWS):
        yield rows


def _find_release_id(connection: duckdb.DuckDBPyConnection) -> str | None:
    try:
        rows = connection.execute("select release_id from _release").fetchall()
    except duckdb.CatalogException:
        return None
    return str(rows[0][0]) if rows else None


def explain(error: Exception, sql: str) -> ProblemError:
    """What an error of DuckDB or Arrow means for whoever asked, with the place in the SQL where it is known."""
    found = _read_error(error)
    message = str(found.get("exception_message", error))
    told = ProblemError(_find_kind(error, message), message)
    if told.problem.kind == "locked":
        told.problem = Problem("locked", _LOCKED)
    elif told.problem.kind == "over_memory":
        told.problem = Problem("over_memory", _MEMORY)
    elif str(found.get("position", "")).isdigit():
        told.problem = locate(told.problem, sql, int(found["position"]))
    return told


def _find_kind(error: Exception, message: str) -> str:
    if isinstance(error, duckdb.PermissionException) or any(words in message for words in _LOCKED_WORDS):
        return "locked"
    if isinstance(error, duckdb.OutOfMemoryException | pyarrow.ArrowMemoryError) or "bad_alloc" in message:
        return "over_memory"
    if isinstance(error, duckdb.ParserException):
        return "syntax"
    return "fault" if isinstance(error, duckdb.InternalException | duckdb.FatalException) else "query"


def _read_error(error: Exception) -> dict[str, Any]:
    """What DuckDB wrote as JSON behind the name of the error; empty where it wrote none."""
    text = str(error)
    try:
        found = json.loads(text[text.index("{") :])
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
