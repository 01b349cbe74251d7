"""How much one fetch may cost: bytes, headers, redirects and seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps of one fetch; what goes over one ends with an outcome.

    head_bytes, header_count: of a response head. body_bytes: as received, transfer coding removed. decoded_bytes: the
    body without its content coding; it may also be at most `ratio` times as large as received, once it is over
    `ratio_from_bytes` (a page of equal lines packs well; 200 is twice what gzip gives on the best packed feed met).
    codings: content codings one over the other. redirects: followed one after the other.
    connect_s: name, connection and TLS of one request. first_byte_s: from the request to the first byte of the answer.
    read_s: between two reads. total_s: the whole fetch, redirects included, time that the gate waits left out.
    """

    head_bytes: int = 64 << 10
    header_count: int = 200
    body_bytes: int = 32 << 20
    decoded_bytes: int = 64 << 20
    ratio: int = 200
    ratio_from_bytes: int = 1 << 20
    codings: int = 3
    redirects: int = 5
    connect_s: float = 10.0
    first_byte_s: float = 30.0
    read_s: float = 20.0
    total_s: float = 120.0
