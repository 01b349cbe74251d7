"""Finding where the next record begins in a stream, for archives whose lengths are wrong."""

from __future__ import annotations

import re

from broadsheet.ingest.streams import CHUNK_BYTES, ByteReader

# No head is longer, so a head that two pieces share is found in their seam.
_SEAM_BYTES = 512


def skip_to(reader: ByteReader, head: re.Pattern[bytes], line: bytes = b"\n") -> None:
    """Go to the next match of `head`, or to the end of the file. line: what was read before, which ends a line or not.

    `head` may look at one byte before it; a head that stands at the very front counts as a line's start only where
    `line` ends one.
    """
    _advance(reader, head, None, line.endswith(b"\n"))


def take_to(reader: ByteReader, head: re.Pattern[bytes], limit: int) -> tuple[bytes | None, bool]:
    """The bytes up to the next match of `head` or the end of the file, and whether a match ended them.

    None where there are more than `limit`; they are passed over then.
    """
    kept = bytearray()
    is_followed = _advance(reader, head, (kept, limit), True)
    return (None if len(kept) > limit else bytes(kept)), is_followed


def _advance(
    reader: ByteReader, head: re.Pattern[bytes], keep: tuple[bytearray, int] | None, is_line_start: bool
) -> bool:
    before = b"\n" if is_line_start else b"x"
    carry = b""
    while piece := reader.read_some(CHUNK_BYTES):
        window = before + carry + piece
        found = head.search(window, 1)
        if found is not None:
            reader.push_back(window[found.start() :])
            _keep(keep, window[1 : found.start()])
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
