"""What made a row: a hash over a stage's code and data files, its model and its settings.

Editing one stage changes only the `derivation_id` of that stage, so a rerun touches that stage and what follows it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

# Packages and modules of `broadsheet` whose files make the rows of a stage.
STAGE_CODE: dict[str, tuple[str, ...]] = {
    "ingest": ("ingest", "tables/ingest"),
    "extract": (
        "extract", "tables/extract", "lang", "records.py", "repeats.py", "dates/inference.py", "lang/en/dates.toml",
    ),
    "derive": (
        "claims", "dates", "entities", "language", "numbers", "stories", "lang",
        "derive.py", "derive_job.py", "derive_worker.py", "analysed.py", "records.py", "tables/derive",
    ),
}  # fmt: skip
# Word lists that extract reads, in any language's folder; all others belong to derive.
_EXTRACT_WORDS = frozenset({"boilerplate", "byline", "corrections", "credits", "months", "page_cues"})
_CODE_ENDINGS = (".py", ".toml", ".csv", ".txt")


@dataclass(frozen=True, slots=True)
class Derivation:
    """One row of `derivations` but for first_used_at."""

    derivation_id: str
    stage: str
    code_version: str
    model_version: str | None
    settings: str


def hash_id(*parts: object) -> str:
    """32 hex digits that depend on all parts and their order; the id of a row made from them.

    >>> hash_id("a", 1) == hash_id("a", 1), hash_id("a", 1) == hash_id("a1", "")
    (True, False)
    """
    digest = hashlib.sha256()
    for part in parts:
        encoded = str(part).encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()[:32]


@cache
def compute_code_version(stage: str) -> str:
    """12 hex digits over the names and bytes of the files that make a stage's rows."""
    digest = hashlib.sha256()
    root = files("broadsheet")
    for name in STAGE_CODE[stage]:
        entry = root.joinpath(*name.split("/"))
        for path, found in _walk(entry, name):
            stem = path.rpartition("/")[2].partition(".")[0]
            if name == "lang" and (stem in _EXTRACT_WORDS) != (stage == "extract"):
                continue
            digest.update(path.encode())
            digest.update(found.read_bytes())
    return digest.hexdigest()[:12]


def describe_derivation(stage: str, model_version: str | None, settings: Mapping[str, object]) -> Derivation:
    """The derivation of a stage under a model and settings."""
    code_version = compute_code_version(stage)
    written = json.dumps(dict(settings), sort_keys=True, default=str)
    derivation_id = hash_id(stage, code_version, model_version, written)[:16]
    return Derivation(derivation_id, stage, code_version, model_version, written)


def _walk(entry: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    if entry.is_dir():
        for child in sorted(entry.iterdir(), key=lambda item: item.name):
            if child.name != "__pycache__":
                yield from _walk(child, f"{name}/{child.name}")
    elif entry.is_file() and name.endswith(_CODE_ENDINGS):
        yield name, entry
