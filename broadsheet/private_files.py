"""Files and folders that their owner alone may read, whatever the umask says.

Belongs here: making them. For what is no answer to anybody: logs, states, archives of what was fetched, and files that
are still being written. What people write results to keeps the mode that it has, or that of their other new files.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO

_FILE = 0o600
_FOLDER = 0o700
_SPILL = "broadsheet-spill-"
# A folder is held within milliseconds of being made.
_FRESH_S = 60.0


def make_private_folder(path: Path) -> Path:
    """The folder, made for its owner alone where it is not there; one that is there keeps its mode. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=_FOLDER, exist_ok=True)
    return path


def make_private_file(path: Path) -> None:
    """Make an empty file for its owner alone where it is not there. Raises OSError."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, _FILE))


def open_to_append(path: Path) -> IO[bytes]:
    """The file opened for appending; a new one is for its owner alone. Raises OSError."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, _FILE), "ab")


@contextmanager
def write_beside(target: Path) -> Iterator[Path]:
    """A new file beside `target`, put in its place at the end of the block; an error leaves nothing.

    It is its owner's alone until then, and gets the mode of the file it replaces, or that of any new file. Its name
    is new, so that nobody's link is followed. Raises OSError.
    """
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
        os.fchmod(descriptor, _FILE)
    finally:
        os.close(descriptor)
    try:
        yield partial
        partial.chmod(stat.S_IMODE(target.stat().st_mode) if target.exists() else mode)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def choose_spill_folder() -> str:
    """A path for what DuckDB puts on disk for want of memory, new for each connection, gone with this process.

    Its own choice for a database in memory is `.tmp` in the working folder, which others may read and share.
    """
    return str(_make_spill_folder(os.getpid()) / secrets.token_hex(8))


@cache
def _make_spill_folder(process: int) -> Path:
    """The folder of this process, held by a lock that goes with it; what processes that were killed left is removed."""
    _remove_abandoned(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=f"{_SPILL}{process}-"))
    # Never closed: the lock is the sign that somebody still uses the folder.
    fcntl.flock(os.open(folder, os.O_RDONLY | os.O_CLOEXEC), fcntl.LOCK_SH)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _remove_abandoned(temporary: Path) -> None:
    """Remove spill folders that nobody holds. The id of a process would not tell: others may not see it."""
    for folder in temporary.glob(f"{_SPILL}*"):
        with suppress(OSError):
            if time.time() - folder.lstat().st_mtime < _FRESH_S:
                continue  # its maker may not hold it yet
            descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(descriptor)
