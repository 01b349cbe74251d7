"""`broadsheet run` in a terminal of its own: the bar moves while a stage of Dagster's works."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.settings import load_settings
from tests.pipelines.inbox_pages import PARAGRAPHS, build_page, write_pages
from tests.pipelines.test_run_days import DAY

pytestmark = pytest.mark.slow

SHOWN = re.compile(r"(ingest|extract|derive) (\d+)/(\d+) pages, (\d)/(\d) days")


def run_in_terminal(home: Path) -> tuple[int, str]:
    """Exit status of `broadsheet run` and all that it drew."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"BROADSHEET_HOME": str(home), "BROADSHEET_WORKERS": "1", "TERM": "xterm"}
    # Standard input is no terminal, as under nohup: what is drawn depends on standard error alone.
    with subprocess.Popen(
        [sys.executable, "-m", "pipelines", "run"], env=environment, stdin=subprocess.DEVNULL, stdout=theirs,
        stderr=theirs,
    ) as process:  # fmt: skip
        os.close(theirs)
        drawn = bytearray()
        while piece := _read(ours):
            drawn += piece
        os.close(ours)
    return process.returncode, drawn.decode("utf-8", "replace")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # what Linux says when the other side has ended
        return b""


def test_the_bar_moves_within_a_stage_and_the_log_tells_the_same(tmp_path: Path) -> None:
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path)})
    texts = [[paragraph.replace("14", str(number)) for paragraph in PARAGRAPHS] for number in range(20, 44)]
    pages = [
        (f"https://post.example/{number}", f"2024-03-0{5 + number % 2}T09:00:00Z", build_page("Harbour", text, DAY))
        for number, text in enumerate(texts)
    ]
    write_pages(settings.inbox / "march.jsonl", pages)
    status, drawn = run_in_terminal(tmp_path)
    assert status == 0, drawn
    for stage in ("extract", "derive"):
        shown = {int(found[2]) for found in SHOWN.finditer(drawn) if found[1] == stage}
        assert {0, 24} <= shown and len(shown) > 2, (stage, shown)
    assert "Published" in drawn
    (log,) = settings.logs.glob("run-*.log")
    told = log.read_text(encoding="utf-8")
    assert "derive of 2024-03-06: " in told and "published " in told
