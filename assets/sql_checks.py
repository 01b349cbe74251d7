"""The one factory of asset checks: each `sql/checks/<name>.sql` becomes a check of the asset it names."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import dagster as dg

from assets.reporting import explained_errors
from broadsheet.model import Check, connect_inputs, find_wrong_rows, load_checks
from broadsheet.stages import DERIVE_TABLES, EXTRACT_TABLES
from broadsheet.stages.derive import describe_derive
from broadsheet.stages.extract import describe_extract
from pipelines.partitions import DAY_TAG, FIRST_DAY_TAG, LAST_DAY_TAG
from pipelines.workplace import Workplace

_STAGE_OF = dict.fromkeys(EXTRACT_TABLES, "extract") | dict.fromkeys(DERIVE_TABLES, "derive")


def make_sql_checks() -> list[dg.AssetChecksDefinition]:
    """The checks, those of a stage in one step; a blocking one keeps what follows in the same run from starting."""
    by_stage: dict[str, list[Check]] = defaultdict(list)
    for check in load_checks():
        by_stage[_STAGE_OF.get(check.asset, "release")].append(check)
    return [_make_checks(stage, checks) for stage, checks in by_stage.items()]


def _make_checks(stage: str, checks: list[Check]) -> dg.AssetChecksDefinition:
    # No deps on the other tables they read: one pass writes all tables of a stage.
    @dg.multi_asset_check(
        name=f"check_{stage}",
        specs=[_make_spec(check) for check in checks],
        can_subset=True,
        pool="release" if stage == "release" else None,
    )
    def prove(
        context: dg.AssetCheckExecutionContext, workplace: dg.ResourceParam[Workplace]
    ) -> Iterator[dg.AssetCheckResult]:
        chosen = {key.name for key in context.selected_asset_check_keys}
        yield from _prove([check for check in checks if check.name in chosen], context.run.tags, workplace)

    return prove


def _make_spec(check: Check) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(check.name, asset=check.asset, description=check.description, blocking=check.blocking)


def _prove(checks: list[Check], tags: Mapping[str, str], workplace: Workplace) -> Iterator[dg.AssetCheckResult]:
    values = _find_days(tags)
    if {"extract_version", "derive_version"} & {name for check in checks for name in check.parameters}:
        values |= _find_versions(workplace)
    inputs = sorted({name for check in checks for name in check.inputs})
    with explained_errors(), connect_inputs(workplace.lake, inputs) as connection:
        for check in checks:
            count, examples = find_wrong_rows(connection, check, values)
            rows = enumerate(examples.iter_rows(named=True), start=1)
            shown = {f"example_{number}": str(row) for number, row in rows}
            yield dg.AssetCheckResult(
                check_name=check.name,
                asset_key=check.asset,
                passed=count == 0,
                severity=dg.AssetCheckSeverity.ERROR if check.blocking else dg.AssetCheckSeverity.WARN,
                metadata={
                    "wrong_rows": count,
                    "first_day": str(values["first_day"]),
                    "last_day": str(values["last_day"]),
                    **shown,
                },
            )


def _find_days(tags: Mapping[str, str]) -> dict[str, Any]:
    """First and last day of the run; all days where the checks run by themselves."""
    first = tags.get(FIRST_DAY_TAG) or tags.get(DAY_TAG)
    last = tags.get(LAST_DAY_TAG) or tags.get(DAY_TAG)
    if not first or not last:
        return {"first_day": date.min, "last_day": date.max}
    return {"first_day": date.fromisoformat(first), "last_day": date.fromisoformat(last)}


def _find_versions(workplace: Workplace) -> dict[str, Any]:
    """The derivations in force."""
    return {
        "extract_version": describe_extract().derivation_id,
        "derive_version": describe_derive(workplace.settings.language_model, workplace.countries).derivation_id,
    }
