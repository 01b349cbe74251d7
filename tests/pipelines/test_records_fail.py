"""Dagster's records that cannot be written end a run with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from broadsheet.errors import SourceError
from broadsheet.settings import load_settings
from pipelines.home import telling_of_records


def test_records_that_cannot_be_opened_any_more_are_named_with_a_cure(tmp_path: Path) -> None:
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path)})
    (tmp_path / "runs.db").mkdir()
    engine = create_engine(f"sqlite:///{tmp_path / 'runs.db'}")
    with pytest.raises(SourceError) as told, telling_of_records(settings), engine.connect() as connection:
        connection.execute(text("select 1"))
    assert str(told.value).startswith(f"Dagster's records in {settings.dagster_home} cannot be read or written: unable")
    assert "Make room on that disk" in str(told.value) and "what is done is kept" in str(told.value)


def test_other_errors_are_left_alone(tmp_path: Path) -> None:
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path)})
    with pytest.raises(ZeroDivisionError), telling_of_records(settings):
        raise ZeroDivisionError
