"""Settings: defaults, values that cannot be read, and ids."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from broadsheet.errors import SettingsError
from broadsheet.first_day import read_first_day, record_first_day
from broadsheet.ids import hash_id
from broadsheet.settings import count_cores, load_settings
from broadsheet.stages.code_version import compute_code_version
from broadsheet.stages.derivations import describe_derivation


def test_everything_lies_below_the_home(tmp_path: Path) -> None:
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path), "BROADSHEET_STORAGE_AWS_REGION": "eu-west-1"})
    assert settings.warehouse == tmp_path / "warehouse.duckdb"
    assert settings.lake_uri == str(tmp_path / "lake")
    assert settings.storage_options == {"AWS_REGION": "eu-west-1"}
    assert settings.start_day == date(2020, 1, 1)


FIRST_DAYS: dict[str, tuple[str, dict[str, str], date, date]] = {
    # what the file holds, the environment, first partition, earliest day taken without being named
    "of the file": ("2026-03-03", {}, date(2026, 3, 3), date(2020, 1, 1)),
    "long ago": ("2001-09-11", {}, date(2001, 9, 11), date(2001, 9, 11)),
    "of the environment": ("2026-03-03", {"BROADSHEET_START_DAY": "2025-01-01"}, date(2025, 1, 1), date(2025, 1, 1)),
}


@pytest.mark.parametrize(("written", "environment", "start", "earliest"), FIRST_DAYS.values(), ids=FIRST_DAYS)
def test_partitions_start_at_the_first_day(
    tmp_path: Path, written: str, environment: dict[str, str], start: date, earliest: date
) -> None:
    record_first_day(tmp_path, date.fromisoformat(written))
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path), **environment})
    assert (settings.start_day, settings.earliest_day) == (start, earliest)


def test_the_first_day_only_goes_back(tmp_path: Path) -> None:
    for day in (date(2024, 3, 6), date(2024, 3, 9), date(2023, 1, 1)):
        record_first_day(tmp_path, day)
    assert read_first_day(tmp_path) == date(2023, 1, 1)
    (tmp_path / "first_day").write_text("soon")
    with pytest.raises(SettingsError, match="first_day holds 'soon'"):
        load_settings({"BROADSHEET_HOME": str(tmp_path)})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BROADSHEET_WORKERS", "0"),
        ("BROADSHEET_WORKERS", "many"),
        ("BROADSHEET_ENGINE", "spark"),
        ("BROADSHEET_START_DAY", "31.1.2024"),
        ("BROADSHEET_FETCH_ALLOW", "localhost:8000"),
        ("BROADSHEET_FETCH_ALLOW", "127.0.0.1"),
        ("BROADSHEET_FETCH_ALLOW", "127.0.0.1:8000;127.0.0.1:8001"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({name: value})


def test_workers_are_all_cores_here_and_all_processors_of_a_cluster() -> None:
    assert load_settings({}).workers == count_cores() >= 1
    assert load_settings({"BROADSHEET_ENGINE": "ray"}).workers == 0
    assert load_settings({"BROADSHEET_ENGINE": "ray", "BROADSHEET_WORKERS": "3"}).workers == 3


def test_ids_depend_on_every_part_and_on_where_it_ends() -> None:
    assert hash_id("ab", "c") != hash_id("a", "bc")
    assert hash_id("a", 1) == hash_id("a", 1)
    assert hash_id("\ud800") != hash_id("?")


def test_a_derivation_changes_with_the_model_and_the_settings_only() -> None:
    first = describe_derivation("derive", "model-1", {"b": 1, "a": 2})
    assert first == describe_derivation("derive", "model-1", {"a": 2, "b": 1})
    assert first.derivation_id != describe_derivation("derive", "model-2", {"a": 2, "b": 1}).derivation_id
    assert compute_code_version("derive") != compute_code_version("extract")


def test_servers_of_ones_own_are_pairs_of_address_and_port(tmp_path: Path) -> None:
    values = {"BROADSHEET_FETCH_ALLOW": "127.0.0.1:8000, [0::1]:8443", "BROADSHEET_FETCH_CA": str(tmp_path / "ca.pem")}
    settings = load_settings(values)
    assert settings.fetch_allow == (("127.0.0.1", 8000), ("::1", 8443))
    assert settings.fetch_ca == tmp_path / "ca.pem"
    assert load_settings({}).fetch_allow == ()
