"""Commands as an ordinary user runs them: without the right to pass over permissions that root has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from broadsheet.settings import Settings

# Root keeps its name and loses all that sets it apart.
_WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
PATIENCE_S = 600.0


def find_prefix() -> list[str] | None:
    """What a command is started with, so that permissions count for it; None where that cannot be done."""
    if os.geteuid() != 0:
        return []
    if shutil.which(_WITHOUT_RIGHTS[0]) is None:
        return None
    tried = subprocess.run([*_WITHOUT_RIGHTS, "true"], capture_output=True, check=False)
    return list(_WITHOUT_RIGHTS) if tried.returncode == 0 else None


def run_as_ordinary_user(settings: Settings, *command: str, **environment: str) -> tuple[int, str]:
    """Exit status of `broadsheet <command>` and all that it said."""
    prefix = find_prefix()
    assert prefix is not None
    told = {
        "BROADSHEET_HOME": str(settings.home),
        "DAGSTER_HOME": str(settings.dagster_home),
        "BROADSHEET_WORKERS": "1",
        "PYTHONPATH": str(Path.cwd()),
    }
    done = subprocess.run(
        [*prefix, sys.executable, "-m", "pipelines", *command],
        env=os.environ | told | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr
