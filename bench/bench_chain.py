"""What our chain costs per page, against trafilatura and against what a skilled user would assemble; one run.

    python -m bench.bench_chain [--pages 60] [--seed 1] [--rounds 3]

Pages are drawn from fundus and scrapinghub (development split) of the shared folder; without it, one line. Everything
takes turns on batches of 16 pages in one process, in its processor time, so that a busy machine slows all alike; a
step's figure is the median of the rounds.

- Ours: extract, then derive as the pool's worker does it, with each finder timed where it is called. "Network" is the
  ONNX session alone; "rest of reader" is tokens, word pieces, decoding, Doc and sentences.
- trafilatura with its metadata alone, on the same bytes. Once over all pages, once over English articles.
- The assembled chain: that, and the peers of `bench.chain_peers`, on English articles, with trafilatura's own text.

A page is slow for trafilatura if it takes ten times the median page: such are named and ratios given without them too.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import onnxruntime
import trafilatura

from bench.chain_peers import BY_SENTENCE, INSTALL, WHOLE, PeerChain
from broadsheet import derive, derive_worker
from broadsheet.derive_job import DeriveJob
from broadsheet.extract import Extraction
from broadsheet.extract.worker import extract_batch
from broadsheet.extract.worker import prepare as prepare_extract
from broadsheet.records import ArticleText, Capture
from broadsheet.stories import make_signature
from tests.gates.extract_metrics import make_capture
from tests.gates.framework import read_records, shared_folder

CORPORA = ("fundus", "scrapinghub")
BATCH = DeriveJob.batch_items
SLOW = 10
FINDERS = {
    "find_mentions": "entities", "find_dates": "dates", "find_dates_by_signs": "dates", "find_numbers": "numbers",
    "find_numbers_by_signs": "numbers", "find_claims": "claims", "find_claims_by_basics": "claims",
}  # fmt: skip
FOUND = ("entities", "dates", "numbers", "claims")
OURS = ("extract", "network", "rest of reader", *FOUND, "links and fingerprint")
READER = ("network", "rest of reader")
ALONE = ("trafilatura with metadata",)


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and the article that ours makes of it; `text` is trafilatura's."""

    capture: Capture
    article: ArticleText | None
    text: str

    @property
    def kind(self) -> str:
        if self.article is None:
            return "no article"
        return "English" if self.article.language == "en" else "other language"


