"""The asset `captures`: documents of a day as they were received."""

from collections.abc import Iterator

import dagster as dg

from assets.day_work import find_day_work
from assets.partitions import BACKFILL, DAYS
from assets.reporting import list_days, report_days
from assets.resource import BroadsheetResource
from assets.specs import make_spec
from broadsheet.derivation import compute_code_version


@dg.multi_asset(
    name="captures",
    specs=[make_spec("captures", ["inbox_files"], compute_code_version("ingest"), DAYS)],
    backfill_policy=BACKFILL,
)
def captures(context: dg.AssetExecutionContext, broadsheet: BroadsheetResource) -> Iterator[dg.MaterializeResult[None]]:
    yield from report_days(context, find_day_work("ingest", broadsheet)(list_days(context)))
