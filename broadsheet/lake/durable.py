"""Commits of a local table that a power cut cannot take back: delta-rs writes and links files, and syncs none of them.

Notes of what was done (`ops.runs`) follow the rows they speak of, so each commit must be on the disk before the next
one is made: else a note could outlive its rows.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from broadsheet.tables import Table

# Trusted only where the bytes of their files have the hash that was noted (broadsheet.model.computed).
_MADE_AGAIN = ("model", "view")


def sync_commits(uri: str, definition: Table, after: int) -> None:
    """Have the disk keep all commits of a table after version `after`: the files they add, the log, and the folders.

    after: -1 for a table that was just created. Nothing is done in an object store, which keeps what it has answered
    for, nor for models and views. Raises OSError where the disk fails; what another process has deleted meanwhile is
    passed over.
    """
    if "://" in uri or definition.stage in _MADE_AGAIN:
        return
    table = Path(uri)
    log = table / "_delta_log"
    commits = list(_list_commits(log, after))
    if not commits:
        return
    files = [table / unquote(path) for commit in commits for path in _list_added(commit)]
    folders = {log, *(file.parent for file in files)}
    if any(file.parent != table for file in files):
        # The folder of a day may be new.
        folders.add(table)
    if after < 0:
        folders |= {table, table.parent, table.parent.parent}
    # Every hundredth commit leaves a checkpoint, which then stands for all before it.
    checkpoints = [path for commit in commits if (path := commit.with_suffix(".checkpoint.parquet")).exists()]
    marks = [log / "_last_checkpoint"] if checkpoints else []
    for path in (*files, *commits, *checkpoints, *marks, *sorted(folders)):
        _sync(path)


def _list_commits(log: Path, after: int) -> Iterator[Path]:
    version = after + 1
    while (commit := log / f"{version:020d}.json").exists():
        yield commit
        version += 1


def _list_added(commit: Path) -> Iterator[str]:
    for line in commit.read_text(encoding="utf-8").splitlines():
        added = json.loads(line).get("add")
        if added is not None:
            yield added["path"]


def _sync(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
