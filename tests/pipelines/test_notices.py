"""Notices of failed runs and broken checks: what they say, and how they reach a file, a webhook and a mailbox."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import dagster as dg
import pytest

from broadsheet.errors import SettingsError, SourceError
from broadsheet.settings import load_settings
from pipelines.notices import Notice, send_notice
from pipelines.notify import (
    NOTICE_SENSORS,
    describe_broken_checks,
    describe_failure,
    tell_of_broken_checks,
    tell_of_failed_runs,
)
from pipelines.schedules import daily_schedule
from pipelines.service_settings import SERVICE_VARIABLES, ServiceSettings, load_service_settings
from pipelines.settings_shown import describe_settings

NOTICE = Notice(
    "run_failed", "publish", "0123456789", "2024-03-05T09:00:00+00:00", "view: a disk is full", ("claims: key",)
)


class Webhook(BaseHTTPRequestHandler):
    """Keeps what it is sent; answers as its path says."""

    kept: list[tuple[str, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.kept.append((self.headers["Content-Type"], body))
        self.send_response(500 if "broken" in self.path else 204)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


class MailServer(socketserver.StreamRequestHandler):
    """The least of SMTP that takes a message."""

    kept: list[str]
    offers: tuple[str, ...] = ()

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            command = line.decode().split()[0].upper()
            self.kept.append(line.decode().strip())
            if command == "EHLO":
                features = ["here", *self.offers]
                lines = [f"250{'-' if name is not features[-1] else ' '}{name}" for name in features]
                self.wfile.write("".join(f"{answer}\r\n" for answer in lines).encode())
            elif command == "DATA":
                self.wfile.write(b"354 go on\r\n")
                while (text := self.rfile.readline()) != b".\r\n":
                    self.kept.append(text.decode().rstrip())
                self.wfile.write(b"250 taken\r\n")
            else:
                self.wfile.write({"AUTH": b"235 known\r\n", "QUIT": b"221 bye\r\n"}.get(command, b"250 well\r\n"))
            if command == "QUIT":
                return


@contextmanager
def serving(server: socketserver.TCPServer) -> Iterator[int]:
    """The port of a server that answers inside the block."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_notice_adds_a_line_to_a_file(tmp_path: Path) -> None:
    settings = ServiceSettings(notify_file=str(tmp_path / "new" / "notices.jsonl"))
    send_notice(NOTICE, settings)
    send_notice(NOTICE, settings)
    first, second = (tmp_path / "new" / "notices.jsonl").read_text(encoding="utf-8").splitlines()
    assert first == second
    told = json.loads(first)
    assert told["title"] == "Broadsheet: run 01234567 of publish failed"
    assert told["text"].splitlines()[1:] == [
        "at 2024-03-05T09:00:00+00:00",
        "check claims: key",
        "view: a disk is full",
    ]


def test_a_webhook_gets_json_by_post() -> None:
    handler = type("Kept", (Webhook,), {"kept": []})
    with serving(HTTPServer(("127.0.0.1", 0), handler)) as port:
        send_notice(NOTICE, ServiceSettings(notify_webhook=f"http://127.0.0.1:{port}/hooks/secret-key"))
    ((content_type, body),) = handler.kept
    assert content_type == "application/json" and json.loads(body)["run_id"] == "0123456789"


def test_a_mailbox_gets_a_letter() -> None:
    handler = type("Kept", (MailServer,), {"kept": []})
    with serving(socketserver.TCPServer(("127.0.0.1", 0), handler)) as port:
        settings = ServiceSettings(
            notify_email="desk@post.example, night@post.example", notify_sender="broadsheet@post.example",
            notify_mail_server=f"smtp://127.0.0.1:{port}",
        )  # fmt: skip
        send_notice(NOTICE, settings)
    assert "Subject: Broadsheet: run 01234567 of publish failed" in handler.kept
    assert [line for line in handler.kept if line.lower().startswith("rcpt")] == [
        "rcpt TO:<desk@post.example>",
        "rcpt TO:<night@post.example>",
    ]
    assert "view: a disk is full" in handler.kept


def test_a_password_goes_over_loopback_or_encryption_only(monkeypatch: pytest.MonkeyPatch) -> None:
    handler = type("Kept", (MailServer,), {"kept": [], "offers": ("AUTH PLAIN",)})
    with serving(socketserver.TCPServer(("127.0.0.1", 0), handler)) as port:
        settings = ServiceSettings(
            notify_email="desk@post.example", notify_sender="broadsheet@post.example",
            notify_mail_server=f"smtp://me:w%40rd@127.0.0.1:{port}",
        )  # fmt: skip
        send_notice(NOTICE, settings)
        assert any(line.startswith("AUTH PLAIN") for line in handler.kept)
        handler.kept.clear()
        monkeypatch.setattr("pipelines.notices._is_loopback", lambda host: False)
        with pytest.raises(SourceError, match="password is not sent") as caught:
            send_notice(NOTICE, settings)
    assert not any(line.startswith(("AUTH", "DATA")) for line in handler.kept)
    assert "w%40rd" not in str(caught.value) and "w@rd" not in str(caught.value)


def test_a_way_that_fails_keeps_no_other_from_being_tried_and_no_key_is_told(tmp_path: Path) -> None:
    handler = type("Kept", (Webhook,), {"kept": []})
    with serving(HTTPServer(("127.0.0.1", 0), handler)) as port:
        settings = ServiceSettings(
            notify_file=str(tmp_path), notify_webhook=f"http://127.0.0.1:{port}/broken/secret-key",
            notify_email="desk@post.example", notify_sender="b@post.example", notify_mail_server="smtp://127.0.0.1:9",
        )  # fmt: skip
        with pytest.raises(SourceError) as caught:
            send_notice(NOTICE, settings)
    assert len(handler.kept) == 1
    told = str(caught.value)
    assert "IsADirectoryError" in told and "500" in told and "ConnectionRefused" in told and "secret-key" not in told


