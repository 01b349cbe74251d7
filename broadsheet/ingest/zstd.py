"""Zstandard files: any file named .zst, and `.warc.zst` with the dictionary that archives put in front.

The layout of `.warc.zst` is that of the IIPC's proposal: an optional skippable frame 0x184D2A5D that holds the
dictionary, itself packed or not, then a frame per record.
"""

from __future__ import annotations

import io
import struct

from fastwarc.stream_io import ZstdReader

from broadsheet.errors import CorruptionError
from broadsheet.ingest.streams import CHUNK_BYTES, ByteReader

ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_DICTIONARY_MAGIC = b"\x5d\x2a\x4d\x18"
# The decoder gives nothing of the piece in which it meets damage, so pieces are small; the record that ends in it is
# lost as well.
_PIECE_BYTES = 1024
# Archives train dictionaries of some 100 KiB; a larger one is a damaged length.
_MAX_DICTIONARY_BYTES = 64 << 20


def is_zstd(start: bytes) -> bool:
    """Whether a file that begins with these bytes is Zstandard: a frame, or one that decoders skip."""
    return start.startswith(ZSTD_MAGIC) or (start[1:4] == _DICTIONARY_MAGIC[1:] and 0x50 <= start[0] <= 0x5F)


class ZstdSource:
    """The unpacked bytes of a Zstandard file. Raises CorruptionError once, where it is broken, and has then ended."""

    def __init__(self, inner: ByteReader) -> None:
        self._inner = inner
        self._reader: ZstdReader | None = None
        self._has_ended = False

    def next_chunk(self) -> bytes:
        if self._has_ended:
            return b""
        try:
            if self._reader is None:
                self._reader = ZstdReader(_AsFile(self._inner), dictionary=self._read_dictionary())
            chunk: bytes = self._reader.read(_PIECE_BYTES)
        except (OSError, ValueError) as error:
            self._has_ended = True
            raise CorruptionError("bad_zstd", str(error)) from error
        except CorruptionError:
            self._has_ended = True
            raise
        self._has_ended = not chunk
        return chunk

    def _read_dictionary(self) -> bytes | None:
        if self._inner.peek(len(_DICTIONARY_MAGIC)) != _DICTIONARY_MAGIC:
            return None
        (size,) = struct.unpack("<4xI", self._inner.read(8))
        if size > _MAX_DICTIONARY_BYTES:
            raise CorruptionError("bad_zstd", f"a dictionary of {size} bytes")
        packed = self._inner.read(size)
        if not packed.startswith(ZSTD_MAGIC):
            return packed
        unpacked: bytes = ZstdReader(io.BytesIO(packed)).read(-1)
        return unpacked


class _AsFile(io.RawIOBase):
    """A ByteReader as the file that ZstdReader reads."""

    def __init__(self, reader: ByteReader) -> None:
        self._reader = reader

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._reader.read(size if size >= 0 else CHUNK_BYTES)

    def tell(self) -> int:
        return self._reader.position
