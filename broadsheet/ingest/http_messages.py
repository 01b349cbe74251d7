"""HTTP responses as archives store them: head, chunked transfer coding, content coding.

What a head claims is tried, not trusted: many writers store the body already decoded under its old headers. A body
that is not in the coding its headers name stays as it is, with a note.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fastwarc.stream_io import BrotliReader, ZstdReader

from broadsheet.errors import BadRecordError
from broadsheet.ingest.origins import MAX_RECORD_BYTES, Draft

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(rb"HTTP/\d+(?:\.\d+)? +(\d{3})(?: |$)")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
_PIECE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class ResponseHead:
    """Status, headers in order, and where the body begins."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body_start: int

    def values(self, name: str) -> list[str]:
        """Values of the headers of that name (small letters), in order."""
        return [value for key, value in self.headers if key.lower() == name]


def parse_head(block: bytes) -> ResponseHead | None:
    """The head at the start of `block`, None where there is none. A head without end has an empty body."""
    if not block.startswith(b"HTTP/"):
        return None
    end = _HEAD_END.search(block)
    lines = block[: end.start() if end else len(block)].split(b"\n")
    status = _STATUS_LINE.match(lines[0].rstrip(b"\r"))
    if status is None:
        return None
    return ResponseHead(int(status[1]), parse_headers(lines[1:]), end.end() if end else len(block))


def parse_headers(lines: Sequence[bytes]) -> tuple[tuple[str, str], ...]:
    """Name and value of every header line; folded lines are joined, lines without a colon left out."""
    pairs: list[tuple[str, str]] = []
    for line in lines:
        text = _decode_header(line.rstrip(b"\r\n"))
        if text[:1] in (" ", "\t") and pairs:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {text.strip()}".strip())
            continue
        name, colon, value = text.partition(":")
        if colon and name.strip():
            pairs.append((name.strip(), value.strip()))
    return tuple(pairs)


def decode_response(head: ResponseHead, body: bytes, draft: Draft) -> bytes:
    """`body` after undoing transfer and content codings. Raises BadRecordError too_large past the cap."""
    if any("chunked" in value.lower() for value in head.values("transfer-encoding")):
        body = _join_chunks(body, draft)
    return decode_body(body, head.values("content-encoding"), draft)


def decode_body(body: bytes, encodings: Sequence[str], draft: Draft) -> bytes:
    """`body` after undoing the codings of its Content-Encoding headers, last first; see the module for lies.

    Raises BadRecordError too_large where the unpacked body is larger than the cap.
    """
    names = [name.strip().lower() for value in encodings for name in value.split(",")]
    for name in reversed([name for name in names if name and name != "identity"]):
        if not body:
            break
        unpack = _DECODERS.get(name)
        if unpack is None:
            draft.note("undecoded_body", f"content-encoding {name[:40]!r} is unknown")
            break
        unpacked, is_whole = _collect(unpack(body))
        if not unpacked:
            draft.note("undecoded_body", f"the body is not {name}")
            break
        if not is_whole:
            draft.note("cut_body", f"the {name} data ends early or is broken")
        body = unpacked
    return body


def _collect(pieces: Iterator[bytes]) -> tuple[bytes, bool]:
    """All pieces joined, and whether they came to a proper end."""
    gathered = bytearray()
    try:
        for piece in pieces:
            gathered += piece
            if len(gathered) > MAX_RECORD_BYTES:
                raise BadRecordError(f"unpacks to more than {MAX_RECORD_BYTES} bytes", "too_large")
    except (zlib.error, EOFError, OSError):
        return bytes(gathered), False
    return bytes(gathered), True


def _inflate(body: bytes, window_bits: int) -> Iterator[bytes]:
    member = zlib.decompressobj(window_bits)
    pending = body
    while True:
        piece = member.decompress(pending, _PIECE_BYTES)
        if piece:
            yield piece
        pending = member.unconsumed_tail
        if member.eof:
            return
        if not piece and not pending:
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


def _join_chunks(body: bytes, draft: Draft) -> bytes:
    """The chunks joined; `body` itself where it does not begin as chunked data."""
    if not _CHUNK_SIZE.match(body):
        if body:
            draft.note("undecoded_body", "the body is not chunked")
        return body
    joined = bytearray()
    place = 0
    while (size_line := _CHUNK_SIZE.match(body, place)) is not None:
        size = int(size_line[1], 16)
        if size == 0:
            return bytes(joined)
        piece = body[size_line.end() : size_line.end() + size]
        joined += piece
        place = size_line.end() + size
        if len(piece) < size:
            break
        place += 2 if body.startswith(b"\r\n", place) else 1 if body.startswith(b"\n", place) else 0
    draft.note("cut_body", "the chunked data ends early or is broken")
    return bytes(joined)


def _decode_header(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")
