"""Derivations: what made the rows of a stage, as `ops.derivations` keeps it.

A row's `derivation_id` depends on the code, the libraries that decide rows, the model and the settings of its stage,
and on nothing else, so editing one stage runs only that stage and what follows it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from broadsheet.ids import hash_id
from broadsheet.lake import Lake, frame_of
from broadsheet.rows import to_row
from broadsheet.stages.code_version import RECORDED, find_versions, read_stage_code
from broadsheet.tables import get_table


@dataclass(frozen=True, slots=True)
class Derivation:
    """One row of `derivations` but for first_used_at. libraries, modules and settings are JSON with sorted keys."""

    derivation_id: str
    stage: str
    code_version: str
    model_version: str | None
    settings: str
    libraries: str
    modules: str


def describe_derivation(stage: str, model_version: str | None, settings: Mapping[str, object]) -> Derivation:
    """The derivation of a stage under a model and settings, by the code that is installed here."""
    code = read_stage_code(stage)
    written = _to_json(settings)
    return Derivation(
        derivation_id=hash_id(stage, code.version, model_version, written)[:16],
        stage=stage,
        code_version=code.version,
        model_version=model_version,
        settings=written,
        libraries=_to_json(find_versions(RECORDED) | dict(code.libraries)),
        modules=_to_json(code.parts),
    )


def store_derivation(lake: Lake, derivation: Derivation, now: datetime) -> None:
    """Note a derivation the first time it is used."""
    known = lake.read("derivations", columns=["derivation_id"])["derivation_id"]
    if derivation.derivation_id not in known.to_list():
        row = to_row(derivation) | {"first_used_at": now}
        lake.upsert("derivations", frame_of(get_table("derivations"), [row]))


def find_accepted(lake: Lake, derivation: Derivation) -> set[str]:
    """Ids of derivations whose rows may stay beside this one: itself, and those that a user has accepted."""
    accepted = lake.read("accepted_derivations", columns=["derivation_id", "accepted_id"])
    found = accepted.filter(derivation_id=derivation.derivation_id)["accepted_id"].to_list()
    return {derivation.derivation_id, *found}


def explain_difference(old: Mapping[str, Any] | None, new: Derivation) -> str:
    """What differs between the derivation that made rows and the one in force, in a few words.

    old: a row of `derivations`; None where it is not known.
    """
    if old is None:
        return "made by code that is not recorded"
    told = [
        *_list_changes("", old.get("modules"), new.modules),
        *_list_changes("library ", old.get("libraries"), new.libraries, deciding=read_stage_code(new.stage).libraries),
        *([f"model {old['model_version']}"] if old["model_version"] != new.model_version else []),
        *(["settings"] if old["settings"] != new.settings else []),
    ]
    return _shorten(told) or "made by code that is not recorded"


def _list_changes(mark: str, old: str | None, new: str, *, deciding: Iterable[str] | None = None) -> list[str]:
    """Names whose value differs, is new or is gone."""
    if not old:
        return []
    before, after = json.loads(old), json.loads(new)
    names = before.keys() | after.keys() if deciding is None else deciding
    return [f"{mark}{name}" for name in sorted(names) if before.get(name) != after.get(name)]


def _shorten(names: list[str], most: int = 4) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _to_json(values: Mapping[str, object]) -> str:
    return json.dumps(dict(values), sort_keys=True, default=str)
