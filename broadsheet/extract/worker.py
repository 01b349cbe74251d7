"""The worker process of ExtractPool: gets captures over a pipe, sends extractions back, under limits it sets itself.

A page that eats processor time is ended by the kernel (RLIMIT_CPU), since no signal handler or thread runs while one C
call does. Imports stay few, so that a replacement starts fast.
"""

from __future__ import annotations

import gc
import math
import resource
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

from broadsheet.extract.article import extract_capture
from broadsheet.extract.languages import detect_language
from broadsheet.extract.reasons import skip
from broadsheet.extract.records import Extraction, Skipped
from broadsheet.extract.trafilatura_adapter import warm_up
from broadsheet.records import Capture

READY = "ready"
_RECURSION_LIMIT = 5_000  # deep pages recurse in the extractor; the default of 1,000 loses them


def serve(fd: int, cpu_seconds: int, memory_bytes: int) -> None:
    """Answer captures until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    sys.setrecursionlimit(_RECURSION_LIMIT)
    warm_up()
    detect_language(
        "This sentence only makes the language detector load its table before the first page comes, no more."
    )
    gc.freeze()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit_memory(memory_bytes)
    connection = Connection(fd)
    connection.send(READY)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            capture, now = connection.recv()
            _limit_cpu(cpu_seconds)
            try:
                answer = extract_capture(capture, now=now)
            except MemoryError:
                answer = end_capture(capture, skip("out_of_memory", f"More than {memory_bytes // 2**20} MiB."))
            except RecursionError:
                answer = end_capture(capture, skip("extraction_failed", "The page is nested too deep to be read."))
            connection.send(answer)


def end_capture(capture: Capture, skipped: Skipped) -> Extraction:
    """The extraction of a capture that could not be read to its end."""
    return Extraction(
        capture_id=capture.capture_id,
        source_id=capture.source_id,
        captured_at=capture.captured_at,
        body_sha256=capture.body_sha256,
        url=capture.url,
        skipped=skipped,
    )


def _limit_cpu(cpu_seconds: int) -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = math.ceil(usage.ru_utime + usage.ru_stime) + cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _limit_memory(memory_bytes: int) -> None:
    """Bound the address space to what is in use now and `memory_bytes` more; where the system lets us."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123
            pages = int(statm.read().split()[0])
    except (OSError, ValueError):
        pages = 0
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = pages * resource.getpagesize() + memory_bytes
    if hard == resource.RLIM_INFINITY or wanted < hard:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
