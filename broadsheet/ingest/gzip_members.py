"""Unpacking gzip files of many members, one of which may be broken.

A WARC has a member per record: a broken one is reported once, and reading goes on with the next.
"""

from __future__ import annotations

import re
import zlib

from broadsheet.errors import CorruptionError
from broadsheet.ingest.streams import CHUNK_BYTES, ChunkSource
from broadsheet.ingest.unpacking import Meter

GZIP_MAGIC = b"\x1f\x8b\x08"
# A member's first ten bytes (RFC 1952), as strict as writers keep them: magic, flags, time, extra flags, system.
MEMBER_HEAD = re.compile(rb"\x1f\x8b\x08[\x00-\x1f].{4}[\x00\x02\x04][\x00-\x0d\xff]", re.DOTALL)
_MEMBER_HEAD_BYTES = 10
# A file broken this often is no gzip file; searching on would only cost time.
_MAX_DAMAGES = 1000


class GzipSource:
    """The unpacked bytes of a gzip file. Raises CorruptionError once per broken stretch."""

    def __init__(self, inner: ChunkSource) -> None:
        self._inner = inner
        self._member: zlib._Decompress | None = None
        self._pending = b""
        # The last chunks read, for finding the next member where one is broken: a cut member makes inflate fail after
        # the point where the next one begins, by up to 64 KiB where it stores bytes without packing them.
        self._window = b""
        self._window_start = 0
        self._member_start = 0
        self._damages = 0
        self._meter = Meter()

    def next_chunk(self) -> bytes:
        while True:
            if not self._pending and not self._refill():
                return self._end()
            if self._member is None and not self._begin_member():
                continue
            data = self._inflate()
            if data:
                self._count(data)
                return data

    def _count(self, data: bytes) -> None:
        try:
            self._meter.count(len(data))
        except CorruptionError:
            self._inner, self._pending, self._member = _Ended(), b"", None  # told once; the file has then ended
            raise

    def _refill(self) -> bool:
        self._pending = self._inner.next_chunk()
        if not self._pending:
            return False
        self._meter.packed += len(self._pending)
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
            raise CorruptionError("bad_gzip", f"no gzip member at packed byte {place}")
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
            raise CorruptionError("bad_gzip", f"gzip member at packed byte {begin}: {error}") from error
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
            raise CorruptionError("bad_gzip", f"gzip member at packed byte {begin}: {error}") from error
        if rest and not member.eof:
            self._member = member  # the damage is told on the next call, after these bytes
        elif not member.eof:
            self._seek_member(begin + 1)
            raise CorruptionError("truncated_gzip", f"gzip member at packed byte {begin} ends early")
        return rest

    def _seek_member(self, place: int) -> None:
        """Go to the next gzip head at or after `place`, or to the end of the file."""
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


class _Ended:
    """A source that has no more bytes."""

    def next_chunk(self) -> bytes:
        return b""
