"""A red check says in the web UI what is wrong and how to mend it."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

import assets.sql_checks as sql_checks
from broadsheet.checks import Check, CheckResult

CHECK = Check(
    "evidence", "claims", "Each text is at its place.", "select 1", (), problem="{wrong_rows} wrong, mend {captured_on}"
)
EXAMPLES = pl.DataFrame({"claim_id": ["c1"], "captured_on": [date(2024, 3, 5)]})


@pytest.mark.parametrize(
    ("days", "count", "shown"),
    [
        ([date(2024, 3, 5)], 1,
         {"problem": "1 wrong, mend 2024-03-05", "example_1": "claim_id: c1; captured_on: 2024-03-05",
          "first_day": "2024-03-05", "last_day": "2024-03-05"}),
        (None, 0, {"days": "all"}),
    ],
)  # fmt: skip
def test_a_check_shows_its_problem_in_words(monkeypatch, days, count, shown) -> None:
    result = CheckResult(CHECK, count, EXAMPLES.head(count))
    monkeypatch.setattr(sql_checks, "run_checks_on_days", lambda *_: iter([result]))
    context = type("Context", (), {"lake": None})()
    (found,) = sql_checks._run([CHECK], days, context)
    assert found.passed is (count == 0)
    assert {name: value.value for name, value in found.metadata.items()} == {"wrong_rows": count, **shown}
