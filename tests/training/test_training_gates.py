"""Gates that lack what they need are skipped with a reason; how a company that a pack marks is judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.gates.framework import Gate, Unmeasurable, find_failures, run_gate
from tests.gates.gate_organisations import judge_company
from training.card import format_scores


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


def test_the_card_shows_gates_of_names_and_of_trees_and_leaves_out_others() -> None:
    names = {"found": 90.0, "exact": 70.0, "overlap": 80.0, "exact.ORG": 50.0, "overlap.ORG": 60.0}
    trees = {"upos": 97.0, "uas": 90.0, "las": 87.0, "starts.lines": 98.0, "starts.one_line": 93.0}
    text = format_scores({"news": names, "trees": trees, "companies": {"exact": 81.0, "as_person": 3.0}})
    assert "| news | 70.0 | 80.0 | 90.0 | ORG 50.0 | ORG 60.0 |" in text and "| trees | 97.0 | 90.0 | 87.0 |" in text
    assert "companies" not in text
