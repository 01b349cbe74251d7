"""`broadsheet sources` and `broadsheet poll`: what sources.toml names, tried, added to, looked at and polled.

Belongs here: options, tables and messages. What a trial or a poll does belongs to `broadsheet.crawl` and
`broadsheet.stages.polls`.
"""

from __future__ import annotations

import dataclasses
import signal
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from broadsheet.errors import SettingsError
from broadsheet.settings import Settings, load_settings
from pipelines.source_tables import print_health, print_lists, print_summary, print_trials

if TYPE_CHECKING:
    from broadsheet.crawl.site_lists import SiteList
    from broadsheet.crawl.trials import Trial
    from broadsheet.ingest.sources import Source

sources_app = typer.Typer(
    name="sources",
    help="Where pages come from: check, add and list the entries of sources.toml.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
# Exit status of a command that was interrupted: 128 and the number of the signal.
INTERRUPTED = 130


@sources_app.command()
def check(
    offline: Annotated[bool, typer.Option("--offline", help="only read sources.toml, fetch nothing")] = False,
) -> None:
    """Validate sources.toml and try each source once; nothing is stored.

    Exit status 1 where a source fails.
    """
    from broadsheet.ingest.sources import load_sources

    settings = load_settings()
    _refuse_mistakes(settings)
    sources = load_sources(settings)
    if offline:
        print(f"{settings.sources_path}: {_count(len(sources), 'source')}, no mistake.")
        return
    trials = [*_try_all(settings, sources)]
    print_trials(trials)
    failed = sum(bool(trial.fault) for trial in trials)
    if failed:
        raise SettingsError(f"{_count(failed, 'source')} of {len(trials)} failed; the table says why.")


@sources_app.command()
def add(
    url: Annotated[str, typer.Argument(help="home page, feed or sitemap of a site")],
    source_id: Annotated[str, typer.Option("--id", help="id of the new source (default: from its domain)")] = "",
    kind: Annotated[str, typer.Option(help="feed, news_sitemap or html_index (default: the best found)")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="write the entry without asking")] = False,
) -> None:
    """Find the feed or sitemap of a site and write it into sources.toml.

    Looks at what the page and its robots.txt name, shows what each holds, and keeps every comment of the file.
    """
    from broadsheet.crawl.site_lists import find_site_lists
    from broadsheet.ingest.source_kinds import check_url
    from broadsheet.ingest.sources import load_sources
    from broadsheet.ingest.sources_edit import append_source
    from broadsheet.stages.polls import open_visitor

    settings = load_settings()
    try:
        address = check_url(url if "://" in url else f"https://{url}")
    except ValueError as error:
        raise SettingsError(f"The address cannot be taken: {error}.") from error
    _refuse_mistakes(settings)
    console = Console(stderr=True)
    with open_visitor(settings) as visitor:
        found = find_site_lists(address, visitor, on_ask=lambda asked: console.print(f"asking {asked}", style="dim"))
    print_lists(found)
    usable = [item for item in found if not item.fault and kind in ("", item.kind)]
    if not usable:
        wanted = kind or "feed or sitemap"
        raise SettingsError(f"No {wanted} was found at {address}. Try the address of a section that lists articles.")
    entry = _make_entry(usable[0], source_id, load_sources(settings))
    if not yes and not typer.confirm(f"Add {entry['url']} as {entry['id']}?", default=True):
        raise typer.Exit(1)
    print(append_source(settings.sources_path, settings.fetched, entry), end="")
    print(f"Added to {settings.sources_path}. Next: broadsheet poll --source {entry['id']}")


@sources_app.command("list")
def list_sources() -> None:
    """Show each source: last poll, last success, what came in, and its state."""
    from broadsheet.stages.context import StageContext
    from broadsheet.stages.health import describe_health

    context = StageContext.of(load_settings())
    print_health(describe_health(context.lake, context.sources, datetime.now(UTC)))


