"""Zstandard and LZ4 files: any file named .zst or .lz4, and `.warc.zst` with the dictionary that archives put in front.

The layout of `.warc.zst` is that of the IIPC's proposal: an optional skippable frame 0x184D2A5D that holds the
dictionary, itself packed or not, then a frame per record.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from typing import Protocol

from fastwarc.stream_io import Lz4Reader, ZstdReader

from broadsheet.errors import CorruptionError
from broadsheet.ingest.streams import CHUNK_BYTES, ByteReader
from broadsheet.ingest.unpacking import Meter

ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
LZ4_MAGIC = b"\x04\x22\x4d\x18"
_DICTIONARY_MAGIC = b"\x5d\x2a\x4d\x18"
# The decoder gives nothing of the piece in which it meets damage, so pieces are small; the record that ends in it is
# lost as well.
_PIECE_BYTES = 1024
# Archives train dictionaries of some 100 KiB, which hold text that is hard to pack; a larger one is a damaged length
# or a bomb.
_MAX_DICTIONARY_BYTES = 16 << 20


class _Unpacker(Protocol):
    def read(self, size: int) -> bytes: ...


def is_zstd(start: bytes) -> bool:
    """Whether a file that begins with these bytes is Zstandard: a frame, or one that decoders skip."""
    return start.startswith(ZSTD_MAGIC) or (start[1:4] == _DICTIONARY_MAGIC[1:] and 0x50 <= start[0] <= 0x5F)


class FrameSource:
    """The unpacked bytes of a file of frames. Raises CorruptionError once, where it is broken, and has then ended."""

    def __init__(self, inner: ByteReader, reason: str, begin: Callable[[ByteReader, Meter], _Unpacker]) -> None:
        self._inner = inner
        self._reason = reason
        self._begin = begin
        self._meter = Meter()
        self._reader: _Unpacker | None = None
        self._has_ended = False

    def next_chunk(self) -> bytes:
        if self._has_ended:
            return b""
        self._has_ended = True  # unless the piece comes whole
        try:
            if self._reader is None:
                self._reader = self._begin(self._inner, self._meter)
            chunk = self._reader.read(_PIECE_BYTES)
        except (OSError, ValueError, EOFError) as error:
            raise CorruptionError(self._reason, str(error)) from error
        self._meter.count(len(chunk))
        self._has_ended = not chunk
        return chunk


def zstd_source(inner: ByteReader) -> FrameSource:
    """The unpacked bytes of a Zstandard file, with its dictionary where it brings one."""

    def begin(reader: ByteReader, meter: Meter) -> _Unpacker:
        dictionary = _read_dictionary(reader)
        unpacker: _Unpacker = ZstdReader(_AsFile(reader, meter), dictionary=dictionary)
        return unpacker

    return FrameSource(inner, "bad_zstd", begin)


def lz4_source(inner: ByteReader) -> FrameSource:
    """The unpacked bytes of an LZ4 file."""

    def begin(reader: ByteReader, meter: Meter) -> _Unpacker:
        unpacker: _Unpacker = Lz4Reader(_AsFile(reader, meter))
        return unpacker

    return FrameSource(inner, "bad_lz4", begin)


def _read_dictionary(reader: ByteReader) -> bytes | None:
    if reader.peek(len(_DICTIONARY_MAGIC)) != _DICTIONARY_MAGIC:
        return None
    head = reader.read(8)
    if len(head) < 8:
        raise CorruptionError("bad_zstd", "the file ends within the head of its dictionary")
    (size,) = struct.unpack("<4xI", head)
    if size > _MAX_DICTIONARY_BYTES:
        raise CorruptionError("bad_zstd", f"a dictionary of {size} bytes")
    packed = reader.read(size)
    if not packed.startswith(ZSTD_MAGIC):
        return packed
    unpacker = ZstdReader(io.BytesIO(packed))
    dictionary = bytearray()
    while piece := unpacker.read(CHUNK_BYTES):
        dictionary += piece
        if len(dictionary) > _MAX_DICTIONARY_BYTES:
            told = f"a dictionary of {size} bytes unpacks to more than {_MAX_DICTIONARY_BYTES}"
            raise CorruptionError("unpacks_too_far", told)
    return bytes(dictionary)


class _AsFile(io.RawIOBase):
    """A ByteReader as the file that an unpacker reads; what it takes is counted."""

    def __init__(self, reader: ByteReader, meter: Meter) -> None:
        self._reader = reader
        self._meter = meter

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        taken = self._reader.read(size if size >= 0 else CHUNK_BYTES)
        self._meter.packed += len(taken)
        return taken

    def tell(self) -> int:
        return self._reader.position