REFUSED = {
    "a zone that is none": {"BROADSHEET_TIME_ZONE": "Mars/Olympus"},
    "a zone outside its folder": {"BROADSHEET_TIME_ZONE": "../../etc/passwd"},
    "a webhook that is a file": {"BROADSHEET_NOTIFY_WEBHOOK": "file:///etc/passwd"},
    "a webhook without a host": {"BROADSHEET_NOTIFY_WEBHOOK": "https:///hook"},
    "a webhook with a torn port": {"BROADSHEET_NOTIFY_WEBHOOK": "https://me:word@post.example:many/"},
    "a letter without a sender": {"BROADSHEET_NOTIFY_EMAIL": "desk@post.example"},
    "a mail server by http": {
        "BROADSHEET_NOTIFY_EMAIL": "desk@post.example",
        "BROADSHEET_NOTIFY_SENDER": "b@post.example",
        "BROADSHEET_NOTIFY_MAIL_SERVER": "http://me:word@post.example",
    },
    "a file by half its path": {"BROADSHEET_NOTIFY_FILE": "notices.jsonl"},
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_setting_that_cannot_be_used_is_named_without_its_password(name: str) -> None:
    with pytest.raises(SettingsError, match="BROADSHEET_") as caught:
        load_service_settings(REFUSED[name])
    assert "word@" not in str(caught.value)


def test_status_shows_these_settings_without_keys() -> None:
    environment = {
        "BROADSHEET_NOTIFY_WEBHOOK": "https://hooks.example/services/secret-key",
        "BROADSHEET_NOTIFY_MAIL_SERVER": "smtps://me:word@mail.example:465",
    }
    shown = {item.name: item for item in describe_settings(load_settings(environment), environment)}
    assert set(SERVICE_VARIABLES.values()) <= shown.keys()
    assert shown["BROADSHEET_NOTIFY_WEBHOOK"].shown == "https://hooks.example"
    assert shown["BROADSHEET_NOTIFY_MAIL_SERVER"].shown == "smtps://***@mail.example:465"
    assert shown["BROADSHEET_TIME_ZONE"].shown == "UTC"


@dg.asset
def harbour() -> None:
    raise ValueError("the harbour is closed")


@dg.asset
def dock() -> None:
    pass


BROKEN = {"is": True}


@dg.asset_check(asset=dock)
def open_at_noon() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=not BROKEN["is"], severity=dg.AssetCheckSeverity.WARN)


def run_once(instance: dg.DagsterInstance, *parts: object) -> dg.DagsterRun:
    result = dg.materialize(list(parts), instance=instance, raise_on_error=False)  # type: ignore[arg-type]
    return result.dagster_run


def test_a_failed_run_is_described_by_its_innermost_error() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        notice = describe_failure(instance, run_once(instance, harbour, dock, open_at_noon))
    assert notice.error == "harbour: ValueError: the harbour is closed"
    assert notice.kind == "run_failed" and notice.at != "an unknown time"


def test_a_check_that_warns_is_told_once_when_it_breaks() -> None:
    told = []
    with dg.DagsterInstance.ephemeral() as instance:
        for is_broken in (False, True, True, False, True):
            BROKEN["is"] = is_broken
            told.append(describe_broken_checks(instance, run_once(instance, dock, open_at_noon)))
    assert [notice.checks if notice else None for notice in told] == [
        None, ("dock: open_at_noon",), None, None, ("dock: open_at_noon",),
    ]  # fmt: skip


def test_the_sensors_tell_whom_the_settings_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_NOTIFY_FILE", str(tmp_path / "notices.jsonl"))
    BROKEN["is"] = True
    with dg.DagsterInstance.ephemeral() as instance:
        for sensor, parts in ((tell_of_failed_runs, [harbour]), (tell_of_broken_checks, [dock, open_at_noon])):
            result = dg.materialize(parts, instance=instance, raise_on_error=False)  # type: ignore[arg-type]
            end = result.all_events[-1]
            context = dg.build_run_status_sensor_context(sensor.name, end, instance, result.dagster_run)
            sensor(context.for_run_failure() if sensor is tell_of_failed_runs else context)
    lines = (tmp_path / "notices.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["run_failed", "checks_failed"]


def test_nobody_is_told_by_default() -> None:
    assert {sensor.default_status for sensor in NOTICE_SENSORS} == {dg.DefaultSensorStatus.STOPPED}


@pytest.mark.parametrize(
    ("at", "day"), [("2024-03-05T02:30:00+00:00", "2024-03-04"), ("2024-03-05T02:30:00+09:00", "2024-03-03")]
)
def test_the_daily_schedule_does_the_last_day_that_has_ended(at: str, day: str) -> None:
    context = dg.build_schedule_context(scheduled_execution_time=datetime.fromisoformat(at))
    asked = daily_schedule(context)
    assert isinstance(asked, dg.RunRequest) and asked.partition_key == day


def test_the_daily_schedule_waits_for_the_first_day() -> None:
    context = dg.build_schedule_context(scheduled_execution_time=datetime(1999, 3, 5, 2, 30, tzinfo=UTC))
    assert isinstance(daily_schedule(context), dg.SkipReason)
