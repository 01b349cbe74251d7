"""What is handed to the process that runs a query, and what it hands back: plain values, as JSON.

Not pickled: an answer comes from a process that ran a stranger's SQL.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from broadsheet.serving.problems import STATUSES, Problem

Parameters = dict[str, Any] | list[Any]
LONGEST_HEAD = 65_536
# Stands before the head of an answer, or before its problem, once the release is open.
OPENED = b"opened\n"
# What opening a release may take, and handing an answer over, on a busy machine.
HANDING_OVER_S = 30.0


@dataclass(frozen=True, slots=True)
class Task:
    """One query with its limits. form: one of `forms.FORMS`. file: the release."""

    file: str
    sql: str
    parameters: Parameters | None
    form: str
    most_rows: int
    most_bytes: int
    memory_mb: int
    threads: int
    seconds: float

    def pack(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def unpack(cls, packed: bytes) -> Task:
        return cls(**json.loads(packed))


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before an answer's bytes. is_cut: there are more rows than the answer has."""

    byte_count: int
    row_count: int
    is_cut: bool
    elapsed_s: float
    release_id: str | None

    def pack(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"


def pack_problem(problem: Problem) -> bytes:
    """A problem in the place of a head."""
    return json.dumps({"problem": asdict(problem) | {"message": problem.message[:2_000]}}).encode() + b"\n"


def unpack_head(line: bytes) -> Head | Problem:
    """The head of an answer, or the problem that stands for it. Raises ValueError for anything else."""
    try:
        found = json.loads(line)
        if "problem" in found:
            problem = Problem(**found["problem"])
            return problem if problem.kind in STATUSES else Problem("fault", "The process gave an unknown problem.")
        head = Head(**found)
        if type(head.byte_count) is not int or type(head.row_count) is not int or head.byte_count < 0:
            raise ValueError("This is no head of an answer: its counts are none.")
        return head
    except (TypeError, KeyError, RecursionError) as error:
        raise ValueError(f"This is no head of an answer: {error}") from error
