"""Capture times in the forms that crawlers write."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from broadsheet.ingest.times import from_file_time, parse_captured_at

READ = {
    "2024-05-06": "2024-05-06T00:00:00",
    "2024-05-06T07:08": "2024-05-06T07:08:00",
    "2024-05-06T07:08:09": "2024-05-06T07:08:09",
    " 2024-05-06T07:08:09Z ": "2024-05-06T07:08:09",
    "2024-05-06t07:08:09z": "2024-05-06T07:08:09",
    "2024-05-06 07:08:09.123456": "2024-05-06T07:08:09.123456",
    "2024-05-06 07:08:09,5": "2024-05-06T07:08:09.500000",
    "2024-05-06T07:08:09.123456789Z": "2024-05-06T07:08:09.123456",
    "2024-05-06 07:08:09 UTC": "2024-05-06T07:08:09",
    "2024-05-06T00:30:00+02:00": "2024-05-05T22:30:00",
    "2024-05-06T23:30:00-0100": "2024-05-07T00:30:00",
    "2024-05-06T23:30:00+05": "2024-05-06T18:30:00",
    "2024-05-06T23:30:00 +05:45": "2024-05-06T17:45:00",
    "2016-12-31T23:59:60Z": "2016-12-31T23:59:59",
    "2024-02-29": "2024-02-29T00:00:00",
    "2024-05": "2024-05-01T00:00:00",
    "20240506070809": "2024-05-06T07:08:09",
    "1714979289": "2024-05-06T07:08:09",
    "1714979289.25": "2024-05-06T07:08:09.250000",
    "1714979289250": "2024-05-06T07:08:09.250000",
    "Mon, 06 May 2024 07:08:09 GMT": "2024-05-06T07:08:09",
    "Monday, 06-May-24 07:08:09 GMT": "2024-05-06T07:08:09",
    "Mon May  6 07:08:09 2024": "2024-05-06T07:08:09",
    "6 May 2024 07:08 -0000": "2024-05-06T07:08:00",
    "Mon, 6 May 2024 07:08:09 +0530 (IST)": "2024-05-06T01:38:09",
    "mon, 6 may 2024 07:08:09 EST": "2024-05-06T12:08:09",
    "Sun, 06 Nov 94 08:49:37 GMT": "1994-11-06T08:49:37",
    1714979289: "2024-05-06T07:08:09",
    1714979289.25: "2024-05-06T07:08:09.250000",
    1714979289250: "2024-05-06T07:08:09.250000",
    20240506070809: "2024-05-06T07:08:09",
}
UNREADABLE = [
    "", " ", "now", "2024", "06.05.2024", "05/06/2024", "2024-13-01", "2023-02-29", "2024-05-06T25:00",
    "2024-05-06T07:61", "2024-05-06T07:08:09+99:00", "2024-05-06T", "2024-05-06X07:08", "0001-01-01",
    "9999-12-31T23:59:59-10:00",
    "1969-07-20", "1", "-5", "999999999999999999999", "٢٠٢٤-٠٥-٠٦", "2024-05-06\x00", "\ud800", "2024-05-06" * 9,
    "Mon, 31 Feb 2024 07:08:09 GMT", "Mon, 06 Mai 2024 07:08:09 GMT", "Mon, 06 May 2024 07:08:09 XYZ",
    "Mon, 06 May 2024", "Mon, 06 May 2024 27:08:09 GMT", "Mon, 06 May 0001 07:08:09 GMT",
    0, -1, 1e300, 10**400, float("nan"), float("inf"), True, None, [], {}, b"2024-05-06",
]  # fmt: skip


@pytest.mark.parametrize("written", READ)
def test_forms_that_are_read(written: object) -> None:
    found = parse_captured_at(written)
    assert found is not None
    assert (found.replace(tzinfo=None).isoformat(), found.tzinfo) == (READ[written], UTC)  # type: ignore[index]


@pytest.mark.parametrize("written", UNREADABLE, ids=lambda value: repr(value)[:30])
def test_what_is_no_time_for_sure_is_none(written: object) -> None:
    assert parse_captured_at(written) is None


def test_file_times_are_cut_to_microseconds_and_never_fail() -> None:
    assert from_file_time(1714979289_123456789) == datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)
    assert from_file_time(-1_000_000_000).year == 1969
    assert from_file_time(10**30) == datetime(1970, 1, 1, tzinfo=UTC)
