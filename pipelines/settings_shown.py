"""Settings for a person to read: each with its variable, where its value comes from, and no secret.

Belongs here: how settings are shown. Reading them belongs to `broadsheet.settings`, which the stages import: a change
there runs their days again, a change here does not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from broadsheet.masking import mask_address
from broadsheet.settings import DEFAULT_START_DAY, STORAGE_PREFIX, Settings
from pipelines.notices import hide_path
from pipelines.service_settings import SERVICE_VARIABLES, load_service_settings

# By field, the variable that it is read from.
VARIABLES = {
    "home": "BROADSHEET_HOME",
    "lake_uri": "BROADSHEET_LAKE",
    "inbox": "BROADSHEET_INBOX",
    "sources_path": "BROADSHEET_SOURCES",
    "start_day": "BROADSHEET_START_DAY",
    "workers": "BROADSHEET_WORKERS",
    "engine": "BROADSHEET_ENGINE",
    "release_form": "BROADSHEET_RELEASE_FORM",
    "language_model": "BROADSHEET_LANGUAGE_MODEL",
    "contact": "BROADSHEET_CONTACT",
    "fetch_allow": "BROADSHEET_FETCH_ALLOW",
    "fetch_ca": "BROADSHEET_FETCH_CA",
}
# Options of an object store that are no secret; all others may be one.
_OPEN_ENDINGS = ("REGION", "ENDPOINT", "ENDPOINT_URL", "ALLOW_HTTP", "BUCKET", "ACCOUNT_NAME")


@dataclass(frozen=True, slots=True)
class SettingShown:
    """A setting for a person to read: its variable, where its value comes from, and the value, secrets masked."""

    name: str
    origin: str
    shown: str


def describe_settings(settings: Settings, environ: Mapping[str, str] | None = None) -> list[SettingShown]:
    """Every setting with its origin, and variables that look like settings and are none.

    environ: where `settings` were read from (default: the process's environment).
    """
    env = os.environ if environ is None else environ
    known = [
        SettingShown(name, _find_origin(field, name, settings, env), mask_address(_write(getattr(settings, field))))
        for field, name in VARIABLES.items()
    ]
    known += _describe_service(env)
    options = [
        SettingShown(f"{STORAGE_PREFIX}{key}", "environment", _mask_option(key, value))
        for key, value in sorted(settings.storage_options.items())
    ]
    strangers = [
        SettingShown(name, "environment", "is no setting: look at the spelling")
        for name in sorted(env)
        if name.startswith("BROADSHEET_") and name not in {item.name for item in (*known, *options)}
    ]
    return [*known, *options, *strangers]


def _write(value: object) -> str:
    """A value as it would be set; servers as `address:port`, nothing for None."""
    if isinstance(value, tuple):
        return ",".join(f"{address}:{port}" for address, port in value)
    return "" if value is None else str(value)


def _find_origin(field: str, name: str, settings: Settings, env: Mapping[str, str]) -> str:
    if env.get(name):
        return "environment"
    is_captured = field == "start_day" and settings.start_day != DEFAULT_START_DAY
    return "first capture" if is_captured else "default"


def _describe_service(env: Mapping[str, str]) -> Iterator[SettingShown]:
    service = load_service_settings(env)
    for field, name in SERVICE_VARIABLES.items():
        # The path of a webhook often is its key.
        shown = hide_path(str(getattr(service, field)))
        yield SettingShown(name, "environment" if env.get(name) else "default", shown)


def _mask_option(key: str, value: str) -> str:
    return mask_address(value) if key.upper().endswith(_OPEN_ENDINGS) else "***"
