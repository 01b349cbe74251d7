"""What each stage does with days in a workplace: the one place that hands the stage functions their settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from broadsheet.stages import DayReport, derive_days, extract_days, ingest_days
from pipelines.workplace import Workplace

DayWork = Callable[[Sequence[date]], Iterator[DayReport]]


def find_day_work(stage: str, workplace: Workplace) -> DayWork:
    """The work of `ingest`, `extract` or `derive`: days in, a report for each once it is written."""
    lake, settings = workplace.lake, workplace.settings
    works: dict[str, DayWork] = {
        "ingest": lambda days: ingest_days(lake, days, workplace.sources),
        "extract": lambda days: extract_days(lake, days, settings.workers),
        "derive": lambda days: derive_days(lake, days, settings.workers, settings.language_model, workplace.countries),
    }
    return works[stage]
