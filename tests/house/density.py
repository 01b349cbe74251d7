"""How dense the code is: branches of each function, and conditions of many parts, counted by ast.

`python -m tests.house.density` lowers the figures of density.toml to what is there now; it raises none.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
RATCHET = Path(__file__).with_name("density.toml")
# A function of more branches wants a name, a table or a template; a condition of more parts wants names for some.
MOST_BRANCHES = 10
MOST_PARTS = 3
# The folders whose figures stand in density.toml; "broadsheet" are the modules beside its packages.
FOLDERS = {
    "broadsheet": sorted((ROOT / "broadsheet").glob("*.py")),
    **{
        folder.name: sorted(folder.rglob("*.py"))
        for folder in [*sorted((ROOT / "broadsheet").iterdir()), ROOT / "assets", ROOT / "pipelines"]
        if (folder / "__init__.py").exists() and folder.name != "numbers"
    },
}
_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.IfExp, ast.ExceptHandler, ast.match_case)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

Figures = dict[str, dict[str, int]]


def count_branches(function: ast.AST) -> int:
    """Branches of a function: conditions, loops, handlers, cases, and each and/or; inner functions are their own.

    >>> count_branches(ast.parse("for x in y if a or b else z: x = [i for i in x if i]"))
    4
    """
    count = 0
    for node in ast.iter_child_nodes(function):
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            continue
        count += isinstance(node, _BRANCHES) + count_branches(node)
        if isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            count += len(node.ifs)
    return count


def count_parts(condition: ast.AST) -> int:
    """How many and/or stand in one condition.

    >>> count_parts(ast.parse("a and (b or c) and d"))
    3
    """
    return sum(len(node.values) - 1 for node in ast.walk(condition) if isinstance(node, ast.BoolOp))


def find_dense(paths: list[Path]) -> dict[str, int]:
    """Functions of more than ten branches, by module and name."""
    dense: dict[str, int] = {}
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            branches = count_branches(node) if isinstance(node, _FUNCTIONS) else 0
            if isinstance(node, _FUNCTIONS) and branches > MOST_BRANCHES:
                name = f"{path.name}:{node.name}"
                dense[name] = max(branches, dense.get(name, 0))
    return dense


def find_long_conditions(paths: list[Path]) -> dict[str, int]:
    """How many conditions of more than three and/or each module has."""
    found: dict[str, int] = {}
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        count = sum(count_parts(condition) > MOST_PARTS for condition in _outer_conditions(tree))
        if count:
            found[path.name] = count
    return found


def _outer_conditions(node: ast.AST) -> Iterator[ast.BoolOp]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.BoolOp):
            yield child
        else:
            yield from _outer_conditions(child)


def measure() -> Figures:
    """All figures as they are now."""
    numbers = sorted((ROOT / "broadsheet" / "numbers").glob("*.py"))
    figures = {"numbers": find_dense(numbers), "long_conditions_of_numbers": find_long_conditions(numbers)}
    for name, paths in FOLDERS.items():
        dense = find_dense(paths)
        figures[name] = {"functions_over_ten": len(dense), "most_branches": max(dense.values(), default=0)}
    return figures


def load_ratchet() -> Figures:
    return tomllib.loads(RATCHET.read_text(encoding="utf-8"))


def write_ratchet(figures: Figures) -> None:
    """Write figures with a comment on what they are."""
    lines = [
        "# Figures of density that may only fall. In `numbers` no other function has more than ten branches, and no",
        "# other module a condition of more than three and/or; of other folders how many such functions and the worst.",
        "# `python -m tests.house.density` lowers them.",
    ]
    for name, values in figures.items():
        lines += ["", f"[{name}]", *(f'"{key}" = {value}' for key, value in sorted(values.items()))]
    RATCHET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Lower what has fallen."""
    now, before = measure(), load_ratchet()
    lowered: Figures = {}
    for name, values in now.items():
        old = before.get(name, values)
        lowered[name] = {key: min(value, old[key]) for key, value in values.items() if key in old}
    write_ratchet(lowered)


if __name__ == "__main__":
    main()
