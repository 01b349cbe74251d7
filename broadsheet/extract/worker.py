"""What a worker process of the extract stage does: load the extractor once, then extract captures."""

from __future__ import annotations

import sys
from collections.abc import Callable

from broadsheet.extract.article import extract_capture
from broadsheet.extract.job import end_capture
from broadsheet.extract.languages import detect_language
from broadsheet.extract.reasons import skip
from broadsheet.extract.records import Extraction
from broadsheet.extract.trafilatura_adapter import warm_up
from broadsheet.records import Capture

_RECURSION_LIMIT = 5_000  # deep pages recurse in the extractor; the default of 1,000 loses them


def prepare() -> Callable[[list[Capture]], list[Extraction]]:
    """Load what pages need; returns the function for batches."""
    sys.setrecursionlimit(_RECURSION_LIMIT)
    warm_up()
    detect_language(
        "This sentence only makes the language detector load its table before the first page comes, no more."
    )
    return extract_batch


def extract_batch(captures: list[Capture]) -> list[Extraction]:
    """Extract every capture of a batch, in order."""
    return [_extract(capture) for capture in captures]


def _extract(capture: Capture) -> Extraction:
    try:
        return extract_capture(capture)
    except RecursionError:
        return end_capture(capture, skip("extraction_failed", "The page is nested too deep to be read."))
