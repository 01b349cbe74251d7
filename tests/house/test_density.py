"""Code is not too dense: functions have at most ten branches, and where they have more the figures only fall."""

from __future__ import annotations

import ast

import pytest

from tests.house.density import count_branches, count_parts, load_ratchet, measure

RATCHET = load_ratchet()
NOW = measure()


def test_the_figures_name_every_folder() -> None:
    assert set(RATCHET) == set(NOW)


@pytest.mark.parametrize("folder", sorted(NOW))
def test_density_only_falls(folder: str) -> None:
    now, most = NOW[folder], RATCHET[folder]
    risen = {name: value for name, value in now.items() if value > most.get(name, 0)}
    assert not risen, f"denser than density.toml says ({most}); split {folder} by names, a table or a template"
    fallen = {name: value for name, value in most.items() if value > now.get(name, 0)}
    assert not fallen, "lower the ratchet: python -m tests.house.density"


BRANCHES = {
    "if and elif": ("if a: pass\nelif b: pass", 2),
    "each and/or": ("return a and b and (c or d)", 3),
    "conditional expression": ("return a if b else c", 1),
    "loops": ("for a in b:\n  while c: pass", 2),
    "handlers": ("try: pass\nexcept A: pass\nexcept B: pass", 2),
    "cases": ("match a:\n  case 1: pass\n  case 2: pass", 2),
    "filters of comprehensions": ("return [a for a in b if c if d]", 2),
    "an inner function counts for itself": ("def inner():\n  if a: pass", 0),
}


@pytest.mark.parametrize("case", BRANCHES)
def test_branches_are_counted(case: str) -> None:
    body, count = BRANCHES[case]
    assert (
        count_branches(ast.parse("def outer():\n" + "\n".join(f"  {line}" for line in body.splitlines())).body[0])
        == count
    )


def test_parts_of_a_condition_are_counted() -> None:
    assert count_parts(ast.parse("a and b or not (c and d)")) == 3
