"""What Dagster is told of days that were done beside one that failed."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from pydantic import ValidationError

from assets.day_assets import make_day_assets
from assets.partitions import FIRST_DAY_TAG, LAST_DAY_TAG
from assets.resource import BroadsheetResource
from broadsheet.errors import CorruptTableError
from broadsheet.run.events import listening
from broadsheet.settings import load_settings
from broadsheet.stages import derive
from broadsheet.stages.registry import get_stage
from broadsheet.stages.report import DayReport, TableReport

FIRST = date(2024, 3, 5)
ERRORS = {"ours": CorruptTableError("articles: a file is damaged"), "foreign": ValueError("unforeseen")}


def run_three_days(
    failing: int, error: Exception, home: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[bool, set[str], int]:
    """A run of three days of which one may fail: whether it went well, the days materialized, count of events."""

    def work(context: Any, days: Sequence[date]) -> Iterator[DayReport]:
        for day in days:
            if (day - FIRST).days == failing:
                raise error
            tables = {table: TableReport(1) for table in get_stage("derive").writes}
            yield DayReport("derive", day, tables, 0.1)

    monkeypatch.setattr(derive, "run_days", work)
    # The work above has rows of every day.
    monkeypatch.setattr("broadsheet.run.runner.note_empty_days", lambda context, stage, days: [])
    resource = BroadsheetResource.from_settings(load_settings({"BROADSHEET_HOME": str(home)}))
    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize(
            [make_day_assets("derive")],
            instance=instance,
            tags={FIRST_DAY_TAG: str(FIRST), LAST_DAY_TAG: str(FIRST + timedelta(days=2))},
            resources={"broadsheet": resource},
            raise_on_error=False,
        )
        key = dg.AssetKey("claims")
        count = len(instance.fetch_materializations(key, limit=10).records)
        return result.success, instance.get_materialized_partitions(key), count


def test_days_beside_a_failing_one_are_materialized(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = run_three_days(1, ERRORS["ours"], tmp_path, monkeypatch)
    assert found == (False, {"2024-03-05", "2024-03-07"}, 2)


def test_days_done_before_an_unforeseen_error_are_materialized(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_three_days(2, ERRORS["foreign"], tmp_path, monkeypatch) == (False, {"2024-03-05", "2024-03-06"}, 2)
    assert run_three_days(0, ERRORS["foreign"], tmp_path, monkeypatch) == (False, set(), 0)


def test_a_run_without_failure_tells_each_day_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = {"2024-03-05", "2024-03-06", "2024-03-07"}
    assert run_three_days(9, ERRORS["ours"], tmp_path, monkeypatch) == (True, days, 3)


def test_a_run_that_changes_a_path_is_refused(tmp_path: Path) -> None:
    BroadsheetResource.from_settings(load_settings({"BROADSHEET_HOME": str(tmp_path / "own")}))
    other = BroadsheetResource(
        home=str(tmp_path / "other"), lake_uri="x", inbox="x", sources_path="x", start_day="2020-01-01"
    )

    @dg.asset
    def harbours(broadsheet: BroadsheetResource) -> None:
        raise AssertionError("the run went on")

    result = dg.materialize(
        [harbours], instance=dg.DagsterInstance.ephemeral(), resources={"broadsheet": other}, raise_on_error=False
    )
    assert not result.success
    told = [str(event.engine_event_data.error) for event in result.all_events if event.is_engine_event]
    assert any("changes a path" in text for text in told) or "changes a path" in str(result.all_events)


def test_a_run_has_the_settings_of_the_environment(tmp_path: Path) -> None:
    settings = load_settings({
        "BROADSHEET_HOME": str(tmp_path), "BROADSHEET_ENGINE": "ray", "BROADSHEET_START_DAY": "2024-03-05",
        "BROADSHEET_FETCH_ALLOW": "127.0.0.1:8000", "BROADSHEET_FETCH_CA": str(tmp_path / "ca.pem"),
        "BROADSHEET_CONTACT": "desk@herald.example", "BROADSHEET_LANGUAGE_MODEL": "fr=a;de=b",
    })  # fmt: skip
    assert BroadsheetResource.from_settings(settings).settings == settings
    with pytest.raises(ValidationError, match="engine"):
        BroadsheetResource.from_settings(replace(settings, engine="spark"))


def test_secrets_show_the_name_of_their_variable_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_STORAGE_SECRET_KEY", "hush-7261")
    resource = BroadsheetResource.from_environment()
    shown = str(resource.storage_options) + str(resource._resolved_config_dict)
    assert "hush-7261" not in shown and "BROADSHEET_STORAGE_SECRET_KEY" in shown


@pytest.mark.parametrize("is_heard", [False, True], ids=["from the web UI", "from the command line"])
def test_a_run_says_in_its_log_how_far_it_is_unless_a_bar_shows_it(
    is_heard: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []
    monkeypatch.setattr(dg.DagsterLogManager, "info", lambda log, text: lines.append(text))
    with listening(lambda event: None) if is_heard else nullcontext():
        assert run_three_days(9, ERRORS["ours"], tmp_path, monkeypatch)[0]
    assert ("derive 0/0 pages, 0/3 days" in lines) is not is_heard
