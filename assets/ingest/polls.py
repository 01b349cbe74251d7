"""The assets of live sources: one poll, and what it did as tables."""

from collections.abc import Iterator

import dagster as dg

from assets.reporting import explained_errors, show_preview
from assets.resource import BroadsheetResource
from assets.specs import make_spec
from broadsheet import __version__
from broadsheet.crawl.events import PollEvent
from broadsheet.stages.polls import check_poll_day, poll_live_sources
from broadsheet.stages.registry import get_stage
from broadsheet.stages.report import report_table

_STAGE = get_stage("ingest")


class PollConfig(dg.Config):
    """What to poll. source: id of one source; empty for all. is_forced: ask lists that are not due yet too. day: today
    or empty, for a live source cannot be asked for a day that has passed.
    """

    source: str = ""
    is_forced: bool = False
    day: str = ""


# One poll at a time, and all its tables in one step; what was fetched cannot be fetched again by newer code, so its
# version is that of the program.
@dg.multi_asset(
    name="poll_sources",
    specs=[make_spec(table, (), __version__) for table in _STAGE.polled],
    pool="poll",
)
def poll_sources(
    context: dg.AssetExecutionContext, config: PollConfig, broadsheet: BroadsheetResource
) -> Iterator[dg.MaterializeResult[None]]:
    def log(event: PollEvent) -> None:
        if event.kind in ("source", "postponed", "note"):
            context.log.info(" ".join(part for part in (event.kind, event.source_id, event.url, event.text) if part))

    with explained_errors():
        check_poll_day(config.day)
        summary = poll_live_sources(broadsheet.context, config.source or None, is_forced=config.is_forced, on_event=log)
    counts = {
        "pages_fetched": summary.fetched_count,
        "addresses_new": sum(source.new_count for source in summary.sources.values()),
        "pages_left": sum(source.pending_count for source in summary.sources.values()),
        "sources_asked": sum(source.is_due for source in summary.sources.values()),
    }
    for table in _STAGE.polled:
        shown = report_table(table, broadsheet.lake.read(table))
        yield dg.MaterializeResult(
            asset_key=table,
            metadata={
                "dagster/row_count": shown.row_count,
                "rows": shown.row_count,
                "preview": show_preview(shown.preview),
            }
            | (counts if table == _STAGE.polled[0] else {}),
        )
