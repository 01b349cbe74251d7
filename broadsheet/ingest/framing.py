"""Finding where the next record begins in a stream, for archives whose lengths are wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadsheet.ingest.streams import CHUNK_BYTES, ByteReader

# No head is longer, so a head that two pieces share is found in their seam.
_SEAM_BYTES = 512


@dataclass(frozen=True, slots=True)
class HeadForm:
    """What a record head looks like. It is searched by `mark`, which is fast, and begins `shift` bytes behind it."""

    mark: bytes
    shift: int
    pattern: re.Pattern[bytes]

    def find(self, window: bytes) -> int:
        """Where the first head begins, not at the very front; -1 where there is none."""
        place = window.find(self.mark, 1 - self.shift)
        while place >= 0:
            if self.pattern.match(window, place + self.shift):
                return place + self.shift
            place = window.find(self.mark, place + 1)
        return -1


def skip_to(reader: ByteReader, head: HeadForm, line: bytes = b"\n") -> None:
    """Go to the next head, or to the end of the file. line: what was read before, which ends a line or not.

    `head` may look at one byte before it; a head that stands at the very front counts as a line's start only where
    `line` ends one.
    """
    _advance(reader, head, None, line.endswith(b"\n"))


def take_to(reader: ByteReader, head: HeadForm, limit: int) -> tuple[bytes | None, bool]:
    """The bytes up to the next head or the end of the file, and whether a head ended them.

    None where there are more than `limit`; they are passed over then.
    """
    kept = bytearray()
    is_followed = _advance(reader, head, (kept, limit), True)
    return (None if len(kept) > limit else bytes(kept)), is_followed


def _advance(reader: ByteReader, head: HeadForm, keep: tuple[bytearray, int] | None, is_line_start: bool) -> bool:
    before = b"\n" if is_line_start else b"x"
    carry = b""
    while piece := reader.read_some(CHUNK_BYTES):
        window = before + carry + piece
        found = head.find(window)
        if found >= 0:
            reader.push_back(window[found:])
            _keep(keep, window[1:found])
            return True
        # A head that begins here may go on in the next piece: it is looked at again with it.
        end = max(len(window) - _SEAM_BYTES, 1)
        _keep(keep, window[1:end])
        before, carry = window[end - 1 : end], window[end:]
    _keep(keep, carry)
    return False


def _keep(keep: tuple[bytearray, int] | None, piece: bytes) -> None:
    if keep is not None:
        kept, limit = keep
        kept += piece[: max(0, limit + 1 - len(kept))]
