"""The one factory of asset checks: each `sql/checks/<name>.sql` and each law of a day's table becomes one.

A check belongs to the asset whose promise it is. Models and views are written whole and published in the same run:
their laws are proved by the release, which is refused where one is broken.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import dagster as dg

from assets.partitions import DAY_TAG, FIRST_DAY_TAG, LAST_DAY_TAG
from assets.reporting import explained_errors
from assets.resource import BroadsheetResource
from broadsheet.checks import Check, CheckResult, list_checks, load_checks, run_checks_on_days
from broadsheet.stages.context import StageContext
from broadsheet.stages.registry import DAY_STAGES, find_stage_of
from broadsheet.tables import load_tables

# Stages whose laws are checks of their assets.
_CHECKED = {stage.name for stage in DAY_STAGES if stage.reads}


def list_shown_checks() -> list[Check]:
    """The checks that Dagster shows: those of `sql/checks`, and the laws of the tables of extract and derive.

    `captures` has but a key, which the lake refuses to write twice; a step of its own for that would slow each run.
    A release proves the same ones, and the laws of the other tables.
    """
    written = load_checks()
    return [
        check
        for check in list_checks(load_tables().values())
        if check in written or find_stage_of(check.asset).name in _CHECKED
    ]


def make_sql_checks() -> list[dg.AssetChecksDefinition]:
    """The checks, those of a stage in one step; a blocking one keeps what follows in the same run from starting."""
    by_stage: dict[str, list[Check]] = defaultdict(list)
    for check in list_shown_checks():
        by_stage[find_stage_of(check.asset).name].append(check)
    return [_make_checks(stage, checks) for stage, checks in by_stage.items()]


def _make_checks(stage: str, checks: list[Check]) -> dg.AssetChecksDefinition:
    # No deps on the other tables they read: one pass writes all tables of a stage.
    @dg.multi_asset_check(
        name=f"check_{stage}",
        specs=[_make_spec(check) for check in checks],
        can_subset=True,
        pool="release" if stage == "release" else None,
    )
    def run_checks(
        context: dg.AssetCheckExecutionContext, broadsheet: BroadsheetResource
    ) -> Iterator[dg.AssetCheckResult]:
        chosen = context.selected_asset_check_keys
        days = _find_days(context.run.tags)
        yield from _run([check for check in checks if _find_key(check) in chosen], days, broadsheet.context)

    return run_checks


def run_stage_checks(stage: str, days: Collection[date], context: StageContext) -> Iterator[dg.AssetCheckEvaluation]:
    """The checks of a stage on some days only, for an op: as `make_sql_checks` gives them to the assets' own runs."""
    checks = {_find_key(check): check for check in list_shown_checks() if find_stage_of(check.asset).name == stage}
    for result in _run(list(checks.values()), days, context):
        assert result.check_name is not None and result.asset_key is not None
        yield dg.AssetCheckEvaluation(
            asset_key=result.asset_key,
            check_name=result.check_name,
            passed=result.passed,
            metadata=result.metadata,
            severity=result.severity,
            blocking=checks[dg.AssetCheckKey(result.asset_key, result.check_name)].blocking,
        )


def _find_key(check: Check) -> dg.AssetCheckKey:
    return dg.AssetCheckKey(dg.AssetKey(check.asset), check.name)


def _make_spec(check: Check) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(check.name, asset=check.asset, description=check.description, blocking=check.blocking)


def _run(checks: list[Check], days: Collection[date] | None, context: StageContext) -> Iterator[dg.AssetCheckResult]:
    values: dict[str, Any] = {}
    if any("derivation_ids" in check.parameters for check in checks):
        values["derivation_ids"] = [stage.load().describe(context).derivation_id for stage in DAY_STAGES]
    with explained_errors():
        results = list(run_checks_on_days(context.lake, checks, days, values))
    for result in results:
        check = result.check
        rows = enumerate(result.examples.iter_rows(named=True), start=1)
        shown = {f"example_{number}": _show_row(row) for number, row in rows}
        looked_at = {"first_day": str(min(days)), "last_day": str(max(days))} if days else {"days": "all"}
        yield dg.AssetCheckResult(
            check_name=check.name,
            asset_key=dg.AssetKey(check.asset),
            passed=result.wrong_row_count == 0,
            severity=dg.AssetCheckSeverity.ERROR if check.blocking else dg.AssetCheckSeverity.WARN,
            metadata={
                "wrong_rows": result.wrong_row_count,
                **looked_at,
                **_explain(check, result),
                **shown,
            },
        )


def _explain(check: Check, result: CheckResult) -> dict[str, str]:
    """What is wrong and how to mend it, in the words in which a release is refused; nothing where all is well."""
    first = next(result.examples.iter_rows(named=True), None)
    if not check.problem or first is None:
        return {}
    return {"problem": check.problem.format(wrong_rows=result.wrong_row_count, **first)}


def _show_row(row: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in row.items())


def _find_days(tags: Mapping[str, str]) -> list[date] | None:
    """The days of the run; None, for all days, where the checks run by themselves."""
    first = tags.get(FIRST_DAY_TAG) or tags.get(DAY_TAG)
    last = tags.get(LAST_DAY_TAG) or tags.get(DAY_TAG)
    if not first or not last:
        return None
    start = date.fromisoformat(first)
    return [start + timedelta(days=offset) for offset in range((date.fromisoformat(last) - start).days + 1)]
