"""The release stage: which tables a release holds, and whether the one in place shows what the lake holds now."""

from __future__ import annotations

import hashlib
from datetime import datetime

from broadsheet import __version__
from broadsheet.lake import Lake
from broadsheet.model import load_queries
from broadsheet.release import Release, find_release_fault, load_macros, publish, read_release_record
from broadsheet.release.recipes import load_recipes
from broadsheet.release.search import read_search_steps
from broadsheet.stages.code_version import compute_code_version
from broadsheet.stages.context import StageContext
from broadsheet.stages.registry import DAY_STAGE_NAMES, SQL_STAGE_NAMES
from broadsheet.tables import Table, load_tables

# Its seconds and times change with every run, the facts of the release do not.
_IGNORED = {"runs"}


def list_released_tables() -> list[Table]:
    """Every table that a release holds: those of the Python stages, then models and views."""
    return [*load_tables().values(), *(query.table for stage in SQL_STAGE_NAMES for query in load_queries(stage))]


def publish_release(context: StageContext, now: datetime, *, is_whole: bool = False) -> Release | None:
    """Publish all tables; None where the release in place shows the same already.

    is_whole: publish in any case, take nothing over from the release in place and prove all rows.
    Raises ReleaseError or CorruptTableError; the old release stays then.
    """
    return publish(
        context.settings,
        context.lake,
        list_released_tables(),
        now=now,
        code_version=describe_code(),
        find_input_version=lambda: fingerprint_release(context.lake, context.settings.release_form),
        is_whole=is_whole,
    )


def find_publish_reason(context: StageContext, *, reads_file: bool = True) -> str | None:
    """Why a release must be published, in words; None where the one in place is whole and shows what the lake holds.

    Asked of the record beside the release and of the file itself: that it opens and has the size and hash recorded.
    reads_file: as in find_release_fault.
    """
    fault = find_release_fault(context.settings, reads_file=reads_file)
    if fault is not None:
        return fault
    record = read_release_record(context.settings)
    is_same = record is not None and record.input_version == fingerprint_release(
        context.lake, context.settings.release_form
    )
    return None if is_same else "rows, queries or code changed since the last release"


def describe_code() -> str:
    """Version of the program and of the code of its stages."""
    stages = ", ".join(f"{stage} {compute_code_version(stage)}" for stage in DAY_STAGE_NAMES)
    return f"broadsheet {__version__} ({stages})"


def fingerprint_release(lake: Lake, form: str = "native") -> str:
    """Changes when anything changes that a new release would show: rows of days, queries, macros, recipes, index.

    form: as in Settings.release_form.
    """
    digest = hashlib.sha256(describe_code().encode())
    if form == "linked" and lake.is_local:
        digest.update(f"linked to {lake.uri}\n".encode())
    for table in load_tables().values():
        if table.name not in _IGNORED:
            digest.update(f"{table.name} {lake.fingerprint(table)}\n".encode())
    for stage in SQL_STAGE_NAMES:
        for query in load_queries(stage):
            digest.update(f"{query.name} {query.text} {query.table}\n".encode())
    for macro in load_macros():
        digest.update(f"{macro.doc}\n{macro.statement}\n".encode())
    for recipe in load_recipes():
        digest.update(f"{recipe.name} {recipe.text}\n".encode())
    for text in read_search_steps():
        digest.update(text.encode())
    return digest.hexdigest()[:16]
