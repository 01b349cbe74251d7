"""Specs of assets made from table definitions: description, columns, kinds, tags and owners."""

from __future__ import annotations

from collections.abc import Iterable

import dagster as dg

from assets.references import describe_place, refer_to_code
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
    stage = get_stage(found.stage)
    return dg.AssetSpec(
        found.name,
        deps=list(deps),
        description=describe_table(found),
        kinds=set(stage.kinds),
        tags=make_tags(found),
        owners=OWNERS,
        code_version=code_version,
        partitions_def=partitions,
        skippable=skippable,
        metadata={
            "dagster/column_schema": make_column_schema(found),
            "dagster/code_references": refer_to_code(found, stage),
            "grain": found.grain,
            **describe_place(found),
        },
    )


def make_tags(table: Table) -> dict[str, str]:
    """What assets are searched by: `tag:rows=by_day`, `tag:evidence=yes`."""
    has_evidence = {"start_char", "end_char", "surface"} <= {column.name for column in table.columns}
    return {"rows": "by_day" if table.partition else "whole"} | ({"evidence": "yes"} if has_evidence else {})


def describe_table(table: Table) -> str:
    """One short sentence for the catalogue, then what the table holds."""
    stage = get_stage(table.stage)
    return (
        f"One row: {table.grain}.\n\n{table.description}\n\nKey: `{', '.join(table.key)}`\n\n"
        f"Group `{stage.name}`: {stage.description}"
    )


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
