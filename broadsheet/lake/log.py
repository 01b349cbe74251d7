"""The log of a Delta table in a folder: what is wrong with it, and which file is to blame.

Belongs here: looking, file by file, at a log that was refused or that says too little. Opening tables belongs to
`broadsheet.lake.stored`.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

_COMMIT = re.compile(r"\d{20}\.json")


def find_silent_fault(table: Path) -> str | None:
    """What delta-rs does not notice, in words: a commit without content loses its rows, a lost log loses them all."""
    log = table / "_delta_log"
    commits = _list_commits(log)
    empty = next((path for path in commits if path.stat().st_size == 0), None)
    if empty is not None:
        return f"{empty} is empty"
    if not commits and not any(log.glob("*.checkpoint*.parquet")) and _has_rows(table):
        return f"{log} has gone, its data files are there"
    return None


def find_loud_fault(table: Path) -> str | None:
    """The file that keeps a log from being read, in words; None where it is none of the known faults."""
    log = table / "_delta_log"
    commits = _list_commits(log)
    for path in commits:
        if not _is_json(path):
            return f"{path} is damaged"
    numbers = [int(path.stem) for path in commits]
    for before, after in pairwise(numbers):
        if after != before + 1:
            return f"{log / f'{before + 1:020d}.json'} is missing"
    hint = log / "_last_checkpoint"
    if hint.exists() and not any(log.glob("*.checkpoint*.parquet")):
        return f"the checkpoint that {hint} names is missing"
    return f"{log / f'{0:020d}.json'} is missing" if numbers and numbers[0] > 0 and not hint.exists() else None


def _list_commits(log: Path) -> list[Path]:
    return sorted(path for path in log.glob("*.json") if _COMMIT.fullmatch(path.name))


def _has_rows(table: Path) -> bool:
    return any(table.glob("*.parquet")) or any(table.glob("*=*/*.parquet"))


def _is_json(path: Path) -> bool:
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            json.loads(line)
    except (OSError, ValueError):
        return False
    return True
