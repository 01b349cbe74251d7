"""`broadsheet demo --live`: the example outlets served on this machine, polled twice, and taken to a release.

Belongs here: the course of that demo. The sites stand in `demo_site`, the questions in `demo`. No packet leaves the
machine: every name leads to the demo's own server.
"""

from __future__ import annotations

import dataclasses
import shutil
from datetime import UTC, datetime, timedelta

import dagster as dg
from rich.console import Console

from assets.process import describe_process
from assets.resource import BroadsheetResource
from broadsheet.crawl.identity import make_user_agent
from broadsheet.errors import SettingsError, SourceError
from broadsheet.fetch.client import Client
from broadsheet.settings import Settings
from broadsheet.stages.polls import fetching_locally
from pipelines.console import run_with_progress
from pipelines.definitions import build_definitions
from pipelines.demo import EXAMPLES, QUESTIONS, ask_questions
from pipelines.demo_site import DemoSite, open_way, serve
from pipelines.home import open_instance
from pipelines.polls import POLL, hourly_schedule
from pipelines.run import QUIET

_FOLDER = "demo-live"
# The questions of the offline demo, then what the ledger of the polls says.
_QUESTIONS = (*QUESTIONS, "demo_live_requests", "demo_live_preferences", "demo_live_health")


def run_live_demo(settings: Settings) -> None:
    """Poll the example sites on two of their days, run the pipeline after each, ask the questions, show the ledger.

    All of it lies in a home of its own, `demo-live` below the home of `settings`, made anew each time. Raises
    SettingsError where there are no examples.
    """
    console = Console()
    pages = EXAMPLES / "pages"
    if not pages.is_dir():
        raise SettingsError(f"There are no example pages at {pages}. Run the demo from a clone of the repository.")
    live = _make_home(settings)
    site = DemoSite(pages)
    clock = _Clock(back_days=len(site.days))
    with (
        serve(site) as port,
        Client(make_user_agent(live), backend=open_way(port), now=clock) as client,
        fetching_locally(client, clock),
    ):
        for day in site.days:
            clock.back_days -= 1
            site.show(day, clock())
            when = f"{clock():%Y-%m-%d %H:%M}"
            console.print(f"\n[bold]{when}: the pages of {day} appear[/] on 127.0.0.1:{port}, and the hour strikes")
            _run_schedule(live, clock())
            run_with_progress(live, None)
    ask_questions(live, console, _QUESTIONS)
    console.print(
        "\n[bold]What next[/]\n"
        f"  Look at {live.sources_path}: one source of each kind\n"
        f"  BROADSHEET_HOME={live.home} .venv/bin/broadsheet sql   ask its ledger\n"
        "  .venv/bin/broadsheet sources add https://www.example.com/   find the feed of a site and add it\n"
        "  docs/sources.md                                             every kind of source, politeness, schedules",
        highlight=False,
        soft_wrap=True,
    )


def _make_home(settings: Settings) -> Settings:
    """Settings of the demo's own home, made anew, with its sources in it."""
    home = settings.home / _FOLDER
    if home.exists():
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(EXAMPLES / "live-sources.toml", home / "sources.toml")
    shutil.copyfile(EXAMPLES / "sources.csv", home / "sources.csv")
    return dataclasses.replace(
        settings,
        home=home,
        lake_uri=str(home / "lake"),
        inbox=home / "inbox",
        sources_path=home / "sources.toml",
        contact="demo@broadsheet.example",
    )


@dataclasses.dataclass(slots=True)
class _Clock:
    """The time some days ago; the demo does not wait for the days between its polls."""

    back_days: int

    def __call__(self) -> datetime:
        return datetime.now(UTC) - timedelta(days=self.back_days)


def _run_schedule(settings: Settings, now: datetime) -> None:
    """One tick of the hourly schedule, and the run that it asks for. Raises SourceError where that fails."""
    resource = BroadsheetResource.from_settings(settings)
    job = build_definitions(resource).resolve_job_def(POLL)
    with open_instance(settings) as instance:
        context = dg.build_schedule_context(instance, now, resources={"broadsheet": resource})
        asked = hourly_schedule(context)
        assert isinstance(asked, dg.RunRequest)
        result = job.execute_in_process(
            instance=instance,
            tags=describe_process() | dict(asked.tags),
            run_config=QUIET,
            raise_on_error=False,
        )
    if not result.success:
        raise SourceError("The poll failed; `make dev` shows its run.")
