"""Whether two processes would make the same rows: the code of this package, its language model and its libraries.

Belongs here: what is compared between machines. What a stage's rows depend on, finer than this, belongs to
`broadsheet.stages.code_version`.
"""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from broadsheet.language.version import read_model_version

_PACKAGE = Path(__file__).resolve().parents[1]
_ENDINGS = frozenset({".py", ".toml", ".csv", ".txt", ".json"})
_NAME = re.compile(r"[\w.-]+")


def describe_code() -> dict[str, str]:
    """A hash over every source and data file, and the versions of the shipped language model, Python and libraries."""
    described = {"broadsheet": _hash_package(), "language model": read_model_version()}
    described["python"] = platform.python_version()
    for requirement in requires("broadsheet") or ():
        if "extra ==" not in requirement and (found := _NAME.match(requirement)):
            described[found[0]] = _find_version(found[0])
    return described


def list_differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> list[str]:
    """What differs, in words.

    >>> list_differences({"numpy": "2.1", "lxml": "6.0"}, {"numpy": "2.2", "lxml": "6.0"})
    ['numpy 2.1 here, 2.2 there']
    """
    names = sorted(ours.keys() | theirs.keys())
    pairs = ((name, ours.get(name, "none"), theirs.get(name, "none")) for name in names)
    return [f"{name} {here} here, {there} there" for name, here, there in pairs if here != there]


def _hash_package() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in _PACKAGE.rglob("*") if path.suffix in _ENDINGS):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _find_version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
