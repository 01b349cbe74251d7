"""The one factory of SQL assets: each query of a stage becomes the asset of its name."""

import hashlib
import time

import dagster as dg

from assets.reporting import explained_errors, show_preview
from assets.specs import make_spec
from broadsheet.model import Query, connect_inputs, load_queries, run_query
from broadsheet.runs import RunEvent
from broadsheet.stages.report import report_table
from pipelines.workplace import Workplace


def make_sql_assets(stage: str) -> list[dg.AssetsDefinition]:
    """One asset for each `sql/<stage>/<name>.sql`, depending on the tables it names."""
    return [_make_asset(query) for query in load_queries(stage)]


def _make_asset(query: Query) -> dg.AssetsDefinition:
    code_version = hashlib.sha256(query.text.encode()).hexdigest()[:12]

    @dg.multi_asset(name=query.name, specs=[make_spec(query.table, query.inputs, code_version)])
    def compute(context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]) -> dg.MaterializeResult:  # type: ignore[type-arg]
        started = time.monotonic()
        with explained_errors(), connect_inputs(workplace.lake, query.inputs) as connection:
            frame = run_query(connection, query)
            workplace.lake.replace(query.table, frame)
        seconds = time.monotonic() - started
        workplace.on_event(RunEvent("stage", query.stage, row_count=frame.height, seconds=seconds, text=query.name))
        return dg.MaterializeResult(
            metadata={
                "dagster/row_count": frame.height,
                "rows": frame.height,
                "seconds": round(seconds, 2),
                "preview": show_preview(report_table(query.name, frame).preview),
            }
        )

    return compute
