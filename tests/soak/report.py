"""What a soak found, as one value: figures, and every law that was broken.

Belongs here: judging what was gathered and writing it down. Gathering belongs to `course`.
"""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from tests.soak.accounts import Audit, list_first
from tests.soak.commands import Done
from tests.soak.watchers import Looks

# Last third against first: allowed growth of memory, and what small processes may grow at most.
MEMORY_RATIO, MEMORY_MB = 1.25, 40.0
# Bytes per article, last third against first; what is there once makes the first third dearer.
DISK_RATIO = 1.25
# Fewer figures say nothing.
FEWEST = 6
# Parts of a home that grow with what came in, so that their bytes are compared per article.
DISK_PARTS = ("lake", "releases", "fetched")


@dataclasses.dataclass(slots=True)
class Gathered:
    """What a soak saw. disk: articles and bytes by part, each time after upkeep."""

    seed: int = 0
    minutes: float = 0.0
    cpu_s: float = 0.0
    requests: int = 0
    virtual_days: float = 0.0
    done: list[Done] = dataclasses.field(default_factory=list)
    looks: dict[str, Looks] = dataclasses.field(default_factory=dict)
    disk: list[tuple[int, dict[str, int]]] = dataclasses.field(default_factory=list)
    swept_bytes: int = 0
    left_files: list[str] = dataclasses.field(default_factory=list)
    audit: Audit = dataclasses.field(default_factory=Audit)
    faults: list[str] = dataclasses.field(default_factory=list)


def compare_thirds(figures: Sequence[float]) -> tuple[float, float] | None:
    """Medians of the first and of the last third; None where there are too few figures.

    >>> compare_thirds([10, 10, 11, 12, 30, 31])
    (10.0, 30.5)
    """
    if len(figures) < FEWEST:
        return None
    size = len(figures) // 3
    return float(median(figures[:size])), float(median(figures[-size:]))


def find_faults(gathered: Gathered) -> list[str]:
    """Every law that was broken, in words."""
    audit = gathered.audit
    return [
        *gathered.faults,
        *(done.fault for done in gathered.done if done.fault),
        *list_first(f"lost: {told}" for told in audit.lost),
        *list_first(f"doubled: {told}" for told in audit.doubled),
        *audit.faults,
        *list_first(f"{kind}: {told}" for kind, looks in gathered.looks.items() for told in looks.faults),
        *(f"the {kind} never looked" for kind, looks in gathered.looks.items() if not looks.count),
        *list_first(f"left: {path}" for path in gathered.left_files),
        *_find_growth(gathered),
    ]


def _find_growth(gathered: Gathered) -> list[str]:
    faults = []
    for name, figures in list_memory(gathered).items():
        thirds = compare_thirds(figures)
        if thirds and thirds[1] > thirds[0] * MEMORY_RATIO + MEMORY_MB:
            faults.append(f"memory of {name} grew from {thirds[0]:.0f} to {thirds[1]:.0f} MB")
    for part, figures in list_disk(gathered).items():
        thirds = compare_thirds(figures)
        if thirds and thirds[1] > thirds[0] * DISK_RATIO:
            faults.append(f"bytes of {part} per article grew from {thirds[0]:.0f} to {thirds[1]:.0f}")
    return faults


def list_memory(gathered: Gathered) -> dict[str, list[float]]:
    """Memory of each watcher at each look, and the peak of each run that went to its end, in MB."""
    runs = [done.peak_mb for done in gathered.done if done.name == "run" and not done.ending and done.status == 0]
    # A watcher's first looks fill its caches.
    return {kind: looks.rss_mb[2:] for kind, looks in gathered.looks.items()} | {"runs": runs}


def list_disk(gathered: Gathered) -> dict[str, list[float]]:
    """Bytes per article of each part that grows with articles."""
    return {
        part: [parts.get(part, 0) / articles for articles, parts in gathered.disk if articles] for part in DISK_PARTS
    }


def write_report(gathered: Gathered, faults: Sequence[str], path: Path) -> str:
    """Write all as JSON; returns a table for people."""
    path.write_text(json.dumps(_make_json(gathered, faults), indent=1, default=str), encoding="utf-8")
    return "\n".join(f"{name:34}{value}" for name, value in _list_lines(gathered, faults))


def _make_json(gathered: Gathered, faults: Sequence[str]) -> dict[str, object]:
    made = dataclasses.asdict(gathered)
    made["done"] = [
        {name: value for name, value in dataclasses.asdict(done).items() if name != "told"} for done in gathered.done
    ]
    for looks in made["looks"].values():
        looks["rss_mb"] = looks["rss_mb"][:: max(1, len(looks["rss_mb"]) // 200)]
    return {"faults": list(faults)} | dict(_list_lines(gathered, faults)) | made


def _list_lines(gathered: Gathered, faults: Sequence[str]) -> list[tuple[str, object]]:
    audit, done = gathered.audit, gathered.done
    ended = Counter(f"{each.name} {each.ending}" for each in done if each.ending)
    whole = Counter(each.name for each in done if not each.ending)
    lines: list[tuple[str, object]] = [
        ("minutes", round(gathered.minutes, 1)),
        ("days on the soak's clock", round(gathered.virtual_days, 1)),
        ("processor share of one core", round(gathered.cpu_s / max(gathered.minutes * 60, 1), 2)),
        ("requests served", gathered.requests),
        ("commands to their end", _tell(whole)),
        ("commands ended", f"{sum(ended.values())}: {_tell(ended)}"),
        ("versions published", audit.published),
        ("in the warehouse once", audit.once),
        ("not articles, with a reason", f"{sum(audit.with_reason.values())}: {_tell(audit.with_reason)}"),
        ("lost / doubled", f"{len(audit.lost)} / {len(audit.doubled)}"),
        ("rows whose evidence was proved", audit.evidence_rows),
    ]
    for kind, looks in gathered.looks.items():
        told = f"{looks.count} looks at {len(looks.releases)} releases, {len(looks.faults)} faults"
        lines.append((kind, f"{told}, slowest {looks.slowest_s:.2f} s"))
    for name, figures in list_memory(gathered).items():
        lines.append((f"memory of {name}, MB", _tell_thirds(compare_thirds(figures))))
    for part, figures in list_disk(gathered).items():
        lines.append((f"bytes of {part} per article", _tell_thirds(compare_thirds(figures))))
    if gathered.disk:
        lines.append(("MB after the last upkeep", _tell_mb(gathered.disk[-1][1])))
    lines.append(("freed when all is old enough, MB", round(gathered.swept_bytes / 1e6, 1)))
    lines.append(("laws broken", len(faults)))
    return lines


def _tell(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))


def _tell_thirds(thirds: tuple[float, float] | None) -> str:
    return f"{thirds[0]:.0f} in the first third, {thirds[1]:.0f} in the last" if thirds else "too few"


def _tell_mb(parts: dict[str, int]) -> str:
    return ", ".join(f"{name} {size / 1e6:.1f}" for name, size in parts.items())
