"""What Dagster is told of days that were done before one failed."""

from collections.abc import Iterator
from datetime import date, timedelta

import dagster as dg
import pytest

from assets.partitions import BACKFILL, DAYS, FIRST_DAY_TAG, LAST_DAY_TAG
from assets.reporting import list_days, report_days
from broadsheet.errors import DamagedTableError
from broadsheet.stages.report import DayReport, TableReport

FIRST = date(2024, 3, 5)
ERRORS = {"ours": DamagedTableError("articles: a file is damaged"), "foreign": ValueError("unforeseen")}


def run_three_days(failing: int, error: Exception) -> tuple[bool, set[str], int]:
    """A run of three days of which one may fail: whether it went well, the days materialized, count of events."""

    @dg.asset(partitions_def=DAYS, backfill_policy=BACKFILL)
    def harbours(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
        def work() -> Iterator[DayReport]:
            for number, day in enumerate(list_days(context)):
                if number == failing:
                    raise error
                yield DayReport("derive", day, {"harbours": TableReport(number, ())}, 0.1)

        yield from report_days(context, work())

    with dg.DagsterInstance.ephemeral() as instance:
        tags = {FIRST_DAY_TAG: str(FIRST), LAST_DAY_TAG: str(FIRST + timedelta(days=2))}
        result = dg.materialize([harbours], instance=instance, tags=tags, raise_on_error=False)
        key = dg.AssetKey("harbours")
        count = len(instance.fetch_materializations(key, limit=10).records)
        return result.success, instance.get_materialized_partitions(key), count


@pytest.mark.parametrize("kind", ERRORS)
def test_days_done_before_a_failure_are_materialized(kind: str) -> None:
    assert run_three_days(2, ERRORS[kind]) == (False, {"2024-03-05", "2024-03-06"}, 2)
    assert run_three_days(0, ERRORS[kind]) == (False, set(), 0)


def test_a_run_without_failure_tells_each_day_once() -> None:
    days = {"2024-03-05", "2024-03-06", "2024-03-07"}
    assert run_three_days(9, ERRORS["ours"]) == (True, days, 3)
