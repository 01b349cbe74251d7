"""Bytes of a file, read line by line or by length, with damage told and passed over.

Packed files are unpacked by a source of their own (`gzip_members`, `zstd`). Memory stays within a few chunks whatever
the size of the file.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol

from broadsheet.errors import CorruptionError

CHUNK_BYTES = 1 << 16
_EMPTY_LINES = re.compile(rb"[\r\n]*\n")


class ChunkSource(Protocol):
    """Gives the next bytes, b"" at the end."""

    def next_chunk(self) -> bytes: ...


class RawSource:
    """The bytes of a file as they are, with their SHA-256 so far.

    size: how many bytes it has; what is written behind them while it is read waits for the next look at the file.
    """

    def __init__(self, file: BinaryIO, size: int | None = None) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._left = size

    def next_chunk(self) -> bytes:
        wanted = CHUNK_BYTES if self._left is None else min(CHUNK_BYTES, self._left)
        try:
            chunk = self._file.read(wanted)
        except OSError as error:
            self._file.close()
            self._file = io.BytesIO()  # it is reported once and has then ended
            raise CorruptionError("unreadable_file", error.strerror or str(error)) from error
        self._digest.update(chunk)
        if self._left is not None:
            self._left -= len(chunk)
        return chunk

    @contextmanager
    def lend(self) -> Iterator[BinaryIO]:
        """The file itself, for a reader that jumps within it; afterwards reading goes on where it stood."""
        place = self._file.tell()
        try:
            yield self._file
        finally:
            self._file.seek(place)

    def __enter__(self) -> RawSource:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def finish(self) -> str:
        """Read what is left and give the SHA-256 of the whole file, hex."""
        while self.next_chunk():
            pass
        return self._digest.hexdigest()


class ByteReader:
    """Lines and lengths of bytes from a ChunkSource, with the place of the next byte (the first is at `position`).

    A CorruptionError of the source passes through; what was read of the broken stretch is then dropped.
    """

    def __init__(self, source: ChunkSource, position: int = 0) -> None:
        self._source = source
        self._buffer = bytearray()
        self._start = 0
        self._damage: CorruptionError | None = None  # met while peeking; told by the next read
        self.position = position
        # Bytes that a reader took and looked at again, counted by it.
        self.rescanned_bytes = 0

    def read_line(self, limit: int) -> bytes:
        """The next line with its end, at most `limit` bytes of it; b"" at the end of the file."""
        searched = self._start
        while True:
            found = self._buffer.find(b"\n", searched, self._start + limit)
            if found >= 0:
                return self._take(found + 1 - self._start)
            held = len(self._buffer) - self._start
            if held >= limit:
                return self._take(limit)
            searched = len(self._buffer) - self._start
            if not self._fill():
                return self._take(held)
            searched += self._start

    def skip_empty_lines(self) -> None:
        """Go on to the next line that is not empty, at once: a file of line ends alone is read as fast as any other."""
        while True:
            found = _EMPTY_LINES.match(self._buffer, self._start)
            if found:
                self._take(found.end() - self._start)
            if self._start < len(self._buffer) or not self._fill():
                return

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end of the file."""
        while len(self._buffer) - self._start < size and self._fill():
            pass
        return self._take(min(size, len(self._buffer) - self._start))

    def peek(self, size: int) -> bytes:
        """The next bytes without taking them, fewer than `size` at the end of the file or before damage."""
        try:
            while self._damage is None and len(self._buffer) - self._start < size and self._load():
                pass
        except CorruptionError as damage:
            self._damage = damage
        return bytes(self._buffer[self._start : self._start + size])

    def next_chunk(self) -> bytes:
        """All bytes at hand, so that a reader can be the source of another."""
        return self.read_some(len(self._buffer))

    def read_some(self, limit: int) -> bytes:
        """Bytes at hand, at most `limit` of them (or a piece of the source where none are); b"" at the end."""
        if len(self._buffer) == self._start:
            self._fill()
            limit = max(limit, CHUNK_BYTES)
        return self._take(min(limit, len(self._buffer) - self._start))

    def push_back(self, taken: bytes) -> None:
        """Put bytes that were just read back in front."""
        if self._start >= len(taken):
            self._start -= len(taken)  # they are still there: the buffer lets go of bytes only when it loads more
        else:
            self._buffer[: self._start] = taken
            self._start = 0
        self.position -= len(taken)

    def skip_line(self) -> int:
        """Pass over the rest of the line; gives the count of bytes."""
        begin = self.position
        while (line := self.read_line(CHUNK_BYTES)) and not line.endswith(b"\n"):
            pass
        return self.position - begin

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[self._start : self._start + size])
        self._start += size
        self.position += size
        return taken

    def _fill(self) -> bool:
        """Load more bytes; at damage drop those at hand, which lie before it and are no whole line or length."""
        try:
            if self._damage is not None:
                damage, self._damage = self._damage, None
                raise damage
            return self._load()
        except CorruptionError:
            self.position += len(self._buffer) - self._start
            self._buffer.clear()
            self._start = 0
            raise

    def _load(self) -> bool:
        if self._start:
            del self._buffer[: self._start]
            self._start = 0
        chunk = self._source.next_chunk()
        self._buffer += chunk
        return bool(chunk)
