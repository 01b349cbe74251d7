"""Content codings of HTTP undone: gzip, deflate, Brotli, Zstandard, and several of them in a row.

What a header claims is tried, not trusted: many writers store the body already decoded under its old headers. A body
that is not in the coding its headers name stays as it is, with a note. Every coding has a cap in bytes and a ratio.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator, Sequence

from fastwarc.stream_io import BrotliReader, ZstdReader

from broadsheet.errors import BadRecordError, CorruptionError
from broadsheet.ingest.origins import MAX_RECORD_BYTES, Draft
from broadsheet.ingest.unpacking import FREE_BODY_BYTES, Meter

# Servers send one, rarely two; more are a mistake of a proxy or a trap.
MAX_CODINGS = 5
_PIECE_BYTES = 1 << 16


def decode_body(body: bytes, encodings: Sequence[str], draft: Draft) -> bytes:
    """`body` after undoing the codings of its Content-Encoding headers, last first; see the module for lies.

    Raises BadRecordError too_large or unpacks_too_far where the unpacked body passes the cap or the ratio.
    """
    names = [name.strip().lower() for value in encodings for name in value.split(",", MAX_CODINGS + 1)]
    names = [name for name in names if name and name != "identity"]
    if len(names) > MAX_CODINGS:
        draft.note("undecoded_body", f"more than {MAX_CODINGS} content-encodings")
        return body
    for name in reversed(names):
        if not body:
            break
        unpack = _DECODERS.get(name)
        if unpack is None:
            draft.note("undecoded_body", f"content-encoding {name[:40]!r} is unknown")
            break
        unpacked, is_whole = _collect(unpack(body), Meter(MAX_RECORD_BYTES, FREE_BODY_BYTES, len(body)))
        if not unpacked:
            draft.note("undecoded_body", f"the body is not {name}")
            break
        if not is_whole:
            draft.note("cut_body", f"the {name} data ends early or is broken")
        body = unpacked
    return body


def _collect(pieces: Iterator[bytes], meter: Meter) -> tuple[bytes, bool]:
    """All pieces joined, and whether they came to a proper end."""
    gathered = bytearray()
    try:
        for piece in pieces:
            gathered += piece
            meter.count(len(piece))
    except CorruptionError as error:
        if meter.unpacked > meter.cap:
            raise BadRecordError(f"unpacks to more than {meter.cap} bytes", "too_large") from error
        raise BadRecordError(error.detail, error.reason) from error
    except (zlib.error, EOFError, OSError, ValueError):
        return bytes(gathered), False
    return bytes(gathered), True


def _inflate(body: bytes, window_bits: int) -> Iterator[bytes]:
    member = zlib.decompressobj(window_bits)
    # Fed in pieces: what is left of the input is copied at every step.
    for start in range(0, len(body), _PIECE_BYTES):
        pending = body[start : start + _PIECE_BYTES]
        while pending and not member.eof:
            yield member.decompress(pending, _PIECE_BYTES)
            pending = member.unconsumed_tail
        if member.eof:
            return
    while piece := member.decompress(b"", _PIECE_BYTES):
        yield piece
    if not member.eof:
        raise EOFError


def _gunzip(body: bytes) -> Iterator[bytes]:
    return _inflate(body, zlib.MAX_WBITS | 16)


def _undeflate(body: bytes) -> Iterator[bytes]:
    # RFC 9110 means zlib; some servers send bare deflate data.
    is_zlib = body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    return _inflate(body, zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)


def _unbrotli(body: bytes) -> Iterator[bytes]:
    reader = BrotliReader(io.BytesIO(body))
    while piece := reader.read(_PIECE_BYTES):
        yield piece


def _unzstd(body: bytes) -> Iterator[bytes]:
    reader = ZstdReader(io.BytesIO(body))
    while piece := reader.read(_PIECE_BYTES):
        yield piece


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
