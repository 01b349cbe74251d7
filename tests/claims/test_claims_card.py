"""The model card states the weights of check-worthiness that the code uses."""

from __future__ import annotations

import re
from pathlib import Path

from broadsheet.claims.outlet_claims import OUTLET_THRESHOLD
from broadsheet.claims.statement_features import BASE, WEIGHTS

CARD = Path(__file__).parents[2] / "models" / "en" / "README.md"


def read_section() -> str:
    return CARD.read_text(encoding="utf-8").partition("## Check-worthiness")[2].partition("\n## ")[0]


def test_card_lists_every_feature_with_its_weight() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (-?[\d.]+) \|", read_section(), flags=re.MULTILINE)
    assert {name: float(weight) for name, weight in rows} == WEIGHTS


def test_card_states_base_and_threshold() -> None:
    words = " ".join(read_section().split())
    assert f"it starts at {BASE}," in words
    assert f"becomes a claim from {OUTLET_THRESHOLD} on" in words
