"""The record beside a release: the same is not published twice, and a file that was harmed is known."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.lake import Lake
from broadsheet.release import Release, find_release_fault, open_warehouse, publish, read_release_record
from broadsheet.release.record import record_path
from broadsheet.settings import Settings
from tests.lake.lake_stock import NOON, TABLES


def publish_once(settings: Settings, lake: Lake, input_version: str = "v1") -> Release | None:
    return publish(
        settings, lake, TABLES, now=NOON, code_version="c1", macros=[], find_input_version=lambda: input_version
    )


def truncate(path: Path) -> None:
    path.chmod(0o644)
    os.truncate(path, path.stat().st_size // 2)


def overwrite(path: Path) -> None:
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[-100] ^= 0xFF
    path.write_bytes(content)


def lose_record(path: Path) -> None:
    record_path(path).unlink()


def garble_record(path: Path) -> None:
    record_path(path).write_text('{"release_id": ', encoding="utf-8")


HARM: dict[str, tuple[Callable[[Path], None], str]] = {
    "truncated": (truncate, "bytes long instead of"),
    "overwritten": (overwrite, "was changed after it was published"),
    "removed": (Path.unlink, "is gone"),
    "record lost": (lose_record, "has no record"),
    "record garbled": (garble_record, "has no record"),
}


def test_a_release_says_what_it_was_built_from(settings: Settings, lake: Lake) -> None:
    assert find_release_fault(settings) == "nothing is published yet" and read_release_record(settings) is None
    release = publish_once(settings, lake)
    record = read_release_record(settings)
    assert release is not None and record is not None
    assert (record.release_id, record.input_version) == (release.release_id, "v1")
    assert record.file_bytes == release.path.stat().st_size
    assert find_release_fault(settings) is None


def test_the_same_input_is_published_once_and_another_again(settings: Settings, lake: Lake) -> None:
    first = publish_once(settings, lake)
    assert publish_once(settings, lake) is None
    second = publish_once(settings, lake, "v2")
    assert first is not None and second is not None and second.release_id > first.release_id


@pytest.mark.parametrize("name", HARM)
def test_a_harmed_release_is_known_and_published_anew(name: str, settings: Settings, lake: Lake) -> None:
    harm, told = HARM[name]
    release = publish_once(settings, lake)
    assert release is not None
    harm(release.path)
    fault = find_release_fault(settings)
    assert fault is not None and told in fault
    assert (find_release_fault(settings, reads_file=False) is None) == (name == "overwritten")
    assert publish_once(settings, lake) is not None
    assert find_release_fault(settings) is None
    with open_warehouse(settings) as warehouse:
        assert warehouse.sql("select count(*) > 0 from articles").fetchall() == [(True,)]


def test_records_go_with_their_releases(settings: Settings, lake: Lake) -> None:
    for number in range(5):
        publish_once(settings, lake, f"v{number}")
    releases = sorted(path.stem for path in settings.releases.glob("warehouse-*.duckdb"))
    assert sorted(path.stem for path in settings.releases.glob("warehouse-*.json")) == releases
    assert len(releases) == 3
    newest = json.loads(record_path(settings.warehouse.resolve()).read_text(encoding="utf-8"))
    assert newest["input_version"] == "v4"
