"""Sizes, ages and durations in words, as the command line shows them."""

from __future__ import annotations

from datetime import datetime, timedelta

_UNITS = ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def say_bytes(count: int) -> str:
    """A size in decimal units, as disks are sold.

    >>> [say_bytes(999), say_bytes(12_345), say_bytes(3_400_000_000)]
    ['999 B', '12.3 kB', '3.4 GB']
    """
    size = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 999.95:
            return f"{size:.0f} B" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def say_duration(seconds: float) -> str:
    """Hours, minutes and seconds; at least one second.

    >>> say_duration(75.4)
    '0:01:15'
    """
    return str(timedelta(seconds=max(1, round(seconds))))


def say_age(then: datetime, now: datetime) -> str:
    """How long ago, in the largest unit that fits; a time to come is now.

    >>> from datetime import UTC
    >>> say_age(datetime(2024, 3, 5, 9, tzinfo=UTC), datetime(2024, 3, 5, 11, 59, tzinfo=UTC))
    '2 hours'
    """
    seconds = max(0, int((now - then).total_seconds()))
    for size, unit in _UNITS:
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return "0 seconds"
