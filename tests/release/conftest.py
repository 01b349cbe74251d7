"""A home with a small lake that passes every check."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from broadsheet.lake import Lake
from broadsheet.release import Release, publish
from broadsheet.settings import Settings, load_settings
from tests.lake.lake_stock import DAY, NEXT_DAY, NOON, TABLES, fill_day


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"BROADSHEET_HOME": str(tmp_path / "home")})


@pytest.fixture(scope="session")
def filled_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of two days, written once; each test works on a copy, which takes a tenth of the time."""
    folder = tmp_path_factory.mktemp("filled") / "lake"
    for day in (DAY, NEXT_DAY):
        fill_day(Lake(str(folder)), day)
    return folder


@pytest.fixture
def lake(settings: Settings, filled_lake: Path) -> Lake:
    shutil.copytree(filled_lake, settings.lake_uri)
    return Lake(settings.lake_uri)


@pytest.fixture
def release_now(settings: Settings, lake: Lake) -> Callable[..., Release]:
    def publish_stock(now: datetime = NOON, **options) -> Release:
        return publish(settings, lake, TABLES, now=now, code_version="c1", **options)

    return publish_stock
