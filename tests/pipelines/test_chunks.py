"""Sparse days that go through the workers together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import pytest

from broadsheet.errors import CorruptTableError
from broadsheet.stages.chunks import map_days

FIRST = date(2024, 3, 1)
SIZES = {
    "no day": [],
    "one empty day": [0],
    "sparse": [3, 0, 1, 2],
    "many sparse days": [5] * 40,
    "a heavy day among sparse ones": [2, 300, 1, 0, 64, 63, 1],
}


@pytest.mark.parametrize("name", SIZES)
def test_each_day_gets_what_is_made_of_its_own_items(name: str) -> None:
    sizes = SIZES[name]
    days = [FIRST + timedelta(days=number) for number in range(len(sizes))]
    rows = {day: [f"{day}/{number}" for number in range(size)] for day, size in zip(days, sizes, strict=True)}
    calls: list[int] = []

    def work(items: Iterable[str]) -> Iterator[str]:
        listed = list(items)
        calls.append(len(listed))
        return (item.upper() for item in listed)

    chunks = map_days(days, rows.__getitem__, iter, work)
    made = {day: (read, list(found)) for chunk in chunks for day, read, found in chunk}
    assert made == {day: (items, [item.upper() for item in items]) for day, items in rows.items()}
    assert len(calls) <= 1 + sum(sizes) // 64
    assert sum(calls) == sum(sizes)


def test_a_day_that_cannot_be_read_raises_in_its_turn_only() -> None:
    days = [FIRST + timedelta(days=number) for number in range(4)]
    done: list[date] = []

    def read(day: date) -> list[int]:
        if day == days[2]:
            raise CorruptTableError("torn")
        return [1, 2]

    with pytest.raises(CorruptTableError):
        for chunk in map_days(days, read, iter, iter):
            for day, _, found in chunk:
                assert list(found) == [1, 2]
                done.append(day)
    assert done == days[:2]
