"""Loading the language model leaves nothing in the temporary folder and starts nobody who reports to its maker."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

LOAD = """
from broadsheet.language.pipeline import load_language_model
load_language_model()
"""
# What the import does by itself.
PLAIN = "import onnxruntime"


def list_left(folder: Path, code: str) -> list[str]:
    """Files in the temporary folder after `code` ran in a process of its own."""
    folder.mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    subprocess.run([sys.executable, "-c", code], env=environment | {"TMPDIR": str(folder)}, check=True)
    return sorted(path.name for path in folder.iterdir())


def test_the_model_s_library_reports_to_nobody(tmp_path: Path) -> None:
    # The import alone writes the name of a session; where it no longer does, this test proves nothing any more.
    assert list_left(tmp_path / "plain", PLAIN) == [".ses"]
    assert list_left(tmp_path / "ours", LOAD) == []
