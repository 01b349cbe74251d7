"""Polls as a stage does them: the live sources of sources.toml asked once, and the ledger brought into the lake.

Belongs here: which sources are polled, with what fetcher, and the tables that a poll writes. How a poll asks belongs to
`broadsheet.crawl`; this module makes no rows of a day, so that a change of the fetcher makes no day stale.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime

from broadsheet.crawl.events import OnEvent, PollSummary
from broadsheet.crawl.identity import make_user_agent
from broadsheet.crawl.ledger import store_ledger
from broadsheet.crawl.poll import poll_sources
from broadsheet.crawl.visits import Visitor
from broadsheet.errors import SettingsError
from broadsheet.fetch.client import open_client
from broadsheet.fetch.exchange import Fetcher
from broadsheet.ingest.sources import LIVE_KINDS, Source
from broadsheet.settings import Settings
from broadsheet.stages.context import StageContext

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class _Local:
    """What stands in for the web and for the time of day."""

    fetcher: Fetcher
    clock: Clock


_local: ContextVar[_Local | None] = ContextVar("local", default=None)


def read_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


@contextmanager
def fetching_locally(fetcher: Fetcher, clock: Clock = read_clock) -> Iterator[None]:
    """Let polls and visits of the block use a fetcher that reaches this machine alone, and a clock of one's own.

    No contact is needed then. For the demo and for tests.
    """
    token = _local.set(_Local(fetcher, clock))
    try:
        yield
    finally:
        _local.reset(token)


@contextmanager
def open_fetcher(settings: Settings) -> Iterator[Fetcher]:
    """The fetcher of the settings. Raises SettingsError where no contact is set."""
    local = _local.get()
    if local is not None:
        yield local.fetcher
        return
    with open_client(settings, make_user_agent(settings)) as client:
        yield client


@contextmanager
def open_visitor(settings: Settings) -> Iterator[Visitor]:
    """What fetches single addresses politely. Raises SettingsError where no contact is set."""
    with open_fetcher(settings) as fetcher:
        # A server on this machine is one's own and need not be spared.
        yield Visitor(fetcher) if _local.get() is None else Visitor(fetcher, delay_s=0.0)


def poll_live_sources(
    context: StageContext,
    source_id: str | None = None,
    *,
    is_forced: bool = False,
    on_event: OnEvent = lambda event: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> PollSummary:
    """Poll all live sources, or one, and bring what was done into the lake, also where the poll was interrupted.

    Raises SettingsError where there is no such source or no contact, PollBusyError where another process polls.
    """
    chosen = choose_live_sources(context.sources, source_id)
    local = _local.get()
    with open_fetcher(context.settings) as fetcher:
        try:
            return poll_sources(
                context.settings,
                chosen,
                fetcher=fetcher,
                clock=local.clock if local else read_clock,
                on_event=on_event,
                should_stop=should_stop,
                is_forced=is_forced,
                is_loopback=local is not None,
            )
        finally:
            store_ledger(context.settings, context.lake)


def choose_live_sources(sources: Sequence[Source], source_id: str | None = None) -> list[Source]:
    """The live sources, or the one of that id. Raises SettingsError where there is none."""
    live = [source for source in sources if source.is_live]
    if source_id is None:
        if not live:
            raise SettingsError(
                f"sources.toml names no live source ({', '.join(LIVE_KINDS)}). `broadsheet sources add URL` finds one."
            )
        return live
    chosen = [source for source in live if source.id == source_id]
    if chosen:
        return chosen
    if any(source.id == source_id for source in sources):
        raise SettingsError(f"The source {source_id!r} is not live: its files are read by `broadsheet run`.")
    known = ", ".join(source.id for source in live) or "none"
    raise SettingsError(f"There is no source {source_id!r}. Live sources are: {known}.")


def check_poll_day(day: str, today: date | None = None) -> None:
    """Raises SettingsError for any day but today: a feed says what is new now, and pages are as they are now."""
    now = str(today or datetime.now(UTC).date())
    if day not in ("", now):
        raise SettingsError(
            f"Live sources are polled for today ({now}) only, not for {day}. Past days come from archives: "
            f"name them as a source of kind warc and start `broadsheet run --days {day}`."
        )


def describe_past_days(sources: Sequence[Source], days: Collection[date], today: date) -> str:
    """A sentence for days that no poll can fill any more; empty where none is asked for or no source is live."""
    past = [day for day in days if day < today]
    if not past or not any(source.is_live for source in sources):
        return ""
    span = str(min(past)) if len(past) == 1 else f"{min(past)} to {max(past)}"
    return f"Live sources are polled for today only: of {span} there is what was fetched then, and archives."
