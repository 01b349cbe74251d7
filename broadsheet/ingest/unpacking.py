"""How far packed bytes may unpack: the caps that every unpacking of ingest keeps, for files and for bodies.

A file is read as a stream, so its cap is one of time and disk; the ratio is what tells a bomb. A body is held in
memory, so its cap is that of a record.
"""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.errors import CorruptionError

# A day of a large crawl is some 200 GB unpacked.
MAX_FILE_BYTES = 1 << 40
# Pages shrink to a fifth, the most repetitive ones seen (tables of the same cells) to 1/150; gzip can reach 1/1032,
# Zstandard and Brotli more than 1/10,000.
MAX_RATIO = 250
# Below this nobody is hurt, and short runs of one byte are common.
FREE_BYTES = 16 << 20
FREE_BODY_BYTES = 1 << 20


@dataclass(slots=True)
class Meter:
    """Bytes that went in and came out of one unpacking."""

    cap: int = MAX_FILE_BYTES
    free: int = FREE_BYTES
    packed: int = 0
    unpacked: int = 0

    def count(self, unpacked: int) -> None:
        """Count bytes that came out. Raises CorruptionError unpacks_too_far past the cap or the ratio."""
        self.unpacked += unpacked
        if self.unpacked > self.cap:
            raise CorruptionError("unpacks_too_far", f"more than {self.cap} bytes")
        if self.unpacked > self.free and self.unpacked > MAX_RATIO * self.packed:
            told = f"{self.packed} bytes become more than {self.unpacked}, which is over {MAX_RATIO} times as many"
            raise CorruptionError("unpacks_too_far", told)
