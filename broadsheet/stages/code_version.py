"""What the rows of a stage are made by: a hash over its import closure, its data files and its libraries.

The closure is read from the source by `ast`, with comments and docstrings left out, so that a changed word in a comment
runs nothing again. Word lists count for the modules that name them, tables by the columns they promise.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from broadsheet.stages.registry import get_stage
from broadsheet.tables import load_tables

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "broadsheet"
# Recorded beside those that decide rows, so that a difference can be looked up later.
RECORDED = ("broadsheet", "polars", "pyarrow", "duckdb", "deltalake", "numpy", "dagster", "fastwarc", "courlan", "tld")
_DATA_ENDINGS = (".toml", ".csv", ".txt", ".json")
_DATA_NAME = re.compile(r"([a-z][a-z0-9_]*)(?:\.(?:toml|csv|txt|json))?")
# A module that reads data does so by one of these; in others a string like "numbers" names a table, not a word list.
_DATA_READERS = re.compile(r"(?<![\w.])files\(|load_word")
_IGNORED_FIELDS = frozenset(
    {"lineno", "col_offset", "end_lineno", "end_col_offset", "ctx", "type_comment", "kind", "type_ignores"}
)


@dataclass(frozen=True, slots=True)
class ModuleCode:
    """One source file: what it means, what it imports of the package, and the strings that may name data files."""

    digest: str
    imports: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageCode:
    """What makes a stage's rows: a digest for each module, data file and table, and the version of each library."""

    parts: Mapping[str, str]
    libraries: Mapping[str, str]

    @property
    def version(self) -> str:
        """12 hex digits that change where a part or a library does."""
        written = json.dumps([dict(self.parts), dict(self.libraries)], sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()[:12]


@cache
def read_stage_code(stage: str, root: Path = ROOT) -> StageCode:
    """The code of a stage as it lies below `root`, the folder that holds the package."""
    found, kept = get_stage(stage), _Cache(root)
    modules = _follow(found.roots, root, kept)
    words = {word for module in modules.values() for word in module.words}
    parts = {name: module.digest for name, module in modules.items()}
    parts |= {name: kept.digest(path, name) for name, path in _list_data(root) if path.stem in words}
    parts |= {name: kept.digest(root / name, name) for name in found.data if (root / name).is_file()}
    parts |= {f"table {name}": _digest_table(name) for name in found.tables if name not in found.polled}
    kept.store()
    return StageCode(dict(sorted(parts.items())), find_versions(found.libraries))


def compute_code_version(stage: str) -> str:
    """The version of a stage's code as installed here."""
    return read_stage_code(stage).version


def find_versions(names: tuple[str, ...]) -> dict[str, str]:
    """Installed versions by distribution; those that are not installed are left out."""
    found: dict[str, str] = {}
    for name in names:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def find_closure(roots: tuple[str, ...], root: Path = ROOT) -> dict[str, ModuleCode]:
    """Every module of the package that these modules import, at any depth, and themselves.

    Of a package that is only passed through on the way to a module, its `__init__` counts, not what that imports.
    """
    return _follow(roots, root, _Cache(root))


def _follow(roots: tuple[str, ...], root: Path, kept: _Cache) -> dict[str, ModuleCode]:
    found: dict[str, ModuleCode] = {}
    waiting = list(roots)
    followed: set[str] = set()
    while waiting:
        name = waiting.pop()
        path = _find_source(root, name)
        if name in followed or path is None:
            continue
        followed.add(name)
        found[name] = kept.read(path, name)
        for target in found[name].imports:
            waiting.append(target)
            for parent in _list_parents(target):
                parent_path = _find_source(root, parent)
                if parent not in found and parent_path is not None:
                    found[parent] = kept.read(parent_path, parent)
    return found


def read_module(source: bytes, name: str, root: Path = ROOT) -> ModuleCode:
    """What one source file means."""
    tree = ast.parse(source)
    is_package = (_find_source(root, name) or Path()).name == "__init__.py"
    imports = sorted(set(_list_imports(tree, name, root, is_package)))
    text = source.decode("utf-8")
    words: set[str] = set()
    if _DATA_READERS.search(text):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.update(match[1] for match in _DATA_NAME.finditer(node.value) if len(node.value) < 60)
    written = "\0".join(_walk(tree))
    digest = hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return ModuleCode(digest, tuple(imports), tuple(sorted(words)))


def _walk(node: ast.AST) -> Iterator[str]:
    """Names and values of a tree in order, without places, comments and docstrings."""
    yield type(node).__name__
    for name in node._fields:
        value = getattr(node, name, None)
        if name in _IGNORED_FIELDS or value is None or value == []:
            continue
        yield name
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, ast.AST):
                if not _is_docstring(node, name, item):
                    yield from _walk(item)
            else:
                yield repr(item)


