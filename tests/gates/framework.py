"""Quality gates: scores on public gold corpora, held by pins.

A gate is a function decorated with `@gate`; it gets a corpus as parsed JSON lines and returns figures. `pins.toml`
holds the least figure that passes and the hash of the corpus it was measured on. The corpora are not part of the
project: they are read from `$BROADSHEET_SHARED` (default `../shared`), and a gate whose corpus is absent is skipped.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib
import json
import os
import pkgutil
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PINS = HERE / "pins.toml"
# A rebuilt environment moves figures by hundredths; a pin holds to this many points.
TOLERANCE = 0.1


class Unmeasurable(Exception):  # noqa: N818 - a reason, not a fault
    """Raised by a gate that needs what is not installed: it is skipped, and the table says why."""


Measure = Callable[[list[dict[str, Any]]], dict[str, float]]


@dataclass(frozen=True, slots=True)
class Gate:
    """One measurement. `path` is the corpus file below the shared folder."""

    name: str
    corpus: str
    path: str
    measure: Measure

    @property
    def id(self) -> str:
        return f"{self.name}.{self.corpus}"


@dataclass(frozen=True, slots=True)
class Result:
    """What a gate gave: figures, or the reason why it was skipped."""

    gate: Gate
    corpus_sha256: str
    scores: dict[str, float]
    seconds: float
    skipped: str = ""


GATES: list[Gate] = []


def gate(*, name: str, corpus: str, path: str) -> Callable[[Measure], Measure]:
    """Register a function as a gate. Raises ValueError where the pair of name and corpus is taken."""

    def register(measure: Measure) -> Measure:
        if any(known.name == name and known.corpus == corpus for known in GATES):
            raise ValueError(f"There are two gates {name}.{corpus}.")
        GATES.append(Gate(name, corpus, path, measure))
        return measure

    return register


def shared_folder() -> Path:
    """Folder of the gold corpora; it need not exist."""
    return Path(os.environ.get("BROADSHEET_SHARED") or HERE.parents[1].parent / "shared")


def load_gates() -> list[Gate]:
    """Import every `gate_*` module and return the gates in order of name."""
    for module in pkgutil.iter_modules([str(HERE)]):
        if module.name.startswith("gate_"):
            importlib.import_module(f"tests.gates.{module.name}")
    return sorted(GATES, key=lambda item: item.id)


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """Parsed JSON lines of a plain or gzipped file; `.json` is one record, `.conllu` one of `{"conllu": text}`."""
    if path.suffix == ".json":
        yield json.loads(path.read_bytes())
        return
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    if ".conllu" in path.suffixes:
        yield {"conllu": raw.decode("utf-8")}
        return
    yield from (json.loads(line) for line in raw.decode("utf-8").split("\n") if line.strip())


def run_gate(item: Gate) -> Result:
    """Measure one gate."""
    path = shared_folder() / item.path
    if not path.exists():
        return Result(item, "", {}, 0.0, skipped=f"no corpus at {path}")
    started = time.perf_counter()
    try:
        scores = item.measure(list(read_records(path)))
    except Unmeasurable as reason:
        return Result(item, "", {}, 0.0, skipped=str(reason))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Result(item, digest, scores, time.perf_counter() - started)


def read_pins() -> dict[str, Any]:
    """Pins by gate id: `corpus_sha256` and `scores`."""
    return tomllib.loads(PINS.read_text(encoding="utf-8")) if PINS.exists() else {}


def find_failures(result: Result, pins: dict[str, Any]) -> list[str]:
    """Sentences that say what is wrong with a result; empty means it passes."""
    if result.skipped:
        return []
    pin = pins.get(result.gate.id)
    if pin is None:
        return [f"{result.gate.id} has no pin. Run with --update."]
    if pin["corpus_sha256"] != result.corpus_sha256:
        return [f"{result.gate.id}: the corpus is another one than the pin was measured on. Run with --update."]
    failures = []
    for metric, floor in pin["scores"].items():
        score = result.scores.get(metric)
        if score is None:
            failures.append(f"{result.gate.id}: {metric} is pinned but was not measured.")
        elif score < floor - TOLERANCE:
            failures.append(f"{result.gate.id}: {metric} is {score:.2f}, below its pin {floor:.2f}.")
    return failures


def write_pins(results: list[Result], pins: dict[str, Any]) -> list[str]:
    """Pin the figures of these results; returns sentences about pins that were lowered."""
    lowered = []
    for result in results:
        if result.skipped:
            continue
        old = pins.get(result.gate.id, {}).get("scores", {})
        lowered += [
            f"{result.gate.id}: {metric} lowered from {old[metric]:.2f} to {score:.2f}."
            for metric, score in result.scores.items()
            if metric in old and score < old[metric] - TOLERANCE
        ]
        pins[result.gate.id] = {"corpus_sha256": result.corpus_sha256, "scores": result.scores}
    PINS.write_text(_format_pins(pins), encoding="utf-8")
    return lowered


def _format_pins(pins: dict[str, Any]) -> str:
    lines = ["# Least figures that pass, written by `python -m tests.gates --update`. See framework.py."]
    for gate_id, pin in sorted(pins.items()):
        lines += ["", f'["{gate_id}"]', f'corpus_sha256 = "{pin["corpus_sha256"]}"', f'["{gate_id}".scores]']
        lines += [f'"{metric}" = {score:.2f}' for metric, score in sorted(pin["scores"].items())]
    return "\n".join(lines) + "\n"
