"""Every command in a block marked `sh` of the how-tos and of the page of commands runs as printed."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOW_TOS = sorted((ROOT / "docs" / "how-to").glob("*.md"))
PAGES = [*HOW_TOS, ROOT / "docs" / "commands.md"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that looks like a clone after `make demo`."""
    place = tmp_path_factory.mktemp("clone")
    for name in ("sql", "examples"):
        (place / name).symlink_to(ROOT / name)
    (place / "bin").mkdir()
    command = place / "bin" / "broadsheet"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m pipelines "$@"\n')
    command.chmod(0o755)
    run_in(place, "broadsheet demo")
    yield place


def find_free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def run_in(place: Path, script: str) -> subprocess.CompletedProcess[str]:
    path = f"{place / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    home = str(place / "warehouse")
    environment = {**os.environ, "PATH": path, "BROADSHEET_HOME": home, "COLUMNS": "80", "PORT": str(find_free_port())}
    done = subprocess.run(
        # What a how-to leaves running in the background ends with it.
        ["bash", "-euo", "pipefail", "-c", f"trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n{script}"],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, f"{script}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_how_to_run_as_printed(folder: Path, page: Path) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    for block in blocks:
        run_in(folder, block)


def test_how_tos_are_short_and_linked_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for page in HOW_TOS:
        assert f"docs/how-to/{page.name}" in readme, f"the README does not name {page.name}"
        assert len(page.read_text(encoding="utf-8").split()) < 500, f"{page.name} is longer than a page"


def test_the_readme_stays_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").split()) < 1200
