"""Assets about the folders that captures come from."""

import dagster as dg

from assets.reporting import explained_errors, show_preview
from assets.resource import BroadsheetResource
from assets.specs import make_spec
from broadsheet.stages.code_version import compute_code_version
from broadsheet.stages.ingest import index_inbox
from broadsheet.stages.publishers import read_publishers
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
    with explained_errors():
        frame = read_publishers(broadsheet.sources, broadsheet.settings.sources_path)
        broadsheet.lake.replace("publishers", frame)
    shown = report_table("publishers", frame)
    return dg.MaterializeResult(
        metadata={"dagster/row_count": shown.row_count, "rows": shown.row_count, "preview": show_preview(shown.preview)}
    )
