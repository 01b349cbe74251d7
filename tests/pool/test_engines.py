"""The engines by their names, and what two machines must have alike. Ray itself is tried in tests/far."""

from __future__ import annotations

import sys

import pytest

from broadsheet.errors import SettingsError
from broadsheet.pool import Pool, close_engines, get_engine
from broadsheet.pool.same_code import describe_code, list_differences
from tests.pool.small_job import DoubleJob


def test_the_local_engine_is_the_pool_of_this_machine() -> None:
    assert isinstance(get_engine(DoubleJob(), 1), Pool)
    assert get_engine(DoubleJob(), 1) is get_engine(DoubleJob(), 1, "local")
    close_engines()


def test_ray_that_is_not_installed_is_named_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RAY_ADDRESS", "RAY_USAGE_STATS_ENABLED", "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"):
        monkeypatch.setenv(name, "")
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(SettingsError, match=r"pip install 'broadsheet\[ray\]'"):
        get_engine(DoubleJob(), 7, "ray")


def test_code_is_described_by_what_decides_rows() -> None:
    described = describe_code()
    assert described == describe_code()
    assert {"broadsheet", "language model", "python", "trafilatura", "spacy", "numpy"} <= described.keys()
    assert len(described["broadsheet"]) == 12 and "none" not in described.values()


DIFFERENCES = {
    "none": ({"a": "1"}, {"a": "1"}, []),
    "another version": ({"a": "1", "b": "2"}, {"a": "1", "b": "3"}, ["b 2 here, 3 there"]),
    "one that is lacking": ({"a": "1"}, {}, ["a 1 here, none there"]),
    "one more": ({}, {"a": "1"}, ["a none here, 1 there"]),
}


@pytest.mark.parametrize(("ours", "theirs", "expected"), DIFFERENCES.values(), ids=DIFFERENCES)
def test_differences_are_named(ours: dict[str, str], theirs: dict[str, str], expected: list[str]) -> None:
    assert list_differences(ours, theirs) == expected
