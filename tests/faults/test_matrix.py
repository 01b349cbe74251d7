"""The table of the fault matrix names tests that are there."""

from __future__ import annotations

import ast
from pathlib import Path

import tests.faults

ROOT = Path(__file__).parents[2]


def read_matrix() -> dict[str, list[tuple[str, str]]]:
    """Fault -> file and name of each test that proves it."""
    matrix: dict[str, list[tuple[str, str]]] = {}
    for line in (tests.faults.__doc__ or "").splitlines():
        if line.startswith("- "):
            proofs = matrix.setdefault(line[2:], [])
        elif line.startswith("    "):
            file, name = line.split()
            proofs.append((file, name))
    return matrix


def test_every_line_of_the_matrix_is_proved_by_tests_that_are_there() -> None:
    matrix = read_matrix()
    assert len(matrix) >= 15 and all(matrix.values())
    for file, name in {proof for proofs in matrix.values() for proof in proofs}:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, f"{file} {name}"
