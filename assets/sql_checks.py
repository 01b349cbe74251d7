"""The one factory of asset checks: each `sql/checks/<name>.sql` becomes a check of the asset it names."""

from datetime import date
from typing import Any

import dagster as dg

from assets.reporting import explained_errors
from broadsheet.model import Check, connect_inputs, find_wrong_rows, load_checks
from broadsheet.stages.derive import describe_derive
from broadsheet.stages.extract import describe_extract
from pipelines.workplace import Workplace

_RANGE_TAGS = ("dagster/asset_partition_range_start", "dagster/asset_partition_range_end")
_DAY_TAG = "dagster/partition"


def make_sql_checks() -> list[dg.AssetChecksDefinition]:
    """One check for each file; a blocking one keeps what follows in the same run from starting."""
    return [_make_check(check) for check in load_checks()]


def _make_check(check: Check) -> dg.AssetChecksDefinition:
    # No deps on the other tables it reads: one pass writes them all, and two blocking checks that wait for each
    # other's tables would make a circle.
    @dg.asset_check(
        asset=check.asset,
        name=check.name,
        description=check.description,
        blocking=check.blocking,
        pool="release" if check.asset == "warehouse" else None,
    )
    def prove(context: dg.AssetCheckExecutionContext, workplace: dg.ResourceParam[Workplace]) -> dg.AssetCheckResult:
        first, last = _find_days(context)
        values: dict[str, Any] = {"first_day": first, "last_day": last}
        with explained_errors():
            if {"extract_version", "derive_version"} & set(check.parameters):
                language_model, countries = workplace.settings.language_model, workplace.countries
                values["extract_version"] = describe_extract().derivation_id
                values["derive_version"] = describe_derive(language_model, countries).derivation_id
            with connect_inputs(workplace.lake, check.inputs) as connection:
                count, examples = find_wrong_rows(connection, check, values)
        shown = {f"example_{number}": str(row) for number, row in enumerate(examples.iter_rows(named=True), start=1)}
        return dg.AssetCheckResult(
            passed=count == 0,
            severity=dg.AssetCheckSeverity.ERROR if check.blocking else dg.AssetCheckSeverity.WARN,
            metadata={"wrong_rows": count, "first_day": str(first), "last_day": str(last), **shown},
        )

    return prove


def _find_days(context: dg.AssetCheckExecutionContext) -> tuple[date, date]:
    """First and last day of the run; all days where the check runs by itself."""
    tags = context.run.tags
    first = tags.get(_RANGE_TAGS[0]) or tags.get(_DAY_TAG)
    last = tags.get(_RANGE_TAGS[1]) or tags.get(_DAY_TAG)
    return (date.fromisoformat(first), date.fromisoformat(last)) if first and last else (date.min, date.max)
