"""Where things lie and how many hands work: read once from the environment, then passed on as a value.

Belongs here: paths below `$BROADSHEET_HOME` and settings that every command shares. The rules of a stage live with
that stage. Stages never read the environment themselves: they get what they need as arguments.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from ipaddress import ip_address
from pathlib import Path

from broadsheet.errors import SettingsError
from broadsheet.first_day import read_first_day

DEFAULT_START_DAY = date(2020, 1, 1)
STORAGE_PREFIX = "BROADSHEET_STORAGE_"
ENGINES = ("local", "ray")
RELEASE_FORMS = ("native", "linked")
# `abfss://container@account...` has an @ and no password.
_PASSWORD = re.compile(r"[A-Za-z][\w+.-]*://[^/@:]*:(?!\d+(?:/|$))[^@\s]*@")


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one process.

    home: folder of all data (`$BROADSHEET_HOME`, default `./warehouse`).
    lake_uri: where the Delta tables lie, a path or an object-store address (`$BROADSHEET_LAKE`, default `home/lake`).
    storage_options: options of the object store, from `$BROADSHEET_STORAGE_<KEY>`.
    inbox: folder that the default source reads (`$BROADSHEET_INBOX`, default `home/inbox`).
    sources_path: `sources.toml` (`$BROADSHEET_SOURCES`, default `home/sources.toml`); it need not exist.
    workers: worker processes for extract and derive (`$BROADSHEET_WORKERS`, default: all cores); 0 means all that the
    cluster has, the default on Ray. As many models and views run at once, four at most.
    engine: what runs them (`$BROADSHEET_ENGINE`): `local`, this machine, or `ray`, a cluster.
    release_form: where a release has the rows of days (`$BROADSHEET_RELEASE_FORM`): `native`, in its own file, or
    `linked`, in the files of the lake.
    language_model: any spaCy pipeline, or one per language as in `fr=...;de=...` (`$BROADSHEET_LANGUAGE_MODEL`); empty
    means the shipped one.
    start_day: first daily partition (`$BROADSHEET_START_DAY`, else the first captured day as `home/first_day` has it,
    2020-01-01 before there is one).
    is_start_day_fixed: `$BROADSHEET_START_DAY` is set, so no earlier day is taken.
    contact: mail address or web page of whoever fetches, sent with each request (`$BROADSHEET_CONTACT`); empty where
    not given, and then nothing outside this machine is fetched.
    fetch_allow: pairs of address and port that are fetched from though they are not of the public internet
    (`$BROADSHEET_FETCH_ALLOW`, as in `127.0.0.1:8000,[::1]:8000`); only for servers of one's own.
    fetch_ca: certificate authorities in PEM that are trusted instead of the web's (`$BROADSHEET_FETCH_CA`).
    """

    home: Path
    # Not shown by repr, which ends in logs: an address may hold a password, an option of a store a key.
    lake_uri: str = field(repr=False)
    storage_options: Mapping[str, str] = field(repr=False)
    inbox: Path
    sources_path: Path
    workers: int
    language_model: str
    start_day: date
    is_start_day_fixed: bool = False
    contact: str = ""
    fetch_allow: tuple[tuple[str, int], ...] = ()
    fetch_ca: Path | None = None
    engine: str = "local"
    release_form: str = "native"

    @property
    def earliest_day(self) -> date:
        """The earliest day that is taken without being named; a page that says 1970 is no reason to start there."""
        return self.start_day if self.is_start_day_fixed else min(self.start_day, DEFAULT_START_DAY)

    @property
    def releases(self) -> Path:
        return self.home / "releases"

    @property
    def fetched(self) -> Path:
        """What the fetcher received: `<source id>/pages/` and `<source id>/lists/`, WARC files by day."""
        return self.home / "fetched"

    @property
    def warehouse(self) -> Path:
        """The one file analysts open: a symlink to the newest release."""
        return self.home / "warehouse.duckdb"

    @property
    def logs(self) -> Path:
        """One file for each run from the command line, the last few of them."""
        return self.home / "logs"

    @property
    def dagster_home(self) -> Path:
        return self.home / "dagster"


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `environ` (default: the process's environment).

    Raises SettingsError for a value that cannot be read.
    """
    env = os.environ if environ is None else environ
    home = Path(env.get("BROADSHEET_HOME") or "warehouse").expanduser().absolute()
    engine = _read_choice(env, "BROADSHEET_ENGINE", ENGINES)
    _refuse_passwords(env)
    return Settings(
        home=home,
        lake_uri=env.get("BROADSHEET_LAKE") or str(home / "lake"),
        storage_options={
            _name_option(key.removeprefix(STORAGE_PREFIX)): value
            for key, value in env.items()
            if key.startswith(STORAGE_PREFIX)
        },
        inbox=Path(env.get("BROADSHEET_INBOX") or home / "inbox").expanduser().absolute(),
        sources_path=Path(env.get("BROADSHEET_SOURCES") or home / "sources.toml").expanduser().absolute(),
        workers=_read_workers(env, engine),
        language_model=env.get("BROADSHEET_LANGUAGE_MODEL", ""),
        start_day=_read_start_day(env, home),
        is_start_day_fixed=bool(env.get("BROADSHEET_START_DAY")),
        contact=env.get("BROADSHEET_CONTACT", "").strip(),
        fetch_allow=_read_fetch_allow(env),
        fetch_ca=Path(env["BROADSHEET_FETCH_CA"]).expanduser().absolute() if env.get("BROADSHEET_FETCH_CA") else None,
        engine=engine,
        release_form=_read_choice(env, "BROADSHEET_RELEASE_FORM", RELEASE_FORMS),
    )


def count_cores() -> int:
    """The cores that this process may use."""
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def _name_option(key: str) -> str:
    """Delta knows the options of repeated requests in small letters only."""
    return key.lower() if key in {"MAX_RETRIES", "RETRY_TIMEOUT"} else key


def _refuse_passwords(env: Mapping[str, str]) -> None:
    """Stores take no password from an address, and name addresses in their errors, which end in logs."""
    for name, value in env.items():
        is_address = name == "BROADSHEET_LAKE" or (name.startswith(STORAGE_PREFIX) and "ENDPOINT" in name.upper())
        if is_address and _PASSWORD.match(value):
            raise SettingsError(
                f"{name} holds a password. Put it into the store's own options, {STORAGE_PREFIX}<KEY>, such as "
                "AWS_SECRET_ACCESS_KEY."
            )


def _read_choice(env: Mapping[str, str], variable: str, choices: tuple[str, ...]) -> str:
    """The value of a variable that is one of a few; the first where it is not set."""
    name = env.get(variable) or choices[0]
    if name not in choices:
        raise SettingsError(f"{variable} is {name!r}. Set it to one of: {', '.join(choices)}.")
    return name


def _read_workers(env: Mapping[str, str], engine: str) -> int:
    raw = env.get("BROADSHEET_WORKERS")
    if not raw:
        return 0 if engine == "ray" else count_cores()
    if not raw.isdigit() or int(raw) < 1:
        raise SettingsError(f"BROADSHEET_WORKERS is {raw!r}. Set it to a whole number from 1 up.")
    return int(raw)


def _read_start_day(env: Mapping[str, str], home: Path) -> date:
    raw = env.get("BROADSHEET_START_DAY")
    if not raw:
        return read_first_day(home) or DEFAULT_START_DAY
    try:
        return date.fromisoformat(raw)
    except ValueError as error:
        raise SettingsError(f"BROADSHEET_START_DAY is {raw!r}. Write it as 2024-01-31.") from error


def _read_fetch_allow(env: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    raw = env.get("BROADSHEET_FETCH_ALLOW") or ""
    pairs = []
    for item in filter(None, map(str.strip, raw.split(","))):
        address, _, port = item.rpartition(":")
        try:
            pairs.append((str(ip_address(address.strip("[]"))), int(port)))
        except ValueError as error:
            raise SettingsError(
                f"BROADSHEET_FETCH_ALLOW has {item!r}. Write addresses with their port, as in 127.0.0.1:8000."
            ) from error
    return tuple(pairs)
