"""Why a request got no rows: a closed list of kinds, each with its status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from broadsheet.errors import BroadsheetError

# 422 rather than 5xx for what a limit stopped: asking again would be stopped again.
STATUSES: Mapping[str, int] = {
    "bad_request": 400,
    "not_one_select": 400,
    "syntax": 400,
    "query": 400,
    "token_needed": 401,
    "locked": 403,
    "foreign_origin": 403,
    "not_found": 404,
    "wrong_method": 405,
    "no_such_format": 406,
    "slow_request": 408,
    "too_long": 413,
    "wrong_type": 415,
    "foreign_host": 421,
    "over_time": 422,
    "over_memory": 422,
    "over_size": 422,
    "process_ended": 422,
    "busy": 429,
    "fault": 500,
    "no_release": 503,
    "waited_too_long": 503,
}
# DuckDB repeats long statements in its messages.
_LONGEST_MESSAGE = 2_000


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong. kind: one of STATUSES. position: characters of the SQL before the place, where it is known.

    line, column: the same place, both from 1 on.
    """

    kind: str
    message: str
    position: int | None = None
    line: int | None = None
    column: int | None = None

    @property
    def status(self) -> int:
        return STATUSES[self.kind]

    def as_row(self) -> dict[str, Any]:
        """Its fields as JSON has them, the message cut to what a person reads."""
        return {**asdict(self), "message": self.message[:_LONGEST_MESSAGE]}


class ProblemError(BroadsheetError):
    """A request gets no rows; `problem` says why."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(kind, message)


def locate(problem: Problem, sql: str, byte_offset: int) -> Problem:
    """The problem with its place in the SQL; DuckDB counts bytes of UTF-8.

    >>> locate(Problem("syntax", "no"), "select 'é'\\nfoo", 12).column
    1
    """
    before = sql.encode()[:byte_offset].decode("utf-8", "ignore")
    line_start = before.rfind("\n") + 1
    return Problem(problem.kind, problem.message, len(before), before.count("\n") + 1, len(before) - line_start + 1)
