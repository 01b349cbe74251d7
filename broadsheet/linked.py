"""Releases whose rows of days lie in the files of the lake: how they are known, and which files they read.

Belongs here: what readers must know of them. They are made in broadsheet.release.links.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

ENDING = ".linked.duckdb"
"""How the name of the file of such a release ends."""


def is_linked(file: Path) -> bool:
    """Whether a release file has the rows of days in the files of the lake."""
    return file.name.endswith(ENDING)


def read_linked_files(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The data files that the release behind a connection reads, by their absolute paths."""
    rows = connection.execute("select file_path from ops.linked_files order by file_path").fetchall()
    return [str(path) for (path,) in rows]
