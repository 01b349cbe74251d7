"""What extraction costs over trafilatura with metadata, on the same pages in one run.

    python -m bench.bench_extract [pages]      of each corpus, default 60, spread over fundus and scrapinghub

Processor time of one process; both sides take turns page by page, so that a busy machine slows both alike, and each
goes first on every other page, so that neither finds the page warmer.

Measured on 23 November 2026 beside a training run, four times: fundus .73 to .89, scrapinghub 1.23 to 1.26, together
.88 to 1.01 of the library with metadata. Scrapinghub's pages are small and without marks, so that labels, the
classifier's layout and the library's own searches for dates and names, which marked pages do not need, weigh more.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import trafilatura

from broadsheet.extract.article import extract_capture
from broadsheet.extract.languages import detect_language
from broadsheet.extract.trafilatura_adapter import warm_up
from broadsheet.records import Capture
from tests.gates.extract_metrics import make_capture
from tests.gates.framework import read_records, shared_folder

CORPORA = ("fundus", "scrapinghub")


def measure(work: Callable[[], object]) -> float:
    """Seconds of processor time of one call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def run_trafilatura(capture: Capture) -> float:
    """Seconds of the library alone, with its own metadata."""
    return measure(
        lambda: trafilatura.bare_extraction(capture.body, url=capture.url, with_metadata=True, include_comments=False)
    )


def run_ours(capture: Capture) -> float:
    """Seconds of a whole extraction."""
    return measure(lambda: extract_capture(capture))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    warm_up()
    detect_language("A sentence that only makes the detector load its table before the first page is measured here.")
    all_plain = all_ours = 0.0
    for corpus in CORPORA:
        pages = list(read_records(shared_folder() / "pages" / f"{corpus}.jsonl.gz"))
        captures = [make_capture(page) for page in pages[:: max(1, len(pages) // count)][:count]]
        for warmer in captures[:2]:
            run_trafilatura(warmer), run_ours(warmer)
        plain = ours = 0.0
        for place, capture in enumerate(captures):
            if place % 2:
                ours += run_ours(capture)
            plain += run_trafilatura(capture)
            if not place % 2:
                ours += run_ours(capture)
        print(f"{corpus}, {len(captures)} pages: trafilatura {plain:.2f} s, extraction {ours:.2f} s", end=", ")
        print(f"{len(captures) / ours:.0f} pages/s, ratio {ours / plain:.2f}")
        all_plain, all_ours = all_plain + plain, all_ours + ours
    print(f"ratio {all_ours / all_plain:.2f}")


if __name__ == "__main__":
    main()
