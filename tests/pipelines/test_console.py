"""What `broadsheet run` says at its end, and what its log keeps, when all does not go well."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

import pipelines.run
from broadsheet.errors import InterruptionError, ReleaseError, SourceError
from broadsheet.run.events import RunEvent
from broadsheet.settings import Settings, load_settings
from pipelines.console import run_with_progress
from pipelines.home import describe_errors, open_instance
from pipelines.run import Failure, RunSummary

DAY = date(2024, 3, 5)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"BROADSHEET_HOME": str(tmp_path / "a [bold] folder"), "BROADSHEET_WORKERS": "1"})


def run_as(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], outcome: Any
) -> tuple[type[BaseException] | None, str, str]:
    """The error that a run with this outcome ends in, what it says on standard error, and its log."""

    def run_days(*arguments: Any, on_event: Any, **options: Any) -> RunSummary:
        on_event(RunEvent("planned", "derive", day_count=2, page_count=40))
        on_event(RunEvent("note", text="a word on the way"))
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(pipelines.run, "run_days", run_days)
    raised: type[BaseException] | None = None
    try:
        run_with_progress(settings, [DAY], force=True)
    except Exception as error:  # noqa: BLE001  its kind is what is asked for
        raised = type(error)
    (log,) = settings.logs.iterdir()
    return raised, capsys.readouterr().err, log.read_text(encoding="utf-8")


def test_a_failed_run_names_its_log(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    summary = RunSummary(failures=[Failure("publish", "no space left below [/data]")])
    raised, said, log = run_as(settings, monkeypatch, capsys, summary)
    assert raised is SourceError
    assert "failed: publish: no space left below [/data]" in said
    assert re.search(r"The log of this run: \S+/a \[bold\] folder/logs/run-\d{8}T\d{6}Z\.log", said)
    assert "derive 0/40 pages, 0/2 days" in said and "a word on the way" in said
    assert "failed: publish: no space left below [/data]" in log
    assert "2024-03-05 to 2024-03-05, force=True" in log and log.count("a word on the way") == 1


def test_an_error_before_any_run_is_in_the_log_with_its_place(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raised, said, log = run_as(settings, monkeypatch, capsys, ReleaseError("torn"))
    assert raised is ReleaseError and "The log of this run" in said
    assert "Traceback" in log and "broadsheet.errors.ReleaseError: torn" in log


def test_an_interrupted_run_says_what_is_done_in_its_log_too(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    summary = RunSummary(is_interrupted=True, planned={"derive": 2}, days={"derive": {DAY}})
    raised, _, log = run_as(settings, monkeypatch, capsys, summary)
    assert raised is InterruptionError
    assert "Interrupted. Done: derive of 1 of 2 days" in log


@dg.op
def close() -> None:
    try:
        raise OSError("the gate is stuck")
    except OSError as error:
        raise dg.Failure(description="the harbour stays open", allow_retries=False) from error


@dg.job
def harbour_job() -> None:
    close()


def test_errors_of_a_run_come_with_their_causes_and_places(settings: Settings) -> None:
    with open_instance(settings) as instance:
        run_id = harbour_job.execute_in_process(instance=instance, raise_on_error=False).run_id
    (told,) = describe_errors(settings, [run_id])
    assert told.startswith(f"harbour_job, step close, run {run_id}")
    assert "the harbour stays open" in told and "the gate is stuck" in told and "test_console.py" in told
