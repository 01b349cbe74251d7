"""A signal ends the work wherever it arrives, also where somebody swallows it, and says what is done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from pipelines.interruption import EXIT_STATUS, interruptible

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


def run_script(script: str, *signals: int) -> tuple[int, str, str]:
    """Exit status, output and errors of a script that gets these signals once it is ready."""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        for number in signals:
            process.send_signal(number)
        output, errors = process.communicate(timeout=60)
    return process.returncode, output, errors


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_process_that_swallows_the_interrupt_is_ended_and_says_what_is_done(number: int) -> None:
    status, _, errors = run_script(STUBBORN, number)
    assert (status, errors.strip()) == (EXIT_STATUS, "Interrupted. Done: two days.")


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
