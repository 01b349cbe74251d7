"""Polls as Dagster starts them: the schedule, the job, its configuration, and whether yesterday came in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from assets.resource import BroadsheetResource
from broadsheet.fetch.client import Client
from broadsheet.lake import Lake
from broadsheet.settings import Settings, load_settings
from broadsheet.stages.polls import fetching_locally
from pipelines.definitions import build_definitions, defs
from pipelines.demo import EXAMPLES
from pipelines.demo_site import DemoSite, open_way, serve
from pipelines.polls import FRESHNESS, POLL, hourly_schedule

FEED = '[[source]]\nid = "post"\nkind = "feed"\nurl = "https://post.example/rss"\n'
# A tick of the schedule.
TICK = datetime(2026, 3, 5, 12, 5, tzinfo=UTC)


def settings_of(home: Path, sources: str = "", contact: str = "desk@newsroom.example") -> Settings:
    (home / "sources.toml").write_text(sources, encoding="utf-8")
    return load_settings({"BROADSHEET_HOME": str(home), "BROADSHEET_CONTACT": contact})


def tick(settings: Settings) -> object:
    resource = BroadsheetResource.from_settings(settings)
    return hourly_schedule(dg.build_schedule_context(None, TICK, resources={"broadsheet": resource}))


SKIPPED = {
    "no_live_source": ("", "desk@newsroom.example", "names no live source"),
    "no_contact": (FEED, "", "BROADSHEET_CONTACT"),
    "a_mistake": (FEED + "dely_s = 3", "desk@newsroom.example", "line 5"),
}


@pytest.mark.parametrize("case", SKIPPED)
def test_the_schedule_skips_with_its_reason_where_nothing_can_be_polled(tmp_path: Path, case: str) -> None:
    sources, contact, told = SKIPPED[case]
    answer = tick(settings_of(tmp_path, sources, contact))
    assert isinstance(answer, dg.SkipReason) and told in answer.skip_message


def test_the_schedule_asks_for_a_poll_once_an_hour_and_is_off_at_first(tmp_path: Path) -> None:
    answer = tick(settings_of(tmp_path, FEED))
    assert isinstance(answer, dg.RunRequest) and answer.run_key == TICK.isoformat()
    assert {schedule.default_status for schedule in defs.schedules} == {dg.DefaultScheduleStatus.STOPPED}


def test_polls_and_freshness_stay_out_of_the_other_jobs() -> None:
    for job in ("index", "days", "daily", "publish"):
        nodes = [node.name for node in defs.resolve_job_def(job).nodes]
        assert not [name for name in nodes if name == "poll_sources" or name.startswith("freshness")], job
    assert [node.name for node in defs.resolve_job_def(POLL).nodes] == ["poll_sources"]


def run_poll(settings: Settings, instance: dg.DagsterInstance, **config: object) -> dg.ExecuteInProcessResult:
    job = build_definitions(BroadsheetResource.from_settings(settings)).resolve_job_def(POLL)
    run_config = {"ops": {"poll_sources": {"config": config}}}
    return job.execute_in_process(instance=instance, run_config=run_config, raise_on_error=False)


@pytest.mark.slow
def test_a_poll_of_the_example_sites_fills_the_ledger_and_names_its_counts(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, (EXAMPLES / "live-sources.toml").read_text(encoding="utf-8"))
    site = DemoSite(EXAMPLES / "pages")
    with (
        dg.DagsterInstance.ephemeral() as instance,
        serve(site) as port,
        Client("Broadsheet test", backend=open_way(port)) as client,
        fetching_locally(client),
    ):
        site.show(site.days[0], datetime.now(UTC))
        result = run_poll(settings, instance)
        assert result.success
        (event,) = result.asset_materializations_for_node("poll_sources")[:1]
        assert event.metadata["pages_fetched"].value == 11
        lake = Lake(settings.lake_uri, {})
        states = dict(lake.read("urls")["state"].value_counts().iter_rows())
        assert states == {"fetched": 11, "robots_denied": 1}
        assert {row["carrier"] for row in lake.read("usage_preferences").to_dicts()} == {
            "robots_content_signal", "robots_content_usage",
        }  # fmt: skip
        site.show(site.days[1], datetime.now(UTC))
        again = run_poll(settings, instance, source="coastwire", is_forced=True)
        assert again.success
        asked = lake.read("fetches").filter(lake.read("fetches")["purpose"] == "list")
        assert dict(asked["source_id"].value_counts().iter_rows())["coastwire"] == 2
        past = str((datetime.now(UTC) - timedelta(days=3)).date())
        failed = run_poll(settings, instance, day=past)
        assert not failed.success
        told = failed.filter_events(lambda event: event.is_step_failure)[0].step_failure_data.error
        assert f"not for {past}" in str(told) + str(failed.all_events)


@pytest.mark.slow
@pytest.mark.parametrize(("days_ago", "is_fresh"), [(1, True), (0, False), (2, False)])
def test_captures_are_fresh_when_yesterday_is_there(tmp_path: Path, days_ago: int, is_fresh: bool) -> None:
    if datetime.now(UTC).strftime("%H:%M") >= "23:58":
        pytest.skip("at 23:59 the deadline of the day passes")
    settings = settings_of(tmp_path)
    job = build_definitions(BroadsheetResource.from_settings(settings)).resolve_job_def(FRESHNESS)
    day = str((datetime.now(UTC) - timedelta(days=days_ago)).date())
    with dg.DagsterInstance.ephemeral() as instance:
        instance.report_runless_asset_event(dg.AssetMaterialization("captures", partition=day))
        result = job.execute_in_process(instance=instance, raise_on_error=False)
    (evaluation,) = result.get_asset_check_evaluations()
    assert evaluation.passed == is_fresh
