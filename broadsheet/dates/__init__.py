"""Time expressions with TIMEX3-like values: dates, times, durations and sets.

`find_dates` gives the rows of an article; `infer_publication_day` the day implied by a text without a publication date.
"""

from __future__ import annotations

from broadsheet.dates.find import find_dates
from broadsheet.dates.inference import infer_publication_day

__all__ = ["find_dates", "infer_publication_day"]
