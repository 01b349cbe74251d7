"""A connection to a release through which SQL can read its tables and nothing else.

Belongs here: opening it, and saying in words what one of its locks refused. Four locks, each of which holds alone
against most of what is tried: the file is opened read-only; DuckDB's access to files and network is off; its local file
system is taken away once the release is open, for its own file would otherwise stay writable by `copy ...
(use_tmp_file false)`; the configuration is locked.

A linked release must read files of the lake, so its session keeps the file system, for these files alone. `copy` could
overwrite them: whoever runs SQL of others there runs only what DuckDB itself reads as a SELECT.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from broadsheet.errors import QueryError, ReleaseError, SettingsError
from broadsheet.linked import is_linked, read_linked_files

LOCKED = (
    "This session reads the tables of the warehouse and nothing else: no file is read or written, nothing is attached, "
    "installed or set. Write a result with --output FILE, at the prompt with .once FILE."
)
_FIXED = "Threads, memory and time zone are options of the command: --threads, --memory, --time-zone."


def open_locked(
    file: Path,
    *,
    memory_mb: int,
    threads: int | None = None,
    time_zone: str = "UTC",
    more: Mapping[str, str] | None = None,
) -> duckdb.DuckDBPyConnection:
    """A connection to a release behind its locks. more: further settings of DuckDB, where it is the first one.

    Raises ReleaseError where the file cannot be opened, SettingsError for a time zone that there is not.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "python_enable_replacements": "false",
        "memory_limit": f"{memory_mb}MiB",
        "temp_directory": "",
    }
    if is_linked(file):
        # DuckDB takes the files that stay allowed only while access is on; it is turned off before anybody is served.
        del config["enable_external_access"]
    if threads is not None:
        config["threads"] = threads
    try:
        connection = duckdb.connect(str(file), read_only=True, config=config)
    except duckdb.Error as error:
        raise ReleaseError(f"The warehouse {file} cannot be opened: {error}") from error
    # A second connection of one process shares the database of the first, locks and all.
    (is_locked,) = connection.execute("select current_setting('lock_configuration')").fetchone() or (False,)
    if not is_locked:
        _lock(connection, file, time_zone, more or {})
    return connection


def explain_error(error: Exception) -> QueryError:
    """The error in DuckDB's words, with what to do where it came from a lock of the session or from its limit."""
    message = str(error)
    if isinstance(error, duckdb.PermissionException):
        return QueryError(LOCKED)
    if isinstance(error, MemoryError | duckdb.OutOfMemoryException):
        return QueryError(
            "The query needs more memory than the session may use. Narrow it, or start with --memory 8GB."
        )
    if "configuration has been locked" in message:
        return QueryError(_FIXED)
    return QueryError(message)


def _lock(connection: duckdb.DuckDBPyConnection, file: Path, time_zone: str, more: Mapping[str, str]) -> None:
    try:
        connection.execute("set global timezone = $zone", {"zone": time_zone})
    except duckdb.Error as error:
        connection.close()
        raise SettingsError(f"The time zone {time_zone!r} is not known: write it as Europe/Vienna.") from error
    # Not in the first configuration: DuckDB applies that in no order, and some orders it refuses.
    for name, value in more.items():
        connection.execute(f"set global {name} = '{value}'")
    if is_linked(file):
        _allow_linked(connection, file)
    else:
        connection.execute("set disabled_filesystems = 'LocalFileSystem'")
    connection.execute("set lock_configuration = true")


def _allow_linked(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Leave a session the files that its release reads, and nothing else of the file system."""
    try:
        listed = ", ".join("'" + path.replace("'", "''") + "'" for path in read_linked_files(connection))
    except duckdb.Error as error:
        connection.close()
        raise ReleaseError(f"The warehouse {file} does not say which files it reads: {error}") from error
    connection.execute(f"set allowed_paths = [{listed}]")
    connection.execute("set enable_external_access = false")
    # Footers of hundreds of days are read once.
    connection.execute("set global parquet_metadata_cache = true")
