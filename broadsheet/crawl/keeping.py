"""What was received is kept: its WARC record first, then one transaction with its row of `fetches` and what follows.

Belongs here: the order of these writes, and the row. What follows for an address or a list is the caller's.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from broadsheet.crawl.archives import LISTS, Archives
from broadsheet.crawl.hosts import read_retry_after
from broadsheet.crawl.state import Row, State, write_time
from broadsheet.fetch.urls import strip_userinfo
from broadsheet.ids import hash_id
from broadsheet.ingest.warc_metadata import CaptureMetadata

if TYPE_CHECKING:
    from broadsheet.crawl.asking import Asked


class Keeper:
    """Keeps answers; one at a time, whatever thread they come from."""

    def __init__(self, state: State, archives: Archives, clock: Callable[[], datetime]) -> None:
        self._state = state
        self._archives = archives
        self._clock = clock

    def keep(
        self,
        asked: Asked,
        *,
        part: str = LISTS,
        metadata: CaptureMetadata | None = None,
        then: Callable[[str], None] = lambda fetch_id: None,
    ) -> str:
        """Write an answer down; the id of its row. then: what else belongs to the same transaction, given that id.

        An answer without a response, and a 304, which has no body, have no record.
        """
        exchange = asked.exchange
        row = _make_row(asked, self._clock())
        has_record = exchange.outcome != "not_modified" and any(hop.status is not None for hop in exchange.hops)
        with self._state.transaction():
            if has_record:
                place = self._archives.append(asked.source.id, part, exchange, metadata)
                row |= dict(zip(("warc_path", "warc_offset"), place or (None, None), strict=True))
            self._state.put("fetches", row)
            then(row["fetch_id"])
        return str(row["fetch_id"])


def _make_row(asked: Asked, now: datetime) -> Row:
    exchange = asked.exchange
    started_at = exchange.hops[0].started_at if exchange.hops else now
    requested_url = strip_userinfo(exchange.requested_url)
    return {
        "fetch_id": hash_id(asked.purpose, asked.source.id, requested_url, write_time(started_at)),
        "fetched_on": started_at.date().isoformat(),
        "source_id": asked.source.id,
        "purpose": asked.purpose,
        "requested_url": requested_url,
        "url": strip_userinfo(exchange.url),
        "started_at": write_time(started_at),
        "seconds": sum(hop.seconds for hop in exchange.hops),
        "outcome": exchange.outcome,
        "detail": exchange.detail[:500],
        "http_status": exchange.status,
        "hop_count": len(exchange.hops),
        "body_bytes": len(exchange.hops[-1].body) if exchange.hops else 0,
        "is_conditional": int(asked.is_conditional),
        "retry_after_s": read_retry_after(exchange.header("retry-after"), now),
        "robots_rule": asked.rule,
    }
