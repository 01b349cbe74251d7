"""What a file imports, read from its source, for the laws about layers and the network."""

from __future__ import annotations

import ast
from pathlib import Path


def list_imports(path: Path) -> set[str]:
    """Modules that a file imports, each with the packages above it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {".".join(name.split(".")[: depth + 1]) for name in names for depth in range(name.count(".") + 1)}
