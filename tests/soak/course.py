"""The course of a soak: rounds of polls and runs, side by side or in turn, ended or not, then quiet and the audit."""

from __future__ import annotations

import random
import shutil
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import Popen

from broadsheet.release import open_warehouse
from broadsheet.settings import Settings, load_settings
from tests.soak.accounts import audit, find_known_marks
from tests.soak.clock import SoakClock
from tests.soak.commands import ENDINGS, Done, run_command
from tests.soak.disk import list_left_files, measure_disk, sweep
from tests.soak.report import Gathered
from tests.soak.site import SoakSite, serve, write_sources
from tests.soak.watchers import KINDS, measure_cpu_s, read_looks, start_watcher

# A day of the soak's clock takes so many minutes.
DAY_MINUTES = 20.0
# Rounds: which commands begin at the same moment, and how often.
ROUNDS: dict[tuple[str, ...], int] = {
    ("poll", "run"): 40,
    ("poll",): 25,
    ("run",): 15,
    ("poll --now", "poll", "run"): 5,
    ("run", "run"): 10,
    ("upkeep", "run"): 3,
    ("upkeep", "poll"): 2,
}
# One command in so many is ended.
ENDED_SHARE = 0.4
# How many seconds a command takes, before the first one has shown it.
USUAL_S = {"poll": 4.0, "run": 25.0, "upkeep": 12.0}
# Longest wait of an address, and more than that: what failed is asked for again, what changed is looked at.
QUIET_STEP, QUIET_ROUNDS = timedelta(hours=26), 3


