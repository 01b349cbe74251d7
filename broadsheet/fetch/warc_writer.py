"""WARC files of what was fetched: appended to and synced exchange by exchange, so that a kill loses nothing said.

Belongs here: files, their names, and what is on disk. What stands in a record belongs to `warc_exchange.py`, putting
files right after a kill to `warc_recovery.py`.

A file that is being written is named `<name>.warc.gz.open`, which no reader of an inbox takes up, and is locked; when
it is finished it loses that ending and is never written again.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType

from broadsheet import __version__
from broadsheet.errors import SourceError
from broadsheet.fetch.exchange import Exchange
from broadsheet.fetch.warc_exchange import RefersTo, write_records, write_warcinfo
from broadsheet.ingest.warc_metadata import CaptureMetadata, write_metadata
from broadsheet.private_files import make_private_folder

ENDING = ".warc.gz"
OPEN_ENDING = ".warc.gz.open"
_MAX_FILE_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class WarcPlace:
    """Where the last response of an exchange stands.

    file: the name that the file has when it is finished. offset, length: bytes of its gzip member. `end` is where the
    exchange ends, up to which `recover` keeps a file.
    """

    file: str
    offset: int
    length: int

    @property
    def end(self) -> int:
        return self.offset + self.length


class WarcWriter:
    """Writes exchanges to files of one folder; safe to be used by several threads.

    A file holds exchanges of one UTC day, by the time of their last request, and closes after `max_bytes`. about: what
    the warcinfo record says beside software and format, such as ("operator", ...).
    """

    def __init__(
        self,
        folder: Path,
        *,
        prefix: str = "broadsheet",
        about: Sequence[tuple[str, str]] = (),
        max_bytes: int = _MAX_FILE_BYTES,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._folder = folder
        self._prefix = prefix
        self._about = (("software", f"broadsheet/{__version__}"), *about)
        self._max_bytes = max_bytes
        self._now = now
        self._lock = threading.Lock()
        self._file: _OpenFile | None = None

    def __enter__(self) -> WarcWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.finish()

    def write(
        self, exchange: Exchange, metadata: CaptureMetadata | None = None, refers_to: RefersTo | None = None
    ) -> WarcPlace | None:
        """Where the last response of the exchange stands now, on disk; None where no hop had a response.

        refers_to: what a 304 is a revisit of. Raises SourceError where the disk does not take it: the file then ends
        as before, or is left open for `recover` and another one begun.
        """
        records = write_records(exchange, write_metadata(metadata) if metadata else None, refers_to)
        if not records:
            return None
        try:
            with self._lock:
                file = self._choose_file(exchange.hops[-1].started_at.astimezone(UTC).date())
                end = file.append(b"".join(records))
            self._sync(file, end)
        except OSError as error:
            raise SourceError(f"Nothing could be written to {self._folder}: {error}") from error
        length = len(records[-1])
        return WarcPlace(file.name, end - length, length)

    def finish(self) -> None:
        """Close the file that is being written, if there is one; writing again begins a new one."""
        with self._lock:
            self._close_file()

    def _sync(self, file: _OpenFile, end: int) -> None:
        try:
            file.sync(end)
        except OSError:
            # What is on disk is not known any more.
            with self._lock:
                self._file = None if self._file is file else self._file
            file.abandon()
            raise

    def _choose_file(self, day: date) -> _OpenFile:
        file = self._file
        if file is not None and file.day == day and file.size < self._max_bytes:
            return file
        self._close_file()
        now = self._now().astimezone(UTC)
        make_private_folder(self._folder)
        file = self._file = _create(self._folder, f"{self._prefix}-{day:%Y%m%d}", now, day)
        file.append(write_warcinfo(file.name, now, self._about))
        return file

    def _close_file(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            file.finish()


class _OpenFile:
    """A file that is being written. Threads append one at a time; whoever syncs does it for all that was appended."""

    def __init__(self, path: Path, descriptor: int, day: date) -> None:
        self.day = day
        self.size = 0
        self._path = path
        self._descriptor = descriptor
        self._synced = 0
        self._sync_lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._path.name.removesuffix(OPEN_ENDING) + ENDING

    def append(self, content: bytes) -> int:
        """The size after it. Raises OSError; the file is then as it was before."""
        view = memoryview(content)
        try:
            while view:
                view = view[os.write(self._descriptor, view) :]
        except OSError:
            os.ftruncate(self._descriptor, self.size)
            os.lseek(self._descriptor, self.size, os.SEEK_SET)
            raise
        self.size += len(content)
        return self.size

    def sync(self, end: int) -> None:
        """Bring the file to disk up to `end` at least. Raises OSError."""
        with self._sync_lock:
            if self._synced < end:
                appended = self.size
                os.fsync(self._descriptor)
                self._synced = appended

    def finish(self) -> None:
        self.sync(self.size)
        self._path.rename(self._path.with_name(self.name))
        sync_folder(self._path.parent)
        self.abandon()

    def abandon(self) -> None:
        """Close the file under the name that it has; other threads that want to sync it fail."""
        with self._sync_lock:
            if self._descriptor >= 0:
                os.close(self._descriptor)
            self._descriptor = -1


def _create(folder: Path, start: str, now: datetime, day: date) -> _OpenFile:
    """A new file, named after day and time; a number tells those of one moment apart."""
    number = 0
    while True:
        stem = f"{start}-{now:%Y%m%d%H%M%S%f}-{number:03d}"
        path = folder / f"{stem}{OPEN_ENDING}"
        number += 1
        if (folder / f"{stem}{ENDING}").exists():
            continue
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            continue
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        sync_folder(folder)
        return _OpenFile(path, descriptor, day)


def sync_folder(folder: Path) -> None:
    """Make names that were just given or changed in a folder last."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
