"""Settings of what runs by itself: the time zone of schedules, and who is told when something goes wrong.

Read from the environment by the definitions of sensors and schedules only. What stages and commands share belongs to
`broadsheet.settings`, where a change runs days again.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from broadsheet.errors import SettingsError
from broadsheet.masking import mask_address

# By field, the variable that it is read from.
SERVICE_VARIABLES = {
    "time_zone": "BROADSHEET_TIME_ZONE",
    "notify_file": "BROADSHEET_NOTIFY_FILE",
    "notify_webhook": "BROADSHEET_NOTIFY_WEBHOOK",
    "notify_email": "BROADSHEET_NOTIFY_EMAIL",
    "notify_sender": "BROADSHEET_NOTIFY_SENDER",
    "notify_mail_server": "BROADSHEET_NOTIFY_MAIL_SERVER",
}


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """All of it; an empty text means that there is none.

    time_zone: of the hours at which schedules start (`$BROADSHEET_TIME_ZONE`, default UTC); days stay those of UTC.
    notify_file: a line of JSON is added there (`$BROADSHEET_NOTIFY_FILE`).
    notify_webhook: http or https address that gets JSON by POST (`$BROADSHEET_NOTIFY_WEBHOOK`).
    notify_email: addresses, separated by commas (`$BROADSHEET_NOTIFY_EMAIL`), from notify_sender
    (`$BROADSHEET_NOTIFY_SENDER`) by notify_mail_server, smtp[s]://[user:password@]host[:port]
    (`$BROADSHEET_NOTIFY_MAIL_SERVER`, default smtp://localhost).
    """

    time_zone: str = "UTC"
    notify_file: str = ""
    # Not shown by repr, which ends in logs: both may hold a key.
    notify_webhook: str = field(default="", repr=False)
    notify_email: str = ""
    notify_sender: str = ""
    notify_mail_server: str = field(default="smtp://localhost", repr=False)

    @property
    def is_anyone_told(self) -> bool:
        return bool(self.notify_file or self.notify_webhook or self.notify_email)


def load_service_settings(environ: Mapping[str, str] | None = None) -> ServiceSettings:
    """Read the settings from `environ` (default: the process's environment).

    Raises SettingsError for a value that cannot be used; a password in it is not repeated.
    """
    env = os.environ if environ is None else environ
    found = ServiceSettings(**{field: env[name] for field, name in SERVICE_VARIABLES.items() if env.get(name)})
    _check_zone(found.time_zone)
    if found.notify_webhook:
        _check_address(SERVICE_VARIABLES["notify_webhook"], found.notify_webhook, ("http", "https"))
    if found.notify_email:
        _check_address(SERVICE_VARIABLES["notify_mail_server"], found.notify_mail_server, ("smtp", "smtps"))
        if "@" not in found.notify_sender:
            raise SettingsError("BROADSHEET_NOTIFY_EMAIL is set: set BROADSHEET_NOTIFY_SENDER to an address too.")
    if found.notify_file and not Path(found.notify_file).expanduser().is_absolute():
        raise SettingsError(f"BROADSHEET_NOTIFY_FILE is {found.notify_file!r}. Write the whole path, from / on.")
    return found


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(f"BROADSHEET_TIME_ZONE is {name!r}. Write it as Europe/Berlin or UTC.") from error


def _check_address(variable: str, address: str, schemes: tuple[str, ...]) -> None:
    try:
        parts = urlsplit(address)
        is_good = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good:
        raise SettingsError(f"{variable} is {mask_address(address)!r}. Write it as {schemes[-1]}://host.example/...")
