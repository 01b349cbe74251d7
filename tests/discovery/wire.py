"""Where the real feeds, sitemaps and addresses of the shared corpus lie; read from there, never copied."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

WIRE = Path(os.environ.get("BROADSHEET_SHARED") or Path(__file__).parents[2].parent / "shared") / "wire"
needs_wire = pytest.mark.skipif(not WIRE.is_dir(), reason=f"{WIRE} is absent")
