"""What an asset shows of its work: numbers to plot, reasons, a small preview; and errors in Dagster's terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import dagster as dg

from broadsheet.errors import BroadsheetError, SourceError
from broadsheet.run.events import RunEvent, tell
from broadsheet.stages import DayReport, Preview

# How often a day is tried again where a disk or an address failed, and the wait before.
MAX_RETRIES = 2
RETRY_WAIT_S = 5.0


def list_days(context: dg.AssetExecutionContext) -> list[date]:
    """The days of this run, in order."""
    return sorted(date.fromisoformat(key) for key in context.partition_keys)


def report_days(
    context: dg.AssetExecutionContext, reports: Iterable[DayReport]
) -> Iterator[dg.MaterializeResult[None]]:
    """Put what each day tells onto the day's partitions, as days are done; then yield the tables that were written.

    Where a day fails, the days before it are written and noted as done: they are marked materialized all the same.
    """
    done: list[DayReport] = []
    is_whole = False
    try:
        with explained_errors():
            for report in reports:
                for name in report.tables:
                    metadata = describe_day(report, name)
                    context.add_asset_metadata(metadata, asset_key=name, partition_key=str(report.day))
                tell_day(context, report)
                done.append(report)
        is_whole = True
    finally:
        for report in () if is_whole else done:
            for name in report.tables:
                metadata = describe_day(report, name)
                context.log_event(dg.AssetMaterialization(name, partition=str(report.day), metadata=metadata))
    for key in sorted(context.selected_asset_keys):
        yield dg.MaterializeResult(asset_key=key)


def tell_day(context: dg.AssetExecutionContext | dg.OpExecutionContext, report: DayReport) -> None:
    """Say that a day is done, in the log of the run and to whoever listens."""
    context.log.info(f"{report.stage} of {report.day}: {report.row_count} rows in {report.seconds:.1f} s")
    tell(RunEvent("day", report.stage, report.day, row_count=report.row_count, seconds=report.seconds))


def describe_day(report: DayReport, table: str) -> Mapping[str, Any]:
    """What a table's materialization for that day shows: counts, seconds, reasons and the first rows."""
    shown = report.tables[table]
    skipped = sum(report.reasons.values())
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
