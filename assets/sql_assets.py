"""The one factory of SQL assets: each query of a stage becomes the asset of its name, all of a stage in one step.

One step, because Dagster looks at every partition of every upstream table once for each step: a step for each query
made publishing several times slower.
"""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from graphlib import TopologicalSorter

import dagster as dg

from assets.partitions import is_within_backfill
from assets.reporting import explained_errors, show_preview
from assets.resource import BroadsheetResource
from assets.specs import make_spec
from broadsheet.lake import Lake
from broadsheet.model import Query, Written, load_queries
from broadsheet.model.computed import Computed, note_computed, read_computed
from broadsheet.model.side_by_side import Finished, find_reads, write_side_by_side
from broadsheet.run.events import RunEvent, emit
from broadsheet.settings import count_cores
from broadsheet.stages.report import PREVIEW_ROWS, report_table

# Each may hold some hundred megabytes.
_MOST_AT_ONCE = 4


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
        chosen = [query for query in queries if dg.AssetKey(query.name) in context.selected_asset_keys]
        yield from _compute_all(chosen, broadsheet.lake, _count_lanes(broadsheet.workers))

    return compute


def order_queries(stage: str) -> list[Query]:
    """The queries of a stage, each after those of the stage that it reads."""
    queries = {query.name: query for query in load_queries(stage)}
    return [queries[name] for name in TopologicalSorter(find_reads(list(queries.values()))).static_order()]


def _make_spec(query: Query) -> dg.AssetSpec:
    code = hashlib.sha256(query.text.encode()).hexdigest()[:12]
    return make_spec(query.table, query.inputs, code, skippable=True)


def _compute_all(queries: list[Query], lake: Lake, at_once: int) -> Iterator[dg.MaterializeResult[None]]:
    """All queries, so many at once; what was done is noted at the end, however that comes."""
    made: dict[str, Computed] = {}
    try:
        with closing(write_side_by_side(queries, lake, read_computed(lake), at_once)) as all_finished:
            while finished := _await_next(all_finished):
                if finished.computed:
                    made[finished.query.name] = finished.computed
                written = finished.written or _look_at(finished.query, lake)
                yield _tell(finished.query, written, finished.seconds, is_new=finished.written is not None)
    finally:
        if made:
            note_computed(lake, made)


def _await_next(all_finished: Iterator[Finished]) -> Finished | None:
    with explained_errors():
        return next(all_finished, None)


def _count_lanes(workers: int) -> int:
    return min(workers or count_cores(), count_cores(), _MOST_AT_ONCE)


def _look_at(query: Query, lake: Lake) -> Written:
    """The rows that are there already, as if they had just been written."""
    row_count = sum(lake.count_rows(query.table).values())
    shown = lake.read_first(query.table, PREVIEW_ROWS, query.table.shown_columns)
    return Written(row_count, shown)


def _tell(query: Query, written: Written, seconds: float, *, is_new: bool) -> dg.MaterializeResult[None]:
    emit(RunEvent("stage", query.stage, row_count=written.row_count, seconds=seconds, text=query.name))
    return dg.MaterializeResult(
        asset_key=query.name,
        metadata={
            "dagster/row_count": written.row_count,
            "rows": written.row_count,
            "seconds": round(seconds, 2),
            "computed": is_new,
            "preview": show_preview(report_table(query.table, written.first_rows).preview),
        },
    )
