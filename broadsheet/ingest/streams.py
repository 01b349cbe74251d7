"""Bytes of a file, unpacked where it is gzip, read line by line or by length, with damage told and passed over.

A gzip file may have many members (a WARC has one per record): a broken one is reported once, and reading goes on with
the next. Memory stays within a few chunks whatever the size of the file.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from typing import BinaryIO, Protocol

from broadsheet.errors import DamageError

CHUNK_BYTES = 1 << 16
GZIP_MAGIC = b"\x1f\x8b\x08"
# A member's first ten bytes (RFC 1952), as strict as writers keep them: magic, flags, time, extra flags, system.
MEMBER_HEAD = re.compile(rb"\x1f\x8b\x08[\x00-\x1f].{4}[\x00\x02\x04][\x00-\x0d\xff]", re.DOTALL)
_MEMBER_HEAD_BYTES = 10
# A file broken this often is no gzip file; searching on would only cost time.
_MAX_DAMAGES = 1000


class ChunkSource(Protocol):
    """Gives the next bytes, b"" at the end."""

    def next_chunk(self) -> bytes: ...


class RawSource:
    """The bytes of a file as they are, with their SHA-256 so far."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def next_chunk(self) -> bytes:
        try:
            chunk = self._file.read(CHUNK_BYTES)
        except OSError as error:
            self._file.close()
            self._file = io.BytesIO()  # it is reported once and has then ended
            raise DamageError("unreadable_file", error.strerror or str(error)) from error
        self._digest.update(chunk)
        return chunk

    def __enter__(self) -> RawSource:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def finish(self) -> str:
        """Read what is left and give the SHA-256 of the whole file, hex."""
        while self.next_chunk():
            pass
        return self._digest.hexdigest()


class GzipSource:
    """The unpacked bytes of a gzip file. Raises DamageError once per broken stretch."""

    def __init__(self, inner: ChunkSource) -> None:
        self._inner = inner
        self._member: zlib._Decompress | None = None
        self._pending = b""
        # The last chunks read, for finding the next member where one is broken: a cut member makes inflate fail behind
        # the point where the next one begins, by up to 64 KiB where it stores bytes without packing them.
        self._window = b""
        self._window_start = 0
        self._member_start = 0
        self._damages = 0

    def next_chunk(self) -> bytes:
        while True:
            if not self._pending and not self._refill():
                return self._end()
            if self._member is None and not self._begin_member():
                continue
            data = self._inflate()
            if data:
                return data

    def _refill(self) -> bool:
        self._pending = self._inner.next_chunk()
        if not self._pending:
            return False
        kept = self._window[-2 * CHUNK_BYTES :]
        self._window_start += len(self._window) - len(kept)
        self._window = kept + self._pending
        return True

    def _place(self) -> int:
        """Place in the packed file of the first pending byte."""
        return self._window_start + len(self._window) - len(self._pending)

    def _begin_member(self) -> bool:
        self._pending = self._pending.lstrip(b"\0")  # tape and block writers pad with zeros
        if not self._pending:
            return False
        if not self._pending.startswith(GZIP_MAGIC[: len(self._pending)]):
            place = self._place()
            self._seek_member(place)
            raise DamageError("bad_gzip", f"no gzip member at packed byte {place}")
        self._member_start = self._place()
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        return True

    def _inflate(self) -> bytes:
        member = self._member
        assert member is not None
        try:
            data = member.decompress(self._pending, CHUNK_BYTES)
        except zlib.error as error:
            begin = self._member_start
            self._seek_member(begin + 1)
            raise DamageError("bad_gzip", f"gzip member at packed byte {begin}: {error}") from error
        self._pending = member.unused_data if member.eof else member.unconsumed_tail
        if member.eof:
            self._member = None
        return data

    def _end(self) -> bytes:
        member, begin = self._member, self._member_start
        if member is None:
            return b""
        self._member = None
        try:
            rest = member.flush()
        except zlib.error as error:
            raise DamageError("bad_gzip", f"gzip member at packed byte {begin}: {error}") from error
        if rest and not member.eof:
            self._member = member  # the damage is told on the next call, behind these bytes
        elif not member.eof:
            self._seek_member(begin + 1)
            raise DamageError("truncated_gzip", f"gzip member at packed byte {begin} ends early")
        return rest

    def _seek_member(self, place: int) -> None:
        """Go to the next gzip head at or behind `place`, or to the end of the file."""
        self._member = None
        self._damages += 1
        if self._damages > _MAX_DAMAGES:
            self._inner = _Ended()
            self._pending = b""
            return
        start = max(place - self._window_start, 0)
        while True:
            found = MEMBER_HEAD.search(self._window, start)
            if found:
                self._pending = self._window[found.start() :]
                return
            tail = len(self._window) - (_MEMBER_HEAD_BYTES - 1)
            wanted = self._window_start + max(tail, start)
            if not self._refill():
                return
            start = max(wanted - self._window_start, 0)


class ByteReader:
    """Lines and lengths of bytes from a ChunkSource, with the place of the next byte.

    A DamageError of the source passes through; what was read of the broken stretch is then dropped.
    """

    def __init__(self, source: ChunkSource) -> None:
        self._source = source
        self._buffer = bytearray()
        self._start = 0
        self._damage: DamageError | None = None  # met while peeking; told by the next read
        self.position = 0
        self.pushed_back_bytes = 0

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
        except DamageError as damage:
            self._damage = damage
        return bytes(self._buffer[self._start : self._start + size])

    def next_chunk(self) -> bytes:
        """All bytes at hand, so that a reader can be the source of another."""
        if len(self._buffer) == self._start:
            self._fill()
        return self._take(len(self._buffer) - self._start)

    def push_back(self, taken: bytes) -> None:
        """Put bytes that were just read back in front."""
        if self._start >= len(taken):
            self._start -= len(taken)  # they are still there: the buffer lets go of bytes only when it loads more
        else:
            self._buffer[: self._start] = taken
            self._start = 0
        self.position -= len(taken)
        self.pushed_back_bytes += len(taken)

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
        except DamageError:
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


class _Ended:
    """A source that has no more bytes."""

    def next_chunk(self) -> bytes:
        return b""
