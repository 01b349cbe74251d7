"""Hedges, modality, type and check-worthiness from the words of a content."""

from __future__ import annotations

import pytest

from broadsheet.claims.statement_features import extract_features


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("it will likely rain", ("likely",)),
        ("it may rain, and it might snow", ("may", "might")),
        ("in May it rained", ()),
        ("the alleged thief was apparently at home", ("alleged", "apparently")),
        ("it rained", ()),
        ("", ()),
    ],
)
def test_hedges_are_listed_as_they_stand(text: str, hedges: tuple[str, ...]) -> None:
    assert extract_features(text, number_count=0).hedges == hedges


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("they must leave", "obligation"),
        ("it is likely over", "likely"),
        ("it could rain", "possible"),
        ("it would rain if clouds came", "conditional"),
        ("it rained", "certain"),
        ("...", None),
    ],
)
def test_modality_names_the_strongest_sign(text: str, modality: str | None) -> None:
    assert extract_features(text, number_count=0).modality == modality


@pytest.mark.parametrize(
    ("text", "numbers", "claim_type"),
    [
        ("prices will fall", 0, "prediction"),
        ("she voted against the bill", 0, "voting"),
        ("40 people came", 1, "quantity"),
        ("it was caused by ice", 0, "causal"),
        ("it is higher than before", 0, "comparison"),
        ("open fires are banned", 0, "rule"),
        ("I was at home", 0, "personal"),
        ("the shop was shut", 0, "other"),
    ],
)
def test_type_follows_the_words(text: str, numbers: int, claim_type: str) -> None:
    assert extract_features(text, number_count=numbers).claim_type == claim_type
