"""The tables that derive makes of a day's articles in one pass."""

from collections.abc import Iterator

import dagster as dg

from assets.day_work import find_day_work
from assets.partitions import BACKFILL, DAYS
from assets.reporting import list_days, report_days
from assets.resource import BroadsheetResource
from assets.specs import make_spec
from broadsheet.derivation import compute_code_version
from broadsheet.stages import DERIVE_TABLES

_CODE = compute_code_version("derive")


@dg.multi_asset(
    name="derive",
    specs=[make_spec(table, ["articles", "paragraphs"], _CODE, DAYS) for table in DERIVE_TABLES],
    backfill_policy=BACKFILL,
)
def derive(context: dg.AssetExecutionContext, broadsheet: BroadsheetResource) -> Iterator[dg.MaterializeResult[None]]:
    yield from report_days(context, find_day_work("derive", broadsheet)(list_days(context)))
