"""One poll of the live sources: their lists first, then the pages that are new."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from broadsheet.crawl.archives import Archives
from broadsheet.crawl.asking import Asker
from broadsheet.crawl.events import OnEvent, PollEvent, PollSummary, SourcePoll
from broadsheet.crawl.feed_book import FeedBook
from broadsheet.crawl.hosts import Pacer, host_of
from broadsheet.crawl.identity import check_contact
from broadsheet.crawl.keeping import Keeper
from broadsheet.crawl.lists import ListFetcher, ListPoll
from broadsheet.crawl.pages import PageFetcher
from broadsheet.crawl.queues import Job, JobQueues, Stop
from broadsheet.crawl.state import State, hold_lock
from broadsheet.crawl.url_book import UrlBook
from broadsheet.fetch.exchange import Fetcher
from broadsheet.ingest.sources import LIVE_KINDS, Source
from broadsheet.settings import Settings

# A host that is not ready sooner is left for a later poll: whoever started this one does not wait for hours.
LONGEST_WAIT_S = 300.0


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
    is_loopback: bool = False,
    worker_count: int = 8,
) -> PollSummary:
    """What was fetched: the lists of each live source that is due, and every page that is new or changed.

    Sources of other kinds are passed over. Pages go to `settings.fetched/<source id>/pages/`, lists and robots.txt to
    `.../lists/`, as WARC files; what is remembered lies in `settings.fetched/state.sqlite`. Whatever was left by an
    interrupted or killed poll is done first. clock gives UTC; draw gives numbers from 0 to 1 for jitter. should_stop:
    asked between requests and while waiting. is_forced: polls lists that are not due too (a host that asked to be left
    alone is left alone all the same). is_loopback: the fetcher reaches this machine alone, so no contact is needed.
    worker_count: hosts that are asked at the same moment; with 1 all is done in the calling thread.

    Raises PollBusyError where another process polls at this moment, SettingsError where no contact is set, SourceError
    where the disk fails.
    """
    live = [source for source in sources if source.kind in LIVE_KINDS]
    if live and not is_loopback:
        check_contact(settings)
    stop = Stop(should_stop)
    with (
        hold_lock(settings.fetched),
        State(settings.fetched) as state,
        Archives(state, settings.fetched, clock, settings.contact) as archives,
    ):
        cut_bytes = archives.recover()
        if cut_bytes:
            on_event(PollEvent("note", text=f"A poll was killed: {cut_bytes} bytes that it did not note were cut off."))
        pacer = Pacer(state, clock=clock, sleep=sleep, draw=draw, should_stop=stop, longest_wait_s=LONGEST_WAIT_S)
        keeper = Keeper(state, archives, clock)
        asker = Asker(state, fetcher, pacer, keeper, clock)
        poll = _Poll(state, asker, keeper, clock, on_event, is_forced=is_forced)
        queues = JobQueues(
            poll.work,
            wait_s=lambda job: pacer.wait_s(host_of(job.url), asker.delay_s(job.source, job.url)),
            longest_wait_s=LONGEST_WAIT_S,
            sleep=sleep,
            stop=stop,
            worker_count=worker_count,
        )
        return poll.run(live, queues, pacer, stop)


class _Poll:
    """One poll at work: what is to be asked for, and what came of it."""

    def __init__(
        self,
        state: State,
        asker: Asker,
        keeper: Keeper,
        clock: Callable[[], datetime],
        on_event: OnEvent,
        *,
        is_forced: bool,
    ) -> None:
        self._clock = clock
        self._on_event = on_event
        self._is_forced = is_forced
        self._feeds = FeedBook(state)
        self._urls = UrlBook(state)
        self._lists = ListFetcher(state, asker, keeper, clock)
        self._pages = PageFetcher(state, asker, keeper, clock)
        self._summary = PollSummary()
        self._lists_queued: dict[str, set[str]] = {}
        self._pages_queued: dict[str, set[str]] = {}

    def work(self, job: Job) -> object:
        """Ask for one list or page."""
        if job.kind == "list":
            return self._lists.fetch(job.source, job.row, job.depth)
        return self._pages.fetch(job.source, job.row)

    def run(self, sources: Sequence[Source], queues: JobQueues, pacer: Pacer, stop: Stop) -> PollSummary:
        """All of it, source by source at first, then host by host."""
        for source in sources:
            self._summary.sources[source.id] = SourcePoll(source.id)
            self._lists_queued[source.id], self._pages_queued[source.id] = set(), set()
            self._add_lists(source, queues)
            self._add_pages(source, queues)

        def on_postponed(job: Job, wait_s: float, count: int) -> None:
            host = host_of(job.url)
            reason = pacer.explain_wait(host, wait_s)
            self._summary.postponed_hosts[host] = reason
            self._tell(job, "postponed", queues, text=reason, count=count)

        for job, result in queues.run(on_postponed):
            self._note(job, result, queues)
        for source in sources:
            self._summary.sources[source.id].pending_count = self._urls.count_pending(source.id)
        self._summary.is_interrupted = stop()
        return self._summary

    def _add_lists(self, source: Source, queues: JobQueues) -> None:
        now, done = self._clock(), self._summary.sources[source.id]
        if source.url is None:
            if source.list_path is not None:
                found = self._lists.read_local(source, source.list_path)
                done.is_due, done.new_count = True, found.new_count
                done.lists[found.outcome] += 1
            return
        named = self._feeds.get(source.url, source.id, source.kind, now)
        if named["state"] != "moved":
            self._feeds.settle_move(named, now)
        row = self._feeds.follow(named, now)
        rows = {part["url"]: part for part in self._feeds.list_wanted(source.id, now)}
        if self._is_forced or self._feeds.is_due(row, now):
            done.is_due = True
            rows = {row["url"]: row} | rows
        for url, wanted in rows.items():
            self._lists_queued[source.id].add(url)
            queues.add(Job("list", source, wanted, depth=0 if url == row["url"] else 1))
        if rows:
            self._on_event(PollEvent("source", source.id, str(source.url), pending_count=queues.count))

    def _add_pages(self, source: Source, queues: JobQueues) -> None:
        """Queue what is pending of a source, up to its most pages a poll."""
        queued, most = self._pages_queued[source.id], source.max_pages_per_poll
        for row in self._urls.list_pending(source.id, self._clock(), most):
            if row["url_key"] not in queued and len(queued) < most:
                queued.add(row["url_key"])
                queues.add(Job("page", source, row))

    def _note(self, job: Job, result: object, queues: JobQueues) -> None:
        done = self._summary.sources[job.source.id]
        if not isinstance(result, ListPoll):
            done.pages[str(result)] += 1
            self._tell(job, "page", queues, outcome=str(result))
            return
        done.lists[result.outcome] += 1
        done.new_count += result.new_count
        for part in reversed(result.parts):
            if part["url"] not in self._lists_queued[job.source.id]:
                self._lists_queued[job.source.id].add(part["url"])
                queues.add(Job("list", job.source, part, job.depth + 1), is_next=True)
        if result.new_count:
            self._add_pages(job.source, queues)
        self._tell(job, "list", queues, outcome=result.outcome, count=result.new_count)

    def _tell(
        self, job: Job, kind: str, queues: JobQueues, *, outcome: str = "", count: int = 0, text: str = ""
    ) -> None:
        self._on_event(PollEvent(kind, job.source.id, job.url, outcome, count, queues.count, text))
