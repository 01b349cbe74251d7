"""A signal ends the work wherever it arrives, also where somebody swallows it, and says what is done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipelines.interruption import interruptible
from pipelines.leaving import EXIT_STATUS

STUBBORN = """
import time
from pipelines.interruption import interruptible
with interruptible(grace_s=0.2) as interruption:
    interruption.tell = lambda: "Interrupted. Done: two days."
    while True:
        try:
            print("ready", flush=True)
            time.sleep(60)
        except KeyboardInterrupt:
            pass
"""
# What is raised by a handler in a finaliser goes no further; Dagster's own error is no KeyboardInterrupt.
IN_A_FINALISER = """
import os, signal, time
from dagster._utils.interrupts import raise_interrupts_as
from pipelines.interruption import interruptible
class Connection:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        sum(range(1000))
class Ended(BaseException):
    pass
with interruptible(grace_s=20):
    try:
        with raise_interrupts_as(Ended):
            print("ready", flush=True)
            Connection()
            time.sleep(60)
    except Ended:
        print("ended", flush=True)
"""
CANCELLED = """
import time
from pipelines.interruption import interruptible
with interruptible() as interruption:
    interruption.is_cancelled = lambda: True
    print("ready", flush=True)
    try:
        time.sleep(60)
    except KeyboardInterrupt:
        print("heard", interruption.is_requested, flush=True)
"""
STARTING = """
import sys, time
import pipelines.__main__
heavy = {"typer", "rich", "polars", "dagster", "broadsheet"} & set(sys.modules)
assert not heavy, heavy
pipelines.__main__.leave_at_signals()
print("ready", flush=True)
time.sleep(60)
"""
# As dataclasses are made: under -m Python remembers that an interrupt ended such code, and ends by the signal.
IN_MADE_CODE = """
from pipelines import __main__, cli, leaving
def main():
    leaving.stop_leaving()
    try:
        exec("import time; print('ready', flush=True); time.sleep(60)")
    except KeyboardInterrupt:
        print("told")
        raise SystemExit(130) from None
cli.main = main
__main__.main()
"""


def run_script(script: str, *signals: int) -> tuple[int, str, str]:
    """Exit status, output and errors of a script that gets these signals once it is ready."""
    return run_python(["-c", script], *signals)


def run_python(arguments: list[str], *signals: int) -> tuple[int, str, str]:
    """The same of Python with these arguments, from the folder of the project."""
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        for number in signals:
            process.send_signal(number)
        output, errors = process.communicate(timeout=60)
    return process.returncode, output, errors


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_process_that_swallows_the_interrupt_is_ended_and_says_what_is_done(number: int) -> None:
    status, _, errors = run_script(STUBBORN, number)
    assert (status, errors.strip()) == (EXIT_STATUS, "Interrupted. Done: two days.")


def test_an_interrupt_that_a_finaliser_swallowed_is_raised_again_without_a_traceback() -> None:
    assert run_script(IN_A_FINALISER) == (0, "ended\n", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_still_importing_ends_with_the_same_status_and_no_traceback(number: int) -> None:
    assert run_script(STARTING, number) == (EXIT_STATUS, "", "\nInterrupted.\n")


def test_an_interrupt_in_code_made_at_run_time_ends_with_the_status_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "interrupted_in_made_code.py").write_text(IN_MADE_CODE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert run_python(["-m", "interrupted_in_made_code"], signal.SIGINT) == (EXIT_STATUS, "told\n", "")


def test_a_cancel_elsewhere_is_an_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    status, output, _ = run_script(CANCELLED)
    assert status == 0 and output.startswith("heard")


def test_signals_are_as_before_afterwards() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), interruptible() as interruption:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
    assert interruption.is_requested
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_outside_the_main_thread_nothing_is_heard() -> None:
    found: list[bool] = []

    def work() -> None:
        with interruptible() as interruption:
            found.append(interruption.is_requested)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [False]
