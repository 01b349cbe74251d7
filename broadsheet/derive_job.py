"""The derive stage as a job of the pool: batches, limits, and the rows of an article that could not be analysed.

Belongs here: what the parent process must know, so nothing that loads a language model or a finder.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.failures import Failure
from broadsheet.pool import Job, Limits
from broadsheet.records import DERIVED_TABLES, ArticleRows, ArticleText, Unanalysed

# A newspaper's longest features stay below 200,000 code points; more than this is a data dump.
MAX_CHARS = 3_000_000
_REASONS = {
    "timeout": "analysis_timeout",
    "memory": "out_of_memory",
    "crash": "analysis_error",
    "error": "analysis_error",
    "too_long": "too_long",
}


@dataclass(frozen=True)
class DeriveJob(Job[ArticleText, ArticleRows]):
    """Articles in, their rows out. `arguments` holds the language model's name; empty means the shipped one.

    batch_items: enough articles to fill the model's batches of about 1,024 word pieces several times over.
    cpu_seconds, cpu_seconds_per_million_chars: processor time of a batch, at least four times what was measured on news
    texts put together (5.9 s for 100,000 code points, 23 s for 400,000, 72 s for 1,000,000; an article takes .2 s).
    wall_factor: a batch is ended after so many times its processor time, since a busy machine makes all wait.
    memory_bytes: address space of a batch (390 MiB for 100,000 code points, 490 MiB for 1,000,000).
    """

    work: str = "broadsheet.derive_worker:prepare"
    arguments: tuple[object, ...] = ("",)
    batch_items: int = 16
    cpu_seconds: int = 60
    cpu_seconds_per_million_chars: int = 300
    wall_factor: int = 5
    memory_bytes: int = 2_000_000_000

    def limit(self, batch: Sequence[ArticleText]) -> Limits:
        """A batch with one hopeless article is ended as soon as that article alone would be."""
        chars = sum(len(article.text) for article in batch)
        cpu_seconds = self.cpu_seconds + math.ceil(chars * self.cpu_seconds_per_million_chars / 1_000_000)
        return Limits(cpu_seconds, cpu_seconds * self.wall_factor, self.memory_bytes)

    def refuse(self, item: ArticleText) -> ArticleRows | None:
        """An article longer than MAX_CHARS is not analysed."""
        if len(item.text) <= MAX_CHARS:
            return None
        return self.give_up(item, Failure("too_long", f"{len(item.text)} code points, more than {MAX_CHARS}."))

    def give_up(self, item: ArticleText, failure: Failure) -> ArticleRows:
        """No rows, and one row of `unanalysed` for each table that lacks them."""
        reason = _REASONS[failure.kind]
        return ArticleRows(
            unanalysed=tuple(Unanalysed.of(item.article_version_id, table, reason, failure) for table in DERIVED_TABLES)
        )
