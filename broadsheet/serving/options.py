"""What a query may take and how many run at once."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.errors import SettingsError

_MIB = 2**20


@dataclass(frozen=True, slots=True)
class ServingOptions:
    """Limits of one server.

    seconds: of one query, by the clock. memory_mb: what its tables, sorts and result may hold. threads: of one query.
    most_rows: rows of one answer, after which it is cut and says so. most_bytes: of one answer, beyond which it is
    refused. most_sql_bytes: of one request's body. queries: how many run at once; waiting: how many more may wait for
    their turn. patience_s: how long a request may take to arrive, a query waits for its turn, and a client may leave an
    answer unread.
    """

    seconds: float = 20.0
    memory_mb: int = 512
    threads: int = 2
    most_rows: int = 10_000
    most_bytes: int = 32 * _MIB
    most_sql_bytes: int = 262_144
    queries: int = 2
    waiting: int = 8
    patience_s: float = 10.0

    def __post_init__(self) -> None:
        """Raises SettingsError for a limit under which nothing could be answered."""
        least = {
            "seconds": 0.1, "memory_mb": 64, "threads": 1, "most_rows": 1, "most_bytes": 1_024, "most_sql_bytes": 1,
            "queries": 1, "waiting": 0, "patience_s": 0.1,
        }  # fmt: skip
        for name, value in least.items():
            if getattr(self, name) < value:
                raise SettingsError(f"{name.replace('_', ' ')} is {getattr(self, name)}. It must be at least {value}.")
