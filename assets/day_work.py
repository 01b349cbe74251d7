"""What each stage does with days: the one place that hands the stage functions their settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from assets.resource import BroadsheetResource
from broadsheet.stages import DayReport, derive_days, extract_days, ingest_days

DayWork = Callable[[Sequence[date]], Iterator[DayReport]]


def find_day_work(stage: str, broadsheet: BroadsheetResource) -> DayWork:
    """The work of `ingest`, `extract` or `derive`: days in, a report for each once it is written."""
    lake, settings = broadsheet.lake, broadsheet.settings
    works: dict[str, DayWork] = {
        "ingest": lambda days: ingest_days(lake, days, broadsheet.sources),
        "extract": lambda days: extract_days(lake, days, settings.workers),
        "derive": lambda days: derive_days(lake, days, settings.workers, settings.language_model, broadsheet.countries),
    }
    return works[stage]
