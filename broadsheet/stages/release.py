"""The release stage: which tables a release holds, and whether the one in place is up to date."""

from __future__ import annotations

import hashlib
from datetime import datetime

from broadsheet import __version__
from broadsheet.derivation import STAGE_CODE, compute_code_version
from broadsheet.lake import Lake
from broadsheet.model import QUERY_STAGES, load_queries
from broadsheet.release import Release, load_macros, publish
from broadsheet.settings import Settings
from broadsheet.tables import Table, load_tables

# Its seconds and times change with every run, the facts of the release do not.
_IGNORED = {"runs"}


def list_released_tables() -> list[Table]:
    """Every table that a release holds: those of the Python stages, then models and views."""
    return [*load_tables().values(), *(query.table for stage in QUERY_STAGES for query in load_queries(stage))]


def publish_release(settings: Settings, lake: Lake, now: datetime) -> Release:
    """Publish all tables. Raises ReleaseError or DamagedTableError; the old release stays then."""
    return publish(settings, lake, list_released_tables(), now=now, code_version=describe_code())


def describe_code() -> str:
    """Version of the program and of the code of its stages."""
    stages = ", ".join(f"{stage} {compute_code_version(stage)}" for stage in STAGE_CODE)
    return f"broadsheet {__version__} ({stages})"


def fingerprint_release(lake: Lake) -> str:
    """Changes when anything changes that a new release would show: rows of the day stages, queries or macros."""
    digest = hashlib.sha256(describe_code().encode())
    for table in load_tables().values():
        if table.name not in _IGNORED:
            digest.update(f"{table.name} {lake.fingerprint(table)}\n".encode())
    for stage in QUERY_STAGES:
        for query in load_queries(stage):
            digest.update(f"{query.name} {query.text} {query.table}\n".encode())
    for macro in load_macros():
        digest.update(macro.statement.encode())
    return digest.hexdigest()[:16]
