"""What starts by itself: sensors and schedules as the Dagster instance knows them, and whether its daemon is alive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import dagster as dg
from dagster._core.scheduler.instigation import InstigatorState, InstigatorStatus

from broadsheet.settings import Settings
from pipelines.home import CODE_LOCATION, open_records, prepare_dagster_home
from pipelines.notify import NOTICE_SENSORS
from pipelines.schedules import SCHEDULES
from pipelines.sensors import SENSORS

_LONGEST_TOLD = 120


@dataclass(frozen=True, slots=True)
class Automation:
    """A sensor or schedule. state: on or off, and whether that is as it was shipped. told: what its last tick said."""

    name: str
    state: str
    ticked_at: datetime | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class AutomationReport:
    """All of them, and whether the daemon that runs them is alive."""

    items: tuple[Automation, ...]
    is_daemon_alive: bool


def read_automation(settings: Settings) -> AutomationReport:
    """What the instance of this warehouse knows of sensors and schedules; where there is none yet, how they begin."""
    shipped = {sensor.name: sensor.default_status.value == "RUNNING" for sensor in (*SENSORS, *NOTICE_SENSORS)}
    shipped |= {schedule.name: schedule.default_status.value == "RUNNING" for schedule in SCHEDULES}
    if not settings.dagster_home.exists():
        return AutomationReport(tuple(Automation(name, _say(is_on)) for name, is_on in shipped.items()), False)
    with open_records(prepare_dagster_home(settings)) as instance:
        states = {
            state.origin.instigator_name: state
            for state in instance.all_instigator_state()
            if state.origin.repository_origin.code_location_origin.location_name == CODE_LOCATION
        }
        items = tuple(_read(instance, name, is_on, states.get(name)) for name, is_on in shipped.items())
        daemons = instance.get_daemon_statuses()
    return AutomationReport(items, any(status.healthy for status in daemons.values()))


def _read(instance: dg.DagsterInstance, name: str, is_shipped_on: bool, state: InstigatorState | None) -> Automation:
    if state is None:
        return Automation(name, _say(is_shipped_on))
    is_chosen = state.status is not InstigatorStatus.DECLARED_IN_CODE
    shown = ("on" if state.status is InstigatorStatus.RUNNING else "off") if is_chosen else _say(is_shipped_on)
    ticks = instance.get_ticks(state.instigator_origin_id, state.selector_id, limit=1)
    if not ticks:
        return Automation(name, shown)
    tick = ticks[0]
    error = tick.error.message.strip() if tick.error else ""
    told = error or tick.skip_reason or f"{tick.status.value.lower()}, {len(tick.run_ids)} runs"
    return Automation(name, shown, datetime.fromtimestamp(tick.timestamp, UTC), told[:_LONGEST_TOLD])


def _say(is_on: bool) -> str:
    return "on (default)" if is_on else "off (default)"
