"""What a command loads before it begins: modules are counted, since seconds depend on the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.settings import load_settings
from tests.browse.conftest import publish_rows

COUNTED = """
import sys
from pipelines import cli
try:
    cli.app({words!r}, standalone_mode=False)
finally:
    loaded = sorted({{name.partition(".")[0] for name in sys.modules}})
    print(len(sys.modules), *loaded, file=sys.stderr)
"""
FRAMES = {"polars", "pyarrow", "numpy"}
# By command: its standard input, the most modules it may have loaded, and what it must not load.
COMMANDS = [
    pytest.param(["--help"], "", 400, FRAMES | {"duckdb", "dagster", "lxml", "spacy", "trafilatura"}, id="help"),
    pytest.param(["sql", "select 1 as one"], "", 450, FRAMES | {"dagster", "sqlglot", "prompt_toolkit"}, id="sql"),
    pytest.param(
        ["analyse", "--workers", "1"],
        '{"id": "1", "text": "The ferry sails on Monday."}',
        500,
        FRAMES | {"duckdb", "dagster", "lxml", "spacy", "trafilatura", "onnxruntime"},
        id="analyse",
    ),
    pytest.param(
        ["extract", "--workers", "1"],
        '{"id": "1", "text": "The ferry sails on Monday.", "url": "https://ferry.example/"}',
        500,
        FRAMES | {"duckdb", "dagster", "lxml", "spacy", "trafilatura", "onnxruntime"},
        id="extract",
    ),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an empty release."""
    folder = tmp_path_factory.mktemp("start")
    publish_rows(load_settings({"BROADSHEET_HOME": str(folder)}), 1, {})
    return folder


@pytest.mark.parametrize(("words", "given", "most", "unwanted"), COMMANDS)
def test_a_command_loads_only_what_it_needs(
    home: Path, words: list[str], given: str, most: int, unwanted: set[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COUNTED.format(words=words)],
        env=os.environ | {"BROADSHEET_HOME": str(home)},
        input=given,
        capture_output=True,
        text=True,
        check=True,
    )
    count, *loaded = done.stderr.splitlines()[-1].split()
    assert not unwanted & set(loaded)
    assert int(count) <= most
