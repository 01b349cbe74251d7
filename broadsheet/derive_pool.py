"""Derive over many articles in worker processes: order kept, one bad article never costs its neighbours.

Belongs here: batching, worker processes and what happens when one fails. What is found belongs to broadsheet.derive.
The rows do not depend on the number of workers or on the batches.
"""

from __future__ import annotations

import multiprocessing
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from types import TracebackType

from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.errors import FaultError
from broadsheet.language import load_language_model
from broadsheet.records import ArticleRows, ArticleText

# Articles a batch: enough to fill the model's batches of about 1,024 word pieces several times over.
BATCH_ARTICLES = 16
# A newspaper's longest features stay below 200,000 code points; more than this is a data dump.
MAX_CHARS = 3_000_000


@dataclass(frozen=True, slots=True)
class Unanalysed:
    """A row of `unanalysed`: why an article has no derived rows."""

    article_version_id: str
    reason: str
    detail: str


Outcome = ArticleRows | Unanalysed


def analyse_batch(articles: list[ArticleText], language_model: str) -> list[Outcome]:
    """Derive every article of a batch, in order. Articles that fail become Unanalysed.

    Raises FaultError where it is our fault whatever the article: no model, a missing word list.
    """
    outcomes: dict[int, Outcome] = {}
    by_language: dict[str, list[int]] = {}
    for index, article in enumerate(articles):
        if len(article.text) > MAX_CHARS:
            detail = f"{len(article.text)} code points, more than {MAX_CHARS}"
            outcomes[index] = Unanalysed(article.article_version_id, "too_long", detail)
        else:
            by_language.setdefault(article.language, []).append(index)
    for language, indexes in by_language.items():
        found = _analyse_language([articles[index] for index in indexes], language_model, language)
        outcomes.update(zip(indexes, found, strict=True))
    return [outcomes[index] for index in range(len(articles))]


def _analyse_language(articles: list[ArticleText], language_model: str, language: str) -> list[Outcome]:
    model = load_language_model(language_model, language)
    try:
        return [derive_rows(analysed) for analysed in analyse_articles(articles, model)]
    except FaultError:
        raise
    except Exception as error:  # noqa: BLE001  whatever one text provokes must not cost the others
        if len(articles) == 1:
            return [Unanalysed(articles[0].article_version_id, "analysis_error", _describe(error))]
    return [found for article in articles for found in _analyse_language([article], language_model, language)]


def _describe(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({last.name}, line {last.lineno})"[:500]


class DerivePool:
    """Worker processes that derive. Use as a context manager; with one worker all happens in this process."""

    def __init__(self, workers: int, language_model: str = "") -> None:
        self._workers = workers
        self._language_model = language_model
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> DerivePool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def map(self, articles: Iterable[ArticleText]) -> Iterator[Outcome]:
        """Outcomes in the order of the articles; reads at most a few batches ahead."""
        batches = _cut(articles, BATCH_ARTICLES)
        if self._workers == 1:
            for batch in batches:
                yield from analyse_batch(batch, self._language_model)
            return
        waiting: deque[tuple[list[ArticleText], Future[list[Outcome]]]] = deque()
        for batch in batches:
            waiting.append((batch, self._submit(batch)))
            if len(waiting) > 2 * self._workers:
                yield from self._collect(*waiting.popleft())
        while waiting:
            yield from self._collect(*waiting.popleft())

    def _submit(self, batch: list[ArticleText]) -> Future[list[Outcome]]:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(self._workers, multiprocessing.get_context("spawn"))
        try:
            return self._executor.submit(analyse_batch, batch, self._language_model)
        except BrokenProcessPool:
            self.close()
            return self._submit(batch)

    def _collect(self, batch: list[ArticleText], future: Future[list[Outcome]]) -> list[Outcome]:
        try:
            return future.result()
        except BrokenProcessPool:
            return [self._retry(article) for article in batch]

    def _retry(self, article: ArticleText) -> Outcome:
        """One article in a process of its own, after a worker died with its batch."""
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as executor:
            try:
                return executor.submit(analyse_batch, [article], self._language_model).result()[0]
            except BrokenProcessPool:
                return Unanalysed(article.article_version_id, "analysis_error", "the worker process died on it")

    def close(self) -> None:
        """End the workers; the next map starts new ones."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None


def _cut(articles: Iterable[ArticleText], size: int) -> Iterator[list[ArticleText]]:
    iterator = iter(articles)
    while batch := list(islice(iterator, size)):
        yield batch
