"""No secret of a setting shows where settings show: in repr, in status, in errors, in contexts of stages."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from broadsheet.errors import SettingsError
from broadsheet.serving.server import Access
from broadsheet.settings import load_settings
from broadsheet.stages.context import StageContext
from pipelines.service_settings import load_service_settings
from pipelines.settings_shown import describe_settings

CANARY = "c4nary-of-a-secret"
ENVIRONMENT = {
    "BROADSHEET_LAKE": f"s3://key:{CANARY}@store.example/lake",
    "BROADSHEET_STORAGE_AWS_SECRET_ACCESS_KEY": CANARY,
    "BROADSHEET_STORAGE_AWS_ENDPOINT_URL": f"https://key:{CANARY}@store.example",
    "BROADSHEET_STORAGE_SOMETHING_NEW": CANARY,
    "BROADSHEET_NOTIFY_WEBHOOK": f"https://hooks.example/services/{CANARY}",
    "BROADSHEET_NOTIFY_EMAIL": "desk@news.example",
    "BROADSHEET_NOTIFY_SENDER": "broadsheet@news.example",
    "BROADSHEET_NOTIFY_MAIL_SERVER": f"smtps://desk:{CANARY}@mail.example",
    "BROADSHEET_PASSWORD": CANARY,
}


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {**ENVIRONMENT, "BROADSHEET_HOME": str(tmp_path / "home")}


def test_what_has_secrets_does_not_show_them(environ: dict[str, str]) -> None:
    settings, service = load_settings(environ), load_service_settings(environ)
    assert CANARY in settings.lake_uri and CANARY in service.notify_webhook, "the canaries are there"
    shown = [repr(settings), str(settings), repr(service), f"{service}", repr(Access(token=CANARY))]
    shown += [f"{item.name} {item.origin} {item.shown}" for item in describe_settings(settings, environ)]
    assert not [text for text in shown if CANARY in text]


def test_a_context_of_stages_does_not_show_them(environ: dict[str, str]) -> None:
    local = {name: value for name, value in environ.items() if name != "BROADSHEET_LAKE"}
    assert CANARY not in repr(StageContext.of(load_settings(local)))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BROADSHEET_NOTIFY_WEBHOOK", f"ftp://key:{CANARY}@hooks.example/x"),
        ("BROADSHEET_NOTIFY_MAIL_SERVER", f"imap://key:{CANARY}@mail.example"),
    ],
)
def test_an_error_about_a_setting_does_not_repeat_its_secret(environ: dict[str, str], name: str, value: str) -> None:
    with pytest.raises(SettingsError) as raised:
        load_service_settings({**environ, name: value})
    assert CANARY not in "".join(traceback.format_exception(raised.value)) and name in str(raised.value)
