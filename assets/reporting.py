"""What an asset shows of its work: numbers to plot, reasons, a small preview; and errors in Dagster's terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import dagster as dg

from broadsheet.errors import BroadsheetError, SourceError
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
        "left_out": skipped,
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
def explained_errors() -> Iterator[None]:
    """Errors in Dagster's terms: where the world failed the step is tried again, otherwise it fails at once."""
    try:
        yield
    except SourceError as error:
        raise dg.RetryRequested(max_retries=MAX_RETRIES, seconds_to_wait=RETRY_WAIT_S) from error
    except BroadsheetError as error:
        raise dg.Failure(description=str(error), allow_retries=False) from error
