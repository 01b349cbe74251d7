"""One poll of the live sources: their lists first, then the pages that are new."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from broadsheet.crawl.events import OnEvent, PollSummary
from broadsheet.errors import FaultError
from broadsheet.fetch.exchange import Fetcher
from broadsheet.ingest.sources import Source
from broadsheet.settings import Settings


def _read_clock() -> datetime:
    return datetime.now(UTC)


def poll_sources(
    settings: Settings,
    sources: Sequence[Source],
    *,
    fetcher: Fetcher,
    clock: Callable[[], datetime] = _read_clock,
    sleep: Callable[[float], None] = time.sleep,
    draw: Callable[[], float] = random.random,
    on_event: OnEvent = lambda event: None,
    should_stop: Callable[[], bool] = lambda: False,
    is_forced: bool = False,
    worker_count: int = 8,
) -> PollSummary:
    """What was fetched: the lists of each live source that is due, and every page that is new or changed.

    Sources of other kinds are passed over. Pages go to `settings.fetched/<source id>/pages/`, lists and robots.txt to
    `.../lists/`, as WARC files by day; what is remembered lies in `settings.fetched/state.sqlite`. Whatever was left by
    an interrupted or killed poll is done first. clock gives UTC; draw gives numbers from 0 to 1 for jitter.
    should_stop: asked between requests and while waiting. is_forced: polls lists that are not due too (a host that
    asked to be left alone is left alone all the same). worker_count: hosts that are asked at the same moment.

    Raises PollBusyError where another process polls at this moment, SettingsError where no contact is set.
    """
    raise FaultError("Polling is not there yet.")
