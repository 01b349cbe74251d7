"""What an asset shows of its work: numbers to plot, reasons, a small preview; and errors in Dagster's terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import dagster as dg

from broadsheet.errors import BroadsheetError, SourceError
from broadsheet.run.events import RunEvent, is_heard, listening
from broadsheet.run.progress import ProgressLines, RunProgress
from broadsheet.run.runner import MAX_RETRIES, RETRY_WAIT_S
from broadsheet.stages.report import DayReport, Preview


def describe_day(report: DayReport, table: str) -> Mapping[str, Any]:
    """What a table's materialization for that day shows: counts, seconds, reasons and the first rows."""
    shown = report.tables[table]
    skipped = sum(report.reasons.values())
    if report.is_empty:
        return {"dagster/partition_row_count": 0, "rows": 0, "empty": True}
    metadata: dict[str, Any] = {
        "dagster/partition_row_count": shown.row_count,
        "rows": shown.row_count,
        "seconds": round(report.seconds, 2),
        "rows_per_second": round(shown.row_count / max(report.seconds, 0.001), 1),
        "left_out": skipped,
        "left_out_share": round(skipped / max(report.row_count + skipped, 1), 4),
        "preview": show_preview(shown.preview),
    }
    if report.reasons:
        lines = [f"| {reason} | {count} |" for reason, count in sorted(report.reasons.items())]
        metadata["left_out_by_reason"] = dg.MetadataValue.md("\n".join(["| reason | count |", "|---|---|", *lines]))
    return metadata


def show_preview(preview: Preview) -> Any:
    """The first rows as a table; a dash where there are none."""
    if not preview:
        return "-"
    columns = [dg.TableColumn(name, "string") for name in preview[0]]
    records = [dg.TableRecord(dict(row)) for row in preview]
    return dg.MetadataValue.table(records, schema=dg.TableSchema(columns=columns))


@contextmanager
def logged_progress(log: dg.DagsterLogManager) -> Iterator[None]:
    """Say every ten seconds in the log of a run how far it is, unless the command line that started it shows that."""
    if is_heard():
        yield
        return
    progress = RunProgress()
    lines = ProgressLines(log.info, progress)

    def listen(event: RunEvent) -> None:
        progress.listen(event)
        # Of each day that is written there is a line already.
        if event.kind != "day":
            lines.listen(event)

    with listening(listen):
        yield


@contextmanager
def explained_errors() -> Iterator[None]:
    """Errors in Dagster's terms: where the world failed the step is tried again, otherwise it fails at once."""
    try:
        yield
    except SourceError as error:
        raise dg.RetryRequested(max_retries=MAX_RETRIES, seconds_to_wait=RETRY_WAIT_S) from error
    except BroadsheetError as error:
        raise dg.Failure(description=str(error), allow_retries=False) from error
