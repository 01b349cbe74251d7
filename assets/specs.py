"""Specs of assets made from table definitions: description, columns, kinds and owners."""

from __future__ import annotations

from collections.abc import Iterable

import dagster as dg

from broadsheet.stages.registry import get_stage
from broadsheet.tables import Table, get_table

# Owners of all assets; a team that runs Broadsheet puts its own name here.
OWNERS = ["team:newsroom-data"]


def make_spec(
    table: Table | str,
    deps: Iterable[str],
    code_version: str,
    partitions: dg.PartitionsDefinition | None = None,
    *,
    skippable: bool = False,
) -> dg.AssetSpec:
    """The spec of the asset that is this table. skippable: a run may leave it, and what depends on it, as it is."""
    found = get_table(table) if isinstance(table, str) else table
    return dg.AssetSpec(
        found.name,
        deps=list(deps),
        description=describe_table(found),
        kinds=set(get_stage(found.stage).kinds),
        owners=OWNERS,
        code_version=code_version,
        partitions_def=partitions,
        skippable=skippable,
        metadata={"dagster/column_schema": make_column_schema(found), "grain": found.grain, "lake_path": found.path},
    )


def describe_table(table: Table) -> str:
    """One short sentence for the catalogue, then what the table holds."""
    return f"One row: {table.grain}.\n\n{table.description}\n\nKey: `{', '.join(table.key)}`"


def make_column_schema(table: Table) -> dg.TableSchema:
    """Columns with types and docs as the asset's page shows them."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                column.name,
                column.type,
                description=column.comment,
                constraints=dg.TableColumnConstraints(nullable=column.nullable, unique=table.key == (column.name,)),
            )
            for column in table.columns
        ]
    )