class Costs:
    """Processor seconds by step and page, one for each round."""

    def __init__(self) -> None:
        self._rounds: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))

    def note(self, step: str, pages: Sequence[Page], seconds: float) -> None:
        """What a step took for pages at once: each bears it by the length of its text."""
        chars = [len(page.article.text) if page.article else 1 for page in pages]
        for page, own in zip(pages, chars, strict=True):
            self._rounds[step][page.capture.capture_id].append(seconds * own / sum(chars))

    def sum(self, steps: Iterable[str], pages: Sequence[Page]) -> float:
        """Seconds of steps for pages: of each page the median of its rounds."""
        found = [self._rounds[step][page.capture.capture_id] for step in steps for page in pages]
        return sum(statistics.median(rounds) for rounds in found if rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    if not all((shared_folder() / "pages" / f"{corpus}.jsonl.gz").exists() for corpus in CORPORA):
        print(f"skipped: no pages at {shared_folder()}")
        return
    _hold_to_one_thread()
    prepare_extract()
    analyse, peers = derive_worker.prepare(""), PeerChain()
    pages = draw_pages(chosen.pages, chosen.seed)
    analyse(list({page.article.language: page.article for page in pages if page.article}.values()))  # loads word lists
    costs = Costs()
    for _ in range(chosen.rounds):
        for batch in split_batches(pages):
            time_pages(costs, batch)
            if batch[0].article:
                time_derive(costs, batch, analyse)
            if batch[0].kind == "English":
                time_peers(costs, batch, peers)
    print(describe_machine())
    print(f"{dict(Counter(page.kind for page in pages))} pages, seed {chosen.seed}, {chosen.rounds} rounds")
    print_table(costs, pages, peers)


def draw_pages(count: int, seed: int) -> list[Page]:
    """A sample of pages, with what both sides make of them; this also warms both."""
    records = [page for name in CORPORA for page in read_records(shared_folder() / "pages" / f"{name}.jsonl.gz")]
    return [
        _read_page(make_capture(record)) for record in random.Random(seed).sample(records, min(count, len(records)))
    ]


def _read_page(capture: Capture) -> Page:
    (extraction,) = extract_batch([capture])
    document = run_trafilatura(capture)
    return Page(capture, make_article(extraction), (document.text if document else "") or "")


def make_article(extraction: Extraction) -> ArticleText | None:
    """The article as the derive pass wants it; None where the page is none."""
    article = extraction.article
    if article is None:
        return None
    return ArticleText(
        article_version_id=article.article_version_id,
        text=article.text,
        headline=article.headline,
        language=article.language or "en",
        published_at=article.published_at,
        published_on=article.published_on,
        captured_at=article.captured_at,
        country_code=article.country_code,
        site_name=article.site_name,
        country_method=article.country_method,
        paragraphs=extraction.paragraphs,
    )


def split_batches(pages: Sequence[Page]) -> Iterator[list[Page]]:
    """Batches of pages of one kind."""
    kinds: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        kinds[page.kind].append(page)
    for members in kinds.values():
        yield from (members[first : first + BATCH] for first in range(0, len(members), BATCH))


def measure(work: Callable[[], object]) -> float:
    """Seconds of processor time of one call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def run_trafilatura(capture: Capture) -> Any:
    """The library alone, with its own metadata."""
    return trafilatura.bare_extraction(capture.body, url=capture.url, with_metadata=True, include_comments=False)


def time_pages(costs: Costs, batch: Sequence[Page]) -> None:
    """Extract and trafilatura, each first on every other page."""
    works: list[tuple[str, Callable[[Capture], object]]] = [
        ("extract", lambda capture: extract_batch([capture])),
        (ALONE[0], run_trafilatura),
    ]
    for number, page in enumerate(batch):
        for step, work in works if number % 2 else reversed(works):
            started = time.process_time()
            work(page.capture)
            costs.note(step, [page], time.process_time() - started)


def time_derive(costs: Costs, batch: Sequence[Page], analyse: Callable[[list[ArticleText]], object]) -> None:
    """The derive pass of a batch, as a worker does it, and its parts."""
    articles = [page.article for page in batch if page.article]
    with timed_parts() as spent:
        whole = measure(lambda: analyse(articles))
    signed = measure(lambda: [make_signature(article) for article in articles])
    found = sum(spent[name] for name in FOUND)
    for step in ("network", *FOUND):
        costs.note(step, batch, spent[step])
    costs.note("rest of reader", batch, whole - spent["network"] - spent["rows"])
    costs.note("links and fingerprint", batch, spent["rows"] - found + signed)


@contextmanager
def timed_parts() -> Iterator[dict[str, float]]:
    """Seconds of the derive pass by part, added up while the context is open."""
    spent: dict[str, float] = defaultdict(float)

    def time_calls(part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            started = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                spent[part] += time.process_time() - started

        return call

    with ExitStack() as stack:
        session = onnxruntime.InferenceSession
        for place, name, part in [
            (session, "run", "network"),
            (derive_worker, "derive_rows", "rows"),
            *((derive, name, part) for name, part in FINDERS.items()),
        ]:
            stack.enter_context(patch.object(place, name, time_calls(part, getattr(place, name))))
        yield spent


def time_peers(costs: Costs, batch: Sequence[Page], peers: PeerChain) -> None:
    """The peers on trafilatura's texts."""
    started = time.process_time()
    docs = peers.read([page.text for page in batch])
    costs.note(peers.reader, batch, time.process_time() - started)
    for step, work in peers.steps.items():
        for page, doc in zip(batch, docs, strict=True):
            started = time.process_time()
            work(doc)
            costs.note(step, [page], time.process_time() - started)


def print_table(costs: Costs, pages: Sequence[Page], peers: PeerChain) -> None:
    """Milliseconds a page of every step, then the ratios."""
    english = [page for page in pages if page.kind == "English"]
    assembled = (*ALONE, peers.reader, *peers.steps)
    print(f"{'ms a page':32}{'all':>8}{'English':>9}")
    for step in dict.fromkeys((*OURS, *assembled)):
        shown = f"{1000 * costs.sum([step], pages) / len(pages):8.1f}" if step in (*OURS, *ALONE) else " " * 8
        print(f"{step:32}{shown}{1000 * costs.sum([step], english) / len(english):9.1f}")
    slow = find_slow(costs, pages)
    print(f"trafilatura slow on {len(slow)}: {', '.join(slow.values()) or 'none'}")
    for name, chosen in {"all pages": pages, "English articles": english}.items():
        kept = [page for page in chosen if page.capture.capture_id not in slow]
        _print_ratio(f"ours / trafilatura, {name}", costs, OURS, ALONE, (chosen, kept))
    kept = [page for page in english if page.capture.capture_id not in slow]
    for way, other in ((WHOLE, BY_SENTENCE), (BY_SENTENCE, WHOLE)):
        steps = [step for step in assembled if not step.endswith(other)]
        _print_ratio(f"assembled{way} / ours, English articles", costs, steps, OURS, (english, kept))
    _print_ratio(f"text to Doc: {peers.reader} / ours", costs, [peers.reader], READER, (english, kept))
    if peers.missing:
        print(f"not installed, so not in the assembled chain: {', '.join(peers.missing)}. {INSTALL}")


def find_slow(costs: Costs, pages: Sequence[Page]) -> dict[str, str]:
    """By capture: how long trafilatura takes for it, where that is `SLOW` times the median."""
    taken = {page.capture.capture_id: costs.sum(ALONE, [page]) for page in pages}
    bar = SLOW * statistics.median(taken.values())
    return {one: f"{1000 * seconds:.0f} ms" for one, seconds in taken.items() if seconds > bar}


def _print_ratio(
    name: str, costs: Costs, steps: Iterable[str], others: Iterable[str], choices: Sequence[Sequence[Page]]
) -> None:
    steps, others = tuple(steps), tuple(others)
    with_slow, without = (costs.sum(steps, pages) / costs.sum(others, pages) for pages in choices)
    print(f"{name:52} {with_slow:.2f}, without the slow {without:.2f}")


def describe_machine() -> str:
    """The processor, and whether it multiplies int8 quickly."""
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    values = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in info.splitlines())}
    has_vnni = "vnni" in values.get("flags", "")
    return f"{values.get('model name', 'unknown processor')}, {'with' if has_vnni else 'without'} VNNI"


def _hold_to_one_thread() -> None:
    """Start again with one thread for matrices: threads that wait would count as processor time."""
    if os.environ.get("OMP_NUM_THREADS") != "1":
        os.execve(
            sys.executable,
            [sys.executable, "-m", "bench.bench_chain", *sys.argv[1:]],
            os.environ | {"OMP_NUM_THREADS": "1"},
        )


if __name__ == "__main__":
    main()
