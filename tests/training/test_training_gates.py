"""Gates that lack what they need are skipped with a reason; how a company that a pack marks is judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.gates.framework import Gate, Unmeasurable, find_failures, run_gate
from tests.gates.gate_organisations import judge_company


def _refuse(records: list[dict[str, Any]]) -> dict[str, float]:
    raise Unmeasurable("the peer is not installed")


def test_a_gate_without_its_peer_is_skipped_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_SHARED", str(tmp_path))
    (tmp_path / "pack.jsonl").write_text("{}\n")
    result = run_gate(Gate("language_peer", "pack", "pack.jsonl", _refuse))
    assert result.skipped == "the peer is not installed" and find_failures(result, {}) == []


@pytest.mark.parametrize(
    ("guessed", "verdict"),
    [
        ({(4, 9): "ORG"}, "exact"),
        ({(4, 8): "ORG"}, "overlap"),
        ({(0, 20): "PERSON"}, "as_person"),
        ({(4, 9): "LOC"}, "as_place"),
        ({(4, 6): "PERSON", (7, 9): "ORG"}, "overlap"),
        ({(9, 12): "ORG"}, "missed"),
    ],
)
def test_a_marked_company_isjudge_companyd_by_what_covers_it(guessed: dict[tuple[int, int], str], verdict: str) -> None:
    assert judge_company(4, 9, guessed) == verdict
