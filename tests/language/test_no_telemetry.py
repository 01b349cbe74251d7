"""Loading the language model leaves nothing in the temporary folder and starts nobody who reports to its maker."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LOAD = """
from broadsheet.language.pipeline import load_language_model
load_language_model()
"""
# What the import does by itself.
PLAIN = "import onnxruntime"
# What the setting is at the moment of the import: the library reads it then and never again.
AT_IMPORT = (
    """
import builtins, os
real, seen = builtins.__import__, []
def watch(name, *rest, **named):
    if name.partition(".")[0] == "onnxruntime":
        seen.append(os.environ.get("ORT_DISABLE_TELEMETRY"))
    return real(name, *rest, **named)
builtins.__import__ = watch
"""
    + LOAD
    + """
assert seen and set(seen) == {"1"}, seen
"""
)
# With one of these set the library takes the machine for one that builds software, and reports nothing by itself.
BUILDERS = (
    "CI", "TF_BUILD", "GITHUB_ACTIONS", "GITLAB_CI", "CIRCLECI", "TRAVIS", "JENKINS_URL", "CODEBUILD_BUILD_ID",
    "BUILDKITE", "TEAMCITY_VERSION", "APPVEYOR", "BITBUCKET_BUILD_NUMBER",
)  # fmt: skip


def list_left(folder: Path, code: str) -> list[str]:
    """Files in the temporary folder after `code` ran in a process of its own."""
    folder.mkdir()
    kept = {name: value for name, value in os.environ.items() if name not in {"ORT_DISABLE_TELEMETRY", *BUILDERS}}
    subprocess.run([sys.executable, "-c", code], env=kept | {"TMPDIR": str(folder)}, check=True)
    return sorted(path.name for path in folder.iterdir())


def test_the_library_is_told_before_it_is_imported(tmp_path: Path) -> None:
    assert list_left(tmp_path / "ours", AT_IMPORT) == []


def test_the_model_s_library_reports_to_nobody(tmp_path: Path) -> None:
    # The import alone writes the name of a session; where it does not, there is nothing to compare with.
    if list_left(tmp_path / "plain", PLAIN) != [".ses"]:
        pytest.skip("the library reports nothing by itself on this machine")
    assert list_left(tmp_path / "ours", LOAD) == []
