"""The one factory of SQL assets: each query of a stage becomes the asset of its name, all of a stage in one step.

One step, because Dagster looks at every partition of every upstream table once for each step: a step for each query
made publishing several times slower.
"""

import hashlib
import time
from collections.abc import Iterator
from contextlib import closing
from graphlib import TopologicalSorter

import dagster as dg

from assets.partitions import is_within_backfill
from assets.reporting import explained_errors, show_preview
from assets.resource import BroadsheetResource
from assets.specs import make_spec
from broadsheet.lake import Lake
from broadsheet.model import InputViews, Query, load_queries, run_query
from broadsheet.run.events import RunEvent, emit
from broadsheet.stages.report import report_table


def make_sql_assets(stage: str) -> dg.AssetsDefinition:
    """One asset for each `sql/<stage>/<name>.sql`, depending on the tables it names; any of them can be run alone."""
    queries = order_queries(stage)

    @dg.multi_asset(name=f"compute_{stage}s", specs=[_make_spec(query) for query in queries], can_subset=True)
    def compute(
        context: dg.AssetExecutionContext, broadsheet: BroadsheetResource
    ) -> Iterator[dg.MaterializeResult[None]]:
        if is_within_backfill(context.run.tags):
            context.log.info("left to the end of the backfill: the sensor follow_up publishes once")
            return
        lake = broadsheet.lake
        with closing(InputViews(lake)) as views:
            for query in queries:
                if dg.AssetKey(query.name) in context.selected_asset_keys:
                    yield _compute(query, lake, views)

    return compute


def order_queries(stage: str) -> list[Query]:
    """The queries of a stage, each after those of the stage that it reads."""
    queries = {query.name: query for query in load_queries(stage)}
    reads = {name: [table for table in query.inputs if table in queries] for name, query in queries.items()}
    return [queries[name] for name in TopologicalSorter(reads).static_order()]


def _make_spec(query: Query) -> dg.AssetSpec:
    code = hashlib.sha256(query.text.encode()).hexdigest()[:12]
    return make_spec(query.table, query.inputs, code, skippable=True)


def _compute(query: Query, lake: Lake, views: InputViews) -> dg.MaterializeResult[None]:
    started = time.monotonic()
    with explained_errors():
        frame = run_query(views.open(query.inputs), query)
        lake.replace(query.table, frame)
        views.forget(query.name)
    seconds = time.monotonic() - started
    emit(RunEvent("stage", query.stage, row_count=frame.height, seconds=seconds, text=query.name))
    return dg.MaterializeResult(
        asset_key=query.name,
        metadata={
            "dagster/row_count": frame.height,
            "rows": frame.height,
            "seconds": round(seconds, 2),
            "preview": show_preview(report_table(query.table, frame).preview),
        },
    )
