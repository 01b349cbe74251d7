"""MIME messages taken apart, as far as saved pages need it: heads, parts, transfer codings.

Of our own and not the email package: that one recurses once a level (nested parts end in RecursionError), fails on a
NUL in a parameter, and takes a header that is broken over two lines for the end of the head. Here whatever is broken
costs only itself, and time grows with the size of the message.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from broadsheet.ingest.http_messages import parse_headers

# Pages saved by browsers have one level, letters forwarded within letters some five.
MAX_DEPTH = 10
MAX_PARTS = 10_000
_MAX_HEAD_BYTES = 1 << 18
_MAX_PARAMETER_CHARS = 4096
_BLANK_LINE = re.compile(rb"(?:\A|\n)[ \t\r]*\n")
_FIELD = re.compile(rb"[!-9;-~]{1,200}:")
_PARAMETER = re.compile(r';\s*([\w*-]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"\s]*))')
_HTML_HEAD = re.compile(rb"(?:\A|\n)content-type[ \t]*:[ \t\r\n]*(?:text/html|application/xhtml\+xml)\b", re.IGNORECASE)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


@dataclass(frozen=True, slots=True)
class Part:
    """A head and what follows it."""

    headers: tuple[tuple[str, str], ...]
    content: bytes

    def first(self, name: str) -> str | None:
        """Value of the first header of that name (small letters)."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    @property
    def media_type(self) -> str:
        """Media type in small letters, as MIME has it: text/plain where none is given."""
        return (self.first("content-type") or "text/plain").partition(";")[0].strip().lower()

    def parameter(self, name: str) -> str | None:
        """A parameter of the Content-Type, also where it is written `name*=charset'language'value`."""
        for found in _PARAMETER.finditer((self.first("content-type") or "")[:_MAX_PARAMETER_CHARS]):
            key = found[1].lower()
            value = found[2] if found[2] is not None else found[3]
            if key == name and value:
                return value
            if key == f"{name}*" and value:
                return value.rpartition("'")[2]
        return None

    def decode(self) -> bytes:
        """The content after undoing its transfer coding; as it is where that is none or unknown."""
        coding = (self.first("content-transfer-encoding") or "").strip().lower()
        if coding == "base64":
            return _decode_base64(self.content)
        if coding == "quoted-printable":
            return quopri.decodestring(self.content)
        return self.content


def read_part(data: bytes) -> Part:
    """Head and content of a message or part. Lines of the head that are no field belong to the field before them."""
    end = _BLANK_LINE.search(data, 0, _MAX_HEAD_BYTES)
    head, content = (data[: end.start()], data[end.end() :]) if end else (data[:_MAX_HEAD_BYTES], b"")
    lines: list[bytes] = []
    for line in head.split(b"\n"):
        is_field = _FIELD.match(line) is not None or line[:1] in (b" ", b"\t")
        lines.append(line if is_field or not lines else b" " + line)
    return Part(parse_headers(lines), content)


def walk_parts(message: Part) -> Iterator[Part]:
    """The message and its parts in their order, those of parts too, down to MAX_DEPTH and MAX_PARTS."""
    waiting = [(message, 0)]
    count = 0
    while waiting and count < MAX_PARTS:
        part, depth = waiting.pop()
        count += 1
        yield part
        boundary = part.parameter("boundary")
        if depth < MAX_DEPTH and boundary and part.media_type.startswith("multipart/"):
            below = [(read_part(data), depth + 1) for data in _split(part.content, boundary)]
            waiting.extend(reversed(below))


def find_html(message: Part) -> Part | None:
    """The first HTML part, which is the root of a saved page: frames and pictures follow it.

    Where no part is HTML although a head in the message says so (no boundary, a wrong one, a head that was taken for
    text), the part is taken from that head to the next boundary line or the end.
    """
    for part in walk_parts(message):
        if part.media_type in ("text/html", "application/xhtml+xml"):
            return part
    found = _HTML_HEAD.search(message.content)
    if found is None:
        return None
    content = message.content
    blank = max(content.rfind(b"\n\n", 0, found.start()), content.rfind(b"\n\r\n", 0, found.start()))
    boundary = content.rfind(b"\n--", 0, found.start())
    start = content.find(b"\n", boundary + 1) + 1 if boundary > blank else max(blank, 0)
    part = read_part(content[start:].lstrip(b"\r\n"))
    end = re.compile(rb"\n--[^\s-][^\n]{0,200}--[ \t]*\r?$|\n------[^\n]{8,200}$", re.MULTILINE).search(part.content)
    return Part(part.headers, part.content[: end.start()] if end else part.content)


def _split(content: bytes, boundary: str) -> Iterator[bytes]:
    """What lies between the boundary lines; the last part may lack its end."""
    mark = b"--" + boundary.encode("utf-8", "replace")
    line = re.compile(rb"(?:\A|\r?\n)" + re.escape(mark) + rb"(--)?[ \t]*(?:\r?\n|\Z)")
    found = line.search(content)
    for _ in range(MAX_PARTS):
        if found is None or found[1]:
            return
        start = found.end()
        # The line end before a boundary belongs to it, so an empty part ends where its boundary line does.
        found = line.search(content, max(start - 1, 0))
        yield content[start : found.start() if found else len(content)]


def _decode_base64(content: bytes) -> bytes:
    packed = _NOT_BASE64.sub(b"", content.partition(b"=")[0])
    try:
        return binascii.a2b_base64(packed[: len(packed) - (len(packed) % 4 == 1)] + b"==")
    except binascii.Error:
        return content
