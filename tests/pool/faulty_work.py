"""Real faults for the pool's tests: the work of extract and derive, which trips where a text asks it to.

A worker process imports this module, prepares the real work and puts a wrapper around each finder. The wrapper looks
for a word such as `[mentions raises]` in the text that it gets; all other texts are worked on as always.
"""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

from broadsheet import derive, derive_worker
from broadsheet.errors import FaultError
from broadsheet.extract import article as extract_article
from broadsheet.extract import worker as extract_worker

FINDERS = {
    "sentences": "find_sentences",
    "mentions": "find_mentions",
    "dates": "find_dates",
    "numbers": "find_numbers",
    "claims": "find_claims",
}
FIELDS = {
    "headline": "read_headline",
    "keywords": "_read_keywords",
    "article_dates": "read_dates",
    "article_authors": "read_authors",
    "links": "make_links",
    "live_posts": "find_posts",
}


def take_memory() -> None:
    bytearray(4 << 30)


def spin() -> None:
    while True:
        pass


def spin_in_c() -> None:
    re.match(r"(a+)+$", "a" * 60 + "b")


def hang() -> None:
    time.sleep(3_600)


def leave() -> None:
    os._exit(3)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def lack_a_word_list() -> None:
    raise FaultError("The word list lang/en/ferries.toml cannot be read. Restore it.")


ENDS: dict[str, Callable[[], None]] = {
    "[takes memory]": take_memory,
    "[spins]": spin,
    "[spins in C]": spin_in_c,
    "[hangs]": hang,
    "[leaves]": leave,
    "[dies]": die,
    "[lacks a word list]": lack_a_word_list,
}


def end_where_asked(text: str) -> None:
    for word, end in ENDS.items():
        if word in text:
            end()


def raise_where_asked(name: str, text: str) -> None:
    if f"[{name} raises]" in text:
        raise LookupError(f"injected into {name}")


def wrap(module: Any, function: str, name: str, read_text: Callable[[Any], str], *, lazily: bool = False) -> None:
    real = getattr(module, function)

    def work(first: Any, *rest: Any, **options: Any) -> Any:
        raise_where_asked(name, read_text(first))
        return real(first, *rest, **options)

    def work_lazily(first: Any, *rest: Any, **options: Any) -> Iterator[Any]:
        """A finder that fails when half of its rows are out."""
        rows = list(real(first, *rest, **options))
        yield from rows[: len(rows) // 2]
        raise_where_asked(name, read_text(first))
        yield from rows[len(rows) // 2 :]

    setattr(module, function, work_lazily if lazily else work)


def read_text(part_or_article: Any) -> str:
    return str(part_or_article.text if hasattr(part_or_article, "text") else part_or_article.article.text)


def prepare_derive(language_model: str) -> Any:
    run = derive_worker.prepare(language_model)
    for table, function in FINDERS.items():
        wrap(derive, function, table, read_text, lazily=True)
    real_load = derive_worker.load_language_model

    class FaultyModel:
        def __init__(self, *arguments: str) -> None:
            self._model = real_load(*arguments)

        def analyse(self, texts: list[str]) -> Any:
            for text in texts:
                end_where_asked(text)
                raise_where_asked("network", text)
            return self._model.analyse(texts)

    derive_worker.load_language_model = FaultyModel
    return run


def prepare_extract() -> Any:
    run = extract_worker.prepare()

    def read_page_text(page: Any) -> str:
        return page.title if hasattr(page, "title") else str(page.text)

    for field, function in FIELDS.items():
        wrap(extract_article, function, field, read_page_text)
    real = extract_article.choose_body

    def choose_body(page: Any, extracted: Any) -> Any:
        end_where_asked(page.title)
        raise_where_asked("extraction", page.title)
        return real(page, extracted)

    extract_article.choose_body = choose_body
    return run
