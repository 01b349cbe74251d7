"""Assets about the folders that captures come from."""

import dagster as dg

from assets.reporting import explained_errors, show_preview
from assets.resource import BroadsheetResource
from assets.specs import make_spec
from broadsheet.stages.code_version import compute_code_version
from broadsheet.stages.declared import store_declared
from broadsheet.stages.ingest import index_inbox
from broadsheet.stages.report import report_table


# What the polls fetch are files of its sources.
@dg.multi_asset(name="inbox_files", specs=[make_spec("inbox_files", ("fetches",), compute_code_version("ingest"))])
def inbox_files(context: dg.AssetExecutionContext, broadsheet: BroadsheetResource) -> dg.MaterializeResult[None]:
    with explained_errors():
        index = index_inbox(broadsheet.context)
    problems = [problem for file in index for problem in file.problems]
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(index),
            "files": len(index),
            "records": sum(file.record_count for file in index),
            "problems": sum(file.problem_count for file in index),
            "problem_examples": "\n".join(f"{problem.reason}: {problem.detail}" for problem in problems[:5]) or "-",
        }
    )


@dg.multi_asset(name="publishers", specs=[make_spec("publishers", (), compute_code_version("ingest"))])
def publishers(context: dg.AssetExecutionContext, broadsheet: BroadsheetResource) -> dg.MaterializeResult[None]:
    return _store(broadsheet, "publishers")


@dg.multi_asset(name="watches", specs=[make_spec("watches", (), compute_code_version("ingest"))])
def watches(context: dg.AssetExecutionContext, broadsheet: BroadsheetResource) -> dg.MaterializeResult[None]:
    return _store(broadsheet, "watches")


@dg.multi_asset(name="judgements", specs=[make_spec("judgements", (), compute_code_version("ingest"))])
def judgements(context: dg.AssetExecutionContext, broadsheet: BroadsheetResource) -> dg.MaterializeResult[None]:
    return _store(broadsheet, "judgements")


@dg.multi_asset(name="own_entities", specs=[make_spec("own_entities", (), compute_code_version("ingest"))])
def own_entities(context: dg.AssetExecutionContext, broadsheet: BroadsheetResource) -> dg.MaterializeResult[None]:
    return _store(broadsheet, "own_entities")


def _store(broadsheet: BroadsheetResource, table: str) -> dg.MaterializeResult[None]:
    with explained_errors():
        frame = store_declared(broadsheet.context, table)
    shown = report_table(table, frame)
    return dg.MaterializeResult(
        metadata={"dagster/row_count": shown.row_count, "rows": shown.row_count, "preview": show_preview(shown.preview)}
    )
