"""HTTP responses as archives store them: head and chunked transfer coding. Content codings: `content_codings`.

What a head claims is tried, not trusted: many writers store the body already joined under its old headers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.ingest.content_codings import decode_body
from broadsheet.ingest.origins import Draft

# A tool that translated line ends on its way left CR CR LF behind.
_HEAD_END = re.compile(rb"\n\r*\n")
_STATUS_LINE = re.compile(rb"HTTP/\d+(?:\.\d+)? +(\d{3})(?: |$)")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
# Browsers take 256 KiB of headers at most; what a longer head says beyond is dropped.
_MAX_HEAD_BYTES = 1 << 18


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
    lines = block[: min(end.start() if end else len(block), _MAX_HEAD_BYTES)].split(b"\n")
    status = _STATUS_LINE.match(lines[0].rstrip(b"\r"))
    if status is None:
        return None
    return ResponseHead(int(status[1]), parse_headers(lines[1:]), end.end() if end else len(block))


def is_whole(block: bytes) -> bool:
    """Whether a message has as many bytes of body as its own Content-Length says, where it says so.

    >>> is_whole(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok"), is_whole(b"HTTP/1.1 200 OK\\r\\n\\r\\nok")
    (True, False)
    """
    head = parse_head(block)
    lengths = head.values("content-length") if head else []
    return (
        head is not None
        and len(lengths) == 1
        and lengths[0].isdigit()
        and (len(block) - head.body_start >= int(lengths[0][:15]))
    )


def parse_headers(lines: Sequence[bytes]) -> tuple[tuple[str, str], ...]:
    """Name and value of every header line; folded lines are joined, lines without a colon left out."""
    pairs: list[tuple[str, list[str]]] = []
    for line in lines:
        text = _decode_header(line.rstrip(b"\r\n"))
        if text[:1] in (" ", "\t") and pairs:
            pairs[-1][1].append(text.strip())  # joined at the end: a value of many folds takes no quadratic time
            continue
        name, colon, value = text.partition(":")
        if colon and name.strip():
            pairs.append((name.strip(), [value.strip()]))
    return tuple((name, " ".join(part for part in parts if part)) for name, parts in pairs)


def decode_response(head: ResponseHead, body: bytes, draft: Draft) -> bytes:
    """`body` after undoing transfer and content codings. Raises BadRecordError past the caps."""
    if any("chunked" in value.lower() for value in head.values("transfer-encoding")):
        body = _join_chunks(body, draft)
    return decode_body(body, head.values("content-encoding"), draft)


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
