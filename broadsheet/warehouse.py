"""Opening the published warehouse for reading."""

from __future__ import annotations

from pathlib import Path

import duckdb

from broadsheet.errors import ReleaseError
from broadsheet.settings import Settings

# The target of the link goes away only after three more releases; five tries are for a clock-stopped reader.
_TRIES = 5


def open_warehouse(settings: Settings) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the newest release, with times shown in UTC. Close it after use.

    The connection keeps its release while newer ones appear; connect again to see those. Raises ReleaseError where
    nothing has been published yet or the file cannot be opened.
    """
    for _ in range(_TRIES):
        target = _find_target(settings.warehouse)
        try:
            # The target rather than the link: DuckDB shares one database per path within a process, so the link
            # could give this process the release that another of its connections still holds.
            connection = duckdb.connect(str(target), read_only=True)
        except duckdb.Error as error:
            if not target.exists():
                continue
            raise ReleaseError(f"The warehouse {target} cannot be opened: {error}") from error
        connection.execute("set timezone = 'UTC'")
        return connection
    raise ReleaseError(f"The releases behind {settings.warehouse} change too fast to open one. Try again.")


def find_release_file(settings: Settings) -> Path:
    """The file of the newest release. Raises ReleaseError where nothing has been published yet."""
    return _find_target(settings.warehouse)


def _find_target(warehouse: Path) -> Path:
    if not warehouse.exists():
        if warehouse.is_symlink():
            gone = warehouse.readlink()
            raise ReleaseError(
                f"{warehouse} leads to {gone}, which is not there. Run `broadsheet run` to publish anew."
            )
        raise ReleaseError(f"There is no warehouse at {warehouse} yet. Run `broadsheet run` first.")
    return warehouse.resolve()
