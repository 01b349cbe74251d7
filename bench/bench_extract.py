"""What extraction costs over trafilatura with metadata, on the same pages in one run.

    python -m bench.bench_extract [pages]      default 60, every third of fundus

Processor time of one process; both sides take turns page by page, so that a busy machine slows both alike.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import trafilatura

from bench.bench_extract_gate import read_pages
from broadsheet.extract import extract_capture
from broadsheet.extract.engine import warm_up
from broadsheet.extract.languages import detect_language
from tests.gates.extract_metrics import make_capture


def measure(work: Callable[[], object]) -> float:
    """Seconds of processor time of one call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    captures = [make_capture(page) for page in list(read_pages("fundus"))[::3][:count]]
    warm_up()
    detect_language("A sentence that only makes the detector load its table before the first page is measured here.")
    plain = ours = 0.0
    for capture in captures:
        plain += measure(
            lambda body=capture.body, url=capture.url: trafilatura.bare_extraction(  # type: ignore[misc]
                body, url=url, with_metadata=True, include_comments=False
            )
        )
        ours += measure(lambda capture=capture: extract_capture(capture))  # type: ignore[misc]
    rate = len(captures) / ours
    print(f"{len(captures)} pages: trafilatura {plain:.2f} s, extraction {ours:.2f} s ({rate:.0f} pages/s)")
    print(f"ratio {ours / plain:.2f}")


if __name__ == "__main__":
    main()
