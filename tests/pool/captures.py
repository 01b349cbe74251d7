"""Captures and pages for the pool's tests."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from broadsheet.records import Capture


def make_capture(number: int, body: bytes) -> Capture:
    return Capture(
        capture_id=f"c{number}",
        captured_at=datetime(2024, 5, 2, tzinfo=UTC),
        source_id="s",
        body=body,
        body_sha256=hashlib.sha256(body).hexdigest(),
        origin_kind="file",
        origin_path="p.html",
        url=f"https://lake.example/ferry-{number}",
    )
