"""What one fetch was: every request and response on the way, the outcome, and the body.

Belongs here: the values that the fetcher gives and the ledger, the WARC writer and the readers take. Addresses in
them never hold a user or password.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Hop:
    """One request and its response.

    url: asked for, without user, password and fragment. address: the address that was judged and connected to, None
    where no connection was made. status: None where no response head came. request_headers, headers: in order, names
    as sent, values as Latin-1, a user and password in Location and Content-Location left out. body: bytes as received,
    transfer coding removed, content coding kept; of a redirect what came at once, 16 KiB at most.
    """

    url: str
    started_at: datetime
    seconds: float
    address: str | None = None
    status: int | None = None
    reason: str = ""
    request_headers: Headers = ()
    headers: Headers = ()
    body: bytes = b""
    is_body_cut: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """All hops of one fetch. `outcome` is one of broadsheet.fetch.outcomes.OUTCOMES; `decoded` the body without its
    content coding, empty unless the outcome is `fetched`. `detail` says more in words for people.
    """

    requested_url: str
    outcome: str
    detail: str
    hops: tuple[Hop, ...]
    decoded: bytes = b""

    @property
    def url(self) -> str:
        """The last address asked for."""
        return self.hops[-1].url if self.hops else self.requested_url

    @property
    def status(self) -> int | None:
        return self.hops[-1].status if self.hops else None

    @property
    def headers(self) -> Headers:
        return self.hops[-1].headers if self.hops else ()

    def header(self, name: str) -> str | None:
        """The first value of a response header of the last hop; names are compared without case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


# Asked before each request, also of each redirect: None lets it go (after waiting, if it has to), else the outcome
# that ends the fetch, with its detail.
Gate = Callable[[str], tuple[str, str] | None]


class Fetcher(Protocol):
    """What `broadsheet.crawl` needs of the network; tests give one of their own."""

    def fetch(self, url: str, *, headers: Headers = (), gate: Gate | None = None) -> Exchange:
        """One GET, redirects followed by hand. Raises nothing for whatever the other side does."""
        ...
