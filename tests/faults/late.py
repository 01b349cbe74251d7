"""`broadsheet` with every clock of our own code late by `CLOCK_LATE_S` seconds: `python -m tests.faults.late run`.

What is imitated: `time.time()` of all code, `datetime.now()` and `date.today()` of broadsheet, assets and pipelines.
What is not: times of files, and Dagster's own records.
"""

from __future__ import annotations

import importlib
import inspect
import os
import pkgutil
import sys
import time
from datetime import UTC, date, datetime, tzinfo
from typing import Any

PACKAGES = ("broadsheet", "assets", "pipelines")


class _LateType(type):
    """Stands in for a class of times and does all that it does, with another now."""

    real: type

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.real)

    def __getattr__(cls, name: str) -> Any:
        return getattr(cls.real, name)

    def __call__(cls, *arguments: Any, **named: Any) -> Any:
        return cls.real(*arguments, **named)


class LateDatetime(metaclass=_LateType):
    """`datetime` as a late clock has it."""

    real = datetime

    @staticmethod
    def now(zone: tzinfo | None = None) -> datetime:
        return datetime.fromtimestamp(time.time(), zone)


class LateDate(metaclass=_LateType):
    """`date` as a late clock has it."""

    real = date

    @staticmethod
    def today() -> date:
        return datetime.fromtimestamp(time.time(), UTC).date()


def set_back(seconds: float) -> None:
    """Set the clocks of this process back."""
    real = time.time
    time.time = lambda: real() - seconds
    for package in PACKAGES:
        for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if not found.name.endswith("__main__"):
                importlib.import_module(found.name)
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in PACKAGES:
            source = inspect.getsource(module)
            # Others compare types, and want the real ones.
            for attribute, call, late in (("datetime", "now", LateDatetime), ("date", "today", LateDate)):
                if getattr(module, attribute, None) is late.real and f"{attribute}.{call}(" in source:
                    setattr(module, attribute, late)


if __name__ == "__main__":
    set_back(float(os.environ["CLOCK_LATE_S"]))
    from pipelines.__main__ import main

    main()
