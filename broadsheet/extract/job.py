"""The extract stage as a job of the pool: limits, and the row of a page that could not be read to its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.extract.reasons import skip
from broadsheet.extract.records import Extraction, Skipped
from broadsheet.failures import Failure
from broadsheet.pool import Job, Limits
from broadsheet.records import Capture

_REASONS = {
    "timeout": "parse_timeout",
    "memory": "out_of_memory",
    "crash": "extraction_failed",
    "error": "extraction_failed",
}


@dataclass(frozen=True)
class ExtractJob(Job[Capture, Extraction]):
    """Captures in, extractions out.

    cpu_seconds: processor time per page (of 1,756 real pages none took 3 s). wall_seconds: longest time per page, for
    one that waits without using its processor time. memory_bytes: address space per page (a 5 MB table takes 550 MB).
    max_bytes: larger bodies are not read (2 of 4,904 real pages are).
    """

    work: str = "broadsheet.extract.worker:prepare"
    cpu_seconds: int = 10
    wall_seconds: float = 120.0
    memory_bytes: int = 1_500_000_000
    max_bytes: int = 5_000_000

    def limit(self, batch: Sequence[Capture]) -> Limits:
        """Every page may take the same."""
        return Limits(self.cpu_seconds, self.wall_seconds, self.memory_bytes)

    def refuse(self, item: Capture) -> Extraction | None:
        """A body that is too large is not read."""
        if item.body_bytes <= self.max_bytes:
            return None
        return end_capture(item, skip("too_large", f"{item.body_bytes} bytes; the limit is {self.max_bytes}."))

    def give_up(self, item: Capture, failure: Failure) -> Extraction:
        """The reason that a page is skipped for."""
        return end_capture(item, skip(_REASONS[failure.kind], str(failure)))


def end_capture(capture: Capture, skipped: Skipped) -> Extraction:
    """The extraction of a capture that could not be read to its end."""
    return Extraction(
        capture_id=capture.capture_id,
        source_id=capture.source_id,
        captured_at=capture.captured_at,
        body_sha256=capture.body_sha256,
        url=capture.url,
        skipped=skipped,
    )
