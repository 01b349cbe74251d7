"""Charts name who gives a value."""

from __future__ import annotations

from datetime import date
from typing import Any

from broadsheet.browse.charts import draw_series


def _value(said_by: list[str], outlets: list[str], value: float) -> dict[str, Any]:
    return {
        "as_of": date(2024, 3, 5), "low_value": value, "high_value": value, "bound": "exact", "surface": str(value),
        "said_by": said_by, "outlets": outlets, "article_count": 1,
    }  # fmt: skip


def test_a_value_without_a_speaker_is_told_by_its_outlets() -> None:
    chart = draw_series([_value(["Ann Lee"], ["Echo"], 4), _value([], ["Echo"], 5), _value([], ["Echo", "Bell"], 6)])
    assert chart is not None
    assert {name for _, name in chart.legend} == {"Ann Lee", "Echo itself", "Echo and 1 more themselves"}
