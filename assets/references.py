"""Where the web UI leads from an asset: to the files that define it and make its rows, and to where these lie.

Belongs here: places. What an asset says of its columns and rows belongs to `assets.specs`.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path

import dagster as dg

from broadsheet.masking import mask_address
from broadsheet.model import load_queries
from broadsheet.settings import load_settings
from broadsheet.stages.registry import DAY_STAGES, SQL_STAGE_NAMES, Stage
from broadsheet.tables import Table

_ROOT = Path(__file__).parents[1]
_LAKE = load_settings().lake_uri


def refer_to_code(table: Table, stage: Stage) -> dg.CodeReferencesMetadataValue:
    """The definition of a table, then what makes its rows: its select, or the modules of its stage.

    The idea of a table of derive, such as `broadsheet/claims/`, comes before them where it has a package of its own.
    """
    if stage.name in SQL_STAGE_NAMES:
        return refer_to_files([f"sql/{stage.name}/{table.name}.sql", f"sql/{stage.name}/{table.name}.toml"])
    modules = [module.replace(".", "/") + ".py" for module in stage.roots]
    return refer_to_files(
        [f"broadsheet/tables/{table.path}.toml", f"broadsheet/{table.name}/__init__.py", *dict.fromkeys(modules)]
    )


def refer_to_files(paths: Iterable[str]) -> dg.CodeReferencesMetadataValue:
    """Those of these files of the project that are there, as the web UI opens them in an editor."""
    there = [path for path in paths if (_ROOT / path).is_file()]
    with warnings.catch_warnings(action="ignore", category=dg.BetaWarning):
        return dg.CodeReferencesMetadataValue(
            code_references=[
                dg.LocalFileCodeReference(file_path=str(_ROOT / path), line_number=1, label=path) for path in there
            ]
        )


def describe_place(table: Table) -> dict[str, str]:
    """The name of a table for those who ask in SQL, and where its files lie."""
    return {
        "dagster/table_name": f"warehouse.{table.release_schema}.{table.name}",
        "dagster/storage_kind": "deltalake",
        "dagster/uri": mask_address(f"{_LAKE}/{table.path}"),
    }


def list_read_last(names: Iterable[str]) -> list[str]:
    """Those of these tables that no other table is made from: all others reach the release by way of them."""
    read = {table for stage in SQL_STAGE_NAMES for query in load_queries(stage) for table in query.inputs}
    read.update(table for stage in DAY_STAGES for table in stage.reads)
    # The one table that is read by an asset rather than named by a stage or a query.
    read.add("inbox_files")
    return [name for name in names if name not in read]
