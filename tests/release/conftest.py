"""A home with a small lake that passes every check."""

from __future__ import annotations

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


@pytest.fixture
def lake(settings: Settings) -> Lake:
    lake = Lake(settings.lake_uri)
    for day in (DAY, NEXT_DAY):
        fill_day(lake, day)
    return lake


@pytest.fixture
def release_now(settings: Settings, lake: Lake) -> Callable[..., Release]:
    def publish_stock(now: datetime = NOON, **options) -> Release:
        return publish(settings, lake, TABLES, now=now, code_version="c1", **options)

    return publish_stock
