"""What lies in a home: bytes by part, those that are needed, and files that nobody should have left."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from deltalake import DeltaTable

from broadsheet.settings import Settings

# Names of files that are made while something is at work, and go with it.
_HALF_MADE = re.compile(r"building-|\.partial$|\.tmp$|\.new$|-wal$|\.wal$|-journal$|\.part$")
# SQLite leaves these beside databases that are open, or were when their process was killed.
_DATABASES = re.compile(r"\.(db|sqlite)-(wal|shm|journal)$")


def list_tables(settings: Settings) -> list[DeltaTable]:
    """All tables of the lake."""
    return [DeltaTable(str(log.parent)) for log in sorted(Path(settings.lake_uri).glob("*/*/_delta_log"))]


def measure_disk(settings: Settings) -> dict[str, int]:
    """Bytes by part. lake: files that the newest versions need; lake_old: others, freed by upkeep when old enough."""
    parts: Counter[str] = Counter()
    for path in _list_files(settings.home):
        folder = path.relative_to(settings.home).parts[0]
        name = "lake_log" if "_delta_log" in path.parts else folder
        parts[name] += _size(path)
    needed = sum(
        int(size)
        for table in list_tables(settings)
        for size in table.get_add_actions().column("size_bytes").to_pylist()
    )
    parts["lake_old"], parts["lake"] = parts["lake"] - needed, needed
    return dict(sorted(parts.items()))


def sweep(settings: Settings) -> int:
    """Delete all that the newest versions do not need, as upkeep would a week later; only where nothing runs."""
    return sum(
        len(table.vacuum(0, dry_run=False, enforce_retention_duration=False, full=True))
        for table in list_tables(settings)
    )


def list_left_files(settings: Settings, temporary: Path) -> list[str]:
    """Files that a finished command should not have left, wherever they lie.

    What a killed command put on disk for want of memory is removed by the next one a minute later.
    """
    found = [str(path.relative_to(temporary)) for path in sorted(temporary.rglob("*"))]
    for path in _list_files(settings.home):
        if _HALF_MADE.search(path.name) and not _DATABASES.search(path.name) and not path.is_relative_to(temporary):
            found.append(str(path.relative_to(settings.home)))
    return found


def _list_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        # A run at work puts files away.
        return 0
