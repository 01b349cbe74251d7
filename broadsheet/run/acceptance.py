"""Leaving old rows as they are: an upgrade never forces years to run again.

Belongs here: noting that rows of older derivations stay. What a plan makes of it belongs to `broadsheet.run.plan`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime

from broadsheet.errors import SettingsError
from broadsheet.lake import frame_of
from broadsheet.stages.context import StageContext
from broadsheet.stages.derivations import find_accepted
from broadsheet.stages.notes import read_notes
from broadsheet.stages.registry import DAY_STAGES
from broadsheet.tables import get_table


@dataclass(frozen=True, slots=True)
class Accepted:
    """A row of `accepted_derivations`."""

    stage: str
    derivation_id: str
    accepted_id: str
    reason: str
    day_count: int
    accepted_at: datetime


def accept_derivations(context: StageContext, reason: str, now: datetime) -> list[Accepted]:
    """Accept every older derivation that days were made by, so that no plan runs them again for it.

    Raises SettingsError for a reason without words.
    """
    if not reason.strip():
        raise SettingsError("Say in a few words why the old rows may stay: broadsheet plan --accept 'no row changes'.")
    days = Counter(
        (stage, note.code_version) for (stage, _), note in read_notes(context.lake).items() if not note.is_empty
    )
    in_force = {stage.name: stage.load().describe(context) for stage in DAY_STAGES}
    known = {name: find_accepted(context.lake, derivation) for name, derivation in in_force.items()}
    accepted = [
        Accepted(stage, in_force[stage].derivation_id, old, reason.strip(), count, now)
        for (stage, old), count in sorted(days.items())
        if old not in known[stage]
    ]
    context.lake.upsert("accepted_derivations", frame_of(get_table("accepted_derivations"), map(asdict, accepted)))
    return accepted
