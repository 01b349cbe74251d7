"""The first article through the whole pass, compared with gold.json; prints what is right and what is not yet."""

from __future__ import annotations

from collections import Counter

import pytest

from broadsheet.rows import to_row
from tests.gates.framework import shared_folder
from tests.seed_score import check_seed, run_seed

FOLDER = shared_folder() / "seed"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason=f"no first article at {FOLDER}")


def test_the_first_article_comes_out_right() -> None:
    checks = check_seed(FOLDER)
    right, total = Counter(c.group for c in checks if c.is_right), Counter(c.group for c in checks)
    for group, count in total.items():
        print(f"{group}: {right[group]} of {count} right")
    wrong = [check for check in checks if not check.is_right]
    for check in wrong:
        print(f"not yet: {check.group}: {check.name}: got {check.got}")
    assert right["headline"] == total["headline"]
    # One slip is tolerated here, because a retrained model moves single names; `make gate` pins the exact shares.
    assert len(wrong) <= 1, [f"{check.group}: {check.name}: got {check.got}" for check in wrong]


def test_every_row_of_the_first_article_quotes_it_exactly() -> None:
    article, rows = run_seed(FOLDER)
    found = [*rows.sentences, *rows.mentions, *rows.claims, *rows.numbers, *rows.dates]
    assert len(found) > 100
    for row in map(to_row, found):
        text = article.headline if row["in_headline"] else article.text
        assert text is not None
        assert text[row["start_char"] : row["end_char"]] == row["surface"]
