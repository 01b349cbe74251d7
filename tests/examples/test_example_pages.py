"""The example pages are what their sources make."""

from __future__ import annotations

import gzip
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_examples", EXAMPLES / "make_examples.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "PAGES", tmp_path / "pages")
    return module


def test_pages_are_those_that_the_script_makes(script: ModuleType, tmp_path: Path) -> None:
    script.main()
    made, kept = read_folder(tmp_path / "pages"), read_folder(EXAMPLES / "pages")
    assert made.keys() == kept.keys()
    assert [name for name in made if made[name] != kept[name]] == []


def read_folder(folder: Path) -> dict[str, bytes]:
    """Bytes by relative path, gzip unpacked: another zlib packs the same records otherwise."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            body = path.read_bytes()
            found[str(path.relative_to(folder))] = gzip.decompress(body) if path.suffix == ".gz" else body
    return found
