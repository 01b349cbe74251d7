"""What an article says about its own changes: "This article was amended", "Correction:", "An earlier version ...".

Belongs here: finding the statement. What really changed between two versions is computed by the model
`article_versions`, which joins this statement to it. The patterns are data: broadsheet/lang/corrections.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from broadsheet.errors import FaultError
from broadsheet.records import Paragraph

CORRECTION_KINDS = ("retraction", "correction", "clarification", "update")
_NOTE_CHARS = 600
_MOST_NOTES = 10
_MARKS = " \t*_[(•–—-"


def find_corrections(paragraphs: Sequence[Paragraph]) -> tuple[str, str] | None:
    """The most serious kind of correction that an article states, and all such statements, one per line; or None.

    Boilerplate is searched as well, since notes are often in boxes.
    """
    stems = _load_list("stems")
    kinds: set[str] = set()
    notes: list[str] = []
    for paragraph in paragraphs:
        line = paragraph.surface[:_NOTE_CHARS]
        lowered = line.lower()
        if len(notes) == _MOST_NOTES or not any(stem in lowered for stem in stems):
            continue
        kind = _classify_kind(line.lstrip(_MARKS))
        if kind:
            kinds.add(kind)
            notes.append(line.replace("\n", " "))
    return (min(kinds, key=CORRECTION_KINDS.index), "\n".join(notes)) if notes else None


def _classify_kind(line: str) -> str | None:
    return next((kind for kind, pattern in _load_patterns().items() if pattern.search(line)), None)


@cache
def _load_patterns() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile("|".join(_load_list(kind)), re.IGNORECASE) for kind in CORRECTION_KINDS}


@cache
def _load_list(name: str) -> tuple[str, ...]:
    try:
        raw = tomllib.loads(files("broadsheet").joinpath("lang", "corrections.toml").read_text(encoding="utf-8"))
        return tuple(raw[name])
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise FaultError(f"The list {name} of lang/corrections.toml cannot be read: {error!r}.") from error