@dataclass(slots=True)
class Soak:
    """One soak in a folder of its own. folder: holds the warehouse, temporary files, and what the watchers saw."""

    folder: Path
    minutes: float
    seed: int
    share: float
    quiet_rounds: int = QUIET_ROUNDS
    gathered: Gathered = field(default_factory=Gathered)
    _chance: random.Random = field(default_factory=random.Random)
    _watchers: dict[str, Popen[bytes]] = field(default_factory=dict)
    _usual_s: dict[str, float] = field(default_factory=lambda: dict(USUAL_S))
    _began: float = 0.0
    _last_upkeep: float = 0.0

    def run(self) -> Gathered:
        """All of it."""
        settings = self._make_home()
        self.gathered.seed, self._chance = self.seed, random.Random(self.seed)
        speed = 24 * 60 / DAY_MINUTES
        back = timedelta(minutes=self.minutes * 1.5 * speed) + QUIET_STEP * (self.quiet_rounds + 1)
        clock = SoakClock(datetime.now(UTC) - back, speed, time.time())
        site = SoakSite(self.seed, clock)
        self._began = self._last_upkeep = time.monotonic()
        first_at = clock()
        with serve(site) as port:
            stop = threading.Event()
            teller = threading.Thread(target=self._tell_each_minute, args=(site, stop), daemon=True)
            teller.start()
            try:
                self._live(settings, clock, site, port)
                self._settle(settings, clock, site, port)
            finally:
                stop.set()
                self.gathered.cpu_s = self._measure_cpu_s()
                self._end_watchers()
        gathered = self.gathered
        gathered.minutes, gathered.requests = (time.monotonic() - self._began) / 60, site.request_count
        gathered.virtual_days = (clock() - first_at) / timedelta(days=1)
        self._audit(settings, site)
        return gathered

    def _make_home(self) -> Settings:
        if self.folder.exists():
            shutil.rmtree(self.folder)
        home = self.folder / "warehouse"
        for folder in (home, self.folder / "tmp", self.folder / "watch"):
            folder.mkdir(parents=True)
        (home / "sources.toml").write_text(write_sources(), encoding="utf-8")
        return load_settings({"BROADSHEET_HOME": str(home)})

    def _live(self, settings: Settings, clock: SoakClock, site: SoakSite, port: int) -> None:
        """Rounds until the time is over."""
        environment = self._make_environment(settings, clock, port)
        site.grow(12)
        self._work(("poll --now",), environment, is_ended=False)
        self._work(("run",), environment, is_ended=False)
        for kind in KINDS:
            path = self.folder / "watch" / f"{kind}.jsonl"
            self._watchers[kind] = start_watcher(kind, settings.home, path, environment)
        while self._elapsed_s() < self.minutes * 60:
            site.grow(self._chance.randint(1, 4))
            site.change(self._chance.randint(0, 2), self._find_known(settings))
            self._work(self._draw_round(), environment, is_ended=True)
            self._look_at_watchers()
            self._rest()

    def _draw_round(self) -> tuple[str, ...]:
        upkeep_due = time.monotonic() - self._last_upkeep > max(60.0, self.minutes * 60 / 12)
        names = self._chance.choices([*ROUNDS], [*ROUNDS.values()])[0]
        return ("upkeep", "run") if upkeep_due and self._chance.random() < 0.5 else names

    def _work(self, names: Sequence[str], environment: dict[str, str], *, is_ended: bool) -> list[Done]:
        """Start the commands at the same moment and wait for all of them."""
        drawn = [self._draw_ending(name) if is_ended else ("", 0.0) for name in names]
        with ThreadPoolExecutor(len(names)) as threads:
            begun = [
                threads.submit(run_command, name, environment, *ending)
                for name, ending in zip(names, drawn, strict=True)
            ]
            done = [each.result() for each in begun]
        for each in done:
            self._note(each)
        return done

    def _draw_ending(self, name: str) -> tuple[str, float]:
        if self._chance.random() >= ENDED_SHARE:
            return "", 0.0
        kind = self._chance.choices([*ENDINGS], [4, 2, 2, 2])[0]
        if name == "upkeep":
            # A script of this harness, which hears no signal; in real life the job runs within Dagster.
            kind = "kill"
        return kind, self._chance.uniform(0.2, 1.1 * self._usual_s[name.partition(" ")[0]])

    def _note(self, done: Done) -> None:
        self.gathered.done.append(done)
        self.gathered.cpu_s += done.cpu_s
        if done.fault:
            print(f"FAULT {done.fault}", flush=True)
        if done.ending or done.status:
            return
        kind = done.name.partition(" ")[0]
        self._usual_s[kind] = 0.7 * self._usual_s[kind] + 0.3 * done.seconds
        if kind == "upkeep":
            self._last_upkeep = time.monotonic()
            self._measure()

    def _measure(self) -> None:
        settings = load_settings({"BROADSHEET_HOME": str(self.folder / "warehouse")})
        with open_warehouse(settings) as warehouse:
            (articles,) = warehouse.execute("select count(*) from articles").fetchone() or (0,)
        self.gathered.disk.append((articles, measure_disk(settings)))

    def _settle(self, settings: Settings, clock: SoakClock, site: SoakSite, port: int) -> None:
        """No more news and no more endings: all that waits is fetched, and the whole release is proved."""
        for _ in range(self.quiet_rounds):
            clock.set_forward(QUIET_STEP)
            self._work(("poll --now",), self._make_environment(settings, clock, port), is_ended=False)
            self._work(("run",), self._make_environment(settings, clock, port), is_ended=False)
        self._work(("run --whole-release",), self._make_environment(settings, clock, port), is_ended=False)
        self._work(("upkeep",), self._make_environment(settings, clock, port), is_ended=False)

    def _audit(self, settings: Settings, site: SoakSite) -> None:
        gathered = self.gathered
        with open_warehouse(settings) as warehouse:
            gathered.audit = audit(warehouse, site.versions)
        gathered.looks = {
            kind: read_looks(self.folder / "watch" / f"{kind}.jsonl", is_one_release=kind == "analyst")
            for kind in KINDS
        }
        before = sum(measure_disk(settings).values())
        sweep(settings)
        after = measure_disk(settings)
        gathered.swept_bytes = before - sum(after.values())
        if after["lake_old"]:
            gathered.faults.append(f"{after['lake_old']} bytes of the lake that nothing needs and no upkeep frees")
        gathered.left_files = list_left_files(settings, self.folder / "tmp")

    def _make_environment(self, settings: Settings, clock: SoakClock, port: int) -> dict[str, str]:
        return clock.write() | {
            "BROADSHEET_HOME": str(settings.home),
            "DAGSTER_HOME": str(settings.dagster_home),
            "BROADSHEET_WORKERS": "1",
            "BROADSHEET_CONTACT": "desk@soak.example",
            "SOAK_PORT": str(port),
            "TMPDIR": str(self.folder / "tmp"),
        }

    def _find_known(self, settings: Settings) -> set[str]:
        with open_warehouse(settings) as warehouse:
            return {*find_known_marks(warehouse)}

    def _look_at_watchers(self) -> None:
        for kind, process in self._watchers.items():
            if process.poll() is not None:
                self.gathered.faults.append(f"the {kind} ended with status {process.returncode}")

    def _end_watchers(self) -> None:
        for process in self._watchers.values():
            process.terminate()
            with suppress(ChildProcessError):
                process.wait(timeout=60)

    def _elapsed_s(self) -> float:
        return time.monotonic() - self._began

    def _measure_cpu_s(self) -> float:
        """Of the commands, the watchers, and the harness with its server."""
        return self.gathered.cpu_s + sum(measure_cpu_s(pid) for pid in ("self", *self._list_pids()))

    def _list_pids(self) -> list[int]:
        return [process.pid for process in self._watchers.values() if process.poll() is None]

    def _rest(self) -> None:
        """Wait until the commands have used no more than their share of a core, a minute at most."""
        ahead = self._measure_cpu_s() / self.share - self._elapsed_s()
        time.sleep(min(max(ahead, 1.0), 60.0))

    def _tell_each_minute(self, site: SoakSite, stop: threading.Event) -> None:
        number = 0
        while not stop.wait(60):
            number += 1
            looks = {
                kind: read_looks(self.folder / "watch" / f"{kind}.jsonl", is_one_release=kind == "analyst")
                for kind in KINDS
            }
            done = self.gathered.done
            told = ", ".join(
                f"{kind} {each.count} looks {len(each.faults)} faults {each.rss_mb[-1] if each.rss_mb else 0:.0f} MB"
                for kind, each in looks.items()
            )
            print(
                f"{number:4} min  {len(site.versions)} versions, {len(done)} commands, "
                f"{sum(bool(each.ending) for each in done)} ended, {sum(bool(each.fault) for each in done)} faults; "
                f"{told}; {self._measure_cpu_s() / max(self._elapsed_s(), 1):.2f} of a core",
                flush=True,
            )
