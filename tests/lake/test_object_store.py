"""Options of an object store reach both libraries in their own spelling, or are refused with their value."""

from __future__ import annotations

import pytest

from broadsheet.errors import SettingsError
from broadsheet.lake.object_store import convert_for_polars
from broadsheet.settings import load_settings


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, None),
        ({"AWS_REGION": "eu-west-1"}, {"AWS_REGION": "eu-west-1"}),
        ({"MAX_RETRIES": "0"}, {"max_retries": 0}),
        ({"RETRY_TIMEOUT": "250ms"}, {"retry_timeout_ms": 250}),
        ({"RETRY_TIMEOUT": "2m"}, {"retry_timeout_ms": 120_000}),
    ],
)
def test_tries_and_times_are_numbers_for_polars(given: dict[str, str], expected: object) -> None:
    settings = load_settings({f"BROADSHEET_STORAGE_{key}": value for key, value in given.items()})
    assert convert_for_polars(settings.storage_options) == expected


@pytest.mark.parametrize("given", [{"MAX_RETRIES": "-1"}, {"MAX_RETRIES": "two"}, {"RETRY_TIMEOUT": "3"}])
def test_what_is_no_number_is_refused_by_name_and_value(given: dict[str, str]) -> None:
    ((key, value),) = given.items()
    settings = load_settings({f"BROADSHEET_STORAGE_{key}": value})
    with pytest.raises(SettingsError, match=f"BROADSHEET_STORAGE_{key} is '{value}'"):
        convert_for_polars(settings.storage_options)
