"""The release as pages read it: named queries over a locked, read-only connection that follows the newest release."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from broadsheet.errors import QueryError
from broadsheet.locked import explain_error, open_locked
from broadsheet.model.queries import read_sql
from broadsheet.settings import Settings
from broadsheet.warehouse import find_release_file

Rows = list[dict[str, Any]]
# A query that takes longer has met a table it was not made for; the reader gets an answer instead.
_LONGEST_S = 20.0
# How many queries of one page run at a time: most are too small for more than one thread of DuckDB.
_AT_ONCE = 4
_PARAMETER = re.compile(r"\$(\w+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one query gave: what it asks in words, its SQL with the values filled in, and its rows."""

    name: str
    about: str
    sql: str
    rows: Rows


@dataclass
class Asker:
    """Asks the queries of one page and keeps their SQL, so that the page can show it."""

    connection: duckdb.DuckDBPyConnection
    longest_s: float = _LONGEST_S
    answers: list[Answer] = field(default_factory=list)

    def ask(self, name: str, **values: Any) -> Rows:
        """The rows of sql/browse/<name>.sql. Values it has no parameter for are left out.

        Raises QueryError where the release cannot answer, as one made before the table was there.
        """
        text = read_query(name)
        used = {key: values[key] for key in dict.fromkeys(_PARAMETER.findall(text))}
        watch = threading.Timer(self.longest_s, self.connection.interrupt)
        watch.start()
        try:
            self.connection.execute(text, used)
            names = [column[0] for column in self.connection.description or []]
            rows = [dict(zip(names, row, strict=True)) for row in self.connection.fetchall()]
        except (duckdb.Error, RuntimeError) as error:
            if "interrupted" in str(error).lower():
                raise QueryError(f"A query took more than {self.longest_s:g} s and was stopped.") from error
            raise explain_error(error) from error
        finally:
            watch.cancel()
        about, _, statement = text.partition("\n")
        self.answers.append(Answer(name, about.removeprefix("--").strip(), fill_in(statement, used), rows))
        return rows

    def ask_all(self, names: Mapping[str, str], **values: Any) -> dict[str, Rows]:
        """The rows of several queries that do not wait for each other: keys stay, each name becomes its rows.

        Raises QueryError as `ask` does, for the first that cannot be answered.
        """
        askers = [Asker(self.connection.cursor(), self.longest_s) for _ in names]
        with ThreadPoolExecutor(min(_AT_ONCE, len(names))) as pool:
            asked = [pool.submit(asker.ask, name, **values) for asker, name in zip(askers, names.values(), strict=True)]
        found = {key: question.result() for key, question in zip(names, asked, strict=True)}
        self.answers += [answer for asker in askers for answer in asker.answers]
        return found

    def ask_one(self, name: str, **values: Any) -> dict[str, Any] | None:
        """The first row, None where there is none."""
        rows = self.ask(name, **values)
        return rows[0] if rows else None


class Warehouse:
    """Opens the release once and again after a switch; safe to use from several threads.

    memory_mb: what the queries of all pages may hold together. longest_s: the time of one query.

    Raises ReleaseError where nothing is published.
    """

    def __init__(self, settings: Settings, memory_mb: int = 1024, longest_s: float = _LONGEST_S) -> None:
        self._settings, self._memory_mb, self._longest_s = settings, memory_mb, longest_s
        self._lock = threading.Lock()
        self._file: Path | None = None
        self._connection: duckdb.DuckDBPyConnection | None = None
        self.open_asker()

    def open_asker(self) -> Asker:
        """An asker on the newest release. One that is open stays on its own until its page is done."""
        file = find_release_file(self._settings)
        with self._lock:
            if self._connection is None or file != self._file:
                # The old connection closes by itself with the last page that reads it.
                self._connection = open_locked(file, memory_mb=self._memory_mb)
                self._file = file
            return Asker(self._connection.cursor(), self._longest_s)


@cache
def read_query(name: str) -> str:
    """The text of one query of the pages."""
    return read_sql(f"browse/{name}.sql").strip()


def fill_in(text: str, values: Mapping[str, Any]) -> str:
    """The SQL with its values written in, so that it runs where it is pasted.

    >>> fill_in("select $a, $b", {"a": "it's", "b": [1]})
    "select 'it''s', [1]"
    """
    return _PARAMETER.sub(lambda found: _write(values[found[1]]), text)


def _write(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_write(item) for item in value) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"