def _is_docstring(node: ast.AST, field: str, item: ast.AST) -> bool:
    if field != "body" or not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    value = item.value if isinstance(item, ast.Expr) else None
    return item is node.body[0] and isinstance(value, ast.Constant) and isinstance(value.value, str)


def _list_imports(tree: ast.AST, name: str, root: Path, is_package: bool) -> Iterator[str]:
    """Modules of the package that a tree imports; those only for type checkers left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if _is_ours(alias.name))
        elif isinstance(node, ast.ImportFrom):
            yield from _list_named(node, _resolve(node, name, is_package), root)
        else:
            yield from _list_imports(node, name, root, is_package)


def _list_named(node: ast.ImportFrom, module: str, root: Path) -> Iterator[str]:
    if not _is_ours(module):
        return
    for alias in node.names:
        inner = f"{module}.{alias.name}"
        yield inner if _find_source(root, inner) is not None else module


def _resolve(node: ast.ImportFrom, name: str, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    base = name.split(".")
    kept = base[: len(base) - node.level + is_package]
    return ".".join([*kept, *([node.module] if node.module else [])])


def _is_ours(name: str) -> bool:
    return name == PACKAGE or name.startswith(f"{PACKAGE}.")


def _find_source(root: Path, name: str) -> Path | None:
    path = root.joinpath(*name.split("."))
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate.is_file():
            return candidate
    return None


def _list_parents(name: str) -> Iterator[str]:
    parts = name.split(".")
    yield from (".".join(parts[:depth]) for depth in range(1, len(parts)))


def _list_data(root: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted((root / PACKAGE).rglob("*")):
        relative = path.relative_to(root)
        if path.suffix in _DATA_ENDINGS and relative.parts[1] != "tables" and "__pycache__" not in relative.parts:
            yield relative.as_posix(), path


def _digest_data(path: Path, content: bytes) -> str:
    """Of a TOML file its values, without comments; of another its bytes."""
    if path.suffix == ".toml":
        content = json.dumps(tomllib.loads(content.decode("utf-8")), sort_keys=True, default=str).encode()
    return hashlib.sha256(content).hexdigest()[:12]


def _digest_table(name: str) -> str:
    table = load_tables().get(name)
    columns = [(column.name, column.type, column.nullable) for column in table.columns] if table else []
    written = json.dumps([columns, table.key if table else [], table.partition if table else None])
    return hashlib.sha256(written.encode()).hexdigest()[:12]


class _Cache:
    """What source and data files mean, kept by their bytes beside Python's own bytecode: parsing them takes seconds.

    Where the folder cannot be written nothing is kept.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = root / PACKAGE / "__pycache__" / "code_digests.json"
        self._known: dict[str, list[Any]] = {}
        self._is_changed = False
        with suppress(OSError, ValueError):
            self._known = json.loads(self._path.read_text(encoding="utf-8"))

    def read(self, path: Path, name: str) -> ModuleCode:
        source = path.read_bytes()
        key = hashlib.sha256(source + b"\0" + _OWN_BYTES).hexdigest()[:24]
        known = self._known.get(name)
        if isinstance(known, list) and len(known) == 4 and known[0] == key:
            return ModuleCode(known[1], tuple(known[2]), tuple(known[3]))
        module = read_module(source, name, self._root)
        self._known[name] = [key, module.digest, list(module.imports), list(module.words)]
        self._is_changed = True
        return module

    def digest(self, path: Path, name: str) -> str:
        content = path.read_bytes()
        key = hashlib.sha256(content + b"\0" + _OWN_BYTES).hexdigest()[:24]
        known = self._known.get(name)
        if isinstance(known, list) and len(known) == 2 and known[0] == key:
            return str(known[1])
        self._known[name] = [key, _digest_data(path, content)]
        self._is_changed = True
        return str(self._known[name][1])

    def store(self) -> None:
        if not self._is_changed:
            return
        partial = self._path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._path.parent.mkdir(exist_ok=True)
            partial.write_text(json.dumps(self._known), encoding="utf-8")
            partial.replace(self._path)


# How meanings are read is part of the key under which they are kept.
_OWN_BYTES = Path(__file__).read_bytes()
