"""A body without its content codings, in pieces, and never more of it than the caps allow.

Belongs here: gzip, deflate, Brotli and Zstandard, one over the other. What archives store is read more leniently, by
`broadsheet.ingest.http_messages`; here a coding that is broken or ends early is refused, for the body was received
whole and its server can be asked again.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from fastwarc.stream_io import BrotliReader, ZstdReader

from broadsheet.errors import FetchError
from broadsheet.fetch.limits import Limits

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
_PIECE_BYTES = 1 << 16
# Written by servers that have no coding to name; the last ones are charsets.
_NO_CODINGS = frozenset({"", "identity", "none", "utf-8", "utf8"})
_GZIP_MAGIC = b"\x1f\x8b"
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_MAX_ZSTD_WINDOW = 8 << 20  # RFC 9659: for content codings no more may be asked of a decoder


class _Source(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def decode_body(body: bytes, encodings: Iterable[str], limits: Limits) -> bytes:
    """The body without the codings of its Content-Encoding headers. Raises FetchError bad_encoding."""
    names = [name.strip().lower() for value in encodings for name in value.split(",")]
    names = [name for name in names if name not in _NO_CODINGS]
    if not names or not body:
        return body
    if len(names) > limits.codings:
        raise FetchError("bad_encoding", f"{len(names)} content codings one over the other")
    most = min(limits.decoded_bytes, max(limits.ratio * len(body), limits.ratio_from_bytes))
    decoded = bytearray()
    try:
        # Opening reads already, from the decoders below.
        source = _open_chain(body, names, most)
        while piece := source.read(_PIECE_BYTES):
            decoded += piece
    except (zlib.error, EOFError, OSError) as error:
        detail = f"the {', '.join(names)} data is broken or ends early: {error}"
        raise FetchError("bad_encoding", detail[:200]) from error
    return bytes(decoded)


def _open_chain(body: bytes, names: Sequence[str], most: int) -> _Source:
    source: _Source = io.BytesIO(body)
    for name in reversed(names):
        opener = _OPENERS.get(name)
        if opener is None:
            raise FetchError("bad_encoding", f"the content coding {name[:40]!r} is unknown")
        source = _Capped(opener(source), most, len(body))
    return source


class _Capped(io.RawIOBase):
    """A decoder that gives so many bytes and no more; each of a chain has one, for a bomb may lie in the middle."""

    def __init__(self, inner: _Source, most: int, received: int) -> None:
        self._inner = inner
        self._most = most
        self._received = received
        self._given = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._given

    def read(self, size: int = -1) -> bytes:
        piece = self._inner.read(min(size, _PIECE_BYTES) if size >= 0 else _PIECE_BYTES)
        self._given += len(piece)
        if self._given > self._most:
            raise FetchError("bad_encoding", f"{self._received} bytes unpack to more than {self._most}")
        return piece


class _Inflater:
    """Unpacks gzip, zlib or bare deflate data from a source; members of gzip follow each other."""

    def __init__(self, source: _Source, name: str) -> None:
        self._source = source
        self._is_gzip = name == "gzip"
        self._pending = source.read(_PIECE_BYTES)
        self._member = zlib.decompressobj(self._choose_window())

    def _choose_window(self) -> int:
        if self._is_gzip:
            return zlib.MAX_WBITS | 16
        # RFC 9110 means zlib; some servers send bare deflate data.
        head = self._pending[:2]
        is_zlib = head[:1] and head[0] & 0x0F == 8 and int.from_bytes(head, "big") % 31 == 0
        return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS

    def read(self, size: int = _PIECE_BYTES, /) -> bytes:
        while True:
            if self._member.eof and not self._begin_member():
                return b""
            piece = self._member.decompress(self._pending, size)
            self._pending = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            if piece:
                return piece
            if not self._member.eof and not self._pending:
                self._pending = self._source.read(_PIECE_BYTES)
                if not self._pending:
                    raise EOFError("no end")

    def _begin_member(self) -> bool:
        """Whether another member follows; other bytes after the end are passed over, as browsers do."""
        if self._is_gzip and len(self._pending) < len(_GZIP_MAGIC):
            self._pending += self._source.read(_PIECE_BYTES)
        if not self._is_gzip or not self._pending.startswith(_GZIP_MAGIC):
            return False
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        return True


class _Zstd:
    """Unpacks Zstandard whose first frame asks for no more memory than the web allows."""

    def __init__(self, source: _Source) -> None:
        self._head = source.read(18)
        if _read_zstd_window(self._head) > _MAX_ZSTD_WINDOW:
            raise FetchError("bad_encoding", f"the zstd data asks for a window of more than {_MAX_ZSTD_WINDOW} bytes")
        self._reader = ZstdReader(_Joined(self._head, source))

    def read(self, size: int = _PIECE_BYTES, /) -> bytes:
        piece: bytes = self._reader.read(size)
        return piece


class _Joined(io.RawIOBase):
    """Bytes that were read ahead, then the rest of their source."""

    def __init__(self, head: bytes, rest: _Source) -> None:
        self._head = head
        self._rest = rest
        self._position = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def read(self, size: int = -1) -> bytes:
        wanted = size if size >= 0 else _PIECE_BYTES
        piece, self._head = self._head[:wanted], self._head[wanted:]
        piece = piece or self._rest.read(wanted)
        self._position += len(piece)
        return piece


def _read_zstd_window(head: bytes) -> int:
    """Bytes of memory that a frame asks for (RFC 8878, 3.1.1.1); 0 where it is no frame, which the reader then says."""
    if not head.startswith(_ZSTD_MAGIC) or len(head) < 6:
        return 0
    descriptor = head[4]
    if not descriptor & 0x20:
        exponent, mantissa = head[5] >> 3, head[5] & 7
        base = 1 << (10 + exponent)
        return base + base // 8 * mantissa
    place = 5 + (0, 1, 2, 4)[descriptor & 3]
    size_bytes = (1, 2, 4, 8)[descriptor >> 6]
    return int.from_bytes(head[place : place + size_bytes], "little") + (256 if size_bytes == 2 else 0)


def _open_brotli(source: Any) -> _Source:
    reader: _Source = BrotliReader(source)
    return reader


_OPENERS: dict[str, Callable[[_Source], _Source]] = {
    "gzip": lambda source: _Inflater(source, "gzip"),
    "x-gzip": lambda source: _Inflater(source, "gzip"),
    "deflate": lambda source: _Inflater(source, "deflate"),
    "br": _open_brotli,
    "zstd": _Zstd,
}
