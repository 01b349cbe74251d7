"""JSON files that are no lines: an array of objects, or objects printed over several lines, cut into their elements.

Cut by brackets alone, in one pass and with at most one element in memory, so that a broken element costs no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from broadsheet.ingest.origins import MAX_RECORD_BYTES
from broadsheet.ingest.streams import CHUNK_BYTES, ByteReader

_BLANKS = b" \t\r\n\x0b\x0c"
_BETWEEN = _BLANKS + b","
_MARK = re.compile(rb'["{}\[\]]')
_IN_STRING = re.compile(rb'["\\]')


def holds_lines(head: bytes) -> bool:
    """Whether a file that begins with these bytes holds one object a line, as far as its first lines tell.

    >>> holds_lines(b'{"url": 1}\\n{"url": 2}'), holds_lines(b'[{"url": 1}'), holds_lines(b'{\\n  "url": 1\\n}')
    (True, False, False)
    """
    start = head.strip(_BLANKS)
    if start.startswith(b"["):
        return False
    first, _, rest = start.partition(b"\n")
    # The first line of a printed object ends where a value goes on, and the next one is no new object.
    return first.rstrip(_BLANKS)[-1:] not in (b"{", b",", b"[") or rest.lstrip(_BLANKS)[:1] in (b"{", b"")


@dataclass(slots=True)
class Element:
    """A value of the file. data: its bytes, cut after MAX_RECORD_BYTES + 1; size: how many there are."""

    offset: int
    data: bytes
    size: int
    is_whole: bool = True


def split_values(reader: ByteReader) -> Iterator[Element]:
    """The elements of an array, or the values of a file one after the other; offsets in the unpacked bytes.

    What stands between elements and is neither blank nor a comma is an element too, so that it can be told. Raises
    CorruptionError where the packed bytes are broken.
    """
    splitter = _Splitter()
    while reader.peek(1) and reader.peek(1) in _BLANKS:
        reader.read(1)
    if reader.peek(1) == b"[":
        reader.read(1)
        splitter.is_array = True
    while chunk := reader.read(CHUNK_BYTES):
        yield from splitter.feed(chunk, reader.position - len(chunk))
    yield from splitter.finish()


@dataclass(slots=True)
class _Splitter:
    """Where the scan stands: nesting, whether inside a string, and the element so far."""

    is_array: bool = False
    level: int = 0
    in_string: bool = False
    skips: int = 0
    offset: int = 0
    size: int = 0
    data: bytearray = field(default_factory=bytearray)

    def feed(self, chunk: bytes, base: int) -> Iterator[Element]:
        """Scan on; yields the elements that end in `chunk`, which begins at offset `base`."""
        place, self.skips = self.skips, 0
        self._take(chunk[:place], base)
        while place < len(chunk):
            found = (_IN_STRING if self.in_string else _MARK).search(chunk, place)
            mark, end = (found[0], found.end()) if found else (b"", len(chunk))
            if mark == b"\\":
                end += 1  # the character after it ends no string
            if self._stands_between(mark):
                cut = end - len(mark)
                self._take(chunk[place:cut], base + place)
                yield from self._cut(is_whole=False)
                place = cut
            if self._closes_array(mark):
                self.is_array, place = False, end
                continue
            self._take(chunk[place:end], base + place)
            yield from self._note(mark)
            place = end
        self.skips = place - len(chunk)

    def _stands_between(self, mark: bytes) -> bool:
        """Whether a mark ends what stands between elements: it opens one, or closes the array."""
        if self.level or self.in_string:
            return False
        return mark in (b"{", b"[") or self._closes_array(mark)

    def _closes_array(self, mark: bytes) -> bool:
        return mark == b"]" and self.is_array and self.level == 0 and not self.in_string

    def finish(self) -> Iterator[Element]:
        """What is left at the end of the file: an element that does not end."""
        yield from self._cut(is_whole=False)

    def _note(self, mark: bytes) -> Iterator[Element]:
        if mark == b'"':
            self.in_string = not self.in_string
        elif not self.in_string and mark in (b"{", b"["):
            self.level += 1
        elif not self.in_string and mark in (b"}", b"]") and self.level:
            self.level -= 1
            if self.level == 0:
                yield from self._cut(is_whole=True)

    def _take(self, part: bytes, offset: int) -> None:
        if not self.size:
            kept = part.lstrip(_BETWEEN) if self.level == 0 and not self.in_string else part
            offset, part = offset + len(part) - len(kept), kept
            self.offset = offset
        self.size += len(part)
        self.data += part[: max(0, MAX_RECORD_BYTES + 1 - len(self.data))]

    def _cut(self, *, is_whole: bool) -> Iterator[Element]:
        data = bytes(self.data) if is_whole else bytes(self.data).rstrip(_BETWEEN)
        if data:
            yield Element(self.offset, data, self.size, is_whole)
        self.data.clear()
        self.size = 0