def poll(
    source: Annotated[str, typer.Option("--source", help="id of the one source to poll (default: all)")] = "",
    now: Annotated[bool, typer.Option("--now", help="ask lists that are not due yet too")] = False,
) -> None:
    """Fetch what is new of the live sources in sources.toml, politely.

    Ctrl-C stops after the requests under way; the next poll goes on from there.
    """
    from broadsheet.stages.context import StageContext
    from broadsheet.stages.polls import poll_live_sources
    from pipelines.poll_progress import PollProgress

    settings = load_settings()
    console = Console(stderr=True)
    with _stopping_gently(console) as should_stop, PollProgress(console) as progress:
        summary = poll_live_sources(
            StageContext.of(settings),
            source or None,
            is_forced=now,
            on_event=progress.show,
            should_stop=should_stop,
        )
    print_summary(console, summary)
    if summary.is_interrupted:
        console.print("Interrupted. `broadsheet poll` goes on from here.")
        raise typer.Exit(INTERRUPTED)
    if summary.fetched_count:
        console.print("Next: `broadsheet run` brings the pages into the warehouse.")
    elif not any(polled.is_due for polled in summary.sources.values()):
        console.print("No list is due yet. `broadsheet poll --now` asks all the same.")


def tell_of_past_days(settings: Settings, days: Collection[date] | None) -> None:
    """Say that no poll can fill days that have passed, where such days are asked for and a source is live."""
    if not days:
        return
    from broadsheet.ingest.sources import load_sources
    from broadsheet.stages.polls import describe_past_days

    told = describe_past_days(load_sources(settings), days, datetime.now(UTC).date())
    if told:
        Console(stderr=True, soft_wrap=True).print(told, highlight=False)


@contextmanager
def _stopping_gently(console: Console) -> Iterator[StopRequest]:
    """A first Ctrl-C asks to stop, a second one ends the program as usual."""
    request = StopRequest()

    def stop(number: int, frame: FrameType | None) -> None:
        if request.is_set:
            raise KeyboardInterrupt
        request.is_set = True
        console.print("Stopping after the requests under way; Ctrl-C again ends at once.")

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield request
    finally:
        signal.signal(signal.SIGINT, before)


@dataclasses.dataclass(slots=True)
class StopRequest:
    """Whether someone asked to stop; to be called."""

    is_set: bool = False

    def __call__(self) -> bool:
        return self.is_set


def _refuse_mistakes(settings: Settings) -> None:
    """Print every mistake of sources.toml. Raises SettingsError where there is one."""
    from broadsheet.ingest.sources_file import examine_sources

    if not settings.sources_path.exists():
        return
    _, mistakes = examine_sources(settings.sources_path, settings.fetched)
    if len(mistakes) == 1:
        raise SettingsError(mistakes[0])
    for mistake in mistakes:
        Console(stderr=True, soft_wrap=True).print(escape(mistake), highlight=False)
    if mistakes:
        raise SettingsError(f"{settings.sources_path} has {len(mistakes)} mistakes, named above.")


def _try_all(settings: Settings, sources: tuple[Source, ...]) -> Iterator[Trial]:
    from broadsheet.crawl.trials import try_source
    from broadsheet.stages.polls import open_visitor

    console = Console(stderr=True)
    is_fetching = any(source.url for source in sources)
    with open_visitor(settings) if is_fetching else nullcontext() as visitor:
        for source in sources:
            with console.status(f"trying {source.id}"):
                yield try_source(source, visitor)


def _make_entry(found: SiteList, source_id: str, known: tuple[Source, ...]) -> dict[str, str]:
    from broadsheet.ingest.publishers import read_host
    from broadsheet.ingest.sources_edit import make_source_id

    name = found.domain or read_host(found.url) or "source"
    chosen = source_id or make_source_id(name, [source.id for source in known])
    entry = {"id": chosen, "kind": found.kind, "url": found.url}
    # A second source of a publisher leaves the domain to the first.
    if found.domain and all(source.domain != found.domain for source in known):
        entry["domain"] = found.domain
    return entry


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
