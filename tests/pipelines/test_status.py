"""`broadsheet status`: what it says, within 80 columns and without changing anything."""

from __future__ import annotations

import io
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.repository_definition.valid_definitions import SINGLETON_REPOSITORY_NAME
from dagster._core.definitions.run_request import InstigatorType
from dagster._core.remote_origin import RegisteredCodeLocationOrigin, RemoteRepositoryOrigin
from dagster._core.scheduler.instigation import InstigatorState, InstigatorStatus
from rich.console import Console
from typer.testing import CliRunner

from broadsheet import __version__
from broadsheet.settings import Settings, load_settings
from broadsheet.stages.context import StageContext
from pipelines.automation import read_automation
from pipelines.cli import app
from pipelines.home import CODE_LOCATION, prepare_dagster_home
from pipelines.settings_shown import VARIABLES, describe_settings
from pipelines.status import print_status
from pipelines.words import say_age, say_bytes
from tests.pipelines.lake_rows import note, put

DAY = date(2024, 3, 5)


def read_status(settings: Settings) -> str:
    """What is printed on a terminal of 80 columns."""
    file = io.StringIO()
    print_status(settings, Console(file=file, width=80))
    text = file.getvalue()
    assert max(len(line) for line in text.splitlines()) <= 80
    return text


def make_settings(home: Path) -> Settings:
    return load_settings({"BROADSHEET_HOME": str(home), "BROADSHEET_WORKERS": "1"})


def test_an_empty_home_is_told_what_to_do_and_stays_empty(tmp_path: Path) -> None:
    home = tmp_path / "a-folder-with-a-long-name" / ("of-a-newsroom-" * 6)
    text = read_status(make_settings(home))
    assert "Nothing is ingested yet" in text and "No release yet" in text
    assert not home.exists()


def test_stale_days_come_with_reason_and_cost(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    lake = StageContext.of(settings).lake
    for number in range(3):
        put(lake, "captures", DAY + timedelta(days=number), {"capture_id": f"c{number}"})
        note(lake, "ingest", DAY + timedelta(days=number), "old", "files")
    text = " ".join(read_status(settings).split())
    assert "3 days, 2024-03-05 to 2024-03-07" in text
    assert "│ 3 days │ extract │ never run" in text
    assert "made by code that is not recorded" in text
    assert "3 days, about 0:00:06." in text


def test_the_release_in_place_is_marked(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    settings.releases.mkdir()
    for number in (1, 2):
        path = settings.releases / f"warehouse-00000{number}-20240305T093000Z.duckdb"
        path.write_bytes(b"0" * 1_234_000)
    settings.warehouse.symlink_to(path)
    lines = [line for line in read_status(settings).splitlines() if "-20240305T" in line]
    assert ["current" in line for line in lines] == [True, False]
    assert "1.2 MB" in lines[0] and "seconds" in lines[0]


def test_a_table_that_cannot_be_opened_is_said_and_the_rest_is_shown(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    lake = StageContext.of(settings).lake
    put(lake, "captures", DAY, {"capture_id": "c"})
    for commit in Path(lake.table_uri("captures"), "_delta_log").glob("*.json"):
        commit.write_text("torn", encoding="utf-8")
    text = " ".join(read_status(settings).split())
    assert "error: " in text and "captures" in text and "BROADSHEET_HOME" in text


def test_states_are_those_of_the_instance(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    shipped = {item.name: item.state for item in read_automation(settings).items}
    assert shipped["follow_up"] == "on (default)" and shipped["stale_days"] == "off (default)"
    with dg.DagsterInstance.from_config(str(prepare_dagster_home(settings))) as instance:
        for location, name, status in [
            (CODE_LOCATION, "stale_days", InstigatorStatus.RUNNING),
            (CODE_LOCATION, "follow_up", InstigatorStatus.STOPPED),
            ("elsewhere", "every_day", InstigatorStatus.RUNNING),
        ]:
            repository = RemoteRepositoryOrigin(RegisteredCodeLocationOrigin(location), SINGLETON_REPOSITORY_NAME)
            origin = repository.get_instigator_origin(name)
            instance.add_instigator_state(InstigatorState(origin, InstigatorType.SENSOR, status))
    report = read_automation(settings)
    changed = {item.name: item.state for item in report.items}
    assert changed == shipped | {"stale_days": "on", "follow_up": "off"}
    assert not report.is_daemon_alive


def test_settings_show_their_origin_and_no_secret() -> None:
    environment = {
        "BROADSHEET_HOME": "/data",
        "BROADSHEET_LAKE": "s3://news/lake",
        "BROADSHEET_STORAGE_AWS_SECRET_ACCESS_KEY": "word",
        "BROADSHEET_STORAGE_AWS_ENDPOINT_URL": "https://store.example",
        "BROADSHEET_STORAGE_AWS_REGION": "eu-west-1",
        "BROADSHEET_WORKRES": "3",
    }
    shown = {
        item.name: (item.origin, item.shown) for item in describe_settings(load_settings(environment), environment)
    }
    assert "word" not in str(shown)
    assert shown["BROADSHEET_HOME"] == ("environment", "/data")
    assert shown["BROADSHEET_INBOX"] == ("default", "/data/inbox")
    assert shown["BROADSHEET_LAKE"] == ("environment", "s3://news/lake")
    assert shown["BROADSHEET_STORAGE_AWS_SECRET_ACCESS_KEY"] == ("environment", "***")
    assert shown["BROADSHEET_STORAGE_AWS_REGION"] == ("environment", "eu-west-1")
    assert "no setting" in shown["BROADSHEET_WORKRES"][1]


def test_a_first_day_that_was_captured_is_told_from_one_that_was_set() -> None:
    settings = replace(load_settings({}), start_day=DAY)
    for environment, origin in (({}, "first capture"), ({"BROADSHEET_START_DAY": str(DAY)}, "environment")):
        shown = {item.name: item for item in describe_settings(settings, environment)}
        assert (shown["BROADSHEET_START_DAY"].origin, shown["BROADSHEET_START_DAY"].shown) == (origin, str(DAY))


def test_a_setting_of_notices_that_cannot_be_used_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_TIME_ZONE", "Mars/Olympus")
    assert "error: BROADSHEET_TIME_ZONE is 'Mars/Olympus'" in read_status(make_settings(tmp_path))


def test_every_setting_is_shown() -> None:
    assert {field.name for field in fields(Settings)} - {"storage_options", "is_start_day_fixed"} == set(VARIABLES)


def test_version_is_an_option_and_a_command() -> None:
    for written in ("--version", "version"):
        result = CliRunner().invoke(app, [written])
        assert (result.exit_code, result.output.strip()) == (0, __version__)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (119, "1 minute"),
        (86_399, "23 hours"),
        (200_000, "2 days"),
        (-5, "0 seconds"),
    ],
)
def test_an_age_is_said_in_its_largest_unit(seconds: int, said: str) -> None:
    now = datetime(2024, 3, 5, tzinfo=UTC)
    assert say_age(now - timedelta(seconds=seconds), now) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (999_949, "999.9 kB"), (2_500_000_000_000, "2.5 TB")],
)
def test_a_size_is_said_in_its_unit(count: int, said: str) -> None:
    assert say_bytes(count) == said


def test_a_home_without_judgements_says_nothing_of_them(tmp_path: Path) -> None:
    told = read_status(load_settings({"BROADSHEET_HOME": str(tmp_path)}))
    assert "There is no table" not in told and "applied" not in told
