"""The release: one DuckDB file built from pinned versions of the lake, checked, then switched in at once.

Belongs here: building, checking, publishing and opening `warehouse.duckdb`. A release is disposable: the lake is the
truth, so a release is never changed, only replaced.
"""

from broadsheet.release.build import ReleasedTable
from broadsheet.release.macros import Macro, load_macros
from broadsheet.release.making import Release
from broadsheet.release.publication import find_linked_versions, publish
from broadsheet.release.record import ReleaseRecord, find_release_fault, read_release_record
from broadsheet.warehouse import find_release_file, open_warehouse

__all__ = [
    "Macro",
    "Release",
    "ReleaseRecord",
    "ReleasedTable",
    "find_linked_versions",
    "find_release_fault",
    "find_release_file",
    "load_macros",
    "open_warehouse",
    "publish",
    "read_release_record",
]
