"""The tables that extract makes of a day's captures in one pass."""

from collections.abc import Iterator

import dagster as dg

from assets.day_work import find_day_work
from assets.partitions import BACKFILL, DAYS
from assets.reporting import list_days, report_days
from assets.resource import BroadsheetResource
from assets.specs import make_spec
from broadsheet.derivation import compute_code_version
from broadsheet.stages import EXTRACT_TABLES

_CODE = compute_code_version("extract")


@dg.multi_asset(
    name="extract",
    specs=[make_spec(table, ["captures"], _CODE, DAYS) for table in EXTRACT_TABLES],
    backfill_policy=BACKFILL,
)
def extract(context: dg.AssetExecutionContext, broadsheet: BroadsheetResource) -> Iterator[dg.MaterializeResult[None]]:
    yield from report_days(context, find_day_work("extract", broadsheet)(list_days(context)))
