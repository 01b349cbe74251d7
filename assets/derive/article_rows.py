"""The tables that derive makes of a day's articles in one pass."""

from collections.abc import Iterator

import dagster as dg

from assets.day_work import find_day_work
from assets.reporting import list_days, report_days
from assets.specs import make_spec
from broadsheet.derivation import compute_code_version
from broadsheet.stages import DERIVE_TABLES
from pipelines.partitions import BACKFILL, DAYS
from pipelines.workplace import Workplace

_CODE = compute_code_version("derive")


@dg.multi_asset(
    name="derive",
    specs=[make_spec(table, ["articles", "paragraphs"], _CODE, DAYS) for table in DERIVE_TABLES],
    backfill_policy=BACKFILL,
)
def derive(context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]) -> Iterator[dg.MaterializeResult]:
    yield from report_days(context, workplace, find_day_work("derive", workplace)(list_days(context)))
