"""The model card names the features of check-worthiness that the code uses, and its threshold."""

from __future__ import annotations

import re
from pathlib import Path

from broadsheet.claims.outlet_claims import OUTLET_THRESHOLD
from broadsheet.word_lists import load_word_list

CARD = Path(__file__).parents[2] / "models" / "en" / "README.md"


def read_section() -> str:
    return CARD.read_text(encoding="utf-8").partition("## Check-worthiness")[2].partition("\n## ")[0]


def test_card_lists_every_feature() -> None:
    cells = re.findall(r"^\| (`.+?`) \|", read_section(), flags=re.MULTILINE)
    listed = load_word_list("checkworthiness", "en")
    assert set(re.findall(r"`(\w+)`", " ".join(cells))) == {*listed["weights"], *listed["by_hand"]} - {"bias"}


def test_card_states_the_threshold() -> None:
    assert f"becomes a claim from {OUTLET_THRESHOLD} on" in " ".join(read_section().split())
