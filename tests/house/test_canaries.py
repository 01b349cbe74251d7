"""No secret of a setting shows where settings show: in repr, in status, in errors, in contexts of stages.

What a whole poll and run leave behind is searched by tests/pipelines/test_canaries_of_runs.py.
"""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from broadsheet.errors import SettingsError, SourceError, TableError
from broadsheet.lake import Lake
from broadsheet.lake.stored import StoredTable
from broadsheet.masking import mask_parts
from broadsheet.serving.server import Access
from broadsheet.settings import load_settings
from broadsheet.stages.context import StageContext
from broadsheet.tables import get_table
from pipelines.notices import Notice, send_notice
from pipelines.service_settings import ServiceSettings, load_service_settings
from pipelines.settings_shown import describe_settings

CANARY = "c4nary-of-a-secret"
ENVIRONMENT = {
    "BROADSHEET_LAKE": "s3://store/lake",
    "BROADSHEET_STORAGE_AWS_SECRET_ACCESS_KEY": CANARY,
    "BROADSHEET_STORAGE_AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "BROADSHEET_STORAGE_PROXY_URL": f"http://key:{CANARY}@127.0.0.1:9",
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
    assert CANARY in settings.storage_options["SOMETHING_NEW"] and CANARY in service.notify_webhook, (
        "the canaries are there"
    )
    shown = [repr(settings), str(settings), repr(service), f"{service}", repr(Access(token=CANARY))]
    shown += [f"{item.name} {item.origin} {item.shown}" for item in describe_settings(settings, environ)]
    assert not [text for text in shown if CANARY in text]


def test_a_context_of_stages_does_not_show_them(environ: dict[str, str]) -> None:
    local = {name: value for name, value in environ.items() if name != "BROADSHEET_LAKE"}
    assert CANARY not in repr(StageContext.of(load_settings(local)))
    stored = StoredTable(get_table("captures"), "s3://store/lake", {"AWS_SECRET_ACCESS_KEY": CANARY})
    assert CANARY not in repr(stored)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BROADSHEET_LAKE", f"s3://key:{CANARY}@store.example/lake"),
        ("BROADSHEET_STORAGE_AWS_ENDPOINT_URL", f"https://key:{CANARY}@store.example:9000/@"),
        ("BROADSHEET_STORAGE_ENDPOINT", f"http://:{CANARY}/a@b@store.example"),
    ],
)
def test_a_store_with_a_password_in_its_address_is_refused(environ: dict[str, str], name: str, value: str) -> None:
    """The store's own errors repeat it: 'Error performing GET http://key:word@store.example/lake/_delta_log'."""
    with pytest.raises(SettingsError) as raised:
        load_settings({**environ, name: value})
    assert CANARY not in "".join(traceback.format_exception(raised.value)) and name in str(raised.value)


def test_an_address_of_a_store_may_have_ports_and_containers(environ: dict[str, str]) -> None:
    fine = {
        "BROADSHEET_LAKE": "abfss://lake@account.dfs.core.windows.net/a",
        "BROADSHEET_STORAGE_ENDPOINT": "http://store.example:9000/@x",
    }
    assert load_settings({**environ, **fine}).lake_uri == fine["BROADSHEET_LAKE"]


def test_a_store_that_cannot_be_reached_does_not_name_its_keys(environ: dict[str, str]) -> None:
    settings = load_settings(environ)
    options = {**settings.storage_options, "AWS_ALLOW_HTTP": "true", "MAX_RETRIES": "0", "RETRY_TIMEOUT": "1s"}
    with pytest.raises(TableError) as raised:
        Lake(settings.lake_uri, options).days("captures")
    told = "".join(traceback.format_exception(raised.value))
    assert "S3 error" in told and CANARY not in told, told


NOTICES = {
    "a_space": f"http://127.0.0.1:9/services/a b/{CANARY}",
    "a_letter_that_is_not_ascii": f"http://127.0.0.1:9/é/{CANARY}",
    "nobody_there": f"http://me:{CANARY}@127.0.0.1:9/services",
    "a_query": f"http://127.0.0.1:9/services?token={CANARY} x",
}


@pytest.mark.parametrize("case", NOTICES)
def test_a_notice_that_fails_does_not_repeat_its_address(case: str, tmp_path: Path) -> None:
    notice = Notice("run_failed", "publish", "0123456789", "2024-03-05T09:00:00+00:00", "view: a disk is full")
    settings = ServiceSettings(
        notify_webhook=NOTICES[case], notify_email="desk@news.example", notify_sender="desk@news.example",
        notify_mail_server=f"smtp://desk:{CANARY}@127.0.0.1:9",
    )  # fmt: skip
    with pytest.raises(SourceError) as raised:
        send_notice(notice, settings)
    told = "".join(traceback.format_exception(raised.value))
    assert CANARY not in told and told.count("127.0.0.1:9") >= 1 and "smtp" in told


def test_a_message_is_masked_whatever_it_repeats() -> None:
    way = f"https://me:pass%2F{CANARY}@hooks.example/T01/{CANARY}?key={CANARY}"
    told = f"no such host me:pass/{CANARY}@x, path /T01/{CANARY}?key={CANARY}, words pass/{CANARY} and {CANARY}"
    assert CANARY not in mask_parts(told, [way]) and "no such host" in mask_parts(told, [way])


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
