"""The sensor asks for days whose files are new, once."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from pipelines.sensors import late_files
from tests.pipelines.inbox_pages import write_pages


def test_sensor_asks_for_the_days_of_new_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path))
    with dg.DagsterInstance.ephemeral() as instance:
        assert list(late_files(dg.build_sensor_context(instance))) == []
        write_pages(tmp_path / "inbox" / "a.jsonl", [("https://post.example/a", "2024-03-06T09:00:00Z", "<p>text</p>")])
        (asked,) = list(late_files(dg.build_sensor_context(instance)))
    assert asked.partition_key == "2024-03-06" and asked.run_key.startswith("2024-03-06:")
