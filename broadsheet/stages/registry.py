"""The one registry of stages: what each reads and writes, what does its work, and what its rows depend on.

Order, names, tables, code versions, checks, assets, jobs and plans are all computed from here. It is plain data and
imports no other module of ours; `load` brings in the module that does the work only when there is work.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any


class Grain(Enum):
    """What a stage is done for: single days, or the whole warehouse by SQL or as one file."""

    DAY = "day"
    SQL = "sql"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage.

    reads: tables whose rows of a day are its input. writes: its tables of a day, the main one first; for SQL stages
    none are listed, for each file below `sql/<name>` is one. whole: its tables that are replaced whole. polled: its
    tables that polls of live sources write, by days of their own where they have any. module: the
    module with `run_days(context, days)` and `describe(context)`. roots: modules whose import closure makes its rows.
    data: files beside the packages that decide rows. libraries: distributions whose version decides rows. kinds: the
    logos its assets carry in the web UI. depends_on_past: rows of a day depend on the days before it, so late arrivals
    there invalidate it.
    """

    name: str
    description: str
    grain: Grain
    kinds: frozenset[str]
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    polled: tuple[str, ...] = ()
    module: str = ""
    roots: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    depends_on_past: bool = False

    def load(self) -> Any:
        """The module that does the work."""
        return import_module(self.module)

    @property
    def tables(self) -> tuple[str, ...]:
        """All its tables but those made by SQL."""
        return (*self.whole, *self.polled, *self.writes)


STAGES: tuple[Stage, ...] = (
    Stage(
        name="ingest",
        description="Bytes in: which files there are, and the documents in them as they were received.",
        grain=Grain.DAY,
        kinds=frozenset({"python", "deltalake"}),
        writes=("captures",),
        whole=("inbox_files", "publishers", "watches", "judgements", "own_entities"),
        polled=("fetches", "urls", "feeds", "usage_preferences"),
        module="broadsheet.stages.ingest",
        roots=("broadsheet.stages.ingest", "broadsheet.stages.publishers"),
    ),
    Stage(
        name="extract",
        description="Pages to articles, or to the reason why not.",
        grain=Grain.DAY,
        kinds=frozenset({"python", "deltalake"}),
        reads=("captures",),
        writes=("articles", "paragraphs", "article_dates", "article_authors", "links", "live_posts", "skipped"),
        module="broadsheet.stages.extract",
        roots=("broadsheet.stages.extract", "broadsheet.extract.worker"),
        libraries=("trafilatura", "htmldate", "lxml", "py3langid"),
        depends_on_past=True,
    ),
    Stage(
        name="derive",
        description="Articles to rows, each with its evidence.",
        grain=Grain.DAY,
        kinds=frozenset({"python", "deltalake"}),
        reads=("articles", "paragraphs"),
        writes=("sentences", "mentions", "claims", "numbers", "dates", "signatures", "unanalysed"),
        module="broadsheet.stages.derive",
        roots=("broadsheet.stages.derive", "broadsheet.derive_worker"),
        data=(
            "models/en/config.cfg",
            "models/en/meta.json",
            "models/en/reader/labels.json",
            "models/en/reader/vocab.txt",
        ),
        libraries=("spacy", "onnxruntime", "babel"),
    ),
    Stage(
        name="model",
        description="Joins across articles, one SQL file a table.",
        grain=Grain.SQL,
        kinds=frozenset({"sql", "duckdb", "deltalake"}),
    ),
    Stage(
        name="view",
        description="Answers to questions, one SQL file a table.",
        grain=Grain.SQL,
        kinds=frozenset({"sql", "duckdb", "deltalake"}),
    ),
    Stage(
        name="release",
        description="The lake packed into the one file that analysts open.",
        grain=Grain.FILE,
        kinds=frozenset({"duckdb"}),
        whole=("warehouse",),
    ),
)

STAGE_NAMES = tuple(stage.name for stage in STAGES)
DAY_STAGES = tuple(stage for stage in STAGES if stage.grain is Grain.DAY)
DAY_STAGE_NAMES = tuple(stage.name for stage in DAY_STAGES)
# The stage that reads the inbox; all others of a day read tables.
FIRST_STAGE = DAY_STAGE_NAMES[0]
# The stage whose days late arrivals invalidate.
PAST_STAGE = next(stage.name for stage in DAY_STAGES if stage.depends_on_past)
SQL_STAGE_NAMES = tuple(stage.name for stage in STAGES if stage.grain is Grain.SQL)


@cache
def get_stage(name: str) -> Stage:
    """The stage of that name. Raises KeyError where there is none."""
    return {stage.name: stage for stage in STAGES}[name]


@cache
def find_stage_of(table: str) -> Stage:
    """The stage that writes a table; for a table that no Python stage writes, the last one, which packs them all."""
    return next((stage for stage in STAGES if table in stage.tables), STAGES[-1])


def list_from(name: str) -> tuple[Stage, ...]:
    """The stages of a day from that one on, in their order."""
    return DAY_STAGES[DAY_STAGE_NAMES.index(name) :]
