"""Who reads while all this goes on: a reader that opens the warehouse again and again, an analyst who never closes it.

Each is a process of its own that writes one line of JSON for each look; the harness reads those files.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from broadsheet.release import open_warehouse
from broadsheet.settings import load_settings

KINDS = ("reader", "analyst")
_LOOK_EVERY_S = {"reader": 1.0, "analyst": 20.0}
# Release, articles, unaccounted captures, and something of each table of facts.
_QUERY = (
    "select (select release_id from _release), (select count(*) from articles), "
    "(select coalesce(sum(unaccounted_count), 0) from pipeline_funnel), "
    "(select count(*) from claims), (select count(*) from numbers), "
    "(select max(headline) from articles), (select count(*) from claims_to_check)"
)


@dataclass(slots=True)
class Looks:
    """What a watcher saw. rss_mb: of its process at each look."""

    count: int = 0
    releases: list[str] = field(default_factory=list)
    rss_mb: list[float] = field(default_factory=list)
    slowest_s: float = 0.0
    faults: list[str] = field(default_factory=list)


def read_looks(path: Path, *, is_one_release: bool) -> Looks:
    """The looks of a file, judged: no fault, nothing unaccounted for, and never an older release or fewer articles.

    is_one_release: the watcher held one release open, so that each answer must be the same.
    """
    looks, last = Looks(), ("", 0)
    first: list[object] | None = None
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        look: dict[str, Any] = json.loads(line)
        looks.count += 1
        looks.rss_mb.append(look["rss_mb"])
        looks.slowest_s = max(looks.slowest_s, look["seconds"])
        if "fault" in look:
            looks.faults.append(f"look {looks.count}: {look['fault']}")
            continue
        answer = look["answer"]
        release_id, articles, unaccounted = answer[:3]
        first = first or answer
        if is_one_release and answer != first:
            looks.faults.append(f"an open release changed: {answer} after {first}")
        if unaccounted or release_id < last[0] or articles < last[1]:
            looks.faults.append(f"{release_id}: {articles} articles after {last}, {unaccounted} unaccounted for")
        if release_id != last[0]:
            looks.releases.append(release_id)
        last = release_id, articles
    return looks


def start_watcher(kind: str, home: Path, path: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A watcher that looks until it is terminated."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.soak.watchers", kind, str(home), str(path)],
        env={**os.environ, **environment, "PYTHONPATH": str(Path.cwd())},
        start_new_session=True,
    )


def measure_rss_mb(pid: int | str = "self") -> float:
    """Resident memory of a process, of its own pages."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure_cpu_s(pid: int | str) -> float:
    """Processor time of a process so far."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _watch(kind: str, home: Path, path: Path) -> None:
    settings = load_settings({"BROADSHEET_HOME": str(home)})
    held = duckdb.connect(str(settings.warehouse), read_only=True) if kind == "analyst" else None
    number = 0
    with path.open("a", encoding="utf-8") as file:
        while True:
            number += 1
            begun = time.monotonic()
            if held is not None:
                look = _look(held.cursor)
            elif number % 2:
                look = _look(lambda: open_warehouse(settings))
            else:
                look = _look(lambda: duckdb.connect(str(settings.warehouse), read_only=True))
            look |= {"seconds": round(time.monotonic() - begun, 3), "rss_mb": round(measure_rss_mb(), 1)}
            file.write(json.dumps(look) + "\n")
            file.flush()
            time.sleep(_LOOK_EVERY_S[kind])


def _look(open_it: Callable[[], duckdb.DuckDBPyConnection]) -> dict[str, object]:
    try:
        with open_it() as connection:
            return {"answer": [*(connection.execute(_QUERY).fetchone() or ())]}
    except Exception as error:  # noqa: BLE001  whatever a reader meets is what is sought
        return {"fault": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    _watch(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
